using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Indicators;

/// <summary>What was taken off a value that a figure is made of.</summary>
public sealed record ExclusionShown(string Set, string Reason, DateOnly From, DateOnly? To, string Element, string Office, decimal Amount)
{
    /// <summary>The period whose value it comes off, as written.</summary>
    public required string Period { get; init; }

    /// <summary>True where it was not taken off: the value became smaller than what is to come off it, or is gone.</summary>
    public bool Left { get; init; }
}

/// <summary>The deductions that touch one figure: the office's own, and those of the offices below it that it was added up from.</summary>
public static class ExclusionsBehind
{
    const int Most = 2_000;
    const int Shown = 200;

    /// <summary>Reads them as they stand: two commands; none where the version has no clause on exclusions.</summary>
    internal static async Task<List<ExclusionShown>> Standing(ZhiceDb db, IndicatorCatalogue catalogue, IndicatorDefinition definition, Period period, Organisation chosen, bool own, int? knownBatch, CancellationToken cancel)
    {
        if (definition.Exclusions is null || catalogue.FormulaOf(definition) is not { } formula) return [];
        var elements = formula.Parts.Select(p => p.Code).Append(definition.Weight).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var (least, beyond, only) = (period.Year * 100, period.Year * 100 + Period.Slots, own || definition.RollUp == RollUp.None);
        var rows = await (
            from effect in db.ExclusionEffects
            where elements.Contains(effect.Element) && effect.Period >= least && effect.Period < beyond
            join office in db.Organisations on effect.OrganisationId equals office.Id
            where only ? office.Id == chosen.Id : office.Path.StartsWith(chosen.Path)
            // An office that reported for itself stands for those below it: what comes off these does not come off what is above.
            where !(from above in db.Organisations
                    join figure in db.IndicatorFigures on above.Id equals figure.OrganisationId
                    where above.Path.StartsWith(chosen.Path) && above.Id != chosen.Id && above.Id != office.Id && office.Path.StartsWith(above.Path)
                        && figure.Period == period.Key && figure.Known == 1 && figure.Expected == 1
                        && db.IndicatorDefinitions.Any(d => d.Id == figure.Definition && d.Code == definition.Code && d.Version == definition.Version)
                    select above.Id).Any()
            join set in db.ExclusionSets on effect.SetId equals set.Id
            where set.WithdrawnAt == null
            orderby effect.Id
            select new { Effect = effect, Set = set, Office = office }).AsNoTracking().Take(Most).ToListAsync(cancel);
        var standing = rows.Where(r => ExclusionLayer.Stands(r.Set.ValidFrom, r.Set.ValidTo, Period.FromKey(r.Effect.Period)))
            .Select(r => (r.Set, r.Office, Applied: new AppliedEffect(r.Effect.SetId, r.Effect.Element, r.Effect.Period, r.Effect.OrganisationId.Value, StoredFigure.ToStored(r.Effect.Amount)))).ToList();
        if (standing.Count == 0) return [];
        var values = await Values(db, catalogue, standing.ConvertAll(s => s.Applied), standing.ConvertAll(s => s.Office), period.Year, knownBatch, cancel);
        var left = ExclusionLayer.Apply(values, standing.ConvertAll(s => s.Applied)).ToHashSet();
        return [.. standing.Where(s => Touches(catalogue.Element(s.Applied.Element)!.Kind, Period.FromKey(s.Applied.Period), period)).Take(Shown)
            .Select(s => new ExclusionShown(s.Set.Name, s.Set.Reason, s.Set.ValidFrom, s.Set.ValidTo, catalogue.Element(s.Applied.Element)!.Name, s.Office.Name, StoredFigure.FromStored(s.Applied.Millionths))
            {
                Period = Period.FromKey(s.Applied.Period).ToString(), Left = left.Contains(s.Applied),
            })];
    }

    /// <summary>Those that a release holds, of the chosen office and those below it: two commands. What the desk of exclusions says by now does not matter.</summary>
    internal static async Task<List<ExclusionShown>> Released(ZhiceDb db, IndicatorCatalogue catalogue, IndicatorDefinition definition, ReleaseId id, Organisation chosen, bool own, CancellationToken cancel)
    {
        var body = ReleaseBody.Read(await db.StatisticalReleases.Where(r => r.Id == id).Select(r => r.Body).FirstAsync(cancel));
        if (body.Exclusions is not { } sets || (body.ByClause == true && definition.Exclusions is null && catalogue.Versions(definition.Code).Count > 0)) return [];
        var elements = catalogue.FormulaOf(definition)?.Parts.Select(p => p.Code).ToHashSet(StringComparer.Ordinal) ?? definition.Formula.References.Select(r => r.Code).ToHashSet(StringComparer.Ordinal);
        var codes = sets.SelectMany(s => s.Effects).Select(e => e.Office).Distinct().ToList();
        var below = (await db.Organisations.AsNoTracking().Where(o => codes.Contains(o.Code) && (own ? o.Id == chosen.Id : o.Path.StartsWith(chosen.Path))).Select(o => new { o.Code, o.Name }).ToListAsync(cancel))
            .ToDictionary(o => o.Code, o => o.Name, StringComparer.Ordinal);
        return [.. sets.SelectMany(set => set.Effects.Where(e => elements.Contains(e.Element) && below.ContainsKey(e.Office))
            .Select(e => new ExclusionShown(set.Name, set.Reason, set.From, set.To, catalogue.Element(e.Element)?.Name ?? e.Element, below[e.Office], e.Amount) { Period = e.Period })).Take(Shown)];
    }

    /// <summary>The reported values that deductions of a year come off, with those of the periods around them: one command.</summary>
    internal static async Task<ValueYear> Values(ZhiceDb db, IndicatorCatalogue catalogue, IReadOnlyCollection<AppliedEffect> effects, IReadOnlyCollection<Organisation> offices, int year, int? knownBatch, CancellationToken cancel)
    {
        var codes = effects.Select(e => e.Element).Distinct(StringComparer.Ordinal).ToList();
        var keys = effects.Select(e => (int)e.Organisation).Distinct().ToList();
        var (least, beyond, known) = (year * 100, year * 100 + Period.Slots, knownBatch ?? int.MaxValue);
        var values = new ValueYear(new ReportingTree(offices.DistinctBy(o => o.Id), year), [.. codes.Select(c => catalogue.Element(c)!)], year);
        foreach (var value in await (
            from observation in db.Observations
            join element in db.ElementKeys on observation.Element equals element.Id
            where codes.Contains(element.Code) && keys.Contains(observation.Organisation) && observation.Period >= least && observation.Period < beyond && observation.Value != null
                && observation.Batch <= known && (observation.EndedBy == 0 || observation.EndedBy > known)
            select new { element.Code, observation.Period, observation.Organisation, observation.Value }).AsNoTracking().ToListAsync(cancel))
            values.Take(value.Code, value.Period, value.Organisation, StoredFigure.ToStored(value.Value!.Value));
        return values;
    }

    // Of a flow all parts of a period; of a stock what is counted on its last day; of a distinct count the period itself.
    static bool Touches(ElementKind kind, Period part, Period whole) => kind switch
    {
        ElementKind.Flow => whole.Contains(part),
        ElementKind.Stock => whole.Contains(part) && part.LastDay == whole.LastDay,
        _ => part == whole,
    };
}
