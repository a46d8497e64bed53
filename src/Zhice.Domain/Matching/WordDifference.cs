using System.Text.RegularExpressions;

namespace Zhice.Domain.Matching;

/// <summary>A piece of a sentence beside another.</summary>
/// <param name="Text">The words, exactly as they stand.</param>
/// <param name="Common">True where the other sentence has them too, in the same order.</param>
public readonly record struct Piece(string Text, bool Common);

/// <summary>Two sentences side by side, word by word. Numbers, Latin words and known words are never cut, and no single character stays common between changes.</summary>
/// <param name="Left">Pieces of the first sentence, in order: together they are the sentence.</param>
/// <param name="Right">Pieces of the second.</param>
public sealed record WordDifference(IReadOnlyList<Piece> Left, IReadOnlyList<Piece> Right)
{
    // Above this product of words the middle is shown as changed whole: it would be too long to read word by word.
    const long Most = 1_000_000;

    /// <summary>Share of the longer sentence's characters that both have, 0 to 1, spaces and punctuation apart.</summary>
    public double Kept => Math.Max(Letters(Left, false), Letters(Right, false)) is > 0 and var all ? (double)Letters(Left, true) / all : 1;

    /// <summary>Compares.</summary>
    public static WordDifference Of(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var (one, two) = (Words(left), Words(right));
        var start = 0;
        while (start < one.Count && start < two.Count && one[start] == two[start]) start++;
        var end = 0;
        while (end < one.Count - start && end < two.Count - start && one[^(end + 1)] == two[^(end + 1)]) end++;
        var pairs = Enumerable.Range(0, start).Select(i => (i, i)).ToList();
        pairs.AddRange(Middle(one, two, start, end));
        pairs.AddRange(Enumerable.Range(1, end).Reverse().Select(i => (one.Count - i, two.Count - i)));
        return Readable(one, two, pairs);
    }

    // The longest common subsequence, counted in characters so that long words weigh more.
    static List<(int, int)> Middle(List<string> one, List<string> two, int start, int end)
    {
        var (rows, columns) = (one.Count - start - end, two.Count - start - end);
        if (rows <= 0 || columns <= 0 || (long)rows * columns > Most) return [];
        var best = new int[rows + 1, columns + 1];
        for (var i = rows - 1; i >= 0; i--)
            for (var j = columns - 1; j >= 0; j--)
                best[i, j] = one[start + i] == two[start + j]
                    ? Math.Max(best[i + 1, j + 1] + one[start + i].Length * 2, Math.Max(best[i + 1, j], best[i, j + 1]))
                    : Math.Max(best[i + 1, j], best[i, j + 1]);
        var pairs = new List<(int, int)>();
        for (int i = 0, j = 0; i < rows && j < columns;)
        {
            if (one[start + i] == two[start + j] && best[i, j] == best[i + 1, j + 1] + one[start + i].Length * 2) pairs.Add((start + i++, start + j++));
            else if (best[i + 1, j] >= best[i, j + 1]) i++;
            else j++;
        }
        return pairs;
    }

    // Joins neighbouring pairs to runs, and gives up runs of one character between changes.
    static WordDifference Readable(List<string> one, List<string> two, List<(int One, int Two)> pairs)
    {
        var runs = new List<(int One, int Two, int Count)>();
        foreach (var (i, j) in pairs)
        {
            if (runs.Count > 0 && runs[^1] is var last && last.One + last.Count == i && last.Two + last.Count == j) runs[^1] = last with { Count = last.Count + 1 };
            else runs.Add((i, j, 1));
        }
        if (one.Count != pairs.Count || two.Count != pairs.Count)
            runs.RemoveAll(run => Letters(one.GetRange(run.One, run.Count)) is var letters && letters < 2
                // The stop at the end of both is no change.
                && !(letters == 0 && run.One + run.Count == one.Count && run.Two + run.Count == two.Count));
        return new WordDifference(
            Pieces(one, runs.ConvertAll(r => (r.One, r.Count))),
            Pieces(two, runs.ConvertAll(r => (r.Two, r.Count))));
    }

    static int Letters(List<string> words) => words.Sum(w => w.Count(char.IsLetterOrDigit));

    static List<Piece> Pieces(List<string> words, List<(int Start, int Count)> common)
    {
        var pieces = new List<Piece>();
        var at = 0;
        void Take(int to, bool shared)
        {
            if (to > at) pieces.Add(new Piece(string.Concat(words.GetRange(at, to - at)), shared));
            at = Math.Max(at, to);
        }
        foreach (var (start, count) in common)
        {
            Take(start, false);
            Take(start + count, true);
        }
        Take(words.Count, false);
        return pieces;
    }

    static List<string> Words(string sentence)
    {
        var words = new List<string>();
        var at = 0;
        foreach (Match whole in Vocabulary.Whole.Matches(sentence))
        {
            Single(words, sentence, at, whole.Index);
            words.Add(whole.Value);
            at = whole.Index + whole.Length;
        }
        Single(words, sentence, at, sentence.Length);
        return words;
    }

    // Half of a character outside the basic plane is none.
    static void Single(List<string> words, string sentence, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            var length = char.IsHighSurrogate(sentence[i]) && i + 1 < end ? 2 : 1;
            words.Add(sentence.Substring(i, length));
            i += length - 1;
        }
    }

    static int Letters(IReadOnlyList<Piece> pieces, bool common) =>
        pieces.Where(p => p.Common || !common).Sum(p => p.Text.Count(char.IsLetterOrDigit));
}
