using Microsoft.EntityFrameworkCore;
using Zhice.Data.Statistics;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Indicators;

/// <summary>A figure on one footing, with what stands behind it.</summary>
public readonly record struct FootedFigure(Figure Figure, int Covered, int Expected);

/// <summary>A year's figure on three footings.</summary>
/// <param name="Period">The year.</param>
/// <param name="Definition">The version that made it.</param>
/// <param name="AsThen">当时口径: by the offices that stood then.</param>
/// <param name="AsNow">现行口径: by those that stand now, with the values of the ones whose places they took.</param>
/// <param name="Bridged">衔接序列: as then, put on the footing after each change by the ratio at the joint; missing where a joint cannot be made.</param>
public sealed record FootingRow(Period Period, IndicatorDefinition Definition, FootedFigure AsThen, FootedFigure AsNow, FootedFigure Bridged)
{
    /// <summary>Why the office's own report, or that of one between, is not on the footing of now; null where it is, or where nobody reported above the offices that changed.</summary>
    public OwnReport? SetAside { get; init; }
}

/// <summary>Reports that hold offices which went elsewhere since, or lack those that came: what these made of them is not known.</summary>
public enum OwnReport
{
    /// <summary>The office reported itself: as now is made of the offices below it, and missing where these reported nothing.</summary>
    Office,
    /// <summary>One below it reported itself, and the one on the other side of a change did not: neither side can be put on the footing of now.</summary>
    Between,
}

/// <summary>口径衔接: an indicator through mergers, splits and changes of name. Computed when asked for, from the values below one office.</summary>
public sealed record FootingBook(Organisation Office, IReadOnlyList<FootingRow> Rows, IReadOnlyList<(DateOnly On, SuccessionKind Kind, string From, string To, decimal Share)> Changes)
{
    /// <summary>Most years.</summary>
    public const int Years = 6;

    /// <summary>Computes the years up to the last one that has ended: ten commands and two for each year at most.</summary>
    /// <returns>Null where there is no such indicator or the reader may not see figures of the office.</returns>
    public static async Task<FootingBook?> Load(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, string code, string? office, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        if (catalogue.Versions(code).Count == 0) return null;
        var all = await db.Organisations.AsNoTracking().ToListAsync(cancel);
        var choices = all.Where(o => o.Kind is OrganisationKind.NationalOffice or OrganisationKind.LocalOffice && AccessPolicy.MaySeeFigures(actor, o.Path)).OrderBy(o => o.Kind).ThenBy(o => o.Level).ThenBy(o => o.Code, StringComparer.Ordinal);
        if ((office is null ? choices.FirstOrDefault() : choices.FirstOrDefault(o => o.Code == office)) is not { } chosen) return null;
        var successions = await db.Successions.AsNoTracking().Where(s => s.WithdrawnAt == null).ToListAsync(cancel);
        var passing = new SuccessionShares(successions, today);
        var byId = all.ToDictionary(o => o.Id);
        bool Below(OrganisationId id) => byId.TryGetValue(id, out var o) && chosen.Reaches(o);
        // Those below the office, and those elsewhere whose places are held below it now.
        var reach = all.Where(o => chosen.Reaches(o) || passing.Of(o.Id).Any(h => Below(h.Heir))).ToList();
        var changes = successions.Where(s => s.On <= today && (Below(s.PredecessorId) || Below(s.SuccessorId))).OrderBy(s => s.On).ToList();

        var periods = Enumerable.Range(today.Year - Years, Years).Select(Period.OfYear).Where(p => catalogue.InForce(code, p) is { } d && catalogue.FormulaOf(d) is not null).ToList();
        // The same layer as on the page of the indicator: where the version of the year has a clause on exclusions, they come off before anything is added or passed on.
        var effects = periods.Count == 0 ? [] : await ExclusionLayer.Standing(db, periods[0].Year - 1, periods[^1].Year, null, cancel);
        var batch = await db.ObservationBatches.MaxAsync(b => (int?)b.Id, cancel) ?? 0;
        var values = await Values(db, catalogue, code, periods, reach, chosen, batch, cancel);
        var reported = values.Select(v => (v.Element, Year: v.Period / 100, v.Organisation)).ToHashSet();
        var rows = periods.ConvertAll(period => (Period: period, Definition: catalogue.InForce(code, period)!, Aside: Aside(period), Then: Figure(period, false, null), Now: Figure(period, true, Aside(period))));
        // An own report beside what those below make is no ratio of two footings.
        var bridged = DatedTotals.Bridge(periods, rows.ConvertAll(r => Total(r.Then)), rows.ConvertAll(r => Total(r.Now)), changes.Select(c => c.On).ToHashSet(),
            at => rows[at].Aside is null ? (Total(rows[at].Then), Total(rows[at].Now)) : null, today);
        return new(chosen, [.. rows.Select((r, at) => new FootingRow(r.Period, r.Definition, Shown(r.Then, r.Definition), Shown(r.Now, r.Definition),
                new(bridged[at].Value is { } value ? Domain.Indicators.Figure.Of(value).Rounded(r.Definition.Decimals, r.Definition.Rounding) : r.Then.Figure.IsKnown ? Domain.Indicators.Figure.Missing : r.Then.Figure,
                    bridged[at].Covered, bridged[at].Expected)) { SetAside = r.Aside })],
            [.. changes.Select(c => (c.On, c.Kind, byId[c.PredecessorId].Name, byId[c.SuccessorId].Name, c.Share))]);

        OwnReport? Aside(Period period)
        {
            var definition = catalogue.InForce(code, period)!;
            var elements = Elements(catalogue, definition);
            var back = catalogue.FormulaOf(definition)!.Parts.Any(p => p.YearsBack > 0) ? 1 : 0;
            OwnReport? found = null;
            for (var year = period.Year; year >= Math.Max(Period.FirstYear, period.Year - back); year--)
            {
                // What stood on the last day is of after the changes of the year.
                var whole = Period.OfYear(year);
                var later = changes.Where(c => c.On > (elements.TrueForAll(e => e.Kind == ElementKind.Stock) ? whole.LastDay : whole.FirstDay)).ToList();
                bool Own(OrganisationId id) => elements.Exists(e => reported.Contains((e.Code, year, id.Value)));
                var crossed = later.Exists(c => Below(c.PredecessorId) != Below(c.SuccessorId));
                // The chosen office's own report holds both sides of a change below it.
                if (Own(chosen.Id) && !crossed) continue;
                // With a report above each of both sides the whole is the same; with one of them an office would count twice, or not at all.
                if (later.Exists(c => Covered(c.PredecessorId, c.SuccessorId) != Covered(c.SuccessorId, c.PredecessorId))) return OwnReport.Between;
                if (Own(chosen.Id)) found = OwnReport.Office;

                // Whether one between the chosen office and this one reported itself, and is not above the other.
                bool Covered(OrganisationId id, OrganisationId other) => Below(id) && Organisation.KeysOf(byId[id].Path)
                    .Any(key => key != id && key != chosen.Id && Below(key) && !byId[other].Path.StartsWith(byId[key].Path, StringComparison.Ordinal) && Own(key));
            }
            return found;
        }

        FootedFigure Figure(Period period, bool now, OwnReport? aside)
        {
            if (aside == OwnReport.Between) return new(Domain.Indicators.Figure.Missing, 0, 0);
            var definition = catalogue.InForce(code, period)!;
            var formula = catalogue.FormulaOf(definition)!;
            var elements = Elements(catalogue, definition);
            // The chosen office's own value stands for all below it, unless offices crossed its border since: then what is below it counts.
            var tree = now ? ReportingTree.AsOn(reach, period.Year, today) : new ReportingTree(reach, period.Year);
            var found = new FootedFigure(Domain.Indicators.Figure.Missing, 0, 0);
            new YearRollUp(tree, Year(period.Year), period.Year > Period.FirstYear ? Year(period.Year - 1) : null, today).Run(definition, formula, f =>
            {
                if (f.Slot == 0 && tree.Offices[f.Office].Id == chosen.Id) found = new(f.Figure, f.Known, f.Expected);
            });
            return found;

            ValueYear Year(int year)
            {
                // The year before is compared with itself on the offices of this year.
                var then = new ValueYear(now ? new ReportingTree(reach, year) : tree, elements, year);
                foreach (var v in values.Where(v => v.Period / 100 == year && (aside is null || v.Organisation != chosen.Id.Value))) then.Take(v.Element, v.Period, v.Organisation, v.Millionths);
                if (definition.Exclusions is not null) ExclusionLayer.Apply(then, effects);
                var made = then;
                if (now) (made = new ValueYear(tree, elements, year)).TakeOver(then, passing);
                made.Complete(today);
                return made;
            }
        }
    }

