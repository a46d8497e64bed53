using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Working;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Working;

/// <summary>分解事项页: one piece of work, what stands below it, and what those who gave it or do it may change.</summary>
public static class ShowItem
{
    /// <summary>The page.</summary>
    /// <param name="Base">The obligation that it comes from.</param>
    /// <param name="Piece">The piece.</param>
    /// <param name="Pieces">Pieces of the obligation that the reader may see.</param>
    /// <param name="GivenBy">Name of the office that gave it.</param>
    /// <param name="Latest">Latest day that it may be due.</param>
    /// <param name="People">Accounts that may be put in charge.</param>
    /// <param name="Gives">True for officers of the office that gave it.</param>
    /// <param name="Does">True for officers of the office that does it.</param>
    public sealed record View(
        ItemBase Base, ShowObligation.Piece Piece, IReadOnlyList<ShowObligation.Piece> Pieces, (string Code, string Name) GivenBy, DateOnly? Latest,
        IReadOnlyList<Person> People, bool Gives, bool Does)
    {
        /// <summary>Its address.</summary>
        public string Address => string.Create(CultureInfo.InvariantCulture, $"{Base.Address}/items/{Piece.Item.Id.Value}");
        /// <summary>What was typed, when a form is shown again.</summary>
        public Form? Wanted { get; init; }
    }

    /// <summary>An account of the office.</summary>
    public sealed record Person(AccountId Id, string Name);

    /// <summary>What the forms send.</summary>
    public sealed class Form
    {
        /// <summary>What is to be done.</summary>
        public string? Title { get; set; }
        /// <summary>处室.</summary>
        public string? Unit { get; set; }
        /// <summary>The account in charge.</summary>
        public long? Person { get; set; }
        /// <summary>First day.</summary>
        public DateOnly? Start { get; set; }
        /// <summary>Last day.</summary>
        public DateOnly? Due { get; set; }
        /// <summary>How far it is.</summary>
        public WorkStatus Status { get; set; }
        /// <summary>What stands in the way.</summary>
        public string? Blocker { get; set; }
        /// <summary>The version that the person saw.</summary>
        public int Version { get; set; }
        /// <summary>True where the form that says how far it is was sent; set by the endpoint.</summary>
        internal bool Moves { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/obligations/{id:long}/items/{item:long}", Handle);
        routes.MapPost("/obligations/{id:long}/items/{item:long}/change", Change).DisableAntiforgery();
        routes.MapPost("/obligations/{id:long}/items/{item:long}/progress", Move).DisableAntiforgery();
        routes.MapPost("/obligations/{id:long}/items/{item:long}/withdraw", Withdraw).DisableAntiforgery();
    }

    /// <summary>Loads the page.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ObligationId id, WorkItemId item, CancellationToken cancel)
    {
        if (await ItemBase.Load(db, actor, id, cancel) is not { } found) return new Missing("item.missing");
        var pieces = await ShowObligation.Pieces(db, actor, id, found.Whole, cancel);
        var piece = pieces.FirstOrDefault(p => p.Item.Id == item);
        if (piece is null) return new Missing("item.missing");
        var giver = await db.Organisations.Where(o => o.Id == piece.Item.GivenBy).Select(o => new { o.Code, o.Name, o.Path }).FirstAsync(cancel);
        var (gives, does) = (AccessPolicy.MayWork(actor, giver.Path), AccessPolicy.MayWork(actor, piece.Path));
        return new View(found, piece, pieces, (giver.Code, giver.Name), WorkItemRules.Latest(found.On, pieces.FirstOrDefault(p => p.Item.Id == piece.Item.ParentId)?.Item.Due),
            gives || does ? await People(db, piece.Item.OrganisationId, cancel) : [], gives, does);
    }

    /// <summary>Accounts that hold a role of business at an office.</summary>
    internal static async Task<IReadOnlyList<Person>> People(ZhiceDb db, OrganisationId office, CancellationToken cancel) => await (
        from account in db.Accounts
        where !account.Closed && db.RoleGrants.Any(g => g.AccountId == account.Id && g.OrganisationId == office && g.RevokedAt == null && AccessPolicy.BusinessRoles.Contains(g.Role))
        orderby account.DisplayName, account.Id
        select new Person(account.Id, account.DisplayName)).Take(200).ToListAsync(cancel);

    static async Task<IResult> Handle(long id, long item, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), new(item), cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<ItemPage>(view)
            : Answer.Refused(visit, visit.Actor.IsPublic ? new Forbidden("access.denied") : refusal);

    static async Task<IResult> Change(long id, long item, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        await Answered(visit, db, id, item, form, await BreakDown.Change(db, visit.Actor, new(item), new WorkItemDraft(form.Title, form.Unit, form.Start, form.Due),
            form.Person is { } person ? new(person) : null, form.Version, clock, cancel), "item.changed", cancel);

    static async Task<IResult> Move(long id, long item, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        form.Moves = true;
        return await Answered(visit, db, id, item, form, await BreakDown.Move(db, visit.Actor, new(item), form.Status, form.Blocker, form.Version, clock, cancel), "item.moved", cancel);
    }

    static async Task<IResult> Withdraw(long id, long item, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var outcome = await BreakDown.Withdraw(db, visit.Actor, new(item), form.Version, clock, cancel);
        return outcome.Accepted(out _, out _)
            ? Answer.Done(visit, string.Create(CultureInfo.InvariantCulture, $"/obligations/{id}"), "item.withdrawn")
            : await Answered(visit, db, id, item, form, outcome, "item.withdrawn", cancel);
    }

    static async Task<IResult> Answered(Visit visit, ZhiceDb db, long id, long item, Form form, Outcome<WorkItem> outcome, string said, CancellationToken cancel)
    {
        if (outcome.Accepted(out _, out var refusal)) return Answer.Done(visit, string.Create(CultureInfo.InvariantCulture, $"/obligations/{id}/items/{item}"), said);
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await Run(db, visit.Actor, new(id), new(item), cancel)).Accepted(out var view, out _)
            ? Answer.Again<ItemPage>(visit, view with { Wanted = form }, refusal)
            : Answer.Refused(visit, refusal);
    }
}
