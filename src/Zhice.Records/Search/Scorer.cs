using Zhice.Records.Index;
using Zhice.Records.Query;
using Zhice.Records.Store;

namespace Zhice.Records.Search;

/// <summary>BM25 over the words of a query: k1 = 1.2, b = 0.75, a word of the title counts three times.</summary>
/// <remarks>Of a phrase the rarest part stands for how many records hold it, so that both passes read no posting twice.</remarks>
sealed class Scorer
{
    const double K1 = 1.2, B = 0.75;
    const int TitleWeight = 3;

    readonly IReadOnlyList<WordsNode> words;
    readonly double[] rarity;
    readonly double usual;
    readonly List<(RecordCursor Cursor, double Rarity, bool Text)> cursors = [];
    Segment? segment;

    internal Scorer(RecordSnapshot snapshot, IReadOnlyList<WordsNode> words)
    {
        this.words = words;
        var plans = snapshot.Segments.Select(s => new QueryPlan(s)).ToList();
        var all = snapshot.Segments.Sum(s => (long)s.Count);
        rarity = [.. words.Select(w => plans.Sum(p => p.Frequency(w))).Select(f => Math.Log(1 + (all - Math.Min(f, all) + 0.5) / (f + 0.5)))];
        // The usual length, from a thousand records spread over the largest segment.
        if (snapshot.Segments.MaxBy(s => s.Count) is { Count: > 0 } largest)
        {
            var ends = largest.Numbers(Column.TextEnd);
            var step = Math.Max(1, largest.Count / 1000);
            var (sum, seen) = (0L, 0);
            for (var i = 0; i < ends.Length; i += step, seen++) sum += ends[i];
            usual = Math.Max(1, (double)sum / seen);
        }
    }

    internal void Begin(Segment next)
    {
        segment = next;
        var plan = new QueryPlan(next);
        cursors.Clear();
        for (var i = 0; i < words.Count; i++)
            if (plan.Words(words[i]) is { Record: not RecordCursor.End } cursor) cursors.Add((cursor, rarity[i], words[i].Field is not (TextField.Applicant or TextField.Inventor or TextField.Agency)));
    }

    internal double Score(int record)
    {
        var score = 0.0;
        var norm = K1 * (1 - B + B * segment!.Numbers(Column.TextEnd)[record] / usual);
        var title = segment.Numbers(Column.TitleEnd)[record];
        foreach (var (cursor, weight, text) in cursors)
        {
            if ((cursor.Record < record ? cursor.Advance(record) : cursor.Record) != record) continue;
            var positions = cursor.Positions();
            double times = positions.Length;
            if (text)
                foreach (var position in positions)
                {
                    if (position >= title) break;
                    times += TitleWeight - 1;
                }
            score += weight * times * (K1 + 1) / (times + norm);
        }
        return score;
    }
}
