using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>How a question of a check stands.</summary>
public enum AnswerState
{
    /// <summary>已说明.</summary>
    Answered = 1,
    /// <summary>未说明: the figures as they stand now ask it, and nobody has answered this sentence.</summary>
    Open = 2,
    /// <summary>未报送: the office has not sent, so that nothing was asked yet.</summary>
    NotSent = 3,
    /// <summary>数据已报齐: the office has not sent and need not; the platform holds every figure that is asked of it.</summary>
    Held = 4,
}

/// <summary>A question of a round, with its answer, or an office that has not sent.</summary>
/// <param name="Return">The return.</param>
/// <param name="Office">The office.</param>
/// <param name="State">How it stands.</param>
/// <param name="Check">The rule or pattern; empty where nothing was asked.</param>
/// <param name="Element">Code of the element that it speaks of; null where of none alone.</param>
/// <param name="Importance">Importance of the check; null where the rule is no longer defined.</param>
/// <param name="Shown">The sentence as kept: a code and its values as JSON (<see cref="ReturnDesk.Shown"/>); null where nothing was asked.</param>
/// <param name="Answer">The answer; null where there is none.</param>
/// <param name="By">Who gave it.</param>
/// <param name="At">When.</param>
public sealed record AnswerLine(ReturnId Return, Organisation Office, AnswerState State, string Check, string? Element, Importance? Importance, string? Shown, string? Answer, string? By, DateTimeOffset? At);

/// <summary>What is asked for.</summary>
/// <param name="Check">This rule or pattern only.</param>
/// <param name="Importance">This importance only.</param>
/// <param name="State">This state only.</param>
/// <param name="Office">Part of an office's name, or its code.</param>
public sealed record AnswerFilter(string? Check = null, Importance? Importance = null, AnswerState? State = null, string? Office = null);

/// <summary>审核说明汇总: all that the checks asked in a round, what the offices said to it, and who has not answered; of the offices in the reader's reach.</summary>
/// <param name="Round">The round.</param>
/// <param name="Form">Its form.</param>
/// <param name="Lines">After the filter: what is open first, then who has not sent, then the answers, each by office.</param>
/// <param name="Checks">Checks that asked anything.</param>
/// <param name="Counts">Lines before the filter, by state.</param>
/// <param name="Sent">Offices that sent.</param>
/// <param name="Asked">Offices that are asked.</param>
/// <param name="Checked">False where so many offices are in reach that what is open was not looked for.</param>
public sealed record AnswerBook(CollectionRound Round, FormDefinition Form, IReadOnlyList<AnswerLine> Lines, IReadOnlyList<string> Checks, IReadOnlyDictionary<AnswerState, int> Counts, int Sent, int Asked, bool Checked)
{
    /// <summary>Most sent returns that are checked anew for one page.</summary>
    public const int MostChecked = 200;
    const int Most = 20_000;

