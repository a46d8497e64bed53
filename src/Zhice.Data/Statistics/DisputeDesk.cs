using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>数据异议: objects to a figure that the platform filled in, and answers.</summary>
public static class DisputeDesk
{
    /// <summary>True when the actor may answer: who may open a collection for the office, and did not object.</summary>
    public static bool MayAnswer(Actor actor, string officePath, FigureDispute dispute)
    {
        ArgumentNullException.ThrowIfNull(dispute);
        return CollectionDesk.MayOpen(actor, officePath) && dispute.By != actor.AccountId;
    }

    /// <summary>Objects. Refusals: <c>return.missing</c>, <c>access.denied</c>, <c>dispute.not-held</c>, <c>dispute.reason</c>, <c>dispute.open</c>.</summary>
    public static async Task<Outcome<FigureDispute>> Object(ZhiceDb db, Actor actor, ReturnId id, string element, string reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await ReturnSheets.Open(db, actor, id, ChinaTime.Today(clock), cancel)).Accepted(out var sheet, out var refusal)) return refusal;
        if (!ReturnDesk.MayFill(actor, sheet.Office.Path)) return new Forbidden("access.denied");
        if (!sheet.Held.TryGetValue(element, out var held)) return new Invalid(new Defect("dispute.not-held", "element"));
        if (Words(reason) is not { } text) return new Invalid(new Defect("dispute.reason", "reason", FigureDispute.Longest));
        if (await db.FigureDisputes.AnyAsync(d => d.ReturnId == id && d.Element == element && d.AnsweredAt == null, cancel)) return new Blocked("dispute.open");
        var now = clock.GetUtcNow();
        var dispute = new FigureDispute { ReturnId = id, Element = element, Shown = StoredFigure.Write(held.Value), Reason = text, By = actor.AccountId!.Value, At = now };
        db.Add(dispute);
        AuditLog.Append(db, actor, now, "statistics.dispute", $"return/{id.Value}", new { element, shown = dispute.Shown });
        await db.SaveChangesAsync(cancel);
        return dispute;
    }

    /// <summary>Answers. Refusals: <c>dispute.missing</c>, <c>access.denied</c>, <c>dispute.answered</c>, <c>dispute.reason</c>.</summary>
    public static async Task<Outcome<FigureDispute>> Answer(ZhiceDb db, Actor actor, long id, string answer, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var row = await (
            from dispute in db.FigureDisputes
            join sheet in db.StatisticalReturns on dispute.ReturnId equals sheet.Id
            join office in db.Organisations on sheet.OrganisationId equals office.Id
            where dispute.Id == id
            select new { dispute, office.Path }).AsTracking().FirstOrDefaultAsync(cancel);
        if (row is null || !ReturnSheets.MaySee(actor, row.Path)) return new Missing("dispute.missing");
        if (!MayAnswer(actor, row.Path, row.dispute)) return new Forbidden("access.denied");
        if (row.dispute.AnsweredAt is not null) return new Blocked("dispute.answered");
        if (Words(answer) is not { } text) return new Invalid(new Defect("dispute.reason", "answer", FigureDispute.Longest));
        var now = clock.GetUtcNow();
        (row.dispute.Answer, row.dispute.AnsweredBy, row.dispute.AnsweredAt) = (text, actor.AccountId, now);
        AuditLog.Append(db, actor, now, "statistics.dispute-answer", $"return/{row.dispute.ReturnId.Value}", new { element = row.dispute.Element });
        await db.SaveChangesAsync(cancel);
        return row.dispute;
    }

    static string? Words(string? text) => text?.ReplaceLineEndings("\n").Trim() is { Length: > 0 and <= FigureDispute.Longest } words && !FieldRules.Deceives(words, lines: true) ? words : null;
}
