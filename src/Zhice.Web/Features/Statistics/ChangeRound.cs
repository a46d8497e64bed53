using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statistics;

/// <summary>调整填报: the owner of a round changes its days, gives one office longer, or withdraws it; all on the round's page.</summary>
public static class ChangeRound
{
    /// <summary>What was typed.</summary>
    public sealed class Form
    {
        /// <summary>First day on which it may be filled in.</summary>
        public string? OpensOn { get; set; }
        /// <summary>Last day in time.</summary>
        public string? DueOn { get; set; }
        /// <summary>Day of the lock.</summary>
        public string? LocksOn { get; set; }
        /// <summary>Code or name of the office that is given longer.</summary>
        public string? Office { get; set; }
        /// <summary>Its lock day.</summary>
        public string? Until { get; set; }
        /// <summary>Why it is given longer.</summary>
        public string? Reason { get; set; }
        /// <summary>Why the round is withdrawn.</summary>
        public string? WithdrawReason { get; set; }
        /// <summary>True where the withdrawal was confirmed.</summary>
        public bool Confirmed { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/statistics/collections/{id:long}/days", Days).DisableAntiforgery();
        routes.MapPost("/statistics/collections/{id:long}/extend", Extend).DisableAntiforgery();
        routes.MapPost("/statistics/collections/{id:long}/withdraw", Withdraw).DisableAntiforgery();
    }

    static async Task<IResult> Days(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        foreach (var (text, field) in ((string?, string)[])[(form.OpensOn, "opensOn"), (form.DueOn, "dueOn"), (form.LocksOn, "locksOn")])
            if (!ListCollections.Day(text, out _)) return await Again(id, form, new Invalid(new Defect("collection.day", field, text!)), visit, db, cancel);
        ListCollections.Day(form.OpensOn, out var opens);
        ListCollections.Day(form.DueOn, out var due);
        ListCollections.Day(form.LocksOn, out var locks);
        return (await RoundDesk.Change(db, visit.Actor, new(id), new(due, locks, opens), clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, $"/statistics/collections/{id}", "collection.days-changed") : await Again(id, form, refusal, visit, db, cancel);
    }

    static async Task<IResult> Extend(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (!ListCollections.Day(form.Until, out var until)) return await Again(id, form, new Invalid(new Defect("collection.day", "until", form.Until!)), visit, db, cancel);
        return (await RoundDesk.Extend(db, visit.Actor, new(id), form.Office ?? "", until, form.Reason ?? "", clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, $"/statistics/collections/{id}", "collection.extended") : await Again(id, form, refusal, visit, db, cancel);
    }

    static async Task<IResult> Withdraw(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await RoundDesk.Withdraw(db, visit.Actor, new(id), form.Confirmed, form.WithdrawReason ?? "", clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, $"/statistics/collections/{id}", "collection.withdrawn-now") : await Again(id, form, refusal, visit, db, cancel);

    static async Task<IResult> Again(long id, Form form, Refusal refusal, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await ShowRound.Run(db, visit.Actor, new(id), 1, false, ShowRound.PageSize, cancel)).Accepted(out var view, out _)
            ? Answer.Again<CollectionPage>(visit, view with { Typed = form }, refusal) : Answer.Refused(visit, refusal);
    }
}
