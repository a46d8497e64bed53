using System.Globalization;
using Zhice.Records.Model;
using Zhice.Records.Reading;
using Zhice.Records.Store;

namespace Zhice.Records.Tests;

/// <summary>A store in a folder of its own, thrown away afterwards.</summary>
public sealed class ScratchStore : IDisposable
{
    public ScratchStore() => Store = new RecordStore(Home);

    public string Home { get; } = Directory.CreateTempSubdirectory("zhice-records-").FullName;
    public RecordStore Store { get; }

    internal IngestJob Take(IEnumerable<IpRecord> records, string digest = "one", bool inside = false, string code = "test", CancellationTokenSource? stop = null)
    {
        using var writer = new RecordWriter(Store);
        var dataset = writer.Register(code, code, "test", "test", "once", inside, synthetic: true);
        var job = IngestRun.Take(writer, dataset, "test", digest, 0, records.Select((r, i) => new ReadRecord(i + 1, r)), null, stop?.Token ?? CancellationToken.None);
        Store.Forget();
        return job;
    }

    /// <summary>Writes in several batches, so that several segments and merges come about.</summary>
    internal void TakeInPieces(IReadOnlyList<IpRecord> records, int size)
    {
        using var writer = new RecordWriter(Store);
        var dataset = writer.Register("test", "test", "test", "test", "once", false, synthetic: true);
        foreach (var (piece, i) in records.Chunk(size).Select((c, i) => (c, i)))
            IngestRun.Take(writer, dataset, "test", i.ToString(CultureInfo.InvariantCulture), 0, piece.Select((r, n) => new ReadRecord(n + 1, r)), null, CancellationToken.None);
        Store.Forget();
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);
}
