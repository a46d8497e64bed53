using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Indicators;

/// <summary>A release that published the indicator.</summary>
public sealed record PublishedRelease(ReleaseId Id, string Code, string Title, int Revision, int Period, int Sequence, DateTimeOffset At, string? Reason, bool Demonstration);

/// <summary>Which publications the shown figures come from.</summary>
/// <param name="Releases">Publications that hold a figure of the chosen office, the newest first, also such that a later one took the place of.</param>
/// <param name="Known">The day whose knowledge is shown; null for now.</param>
public sealed record PublishedFacts(IReadOnlyList<PublishedRelease> Releases, DateOnly? Known);

/// <summary>A published figure in the table of all of them.</summary>
public sealed record PublishedLine(string OfficeCode, string Office, SeriesPoint Point, string Release, int Revision, DateTimeOffset At);

/// <summary>公布值: what the releases say of indicators, for everyone. Of several that speak of the same figure the last one published holds.</summary>
public static class PublishedBook
{
    const int Most = 5_000;

    /// <summary>The published figures of an indicator for an office and a period: seven commands at most.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who asks; decides only which offices are offered first.</param>
    /// <param name="catalogue">The definitions.</param>
    /// <param name="code">The indicator.</param>
    /// <param name="office">Code of the office; null for the nation, or the first that has a figure.</param>
    /// <param name="period">The period; null for the last year.</param>
    /// <param name="known">As published by the end of this day in China; null for now.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Null where nothing was published of it.</returns>
    public static async Task<IndicatorBook?> Load(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, string code, string? office, Period? period, DateOnly? known, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        if (catalogue.Versions(code) is not [.., var newest] versions) return null;
        var offices = await IndicatorBook.Offices(db, actor, office, cancel);
        var keys = offices.ConvertAll(o => o.Id);
        var there = await db.PublishedFigures.Where(f => f.Indicator == code && keys.Contains(f.OrganisationId)).Select(f => f.OrganisationId).Distinct().ToListAsync(cancel);
        var choices = offices.Where(o => there.Contains(o.Id)).ToList();
        if ((office is null ? choices.FirstOrDefault() : choices.FirstOrDefault(o => o.Code == office)) is not { } chosen) return null;

        var rows = await (
            from figure in db.PublishedFigures
            join release in db.StatisticalReleases on figure.ReleaseId equals release.Id
            join step in db.ReleaseSteps on release.Id equals step.ReleaseId
            where figure.Indicator == code && figure.OrganisationId == chosen.Id && step.To == ReleaseState.Published
            orderby figure.Sequence descending
            select new { figure, release = new PublishedRelease(release.Id, release.Code, release.Title, release.Revision, release.Period, figure.Sequence, step.At, release.Reason, release.Demonstration) })
            .AsNoTracking().Take(Most).ToListAsync(cancel);
        var visible = rows.Where(r => known is null || ChinaTime.DayOf(r.release.At) <= known).ToList();
        var series = visible.GroupBy(r => r.figure.Period).Select(g => Point(g.First().figure, versions)).OrderBy(p => p.Period).ToList();
        var shown = period ?? series.LastOrDefault(p => p.Period.Kind == PeriodKind.Year)?.Period ?? series.LastOrDefault()?.Period ?? Period.OfYear(newest.ValidFrom.Year);
        var definition = catalogue.InForce(code, shown) ?? versions[0];

        var provinces = offices.Where(o => o.Level == DivisionLevel.Province).ToList();
        var regions = await OfPeriod(db, code, shown, [.. provinces.Select(o => o.Id)], known, cancel);
        var targets = await db.IndicatorTargets.AsNoTracking().Where(t => t.Indicator == code && t.WithdrawnAt == null && t.OrganisationId == chosen.Id && t.FoundTargetId != null)
            .OrderBy(t => t.Year).ThenBy(t => t.Id).ToListAsync(cancel);
        var held = visible.FirstOrDefault(r => r.figure.Period == shown.Key);
        var touched = held?.figure.Before is not null || regions.Values.Any(f => f.Before is not null);
        return new(definition, chosen, shown, [.. series.Select(p => p.Period)], series,
            IndicatorBook.Ranked(definition, [.. provinces.Select(p => (Office: p, Point: regions.TryGetValue(p.Id, out var figure) ? Point(figure, versions) : null, Hidden: false))]),
            targets, touched && held is not null ? await Exclusions(db, catalogue, definition, held.release.Id, cancel) : [], choices, null, false)
        {
            Published = new([.. visible.Select(r => r.release)], known),
        };
    }

    /// <summary>The last published year of every indicator for one office, and its years: one command.</summary>
    public static async Task<IReadOnlyDictionary<string, (SeriesPoint Point, IReadOnlyList<SeriesPoint> Years)>> OfOffice(ZhiceDb db, IndicatorCatalogue catalogue, OrganisationId office, CancellationToken cancel) =>
        (await OfOffices(db, catalogue, [office], cancel)).GetValueOrDefault(office)?.ToDictionary(f => f.Key, f => (f.Value[^1], f.Value), StringComparer.Ordinal) ?? [];

