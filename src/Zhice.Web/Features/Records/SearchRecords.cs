using System.Diagnostics;
using System.Runtime.CompilerServices;
using Zhice.Data;
using Zhice.Domain;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Names;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Records;

/// <summary>知识产权检索: a box for words, a builder for those who write no queries, and the query language for those who do.</summary>
public static class SearchRecords
{
    /// <summary>Records a page.</summary>
    public const int PageSize = 20;
    /// <summary>Most records of an export.</summary>
    public const int MostExported = 10_000;
    /// <summary>Values of a facet that are shown at once; the rest is folded away.</summary>
    public const int FirstFacets = 10;
    const int MostShown = 220, LongestLinked = 2_000;

    /// <summary>A hit as shown.</summary>
    /// <param name="Key">Its address.</param>
    /// <param name="Record">The record.</param>
    /// <param name="Dataset">Name of the dataset.</param>
    /// <param name="Title">Ranges of the title that the query's words cover.</param>
    /// <param name="Text">A piece of the abstract.</param>
    /// <param name="Marks">Ranges of that piece.</param>
    public sealed record Row(string Key, IpRecord Record, string Dataset, IReadOnlyList<(int Start, int End)> Title, string Text, IReadOnlyList<(int Start, int End)> Marks);

    /// <summary>A value to narrow by.</summary>
    /// <param name="Name">As shown.</param>
    /// <param name="Count">How many hits have it.</param>
    /// <param name="Query">The query with it; null where the query is too long for a link each.</param>
    public sealed record FacetLink(string Name, int Count, string? Query);

