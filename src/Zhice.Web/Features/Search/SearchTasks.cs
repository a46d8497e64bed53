using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Searching;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Search;

/// <summary>检索: tasks and commitments that hold all words of a query, within what the reader may see.</summary>
public static class SearchTasks
{
    /// <summary>Hits a page.</summary>
    public const int PageSize = 20;

    /// <summary>Longest query, in UTF-16 units.</summary>
    public const int Longest = 100;

    /// <summary>Documents offered as a filter.</summary>
    public const int MostDocuments = 200;

    /// <summary>What is asked for.</summary>
    public sealed record Request(string Text, SearchFilter Filter, int Page = 1);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Found">Hits; null before anything was asked.</param>
    /// <param name="Programmes">Programmes that the reader may see, for the filter and for the names.</param>
    /// <param name="Documents">Published documents that the reader may see, newest first, for the filter.</param>
    public sealed record View(Request Asked, SearchPage? Found, IReadOnlyList<YearProgramme> Programmes, IReadOnlyList<(DocumentId Id, string Title)> Documents);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/search", Handle);

    /// <summary>Searches; an empty query finds nothing.</summary>
    public static async Task<View> Run(ZhiceDb db, Actor actor, Request request, CancellationToken cancel)
    {
        var programmes = await db.VisibleProgrammes(actor).OrderByDescending(p => p.Year).ThenByDescending(p => p.Id).Take(200).ToListAsync(cancel);
        var documents = await db.VisibleDocuments(actor).Where(d => d.State == DocumentState.Published)
            .OrderByDescending(d => d.Year).ThenByDescending(d => d.Id).Take(MostDocuments).Select(d => new { d.Id, d.Title }).ToListAsync(cancel);
        var found = request.Text.Length == 0
            ? null
            : await TaskSearch.Find(db, actor, request.Text, request.Filter, request.Page, PageSize, cancel);
        return new View(request, found, programmes, documents.ConvertAll(d => (d.Id, d.Title)));
    }

    static async Task<IResult> Handle(
        string? q, long? programme, int? year, long? document, MeasureScope? scope, SearchKind? kind, int? page, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var text = q?.Trim() ?? "";
        var filter = new SearchFilter(programme is { } p ? new(p) : null, year, document is { } d ? new(d) : null, scope, kind);
        var request = new Request(text.Length > Longest ? text[..Longest] : text, filter, Math.Clamp(page ?? 1, 1, 10_000));
        return Answer.Page<SearchResultsPage>(await Run(db, visit.Actor, request, cancel));
    }
}
