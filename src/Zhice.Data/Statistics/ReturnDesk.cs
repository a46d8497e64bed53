using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>What an office sends with its return.</summary>
/// <param name="Version">The version that the person had before them.</param>
/// <param name="Texts">What stands in the cells, by element.</param>
/// <param name="Answers">Answers to findings, by their key.</param>
public sealed record ReturnContent(int Version, IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, string> Answers)
{
    /// <summary>The account, key and digest of a program's request; null for a page.</summary>
    public string? RequestKey { get; init; }
}

/// <summary>Saves and sends returns.</summary>
public static class ReturnDesk
{
    /// <summary>Longest text of a cell that is kept in a draft.</summary>
    public const int LongestCell = 60;
    /// <summary>Longest answer to a finding.</summary>
    public const int LongestAnswer = 1_000;

    static readonly JsonSerializerOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>True when the actor fills the return in: who does the business of this very office.</summary>
    public static bool MayFill(Actor actor, string officePath) => AccessPolicy.MayWork(actor, officePath);

    /// <summary>Keeps the cells as they were typed, faults and all: a draft need not be right.</summary>
    /// <returns>Refusals: <c>return.missing</c>, <c>access.denied</c>, <c>return.locked</c>, <c>return.planned</c>, <c>return.ended</c> where the office had ended before the period, <c>return.changed</c>, <c>return.long</c>.</returns>
    public static async Task<Outcome<ReturnSheet>> Save(ZhiceDb db, Actor actor, ReturnId id, ReturnContent content, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Fillable(db, actor, id, content, clock, cancel)).Accepted(out var sheet, out var refusal)) return refusal;
        if (!(await Keep(db, sheet, content, cancel)).Accepted(out _, out refusal)) return refusal;
        return await Done(db, cancel) ? sheet : new Blocked("return.changed");
    }

    /// <summary>Checks the cells and sends them: the figures become known, those that the platform holds with them, or nothing does.</summary>
    /// <returns>Refusals besides those of <see cref="Save"/>: each cell that is no figure or missing, each rule of importance error, <c>return.answer</c> for a finding without an answer, <c>return.published</c> for another figure than one that a published release rests on.</returns>
    public static async Task<Outcome<CheckedSheet>> Send(ZhiceDb db, Actor actor, ReturnId id, ReturnContent content, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Fillable(db, actor, id, content, clock, cancel)).Accepted(out var sheet, out var refusal)) return refusal;
        var found = sheet.Check(content.Texts);
        var answered = await db.FindingAnswers.AsNoTracking().Where(a => a.ReturnId == id).Select(a => a.Finding + "\n" + a.Shown).ToListAsync(cancel);
        var answers = Answers(content, found, answered.ToHashSet(StringComparer.Ordinal), id, actor, clock.GetUtcNow());
        var names = sheet.Elements.ToDictionary(e => e.Code, e => e.Term, StringComparer.Ordinal);
        List<Defect> defects =
        [
            .. found.Faults, .. found.Missing.Select(code => new Defect("return.cell-missing", code, names[code])),
            .. found.Findings.Where(f => f.Importance == Importance.Error).Select(f => f.Said),
            .. answers.Open.Select(f => new Defect("return.answer", AnswerField(f), names.GetValueOrDefault(f.Elements.Count > 0 ? f.Elements[0] : "", new TermName(sheet.Form.Name, sheet.Form.EnglishName)))),
        ];
        var published = await Published(db, sheet, found, cancel);
        // What the platform counts may have moved on since; a figure that is published stays until it is corrected.
        defects.AddRange(published.Where(p => !sheet.Held.ContainsKey(p.Key)).Select(p => new Defect("return.published", p.Key, names[p.Key], StoredFigure.Write(p.Value))));
        if (defects.Count > 0) return new Invalid(defects);

        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            if (!(await Keep(db, sheet, content, cancel)).Accepted(out var kept, out refusal)) return refusal;
            var now = clock.GetUtcNow();
            (kept.SentAt, kept.FirstSentAt, kept.SentBy) = (now, kept.FirstSentAt ?? now, actor.AccountId);
            db.AddRange(answers.New);
            if (!await Done(db, cancel)) return new Blocked("return.changed");
            var entered = found.Values.Where(v => !sheet.Held.ContainsKey(v.Key)).ToDictionary(v => v.Key, v => (decimal?)v.Value, StringComparer.Ordinal);
            var filled = sheet.Held.Where(h => !h.Value.Stored && !published.ContainsKey(h.Key)).ToDictionary(h => h.Key, h => (decimal?)h.Value.Value, StringComparer.Ordinal);
            await Write(db, new BatchHead(ObservationSource.Entry, actor.AccountId) { Note = $"return/{id.Value}", Demonstration = sheet.Round.Demonstration }, sheet, entered, clock, cancel);
            await Write(db, new BatchHead(ObservationSource.Platform, null) { Note = $"return/{id.Value}", Demonstration = sheet.Round.Demonstration }, sheet, filled, clock, cancel);
            AuditLog.Append(db, actor, now, "statistics.send", $"return/{id.Value}", new { office = sheet.Office.Code, form = sheet.Form.Code, period = sheet.Period.ToString(), values = found.Values.Count, late = ChinaTime.DayOf(now) > sheet.Round.DueOn });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        return found;
    }

    /// <summary>The form field that a finding is answered in.</summary>
    public static string AnswerField(Finding finding) => $"answer:{finding.Key}";

    static async Task<Outcome<ReturnSheet>> Fillable(ZhiceDb db, Actor actor, ReturnId id, ReturnContent content, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await ReturnSheets.Open(db, actor, id, ChinaTime.Today(clock), cancel)).Accepted(out var sheet, out var refusal)) return refusal;
        if (!MayFill(actor, sheet.Office.Path)) return new Forbidden("access.denied");
        switch (sheet.Round.StageOn(ChinaTime.Today(clock)))
        {
            case CollectionStage.Planned: return new Blocked("return.planned", sheet.Round.OpensOn);
            case CollectionStage.Withdrawn: return new Blocked("collection.withdrawn");
            case CollectionStage.Locked: return new Blocked("return.locked", sheet.Round.LocksOn);
        }
        if (sheet.Ended is { } end) return new Blocked("return.ended", end, await OfficeFacts.HeirsOf(db, sheet.Office.Id, cancel));
        if (sheet.Return.Version != content.Version) return new Blocked("return.changed");
        return content.Texts.Values.Any(t => t.Length > LongestCell) || content.Answers.Values.Any(a => a.Length > LongestAnswer) ? new Invalid(new Defect("return.long", null, LongestCell, LongestAnswer)) : sheet;
    }

    static async Task<Outcome<StatisticalReturn>> Keep(ZhiceDb db, ReturnSheet sheet, ReturnContent content, CancellationToken cancel)
    {
        var kept = await db.StatisticalReturns.AsTracking().FirstAsync(r => r.Id == sheet.Return.Id, cancel);
        if (kept.Version != content.Version) return new Blocked("return.changed");
        var texts = sheet.Elements.Where(e => !sheet.Held.ContainsKey(e.Code) && content.Texts.TryGetValue(e.Code, out var text) && !string.IsNullOrWhiteSpace(text))
            .ToDictionary(e => e.Code, e => content.Texts[e.Code].Trim(), StringComparer.Ordinal);
        kept.Draft = JsonSerializer.Serialize(texts, plain);
        (kept.Filled, kept.Asked) = (texts.Count + sheet.Held.Count, sheet.Elements.Count);
        kept.RequestKey = content.RequestKey;
        kept.Version++;
        return kept;
    }

    static async Task Write(ZhiceDb db, BatchHead head, ReturnSheet sheet, Dictionary<string, decimal?> values, TimeProvider clock, CancellationToken cancel)
    {
        if (values.Count == 0) return;
        await Batches.Write(db, head with { OrganisationId = sheet.Office.Id }, values.Select(v => (v.Key, sheet.Period, sheet.Office.Id, v.Value)).ToList(), clock, cancel);
    }

    // Figures that stand, went into a published release, and would be others: by element, as they stand. Two commands at most.
    static async Task<Dictionary<string, decimal>> Published(ZhiceDb db, ReturnSheet sheet, CheckedSheet found, CancellationToken cancel)
    {
        var standing = await Observations.Read(db, new([.. sheet.Elements.Select(e => e.Code)], [sheet.Period]) { Organisations = [sheet.Office.Id] }, cancel);
        var others = standing.Where(v => found.Values.TryGetValue(v.Element, out var value) && value != v.Value).ToDictionary(v => v.Element, v => v.Value, StringComparer.Ordinal);
        if (others.Count == 0) return others;
        var cells = await PublishedCells.Load(db, cancel);
        return others.Where(o => cells.Holds(o.Key, sheet.Period, sheet.Office.Path)).ToDictionary(StringComparer.Ordinal);
    }

    static async Task<bool> Done(ZhiceDb db, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // somebody of the office saved in the same moment
        }
    }

    // An answer holds for the sentence that it was given to: other figures are another question.
    static (List<FindingAnswer> New, List<Finding> Open) Answers(ReturnContent content, CheckedSheet found, HashSet<string> answered, ReturnId id, Actor actor, DateTimeOffset now)
    {
        var (fresh, open) = (new List<FindingAnswer>(), new List<Finding>());
        foreach (var finding in found.Findings.Where(f => f.Importance != Importance.Error))
        {
            var shown = Shown(finding);
            var answer = content.Answers.GetValueOrDefault(finding.Key)?.Trim() ?? "";
            if (answer.Length > 0) fresh.Add(new FindingAnswer { ReturnId = id, Finding = finding.Key, Shown = shown, Answer = answer, By = actor.AccountId!.Value, At = now });
            else if (finding.Importance == Importance.Warning && !answered.Contains(finding.Key + "\n" + shown)) open.Add(finding);
        }
        return (fresh, open);
    }

    /// <summary>The finding's code and figures, as they are kept beside an answer and put into words again.</summary>
    public static string Shown(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var whole = JsonSerializer.Serialize((string[])[finding.Said.Code, .. finding.Said.Arguments.Select(a => Convert.ToString(a, System.Globalization.CultureInfo.InvariantCulture) ?? "")], plain);
        return whole.Length <= LongestAnswer ? whole : JsonSerializer.Serialize((string[])[finding.Said.Code], plain);
    }
}
