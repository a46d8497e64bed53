using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Searching;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Search;

/// <summary>检索: tasks and commitments, documents, reports and evidence that hold all words of a query, within what the reader may see.</summary>
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
    /// <param name="Found">Tasks and commitments; null before anything was asked, and where another kind was.</param>
    /// <param name="Others">What else was found: one kind where it was asked for, else the first of each.</param>
    /// <param name="Programmes">Programmes that the reader may see, for the filter and for the names.</param>
    /// <param name="Documents">Published documents that the reader may see, newest first, for the filter.</param>
    public sealed record View(
        Request Asked, SearchPage? Found, IReadOnlyList<OtherHits> Others, IReadOnlyList<YearProgramme> Programmes, IReadOnlyList<(DocumentId Id, string Title)> Documents)
    {
        /// <summary>True where one kind of <see cref="OtherHits"/> was asked for, and is shown page by page.</summary>
        public bool One => Asked.Filter.Kind is SearchKind.Document or SearchKind.Report or SearchKind.Evidence or SearchKind.Organisation;
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/search", Handle);
        routes.MapGet("/search.csv", Export);
        routes.MapGet("/search.xlsx", Export);
    }

    /// <summary>Searches; an empty query finds nothing.</summary>
    public static async Task<View> Run(ZhiceDb db, Actor actor, Request request, CancellationToken cancel)
    {
        var programmes = await db.VisibleProgrammes(actor).OrderByDescending(p => p.Year).ThenByDescending(p => p.Id).Take(200).ToListAsync(cancel);
        var documents = await db.VisibleDocuments(actor).Where(d => d.State == DocumentState.Published)
            .OrderByDescending(d => d.Year).ThenByDescending(d => d.Id).Take(MostDocuments).Select(d => new { d.Id, d.Title }).ToListAsync(cancel);
        var asked = request.Text.Length > 0;
        var view = new View(request, null, [], programmes, documents.ConvertAll(d => (d.Id, d.Title)));
        var found = asked && !view.One ? await TaskSearch.Find(db, actor, request.Text, request.Filter, request.Page, PageSize, cancel) : null;
        return view with { Found = found, Others = asked ? await OtherHits.Find(db, actor, request, view.One ? PageSize : OtherHits.Few, cancel) : [] };
    }

    static Request Asked(string? q, long? programme, int? year, long? document, MeasureScope? scope, SearchKind? kind, int? page)
    {
        var text = q?.Trim() ?? "";
        var filter = new SearchFilter(programme is { } p ? new(p) : null, year, document is { } d ? new(d) : null, scope, kind);
        return new Request(text.Length > Longest ? text[..Longest] : text, filter, Math.Clamp(page ?? 1, 1, 10_000));
    }

    static async Task<IResult> Handle(
        string? q, long? programme, int? year, long? document, MeasureScope? scope, SearchKind? kind, int? page, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        Answer.Page<SearchResultsPage>(await Run(db, visit.Actor, Asked(q, programme, year, document, scope, kind, page), cancel));

    static async Task<IResult> Export(
        string? q, long? programme, int? year, long? document, MeasureScope? scope, SearchKind? kind, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var (asked, words) = (Asked(q, programme, year, document, scope, kind, 1), visit.Words);
        var found = asked.Text.Length == 0 ? [] : (await TaskSearch.Find(db, visit.Actor, asked.Text, asked.Filter, 1, TaskSearch.MostAtOnce, cancel)).Hits;
        var others = asked.Text.Length == 0 ? [] : await OtherHits.Find(db, visit.Actor, asked, TaskSearch.MostAtOnce, cancel);
        var programmes = await db.VisibleProgrammes(visit.Actor).Take(200).ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        var rows = found.Select(h => (
                Kind: h.Commitment is null ? SearchKind.Task : SearchKind.Commitment, Title: h.TaskTitle, h.Text, Where: programmes.GetValueOrDefault(h.Programme, ""), Address: $"/tasks/{h.Task.Value}"))
            .Concat(others.SelectMany(o => o.Items.Select(i => (o.Kind, i.Title, Text: i.Text ?? "", Where: i.Note(words), i.Address))));
        return await new TableFile("search",
            [new(words["search.kind"], 12), new(words["search.title"], 40), new(words["search.text"], 60), new(words["search.where"], 30), new(words["search.address"], 20)],
            rows.Select(r => (IReadOnlyList<Cell>)[Cell.Of(words.Of(r.Kind)), Cell.Of(r.Title), Cell.Of(r.Text), Cell.Of(r.Where), Cell.Of(r.Address)])).As(visit.Path, cancel);
    }
}
