using Microsoft.EntityFrameworkCore;
using Zhice.Data.Statistics;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Indicators;

/// <summary>A figure of one period, as it is shown.</summary>
/// <param name="Period">The period.</param>
/// <param name="Version">Version of the definition that made it.</param>
/// <param name="Figure">Rounded as published.</param>
/// <param name="Before">Before exclusions, rounded; null where these change nothing.</param>
/// <param name="Known">Offices next below that have a figure.</param>
/// <param name="Expected">Offices next below that there were.</param>
public sealed record SeriesPoint(Period Period, int Version, Figure Figure, Figure? Before, int Known, int Expected)
{
    /// <summary>What the offices below make, rounded, where the office's own report says something else; null where it does not.</summary>
    public Figure? Below { get; init; }

    /// <summary>Places with which the figure is printed: those of the version that made it, or of the release that holds it.</summary>
    public required int Decimals { get; init; }

    /// <summary>Unit in which the figure is said.</summary>
    public required string Unit { get; init; }
}

/// <summary>A region's figure in the chosen period.</summary>
/// <param name="Office">The province's office.</param>
/// <param name="Point">Its figure; null where there is none, or the reader may not see it.</param>
/// <param name="Hidden">True where the reader may not see it.</param>
/// <param name="Rank">Place among those that have a figure, the best first; null where the indicator is only watched, or there is no figure. Equal figures share a place.</param>
public sealed record RegionPoint(Organisation Office, SeriesPoint? Point, bool Hidden, int? Rank);