    /// <summary>The published years of every indicator for some offices, the first one first: one command.</summary>
    public static async Task<Dictionary<OrganisationId, Dictionary<string, IReadOnlyList<SeriesPoint>>>> OfOffices(ZhiceDb db, IndicatorCatalogue catalogue, IReadOnlyCollection<OrganisationId> offices, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        var rows = await db.PublishedFigures.AsNoTracking().Where(f => offices.Contains(f.OrganisationId) && f.Period % 100 == 0).OrderByDescending(f => f.Sequence).Take(Most).ToListAsync(cancel);
        return rows.Where(f => catalogue.Versions(f.Indicator).Count > 0).GroupBy(f => (f.OrganisationId, f.Indicator, f.Period)).Select(g => g.First()).GroupBy(f => f.OrganisationId)
            .ToDictionary(g => g.Key, g => g.GroupBy(f => f.Indicator, f => Point(f, catalogue.Versions(f.Indicator)), StringComparer.Ordinal)
                .ToDictionary(c => c.Key, c => (IReadOnlyList<SeriesPoint>)[.. c.OrderBy(p => p.Period)], StringComparer.Ordinal));
    }

    /// <summary>Of some offices, those that have a published figure of a year.</summary>
    public static async Task<List<Organisation>> Published(ZhiceDb db, List<Organisation> offices, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(offices);
        var keys = offices.ConvertAll(o => o.Id);
        var there = await db.PublishedFigures.Where(f => keys.Contains(f.OrganisationId)).Select(f => f.OrganisationId).Distinct().ToListAsync(cancel);
        return [.. offices.Where(o => there.Contains(o.Id))];
    }

    /// <summary>Every published figure of an indicator that holds, in the order of offices and periods.</summary>
    public static async Task<IReadOnlyList<PublishedLine>> All(ZhiceDb db, IndicatorCatalogue catalogue, string code, DateOnly? known, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        var versions = catalogue.Versions(code);
        if (versions.Count == 0) return [];
        var rows = await (
            from figure in db.PublishedFigures
            join release in db.StatisticalReleases on figure.ReleaseId equals release.Id
            join step in db.ReleaseSteps on release.Id equals step.ReleaseId
            join office in db.Organisations on figure.OrganisationId equals office.Id
            where figure.Indicator == code && step.To == ReleaseState.Published
            orderby figure.Sequence descending
            select new { figure, office.Code, office.Name, Release = release.Code, release.Revision, step.At }).AsNoTracking().Take(200_000).ToListAsync(cancel);
        return [.. rows.Where(r => known is null || ChinaTime.DayOf(r.At) <= known).GroupBy(r => (r.Code, r.figure.Period)).Select(g => g.First())
            .OrderBy(r => r.Code, StringComparer.Ordinal).ThenBy(r => Period.FromKey(r.figure.Period))
            .Select(r => new PublishedLine(r.Code, r.Name, Point(r.figure, versions), r.Release, r.Revision, r.At))];
    }

    /// <summary>The published figures of one period by office: one command.</summary>
    internal static async Task<Dictionary<OrganisationId, PublishedFigure>> OfPeriod(ZhiceDb db, string code, Period period, List<OrganisationId> offices, DateOnly? known, CancellationToken cancel)
    {
        var rows = await (
            from figure in db.PublishedFigures
            join step in db.ReleaseSteps on figure.ReleaseId equals step.ReleaseId
            where figure.Indicator == code && figure.Period == period.Key && offices.Contains(figure.OrganisationId) && step.To == ReleaseState.Published
            orderby figure.Sequence descending
            select new { figure, step.At }).AsNoTracking().Take(Most).ToListAsync(cancel);
        return rows.Where(r => known is null || ChinaTime.DayOf(r.At) <= known).GroupBy(r => r.figure.OrganisationId).ToDictionary(g => g.Key, g => g.First().figure);
    }

    // Frozen in the release: what the desk of exclusions says today does not matter.
    static async Task<List<ExclusionShown>> Exclusions(ZhiceDb db, IndicatorCatalogue catalogue, IndicatorDefinition definition, ReleaseId id, CancellationToken cancel)
    {
        var body = ReleaseBody.Read(await db.StatisticalReleases.Where(r => r.Id == id).Select(r => r.Body).FirstAsync(cancel));
        var elements = catalogue.FormulaOf(definition)?.Parts.Select(p => p.Code).ToHashSet(StringComparer.Ordinal) ?? [];
        var names = body.Rows.ToDictionary(r => r.Code, r => r.Name, StringComparer.Ordinal);
        return [.. (body.Exclusions ?? []).SelectMany(set => set.Effects.Where(e => elements.Contains(e.Element))
            .Select(e => new ExclusionShown(set.Name, set.Reason, set.From, set.To, catalogue.Element(e.Element)!.Name, names.GetValueOrDefault(e.Office, e.Office), e.Amount))).Take(200)];
    }

    internal static SeriesPoint Point(PublishedFigure f, IReadOnlyList<IndicatorDefinition> versions)
    {
        var version = versions.FirstOrDefault(v => v.Version == f.Version) ?? versions[^1];
        return new(Period.FromKey(f.Period), f.Version, f.Figure.Rounded(version.Decimals, version.Rounding), f.Before is { } before ? Figure.Of(before) : null, f.Known, f.Expected);
    }
}
