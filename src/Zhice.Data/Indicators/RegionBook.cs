using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Indicators;

/// <summary>The release that published a figure last.</summary>
/// <param name="Code">Its stable name.</param>
/// <param name="Title">Title.</param>
/// <param name="Revision">Revision.</param>
/// <param name="Figure">What it said.</param>
public sealed record ReleasedFigure(string Code, string Title, int Revision, Figure Figure);

/// <summary>One indicator of a region.</summary>
/// <param name="Definition">The version that made the figure; that in force where there is none.</param>
/// <param name="Shown">The figure; null where there is none.</param>
/// <param name="Before">The same period a year before; null where there is none.</param>
/// <param name="Series">All figures of the region, also of shorter periods, in order.</param>
/// <param name="Standing">Its place among its peers; null where there is no figure or no peer.</param>
/// <param name="Targets">Targets of the region that stand, by year.</param>
/// <param name="Released">The release that holds the figure; null where none does.</param>
public sealed record RegionLine(IndicatorDefinition Definition, SeriesPoint? Shown, SeriesPoint? Before, IReadOnlyList<SeriesPoint> Series, PeerStanding? Standing,
    IReadOnlyList<IndicatorTarget> Targets, ReleasedFigure? Released);

/// <summary>地区画像: all indicators of one region, beside its peers. Who may see its figures sees those of the last computation; everybody else those that were published.</summary>
/// <param name="Office">The region's office.</param>
/// <param name="Above">The office above it; null for the nation.</param>
/// <param name="Peers">Offices of the same level under the same one, without itself, in the order of codes.</param>
/// <param name="Below">Offices directly below whose profiles the reader may open, in the order of codes.</param>
/// <param name="Periods">Periods with a figure, years first, the last one first.</param>
/// <param name="Period">The one asked for; null for the last year of each indicator.</param>
/// <param name="Lines">The indicators that have a definition for it, by heading and code.</param>
/// <param name="Sentences">Addresses of the sentences that set targets, by the found target.</param>
/// <param name="Open">True where the figures are published ones.</param>
/// <param name="Demonstration">True where invented values went into them.</param>
public sealed record RegionBook(Organisation Office, Organisation? Above, IReadOnlyList<Organisation> Peers, IReadOnlyList<Organisation> Below, IReadOnlyList<Period> Periods, Period? Period,
    IReadOnlyList<RegionLine> Lines, IReadOnlyDictionary<long, TargetSentence> Sentences, bool Open, bool Demonstration)
{
    const int Most = 20_000;

    /// <summary>Reads a region: twelve commands at most.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="catalogue">The definitions.</param>
    /// <param name="code">Code of the office.</param>
    /// <param name="period">The period; null for the last year of each indicator.</param>
    /// <param name="published">True for what was published, also to those who may see more.</param>
    /// <param name="today">The day: which version of a definition is in force where there is no figure.</param>
    /// <param name="cancel">Stops.</param>
    /// <param name="known">As published by the end of this day; null for now.</param>
    /// <returns>Null where there is no such office, or nothing of it that the reader may see.</returns>
    public static async Task<RegionBook?> Load(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, string code, Period? period, bool published, DateOnly today, CancellationToken cancel, DateOnly? known = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        if (await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == code && (o.Kind == OrganisationKind.NationalOffice || o.Kind == OrganisationKind.LocalOffice), cancel) is not { } office) return null;
        var open = published || known is not null || !AccessPolicy.MaySeeFigures(actor, office.Path);
        var runs = open ? [] : await db.RollUpRuns.AsNoTracking().ToListAsync(cancel);
        var ids = open ? [] : await db.IndicatorDefinitions.AsNoTracking().ToDictionaryAsync(d => d.Id, d => (d.Code, d.Version), cancel);
        // Shorter periods of a city or county are computed over its own offices, those of its peers over those of the office above.
        var subtree = open || !SubtreeFigures.Speaks(office) ? null : await SubtreeFigures.Open(db, catalogue, PathAbove(office), runs, ids, cancel);
        var around = subtree is not null ? [.. subtree.Offices.Where(o => o.Id == office.ParentId || ((o.ParentId == office.Id || o.ParentId == office.ParentId) && o.Kind == OrganisationKind.LocalOffice))]
            : await db.Organisations.AsNoTracking()
                .Where(o => o.Id == office.ParentId || ((o.ParentId == office.Id || (office.ParentId != null && o.ParentId == office.ParentId)) && o.Kind == OrganisationKind.LocalOffice)).ToListAsync(cancel);
        // What was published of the office: of several releases that speak of a figure the last one.
        var rows = await (
            from figure in db.PublishedFigures
            join release in db.StatisticalReleases on figure.ReleaseId equals release.Id
            join step in db.ReleaseSteps on release.Id equals step.ReleaseId
            where figure.OrganisationId == office.Id && step.To == ReleaseState.Published
            orderby figure.Sequence descending
            select new { figure, release.Code, release.Title, release.Revision, release.Demonstration, release.Digest, step.At }).AsNoTracking().Take(Most).ToListAsync(cancel);
        if (open && rows.Count == 0) return null;
        var released = rows.Where(r => catalogue.Versions(r.figure.Indicator).Count > 0 && (known is null || ChinaTime.DayOf(r.At) <= known)).GroupBy(r => (r.figure.Indicator, r.figure.Period)).ToDictionary(g => g.Key, g => g.First());
        var methods = await ReleasedMethod.Of(db, released.Values.Select(r => r.Digest), cancel);
        SeriesPoint Published(PublishedFigure figure, string digest) => PublishedBook.Point(figure, methods(digest, figure.Indicator), catalogue.Versions(figure.Indicator));

        List<IndicatorFigure> computed = subtree is null ? [] : [.. (await subtree.Of(office, [.. catalogue.Codes], null, cancel)).Where(f => f.OrganisationId == office.Id && f.Period % 100 != 0)];
        var series = open
            ? released.GroupBy(r => r.Key.Indicator, r => Published(r.Value.figure, r.Value.Digest), StringComparer.Ordinal).ToDictionary(g => g.Key, Ordered, StringComparer.Ordinal)
            : (await db.IndicatorFigures.AsNoTracking().Where(f => f.OrganisationId == office.Id).ToListAsync(cancel)).Concat(computed)
                .Select(f => (ids[f.Definition].Code, Version: VersionOf(catalogue, ids[f.Definition]), Figure: f)).Where(f => f.Version is not null)
                .GroupBy(f => f.Code, f => IndicatorBook.Point(f.Figure, f.Version!), StringComparer.Ordinal).ToDictionary(g => g.Key, Ordered, StringComparer.Ordinal);
        var shown = catalogue.Codes.ToDictionary(c => c, c => series.TryGetValue(c, out var points) ? Of(points, period) : null, StringComparer.Ordinal);

        var peers = around.Where(o => o.Id != office.Id && o.ParentId == office.ParentId && o.Level == office.Level).OrderBy(o => o.DivisionCode, StringComparer.Ordinal).ToList();
        var above = around.FirstOrDefault(o => o.Id == office.ParentId);
        var beside = await Beside(db, actor, catalogue, peers, subtree is not null && above is not null && period is { Kind: not PeriodKind.Year } asked
            ? codes => subtree.Of(above, codes, asked, cancel) : null, [.. shown.Where(s => s.Value is not null).Select(s => (s.Key, s.Value!.Period))], open, ids, known, cancel);
        var targets = (await db.IndicatorTargets.AsNoTracking().Where(t => t.OrganisationId == office.Id && t.WithdrawnAt == null).OrderBy(t => t.Year).ThenBy(t => t.Id).ToListAsync(cancel));
        var sentences = await TargetSentences.Read(db, actor, targets, cancel);
        // A target is public where the sentence that sets it is.
        if (open) targets.RemoveAll(t => t.FoundTargetId is not { } found || sentences.GetValueOrDefault(found) is not { Open: true });
        var below = around.Where(o => o.ParentId == office.Id && o.ValidTo is null).OrderBy(o => o.DivisionCode, StringComparer.Ordinal).ToList();
        if (open) below = await PublishedBook.Published(db, below, cancel);

        // Of a published figure the release says name, unit and places.
        IndicatorDefinition Definition(string indicator, SeriesPoint point) => open && released.TryGetValue((indicator, point.Period.Key), out var holds) && methods(holds.Digest, indicator) is { } method
            ? method.In(catalogue, point.Period.Kind) : VersionOf(catalogue, (indicator, point.Version)) ?? catalogue.Versions(indicator)[^1];
        var lines = shown.Select(s =>
        {
            var definition = s.Value is { } point ? Definition(s.Key, point) : (period is { } then ? catalogue.InForce(s.Key, then) : catalogue.InForce(s.Key, today)) ?? catalogue.Versions(s.Key)[0];
            var release = s.Value is not null && released.TryGetValue((s.Key, s.Value.Period.Key), out var found) ? found : null;
            return new RegionLine(definition, s.Value, s.Value is null ? null : YearBefore(series[s.Key], s.Value), series.GetValueOrDefault(s.Key) ?? [],
                // Where no year is known the last month of each is shown; those of the peers were not computed for it.
                s.Value is { } own && (subtree is null || period is not null || own.Period.Kind == PeriodKind.Year) ? Standing(definition, own, peers, beside) : null, [.. targets.Where(t => t.Indicator == s.Key)],
                release is null ? null : new(release.Code, release.Title, release.Revision, release.figure.Figure));
        }).OrderBy(l => Group(l.Definition)).ThenBy(l => l.Definition.Code, StringComparer.Ordinal).ToList();
        return new(office, above, peers, below,
            [.. series.Values.SelectMany(s => s).Where(p => p.Figure.State != FigureState.NotYet).Select(p => p.Period).Distinct().OrderBy(p => p.Kind).ThenByDescending(p => p)], period, lines, sentences, open,
            open ? released.Values.Any(r => r.Demonstration) : runs.Any(r => r.Demonstration));
    }

    static string PathAbove(Organisation office) => office.Path[..(office.Path.TrimEnd('/').LastIndexOf('/') + 1)];

    static List<SeriesPoint> Ordered(IEnumerable<SeriesPoint> points) => [.. points.OrderBy(p => p.Period)];

    // The last year that is known; of an indicator that no year is known of, the last period that is, or the reason why there is none beyond that nobody reported.
    static SeriesPoint? Of(List<SeriesPoint> points, Period? period) => period is { } asked
        ? points.FirstOrDefault(p => p.Period == asked)
        : points.LastOrDefault(p => p.Period.Kind == PeriodKind.Year && p.Figure.IsKnown) ?? points.LastOrDefault(p => p.Figure.IsKnown) ?? points.LastOrDefault(p => p.Figure.State is not (FigureState.NotYet or FigureState.Missing or FigureState.NotRolledUp));

    static SeriesPoint? YearBefore(List<SeriesPoint> points, SeriesPoint shown) => points.FirstOrDefault(p => p.Period.Kind == shown.Period.Kind && p.Period.Number == shown.Period.Number && p.Period.Year == shown.Period.Year - 1);

    static IndicatorDefinition? VersionOf(IndicatorCatalogue catalogue, (string Code, int Version) asked) => catalogue.Versions(asked.Code).FirstOrDefault(v => v.Version == asked.Version);

    static int Group(IndicatorDefinition definition) => Enumerable.Range(0, DefinitionFiles.Groups.Count).First(at => DefinitionFiles.Groups[at] == definition.Group);

    static PeerStanding? Standing(IndicatorDefinition definition, SeriesPoint own, List<Organisation> peers, Dictionary<(string Code, int Period, OrganisationId Office), PeerFigure> beside)
    {
        // An office that was merged before the period, or founded after it, is nobody's peer in it.
        var then = peers.Where(p => p.ValidFrom <= own.Period.LastDay && (p.ValidTo is null || p.ValidTo > own.Period.FirstDay)).ToList();
        return then.Count == 0 ? null : PeerStanding.Of(definition.Direction, own.Figure, [.. then.Select(p => beside.GetValueOrDefault((definition.Code, own.Period.Key, p.Id)))]);
    }

    // Of peers out of reach the reader sees what everybody sees; where nothing was published, that it is hidden.
    static async Task<Dictionary<(string Code, int Period, OrganisationId Office), PeerFigure>> Beside(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, List<Organisation> peers,
        Func<IReadOnlyCollection<string>, Task<IReadOnlyList<IndicatorFigure>>>? computed, List<(string Code, Period Period)> places, bool open, Dictionary<int, (string Code, int Version)> ids, DateOnly? known, CancellationToken cancel)
    {
        var found = new Dictionary<(string, int, OrganisationId), PeerFigure>();
        if (peers.Count == 0 || places.Count == 0) return found;
        var (codes, periods) = (places.Select(p => p.Code).Distinct().ToList(), places.Select(p => p.Period.Key).Distinct().ToList());
        var seen = open ? [] : peers.Where(p => AccessPolicy.MaySeeFigures(actor, p.Path)).Select(p => p.Id).ToList();
        var others = peers.Where(p => !seen.Contains(p.Id)).Select(p => p.Id).ToList();
        if (seen.Count > 0)
        {
            var keys = ids.Where(d => codes.Contains(d.Value.Code)).Select(d => d.Key).ToList();
            foreach (var f in computed is not null ? (await computed(codes)).Where(f => seen.Contains(f.OrganisationId))
                : await db.IndicatorFigures.AsNoTracking().Where(f => seen.Contains(f.OrganisationId) && keys.Contains(f.Definition) && periods.Contains(f.Period)).ToListAsync(cancel))
                if (VersionOf(catalogue, ids[f.Definition]) is { } version) found[(version.Code, f.Period, f.OrganisationId)] = new(IndicatorBook.Point(f, version).Figure);
        }
        if (others.Count == 0) return found;
        // Who reads what was published compares what was published: a region that published nothing has no figure there.
        if (!open)
            foreach (var (code, period) in places)
                foreach (var office in others) found[(code, period.Key, office)] = new(Figure.Missing, Hidden: true);
        var rows = await (
            from f in db.PublishedFigures
            join step in db.ReleaseSteps on f.ReleaseId equals step.ReleaseId
            where others.Contains(f.OrganisationId) && codes.Contains(f.Indicator) && periods.Contains(f.Period) && step.To == ReleaseState.Published
            orderby f.Sequence
            select new { Figure = f, step.At }).AsNoTracking().Take(Most).ToListAsync(cancel);
        foreach (var f in rows.Where(r => known is null || ChinaTime.DayOf(r.At) <= known).Select(r => r.Figure)) found[(f.Indicator, f.Period, f.OrganisationId)] = new(f.Figure);
        return found;
    }
}
