using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.Working;
using Zhice.Domain;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Working;

/// <summary>状态、选做、延期: changes of one obligation. Who was overtaken sees both versions, with what was typed still in the form.</summary>
public static class ChangeObligation
{
    /// <summary>What the three forms send; each uses its own fields.</summary>
    public sealed class Form
    {
        /// <summary>The status.</summary>
        public WorkStatus Status { get; set; }
        /// <summary>The choice.</summary>
        public OptChoice Choice { get; set; }
        /// <summary>Reason of a status, a choice or an extension.</summary>
        public string? Reason { get; set; }
        /// <summary>What stands in the way.</summary>
        public string? Blocker { get; set; }
        /// <summary>New due day.</summary>
        public DateOnly? To { get; set; }
        /// <summary>The version that the person saw.</summary>
        public int Version { get; set; }
        /// <summary>Which of the forms it was: status, choice or due; set by the endpoint.</summary>
        internal string Kind { get; set; } = "status";
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/obligations/{id:long}/status", async (long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
            await Answered(visit, db, id, form, "status", await ObligationWork.ChangeStatus(db, visit.Actor, new(id), form.Status, form.Reason, form.Blocker, form.Version, clock, cancel), "obligation.saved", cancel)).DisableAntiforgery();
        routes.MapPost("/obligations/{id:long}/choice", async (long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
            await Answered(visit, db, id, form, "choice", await ObligationWork.Choose(db, visit.Actor, new(id), form.Choice, form.Reason, form.Version, clock, cancel), "obligation.choiceSaved", cancel)).DisableAntiforgery();
        routes.MapPost("/obligations/{id:long}/due", async (long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
            await Answered(visit, db, id, form, "due", await ObligationWork.Extend(db, visit.Actor, new(id), form.To, form.Reason, form.Version, clock, cancel), "obligation.extendSaved", cancel)).DisableAntiforgery();
    }

    static async Task<IResult> Answered(Visit visit, ZhiceDb db, long id, Form form, string kind, Outcome<ObligationState> outcome, string said, CancellationToken cancel)
    {
        if (outcome.Accepted(out _, out var refusal)) return Answer.Done(visit, string.Create(CultureInfo.InvariantCulture, $"/obligations/{id}"), said);
        db.ChangeTracker.Clear();
        form.Kind = kind;
        return refusal is Invalid or Blocked && (await ShowObligation.Run(db, visit.Actor, new ObligationId(id), visit.Today, cancel)).Accepted(out var view, out _)
            ? Answer.Again<ObligationPage>(visit, view with { Wanted = form }, refusal)
            : Answer.Refused(visit, refusal);
    }
}
