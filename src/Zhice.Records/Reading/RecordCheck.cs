using Microsoft.Data.Sqlite;
using Zhice.Records.Model;
using Zhice.Records.Store;

namespace Zhice.Records.Reading;

/// <summary>What every record must keep, whatever format it came in.</summary>
public static class RecordCheck
{
    /// <summary>Most characters of one text.</summary>
    public const int MostCharacters = 8_000_000;

    /// <summary>Code of the reason why a record cannot be taken; null when it can.</summary>
    public static string? Fault(IpRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Key is null) return "record.number-missing";
        if (!Enum.IsDefined(record.Kind)) return "record.kind";
        if (record.Deleted) return null;
        if (record.Title.Length == 0 && record.Abstract.Length == 0 && record.Claims.Length == 0 && record.Classes.Count == 0) return "record.empty";
        if ((long)record.Title.Length + record.Abstract.Length + record.Claims.Length + record.Description.Length > MostCharacters) return "record.long";
        return null;
    }
}

/// <summary>Counts for the quality report: of the records that a dataset holds now, how many lack or contradict what; beside it, how many were ever replaced or taken out.</summary>
static class QualityCount
{
    static readonly (string Measure, Func<IpRecord, bool> Holds)[] Measures =
    [
        ("records", _ => true),
        ("no-title", r => r.Title.Length == 0),
        ("no-abstract", r => r.Abstract.Length == 0),
        ("no-filing-day", r => r.Filed is null),
        ("no-class", r => r.Classes.Count == 0),
        ("no-applicant", r => r.Applicant is null),
        ("no-division", r => r.Office == "CN" && r.Applicant is { Division: null }),
        ("no-status", r => r.Status == RecordStatus.Unknown),
        ("days-contradict", r => r.Filed > r.Published || r.Filed > r.Granted || r.Granted > r.Ended),
        ("check-digit", r => r.More.ContainsKey("check-digit")),
        ("bad-class", r => r.More.ContainsKey("bad-class")),
    ];

    internal static void Write(SqliteConnection db, int dataset, WrittenBatch batch)
    {
        var counts = new long[Measures.Length];
        Count(batch.Fresh, 1);
        Count(batch.Gone, -1);
        Add(db, dataset, Measures.Select((m, i) => (m.Measure, counts[i])).Append(("replaced", batch.Counts.Replaced)).Append(("removed", batch.Counts.Removed)));

        void Count(IEnumerable<IpRecord> records, int by)
        {
            foreach (var record in records)
                for (var i = 0; i < counts.Length; i++)
                    if (Measures[i].Holds(record)) counts[i] += by;
        }
    }

    /// <summary>Counts the records of a dataset that are there already.</summary>
    internal static IEnumerable<string> Held(IpRecord record) => Measures.Where(m => m.Holds(record)).Select(m => m.Measure);

    internal static void Add(SqliteConnection db, int dataset, IEnumerable<(string Measure, long Count)> counts)
    {
        foreach (var (measure, count) in counts.Where(m => m.Count != 0))
            Tables.Run(db, "INSERT INTO quality VALUES ($dataset, $measure, $count) ON CONFLICT (dataset, measure) DO UPDATE SET count = count + $count", ("$dataset", dataset), ("$measure", measure), ("$count", count));
    }
}
