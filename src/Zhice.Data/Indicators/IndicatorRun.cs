using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Indicators;

/// <summary>汇总计算: computes every indicator of a year for all offices and keeps the figures; the year's figures before are replaced, what was released is not touched.</summary>
/// <remarks>
/// Values are read once, in one stretch, into a packed array; 30 indicators of 3,300 offices and twelve months take about a second of processor time besides the reading.
/// Kept are the year's figures of every office, and those of shorter periods of the nation and the provinces.
/// </remarks>
public static class IndicatorRun
{
    /// <summary>Years back that are looked at for values.</summary>
    public const int Span = 20;

    /// <summary>Computes a year, where anything changed since it was computed last.</summary>
    /// <param name="db">The store.</param>
    /// <param name="catalogue">The definitions.</param>
    /// <param name="year">The year.</param>
    /// <param name="clock">The clock: periods that have not ended have no figure yet.</param>
    /// <param name="force">True to compute again even where nothing changed.</param>
    /// <param name="cancel">Stops; nothing is kept.</param>
    /// <returns>The run; the one before where nothing changed.</returns>
    public static async Task<RollUpRun> Compute(ZhiceDb db, IndicatorCatalogue catalogue, int year, TimeProvider clock, bool force, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(clock);
        var began = Stopwatch.GetTimestamp();
        var (batch, stamp) = await Standing(db, catalogue, year, ChinaTime.Today(clock), cancel);
        if (!force && await db.RollUpRuns.AsTracking().FirstOrDefaultAsync(r => r.Year == year, cancel) is { } last && last.Stamp == stamp)
        {
            if (last.KnownBatch != batch && await Touched(db, catalogue, year, last.KnownBatch, cancel)) db.ChangeTracker.Clear();
            else
            {
                last.KnownBatch = batch; // what came in since is of other years
                await db.SaveChangesAsync(cancel);
                return last;
            }
        }

        // Reading and computing hold no lock: others go on writing, and what they write is another batch.
        var definitions = await Definitions(db, catalogue, clock.GetUtcNow(), cancel);
        var figures = new List<ComputedFigure>();
        var wanted = catalogue.Codes.Select(code => catalogue.InForce(code, Period.OfYear(year))).OfType<IndicatorDefinition>().ToList();
        var versions = wanted.ToDictionary(d => (d.Code, d.Version));
        await YearFigures.Compute(db, catalogue, new(wanted, year, ChinaTime.Today(clock), batch), (tree, figure, office) =>
        {
            if (Kept(tree, figure.Period, office) && Says(figure, tree.Offices[office])) figures.Add(figure);
        }, cancel);
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            await db.IndicatorFigures.Where(f => f.Period >= year * 100 && f.Period < year * 100 + Period.Slots).ExecuteDeleteAsync(cancel);
            // In the order of the key each row is written behind the one before it.
            figures.Sort((a, b) => Order(definitions, a).CompareTo(Order(definitions, b)));
            var row = new object?[9];
            BulkInsert.Write(db, "ind_figure", ["definition", "period", "organisation_id", "state", "value", "before", "known", "expected", "below"], figures.Select(figure =>
            {
                var kept = Row(definitions[figure.Definition], versions[figure.Definition], figure, new(figure.Organisation));
                (row[0], row[1], row[2], row[3]) = (kept.Definition, kept.Period, kept.OrganisationId.Value, (int)kept.State);
                (row[4], row[5], row[6], row[7], row[8]) = (Stored(kept.Value), Stored(kept.Before), kept.Known, kept.Expected, Stored(kept.Below));
                return row;
            }));
            var run = await db.RollUpRuns.AsTracking().FirstOrDefaultAsync(r => r.Year == year, cancel);
            if (run is null) db.RollUpRuns.Add(run = new RollUpRun { Year = year, Stamp = stamp });
            (run.KnownBatch, run.Stamp, run.At, run.Figures) = (batch, stamp, clock.GetUtcNow(), figures.Count);
            run.Milliseconds = (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            run.Demonstration = await db.ObservationBatches.AnyAsync(b => b.Demonstration && b.Id <= batch, cancel);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return run;
        }
    }

    /// <summary>The years up to this one of which any value is known, the last one first: one look into the index for each.</summary>
    public static async Task<IReadOnlyList<int>> Years(ZhiceDb db, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var elements = await db.ElementKeys.AsNoTracking().Select(e => e.Id).ToListAsync(cancel);
        var years = new List<int>();
        for (var year = today.Year; year > today.Year - Span; year--)
        {
            var (from, to) = (year * 100, year * 100 + Period.Slots);
            if (await db.Observations.AnyAsync(o => elements.Contains(o.Element) && o.Period >= from && o.Period < to, cancel)) years.Add(year);
        }
        return years;
    }

