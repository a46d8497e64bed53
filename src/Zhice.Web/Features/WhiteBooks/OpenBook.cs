using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Domain;
using Zhice.Domain.WhiteBooks;
using Zhice.Web.Hosting;
using Zhice.Web.Papers;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.WhiteBooks;

/// <summary>A published book for everyone under an address that stays, in every revision: as a page, as DOCX and as JSON. Drafts come out as DOCX for who writes them.</summary>
public static class OpenBook
{
    const string DocxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>A revision on the list of them.</summary>
    public sealed record Revision(WhiteBookId Id, int Number, DateTimeOffset PublishedAt, string? Reason, string Digest);

    /// <summary>The page.</summary>
    /// <param name="Book">The revision that is shown.</param>
    /// <param name="Body">Its text with the figures of then.</param>
    /// <param name="Revisions">All published revisions, the newest first.</param>
    public sealed record View(WhiteBook Book, BookBody Body, IReadOnlyList<Revision> Revisions);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/open/white-books/{release}", Show);
        routes.MapGet("/open/white-books/{release}/text.docx", Docx);
        routes.MapGet("/open/white-books/{release}/data.json", Json);
        routes.MapGet("/white-books/{id:long}/text.docx", DraftDocx);
    }

    /// <summary>A published revision: the newest, or the one asked for.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, string code, int? number, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var published = await db.WhiteBooks.AsNoTracking().Where(b => b.Code == code && b.State == WhiteBookState.Published).OrderByDescending(b => b.Revision)
            .Select(b => new Revision(b.Id, b.Revision, b.PublishedAt!.Value, b.Reason, b.Digest)).Take(100).ToListAsync(cancel);
        if (published.FirstOrDefault(p => number is null || p.Number == number) is not { } wanted) return new Missing("book.missing");
        var book = await db.WhiteBooks.AsNoTracking().FirstAsync(b => b.Id == wanted.Id, cancel);
        return new View(book, BookJson.ReadBody(book.Body), published);
    }

    static int? Number(Visit visit) => int.TryParse(visit.Asked("revision"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    static async Task<IResult> Show(string release, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, release, Number(visit), cancel)).Accepted(out var view, out var refusal) ? Answer.Page<OpenBookPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Docx(string release, Visit visit, ZhiceDb db, CancellationToken cancel) => (await Run(db, release, Number(visit), cancel)).Accepted(out var view, out var refusal)
        ? Results.File(OfficialDocx.Write(BookPaper.Of(view.Book, view.Body)), DocxType, $"{view.Book.Title}.docx") : Answer.Refused(visit, refusal);

    static async Task<IResult> DraftDocx(long id, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) => (await ShowBook.Run(db, visit.Actor, new(id), null, clock, cancel)).Accepted(out var view, out var refusal)
        ? Results.File(OfficialDocx.Write(BookPaper.Of(view.Book, view.Body)), DocxType, $"{view.Book.Title}.docx") : Answer.Refused(visit, refusal);

    // The text is the very one that the digest was made of.
    static async Task<IResult> Json(string release, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!(await Run(db, release, Number(visit), cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var whole = new JsonObject { ["demonstration"] = view.Book.Demonstration, ["digest"] = view.Book.Digest, ["publishedAt"] = view.Book.PublishedAt, ["reason"] = view.Book.Reason, ["body"] = JsonNode.Parse(view.Book.Body) };
        return Results.Text(whole.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), "application/json; charset=utf-8");
    }
}
