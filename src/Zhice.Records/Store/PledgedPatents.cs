using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Search;

namespace Zhice.Records.Store;

/// <summary>Patents that pledge records of the store name: 实现较高质押融资金额 is told by the register of pledges, not by the patent.</summary>
static class PledgedPatents
{
    /// <summary>Of a pledge without a day.</summary>
    internal const int Undated = 1;

    /// <summary>For each record of a segment the first day of a large pledge that a reader may know of; segments without any are left out.</summary>
    internal static Dictionary<Segment, int[]> Of(RecordSnapshot snapshot, bool inside)
    {
        var days = new Dictionary<ulong, int>();
        var (gone, hidden) = (snapshot.Hides(inside), inside ? [] : snapshot.Datasets.Where(d => d.Inside).Select(d => d.Id).ToHashSet());
        foreach (var segment in snapshot.Segments)
        {
            if (!HasPledges(segment)) continue;
            var (numbers, records) = SameApplications.Of(segment);
            for (var i = 0; i < numbers.Length; i++)
            {
                if (!Large(segment, records[i]) || gone.Contains(segment.First + records[i]) || hidden.Contains(segment.Numbers(Column.Packed)[records[i]] >> 16)) continue;
                var day = segment.Numbers(Column.Granted)[records[i]] is > 0 and var granted ? granted : segment.Numbers(Column.Filed)[records[i]] is > 0 and var filed ? filed : Undated;
                days[numbers[i]] = days.TryGetValue(numbers[i], out var before) ? Math.Min(before, day) : day;
            }
        }
        var found = new Dictionary<Segment, int[]>();
        if (days.Count == 0) return found;
        foreach (var segment in snapshot.Segments)
        {
            var (numbers, records) = SameApplications.Of(segment);
            foreach (var (number, day) in days)
                for (var i = LowerBound(numbers, number); i < numbers.Length && numbers[i] == number; i++)
                {
                    if (SameApplications.KindOf(segment, records[i]) > RecordKind.Design) continue;
                    if (!found.TryGetValue(segment, out var of)) found[segment] = of = new int[segment.Count];
                    of[records[i]] = day;
                }
        }
        return found;
    }

    static bool HasPledges(Segment segment)
    {
        for (var record = 0; record < segment.Count; record++)
            if (Large(segment, record)) return true;
        return false;
    }

    static bool Large(Segment segment, int record) =>
        SameApplications.KindOf(segment, record) == RecordKind.Pledge && ((RecordFacts)segment.Numbers(Column.Flags)[record]).HasFlag(RecordFacts.LargePledge);

    static int LowerBound(ulong[] numbers, ulong number)
    {
        var at = Array.BinarySearch(numbers, number);
        if (at < 0) return ~at;
        while (at > 0 && numbers[at - 1] == number) at--;
        return at;
    }
}
