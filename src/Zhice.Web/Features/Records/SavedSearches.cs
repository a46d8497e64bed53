using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.Records;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Records;

/// <summary>我的检索式: searches that a person keeps, what they find now and what of it is new, and new searches made of them as sets.</summary>
public static class SavedSearches
{
    /// <summary>Searches a page: each is counted twice.</summary>
    public const int PageSize = 20;

    /// <summary>What the forms send.</summary>
    public sealed class Form
    {
        /// <summary>The name.</summary>
        public string? Name { get; set; }
        /// <summary>The query.</summary>
        public string? Query { get; set; }
        /// <summary>Whether the daily mail tells of what is new.</summary>
        public bool Alerts { get; set; }
        /// <summary>Number of the last record that the page counted.</summary>
        public long Last { get; set; }
    }

    /// <summary>A search with its counts.</summary>
    /// <param name="Search">The search.</param>
    /// <param name="Total">What it finds.</param>
    /// <param name="New">What of it came, or came again with other content, since the person last looked.</param>
    public sealed record Row(SavedSearch Search, int Total, int New);

    /// <summary>The page.</summary>
    /// <param name="Rows">A page of searches with counts.</param>
    /// <param name="All">All searches, to combine.</param>
    /// <param name="Page">Number of the page.</param>
    /// <param name="Last">Number of the last record.</param>
    /// <param name="Typed">What was typed, when it was refused.</param>
    public sealed record View(IReadOnlyList<Row> Rows, IReadOnlyList<SavedSearch> All, int Page, long Last, Form Typed);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/records/searches", Show);
        routes.MapGet("/records/searches/combine", Combine);
        routes.MapPost("/records/searches", Keep).DisableAntiforgery();
        routes.MapPost("/records/searches/{id:long}/seen", See).DisableAntiforgery();
        routes.MapPost("/records/searches/{id:long}/alerts", Alert).DisableAntiforgery();
        routes.MapPost("/records/searches/{id:long}/remove", Remove).DisableAntiforgery();
    }

    /// <summary>What a query finds behind a record: 0 finds all. A query that means too many words today finds nothing.</summary>
    internal static int Count(RecordSnapshot snapshot, SavedSearch search, bool inside, long after) =>
        QueryParser.Parse(search.Query).Accepted(out var node, out _) && RecordSearch.Collect(snapshot, node, inside, after).Accepted(out var hits, out _) ? hits.Count : 0;

    /// <summary>Address of what is new in a search since the person last looked.</summary>
    internal static string Fresh(SavedSearch search) => string.Create(CultureInfo.InvariantCulture, $"{RecordQuery.Address(search.Query)}&since={search.SeenThrough}");

    /// <summary>Searches that tell of themselves, with what came since they were looked at or last told of; and the number of the last record.</summary>
    internal static async Task<(IReadOnlyList<(SavedSearch Search, int New)> Searches, long Last)> News(ZhiceDb db, RecordStore store, Actor actor, CancellationToken cancel)
    {
        var telling = (await SearchShelf.Of(db, actor, cancel)).Where(s => s.Alerts).ToList();
        if (telling.Count == 0) return ([], 0);
        var (snapshot, inside) = (store.Snapshot(), AccessPolicy.IsInside(actor));
        return ([.. telling.Select(s => (Search: s, New: Count(snapshot, s, inside, Math.Max(s.SeenThrough, s.ToldThrough)))).Where(s => s.New > 0)], snapshot.Last);
    }

    static async Task<IResult> Show(int? page, Visit visit, ZhiceDb db, RecordStore store, CancellationToken cancel) =>
        visit.Actor.IsPublic ? Answer.Refused(visit, new Forbidden("access.denied")) : Answer.Page<SavedSearchesPage>(await Load(visit, db, store, page ?? 1, new Form(), cancel));

    static async Task<View> Load(Visit visit, ZhiceDb db, RecordStore store, int page, Form typed, CancellationToken cancel)
    {
        var all = await SearchShelf.Of(db, visit.Actor, cancel);
        var (snapshot, inside, at) = (store.Snapshot(), RecordQuery.Inside(visit), Paging.Within(page, all.Count, PageSize));
        return new View([.. all.Skip((at - 1) * PageSize).Take(PageSize).Select(s => new Row(s, Count(snapshot, s, inside, 0), Count(snapshot, s, inside, s.SeenThrough)))], all, at, snapshot.Last, typed);
    }

    static async Task<IResult> Keep([FromForm] Form form, Visit visit, ZhiceDb db, RecordStore store, TimeProvider clock, CancellationToken cancel)
    {
        var sets = await RecordQuery.Sets(db, visit, form.Query, cancel);
        if (!QueryParser.Parse(form.Query?.Trim(), sets).Accepted(out var node, out var refusal)
            || !(await SearchShelf.Keep(db, visit.Actor, form.Name ?? "", node.ToString(), form.Alerts, store.Snapshot().Last, clock, cancel)).Accepted(out _, out refusal))
            return refusal is Invalid or Blocked ? Answer.Again<SavedSearchesPage>(visit, await Load(visit, db, store, 1, form, cancel), refusal) : Answer.Refused(visit, refusal);
        return Answer.Done(visit, "/records/searches", "saved.kept");
    }

    // The sets stand in the address as a query, so that who combines them learns how.
    static IResult Combine(int? first, string? how, int? second) =>
        Results.Redirect(RecordQuery.Address($"#{first} {how switch { "or" => "OR", "not" => "NOT", _ => "AND" }} #{second}"));

    static async Task<IResult> See(long id, [FromForm] Form form, Visit visit, ZhiceDb db, RecordStore store, CancellationToken cancel) =>
        (await SearchShelf.See(db, visit.Actor, new SavedSearchId(id), Math.Clamp(form.Last, 0, store.Snapshot().Last), cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, "/records/searches", "saved.seen-done") : Answer.Refused(visit, refusal);

    static async Task<IResult> Alert(long id, [FromForm] Form form, Visit visit, ZhiceDb db, RecordStore store, CancellationToken cancel) =>
        (await SearchShelf.Alert(db, visit.Actor, new SavedSearchId(id), form.Alerts, store.Snapshot().Last, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, "/records/searches", form.Alerts ? "saved.alerts-on" : "saved.alerts-off") : Answer.Refused(visit, refusal);

    static async Task<IResult> Remove(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await SearchShelf.Remove(db, visit.Actor, new SavedSearchId(id), cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, "/records/searches", "saved.removed") : Answer.Refused(visit, refusal);
}
