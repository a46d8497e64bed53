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

/// <summary>分解、下达: new pieces of an obligation, or of a piece, for the own office or for several offices below at once.</summary>
public static class GiveItems
{
    /// <summary>The page.</summary>
    /// <param name="Base">The obligation.</param>
    /// <param name="Parent">The piece that is broken down further; null at the top.</param>
    /// <param name="Office">The office that breaks it down.</param>
    /// <param name="Below">Offices directly below it, and those below them where they are few.</param>
    /// <param name="People">Accounts of the office.</param>
    /// <param name="Latest">Latest day that a piece may be due.</param>
    /// <param name="Typed">What was typed.</param>
    public sealed record View(
        ItemBase Base, ShowObligation.Piece? Parent, (string Code, string Name) Office, IReadOnlyList<Organisation> Below, IReadOnlyList<ShowItem.Person> People, DateOnly? Latest, Form Typed);

    /// <summary>What the form sends.</summary>
    public sealed class Form
    {
        /// <summary>The piece above.</summary>
        public long? Parent { get; set; }
        /// <summary>The sentence.</summary>
        public long? Sentence { get; set; }
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
        /// <summary>The offices that were ticked.</summary>
        public IReadOnlyList<long> Offices { get; set => field = value ?? []; } = [];
        /// <summary>True for every office that the form lists.</summary>
        public bool All { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/obligations/{id:long}/items/new", Show);
        routes.MapPost("/obligations/{id:long}/items", Handle).DisableAntiforgery();
    }

    /// <summary>Loads the form. Refusals: <c>item.missing</c>, <c>work.forbidden</c>.</summary>
    public static async Task<Outcome<View>> Load(ZhiceDb db, Actor actor, ObligationId id, Form typed, CancellationToken cancel)
    {
        if (await ItemBase.Load(db, actor, id, cancel) is not { } found) return new Missing("item.missing");
        var parent = typed.Parent is { } above ? (await ShowObligation.Pieces(db, actor, id, found.Whole, cancel)).FirstOrDefault(p => p.Item.Id == new WorkItemId(above)) : null;
        if (typed.Parent is not null && parent is null) return new Missing("item.missing");
        var (office, code, name, path) = parent is null
            ? (found.Organisation.Id, found.Organisation.Code, found.Organisation.Name, found.Organisation.Path)
            : (parent.Item.OrganisationId, parent.Code, parent.Office, parent.Path);
        if (!AccessPolicy.MayWork(actor, path)) return new Forbidden("work.forbidden");
        var below = await db.Organisations.Where(o => o.ParentId == office && o.ValidTo == null && o.Kind == OrganisationKind.LocalOffice)
            .OrderBy(o => o.DivisionCode).Take(BreakDown.MostOffices).ToListAsync(cancel);
        // The national office owes through its departments and does not hand down to provinces: these owe by themselves.
        return new View(found, parent, (code, name), path.Count(c => c == '/') > 2 ? below : [], await ShowItem.People(db, office, cancel), WorkItemRules.Latest(found.On, parent?.Item.Due), typed);
    }

    static async Task<IResult> Show(long id, long? parent, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Load(db, visit.Actor, new(id), new Form { Parent = parent }, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<GivePage>(view)
            : Answer.Refused(visit, visit.Actor.IsPublic ? new Forbidden("access.denied") : refusal);

    static async Task<IResult> Handle(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (form.All && (await Load(db, visit.Actor, new(id), form, cancel)).Accepted(out var listed, out _)) form.Offices = [.. listed.Below.Select(o => o.Id.Value)];
        var request = new GiveRequest(new(id), form.Parent is { } parent ? new(parent) : null, form.Sentence is { } sentence ? new(sentence) : null,
            [.. form.Offices.Select(o => new OrganisationId(o))], form.Person is { } person ? new(person) : null, new WorkItemDraft(form.Title, form.Unit, form.Start, form.Due));
        if ((await BreakDown.Give(db, visit.Actor, request, clock, cancel)).Accepted(out _, out var refusal))
            return Answer.Done(visit, string.Create(CultureInfo.InvariantCulture, $"/obligations/{id}{(form.Parent is { } above ? $"/items/{above}" : "")}"), "item.given");
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await Load(db, visit.Actor, new(id), form, cancel)).Accepted(out var view, out _)
            ? Answer.Again<GivePage>(visit, view, refusal)
            : Answer.Refused(visit, refusal);
    }
}
