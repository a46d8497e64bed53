using Microsoft.EntityFrameworkCore;
using Zhice.Data.Statistics;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Indicators;

/// <summary>A reported value behind a figure, and how it came.</summary>
/// <param name="Element">The element.</param>
/// <param name="Value">The value as it stands.</param>
/// <param name="Batch">What brought it.</param>
/// <param name="By">Who sent it; null for the platform itself.</param>
/// <param name="Return">The return that it was typed into; null where it came otherwise.</param>
/// <param name="Form">Code of that return's form.</param>
/// <param name="Reason">The reason of the correction that brought it; null where none did.</param>
public sealed record SourceValue(DataElement Element, ObservedValue Value, ObservationBatch Batch, string? By, ReturnId? Return, string? Form, string? Reason);

/// <summary>An office next below, with its figure.</summary>
public sealed record SourcePart(Organisation Office, IndicatorFigure Figure);

/// <summary>One part of a formula over all those below that have all of its parts.</summary>
/// <param name="Element">The element.</param>
/// <param name="YearsBack">Of how many years before; 0 for the period itself.</param>
/// <param name="Figure">The sum, in the unit of the element, exclusions taken off where the definition says so.</param>
public sealed record SourceSum(DataElement Element, int YearsBack, Figure Figure);

/// <summary>数值由来: what a figure was made of: the office's own values with who sent them, when and with what, or the figures of the offices next below.</summary>
public sealed record SourceBook(IndicatorDefinition Definition, Organisation Office, Period Period, IndicatorFigure? Figure, IReadOnlyList<SourceValue> Values, IReadOnlyList<SourcePart> Parts)
{
    /// <summary>What the formula was computed from where the figure was computed again from sums; none otherwise.</summary>
    public IReadOnlyList<SourceSum> Sums { get; init; } = [];

