using System.Text;
using System.Text.RegularExpressions;

namespace Zhice.Domain.Submitting;

/// <summary>Cuts words into paragraphs and sentences, and says how alike two sentences are.</summary>
public static partial class Sentences
{
    const string Ends = "。！？!?";
    const string Closing = "”’」』）)》";

    /// <summary>Paragraphs: lines that hold a word, without white space at their ends.</summary>
    public static IReadOnlyList<string> Paragraphs(string words) =>
        [.. words.Split('\n').Select(line => line.Trim(' ', '\t', '\r', '\u3000', '\u00a0')).Where(line => line.Length > 0)];

    /// <summary>The sentences of one paragraph, each with its end mark and any quotation mark that closes behind it. Joined they are the paragraph.</summary>
    /// <remarks>A mark inside a pair of quotation marks or brackets ends nothing: “谁来管？”的问题 stays one sentence.</remarks>
    public static IReadOnlyList<string> Of(string paragraph)
    {
        ArgumentNullException.ThrowIfNull(paragraph);
        var found = new List<string>();
        var sentence = new StringBuilder();
        var depth = 0;
        for (var i = 0; i < paragraph.Length; i++)
        {
            var unit = paragraph[i];
            sentence.Append(unit);
            if ("“‘「『（(《".Contains(unit, StringComparison.Ordinal)) depth++;
            else if (Closing.Contains(unit, StringComparison.Ordinal)) depth = Math.Max(0, depth - 1);
            if (depth == 1 && Ends.Contains(unit, StringComparison.Ordinal) && i + 1 < paragraph.Length && Closing.Contains(paragraph[i + 1], StringComparison.Ordinal)
                && (i + 2 == paragraph.Length || StartsAnew(paragraph, i + 2)))
            {
                // The quotation ends with the sentence: the closing mark belongs to it.
                sentence.Append(paragraph[++i]);
                depth = 0;
            }
            else if (depth > 0 || !Ends.Contains(unit, StringComparison.Ordinal) || (i + 1 < paragraph.Length && Ends.Contains(paragraph[i + 1], StringComparison.Ordinal)))
            {
                continue;
            }
            Take(found, sentence);
        }
        // A bracket that never closes must not swallow the rest of a long paragraph.
        if (depth > 0 && sentence.Length > 0 && sentence.ToString() is var rest && rest.AsSpan(0, rest.Length - 1).IndexOfAny(Ends) >= 0)
        {
            found.AddRange(Plain().Matches(rest).Select(m => m.Value));
            sentence.Clear();
        }
        Take(found, sentence);
        return found;
    }

    /// <summary>How alike two texts are, 0 to 1: twice their common pairs of neighbouring characters over all pairs (Dice); signs and blanks do not count.</summary>
    public static double Likeness(string one, string other)
    {
        var (first, second) = (Pairs(one), Pairs(other));
        if (first.Count == 0 || second.Count == 0) return Letters(one) == Letters(other) ? 1 : 0;
        var left = new Dictionary<(char, char), int>();
        foreach (var pair in first) left[pair] = left.GetValueOrDefault(pair) + 1;
        var common = 0;
        foreach (var pair in second)
            if (left.GetValueOrDefault(pair) is > 0 and var count)
            {
                left[pair] = count - 1;
                common++;
            }
        return 2d * common / (first.Count + second.Count);
    }

    /// <summary>Share of the pairs of <paramref name="part"/> that <paramref name="whole"/> holds, 0 to 1: for a short text within a long one.</summary>
    public static double Within(string part, string whole)
    {
        var pairs = Pairs(part);
        if (pairs.Count == 0) return 0;
        var held = Pairs(whole).ToHashSet();
        return (double)pairs.Count(held.Contains) / pairs.Count;
    }

    static void Take(List<string> found, StringBuilder sentence)
    {
        if (sentence.ToString() is { } text && text.Trim().Length > 0) found.Add(text);
        sentence.Clear();
    }

    static bool StartsAnew(string paragraph, int at) => !"的，、；：,;:".Contains(paragraph[at], StringComparison.Ordinal);

    static List<(char, char)> Pairs(string text)
    {
        var letters = Letters(text);
        var pairs = new List<(char, char)>(Math.Max(0, letters.Length - 1));
        for (var i = 1; i < letters.Length; i++) pairs.Add((letters[i - 1], letters[i]));
        return pairs;
    }

    static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    [GeneratedRegex("[^。！？!?]*[。！？!?]+|[^。！？!?]+$")]
    private static partial Regex Plain();
}
