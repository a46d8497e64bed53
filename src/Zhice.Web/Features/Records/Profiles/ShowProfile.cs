using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using Zhice.Records.Analysis;
using Zhice.Records.Model;
using Zhice.Records.Names;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;
using Zhice.Web.Features.Records.Figures;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Records.Profiles;

/// <summary>申请人画像 and 地区画像: what records say of a company or a region on one page, each figure with its query.</summary>
public static class ShowProfile
{
    /// <summary>The newest records whose citations and legal events are read.</summary>
    public const int MostRead = 500;
    const int MostRows = 10;

    /// <summary>A record on a list of the page.</summary>
    /// <param name="Record">The record.</param>
    /// <param name="Count">How many records cite it.</param>
    public sealed record Cited(IpRecord Record, int Count);

    /// <summary>The page.</summary>
    /// <param name="Title">Name of the company or region.</param>
    /// <param name="Names">Other names that its records bear.</param>
    /// <param name="Query">The query of all its records.</param>
    /// <param name="Total">Records.</param>
    /// <param name="Synthetic">Of these, made by the generator.</param>
    /// <param name="Result">The counts.</param>
    /// <param name="Pictures">Figures drawn with axes.</param>
    /// <param name="Rankings">Figures drawn as bars.</param>
    /// <param name="Ties">Those who file with it, or among its applicants.</param>
    /// <param name="Tables">Tables without a picture.</param>
    /// <param name="MostCited">Its records that others cite most, among the newest.</param>
    /// <param name="Events">Legal events of its newest records, the latest first.</param>
    public sealed record View(string Title, IReadOnlyList<string> Names, string Query, int Total, int Synthetic, AnalysisResult Result, IReadOnlyList<Figure> Pictures, IReadOnlyList<Figure> Rankings, FigureTable? Ties, IReadOnlyList<FigureTable> Tables,
        IReadOnlyList<Cited> MostCited, IReadOnlyList<(IpRecord Record, LegalEvent Event)> Events)
    {
        /// <summary>High-value inventions for each 10,000 of the population, with the year and the population (万人); null where it is not told, or not to this reader.</summary>
        public (Period Period, decimal Population, decimal Figure)? Density { get; init; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/records/applicant", Applicant);
        routes.MapGet("/records/region/{division}", Region);
    }

    internal static string Address(string applicant) => "/records/applicant" + QueryString.Create("name", applicant);

    static async Task<IResult> Applicant(string? name, Visit visit, ZhiceDb db, RecordStore store, CancellationToken cancel) =>
        store.Party(name?.Trim() ?? "") is { } found && Run(store, found.Party.Shown, [.. found.Party.Names.Skip(1)], found.Party.Condition, visit, await ExcludedParties.Of(db, visit.Today, cancel), ["classes", "states", "kinds"]) is { } view
            ? Answer.Page<ProfilePage>(view) : Answer.Refused(visit, new Missing("profile.missing"));

    static async Task<IResult> Region(string division, Visit visit, ZhiceDb db, RecordStore store, CancellationToken cancel) =>
        division.Length == 6 && division.All(char.IsAsciiDigit) && DivisionFinder.Shipped.NameOf(division) is var name && name != division
            && Run(store, visit.Words.IsEnglish ? Words.PlaceNames.Division(visit.Words, division, name) : name, [], "region:" + division, visit, await ExcludedParties.Of(db, visit.Today, cancel), ["applicants", "classes", "states", "kinds"]) is { } view
            ? Answer.Page<ProfilePage>(view with { Density = await Density(db, visit, division, view.Result.HighValue.Reported, cancel) }) : Answer.Refused(visit, new Missing("profile.missing"));

    // 每万人口: by the last population that the office of the division has on file, for people of the office; two commands.
    static async Task<(Period Period, decimal Population, decimal Figure)?> Density(ZhiceDb db, Visit visit, string division, int reported, CancellationToken cancel)
    {
        if (!RecordQuery.Inside(visit)) return null;
        var office = await db.Organisations.AsNoTracking().Where(o => o.DivisionCode == division && o.Level != null && o.ValidTo == null).OrderBy(o => o.Id).Select(o => (OrganisationId?)o.Id).FirstOrDefaultAsync(cancel);
        if (office is not { } id) return null;
        List<Period> years = [.. Enumerable.Range(0, 4).Select(i => visit.Today.Year - i).Where(y => y >= Period.FirstYear).Select(Period.OfYear)];
        var values = await Observations.Read(db, new(["population"], years) { Organisations = [id] }, cancel);
        return values.Where(v => v.Value > 0).OrderByDescending(v => v.Period.Year).Select(v => ((Period, decimal, decimal)?)(v.Period, v.Value, Math.Round(reported / v.Value, 2))).FirstOrDefault();
    }

    // Nothing at all for a reader who may see none of its records: who is not there for him has no page.
    static View? Run(RecordStore store, string title, IReadOnlyList<string> names, string query, Visit visit, IReadOnlyList<Excluded> members, IReadOnlyList<string> rankings)
    {
        var (snapshot, inside) = (store.Snapshot(), RecordQuery.Inside(visit));
        if (!QueryParser.Parse(query).Accepted(out var node, out _) || !RecordSearch.Collect(snapshot, node, inside).Accepted(out var hits, out _) || hits.Count == 0) return null;
        var result = RecordAnalysis.Of(hits, visit.Today, Exclusions.Of(store, snapshot, members, inside: true));
        var figures = new AnalysisFigures(store, query, node, visit.Words, result.Basis.Condition);
        var newest = RecordSearch.Run(snapshot, new SearchRequest(node, SortOrder.Newest, 0, MostRead, Inside: inside)).Accepted(out var found, out _) ? store.Load([.. found.Hits.Select(h => h.Id)]).Select(r => r.Record).ToList() : [];
        return new View(title, names, query, hits.Count, hits.CountOf(Zhice.Records.Index.RecordFacts.Synthetic), result, [.. new[] { figures.Years(result), figures.Heat(result), figures.Pendency(result) }.OfType<Figure>()],
            [.. rankings.Select(code => figures.Ranking(result, code))], figures.Network(result.Basis.Hits)?.Ties, AnalyseRecords.Tables(figures, store, result, members, visit),
            [.. newest.Where(r => r.Publication is not null).Select(r => new Cited(r, ShowRecord.CitedBy(snapshot, r, inside))).Where(c => c.Count > 0).OrderByDescending(c => c.Count).ThenBy(c => c.Record.Publication, StringComparer.Ordinal).Take(MostRows)],
            [.. newest.SelectMany(r => r.Events.Select(e => (r, e))).OrderByDescending(e => e.e.On).ThenBy(e => e.r.Key, StringComparer.Ordinal).Take(MostRows * 2)]);
    }
}
