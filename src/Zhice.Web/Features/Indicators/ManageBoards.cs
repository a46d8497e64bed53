using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Indicators;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Indicators;

/// <summary>我的看板: keeps the present choice under a name, renames, removes, and says which one opens first.</summary>
public static class ManageBoards
{
    /// <summary>What the forms send.</summary>
    public sealed class Form
    {
        /// <summary>The name.</summary>
        public string? Name { get; set; }
        /// <summary>The choice as the page shows it.</summary>
        public string? Query { get; set; }
        /// <summary>True to open it first.</summary>
        public bool Start { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/indicators/boards", Keep).DisableAntiforgery();
        routes.MapPost("/indicators/boards/{id:long}/name", Rename).DisableAntiforgery();
        routes.MapPost("/indicators/boards/{id:long}/start", Start).DisableAntiforgery();
        routes.MapPost("/indicators/boards/{id:long}/remove", Remove).DisableAntiforgery();
    }

    static async Task<IResult> Keep([FromForm] Form form, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, TimeProvider clock, CancellationToken cancel) =>
        (await BoardShelf.Keep(db, visit.Actor, form.Name ?? "", ShowDashboard.Parse(form.Query).Query, clock, cancel)).Accepted(out var board, out var refusal)
            ? Answer.Done(visit, ShowDashboard.Address(board), "saved-board.kept") : await Again(form, refusal, visit, db, catalogue, cancel);

    static async Task<IResult> Rename(long id, [FromForm] Form form, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel) =>
        (await BoardShelf.Rename(db, visit.Actor, new(id), form.Name ?? "", cancel)).Accepted(out var board, out var refusal)
            ? Answer.Done(visit, ShowDashboard.Address(board), "saved-board.renamed") : await Again(form, refusal, visit, db, catalogue, cancel);

    static async Task<IResult> Start(long id, [FromForm] Form form, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await BoardShelf.Start(db, visit.Actor, new(id), form.Start, cancel)).Accepted(out var board, out var refusal)
            ? Answer.Done(visit, ShowDashboard.Address(board), form.Start ? "saved-board.started" : "saved-board.unstarted") : Answer.Refused(visit, refusal);

    static async Task<IResult> Remove(long id, [FromForm] Form form, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await BoardShelf.Remove(db, visit.Actor, new(id), cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, $"/indicators/board?{ShowDashboard.Parse(form.Query).Query}", "saved-board.removed") : Answer.Refused(visit, refusal);

    // The board that the form stood on, with what was typed.
    static async Task<IResult> Again(Form form, Refusal refusal, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await ShowDashboard.Run(db, visit.Actor, catalogue, ShowDashboard.Parse(form.Query), visit.Today, cancel)).Accepted(out var view, out _)
            ? Answer.Again<DashboardPage>(visit, view with { Typed = form.Name }, refusal) : Answer.Refused(visit, refusal);
    }
}
