using System.Globalization;
using System.Text;
using Zhice.Records.Index;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Records.Analysis;

/// <summary>Figures of records that are no counts, from the terms of the index: no record is read.</summary>
public static class RecordMeasures
{
    static readonly string[] Sums = ["pledge", "sum", "amount", "质押金额", "金额"];

    /// <summary>Months from the day on which the examination as to substance took effect to the grant, else to the end, in all applications of the hits; a month is 30.4375 days.</summary>
    /// <param name="hits">Closed applications; each counts once.</param>
    /// <returns>The months, and how many applications tell no such day or none that comes before the end.</returns>
    public static (decimal Months, int Without) ExamMonths(HitSet hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        var began = new Dictionary<(Segment, int), int>();
        foreach (var segment in hits.Snapshot.Segments)
            foreach (var (value, term) in Values(segment, ExactKeys.ExaminedOn))
                if (DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) Each(segment, term, record => began.TryAdd((segment, record), day.DayNumber));
        var (days, without) = (0L, 0);
        // The day often stands in the publication, not in the grant.
        foreach (var (segment, record, others) in SameApplications.Groups(hits))
        {
            var closed = segment.Numbers(Column.Granted)[record] is > 0 and var granted ? granted : segment.Numbers(Column.Ended)[record];
            var start = others.Append((segment, record)).Select(o => began.GetValueOrDefault(o)).Where(d => d > 0).DefaultIfEmpty(0).Min();
            if (start == 0 || closed < start) without++;
            else days += closed - start;
        }
        return (Math.Round(days / 30.4375m, 1), without);
    }

    /// <summary>Sums of money of the hits, in yuan.</summary>
    /// <returns>The sum, and how many hits tell none that can be read.</returns>
    public static (decimal Yuan, int Without) Money(HitSet hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        var (sum, with) = (0m, 0);
        foreach (var part in hits.Segments.Where(s => s.Count > 0))
        {
            var (bits, known) = (part.AsBits(), new HashSet<int>());
            foreach (var field in Sums)
                foreach (var (value, term) in Values(part.Segment, field))
                    if (RecordFactsOf.Yuan(value) is { } yuan)
                        TermHits.Each(part.Segment, bits, term, record => { if (known.Add(record)) sum += yuan; });
            with += known.Count;
        }
        return (sum, hits.Count - with);
    }

    static List<(string Value, TermPlace Term)> Values(Segment segment, string field)
    {
        var (prefix, values) = (Keys.Of(Keys.More, field + "="), new List<(string, TermPlace)>());
        for (var term = segment.LowerBound(prefix); term < segment.Terms && segment.Key(term).StartsWith(prefix); term++)
            values.Add((Encoding.UTF8.GetString(segment.Key(term)[prefix.Length..]), new TermPlace(term, segment.Frequency(term))));
        return values;
    }

    static void Each(Segment segment, TermPlace term, Action<int> found)
    {
        var cursor = new PostingCursor(segment, term);
        for (var record = cursor.Advance(0); record != RecordCursor.End; record = cursor.Advance(record + 1)) found(record);
    }
}
