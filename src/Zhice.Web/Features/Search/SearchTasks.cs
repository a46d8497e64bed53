using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Searching;
using Zhice.Domain.Accounts;
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

    /// <summary>What is asked for.</summary>
    public sealed record Request(string Text, ProgrammeId? Programme = null, int? Year = null, int Page = 1);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Found">Hits; null before anything was asked.</param>
    /// <param name="Programmes">Programmes that the reader may see, for the filter and for the names.</param>
    public sealed record View(Request Asked, SearchPage? Found, IReadOnlyList<YearProgramme> Programmes);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/search", Handle);

    /// <summary>Searches; an empty query finds nothing.</summary>
    public static async Task<View> Run(ZhiceDb db, Actor actor, Request request, CancellationToken cancel)
    {
        var programmes = await db.VisibleProgrammes(actor).OrderByDescending(p => p.Year).ThenByDescending(p => p.Id).Take(200).ToListAsync(cancel);
        var found = request.Text.Length == 0
            ? null
            : await TaskSearch.Find(db, actor, request.Text, new SearchFilter(request.Programme, request.Year), request.Page, PageSize, cancel);
        return new View(request, found, programmes);
    }

    static async Task<IResult> Handle(string? q, long? programme, int? year, int? page, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var text = q?.Trim() ?? "";
        var request = new Request(text.Length > Longest ? text[..Longest] : text, programme is { } id ? new(id) : null, year, Math.Clamp(page ?? 1, 1, 10_000));
        return Answer.Page<SearchResultsPage>(await Run(db, visit.Actor, request, cancel));
    }
}
