using System.Buffers;
using Zhice.Records.Index;
using Zhice.Records.Query;

namespace Zhice.Records.Search;

/// <summary>Reads postings to the end, a block at a time, into a set.</summary>
internal sealed class WordSetMaker(Segment segment)
{
    readonly ulong[] bits = Bits.New(segment.Count);
    byte[] weights = ArrayPool<byte>.Shared.Rent(1024);
    int count;

    /// <summary>The set of some words.</summary>
    internal static WordSet Make(Segment segment, WordsNode words)
    {
        var maker = new WordSetMaker(segment);
        var lists = words.Field is TextField.Abstract or TextField.Claims or TextField.Description ? null : Lists(segment, words);
        if (lists is null) maker.Walk(new QueryPlan(segment).Words(words), words.Field is not (TextField.Applicant or TextField.Inventor or TextField.Agency));
        else if (lists.Count == 1) maker.Term(lists[0].Place, words.Field == TextField.Title);
        else if (lists.Count > 1) maker.Phrase(lists, words.Field);
        return maker.Done();
    }

    // No list when a term is missing; null when a part means several terms.
    static List<(TermPlace Place, int Offset)>? Lists(Segment segment, WordsNode words)
    {
        var lists = new List<(TermPlace Place, int Offset)>();
        var parts = WordPattern.Parts(words.Words, out var width);
        foreach (var part in parts)
        {
            if (part.Kind is not (PartKind.Pair or PartKind.Word)) return null;
            lists.Add((segment.Find(Keys.Of(QueryPlan.Space(words.Field), part.Text)), part.Offset));
        }
        if (lists.Exists(l => l.Place.Term < 0)) return [];
        // A question mark before or behind widens what is wanted beyond the term.
        return lists is [{ Offset: > 0 }] || lists.Count == 1 && width != (parts[0].Kind == PartKind.Pair ? 2 : 1) ? null : [.. lists.OrderBy(l => l.Place.Frequency)];
    }

    WordSet Done()
    {
        var set = new WordSet(bits, weights.AsSpan(0, count).ToArray());
        ArrayPool<byte>.Shared.Return(weights);
        return set;
    }

    void Add(int record, int weight)
    {
        Bits.Set(bits, record);
        if (count == weights.Length)
        {
            var more = ArrayPool<byte>.Shared.Rent(count * 2);
            weights.AsSpan(0, count).CopyTo(more);
            ArrayPool<byte>.Shared.Return(weights);
            weights = more;
        }
        weights[count++] = (byte)Math.Min(weight, WordSet.MostWeight);
    }

    void Walk(RecordCursor cursor, bool text)
    {
        if (cursor.Record == RecordCursor.End) return;
        var ends = segment.Numbers(Column.TitleEnd);
        for (var record = cursor.Advance(0); record != RecordCursor.End; record = cursor.Advance(record + 1)) Add(record, Scorer.Weight(cursor.Positions(), text ? ends[record] : 0));
    }

    // Of a single term the counts in the block's head are enough.
    unsafe void Term(TermPlace place, bool title)
    {
        var list = segment.Postings(place.Term);
        int* records = stackalloc int[SegmentWriter.BlockSize], times = stackalloc int[SegmentWriter.BlockSize], titles = stackalloc int[SegmentWriter.BlockSize];
        for (var number = 0; number < list.Blocks; number++)
        {
            var block = list.Block(number);
            block.Records(records);
            BitPack.Unpack(block.Times, block.TimesWidth, block.Count, times);
            BitPack.Unpack(block.Titles, block.TitleWidth, block.Count, titles);
            for (var i = 0; i < block.Count; i++)
                if (!title) Add(records[i], times[i] + 1 + titles[i] * (WordSet.TitleWeight - 1));
                else if (titles[i] > 0) Add(records[i], titles[i] * WordSet.TitleWeight);
        }
    }

    void Phrase(List<(TermPlace Place, int Offset)> lists, TextField field)
    {
        var walks = lists.Select(l => new BlockWalk(segment.Postings(l.Place.Term), l.Offset)).ToArray();
        var lead = walks[0];
        var ends = segment.Numbers(Column.TitleEnd);
        var text = field is TextField.Any or TextField.Title;
        var found = new int[64];
        for (var record = lead.MoveTo(0); record != RecordCursor.End;)
        {
            var (agreed, next) = (true, record + 1);
            for (var i = 1; i < walks.Length; i++)
                if (walks[i].MoveTo(record) is var other && other != record) { (agreed, next) = (false, other); break; }
            if (agreed && Match(walks, ref found, out var places))
            {
                var weight = field == TextField.Title ? Scorer.Weight(places[..Before(places, ends[record])], ends[record]) : Scorer.Weight(places, text ? ends[record] : 0);
                if (weight > 0) Add(record, weight);
            }
            record = next == RecordCursor.End ? RecordCursor.End : lead.MoveTo(next);
        }
    }

    static int Before(ReadOnlySpan<int> places, int end)
    {
        var count = 0;
        while (count < places.Length && places[count] < end) count++;
        return count;
    }

    static bool Match(BlockWalk[] walks, ref int[] found, out ReadOnlySpan<int> places)
    {
        var lead = walks[0].Positions();
        var count = 0;
        if (found.Length < lead.Length) found = new int[lead.Length * 2];
        foreach (var position in lead)
            if (position >= walks[0].Offset) found[count++] = position - walks[0].Offset;
        for (var w = 1; w < walks.Length && count > 0; w++)
        {
            var positions = walks[w].Positions();
            var (offset, kept, at) = (walks[w].Offset, 0, 0);
            for (var i = 0; i < count; i++)
            {
                var wanted = found[i] + offset;
                while (at < positions.Length && positions[at] < wanted) at++;
                if (at < positions.Length && positions[at] == wanted) found[kept++] = found[i];
            }
            count = kept;
        }
        places = found.AsSpan(0, count);
        return count > 0;
    }
}

/// <summary>Walks over the postings of one term with its positions unpacked a block at a time.</summary>
internal sealed unsafe class BlockWalk(PostingList list, int offset)
{
    readonly int[] records = new int[SegmentWriter.BlockSize], starts = new int[SegmentWriter.BlockSize + 1];
    int[] positions = new int[SegmentWriter.BlockSize * 2];
    PostingBlock block;
    int number = -1, at, last = -1;
    bool unpacked;

    internal int Offset => offset;

    /// <summary>The first record that is not below <paramref name="target"/>.</summary>
    internal int MoveTo(int target)
    {
        if (target > last && !Load(target)) return RecordCursor.End;
        var (all, i) = (records, at);
        while (all[i] < target) i++;
        return all[at = i];
    }

    /// <summary>Positions in the record it stands at.</summary>
    internal ReadOnlySpan<int> Positions()
    {
        if (!unpacked) Unpack();
        return positions.AsSpan(starts[at], starts[at + 1] - starts[at]);
    }

    void Unpack()
    {
        fixed (int* into = starts) block.Starts(into);
        var all = starts[block.Count];
        if (positions.Length < all) positions = new int[all * 2];
        fixed (int* into = positions) BitPack.Unpack(block.Positions, block.PositionWidth, all, into);
        unpacked = true;
    }

    bool Load(int target)
    {
        if (number >= list.Blocks || (number = list.Seek(target, number + 1)) >= list.Blocks) return false;
        block = list.Block(number);
        if (block.Last < target)
        {
            // Only a single block is not told apart by the table.
            number = list.Blocks;
            return false;
        }
        last = block.Last;
        fixed (int* into = records) block.Records(into);
        (at, unpacked) = (0, false);
        return true;
    }
}
