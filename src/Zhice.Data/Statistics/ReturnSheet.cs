using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>An opened return with all that its checks go by.</summary>
/// <param name="Return">The return.</param>
/// <param name="Round">Its collection.</param>
/// <param name="Office">The office.</param>
/// <param name="Form">The form.</param>
/// <param name="Period">The period.</param>
/// <param name="Elements">The form's elements.</param>
/// <param name="Texts">What stands in the cells: the draft, with held figures in their places.</param>
/// <param name="Held">Figures that are not asked.</param>
/// <param name="Parts">Figures of cases that are only a part of what is asked.</param>
/// <param name="Background">What the checks go by.</param>
/// <param name="Rules">The rules.</param>
public sealed record ReturnSheet(
    StatisticalReturn Return, CollectionRound Round, Organisation Office, FormDefinition Form, Period Period, IReadOnlyList<DataElement> Elements,
    IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, HeldFigure> Held, IReadOnlyDictionary<string, CaseFigure> Parts, CheckBackground Background, IReadOnlyList<ValidationRule> Rules)
{
    /// <summary>The checks over other texts; those of held cells are not taken.</summary>
    public CheckedSheet Check(IReadOnlyDictionary<string, string> texts) =>
        SheetCheck.Run(Elements, WithHeld(texts, Held), Rules, Background with { Least = Parts.ToDictionary(p => p.Key, p => p.Value.Value, StringComparer.Ordinal) });

    /// <summary>The checks over what stands.</summary>
    public CheckedSheet Check() => Check(Texts);

    internal static Dictionary<string, string> WithHeld(IReadOnlyDictionary<string, string> texts, IReadOnlyDictionary<string, HeldFigure> held)
    {
        var all = new Dictionary<string, string>(texts, StringComparer.Ordinal);
        foreach (var (code, figure) in held) all[code] = StoredFigure.Write(figure.Value);
        return all;
    }
}

/// <summary>Opens returns.</summary>
public static class ReturnSheets
{
    const int YearsBack = 5;

    /// <summary>True when the actor may see the office's return: those in reach, and those who read all.</summary>
    public static bool MaySee(Actor actor, string officePath) => AccessPolicy.ReadsAll(actor) || AccessPolicy.Reach(actor).Any(path => officePath.StartsWith(path, StringComparison.Ordinal));

    /// <summary>The return with its background: at most eleven commands. <c>return.missing</c> where it may not be seen.</summary>
    public static async Task<Outcome<ReturnSheet>> Open(ZhiceDb db, Actor actor, ReturnId id, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var row = await (
            from sheet in db.StatisticalReturns
            join round in db.CollectionRounds on sheet.CollectionId equals round.Id
            join office in db.Organisations on sheet.OrganisationId equals office.Id
            where sheet.Id == id
            select new { sheet, round, office }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null || !MaySee(actor, row.office.Path) || !StatisticsFiles.InUse.Forms.TryGetValue(row.round.Form, out var form)) return new Missing("return.missing");
        var period = Period.FromKey(row.round.Period);
        var elements = StatisticsFiles.InUse.ElementsOf(form);
        var (held, parts) = await PlatformData.Held(db, elements, row.office, period, row.round.StageOn(today) == CollectionStage.Locked, cancel);
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(row.sheet.Draft) ?? [];
        // A superior sees what was sent, not what is being written.
        if (row.sheet.SentAt is null && !AccessPolicy.MayWork(actor, row.office.Path)) texts = [];
        return new ReturnSheet(row.sheet, row.round, row.office, form, period, elements, ReturnSheet.WithHeld(texts, held), held, parts,
            await Background(db, elements, row.office, period, cancel), StatisticsFiles.InUse.RulesOf(form));
    }

    static async Task<CheckBackground> Background(ZhiceDb db, IReadOnlyList<DataElement> elements, Organisation office, Period period, CancellationToken cancel)
    {
        var codes = elements.Select(e => e.Code).ToList();
        var back = new List<Period>();
        for (var earlier = period; back.Count < YearsBack * Period.CountIn(period.Kind) && earlier.Year > Period.FirstYear; back.Add(earlier)) earlier = earlier.Previous;
        var before = period.Year > Period.FirstYear ? period.AddYears(-1) : period;
        var neighbours = await db.Organisations.AsNoTracking()
            .Where(o => o.ParentId == office.ParentId && o.Id != office.Id && o.Kind == office.Kind && o.Level == office.Level).OrderBy(o => o.Id).Select(o => o.Id).Take(60).ToListAsync(cancel);
        var own = await Observations.Read(db, new(codes, [.. back, .. PlatformData.Shorter(before).SelectMany(s => s), .. PlatformData.Shorter(period).SelectMany(s => s)]) { Organisations = [office.Id] }, cancel);
        var beside = await Observations.Read(db, new(codes, [period, before]) { Organisations = neighbours }, cancel);
        var yearBefore = own.Where(v => v.Period == before).ToDictionary(v => v.Element, v => v.Value, StringComparer.Ordinal);
        // A year before that was reported by months is compared with what these make, as the cell itself is filled in.
        foreach (var element in elements.Where(e => before != period && e.Kind != ElementKind.Distinct && !yearBefore.ContainsKey(e.Code)))
        {
            var parts = own.Where(v => v.Element == element.Code).ToDictionary(v => v.Period, v => v.Value);
            if (PlatformData.Shorter(before).FirstOrDefault(s => s.All(parts.ContainsKey)) is { } whole) yearBefore[element.Code] = element.Kind == ElementKind.Flow ? whole.Sum(p => parts[p]) : parts[whole[^1]];
        }
        return new CheckBackground(yearBefore)
        {
            Earlier = own.Where(v => v.Period.Kind == period.Kind).GroupBy(v => v.Element, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => (IReadOnlyList<decimal>)[.. g.OrderByDescending(v => v.Period).Select(v => v.Value)], StringComparer.Ordinal),
            Bounds = elements.Where(e => e.Kind == ElementKind.Distinct)
                .Select(e => (e.Code, Bounds: DistinctCount.Bounds(period, own.Where(v => v.Element == e.Code).ToDictionary(v => v.Period, v => v.Value))))
                .Where(b => b.Bounds is not null).ToDictionary(b => b.Code, b => b.Bounds!.Value, StringComparer.Ordinal),
            Neighbours = beside.GroupBy(v => v.Element, StringComparer.Ordinal).ToDictionary(g => g.Key, Pairs, StringComparer.Ordinal),
        };

        IReadOnlyList<(decimal, decimal)> Pairs(IGrouping<string, ObservedValue> values) =>
            [.. values.GroupBy(v => v.Organisation).Where(g => g.Count() == 2).Select(g => (g.First(v => v.Period == period).Value, g.First(v => v.Period == before).Value))];
    }
}
