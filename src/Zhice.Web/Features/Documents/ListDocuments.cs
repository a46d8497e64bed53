using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Publishing;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Policy;
using Zhice.Policy.Corrections;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Documents;

/// <summary>政策文件: the documents that the one who asks may see, newest first.</summary>
public static class ListDocuments
{
    /// <summary>Documents a page.</summary>
    public const int PageSize = 20;

    /// <summary>Filters; null or empty for all.</summary>
    /// <param name="Words">Words of the title, number or issuer.</param>
    /// <param name="Year">Year.</param>
    /// <param name="Kind">Kind, as spelled in docs/policy-json.md.</param>
    /// <param name="State">State.</param>
    /// <param name="Disclosure">公开属性.</param>
    /// <param name="Page">Page from 1.</param>
    public sealed record Request(string? Words, int? Year, string? Kind, DocumentState? State, Disclosure? Disclosure, int Page);

    /// <summary>The page.</summary>
    /// <param name="Asked">The filters.</param>
    /// <param name="Rows">Documents of the page.</param>
    /// <param name="Total">Documents in all.</param>
    /// <param name="Years">Years to choose from.</param>
    /// <param name="MayImport">True when the actor may bring in documents.</param>
    public sealed record View(Request Asked, IReadOnlyList<Row> Rows, int Total, IReadOnlyList<int> Years, bool MayImport);

    /// <summary>One document; Waiting counts the corrections since its last publication, for those inside.</summary>
    public sealed record Row(DocumentId Id, string Title, int? Year, DocumentKind Kind, string? Issuer, string? Number, DocumentState State,
        Disclosure Disclosure, double Coverage, int Tasks, string Owner, DateTimeOffset ImportedAt, int Waiting, DocumentId? ReplacedBy);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/documents", Handle);

    /// <summary>The list.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request request, CancellationToken cancel)
    {
        var visible = db.VisibleDocuments(actor);
        var years = await visible.Where(d => d.Year != null).Select(d => d.Year!.Value).Distinct().OrderByDescending(y => y).ToListAsync(cancel);
        var found = visible;
        if (request.Year is { } year) found = found.Where(d => d.Year == year);
        if (request.Kind is { } kind) found = found.Where(d => d.Kind == kind);
        if (request.State is { } state) found = found.Where(d => d.State == state);
        if (request.Disclosure is { } disclosure) found = found.Where(d => d.Disclosure == disclosure);
        if (request.Words is { } words)
            found = found.Where(d => d.Title.Contains(words) || d.DocumentNumber!.Contains(words) || d.Issuer!.Contains(words));

        var total = await found.CountAsync(cancel);
        var page = Paging.Within(request.Page, total, PageSize);
        var rows = await (
            from document in found
            join owner in db.Organisations on document.OwnerId equals owner.Id
            orderby document.ImportedAt descending, document.Id descending
            select new { document, owner.Name }).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var ids = rows.Select(r => r.document.Id).ToList();
        var waiting = AccessPolicy.IsInside(actor)
            ? (await WaitingChanges.Of(db, null, ids, null, cancel)).GroupBy(w => w.Document).ToDictionary(g => g.Key, g => g.Max(w => w.Corrections))
            : [];
        var replaced = await ReadDocument.Replacements(db, ids, cancel);
        return new View(
            request with { Page = page },
            [.. rows.Select(r => new Row(r.document.Id, r.document.Title, r.document.Year, KindOf(r.document.Kind), r.document.Issuer,
                r.document.DocumentNumber, r.document.State, r.document.Disclosure, r.document.Coverage, r.document.TaskCount, r.Name, r.document.ImportedAt, waiting.GetValueOrDefault(r.document.Id), replaced.GetValueOrDefault(r.document.Id)))],
            total, years, (await ImportDocument.Owners(db, actor, cancel)).Count > 0);
    }

    /// <summary>A stored kind; unknown where a newer program wrote another word.</summary>
    internal static DocumentKind KindOf(string stored) => Spelling.TryRead(stored, out DocumentKind kind) ? kind : DocumentKind.Unknown;

    static async Task<IResult> Handle(Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var request = new Request(
            visit.Asked("q")?.Trim(),
            int.TryParse(visit.Asked("year"), out var year) ? year : null,
            Spelling.TryRead(visit.Asked("kind"), out DocumentKind kind) ? Spelling.Of(kind) : null,
            Enum.TryParse<DocumentState>(visit.Asked("state"), out var state) ? state : null,
            Enum.TryParse<Disclosure>(visit.Asked("disclosure"), out var disclosure) ? disclosure : null,
            int.TryParse(visit.Asked("page"), out var page) ? page : 1);
        return (await Run(db, visit.Actor, request, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<DocumentsPage>(view)
            : Answer.Refused(visit, refusal);
    }
}