    static CoveredTotal Total(FootedFigure f) => new(f.Figure.OrNull, f.Covered, f.Expected);

    static FootedFigure Shown(FootedFigure f, IndicatorDefinition definition) => f with { Figure = f.Figure.Rounded(definition.Decimals, definition.Rounding) };

    static List<DataElement> Elements(IndicatorCatalogue catalogue, IndicatorDefinition definition) =>
        [.. catalogue.FormulaOf(definition)!.Parts.Select(p => p.Code).Append(definition.Weight).OfType<string>().Distinct(StringComparer.Ordinal).Select(c => catalogue.Element(c)!)];

    static async Task<List<(string Element, int Period, long Organisation, long Millionths)>> Values(
        ZhiceDb db, IndicatorCatalogue catalogue, string code, List<Period> periods, List<Organisation> reach, Organisation chosen, int batch, CancellationToken cancel)
    {
        var found = new List<(string, int, long, long)>();
        var codes = periods.SelectMany(p => Elements(catalogue, catalogue.InForce(code, p)!)).Select(e => e.Code).ToHashSet(StringComparer.Ordinal);
        var back = periods.SelectMany(p => catalogue.FormulaOf(catalogue.InForce(code, p)!)!.Parts).Any(p => p.YearsBack > 0) ? 1 : 0;
        var slots = periods.Select(p => p.Year).SelectMany(year => Enumerable.Range(year - back, back + 1)).Distinct().Where(y => y >= Period.FirstYear)
            .SelectMany(year => Enumerable.Range(0, Period.Slots).Select(slot => Period.OfSlot(year, slot))).ToList();
        var query = new ObservationQuery([.. codes], slots) { KnownBatch = batch, Organisations = chosen.Kind == OrganisationKind.NationalOffice ? null : [.. reach.Select(o => o.Id)] };
        await Observations.Scan(db, query, (element, period, organisation, value) => found.Add((element, period, organisation, value)), cancel);
        return found;
    }
}