    /// <summary>Reads it: twelve commands at most.</summary>
    /// <returns>Null where there is no such indicator or office, or the reader may not see its figures.</returns>
    public static async Task<SourceBook?> Load(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, string code, string office, Period period, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        if ((catalogue.InForce(code, period) ?? (catalogue.Versions(code) is [var first, ..] ? first : null)) is not { } definition || catalogue.FormulaOf(definition) is not { } formula) return null;
        if (await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == office, cancel) is not { } chosen || !AccessPolicy.MaySeeFigures(actor, chosen.Path)) return null;
        var ids = await db.IndicatorDefinitions.Where(d => d.Code == code && d.Version == definition.Version).Select(d => d.Id).ToListAsync(cancel);
        if (period.Kind != PeriodKind.Year && (SubtreeFigures.Speaks(chosen) || chosen is { Kind: OrganisationKind.LocalOffice, Level: DivisionLevel.Province }))
        {
            // Of the offices below the provinces only years are kept.
            var runs = await db.RollUpRuns.AsNoTracking().Where(r => r.Year == period.Year).ToListAsync(cancel);
            var subtree = await SubtreeFigures.Open(db, catalogue, chosen.Path, runs, ids.ToDictionary(id => id, _ => (code, definition.Version)), cancel);
            var computed = await subtree.Of(chosen, [code], period, cancel);
            return new(definition, chosen, period, computed.FirstOrDefault(f => f.OrganisationId == chosen.Id), await Sent(db, catalogue, formula, definition, chosen, period, cancel),
                [.. subtree.Offices.Join(computed, o => o.Id, f => f.OrganisationId, (o, f) => new SourcePart(o, f)).Where(p => p.Office.Id != chosen.Id).OrderBy(p => p.Office.Code, StringComparer.Ordinal).Take(400)])
            {
                Sums = await SumsOf(db, catalogue, definition, formula, chosen, period, computed.FirstOrDefault(f => f.OrganisationId == chosen.Id), cancel),
            };
        }
        var figure = await db.IndicatorFigures.AsNoTracking().FirstOrDefaultAsync(f => ids.Contains(f.Definition) && f.Period == period.Key && f.OrganisationId == chosen.Id, cancel);
        var parts = await (
            from organisation in db.Organisations
            where organisation.ParentId == chosen.Id
            join below in db.IndicatorFigures on organisation.Id equals below.OrganisationId
            where ids.Contains(below.Definition) && below.Period == period.Key
            orderby organisation.Code
            select new SourcePart(organisation, below)).AsNoTracking().Take(400).ToListAsync(cancel);
        return new(definition, chosen, period, figure, await Sent(db, catalogue, formula, definition, chosen, period, cancel), parts) { Sums = await SumsOf(db, catalogue, definition, formula, chosen, period, figure, cancel) };
    }

    // The whole is not the mean of its parts: whoever checks it needs the sums that were divided, as the run of the year knew them.
    static async Task<IReadOnlyList<SourceSum>> SumsOf(ZhiceDb db, IndicatorCatalogue catalogue, IndicatorDefinition definition, BoundFormula formula, Organisation office, Period period, IndicatorFigure? figure, CancellationToken cancel)
    {
        if (definition.RollUp != RollUp.Recompute || formula.Parts.Count < 2 || figure is null or { Known: 0 } || await db.RollUpRuns.AsNoTracking().FirstOrDefaultAsync(r => r.Year == period.Year, cancel) is not { } run) return [];
        IReadOnlyList<Figure>? operands = null;
        await YearFigures.Compute(db, catalogue, new([definition], period.Year, ChinaTime.DayOf(run.At), run.KnownBatch) { Explain = (office.Id, period) }, (_, computed, _) => operands ??= computed.Operands, cancel);
        return operands is null ? [] : [.. formula.Parts.Select((part, at) => new SourceSum(catalogue.Element(part.Code)!, part.YearsBack, operands[at]))];
    }

    static async Task<List<SourceValue>> Sent(ZhiceDb db, IndicatorCatalogue catalogue, BoundFormula formula, IndicatorDefinition definition, Organisation office, Period period, CancellationToken cancel)
    {
        var elements = formula.Parts.Select(p => p.Code).Append(definition.Weight).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var years = formula.Parts.Select(p => p.YearsBack).Append(0).Distinct().Where(back => period.Year - back >= Period.FirstYear);
        var periods = years.Select(back => period.AddYears(-back)).SelectMany(p => Enumerable.Range(0, Period.Slots).Select(slot => Period.OfSlot(p.Year, slot)).Where(p.Contains)).ToList();
        var values = await Observations.Read(db, new(elements, periods) { Organisations = [office.Id] }, cancel);
        var batches = values.Select(v => v.Batch).Distinct().ToList();
        var heads = await (
            from batch in db.ObservationBatches
            where batches.Contains(batch.Id)
            select new
            {
                batch, By = db.Accounts.Where(a => a.Id == batch.By).Select(a => a.DisplayName).FirstOrDefault(),
                Reason = db.ValueCorrections.Where(c => c.Batch == batch.Id).Select(c => c.Reason).FirstOrDefault(),
            }).AsNoTracking().ToDictionaryAsync(h => h.batch.Id, cancel);
        var keys = periods.ConvertAll(p => p.Key);
        var returns = await (
            from sheet in db.StatisticalReturns
            join round in db.CollectionRounds on sheet.CollectionId equals round.Id
            where sheet.OrganisationId == office.Id && keys.Contains(round.Period) && sheet.SentAt != null
            select new { sheet.Id, round.Form, round.Period }).AsNoTracking().Take(200).ToListAsync(cancel);
        return [.. values.OrderBy(v => elements.IndexOf(v.Element)).ThenBy(v => v.Period).Select(v =>
        {
            var (head, sheet) = (heads[v.Batch], heads[v.Batch].batch.Source == ObservationSource.Import ? null
                : returns.FirstOrDefault(r => r.Period == v.Period.Key && StatisticsFiles.InUse.Forms.TryGetValue(r.Form, out var form) && form.Elements.Contains(v.Element)));
            return new SourceValue(catalogue.Element(v.Element)!, v, head.batch, head.By, sheet?.Id, sheet?.Form, head.Reason);
        })];
    }
}