    /// <summary>The page.</summary>
    /// <param name="Query">As typed.</param>
    /// <param name="Printed">As understood; null for a bad query.</param>
    /// <param name="Sort">The order.</param>
    /// <param name="Page">Number of the page.</param>
    /// <param name="Total">Hits; of those that could be asked.</param>
    /// <param name="All">Records of the store; null where nothing was searched.</param>
    /// <param name="Rows">The page of hits.</param>
    /// <param name="Facets">By code of the facet's heading.</param>
    /// <param name="Fault">Why nothing was searched; null when it was.</param>
    /// <param name="Milliseconds">Time the search took.</param>
    /// <param name="Missing">What could not be asked: when there is any, all figures are partial.</param>
    /// <param name="Since">Only records numbered behind this one are shown; 0 for all.</param>
    /// <param name="Doubtful">Numbers of the query whose check digit does not fit; null where nothing was read.</param>
    public sealed record View(string Query, string? Printed, SortOrder Sort, int Page, long Total, long? All, IReadOnlyList<Row> Rows, IReadOnlyList<(string Heading, IReadOnlyList<FacetLink> Values)> Facets, Refusal? Fault, double Milliseconds, MissingRecords Missing, long Since = 0, IReadOnlyList<DoubtfulNumber>? Doubtful = null);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/records", Show);
        routes.MapGet("/records/build", Build);
        routes.MapGet("/records/export.csv", Export);
        routes.MapGet("/records/export.xlsx", Export);
        routes.MapGet("/records/export.bib", ExportBibliography);
    }

    /// <summary>Searches; a bad query gives a page that says where.</summary>
    /// <param name="records">The records.</param>
    /// <param name="query">As typed.</param>
    /// <param name="sets">The reader's searches by number.</param>
    /// <param name="sort">The order.</param>
    /// <param name="page">Number of the page.</param>
    /// <param name="since">Only records numbered behind this one; 0 for all.</param>
    /// <param name="inside">Whether datasets of the office count.</param>
    /// <param name="name">Names of enum values.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<View> Run(IRecordSource records, string? query, Func<int, QueryNode?>? sets, SortOrder sort, int page, long since, bool inside, Func<Enum, string> name, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(records);
        var text = query?.Trim() ?? "";
        if (!QueryParser.Parse(text, sets).Accepted(out var node, out var fault)) return Faulty(fault);
        var start = Stopwatch.GetTimestamp();
        var at = Math.Clamp(page, 1, RecordSearch.Deepest / PageSize);
        SearchRequest Page(int number) => new(node, sort, (number - 1) * PageSize, PageSize, Facets: true, inside, since);
        if (!(await records.Search(Page(at), cancel)).Accepted(out var found, out fault)) return Faulty(fault);
        if (found.Hits.Count == 0 && at > 1)
        {
            at = Paging.Within(at, (int)Math.Min(found.Total, RecordSearch.Deepest), PageSize);
            if (!(await records.Search(Page(at), cancel)).Accepted(out found, out fault)) return Faulty(fault);
        }
        var (loaded, datasets) = (await records.Load([.. found.Hits.Select(h => h.Id)], cancel), await records.Datasets(cancel));
        return new View(text, node.ToString(), sort, at, found.Total, found.All, [.. loaded.Records.Select(r => Shown(r, datasets, node))], Links(await records.PartyNames([.. found.Facets!.Applicants.Select(a => a.Value)], cancel), found.Facets, text, node, name),
            null, Stopwatch.GetElapsedTime(start).TotalMilliseconds, Later(found.Missing, loaded.Missing), since, QueryNumbers.Doubtful(text, node));

        View Faulty(Refusal why) => new(text, null, sort, 1, 0, null, [], [], why, 0, MissingRecords.None);
    }

    // What went missing between the search and the loading of its page counts too.
    static MissingRecords Later(MissingRecords found, MissingRecords loaded) => loaded.Shards.Count > found.Shards.Count ? loaded : found.Any ? found : loaded;

    internal static Row Shown(StoredRecord stored, IReadOnlyList<Dataset> datasets, QueryNode node)
    {
        var record = stored.Record;
        var marks = Highlight.Ranges(record.Abstract, node);
        var (start, end) = Highlight.Window(record.Abstract, marks, MostShown);
        return new Row(record.Key!, record, datasets.FirstOrDefault(d => d.Id == stored.Dataset)?.Name ?? "", Highlight.Ranges(record.Title, node), record.Abstract[start..end],
            [.. marks.Where(m => m.End > start && m.Start < end).Select(m => (Math.Max(m.Start, start) - start, Math.Min(m.End, end) - start))]);
    }

    static IReadOnlyList<(string, IReadOnlyList<FacetLink>)> Links(IReadOnlyDictionary<int, string> parties, FacetCounts facets, string query, QueryNode node, Func<Enum, string> name)
    {
        // Sixty links of ten thousand characters each make a page that nobody waits for: a long query is narrowed by hand.
        FacetLink Link(string shown, int count, string more) => new(shown, count, query.Length > LongestLinked ? null : RecordQuery.And(query, node, more));
        return
        [
            ("records.kind", [.. facets.Kinds.Select(k => Link(name((RecordKind)k.Value), k.Count, $"kind:{(RecordKind)k.Value}"))]),
            ("records.year", [.. facets.Years.OrderByDescending(y => y.Value).Select(y => Link($"{y.Value}", y.Count, $"date:{y.Value}"))]),
            ("records.class", [.. facets.Classes.Select(c => Link(ClassCode.Text(c.Value), c.Count, $"ipc:{ClassCode.Text(c.Value)}"))]),
            ("records.region", [.. facets.Provinces.Select(p => Link(DivisionFinder.Shipped.NameOf($"{p.Value}"), p.Count, $"region:{p.Value}"))]),
            ("records.applicant", [.. facets.Applicants.Where(a => parties.ContainsKey(a.Value)).Select(a => Link(parties[a.Value], a.Count, $"party:\"{parties[a.Value].Replace("\"", " ", StringComparison.Ordinal)}\""))]),
            ("records.status", [.. facets.States.Select(s => Link(name((RecordStatus)s.Value), s.Count, $"status:{(RecordStatus)s.Value}"))]),
        ];
    }

    static async Task<IResult> Show(string? q, string? sort, int? page, long? since, Visit visit, ZhiceDb db, IRecordSource records, CancellationToken cancel)
    {
        var view = await Run(records, q, await RecordQuery.Sets(db, visit, q, cancel), Order(sort), page ?? 1, Math.Max(0, since ?? 0), RecordQuery.Inside(visit), RecordQuery.Namer(visit), cancel);
        return Answer.Page<RecordsPage>(view, RecordQuery.Silent(view.Fault) ?? StatusCodes.Status200OK);
    }

    internal static SortOrder Order(string? sort) => sort switch { "newest" => SortOrder.Newest, "oldest" => SortOrder.Oldest, _ => SortOrder.Relevance };

    // The builder's fields become a query in the address, so that who uses it learns the language.
    static IResult Build(string? any, string? number, string? title, string? applicant, string? inventor, string? ipc, string? region, string? kind, string? status, string? from, string? to, string? without)
    {
        static string Words(string field, string? value) => string.Join(' ', (value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(w => $"{field}\"{w.Replace("\"", "", StringComparison.Ordinal)}\""));
        static string One(string field, string? value) => string.IsNullOrWhiteSpace(value) ? "" : $"{field}:{value.Trim().Replace(" ", "", StringComparison.Ordinal)}";
        string[] parts =
        [
            string.IsNullOrWhiteSpace(number) ? "" : $"number:\"{number.Trim().Replace("\"", "", StringComparison.Ordinal)}\"", QueryNumbers.Is(any ?? "") ? $"number:\"{any!.Trim()}\"" : Words("", any), Words("title:", title), Words("applicant:", applicant), Words("inventor:", inventor), One("ipc", ipc), One("region", region), One("kind", kind), One("status", status),
            string.IsNullOrWhiteSpace(from) && string.IsNullOrWhiteSpace(to) ? "" : $"date:{from?.Trim()}..{to?.Trim()}", string.IsNullOrWhiteSpace(without) ? "" : string.Join(' ', without.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(w => $"NOT \"{w.Replace("\"", "", StringComparison.Ordinal)}\"")),
        ];
        return Results.Redirect(RecordQuery.Address(string.Join(' ', parts.Where(p => p.Length > 0))));
    }

    // The records to be taken away with the datasets among them that only the office sees, or why there are none.
    static async Task<Outcome<(RecordAnswer Found, string Inside)>> Taken(string? q, string? sort, long? since, Visit visit, ZhiceDb db, IRecordSource records, CancellationToken cancel) =>
        QueryParser.Parse(q, await RecordQuery.Sets(db, visit, q, cancel)).Accepted(out var node, out var refusal)
            && (await records.Search(new SearchRequest(node, Order(sort), 0, MostExported, Inside: RecordQuery.Inside(visit), After: Math.Max(0, since ?? 0)), cancel)).Accepted(out var found, out refusal)
            ? (found, await InsideOnly(records, node, Math.Max(0, since ?? 0), visit, cancel)) : refusal;

    static async Task<string> InsideOnly(IRecordSource records, QueryNode node, long since, Visit visit, CancellationToken cancel)
    {
        var held = new List<Dataset>();
        if (!RecordQuery.Inside(visit)) return "";
        foreach (var dataset in (await records.Datasets(cancel)).Where(d => d.Inside))
            if ((await records.Search(new SearchRequest(new AndNode([node, new DatasetNode(dataset.Code)]), Take: 0, Inside: true, After: since), cancel)).Accepted(out var of, out _) && of.Total > 0) held.Add(dataset);
        return RecordQuery.InsideOnly(visit.Words, held);
    }

    static async Task<IResult> Export(string? q, string? sort, long? since, HttpContext context, Visit visit, ZhiceDb db, IRecordSource records, RecordQuota quota, CancellationToken cancel)
    {
        if (!(await Taken(q, sort, since, visit, db, records, cancel)).Accepted(out var taken, out var refusal)) return RecordQuery.Refused(visit, refusal);
        var (found, inside) = taken;
        if (await quota.Over(context, db, visit, found.Hits.Count, cancel) is { } over) return Answer.Page<ErrorPage>(new ErrorPage.Shown(StatusCodes.Status429TooManyRequests, over.Defects[0], null), StatusCodes.Status429TooManyRequests);
        var words = visit.Words;
        return await new TableFile(found.Missing.Any ? "records-partial" : "records",
            [new(words["records.publication"], 18), new(words["records.application"], 18), new(words["records.kind"]), new(words["records.title"], 40), new(words["records.applicant"], 30), new(words["records.inventor"], 20), new(words["records.class"], 20), new(words["records.filed"]), new(words["records.published"]), new(words["records.granted"]), new(words["records.status"]), new(words["records.abstract"], 60), new(words["records.synthetic"])],
            Rows(records, found, inside, visit, cancel)).As(visit.Path, cancel);
    }

    static async Task<IResult> ExportBibliography(string? q, string? sort, long? since, HttpContext context, Visit visit, ZhiceDb db, IRecordSource records, RecordQuota quota, CancellationToken cancel)
    {
        if (!(await Taken(q, sort, since, visit, db, records, cancel)).Accepted(out var taken, out var refusal)) return RecordQuery.Refused(visit, refusal);
        var (found, inside) = taken;
        if (await quota.Over(context, db, visit, found.Hits.Count, cancel) is { } over) return Answer.Page<ErrorPage>(new ErrorPage.Shown(StatusCodes.Status429TooManyRequests, over.Defects[0], null), StatusCodes.Status429TooManyRequests);
        var file = TableFile.Scratch();
        await using (var text = new StreamWriter(file, leaveOpen: true))
        {
            foreach (var note in Notes(found, inside, visit)) await text.WriteLineAsync($"% {note}".AsMemory(), cancel);
            foreach (var piece in found.Hits.Chunk(200))
            {
                var loaded = await records.Load([.. piece.Select(h => h.Id)], cancel);
                foreach (var stored in loaded.Records) await text.WriteAsync(BibliographyText.Entry(stored.Record).AsMemory(), cancel);
                if (loaded.Missing.Any && !found.Missing.Any) await text.WriteLineAsync($"% {RecordQuery.Partial(visit, loaded.Missing)}".AsMemory(), cancel);
            }
        }
        file.Position = 0;
        return TypedResults.File(file, "application/x-bibtex; charset=utf-8", found.Missing.Any ? "records-partial.bib" : "records.bib");
    }

    // What a file lacks: it goes on to people who have not seen the page.
    static IEnumerable<string> Notes(RecordAnswer found, string inside, Visit visit)
    {
        if (inside.Length > 0) yield return inside;
        if (found.Missing.Any) yield return RecordQuery.Partial(visit, found.Missing);
        if (found.Total > found.Hits.Count) yield return visit.Words["records.export-cut", Visit.Number(found.Total), Visit.Number(found.Hits.Count)];
    }

    static async IAsyncEnumerable<IReadOnlyList<Cell>> Rows(IRecordSource records, RecordAnswer found, string inside, Visit visit, [EnumeratorCancellation] CancellationToken cancel)
    {
        var missing = found.Missing;
        foreach (var note in Notes(found, inside, visit)) yield return [Cell.Of(note)];
        foreach (var piece in found.Hits.Chunk(200))
        {
            var loaded = await records.Load([.. piece.Select(h => h.Id)], cancel);
            foreach (var r in loaded.Records.Select(l => l.Record))
                yield return
                [
                    Cell.Of(r.Publication), Cell.Of(r.ShownApplication), Cell.Of(visit.Words.Of(r.Kind)), Cell.Of(r.Title), Cell.Of(Names(r, PartyRole.Applicant)), Cell.Of(Names(r, PartyRole.Inventor)),
                    Cell.Of(string.Join("; ", r.Classes.Select(c => c.Symbol))), Cell.Of(r.Filed), Cell.Of(r.Published), Cell.Of(r.Granted), Cell.Of(visit.Words.Of(r.Status)), Cell.Of(r.Abstract.Length > 30_000 ? r.Abstract[..30_000] : r.Abstract), Cell.Of(r.Synthetic ? visit.Words["records.synthetic-tag"] : null),
                ];
            // A server that went while the file was written.
            if (loaded.Missing.Any && !missing.Any) yield return [Cell.Of(RecordQuery.Partial(visit, missing = loaded.Missing))];
        }
    }

    internal static string Names(IpRecord record, PartyRole role) => string.Join("; ", record.Parties.Where(p => p.Role == role).Select(p => p.Name));
}
