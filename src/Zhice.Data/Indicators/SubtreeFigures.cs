using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Statistics;
using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Indicators;

/// <summary>分期数值: halves, quarters and months of the offices of cities and counties, computed when somebody looks, by the engine of <see cref="IndicatorRun"/> over the offices under one only.</summary>
/// <remarks>
/// An office's figure is made of its own report and of those below it, so that its subtree is all that has to be read. Kept they would be ten times the rows of the years, for pages that few open.
/// The values are those that the run of the year knew, on the day it ran: months and years of one page speak of the same state, and the page's word that newer data wait holds for both.
/// </remarks>
public sealed class SubtreeFigures
{
    /// <summary>Most offices that are computed for one page: the largest province with its cities and counties is a third of it. Beyond, there are no shorter periods.</summary>
    public const int MostOffices = 800;
    /// <summary>Years of which shorter periods are computed for one page, the last ones.</summary>
    public const int MostYears = 6;

    readonly ZhiceDb db;
    readonly IndicatorCatalogue catalogue;
    readonly Dictionary<string, int> elements;
    readonly List<AppliedEffect> effects;
    readonly IReadOnlyList<RollUpRun> runs;
    readonly IReadOnlyDictionary<int, (string Code, int Version)> definitions;

    SubtreeFigures(ZhiceDb db, IndicatorCatalogue catalogue, IReadOnlyList<Organisation> offices, IReadOnlyList<RollUpRun> runs, IReadOnlyDictionary<int, (string, int)> definitions,
        Dictionary<string, int> elements, List<AppliedEffect> effects) =>
        (this.db, this.catalogue, Offices, this.runs, this.definitions, this.elements, this.effects) = (db, catalogue, offices, runs, definitions, elements, effects);

    /// <summary>The root and all offices under it, ended ones too.</summary>
    public IReadOnlyList<Organisation> Offices { get; }

    /// <summary>True where shorter periods of the office are not kept and are to be asked of this class.</summary>
    public static bool Speaks(Organisation office) => (office ?? throw new ArgumentNullException(nameof(office))) is { Kind: OrganisationKind.LocalOffice, Level: DivisionLevel.City or DivisionLevel.County };

