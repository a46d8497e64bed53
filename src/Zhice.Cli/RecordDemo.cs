using Zhice.Records.Generating;
using Zhice.Records.Reading;
using Zhice.Records.Store;

namespace Zhice.Cli;

/// <summary>Synthetic records for the demonstration, so that search and analysis have something to show.</summary>
internal static class RecordDemo
{
    const int Count = 6_000;

    internal static void Build(string home)
    {
        using var writer = new RecordWriter(new RecordStore(home));
        IngestRun.Take(writer, SyntheticSet.Register(writer), "synthetic", "demonstration", 0, new SyntheticRecords(1).Make(0, Count).Select((r, i) => new ReadRecord(i + 1, r)), null, CancellationToken.None);
    }
}
