using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>How much of an unsent return the platform holds.</summary>
/// <param name="Level">Level of the office.</param>
/// <param name="Figures">Figures that came by file, are made by shorter periods, or are counted from cases that are declared whole.</param>
/// <param name="Whole">True where that is all that is asked.</param>
/// <param name="InTime">True where it was all that is asked by the end of the due day: the moments of the batches, and of the declarations, decide.</param>
public readonly record struct HeldReturn(DivisionLevel? Level, int Figures, bool Whole, bool InTime = false);

/// <summary>Says of unsent returns what the platform holds of them, now and at the end of their due days.</summary>
public static class HeldReturns
{
    sealed record Declared(OrganisationId OrganisationId, string Source, DateOnly From, DateTimeOffset At);

    /// <summary>The due day ends at midnight in China.</summary>
    public static DateTimeOffset EndOf(DateOnly due) => new DateTimeOffset(due.AddDays(1).ToDateTime(TimeOnly.MinValue), ChinaTime.Offset).ToUniversalTime();

    /// <summary>Of the unsent returns of one round, by office: five commands at most, whatever their number.</summary>
    internal static async Task<IReadOnlyDictionary<OrganisationId, HeldReturn>> OfRound(ZhiceDb db, CollectionRound round, IReadOnlyList<Organisation> offices, CancellationToken cancel)
    {
        var found = new Dictionary<OrganisationId, HeldReturn>();
        if (offices.Count == 0 || !StatisticsFiles.InUse.Forms.TryGetValue(round.Form, out var form)) return found;
        var (period, elements, end) = (Period.FromKey(round.Period), StatisticsFiles.InUse.ElementsOf(form), EndOf(round.DueOn));
        var values = await CompletedValues.Read(db, elements, offices, [period], null, period.LastDay.AddDays(1), cancel);
        var declared = await Declarations(db, elements, cancel);
        foreach (var office in offices)
        {
            var figures = elements.Count(e => values.ContainsKey((e.Code, office.Id, period)) || Counted(db.Items, e, office, period, declared, DateTimeOffset.MaxValue));
            if (figures > 0) found[office.Id] = new(office.Level, figures, figures == elements.Count);
        }
        if (!found.Values.Any(f => f.Whole)) return found;
        var late = await db.ObservationBatches.AsNoTracking().Where(b => b.At >= end).OrderBy(b => b.Id).Select(b => (int?)b.Id).FirstOrDefaultAsync(cancel);
        var whole = offices.Where(o => found.GetValueOrDefault(o.Id).Whole).ToList();
        var before = late is not { } first ? values : await CompletedValues.Read(db, elements, whole, [period], first - 1, period.LastDay.AddDays(1), cancel);
        foreach (var office in whole.Where(o => elements.All(e => before.ContainsKey((e.Code, o.Id, period)) || Counted(db.Items, e, o, period, declared, end))))
            found[office.Id] = found[office.Id] with { InTime = true };
        return found;
    }

    /// <summary>Of unsent returns of few offices, whatever their rounds: three commands at most.</summary>
    public static async Task<IReadOnlyDictionary<ReturnId, HeldReturn>> Of(ZhiceDb db, IReadOnlyCollection<(ReturnId Id, CollectionRound Round, Organisation Office)> returns, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var found = new Dictionary<ReturnId, HeldReturn>();
        var asked = returns.Where(r => StatisticsFiles.InUse.Forms.ContainsKey(r.Round.Form))
            .Select(r => (r.Id, r.Round, r.Office, Period: Period.FromKey(r.Round.Period), Elements: StatisticsFiles.InUse.ElementsOf(StatisticsFiles.InUse.Forms[r.Round.Form]))).ToList();
        if (asked.Count == 0) return found;
        var codes = asked.SelectMany(r => r.Elements).Select(e => e.Code).Distinct().ToList();
        var slots = asked.Select(r => r.Period).Distinct().ToDictionary(p => p, p => Enumerable.Range(0, Period.Slots).Select(slot => Period.OfSlot(p.Year, slot)).Where(p.Contains).Select(part => part.Key).ToHashSet());
        var (keys, offices) = (slots.Values.SelectMany(s => s).Distinct().ToList(), asked.Select(r => (int)r.Office.Id.Value).Distinct().ToList());
        var rows = (await (
            from value in db.Observations
            join element in db.ElementKeys on value.Element equals element.Id
            join batch in db.ObservationBatches on value.Batch equals batch.Id
            where codes.Contains(element.Code) && keys.Contains(value.Period) && offices.Contains(value.Organisation) && value.Value != null
            select new { element.Code, value.Period, value.Organisation, value.Value, Stands = value.EndedBy == 0, batch.At }).AsNoTracking().ToListAsync(cancel)).ToLookup(r => r.Organisation);
        var declared = await Declarations(db, [.. asked.SelectMany(r => r.Elements).Distinct()], cancel);
        foreach (var (id, round, office, period, elements) in asked)
        {
            var (tree, end) = (new ReportingTree([office], period.Year), EndOf(round.DueOn));
            var (standing, early) = (new ValueYear(tree, elements), new ValueYear(tree, elements));
            var wanted = elements.Select(e => e.Code).ToHashSet(StringComparer.Ordinal);
            foreach (var row in rows[(int)office.Id.Value].Where(r => wanted.Contains(r.Code) && slots[period].Contains(r.Period)).OrderBy(r => r.At))
            {
                if (row.Stands) standing.Take(row.Code, row.Period, row.Organisation, StoredFigure.ToStored(row.Value!.Value));
                if (row.At < end) early.Take(row.Code, row.Period, row.Organisation, StoredFigure.ToStored(row.Value!.Value));
            }
            standing.Complete(period.LastDay.AddDays(1));
            early.Complete(period.LastDay.AddDays(1));
            var figures = elements.Count(e => standing.Of(e.Code, period, office.Id.Value).IsKnown || Counted(db.Items, e, office, period, declared, DateTimeOffset.MaxValue));
            if (figures == 0) continue;
            var whole = figures == elements.Count;
            found[id] = new(office.Level, figures, whole, whole && elements.All(e => early.Of(e.Code, period, office.Id.Value).IsKnown || Counted(db.Items, e, office, period, declared, end)));
        }
        return found;
    }

    static async Task<List<Declared>> Declarations(ZhiceDb db, IReadOnlyList<DataElement> elements, CancellationToken cancel) => elements.Any(e => CaseFigures.IsFed(db.Items, e))
        ? await db.CaseCoverages.AsNoTracking().Where(c => c.WithdrawnAt == null).Select(c => new Declared(c.OrganisationId, c.Source, c.From, c.At)).ToListAsync(cancel) : [];

    static bool Counted(ServiceCatalogue items, DataElement element, Organisation office, Period period, List<Declared> declared, DateTimeOffset before)
    {
        if (!CaseFigures.IsFed(items, element)) return false;
        var here = declared.Where(d => d.From <= period.FirstDay && d.At < before && office.Path.Contains($"/{d.OrganisationId.Value}/", StringComparison.Ordinal)).Select(d => d.Source).ToHashSet(StringComparer.Ordinal);
        return here.Count > 0 && CaseFigures.IsWhole(items, element, office, here);
    }
}
