using System.Text.RegularExpressions;

namespace Zhice.Domain.Matching;

/// <summary>Kinds of term, by how much they say.</summary>
internal enum TermKind
{
    /// <summary>Two neighbouring characters, or a Latin word.</summary>
    Pair,
    /// <summary>Four neighbouring characters: most names of instruments have four.</summary>
    Run,
    /// <summary>A word of the field.</summary>
    Field,
    /// <summary>A name in 《》 or “”.</summary>
    Name,
}

/// <summary>What of a sentence is compared: without numbers, years and administrative words.</summary>
internal static partial class SentenceTerms
{
    /// <summary>The terms, each once, in order of first appearance.</summary>
    public static List<(TermKind Kind, string Term)> Of(string words)
    {
        var terms = new List<(TermKind, string)>();
        var seen = new HashSet<(TermKind, string)>();
        void Add(TermKind kind, string term)
        {
            if (seen.Add((kind, term))) terms.Add((kind, term));
        }

        var plain = Numbers().Replace(words, " ").ToLowerInvariant();
        foreach (Match name in Names().Matches(plain)) Add(TermKind.Name, name.Groups[1].Value);
        foreach (var word in Vocabulary.FieldWords)
            if (plain.Contains(word, StringComparison.Ordinal)) Add(TermKind.Field, word);
        foreach (Match word in Latin().Matches(plain)) Add(TermKind.Pair, word.Value);
        foreach (Match run in Chinese().Matches(plain))
        {
            for (var i = 0; i + 4 <= run.Length; i++)
                if (!IsCommon(run.Value, i) && !IsCommon(run.Value, i + 2)) Add(TermKind.Run, run.Value.Substring(i, 4));
            foreach (var piece in Vocabulary.CommonWords.Split(run.Value))
                for (var i = 0; i + 2 <= piece.Length; i++) Add(TermKind.Pair, piece.Substring(i, 2));
        }
        return terms;
    }

    static bool IsCommon(string run, int at) => Vocabulary.CommonWords.Match(run, at, 2) is { Success: true, Length: 2 };

    [GeneratedRegex(Vocabulary.Number)]
    private static partial Regex Numbers();
    [GeneratedRegex("[《“]([^《》“”]{2,40})[》”]")]
    private static partial Regex Names();
    [GeneratedRegex("[\u3400-\u9fff]{2,}")]
    private static partial Regex Chinese();
    [GeneratedRegex("[a-z]{2,}")]
    private static partial Regex Latin();
}
