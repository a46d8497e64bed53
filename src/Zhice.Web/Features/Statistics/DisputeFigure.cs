using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Statistics;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statistics;

/// <summary>数据异议: objections to filled-in figures on the page of a return, and their answers.</summary>
public static class DisputeFigure
{
    /// <summary>Objections of a return that are shown.</summary>
    public const int Most = 50;

    /// <summary>An objection.</summary>
    public sealed record Row(FigureDispute Dispute, string By, string? AnsweredBy);

    /// <summary>What was typed.</summary>
    public sealed class Form
    {
        /// <summary>The element.</summary>
        public string? Element { get; set; }
        /// <summary>Why.</summary>
        public string? Reason { get; set; }
        /// <summary>The answer.</summary>
        public string? Answer { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/statistics/returns/{id:long}/disputes", Object).DisableAntiforgery();
        routes.MapPost("/statistics/returns/{id:long}/disputes/{number:long}", Reply).DisableAntiforgery();
    }

    /// <summary>The answers to findings and the objections of a return, each the newest first: one command.</summary>
    internal static async Task<(IReadOnlyList<FillReturn.Given> Answers, IReadOnlyList<Row> Disputes)> Of(ZhiceDb db, ReturnId id, CancellationToken cancel)
    {
        var answers = (
            from answer in db.FindingAnswers
            join account in db.Accounts on answer.By equals account.Id
            where answer.ReturnId == id
            orderby answer.Id descending
            select new { Objects = false, answer.Id, What = answer.Finding, answer.Shown, Said = answer.Answer, answer.By, Name = account.DisplayName, answer.At, Answer = (string?)null, Answered = (string?)null, AnsweredAt = (DateTimeOffset?)null }).Take(Most);
        var disputes = (
            from dispute in db.FigureDisputes
            join account in db.Accounts on dispute.By equals account.Id
            where dispute.ReturnId == id
            orderby dispute.Id descending
            select new
            {
                Objects = true, dispute.Id, What = dispute.Element, dispute.Shown, Said = dispute.Reason, dispute.By, Name = account.DisplayName, dispute.At, dispute.Answer,
                Answered = db.Accounts.Where(a => a.Id == dispute.AnsweredBy).Select(a => (string?)a.DisplayName).FirstOrDefault(), dispute.AnsweredAt,
            }).Take(Most);
        var rows = await answers.Concat(disputes).AsNoTracking().ToListAsync(cancel);
        return ([.. rows.Where(r => !r.Objects).OrderByDescending(r => r.Id).Select(r => new FillReturn.Given(r.What, r.Shown, r.Said, r.Name, r.At))],
            [.. rows.Where(r => r.Objects).OrderByDescending(r => r.Id).Select(r => new Row(
                new FigureDispute { Id = r.Id, ReturnId = id, Element = r.What, Shown = r.Shown, Reason = r.Said, By = r.By, At = r.At, Answer = r.Answer, AnsweredAt = r.AnsweredAt }, r.Name, r.Answered))]);
    }

    static async Task<IResult> Object(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await DisputeDesk.Object(db, visit.Actor, new(id), form.Element ?? "", form.Reason ?? "", clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, $"/statistics/returns/{id}", "dispute.sent") : await Again(id, refusal, visit, db, cancel);

    static async Task<IResult> Reply(long id, long number, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await DisputeDesk.Answer(db, visit.Actor, number, form.Answer ?? "", clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, $"/statistics/returns/{id}", "dispute.answered-now") : await Again(id, refusal, visit, db, cancel);

    static async Task<IResult> Again(long id, Refusal refusal, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await FillReturn.Run(db, visit, new(id), null, null, cancel)).Accepted(out var view, out _) ? Answer.Again<ReturnPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
