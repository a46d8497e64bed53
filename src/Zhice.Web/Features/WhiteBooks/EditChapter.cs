using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.WhiteBooks;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.WhiteBooks;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.WhiteBooks;

/// <summary>编写一章: its text beside the fields with their figures of now, and every text that it had before.</summary>
public static class EditChapter
{
    /// <summary>Saves that the page lists.</summary>
    const int MostEdits = 50;

    /// <summary>A save.</summary>
    public sealed record Edit(WhiteBookEdit Row, string By);

    /// <summary>The page.</summary>
    /// <param name="Book">The book.</param>
    /// <param name="Chapter">The chapter as typed, or as kept.</param>
    /// <param name="Shown">The chapter with figures, as kept.</param>
    /// <param name="Body">The book with figures; for the marks of fields.</param>
    /// <param name="Plan">Chapters and fields.</param>
    /// <param name="Figures">Figures of all fields, those that no text names included.</param>
    /// <param name="Faults">What the chapter lacks for a review.</param>
    /// <param name="Edits">Saves, the newest first.</param>
    /// <param name="Writes">True where the reader may change it now.</param>
    public sealed record View(WhiteBook Book, BookChapter Chapter, BodyChapter Shown, BookBody Body, BookPlan Plan, IReadOnlyDictionary<string, BodyFigure> Figures, IReadOnlyList<Defect> Faults, IReadOnlyList<Edit> Edits, bool Writes);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/white-books/{id:long}/chapters/{chapter}", Show);
        routes.MapPost("/white-books/{id:long}/chapters/{chapter}", Save).DisableAntiforgery();
    }

    /// <summary>The page's view.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, WhiteBookId id, string code, BookChapter? typed, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(clock);
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        var row = await (from book in db.VisibleBooks(actor) join owner in db.Organisations on book.OwnerId equals owner.Id where book.Id == id select new { book, owner }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("book.missing");
        var plan = BookJson.ReadPlan(row.book.Plan);
        if (plan.Chapter(code) is not { } chapter) return new Missing("book.chapter");
        var edits = await (from edit in db.WhiteBookEdits join account in db.Accounts on edit.By equals account.Id where edit.BookId == id && edit.Chapter == code orderby edit.Id descending select new Edit(edit, account.DisplayName))
            .AsNoTracking().Take(MostEdits).ToListAsync(cancel);
        var draft = row.book.State == WhiteBookState.Draft;
        var figures = draft ? await BookSources.Resolve(db, row.book, row.owner, plan.Fields, clock.GetUtcNow(), cancel) : BookJson.ReadBody(row.book.Body).Figures.ToDictionary(f => f.Code, StringComparer.Ordinal);
        var body = BookBody.Of(row.book, row.owner.Name, plan, figures);
        return new View(row.book, typed ?? chapter, body.Chapters.First(c => c.Code == code), body, plan, figures, BookMoves.Faults(plan with { Chapters = [typed ?? chapter] }), edits, draft && BookMoves.MayWrite(actor, row.owner.Path));
    }

    static async Task<IResult> Show(long id, string chapter, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), chapter, null, clock, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<ChapterPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Save(long id, string chapter, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        _ = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        var typed = new BookChapter(chapter, form["title"].ToString(), form["text"].ToString().ReplaceLineEndings("\n"));
        if ((await BookDesk.Save(db, visit.Actor, new(id), version, typed, clock, cancel)).Accepted(out _, out var refusal)) return Answer.Done(visit, $"/white-books/{id}/chapters/{chapter}", "book.saved");
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await Run(db, visit.Actor, new(id), chapter, typed, clock, cancel)).Accepted(out var view, out _) ? Answer.Again<ChapterPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
