namespace Zhice.Policy.Readers.Geometry;

/// <summary>A word and its box on the page, in points from the upper left corner.</summary>
internal readonly record struct PageWord(string Text, double Left, double Top, double Right, double Bottom)
{
    internal double Middle => (Top + Bottom) / 2;
    internal double Height => Bottom - Top;

    /// <summary>Width of one full-width character, as this word is set.</summary>
    internal double Em => (Right - Left) / Math.Max(0.5, Units(Text));

    /// <summary>Width of a text in full-width characters; letters and digits count half.</summary>
    internal static double Units(ReadOnlySpan<char> text)
    {
        double units = 0;
        foreach (var c in text) units += char.IsLowSurrogate(c) ? 0 : CanonicalText.IsWide(c) ? 1 : 0.5;
        return units;
    }
}

/// <summary>A drawn line of a table: level when <see cref="IsLevel"/>, else upright.</summary>
/// <param name="IsLevel">True for a horizontal one.</param>
/// <param name="At">Its y when level, its x when upright.</param>
/// <param name="From">Where it begins along its direction.</param>
/// <param name="To">Where it ends.</param>
internal readonly record struct Ruling(bool IsLevel, double At, double From, double To);

/// <summary>What stands on one page.</summary>
/// <param name="Number">Page from 1.</param>
/// <param name="Width">Width in points.</param>
/// <param name="Height">Height in points.</param>
/// <param name="Words">Words in any order.</param>
/// <param name="Rulings">Drawn lines, where the format gives them; may be empty although the page shows some.</param>
internal sealed record PageContent(int Number, double Width, double Height, List<PageWord> Words, List<Ruling> Rulings);

/// <summary>Words on one baseline, left to right.</summary>
internal sealed class TextLine(int page, List<PageWord> words)
{
    internal int Page { get; } = page;
    internal List<PageWord> Words { get; } = words;
    internal double Left { get; } = words.Min(word => word.Left);
    internal double Right { get; } = words.Max(word => word.Right);
    internal double Top { get; } = words.Min(word => word.Top);
    internal double Bottom { get; } = words.Max(word => word.Bottom);
    internal double Middle => (Top + Bottom) / 2;
    internal double Em { get; } = words.MaxBy(word => word.Right - word.Left).Em;
    internal string Text => field ??= LineBuilder.Join(Words);
}
