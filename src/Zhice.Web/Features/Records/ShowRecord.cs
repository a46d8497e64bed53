using Zhice.Domain;
using Zhice.Records.Model;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Records;

/// <summary>记录页: one record with all that is known of it, who cites it, and what is like it.</summary>
public static class ShowRecord
{
    const int MostSimilar = 10, MostText = 60_000;

    /// <summary>The page.</summary>
    /// <param name="Record">The record; long texts are cut.</param>
    /// <param name="Dataset">Its dataset.</param>
    /// <param name="CitedBy">How many records cite it.</param>
    /// <param name="Same">Other publications of the same application.</param>
    /// <param name="Similar">What is like it.</param>
    /// <param name="Cut">True where a long text was cut.</param>
    public sealed record View(IpRecord Record, Dataset Dataset, int CitedBy, IReadOnlyList<IpRecord> Same, IReadOnlyList<IpRecord> Similar, bool Cut);

    /// <summary>Records like a text or a record.</summary>
    /// <param name="Asked">The text or number.</param>
    /// <param name="Of">The record that was compared; null for a text.</param>
    /// <param name="Rows">What is like it.</param>
    public sealed record SimilarView(string Asked, IpRecord? Of, IReadOnlyList<SearchRecords.Row> Rows);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/records/item/{number}", Show);
        routes.MapGet("/records/similar", Similar);
    }

    /// <summary>Loads one record by its key.</summary>
    public static Outcome<View> Run(RecordStore store, string key, bool inside)
    {
        ArgumentNullException.ThrowIfNull(store);
        var snapshot = store.Snapshot();
        if (store.Find(key) is not { } found || snapshot.Datasets.FirstOrDefault(d => d.Id == found.Dataset) is not { } dataset || dataset.Inside && !inside) return new Missing("records.missing");
        var record = found.Record;
        var similar = SimilarRecords.Of(snapshot, record, MostSimilar, found.Id, inside);
        var cut = record.Description.Length > MostText;
        return new View(cut ? record with { Description = record.Description[..MostText] } : record, dataset, Count(snapshot, ExactField.Cites, record.Publication, inside),
            record.Application is null ? [] : [.. Records(store, snapshot, new ExactNode(ExactField.Number, record.Application), inside).Where(r => r.Key != record.Key)],
            [.. store.Load([.. similar.Select(h => h.Id)]).Select(r => r.Record)], cut);
    }

    /// <summary>How many records cite one.</summary>
    internal static int CitedBy(RecordSnapshot snapshot, IpRecord record, bool inside) => Count(snapshot, ExactField.Cites, record.Publication, inside);

    static int Count(RecordSnapshot snapshot, ExactField field, string? number, bool inside) =>
        number is not null && RecordSearch.Run(snapshot, new SearchRequest(new ExactNode(field, RecordNumber.Read(number)?.Stem ?? number), Take: 0, Inside: inside)).Accepted(out var found, out _) ? found.Total : 0;

    static IEnumerable<IpRecord> Records(RecordStore store, RecordSnapshot snapshot, QueryNode node, bool inside) =>
        RecordSearch.Run(snapshot, new SearchRequest(node, Take: 10, Inside: inside)).Accepted(out var found, out _) ? store.Load([.. found.Hits.Select(h => h.Id)]).Select(r => r.Record) : [];

    static IResult Show(string number, Visit visit, RecordStore store) =>
        Run(store, number, RecordQuery.Inside(visit)).Accepted(out var view, out var refusal) ? Answer.Page<RecordPage>(view) : Answer.Refused(visit, refusal);

    static IResult Similar(string? text, Visit visit, RecordStore store)
    {
        var (asked, inside, snapshot) = (text?.Trim() ?? "", RecordQuery.Inside(visit), store.Snapshot());
        if (asked.Length > 4_000) asked = asked[..4_000];
        IReadOnlyList<Hit> hits = [];
        IpRecord? of = null;
        if (asked.Length is > 0 and < 60 && RecordNumber.Read(asked) is { } number
            && RecordSearch.Run(snapshot, new SearchRequest(new ExactNode(ExactField.Number, number.Text), Take: 1, Inside: inside)).Accepted(out var one, out _) && one.Hits.Count > 0 && store.Load([one.Hits[0].Id]) is [var loaded])
        {
            of = loaded.Record;
            hits = SimilarRecords.Of(snapshot, of, SearchRecords.PageSize, loaded.Id, inside);
        }
        else if (asked.Length > 0) hits = SimilarRecords.Of(snapshot, "", asked, SearchRecords.PageSize, 0, inside);
        return Answer.Page<SimilarPage>(new SimilarView(asked, of, [.. store.Load([.. hits.Select(h => h.Id)]).Select(r => SearchRecords.Shown(r.Record, snapshot, r.Dataset, new AllNode()))]));
    }
}
