namespace Zhice.Records.Index;

/// <summary>Makes one segment of several that follow each other: full blocks are copied, not decoded.</summary>
internal static class SegmentMerge
{
    /// <param name="segments">The segments, the first records first.</param>
    /// <param name="path">Where to.</param>
    /// <param name="partiesNow">Numbers of parties that are others now; null for none.</param>
    internal static void Write(IReadOnlyList<Segment> segments, string path, IReadOnlyDictionary<int, int>? partiesNow = null)
    {
        var offsets = new int[segments.Count];
        for (var i = 1; i < offsets.Length; i++) offsets[i] = offsets[i - 1] + segments[i - 1].Count;
        var at = new int[segments.Count];
        var blocks = new BlockWriter();
        using var writer = new SegmentWriter(path);
        var holders = new List<int>(segments.Count);
        while (Least(segments, at, holders))
        {
            blocks.Clear();
            var frequency = 0;
            foreach (var holder in holders)
            {
                var (segment, term) = (segments[holder], at[holder]);
                frequency += segment.Frequency(term);
                var list = segment.Postings(term);
                for (var i = 0; i < list.Blocks; i++) blocks.Copy(list.Block(i), offsets[holder]);
            }
            writer.Add(segments[holders[0]].Key(at[holders[0]]), frequency, blocks);
            foreach (var holder in holders) at[holder]++;
        }
        writer.Finish(Columns(segments, partiesNow));
    }

    // With few segments at a time a walk over their heads is as fast as a heap.
    static bool Least(IReadOnlyList<Segment> segments, int[] at, List<int> holders)
    {
        holders.Clear();
        for (var i = 0; i < segments.Count; i++)
        {
            if (at[i] == segments[i].Terms) continue;
            var order = holders.Count == 0 ? -1 : segments[i].Key(at[i]).SequenceCompareTo(segments[holders[0]].Key(at[holders[0]]));
            if (order < 0) holders.Clear();
            if (order <= 0 || holders.Count == 0) holders.Add(i);
        }
        return holders.Count > 0;
    }

    static SegmentColumns Columns(IReadOnlyList<Segment> segments, IReadOnlyDictionary<int, int>? partiesNow)
    {
        var columns = new SegmentColumns();
        foreach (var segment in segments)
        {
            for (var i = 0; i < SegmentWriter.ColumnCount; i++) columns.Numbers[i].AddRange(segment.Numbers((Column)i));
            for (var i = 0; i < segment.Count; i++)
            {
                if (partiesNow is null) columns.Parties.AddRange(segment.PartiesOf(i));
                else columns.Parties.AddRange(segment.PartiesOf(i).ToArray().Select(p => partiesNow.GetValueOrDefault(p, p)).Distinct());
                columns.PartyOffsets.Add(columns.Parties.Count);
                columns.Classes.AddRange(segment.ClassesOf(i));
                columns.ClassOffsets.Add(columns.Classes.Count);
            }
        }
        return columns;
    }
}
