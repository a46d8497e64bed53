namespace Zhice.Records.Text;

/// <summary>Cuts text into the tokens of the full-text index: overlapping pairs of Chinese characters, and whole words of letters and digits.</summary>
/// <remarks>
/// One tokeniser serves both stores. A run of n Chinese characters gives its n − 1 pairs and its last character alone, so that a
/// query of one character finds every place as the beginning of a token. Letters are folded: full-width to plain, upper to lower case.
/// Everything else separates.
/// </remarks>
public static class CjkBigrams
{
    /// <summary>Text made comparable, unit for unit: a range in the folded text is the same range in the text.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Create(text.Length, text, static (folded, source) =>
        {
            for (var i = 0; i < folded.Length; i++) folded[i] = Fold(source[i]);
        });
    }

    /// <summary>Tokens of a text to be indexed, in order, with repetitions.</summary>
    public static IEnumerable<string> Tokens(string text)
    {
        var folded = Fold(text);
        foreach (var (start, end, chinese) in Runs(folded))
        {
            if (!chinese)
            {
                yield return folded[start..end];
                continue;
            }
            for (var i = start; i < end - 1; i++) yield return folded.Substring(i, 2);
            yield return folded[(end - 1)..end];
        }
    }

    /// <summary>The tokens that every text with the words must hold. A token with <c>Prefix</c> need only be the beginning of one.</summary>
    /// <param name="query">What a person typed: words between white space, each to be found as it stands.</param>
    public static IReadOnlyList<(string Token, bool Prefix)> Query(string query)
    {
        var folded = Fold(query);
        var tokens = new List<(string, bool)>();
        foreach (var (start, end, chinese) in Runs(folded))
        {
            if (!chinese || end - start == 1) tokens.Add((folded[start..end], true));
            else for (var i = start; i < end - 1; i++) tokens.Add((folded.Substring(i, 2), false));
        }
        return [.. tokens.Distinct()];
    }

    /// <summary>The words of a query, folded.</summary>
    public static IReadOnlyList<string> Words(string query) =>
        [.. Fold(query).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>Where the folded words stand in a text; null where any of them is missing. Ranges are in order and do not overlap.</summary>
    /// <remarks>A word that begins with a letter or digit must begin a word of the text, as the index holds whole words.</remarks>
    public static IReadOnlyList<(int Start, int End)>? Find(string text, IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var folded = Fold(text);
        var found = new List<(int Start, int End)>();
        foreach (var word in words)
        {
            var before = found.Count;
            for (var at = folded.IndexOf(word, StringComparison.Ordinal); at >= 0; at = folded.IndexOf(word, at + 1, StringComparison.Ordinal))
                if (at == 0 || !IsWord(word[0]) || !IsWord(folded[at - 1])) found.Add((at, at + word.Length));
            if (found.Count == before) return null;
        }
        return Merged(found);
    }

    static List<(int Start, int End)> Merged(List<(int Start, int End)> ranges)
    {
        var merged = new List<(int Start, int End)>();
        foreach (var range in ranges.Order())
        {
            if (merged.Count > 0 && range.Start <= merged[^1].End) merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, range.End));
            else merged.Add(range);
        }
        return merged;
    }

    static IEnumerable<(int Start, int End, bool Chinese)> Runs(string folded)
    {
        for (var i = 0; i < folded.Length;)
        {
            var (chinese, word) = (IsChinese(folded[i]), IsWord(folded[i]));
            if (!chinese && !word) { i++; continue; }
            var start = i;
            while (i < folded.Length && (chinese ? IsChinese(folded[i]) : IsWord(folded[i]))) i++;
            yield return (start, i, chinese);
        }
    }

    internal static char Fold(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => char.ToLowerInvariant((char)(c - 0xFEE0)),
        '\u3000' => ' ',
        >= '\uD800' and <= '\uDFFF' => (char)(c + Beyond),
        _ => char.ToLowerInvariant(c),
    };

    // The halves of a character outside the basic plane become characters of the private area, which every store takes: so they are found as they stand beside others, and take two places.
    const int Beyond = 0x0800;

    /// <summary>Folded text as it is shown: characters outside the basic plane are whole again.</summary>
    public static string Unfold(string folded)
    {
        ArgumentNullException.ThrowIfNull(folded);
        return folded.AsSpan().IndexOfAnyInRange('\uE000', '\uE7FF') < 0 ? folded : string.Create(folded.Length, folded, static (text, source) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = source[i] is >= '\uE000' and <= '\uE3FF' && i + 1 < source.Length && source[i + 1] is >= '\uE400' and <= '\uE7FF' || i > 0 && source[i] is >= '\uE400' and <= '\uE7FF' && source[i - 1] is >= '\uE000' and <= '\uE3FF'
                    ? (char)(source[i] - Beyond) : source[i];
        });
    }

    // From the surrogates on, the private area (where offices put characters that no standard has) and the compatibility forms follow each other.
    internal static bool IsChinese(char c) => c is >= '\u3400' and <= '\u9FFF' or >= '\uD800' and <= '\uFAFF' or '\u3007';

    internal static bool IsWord(char c) => char.IsLetterOrDigit(c) && !IsChinese(c);
}
