using Zhice.Domain;
using Zhice.Data;
using Zhice.Records.Analysis;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Names;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Records;

/// <summary>专利导航分析: every table of an analysis over a query's hits, each with the query that gives its rows.</summary>
public static class AnalyseRecords
{
    /// <summary>A table.</summary>
    /// <param name="Code">Its name in addresses and words.</param>
    /// <param name="Heads">Codes of the heads.</param>
    /// <param name="Rows">Name of the row, its figures, and the query behind it; null for none.</param>
    public sealed record Table(string Code, IReadOnlyList<string> Heads, IReadOnlyList<(string Name, IReadOnlyList<string> Figures, string? Query)> Rows);

    /// <summary>The page.</summary>
    /// <param name="Query">As typed.</param>
    /// <param name="Read">As understood; null for a bad query.</param>
    /// <param name="Result">The counts; null for a bad query.</param>
    /// <param name="Parties">Names of the parties.</param>
    /// <param name="Tables">The tables.</param>
    /// <param name="Fault">Why there is none.</param>
    public sealed record View(string Query, QueryNode? Read, AnalysisResult? Result, IReadOnlyDictionary<int, string> Parties, IReadOnlyList<Table> Tables, Refusal? Fault);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/records/analysis", Show);
        routes.MapGet("/records/analysis.csv", Export);
        routes.MapGet("/records/analysis.xlsx", Export);
    }

    /// <summary>Counts the tables.</summary>
    public static View Run(RecordStore store, string? query, Func<int, QueryNode?>? sets, bool inside, DateOnly today, Func<Enum, string> name)
    {
        ArgumentNullException.ThrowIfNull(store);
        var text = query?.Trim() ?? "";
        if (!QueryParser.Parse(text, sets).Accepted(out var node, out var fault) || !RecordSearch.Collect(store.Snapshot(), node, inside).Accepted(out var hits, out fault))
            return new View(text, null, null, new Dictionary<int, string>(), [], fault);
        var result = RecordAnalysis.Of(hits, today);
        var parties = store.PartyNames([.. result.Applicants.Select(a => a.Value).Concat(result.Pairs.SelectMany(p => new[] { p.First, p.Second })).Distinct()]);
        return new View(text, node, result, parties, Tables(text, node, result, parties, name), null);
    }

    static IReadOnlyList<Table> Tables(string query, QueryNode node, AnalysisResult r, IReadOnlyDictionary<int, string> parties, Func<Enum, string> name)
    {
        string Party(int id) => parties.GetValueOrDefault(id, "–");
        string And(string more) => RecordQuery.And(query, node, more);
        string Share(int count) => r.Total == 0 ? "–" : (100.0 * count / r.Total).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture) + "%";
        (string, IReadOnlyList<string>, string?) Row(string shown, int count, string? more) => (shown, [Visit.Number(count), Share(count)], more is null ? null : And(more));
        return
        [
            new("years", ["records.year", "analysis.filed", "analysis.granted", "analysis.applicants"], [.. r.Years.Select(y => ($"{y.Year}", (IReadOnlyList<string>)[Visit.Number(y.Filed), Visit.Number(y.Granted), Visit.Number(y.Applicants)], (string?)And($"date:{y.Year}")))]),
            new("applicants", ["records.applicant", "analysis.count", "analysis.share"], [.. r.Applicants.Select(a => Row(Party(a.Value), a.Count, $"party:\"{Party(a.Value).Replace("\"", " ", StringComparison.Ordinal)}\""))]),
            new("regions", ["records.region", "analysis.count", "analysis.share"], [.. r.Provinces.Select(p => Row(DivisionFinder.Shipped.NameOf($"{p.Value}"), p.Count, $"region:{p.Value}"))]),
            new("classes", ["records.class", "analysis.count", "analysis.share"], [.. r.Classes.Select(c => Row(ClassCode.Text(c.Value), c.Count, $"ipc:{ClassCode.Text(c.Value)}"))]),
            new("together", ["analysis.pair", "analysis.count"], [.. r.Pairs.Select(p => ($"{Party(p.First)} — {Party(p.Second)}", (IReadOnlyList<string>)[Visit.Number(p.Count)], (string?)And($"applicant:\"{Party(p.First)}\" applicant:\"{Party(p.Second)}\"")))]),
            new("kinds", ["records.kind", "analysis.count", "analysis.share"], [.. r.Kinds.Select(k => Row(name((RecordKind)k.Value), k.Count, $"kind:{(RecordKind)k.Value}"))]),
            new("states", ["records.status", "analysis.count", "analysis.share"], [.. r.States.Select(s => Row(name((RecordStatus)s.Value), s.Count, $"status:{(RecordStatus)s.Value}"))]),
        ];
    }

    static async Task<IResult> Show(string? q, Visit visit, ZhiceDb db, RecordStore store, CancellationToken cancel) =>
        Answer.Page<AnalysisPage>(Run(store, q, await RecordQuery.Sets(db, visit, q, cancel), RecordQuery.Inside(visit), visit.Today, RecordQuery.Namer(visit)));

    static async Task<IResult> Export(string? q, string? table, Visit visit, ZhiceDb db, RecordStore store, CancellationToken cancel)
    {
        var view = Run(store, q, await RecordQuery.Sets(db, visit, q, cancel), RecordQuery.Inside(visit), visit.Today, RecordQuery.Namer(visit));
        if (view.Fault is { } fault) return Answer.Refused(visit, fault);
        var chosen = view.Tables.FirstOrDefault(t => t.Code == table) ?? view.Tables[0];
        return await new TableFile("analysis-" + chosen.Code, [.. chosen.Heads.Select(h => new TableColumn(visit.Words[h], 24)), new(visit.Words["analysis.query"], 40)],
            chosen.Rows.Select(r => (IReadOnlyList<Cell>)[Cell.Of(r.Name), .. r.Figures.Select(f => Cell.Of(f)), Cell.Of(r.Query)])).As(visit.Path, cancel);
    }
}
