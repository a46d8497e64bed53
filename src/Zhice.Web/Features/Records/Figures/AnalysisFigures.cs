using System.Globalization;
using Zhice.Records.Analysis;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Names;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Records.Figures;

/// <summary>Makes the pictures and tables of an analysis: for pages and for navigation reports alike.</summary>
/// <param name="Store">The records.</param>
/// <param name="Query">The query as typed.</param>
/// <param name="Node">As understood.</param>
/// <param name="Words">The reader's language.</param>
/// <param name="Only">The condition that leaves only what is counted; null where all hits are.</param>
public sealed partial record AnalysisFigures(RecordStore Store, string Query, QueryNode Node, WordTable Words, string? Only = null)
{
    const int MostYears = 30, MostGroups = 12;

    string And(string more) => RecordQuery.And(Query, Node, Only is null ? more : $"{Only} {more}");

    // All that is counted; nothing to lead to where the query is empty.
    string All => Only is null ? Query.Length == 0 ? "*" : Query : RecordQuery.And(Query, Node, Only);

    static string Count(long count) => Visit.Number(count);

    static string Share(long count, long whole) => whole == 0 ? "–" : (100.0 * count / whole).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    static string Address(string query) => RecordQuery.Address(query);

    /// <summary>Names of parties, and the conditions that find what they filed.</summary>
    internal Func<int, KnownParty> Parties(IEnumerable<int> ids)
    {
        var known = Store.Parties([.. ids.Distinct()]);
        return id => known.GetValueOrDefault(id) ?? new KnownParty("–", []);
    }

    /// <summary>Filings and grants of the years.</summary>
    public Figure Years(AnalysisResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var years = Recent(result);
        var picture = Charts.Columns([.. years.Select(y => new Valued($"{y.Year}", y.Filed, Address(And($"date:{y.Year}"))))], [.. years.Select(y => new Valued($"{y.Year}", y.Granted, Address(And($"granted:{y.Year}"))))],
            (Words["analysis.filed"], Words["analysis.granted"]));
        return new(picture, Words["figure.years", years.Count == 0 ? 0 : years[0].Year, years.Count == 0 ? 0 : years[^1].Year],
            new("years", ["records.year", "analysis.filed", "analysis.granted", "analysis.applicants"], [.. years.Select(y => ($"{y.Year}", (IReadOnlyList<string>)[Count(y.Filed), Count(y.Granted), Count(y.Applicants)], (string?)And($"date:{y.Year}")))])
            {
                // What was granted in a year was mostly filed in another.
                Links = (row, figure) => figure switch { 0 => And($"date:{years[row].Year}"), 1 when years[row].Granted > 0 => And($"granted:{years[row].Year}"), _ => null },
            });
    }

    /// <summary>Applicants against filings, year by year.</summary>
    public Figure Life(AnalysisResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var years = Recent(result).Where(y => y.Filed > 0).ToList();
        return new(Charts.LifeCycle([.. years.Select(y => (y.Year, y.Filed, y.Applicants))], (Words["analysis.filed"], Words["analysis.applicants"]), year => Address(And($"date:{year}"))), Words["figure.life"],
            new("life", ["records.year", "analysis.applicants", "analysis.filed"], [.. years.Select(y => ($"{y.Year}", (IReadOnlyList<string>)[Count(y.Applicants), Count(y.Filed)], (string?)And($"date:{y.Year}")))]));
    }

    static List<YearFigures> Recent(AnalysisResult result) => [.. result.Years.TakeLast(MostYears)];

    /// <summary>Classes by years.</summary>
    public Figure Heat(AnalysisResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var (years, rows) = (result.ClassYears.Years, result.ClassYears.Rows);
        string Cell(int row, int year) => And($"ipc:{ClassCode.Text(rows[row].Class)} date:{year}");
        return new(Charts.Heat(years, [.. rows.Select(r => (ClassCode.Text(r.Class), r.Counts))], (row, year) => Address(Cell(row, year))), Words["figure.heat"],
            new("heat", ["records.class", .. years.Select(y => y.ToString(CultureInfo.InvariantCulture))],
                [.. rows.Select(r => (ClassCode.Text(r.Class), (IReadOnlyList<string>)[.. r.Counts.Select(c => Count(c))], (string?)And($"ipc:{ClassCode.Text(r.Class)} date:{years[0]}..{years[^1]}")))]));
    }