    // Growth reads the year before too.
    static async Task<bool> Touched(ZhiceDb db, IndicatorCatalogue catalogue, int year, int since, CancellationToken cancel)
    {
        var codes = catalogue.Elements.Select(e => e.Code).ToList();
        var elements = await db.ElementKeys.AsNoTracking().Where(e => codes.Contains(e.Code)).Select(e => e.Id).ToListAsync(cancel);
        var (from, to) = ((year - 1) * 100, year * 100 + Period.Slots);
        return await db.Observations.AnyAsync(o => elements.Contains(o.Element) && o.Period >= from && o.Period < to && (o.Batch > since || o.EndedBy > since), cancel);
    }

    // What a run depends on: values, exclusions, definitions, the offices and which periods have ended.
    static async Task<(int Batch, string Stamp)> Standing(ZhiceDb db, IndicatorCatalogue catalogue, int year, DateOnly today, CancellationToken cancel)
    {
        var batch = await db.ObservationBatches.MaxAsync(b => (int?)b.Id, cancel) ?? 0;
        var sets = await db.ExclusionSets.Where(s => s.WithdrawnAt == null).OrderBy(s => s.Id).Select(s => s.Id).ToListAsync(cancel);
        var effects = await db.ExclusionEffects.CountAsync(cancel);
        var offices = await db.Organisations.CountAsync(cancel);
        var ended = Enumerable.Range(0, Period.Slots).Count(slot => Period.OfSlot(year, slot).LastDay < today);
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"once {string.Join(',', sets)} {effects} {offices} {ended}"));
        foreach (var definition in catalogue.Definitions) text.Append(DefinitionVersions.Digest(definition));
        return (batch, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
    }

    static async Task<Dictionary<(string Code, int Version), int>> Definitions(ZhiceDb db, IndicatorCatalogue catalogue, DateTimeOffset now, CancellationToken cancel)
    {
        if (await ElementMemory.Remember(db, catalogue, now, cancel) is [var other, ..])
            throw new InvalidDataException($"The {other.Key} of {other.Code} was {other.Before} when its values came in: make another element.");
        var loaded = await db.IndicatorDefinitions.AsNoTracking().ToDictionaryAsync(d => (d.Code, d.Version), cancel);
        foreach (var definition in catalogue.Definitions)
        {
            var digest = DefinitionVersions.Digest(definition);
            if (!loaded.TryGetValue((definition.Code, definition.Version), out var before))
                db.IndicatorDefinitions.Add(new LoadedDefinition { Code = definition.Code, Version = definition.Version, ValidFrom = definition.ValidFrom, Digest = digest, At = now });
            else if (DefinitionVersions.DigestsBefore(definition).Contains(before.Digest, StringComparer.Ordinal))
                await db.IndicatorDefinitions.Where(d => d.Id == before.Id).ExecuteUpdateAsync(d => d.SetProperty(x => x.Digest, digest), cancel);
            else if (before.Digest != digest)
                throw new InvalidDataException($"Version {definition.Version} of {definition.Code} computes something else than when it was loaded: give it a new version.");
        }
        await db.SaveChangesAsync(cancel);
        return await db.IndicatorDefinitions.AsNoTracking().ToDictionaryAsync(d => (d.Code, d.Version), d => d.Id, cancel);
    }

    static object? Stored(decimal? value) => value is { } known ? (long)(known * 1_000_000m) : null;

    /// <summary>The figure as it is kept: rounded once, from all places, to the six that print what the figure itself prints.</summary>
    internal static IndicatorFigure Row(int definition, IndicatorDefinition version, in ComputedFigure figure, OrganisationId office) => new()
    {
        Definition = definition, Period = figure.Period, OrganisationId = office, State = figure.After.State, Value = Kept(figure.After, version), Before = figure.Before != figure.After ? Kept(figure.Before, version) : null,
        Known = figure.Known, Expected = figure.Expected, Below = figure.Below is { } below ? Kept(below, version) : null,
    };

    static decimal? Kept(Figure figure, IndicatorDefinition version) => figure.Kept(version.Decimals, version.Rounding).OrNull;

    // That an office has not reported is known from its absence; the levels that pages show say it.
    internal static bool Says(in ComputedFigure figure, Organisation office) =>
        figure.After.IsKnown || !(office.Level > DivisionLevel.Province) || figure.After.State is not (FigureState.Missing or FigureState.NotYet or FigureState.NotRolledUp) || figure.Known > 0;

    // The year of every office; shorter periods of the nation and the provinces, those of others when somebody looks (SubtreeFigures).
    static bool Kept(ReportingTree tree, int period, int office) =>
        period % 100 == 0 || tree.Offices[office].Kind == OrganisationKind.NationalOffice || tree.Offices[office].Level == DivisionLevel.Province;

    static (int, int, long) Order(Dictionary<(string, int), int> definitions, ComputedFigure figure) => (definitions[figure.Definition], figure.Period, figure.Organisation);
}
