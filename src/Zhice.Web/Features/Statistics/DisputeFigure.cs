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

    /// <summary>The objections of a return, the newest first: one command.</summary>
    internal static async Task<IReadOnlyList<Row>> Of(ZhiceDb db, ReturnId id, CancellationToken cancel) => await (
        from dispute in db.FigureDisputes
        join by in db.Accounts on dispute.By equals by.Id
        join answering in db.Accounts on dispute.AnsweredBy equals answering.Id into answered
        from answer in answered.DefaultIfEmpty()
        where dispute.ReturnId == id
        orderby dispute.Id descending
        select new Row(dispute, by.DisplayName, answer == null ? null : answer.DisplayName)).AsNoTracking().Take(Most).ToListAsync(cancel);

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
