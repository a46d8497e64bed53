using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.WhiteBooks;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.WhiteBooks;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.WhiteBooks;

/// <summary>One revision of a book at the desk: its text with figures, its fields, what it lacks, its way.</summary>
public static class ShowBook
{
    /// <summary>A step.</summary>
    public sealed record Step(WhiteBookStep Taken, string By);

    /// <summary>The page.</summary>
    /// <param name="Book">The revision.</param>
    /// <param name="Owner">The office that publishes.</param>
    /// <param name="Plan">Chapters and fields.</param>
    /// <param name="Body">The text with figures.</param>
    /// <param name="Faults">What keeps it from its review.</param>
    /// <param name="Steps">Steps, the first one first.</param>
    /// <param name="Writes">True where the reader may change the text now.</param>
    /// <param name="Next">The next state; null after the last.</param>
    /// <param name="Why">Why the reader may not take the next step; null where he may.</param>
    /// <param name="MayReturn">True where the reader may take it back to draft.</param>
    /// <param name="MayRevise">True where the reader may begin the next revision.</param>
    /// <param name="Typed">A field that was typed; null for an empty form.</param>
    public sealed record View(WhiteBook Book, Organisation Owner, BookPlan Plan, BookBody Body, IReadOnlyList<Defect> Faults, IReadOnlyList<Step> Steps, bool Writes, WhiteBookState? Next, Refusal? Why, bool MayReturn, bool MayRevise, BookField? Typed);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/white-books/{id:long}", Show);
        routes.MapPost("/white-books/{id:long}", Act).DisableAntiforgery();
    }

    /// <summary>The page's view, for who writes for the owner and who reads all.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, WhiteBookId id, BookField? typed, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        var row = await (
            from book in db.VisibleBooks(actor)
            join owner in db.Organisations on book.OwnerId equals owner.Id
            where book.Id == id
            select new { book, owner, last = !db.WhiteBooks.Any(b => b.Code == book.Code && b.Revision > book.Revision) }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("book.missing");
        var plan = BookJson.ReadPlan(row.book.Plan);
        var steps = await (from step in db.WhiteBookSteps join account in db.Accounts on step.By equals account.Id where step.BookId == id orderby step.Id select new Step(step, account.DisplayName)).AsNoTracking().Take(200).ToListAsync(cancel);
        var writers = (await db.WhiteBookEdits.AsNoTracking().Where(e => e.BookId == id).Select(e => e.By).Distinct().ToListAsync(cancel)).Concat(steps.Take(1).Select(s => s.Taken.By)).ToList();
        var reviewer = steps.LastOrDefault(s => s.Taken.To == WhiteBookState.Reviewed)?.Taken.By;
        var (state, path) = (row.book.State, row.owner.Path);
        WhiteBookState? next = state == WhiteBookState.Published ? null : state + 1;
        return new View(row.book, row.owner, plan, await BookDesk.Shown(db, row.book, row.owner, clock, cancel), state == WhiteBookState.Draft ? BookMoves.Faults(plan) : [], steps,
            state == WhiteBookState.Draft && BookMoves.MayWrite(actor, path), next, next is { } to ? BookMoves.Decide(state, to, writers, reviewer, actor, path) : null,
            BookMoves.Decide(state, WhiteBookState.Draft, writers, reviewer, actor, path) is null, state == WhiteBookState.Published && row.last && BookMoves.MayWrite(actor, path), typed);
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), null, clock, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<BookPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Act(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var (key, field) = (new WhiteBookId(id), null as BookField);
        _ = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        Outcome<WhiteBook> outcome;
        if (form["do"] == "field")
        {
            field = Field(form);
            outcome = await BookDesk.AddField(db, visit.Actor, key, version, field, clock, cancel);
        }
        else if (form["do"] == "revise") outcome = await BookDesk.Revise(db, visit.Actor, key, form["reason"].ToString(), clock, cancel);
        else if (Enum.TryParse<WhiteBookState>(form["do"], out var to) && Enum.IsDefined(to)) outcome = await BookDesk.Move(db, visit.Actor, key, version, to, form["note"], clock, cancel);
        else return Answer.Refused(visit, new Blocked("book.not-now"));
        if (outcome.Accepted(out var book, out var refusal)) return Answer.Done(visit, $"/white-books/{book.Id.Value}", "book.done");
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await Run(db, visit.Actor, key, field, clock, cancel)).Accepted(out var view, out _) ? Answer.Again<BookPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    // 来源 and 显示 come as one choice, so that no pair can be chosen that means nothing.
    static BookField Field(IFormCollection form)
    {
        var (source, show) = form["show"].ToString().Split('/') is [var from, var what] && Enum.TryParse<FieldSource>(from, out var s) && Enum.TryParse<FieldShow>(what, out var w) ? (s, w) : ((FieldSource)(-1), FieldShow.Value);
        _ = int.TryParse(form["years"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var years);
        return new(form["fieldCode"].ToString().Trim(), form["label"].ToString(), source, show, form["of"].ToString() is { Length: > 0 } of ? of : null, form["office"].ToString().Trim() is { Length: > 0 } office ? office : null, years);
    }
}
