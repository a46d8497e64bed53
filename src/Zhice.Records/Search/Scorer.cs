using System.Numerics;
using Zhice.Records.Index;
using Zhice.Records.Query;
using Zhice.Records.Store;

namespace Zhice.Records.Search;

/// <summary>BM25 over the words of a query, as <see cref="Bm25"/> has it.</summary>
sealed class Scorer
{
    readonly IReadOnlyList<WordsNode> words;
    readonly float[] rarity;
    readonly float fixedNorm = (float)Bm25.FixedNorm, lengthNorm;
    readonly List<(RecordCursor Cursor, int Word, bool Text)> cursors = [];
    Segment? segment;

    internal Scorer(RecordSnapshot snapshot, IReadOnlyList<WordsNode> words)
    {
        this.words = words;
        var plans = snapshot.Segments.Select(s => new QueryPlan(s)).ToList();
        var all = snapshot.Segments.Sum(s => (long)s.Count);
        rarity = [.. words.Select(w => (float)Bm25.Rarity(all, Holders(plans, w)))];
        lengthNorm = (float)Bm25.LengthNorm(all, snapshot.Segments.Sum(s => s.TextLength));
    }

    static long Holders(List<QueryPlan> plans, WordsNode word)
    {
        long[]? sums = null;
        foreach (var plan in plans)
        {
            long[] parts = [.. plan.Frequencies(word)];
            if (sums is null) sums = parts;
            else for (var i = 0; i < sums.Length; i++) sums[i] += parts[i];
        }
        return sums?.Min() ?? 0;
    }

    internal void Begin(Segment next)
    {
        segment = next;
        var plan = new QueryPlan(next);
        cursors.Clear();
        for (var i = 0; i < words.Count; i++)
            if (plan.Words(words[i]) is { Record: not RecordCursor.End } cursor) cursors.Add((cursor, i, QueryPlan.Space(words[i].Field) == Keys.Text));
    }

    internal float Score(int record)
    {
        var (score, norm, title) = (0f, Norm(record), segment!.Numbers(Column.TitleEnd)[record]);
        foreach (var (cursor, word, text) in cursors)
            if ((cursor.Record < record ? cursor.Advance(record) : cursor.Record) == record) score += Part(word, cursor.Weight(text ? title : 0), norm);
        return score;
    }

    /// <summary>Scores of many records at once: words of a single term a block at a time.</summary>
    /// <param name="hits">A bit for each record that is wanted.</param>
    /// <param name="scores">A score for each record of the segment, 0 at the beginning; of those not wanted it means nothing.</param>
    internal void ScoreAll(ReadOnlySpan<ulong> hits, float[] scores)
    {
        foreach (var (cursor, word, text) in cursors)
            if (cursor is PostingCursor term) Add(term, word, text, scores);
            else
                for (var i = 0; i < hits.Length; i++)
                    for (var left = hits[i]; left != 0; left &= left - 1)
                    {
                        var record = (i << 6) + BitOperations.TrailingZeroCount(left);
                        if ((cursor.Record < record ? cursor.Advance(record) : cursor.Record) == record) scores[record] += Part(word, cursor.Weight(text ? segment!.Numbers(Column.TitleEnd)[record] : 0), Norm(record));
                    }
    }

    unsafe void Add(PostingCursor term, int word, bool text, float[] scores)
    {
        int* records = stackalloc int[SegmentWriter.BlockSize], times = stackalloc int[SegmentWriter.BlockSize], titles = stackalloc int[SegmentWriter.BlockSize];
        var lengths = segment!.Column(Column.Length);
        var list = term.List;
        for (var number = 0; number < list.Blocks; number++)
        {
            var block = list.Block(number);
            block.Records(records);
            BitPack.Unpack(block.Times, block.TimesWidth, block.Count, times);
            BitPack.Unpack(block.Titles, block.TitleWidth, block.Count, titles);
            for (var i = 0; i < block.Count; i++)
                scores[records[i]] += Part(word, times[i] + 1 + (text ? titles[i] * (RecordCursor.TitleWeight - 1) : 0), fixedNorm + lengths[records[i]] * lengthNorm);
        }
    }

    float Norm(int record) => fixedNorm + segment!.Numbers(Column.Length)[record] * lengthNorm;

    float Part(int word, int weight, float norm) => rarity[word] * weight * (float)(Bm25.K1 + 1) / (weight + norm);
}
