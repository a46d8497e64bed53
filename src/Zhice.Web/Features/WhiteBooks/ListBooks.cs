using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.WhiteBooks;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.WhiteBooks;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.WhiteBooks;

/// <summary>年度报告与白皮书: the list for everyone as far as each may see; whoever writes for an office begins one from a template.</summary>
public static class ListBooks
{
    /// <summary>Books a page.</summary>
    public const int PageSize = 30;

    /// <summary>A revision on the list.</summary>
    public sealed record Row(WhiteBookId Id, string Code, int Revision, string Title, int Year, WhiteBookState State, DateTimeOffset? PublishedAt, string OwnerCode, string Owner, bool Demonstration);

    /// <summary>The page.</summary>
    /// <param name="Rows">Revisions, the newest first.</param>
    /// <param name="Page">Page.</param>
    /// <param name="Total">Revisions in all.</param>
    /// <param name="Owners">Offices for which the reader may begin a book.</param>
    /// <param name="Typed">What was typed; null for an empty form.</param>
    public sealed record View(IReadOnlyList<Row> Rows, int Page, int Total, IReadOnlyList<(string Code, string Name)> Owners, BookRequest? Typed);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/white-books", Show);
        routes.MapPost("/white-books", Begin).DisableAntiforgery();
    }

    /// <summary>The page's view. Four commands at most.</summary>
    public static async Task<View> Run(ZhiceDb db, Actor actor, int page, BookRequest? typed, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var visible = db.VisibleBooks(actor);
        var total = await visible.CountAsync(cancel);
        page = Paging.Within(page, total, PageSize);
        var rows = await (
            from book in visible
            join owner in db.Organisations on book.OwnerId equals owner.Id
            orderby book.Year descending, book.Code, book.Revision descending
            select new Row(book.Id, book.Code, book.Revision, book.Title, book.Year, book.State, book.PublishedAt, owner.Code, owner.Name, book.Demonstration)).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var keys = actor.Roles.SelectMany(r => Organisation.KeysOf(r.Path)).Distinct().ToList();
        var owners = keys.Count == 0 ? [] : await db.Organisations.AsNoTracking().Where(o => keys.Contains(o.Id) && (o.Kind == OrganisationKind.NationalOffice || o.Kind == OrganisationKind.LocalOffice)).OrderBy(o => o.Id).ToListAsync(cancel);
        return new View(rows, page, total, [.. owners.Where(o => BookMoves.MayWrite(actor, o.Path)).Select(o => (o.Code, o.Name))], typed);
    }

    static async Task<IResult> Show(int? page, Visit visit, ZhiceDb db, CancellationToken cancel) => Answer.Page<BooksPage>(await Run(db, visit.Actor, page ?? 1, null, cancel));

    static async Task<IResult> Begin(HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        _ = int.TryParse(form["year"], NumberStyles.None, CultureInfo.InvariantCulture, out var year);
        var request = new BookRequest(form["template"].ToString(), form["owner"].ToString(), form["code"].ToString().Trim(), form["title"].ToString(), year) { Demonstration = visit.Demonstration };
        if ((await BookDesk.Begin(db, visit.Actor, request, clock, cancel)).Accepted(out var book, out var refusal)) return Answer.Done(visit, $"/white-books/{book.Id.Value}", "book.begun");
        db.ChangeTracker.Clear();
        return refusal is Forbidden ? Answer.Refused(visit, refusal) : Answer.Again<BooksPage>(visit, await Run(db, visit.Actor, 1, request, cancel), refusal);
    }
}
