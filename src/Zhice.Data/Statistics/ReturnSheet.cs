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
/// <param name="Round">Its collection, with the office's own lock day.</param>
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
    /// <summary>The day on which the office ended, where the period begins on it or later: its heirs answer for the period. Null where the office answers.</summary>
    public DateOnly? Ended => Office.ValidTo is { } end && end <= Period.FirstDay ? end : null;

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
    /// <summary>True when the actor may see the office's return: those in reach, and those who read all.</summary>
    public static bool MaySee(Actor actor, string officePath) => AccessPolicy.ReadsAll(actor) || AccessPolicy.Reach(actor).Any(path => officePath.StartsWith(path, StringComparison.Ordinal));

    /// <summary>The return with its background: at most eleven commands. <c>return.missing</c> where it may not be seen.</summary>
    public static async Task<Outcome<ReturnSheet>> Open(ZhiceDb db, Actor actor, ReturnId id, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var row = await (
            from sheet in db.StatisticalReturns
            join asked in db.CollectionRounds on sheet.CollectionId equals asked.Id
            join office in db.Organisations on sheet.OrganisationId equals office.Id
            where sheet.Id == id
            select new { sheet, round = asked, office }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null || !MaySee(actor, row.office.Path) || !StatisticsFiles.InUse.Forms.TryGetValue(row.round.Form, out var form)) return new Missing("return.missing");
        var (period, round) = (Period.FromKey(row.round.Period), row.round.For(row.sheet));
        var elements = StatisticsFiles.InUse.ElementsOf(form);
        var (held, parts) = await PlatformData.Held(db, elements, row.office, period, round.StageOn(today) == CollectionStage.Locked, cancel);
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(row.sheet.Draft) ?? [];
        // A superior sees what was sent, not what is being written.
        if (row.sheet.SentAt is null && !AccessPolicy.MayWork(actor, row.office.Path)) texts = [];
        return new ReturnSheet(row.sheet, round, row.office, form, period, elements, ReturnSheet.WithHeld(texts, held), held, parts,
            (await CheckBackgrounds.Of(db, elements, [row.office], period, cancel))[row.office.Id].Background, StatisticsFiles.InUse.RulesOf(form));
    }
}