    /// <summary>How long inventions waited for their grant; null where none was granted.</summary>
    public Figure? Pendency(AnalysisResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Pendency is not { } waited) return null;
        var buckets = Enumerable.Range(0, waited.ByYear.Max(b => b.Value) + 1).Select(i => (Place: i, Count: waited.ByYear.FirstOrDefault(b => b.Value == i).Count)).ToList();
        string Name(int place) => place == 10 ? Words["pendency.over", 60] : Words["pendency.bucket", place * 6, place * 6 + 6];
        return new(Charts.Columns([.. buckets.Select(b => new Valued(b.Place == 10 ? "60+" : $"{b.Place * 6}–{b.Place * 6 + 6}", b.Count))], [], (Words["analysis.granted"], "")), Words["figure.pendency", Count(waited.Count)],
            new("pendency", ["analysis.wait", "analysis.count", "analysis.share"], [.. buckets.Select(b => (Name(b.Place), (IReadOnlyList<string>)[Count(b.Count), Share(b.Count, waited.Count)], (string?)null))])
            {
                Query = And("kind:Invention granted:1900..") });
    }

    /// <summary>A ranking as bars: applicants, regions, classes, kinds or states.</summary>
    /// <param name="result">The counts.</param>
    /// <param name="code">The table.</param>
    public Figure Ranking(AnalysisResult result, string code)
    {
        ArgumentNullException.ThrowIfNull(result);
        var party = code == "applicants" ? Parties(result.Applicants.Select(a => a.Value)) : null;
        (string Name, int Count, string Query)[] rows = code switch
        {
            "applicants" => [.. result.Applicants.Select(a => (party!(a.Value).Shown, a.Count, And(party(a.Value).Condition)))],
            "regions" => [.. result.Provinces.Select(p => (Province(p.Value), p.Count, And($"region:{p.Value}")))],
            "classes" => [.. result.Classes.Select(c => (ClassCode.Text(c.Value), c.Count, And($"ipc:{ClassCode.Text(c.Value)}")))],
            // Kinds are of all records found, also of those that are no filings.
            "kinds" => [.. result.Kinds.Select(k => (Words.Of((RecordKind)k.Value), k.Count, RecordQuery.And(Query, Node, $"kind:{(RecordKind)k.Value}")))],
            _ => [.. result.States.Select(s => (Words.Of((RecordStatus)s.Value), s.Count, And($"status:{(RecordStatus)s.Value}")))],
        };
        // Records of other countries, and those that name no division, are in no province; a table of all says how many.
        var rest = code == "regions" ? result.Counted - rows.Sum(r => r.Count) : 0;
        IEnumerable<(string, IReadOnlyList<string>, string?)> left = rest == 0 ? [] : [(Words["figure.no-province"], [Count(rest), Share(rest, result.Counted)], null)];
        var head = code switch { "applicants" => "records.applicant", "regions" => "records.region", "classes" => "records.class", "kinds" => "records.kind", _ => "records.status" };
        return new(Charts.Bars([.. rows.Select(r => new Valued(r.Name, r.Count, Address(r.Query)))]), "",
            new(code, [head, "analysis.count", "analysis.share"], [.. rows.Select(r => (r.Name, (IReadOnlyList<string>)[Count(r.Count), Share(r.Count, code == "kinds" ? result.Total : result.Counted)], (string?)r.Query)), .. left]));
    }

    string Province(int code) => Words.Division($"{code}", DivisionFinder.Shipped.NameOf($"{code}"));

    /// <summary>Sections, classes and subclasses as a map.</summary>
    /// <param name="hits">The hits.</param>
    /// <param name="link">Where a class leads; null to the records.</param>
    public Figure Treemap(HitSet hits, Func<string, string?>? link = null)
    {
        ArgumentNullException.ThrowIfNull(hits);
        var (tree, left) = Maps.Drawn(ClassTree.Map(hits));
        string Query(string symbol) => And("ipc:" + symbol);
        var rows = tree.SelectMany(s => s.Below.SelectMany(c => c.Below.Prepend(c)).Prepend(s));
        var titles = Titles([.. rows.Select(c => c.Symbol)]);
        return new(Maps.Treemap(tree, Title, link ?? (symbol => Address(Query(symbol)))), Words["figure.treemap"] + (left > 0 ? " " + Words["figure.treemap-left", left] : ""),
            new("treemap", ["tree.class", "tree.title", "analysis.count", "analysis.share"], [.. rows.Select(c => (c.Symbol, (IReadOnlyList<string>)[titles.GetValueOrDefault(c.Symbol, ""), Count(c.Count), Share(c.Count, hits.Count)], (string?)Query(c.Symbol)))]));
    }

    /// <summary>Titles of classes: short words of ours, else the texts that were imported; what has neither is left out.</summary>
    internal IReadOnlyDictionary<string, string> Titles(IReadOnlyList<string> symbols)
    {
        var titles = new Dictionary<string, string>(Store.ClassTexts(symbols), StringComparer.Ordinal);
        foreach (var symbol in symbols)
            if (Title(symbol) is { Length: > 0 } own) titles[symbol] = own;
        return titles;
    }

    /// <summary>Short name of a section or class; empty for others.</summary>
    internal string Title(string symbol) => WordTable.Knows("class." + symbol) ? Words["class." + symbol] : "";

    /// <summary>Who files with whom: the picture with its applicants, and the table of ties; null where nobody does.</summary>
    public (Figure Figure, FigureTable Ties)? Network(HitSet hits)
    {
        var network = Coapplicants.Of(hits);
        if (network.Ties.Count == 0) return null;
        var party = Parties(network.Nodes.Select(n => n.Party));
        string Query(int first, int? second) => And(second is { } other ? $"{party(first).Condition} {party(other).Condition}" : party(first).Condition);
        var figure = new Figure(Maps.Ties(network, id => party(id).Shown, (first, second) => Address(Query(first, second))),
            Words["figure.network", network.Nodes.Count, network.Ties.Count, Count(network.AllTies), Count(network.Joint)],
            new("network", ["records.applicant", "network.filings", "network.partners"], [.. network.Nodes.Select(n => (party(n.Party).Shown,
                (IReadOnlyList<string>)[Count(n.Filings), Count(network.Ties.Count(t => t.First == n.Party || t.Second == n.Party))], (string?)Query(n.Party, null)))]));
        return (figure, new("ties", ["records.applicant", "network.other", "network.joint"], [.. network.Ties.Select(t => (party(t.First).Shown, (IReadOnlyList<string>)[party(t.Second).Shown, Count(t.Count)], (string?)Query(t.First, null)))])
        {
            Links = (row, place) => place == 0 ? Query(network.Ties[row].Second, null) : Query(network.Ties[row].First, network.Ties[row].Second),
        });
    }

    /// <summary>Where the technology that the hits cite comes from; null where they cite nothing that the store holds.</summary>
    public Figure? Flow(HitSet hits, FlowSide from, FlowSide to, bool inside)
    {
        var result = CitationFlow.Of(hits, from, to, inside);
        if (result.Pairs == 0) return null;
        var flows = Grouped(result.Flows);
        var party = Parties(flows.SelectMany(f => (int[])[from == FlowSide.Applicant ? f.From : 0, to == FlowSide.Applicant ? f.To : 0]).Where(id => id > 0));
        var (source, target) = (Named(from, party), Named(to, party));
        return new(Maps.Flows(flows, (source, target)), Words["figure.flow", Count(result.Pairs)] + " " + Words["figure.flow-outside", Count(result.Citing), Count(result.Outside)],
            new("flow", ["flow.source", "flow.target", "flow.pairs", "analysis.share"], [.. flows.Select(f => (source(f.From), (IReadOnlyList<string>)[target(f.To), Count(f.Count), Share(f.Count, result.Pairs)], (string?)null))]) { Query = All });
    }

    // Beyond the largest groups of each side all others are one.
    static List<Flow> Grouped(IReadOnlyList<Flow> flows)
    {
        HashSet<int> Largest(Func<Flow, int> side) => [.. flows.GroupBy(side).Where(g => g.Key != 0).Select(g => (g.Key, Sum: g.Sum(f => f.Count))).OrderByDescending(g => g.Sum).ThenBy(g => g.Key).Take(MostGroups).Select(g => g.Key)];
        var (from, to) = (Largest(f => f.From), Largest(f => f.To));
        return [.. flows.GroupBy(f => (From: f.From == 0 || from.Contains(f.From) ? f.From : -1, To: f.To == 0 || to.Contains(f.To) ? f.To : -1))
            .Select(g => new Flow(g.Key.From, g.Key.To, g.Sum(f => f.Count))).OrderByDescending(f => f.Count).ThenBy(f => f.From).ThenBy(f => f.To)];
    }

    Func<int, string> Named(FlowSide side, Func<int, KnownParty> party) => group => group switch
    {
        -1 => Words["flow.other"],
        0 => Words["flow.unknown"],
        _ => side switch
        {
            FlowSide.Section => $"{(char)group} {Title(((char)group).ToString())}",
            FlowSide.Subclass => ClassCode.Text(group),
            FlowSide.Province => Province(group),
            _ => party(group).Shown,
        },
    };
}
