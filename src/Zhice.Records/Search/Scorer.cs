using Zhice.Records.Index;
using Zhice.Records.Query;
using Zhice.Records.Store;

namespace Zhice.Records.Search;

/// <summary>BM25 over the words of a query: k1 = 1.2, b = 0.75, a word of the title counts three times.</summary>
/// <remarks>Of a phrase the rarest part stands for how many records hold it, so that both passes read no posting twice.</remarks>
sealed class Scorer
{
    const double K1 = 1.2, B = 0.75;

    readonly IReadOnlyList<WordsNode> words;
    readonly double[] rarity;
    readonly double usual;
    readonly List<(RecordCursor Cursor, int Word, bool Text)> cursors = [];
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
            if (plan.Words(words[i]) is { Record: not RecordCursor.End } cursor) cursors.Add((cursor, i, words[i].Field is not (TextField.Applicant or TextField.Inventor or TextField.Agency)));
    }

    internal double Score(int record)
    {
        var (score, norm, title) = (0.0, Norm(segment!.Numbers(Column.TextEnd)[record]), segment.Numbers(Column.TitleEnd)[record]);
        foreach (var (cursor, word, text) in cursors)
            if ((cursor.Record < record ? cursor.Advance(record) : cursor.Record) == record) score += Part(word, Weight(cursor.Positions(), text ? title : 0), norm);
        return score;
    }

    /// <summary>How much a record of some length counts against its words.</summary>
    internal double Norm(int length) => K1 * (1 - B + B * length / usual);

    /// <summary>What a word adds.</summary>
    /// <param name="word">Place of the word.</param>
    /// <param name="weight">How often it occurs, as <see cref="Weight"/> counts.</param>
    /// <param name="norm">Of the record's length.</param>
    internal double Part(int word, int weight, double norm) => rarity[word] * weight * (K1 + 1) / (weight + norm);

    /// <summary>How often something occurs, at most 255: a place before the end of the title counts three times.</summary>
    internal static int Weight(ReadOnlySpan<int> positions, int titleEnd)
    {
        var weight = positions.Length;
        foreach (var position in positions)
        {
            if (position >= titleEnd) break;
            weight += WordSet.TitleWeight - 1;
        }
        return Math.Min(weight, WordSet.MostWeight);
    }
}
