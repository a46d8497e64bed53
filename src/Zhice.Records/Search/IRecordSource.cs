using Zhice.Domain;
using Zhice.Records.Model;
using Zhice.Records.Store;

namespace Zhice.Records.Search;

/// <summary>Part of the records that could not be asked: what is found without it is partial, and must be called so.</summary>
/// <param name="Shards">Numbers of the shards whose server does not answer.</param>
/// <param name="Of">How many shards there are.</param>
/// <param name="Records">Records that these shards hold, as last counted.</param>
public sealed record MissingRecords(IReadOnlyList<int> Shards, int Of, long Records)
{
    /// <summary>All could be asked.</summary>
    public static readonly MissingRecords None = new([], 0, 0);

    /// <summary>Records that were taken in and have not come to the database that is asked.</summary>
    public long Behind { get; init; }

    /// <summary>Records that were not searched.</summary>
    public long All => Records + Behind;

    /// <summary>True when some could not.</summary>
    public bool Any => Shards.Count > 0 || Behind > 0;
}

/// <summary>A record with its number and the number of its dataset.</summary>
/// <param name="Id">Its number. Numbers only grow, and one that came with other content has a new one.</param>
/// <param name="Record">The record.</param>
/// <param name="Dataset">The dataset.</param>
/// <param name="Also">Other datasets that hold its number and that the reader may see; null where nobody asked.</param>
public sealed record StoredRecord(long Id, IpRecord Record, int Dataset, IReadOnlyList<int>? Also = null);

/// <summary>Records with what could not be asked.</summary>
/// <param name="Records">In the order asked for; a number that is gone is left out.</param>
/// <param name="Missing">What could not be asked.</param>
public sealed record LoadedRecords(IReadOnlyList<StoredRecord> Records, MissingRecords Missing);

/// <summary>What a search gave.</summary>
/// <param name="Total">Hits in all that could be asked.</param>
/// <param name="All">Records of the store, also those that could not be asked.</param>
/// <param name="Hits">The hits asked for.</param>
/// <param name="Facets">Counts over all hits; null when not asked for.</param>
/// <param name="Missing">What could not be asked.</param>
public sealed record RecordAnswer(long Total, long All, IReadOnlyList<Hit> Hits, FacetCounts? Facets, MissingRecords Missing);

/// <summary>Where the search pages ask: the embedded store of the data folder, or PostgreSQL. Both give the same hits in the same order.</summary>
public interface IRecordSource
{
    /// <summary>Hits, order and facets of a query. Refusals: <c>query.wide</c> for a wildcard that means too many words, <c>records.slow</c> for one that takes too long, <c>records.down</c> where nothing answers at all.</summary>
    Task<Outcome<RecordAnswer>> Search(SearchRequest request, CancellationToken cancel);

    /// <summary>Records by number.</summary>
    Task<LoadedRecords> Load(IReadOnlyList<long> ids, CancellationToken cancel);

    /// <summary>The record of a key that the reader sees: where several datasets hold it, one of the office's own first, then the newest. Refusals: <c>records.missing</c>; <c>records.shard-down</c> where it would stand on a server that does not answer.</summary>
    /// <param name="key">The key.</param>
    /// <param name="inside">Whether datasets of the office may be seen.</param>
    /// <param name="cancel">Stops it.</param>
    Task<Outcome<StoredRecord>> Find(string key, bool inside, CancellationToken cancel);

    /// <summary>The most similar records of a title, whose words weigh three times, and a text. Refusals as of <see cref="Search"/>.</summary>
    /// <param name="title">The title; may be empty.</param>
    /// <param name="text">The text.</param>
    /// <param name="most">How many.</param>
    /// <param name="except">A record that is left out; 0 for none.</param>
    /// <param name="inside">Whether datasets of the office may be seen.</param>
    /// <param name="cancel">Stops it.</param>
    Task<Outcome<LoadedRecords>> Similar(string title, string text, int most, long except, bool inside, CancellationToken cancel);

    /// <summary>Names of parties as shown.</summary>
    Task<IReadOnlyDictionary<int, string>> PartyNames(IReadOnlyList<int> ids, CancellationToken cancel);

    /// <summary>The datasets.</summary>
    Task<IReadOnlyList<Dataset>> Datasets(CancellationToken cancel);
}

/// <summary>The embedded store as a source of the search pages.</summary>
public sealed class EmbeddedRecords(RecordStore store) : IRecordSource
{
    /// <inheritdoc/>
    public Task<Outcome<RecordAnswer>> Search(SearchRequest request, CancellationToken cancel)
    {
        var snapshot = store.Snapshot();
        return Task.FromResult<Outcome<RecordAnswer>>(RecordSearch.Run(snapshot, request).Accepted(out var found, out var refusal)
            ? new RecordAnswer(found.Total, snapshot.CountFor(request.Inside), found.Hits, found.Facets, MissingRecords.None) : refusal);
    }

    /// <inheritdoc/>
    public Task<LoadedRecords> Load(IReadOnlyList<long> ids, CancellationToken cancel) =>
        Task.FromResult(new LoadedRecords([.. store.Load(ids).Select(r => new StoredRecord(r.Id, r.Record, r.Dataset))], MissingRecords.None));

    /// <inheritdoc/>
    public Task<Outcome<StoredRecord>> Find(string key, bool inside, CancellationToken cancel) =>
        Task.FromResult<Outcome<StoredRecord>>(store.Holders(key, inside) is { Count: > 0 } held ? held[0] with { Also = [.. held.Skip(1).Select(o => o.Dataset)] } : new Missing("records.missing"));

    /// <inheritdoc/>
    public async Task<Outcome<LoadedRecords>> Similar(string title, string text, int most, long except, bool inside, CancellationToken cancel) =>
        await Load([.. SimilarRecords.Of(store.Snapshot(), title, text, most, except, inside).Select(h => h.Id)], cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<int, string>> PartyNames(IReadOnlyList<int> ids, CancellationToken cancel) => Task.FromResult(store.PartyNames(ids));

    /// <inheritdoc/>
    public Task<IReadOnlyList<Dataset>> Datasets(CancellationToken cancel) => Task.FromResult(store.Snapshot().Datasets);
}