    /// <summary>Reads what the figures under an office rest on besides their values: two commands.</summary>
    /// <param name="db">The store.</param>
    /// <param name="catalogue">The definitions.</param>
    /// <param name="rootPath">Path of the office that all asked ones lie under.</param>
    /// <param name="runs">The runs: years without one have no figures.</param>
    /// <param name="definitions">Versions as this instance has loaded them.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<SubtreeFigures> Open(
        ZhiceDb db, IndicatorCatalogue catalogue, string rootPath, IReadOnlyList<RollUpRun> runs, IReadOnlyDictionary<int, (string Code, int Version)> definitions, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var offices = await db.OrganisationsUnder([rootPath]).AsNoTracking().ToListAsync(cancel);
        var keys = await db.ElementKeys.AsNoTracking().Select(e => new
        {
            e.Id, e.Code,
            Effects = (
                from effect in db.ExclusionEffects
                join set in db.ExclusionSets on effect.SetId equals set.Id
                where effect.Element == e.Code && set.WithdrawnAt == null && db.Organisations.Any(o => o.Id == effect.OrganisationId && o.Path.StartsWith(rootPath))
                orderby effect.Id
                select new { effect.Id, effect.SetId, effect.Period, effect.OrganisationId, effect.Amount, set.ValidFrom, set.ValidTo }).ToList(),
        }).ToListAsync(cancel);
        var effects = keys.SelectMany(k => k.Effects.Select(e => (k.Code, Effect: e))).Where(e => ExclusionLayer.Stands(e.Effect.ValidFrom, e.Effect.ValidTo, Period.FromKey(e.Effect.Period))).OrderBy(e => e.Effect.Id)
            .Select(e => new AppliedEffect(e.Effect.SetId, e.Code, e.Effect.Period, e.Effect.OrganisationId.Value, StoredFigure.ToStored(e.Effect.Amount))).ToList();
        return new(db, catalogue, offices, runs, definitions, keys.ToDictionary(k => k.Code, k => k.Id, StringComparer.Ordinal), effects);
    }

    /// <summary>Figures of an office under the root and of those next below it, in the order of periods: one command.</summary>
    /// <param name="office">The office.</param>
    /// <param name="codes">The indicators.</param>
    /// <param name="only">This period only; null for all of the last <see cref="MostYears"/> years, the years themselves too.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>What a run would keep of them: a missing figure that nobody below has reported is left out.</returns>
    public async Task<IReadOnlyList<IndicatorFigure>> Of(Organisation office, IReadOnlyCollection<string> codes, Period? only, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(office);
        var under = Offices.Where(o => o.Path.StartsWith(office.Path, StringComparison.Ordinal)).ToList();
        var years = runs.Where(r => only is null || r.Year == only.Value.Year).OrderByDescending(r => r.Year).Take(MostYears).ToList();
        if (under.Count is 0 or > MostOffices || years.Count == 0) return [];
        var plans = years.ConvertAll(run => (Run: run, Plan: YearPlan.Of(catalogue, [.. codes.Select(code => catalogue.InForce(code, Period.OfYear(run.Year))).OfType<IndicatorDefinition>()])));
        var values = await Values(under, plans, only, cancel);
        var ids = definitions.ToDictionary(d => d.Value, d => d.Key);
        var figures = new List<IndicatorFigure>();
        foreach (var (run, plan) in plans)
        {
            var tree = new ReportingTree(under, run.Year);
            var touching = effects.Where(e => (e.Period / 100 == run.Year || e.Period / 100 == run.Year - 1) && tree.PlaceOf(e.Organisation) >= 0 && plan.Reads(e)).ToList();
            var older = plan.Older.Count == 0 || run.Year <= Period.FirstYear ? null : Filled(tree, plan.Older, run.Year - 1, values);
            YearFigures.Roll(plan, tree, touching, Filled(tree, plan.Elements, run.Year, values), older, ChinaTime.DayOf(run.At), (_, figure, place) =>
            {
                var at = tree.Offices[place];
                if ((at.Id == office.Id || at.ParentId == office.Id) && (only is null || figure.Period == only.Value.Key) && ids.TryGetValue(figure.Definition, out var id) && IndicatorRun.Says(figure, at))
                    figures.Add(IndicatorRun.Row(id, catalogue.Versions(figure.Definition.Code).First(v => v.Version == figure.Definition.Version), figure, at.Id));
            });
        }
        return [.. figures.OrderBy(f => f.Period)];
    }

    async Task<Dictionary<int, List<(string Element, int Period, int Organisation, long Value)>>> Values(List<Organisation> under, List<(RollUpRun Run, YearPlan Plan)> plans, Period? only, CancellationToken cancel)
    {
        var asked = plans.SelectMany(p => p.Plan.Elements).Select(e => e.Code).Where(elements.ContainsKey).Distinct(StringComparer.Ordinal).ToDictionary(code => elements[code], code => code);
        var found = new Dictionary<int, List<(string, int, int, long)>>();
        // A figure of a period is made of that period and those within it, of the year and the one before.
        var periods = plans.SelectMany(p => p.Plan.Older.Count > 0 && p.Run.Year > Period.FirstYear ? [p.Run.Year - 1, p.Run.Year] : (int[])[p.Run.Year]).Distinct()
            .SelectMany(year => Enumerable.Range(0, Period.Slots).Select(slot => Period.OfSlot(year, slot)).Where(p => only is not { } one || one.AddYears(p.Year - one.Year).Contains(p))).ToList();
        await Observations.ScanOf(db, asked, new([], periods) { Organisations = [.. under.Select(o => o.Id)], KnownBatch = plans.Min(p => p.Run.KnownBatch) }, (element, period, organisation, value) =>
        {
            if (!found.TryGetValue(period / 100, out var year)) found[period / 100] = year = [];
            year.Add((element, period, organisation, value));
        }, cancel);
        return found;
    }

    static ValueYear Filled(ReportingTree tree, IReadOnlyList<DataElement> elements, int year, Dictionary<int, List<(string Element, int Period, int Organisation, long Value)>> values)
    {
        var filled = new ValueYear(tree, elements, year);
        foreach (var (element, period, organisation, value) in values.GetValueOrDefault(year) ?? []) filled.Take(element, period, organisation, value);
        return filled;
    }
}