    /// <summary>Reads it: eleven commands at most.</summary>
    /// <returns>Null where there is no such round, or none that the reader may see.</returns>
    public static async Task<AnswerBook?> Load(ZhiceDb db, Actor actor, CollectionId id, AnswerFilter filter, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(filter);
        if (await db.VisibleCollections(actor).AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancel) is not { } round || !StatisticsFiles.InUse.Forms.TryGetValue(round.Form, out var form)) return null;
        var returns = await (
            from sheet in db.VisibleReturns(actor)
            join office in db.Organisations on sheet.OrganisationId equals office.Id
            where sheet.CollectionId == id
            orderby office.Level, office.Code
            select new { sheet.Id, Sent = sheet.SentAt != null, office }).AsNoTracking().Take(Most).ToListAsync(cancel);
        var visible = db.VisibleReturns(actor).Where(r => r.CollectionId == id);
        var given = await (
            from answer in db.FindingAnswers
            join sheet in visible on answer.ReturnId equals sheet.Id
            join person in db.Accounts on answer.By equals person.Id
            orderby answer.Id descending
            select new { answer, person.DisplayName }).AsNoTracking().Take(Most).ToListAsync(cancel);
        var offices = returns.ToDictionary(r => r.Id, r => r.office);
        var lines = given.ConvertAll(g =>
        {
            var (check, element) = Parts(g.answer.Finding);
            return new AnswerLine(g.answer.ReturnId, offices[g.answer.ReturnId], AnswerState.Answered, check, element, ImportanceOf(check), g.answer.Shown, g.answer.Answer, g.DisplayName, g.answer.At);
        });
        var sent = returns.Where(r => r.Sent).ToList();
        var whole = sent.Count <= MostChecked;
        if (whole && sent.Count > 0)
        {
            var answered = given.Select(g => (g.answer.ReturnId, g.answer.Finding, g.answer.Shown)).ToHashSet();
            lines.AddRange(await Open(db, form, Period.FromKey(round.Period), [.. sent.Select(r => (r.Id, r.office))], answered, cancel));
        }
        // Who had ended before the period is not waited for.
        var first = Period.FromKey(round.Period).FirstDay;
        var waited = returns.Where(r => !r.Sent && !(r.office.ValidTo <= first)).ToList();
        var held = await HeldReturns.OfRound(db, round, waited.ConvertAll(r => r.office), cancel);
        lines.AddRange(waited.Select(r => new AnswerLine(r.Id, r.office, held.GetValueOrDefault(r.office.Id).Whole ? AnswerState.Held : AnswerState.NotSent, "", null, null, null, null, null, null)));
        var shown = lines.Where(l => (filter.Check is null || l.Check == filter.Check) && (filter.Importance is null || l.Importance == filter.Importance) && (filter.State is null || l.State == filter.State)
            && (filter.Office is null || l.Office.Name.Contains(filter.Office, StringComparison.OrdinalIgnoreCase) || l.Office.Code.Contains(filter.Office, StringComparison.OrdinalIgnoreCase)));
        return new(round, form, [.. shown.OrderBy(l => l.State switch { AnswerState.Open => 0, AnswerState.NotSent => 1, AnswerState.Held => 2, _ => 3 }).ThenBy(l => l.Office.Level).ThenBy(l => l.Office.Code, StringComparer.Ordinal).ThenByDescending(l => l.At)],
            [.. lines.Select(l => l.Check).Where(c => c.Length > 0).Distinct().Order(StringComparer.Ordinal)], lines.GroupBy(l => l.State).ToDictionary(g => g.Key, g => g.Count()), sent.Count, returns.Count, whole);
    }

    // The checks of sending, run over what stands: a neighbour that sent later, or a correction, may ask what nobody was asked then.
    static async Task<IEnumerable<AnswerLine>> Open(
        ZhiceDb db, FormDefinition form, Period period, IReadOnlyList<(ReturnId Id, Organisation Office)> sent, HashSet<(ReturnId, string, string)> answered, CancellationToken cancel)
    {
        var (elements, rules) = (StatisticsFiles.InUse.ElementsOf(form), StatisticsFiles.InUse.RulesOf(form));
        var backgrounds = await CheckBackgrounds.Of(db, elements, [.. sent.Select(s => s.Office)], period, cancel);
        return
            from entry in sent
            let known = backgrounds[entry.Office.Id]
            let texts = known.Standing.ToDictionary(v => v.Key, v => StoredFigure.Write(v.Value), StringComparer.Ordinal)
            from finding in SheetCheck.Run(elements, texts, rules, known.Background).Findings
            let shown = ReturnDesk.Shown(finding)
            where !answered.Contains((entry.Id, finding.Key, shown))
            select new AnswerLine(entry.Id, entry.Office, AnswerState.Open, finding.Check, finding.Elements.Count > 0 ? finding.Elements[0] : null, finding.Importance, shown, null, null, null);
    }

    static (string Check, string? Element) Parts(string finding) => finding.LastIndexOf('/') is > 0 and var at ? (finding[..at], finding[(at + 1)..] is "-" ? null : finding[(at + 1)..]) : (finding, null);

    // Patterns ask with importance warning; a rule says its own.
    static Importance? ImportanceOf(string check) => SheetCheck.PatternNames.Contains(check) ? Importance.Warning : StatisticsFiles.InUse.Rules.FirstOrDefault(r => r.Code == check)?.Importance;
}
