using Zhice.Records.Model;
using Zhice.Records.Reading;
using Zhice.Records.Store;

namespace Zhice.Data.Tests.Records;

/// <summary>An embedded store in a folder of its own.</summary>
public sealed class SampleStore : IDisposable
{
    readonly string home = Directory.CreateTempSubdirectory("zhice-records-").FullName;
    int files;

    /// <summary>With all sample records, in three segments.</summary>
    public SampleStore() : this(RecordContract.All.Chunk(500)) { }

    SampleStore(IEnumerable<IEnumerable<IpRecord>> files)
    {
        Store = new RecordStore(home);
        foreach (var file in files) Take(file);
    }

    /// <summary>With some records.</summary>
    internal static SampleStore Of(IEnumerable<IpRecord> records) => new([records]);

    public RecordStore Store { get; }

    /// <summary>Takes in one more file.</summary>
    public void Take(IEnumerable<IpRecord> records, bool inside = false)
    {
        using var writer = new RecordWriter(Store);
        var name = inside ? "inside" : "test";
        var dataset = writer.Register(name, name, "test", "test", "once", inside, synthetic: true);
        var file = $"{++files}";
        IngestRun.Take(writer, dataset, file, file, 0, records.Select((r, i) => new ReadRecord(i + 1, r)), null, CancellationToken.None);
        Store.Forget();
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(home, recursive: true);
    }
}
