using System.Globalization;
using Microsoft.Data.Sqlite;
using Zhice.Records.Model;
using Zhice.Records.Store;

namespace Zhice.Records.Reading;

/// <summary>What every record must keep, whatever format it came in.</summary>
public static class RecordCheck
{
    /// <summary>Most characters of one text.</summary>
    public const int MostCharacters = 8_000_000;

    /// <summary>The record as it is kept: a day that is still to come is no fact and stands beside it, as a mark or as the day on which the right will run out; a kind that its own numbers contradict is marked.</summary>
    /// <param name="record">As read.</param>
    /// <param name="today">The last day that can have been.</param>
    public static IpRecord Settled(IpRecord record, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(record);
        var more = new Dictionary<string, string>(record.More, StringComparer.Ordinal);
        if (Otherwise(record) is { } numbers) more["kind-contradicts"] = numbers;
        // Days that the generator made are invented ones.
        var ahead = record.Synthetic ? [] : new[] { ("filed", record.Filed), ("published", record.Published), ("granted", record.Granted) }.Where(d => d.Item2 > today).Select(d => $"{d.Item1} {Written(d.Item2!.Value)}").ToList();
        if (ahead.Count > 0) more["future-day"] = string.Join(", ", ahead);
        var expires = record.Synthetic || !(record.Ended > today) ? null : record.Ended;
        if (expires is { } day) more.TryAdd("expires", Written(day));
        if (more.Count == record.More.Count && ahead.Count == 0 && expires is null) return record;
        return record with { Filed = Past(record.Filed), Published = Past(record.Published), Granted = Past(record.Granted), Ended = Past(record.Ended), More = more };

        DateOnly? Past(DateOnly? on) => on > today && !record.Synthetic ? null : on;
    }

    static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Numbers of a Chinese patent that say another kind than the record does: the code behind its publication, the figure behind the year of its application.
    static string? Otherwise(IpRecord record)
    {
        if (record.Office != "CN" || record.Kind > RecordKind.Design) return null;
        var others = new[] { (Number: record.Publication, Kind: KindOf(record.Publication)), (Number: record.Application, Kind: KindOf(record.Application)) }.Where(n => n.Kind is { } kind && kind != record.Kind).Select(n => n.Number).ToList();
        return others.Count == 0 ? null : string.Join(", ", others);
    }

    static RecordKind? KindOf(string? number)
    {
        if (number is not ['C', 'N', ..]) return null;
        var code = char.IsAsciiDigit(number[^1]) ? number[^2] : number[^1];
        var figure = RecordNumber.Read(number) is not { Form: NumberForm.ChineseApplication } ? ' ' : number.Length == 14 ? number[6] : number[4];
        return code is 'U' or 'Y' || figure is '2' or '9' ? RecordKind.UtilityModel : code is 'S' or 'D' || figure is '3' ? RecordKind.Design : code is 'A' or 'B' or 'C' || figure is '1' or '8' ? RecordKind.Invention : null;
    }

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
        ("future-day", r => r.More.ContainsKey("future-day")),
        ("kind-contradicts", r => r.More.ContainsKey("kind-contradicts")),
        ("bad-status", r => r.More.ContainsKey("bad-status")),
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