/// <summary>All that the page of one indicator shows of its figures. Twelve commands at most.</summary>
public sealed record IndicatorBook(IndicatorDefinition Definition, Organisation Office, Period Period, IReadOnlyList<Period> Periods, IReadOnlyList<SeriesPoint> Series,
    IReadOnlyList<RegionPoint> Regions, IReadOnlyList<IndicatorTarget> Targets, IReadOnlyList<ExclusionShown> Exclusions, IReadOnlyList<Organisation> Choices, RollUpRun? Run, bool Stale)
{
    /// <summary>Where the figures are published ones; null where they are those of the last computation.</summary>
    public PublishedFacts? Published { get; init; }

    /// <summary>Hundredths of the population that live in the regions with a figure; null where all have one, or it is not known.</summary>
    public decimal? People { get; init; }

    /// <summary>Reads the figures of an indicator for an office and a period.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who asks: figures of offices out of reach are left out.</param>
    /// <param name="catalogue">The definitions.</param>
    /// <param name="code">The indicator.</param>
    /// <param name="office">Code of the office; null for the first that the reader may see.</param>
    /// <param name="period">The period; null for the last year with a figure.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Null where there is no such indicator, or no office that the reader may see.</returns>
    public static async Task<IndicatorBook?> Load(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, string code, string? office, Period? period, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        if (catalogue.Versions(code) is not [.., var newest] versions) return null;
        var offices = await Offices(db, actor, office, cancel);
        var choices = offices.Where(o => AccessPolicy.MaySeeFigures(actor, o.Path)).ToList();
        if ((office is null ? choices.FirstOrDefault() : choices.FirstOrDefault(o => o.Code == office)) is not { } chosen) return null;
        var ids = await db.IndicatorDefinitions.AsNoTracking().Where(d => d.Code == code).ToDictionaryAsync(d => d.Id, d => d.Version, cancel);
        SeriesPoint Shown(IndicatorFigure f) => Point(f, versions.First(v => v.Version == ids[f.Definition]));
        var keys = ids.Keys.ToList();
        var series = (await db.IndicatorFigures.AsNoTracking().Where(f => f.OrganisationId == chosen.Id && keys.Contains(f.Definition)).OrderBy(f => f.Period).ToListAsync(cancel))
            .Select(Shown).OrderBy(p => p.Period).ToList();
        var runs = await db.RollUpRuns.AsNoTracking().Select(r => new { Run = r, Batch = db.ObservationBatches.Max(b => (int?)b.Id) ?? 0 }).ToListAsync(cancel);
        if (SubtreeFigures.Speaks(chosen))
        {
            var subtree = await SubtreeFigures.Open(db, catalogue, chosen.Path, runs.ConvertAll(r => r.Run), ids.ToDictionary(d => d.Key, d => (code, d.Value)), cancel);
            series = [.. series, .. (await subtree.Of(chosen, [code], null, cancel)).Where(f => f.OrganisationId == chosen.Id && f.Period % 100 != 0).Select(Shown)];
            series.Sort((a, b) => a.Period.CompareTo(b.Period));
        }
        var shown = period ?? series.LastOrDefault(p => p.Period.Kind == PeriodKind.Year && p.Figure.IsKnown)?.Period ?? series.LastOrDefault(p => p.Figure.IsKnown)?.Period
            ?? series.LastOrDefault()?.Period ?? Period.OfYear(newest.ValidFrom.Year);
        var definition = catalogue.InForce(code, shown) ?? versions[0];

        var provinces = offices.Where(o => o.Level == DivisionLevel.Province).ToList();
        var seen = provinces.Where(p => AccessPolicy.MaySeeFigures(actor, p.Path)).Select(p => p.Id).ToList();
        var figures = seen.Count == 0 ? [] : await db.IndicatorFigures.AsNoTracking()
            .Where(f => keys.Contains(f.Definition) && f.Period == shown.Key && seen.Contains(f.OrganisationId)).ToDictionaryAsync(f => f.OrganisationId, cancel);
        // Of the others the reader sees what everybody sees: the published figure, and where there is none, that it is not published.
        var others = provinces.Where(p => !seen.Contains(p.Id)).Select(p => p.Id).ToList();
        var published = others.Count == 0 ? [] : await PublishedBook.OfPeriod(db, code, shown, others, null, cancel);
        var methods = await ReleasedMethod.Of(db, published.Values.Select(f => f.Digest), cancel);
        var regions = Ranked(definition, [.. provinces.Select(p => (Office: p, Point: figures.TryGetValue(p.Id, out var figure) ? Shown(figure) : published.TryGetValue(p.Id, out var open) ? PublishedBook.Point(open.Figure, methods(open.Digest, code), versions) : null,
            Hidden: !seen.Contains(p.Id) && !published.ContainsKey(p.Id)))]);
        var given = regions.ConvertAll(r => r.Point is { Figure.IsKnown: true });
        var people = given.Contains(true) && given.Contains(false) && await PopulationWeights.Of(db, [.. provinces.Select(p => p.Id)], shown, null, cancel) is { } weights ? PopulationWeights.Share(weights.Weights, given) : (decimal?)null;
        var run = runs.Find(r => r.Run.Year == shown.Year);
        var targets = await db.IndicatorTargets.AsNoTracking().Where(t => t.Indicator == code && t.WithdrawnAt == null && (t.OrganisationId == chosen.Id || (t.Year == shown.Year && seen.Contains(t.OrganisationId))))
            .OrderBy(t => t.Year).ThenBy(t => t.Id).ToListAsync(cancel);
        var own = series.Find(p => p.Period == shown) is { Known: 1, Expected: 1 };
        var exclusions = await ExclusionsBehind.Standing(db, catalogue, definition, shown, chosen, own, run?.Run.KnownBatch, cancel);
        return new(definition, chosen, shown, [.. series.Where(p => p.Figure.State != FigureState.NotYet).Select(p => p.Period)], series, regions, targets, exclusions, choices, run?.Run, run is not null && run.Run.KnownBatch < run.Batch) { People = people };
    }

    /// <summary>The last year's figure of every indicator for one office: two commands.</summary>
    public static async Task<IReadOnlyDictionary<string, (SeriesPoint Point, IReadOnlyList<SeriesPoint> Years)>> OfOffice(ZhiceDb db, IndicatorCatalogue catalogue, OrganisationId office, CancellationToken cancel) =>
        (await OfOffices(db, catalogue, [office], cancel)).GetValueOrDefault(office)?.ToDictionary(f => f.Key, f => (f.Value.LastOrDefault(p => p.Figure.IsKnown) ?? f.Value[^1], f.Value), StringComparer.Ordinal) ?? [];

    /// <summary>The years of every indicator for some offices, the first one first: two commands.</summary>
    public static async Task<Dictionary<OrganisationId, Dictionary<string, IReadOnlyList<SeriesPoint>>>> OfOffices(ZhiceDb db, IndicatorCatalogue catalogue, IReadOnlyCollection<OrganisationId> offices, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        var ids = await db.IndicatorDefinitions.AsNoTracking().ToDictionaryAsync(d => d.Id, d => (d.Code, d.Version), cancel);
        var rows = await db.IndicatorFigures.AsNoTracking().Where(f => offices.Contains(f.OrganisationId) && f.Period % 100 == 0).OrderBy(f => f.Period).ToListAsync(cancel);
        return rows.Where(f => catalogue.Versions(ids[f.Definition].Code).Any(v => v.Version == ids[f.Definition].Version)).GroupBy(f => f.OrganisationId)
            .ToDictionary(g => g.Key, g => g.GroupBy(f => ids[f.Definition].Code, StringComparer.Ordinal).ToDictionary(c => c.Key,
                c => (IReadOnlyList<SeriesPoint>)[.. c.Select(f => Point(f, catalogue.Versions(c.Key).First(v => v.Version == ids[f.Definition].Version)))], StringComparer.Ordinal));
    }

    internal static SeriesPoint Point(IndicatorFigure f, IndicatorDefinition version) => new(Period.FromKey(f.Period), version.Version, f.Figure.Rounded(version.Decimals, version.Rounding),
        f.Before is { } before ? Figure.Of(before).Rounded(version.Decimals, version.Rounding) : null, f.Known, f.Expected)
    {
        Decimals = version.Decimals, Unit = version.Unit.Text,
        Below = f.Below is { } below ? Figure.Of(below).Rounded(version.Decimals, version.Rounding) : null,
    };

    /// <summary>The nation's office, those of the provinces in the order of their codes, the reader's own, and one asked for by its code.</summary>
    public static Task<List<Organisation>> Offices(ZhiceDb db, Actor actor, string? also, CancellationToken cancel) => Offices(db, actor, also is null ? [] : [also], false, cancel);

    /// <summary>The nation's office, those of the provinces in the order of their codes, the reader's own, with those next below these where they are asked for, and some by their codes.</summary>
    public static async Task<List<Organisation>> Offices(ZhiceDb db, Actor actor, IReadOnlyCollection<string> also, bool below, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var own = AccessPolicy.Offices(actor).ToList();
        return [.. (await db.Organisations.AsNoTracking()
            .Where(o => o.Kind == OrganisationKind.NationalOffice || (o.Kind == OrganisationKind.LocalOffice
                && (o.Level == DivisionLevel.Province || also.Contains(o.Code) || own.Contains(o.Id) || (below && o.ValidTo == null && o.ParentId != null && own.Contains(o.ParentId.Value))))).ToListAsync(cancel))
            .OrderBy(o => o.Kind).ThenBy(o => o.Level).ThenBy(o => o.DivisionCode, StringComparer.Ordinal)];
    }

    internal static List<RegionPoint> Ranked(IndicatorDefinition definition, List<(Organisation Office, SeriesPoint? Point, bool Hidden)> regions)
    {
        var known = regions.Where(r => r.Point is { Figure.IsKnown: true }).Select(r => r.Point!.Figure.Value).ToList();
        // A place among those that happen to be visible is no place.
        var whole = !regions.Any(r => r.Hidden);
        int? Rank(SeriesPoint? point) => whole && point is { Figure.IsKnown: true } ? PeerStanding.Place(definition.Direction, point.Figure.Value, known) : null;
        return [.. regions.Select(r => new RegionPoint(r.Office, r.Point, r.Hidden, Rank(r.Point)))];
    }
}
