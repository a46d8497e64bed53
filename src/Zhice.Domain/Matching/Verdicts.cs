using System.Text.RegularExpressions;

namespace Zhice.Domain.Matching;

/// <summary>What became of a commitment between two years.</summary>
public enum Verdict
{
    /// <summary>The same words, but for years.</summary>
    Same,
    /// <summary>The same matter in other words or with other figures.</summary>
    Changed,
    /// <summary>Nothing like it stood in the earlier year.</summary>
    New,
    /// <summary>Nothing like it stands in the later year.</summary>
    Dropped,
}

/// <summary>The rules that make a verdict of two sentences.</summary>
public static partial class Verdicts
{
    /// <summary>Share of the words that must be kept for two sentences to be the same.</summary>
    public const double KeptForSame = 0.9;

    /// <summary>Same or changed. Years do not count, every other figure does: 14 件 that became 16 件 is a change.</summary>
    public static Verdict Of(string earlier, string later)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        var (one, two) = (Years().Replace(earlier, ""), Years().Replace(later, ""));
        // Sentences of very different length cannot keep so much; most pairs end here.
        if (Math.Min(Letters(one), Letters(two)) < KeptForSame * Math.Max(Letters(one), Letters(two))) return Verdict.Changed;
        return Figures(one).SequenceEqual(Figures(two), StringComparer.Ordinal) && WordDifference.Of(one, two).Kept >= KeptForSame ? Verdict.Same : Verdict.Changed;
    }

    /// <summary>The verdict where nothing alike stands in the other year.</summary>
    /// <param name="year">Year of the commitment.</param>
    /// <param name="other">The other year.</param>
    public static Verdict Alone(int year, int other) => other < year ? Verdict.New : Verdict.Dropped;

    static IEnumerable<string> Figures(string words) => Numbers().Matches(words).Select(m => m.Value);

    static int Letters(string words) => words.Count(char.IsLetterOrDigit);

    [GeneratedRegex("[0-9０-９]{4}年?(?:[0-9０-９]{1,2}月)?(?:[0-9０-９]{1,2}日)?|“[一二三四五六七八九十]{1,3}五”")]
    private static partial Regex Years();
    [GeneratedRegex("[0-9０-９]+(?:[.．][0-9０-９]+)?[%％]?")]
    private static partial Regex Numbers();
}
