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
public sealed record PublishedFacts(IReadOnlyList<PublishedRelease> Releases, DateOnly? Known)
{
    /// <summary>True where the definition's file is gone, so that nothing is known of it but what the releases say.</summary>
    public bool DefinitionGone { get; init; }
}

/// <summary>A published figure in the table of all of them.</summary>
public sealed record PublishedLine(string OfficeCode, string Office, SeriesPoint Point, string Release, int Revision, DateTimeOffset At)
{
    /// <summary>What its release says of the indicator; null where the release cannot be read.</summary>
    public ReleasedMethod? Method { get; init; }
}

/// <summary>公布值: what the releases say of indicators, for everyone. Of several that speak of the same figure the last one published holds.</summary>
public static class PublishedBook
{
    const int Most = 5_000;

    /// <summary>The published figures of an indicator for an office and a period: nine commands at most.</summary>
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
        var versions = catalogue.Versions(code);
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
            select new { figure, release.Digest, release = new PublishedRelease(release.Id, release.Code, release.Title, release.Revision, release.Period, figure.Sequence, step.At, release.Reason, release.Demonstration) })
            .AsNoTracking().Take(Most).ToListAsync(cancel);
        var visible = rows.Where(r => known is null || ChinaTime.DayOf(r.release.At) <= known).ToList();
        var provinces = offices.Where(o => o.Level == DivisionLevel.Province).ToList();
        var asked = period ?? Shown(visible.Select(r => Period.FromKey(r.figure.Period))) ?? (versions is [.., var newest] ? Period.OfYear(newest.ValidFrom.Year) : null);
        if (asked is not { } shown) return null;
        var regions = await OfPeriod(db, code, shown, [.. provinces.Select(o => o.Id)], known, cancel);
        var methods = await ReleasedMethod.Of(db, visible.Select(r => r.Digest).Concat(regions.Values.Select(f => f.Digest)), cancel);
        SeriesPoint Said(PublishedFigure figure, string digest) => Point(figure, methods(digest, code), versions);
        var series = visible.GroupBy(r => r.figure.Period).Select(g => Said(g.First().figure, g.First().Digest)).OrderBy(p => p.Period).ToList();
        var held = visible.FirstOrDefault(r => r.figure.Period == shown.Key);
        // The release that holds the shown figure says how it is printed; beside a period that nobody published the last one that speaks of another.
        var method = (held ?? visible.FirstOrDefault()) is { } speaks ? methods(speaks.Digest, code) : null;
        var definition = held is null && catalogue.InForce(code, shown) is { } inForce ? inForce : method?.In(catalogue, shown.Kind) ?? catalogue.InForce(code, shown) ?? (versions.Count > 0 ? versions[0] : null);
        if (definition is null) return null;
        var targets = await db.IndicatorTargets.AsNoTracking().Where(t => t.Indicator == code && t.WithdrawnAt == null && t.OrganisationId == chosen.Id && t.FoundTargetId != null)
            .OrderBy(t => t.Year).ThenBy(t => t.Id).ToListAsync(cancel);
        var touched = held?.figure.Before is not null || regions.Values.Any(f => f.Figure.Before is not null);
        return new(definition, chosen, shown, [.. series.Select(p => p.Period)], series,
            IndicatorBook.Ranked(definition, [.. provinces.Select(p => (Office: p, Point: regions.TryGetValue(p.Id, out var figure) ? Said(figure.Figure, figure.Digest) : null, Hidden: false))]),
            targets, touched && held is not null ? await ExclusionsBehind.Released(db, catalogue, definition, held.release.Id, chosen, held.figure is { Known: 1, Expected: 1 }, cancel) : [], choices, null, false)
        {
            Published = new([.. visible.Select(r => r.release)], known) { DefinitionGone = versions.Count == 0 },
        };
    }

    static Period? Shown(IEnumerable<Period> periods)
    {
        var all = periods.Distinct().Order().ToList();
        return all.Count == 0 ? null : all.Any(p => p.Kind == PeriodKind.Year) ? all.Last(p => p.Kind == PeriodKind.Year) : all[^1];
    }

    /// <summary>The last published year of every indicator for one office, and its years: two commands.</summary>
    public static async Task<IReadOnlyDictionary<string, (SeriesPoint Point, IReadOnlyList<SeriesPoint> Years)>> OfOffice(
        ZhiceDb db, IndicatorCatalogue catalogue, OrganisationId office, CancellationToken cancel, DateOnly? known = null) =>
        (await OfOffices(db, catalogue, [office], cancel, known)).GetValueOrDefault(office)?.ToDictionary(f => f.Key, f => (f.Value[^1], f.Value), StringComparer.Ordinal) ?? [];

    /// <summary>The published years of every indicator for some offices, the first one first: two commands.</summary>
    public static async Task<Dictionary<OrganisationId, Dictionary<string, IReadOnlyList<SeriesPoint>>>> OfOffices(
        ZhiceDb db, IndicatorCatalogue catalogue, IReadOnlyCollection<OrganisationId> offices, CancellationToken cancel, DateOnly? known = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        var rows = await (
            from figure in db.PublishedFigures
            join release in db.StatisticalReleases on figure.ReleaseId equals release.Id
            join step in db.ReleaseSteps on release.Id equals step.ReleaseId
            where offices.Contains(figure.OrganisationId) && figure.Period % 100 == 0 && step.To == ReleaseState.Published
            orderby figure.Sequence descending
            select new { figure, release.Digest, step.At }).AsNoTracking().Take(Most).ToListAsync(cancel);
        if (known is { } day) rows.RemoveAll(r => ChinaTime.DayOf(r.At) > day);
        var methods = await ReleasedMethod.Of(db, rows.Select(r => r.Digest), cancel);
        return rows.Where(r => catalogue.Versions(r.figure.Indicator).Count > 0).GroupBy(r => (r.figure.OrganisationId, r.figure.Indicator, r.figure.Period)).Select(g => g.First()).GroupBy(r => r.figure.OrganisationId)
            .ToDictionary(g => g.Key, g => g.GroupBy(r => r.figure.Indicator, r => Point(r.figure, methods(r.Digest, r.figure.Indicator), catalogue.Versions(r.figure.Indicator)), StringComparer.Ordinal)
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
        var rows = await (
            from figure in db.PublishedFigures
            join release in db.StatisticalReleases on figure.ReleaseId equals release.Id
            join step in db.ReleaseSteps on release.Id equals step.ReleaseId
            join office in db.Organisations on figure.OrganisationId equals office.Id
            where figure.Indicator == code && step.To == ReleaseState.Published
            orderby figure.Sequence descending
            select new { figure, office.Code, office.Name, Release = release.Code, release.Revision, step.At, release.Digest }).AsNoTracking().Take(200_000).ToListAsync(cancel);
        var methods = await ReleasedMethod.Of(db, rows.Select(r => r.Digest), cancel);
        return [.. rows.Where(r => known is null || ChinaTime.DayOf(r.At) <= known).GroupBy(r => (r.Code, r.figure.Period)).Select(g => g.First())
            .OrderBy(r => r.Code, StringComparer.Ordinal).ThenBy(r => Period.FromKey(r.figure.Period))
            .Select(r => new PublishedLine(r.Code, r.Name, Point(r.figure, methods(r.Digest, code), versions), r.Release, r.Revision, r.At) { Method = methods(r.Digest, code) })];
    }

    /// <summary>The published figures of one period by office: one command.</summary>
    internal static async Task<Dictionary<OrganisationId, (PublishedFigure Figure, string Digest)>> OfPeriod(ZhiceDb db, string code, Period period, List<OrganisationId> offices, DateOnly? known, CancellationToken cancel)
    {
        var rows = await (
            from figure in db.PublishedFigures
            join release in db.StatisticalReleases on figure.ReleaseId equals release.Id
            join step in db.ReleaseSteps on figure.ReleaseId equals step.ReleaseId
            where figure.Indicator == code && figure.Period == period.Key && offices.Contains(figure.OrganisationId) && step.To == ReleaseState.Published
            orderby figure.Sequence descending
            select new { figure, step.At, release.Digest }).AsNoTracking().Take(Most).ToListAsync(cancel);
        return rows.Where(r => known is null || ChinaTime.DayOf(r.At) <= known).GroupBy(r => r.figure.OrganisationId).ToDictionary(g => g.Key, g => (g.First().figure, g.First().Digest));
    }

    // The figure as the release holds it, never cut again: a definition's file may say something else by now.
    internal static SeriesPoint Point(PublishedFigure f, ReleasedMethod? method, IReadOnlyList<IndicatorDefinition> versions)
    {
        var version = versions.FirstOrDefault(v => v.Version == f.Version) ?? (versions.Count > 0 ? versions[^1] : null);
        return new(Period.FromKey(f.Period), f.Version, f.Figure, f.Before is { } before ? Figure.Of(before) : null, f.Known, f.Expected)
        {
            Decimals = method?.Decimals ?? version?.Decimals ?? 0, Unit = method?.Unit ?? version?.Unit.Text ?? "",
        };
    }
}
