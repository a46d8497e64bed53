using Zhice.Policy.Readers.Geometry;

namespace Zhice.Policy.Readers.Ofd;

/// <summary>Words of characters that are placed one by one.</summary>
internal static class OfdWords
{
    /// <summary>Where the characters of one TextCode stand.</summary>
    /// <param name="Space">From the object to points on the page.</param>
    /// <param name="X">Baseline start of the first character, in the object.</param>
    /// <param name="Y">Baseline of the first character.</param>
    /// <param name="Size">Height of the font, in the object's units.</param>
    /// <param name="Em">Width of a full-width character, in the object's units.</param>
    /// <param name="Across">Steps to the next characters along x.</param>
    /// <param name="Down">Steps along y.</param>
    internal sealed record Run(Matrix Space, double X, double Y, double Size, double Em, List<double> Across, List<double> Down);

    internal static void Add(List<PageWord> words, string text, Run run)
    {
        var (x, y) = (run.X, run.Y);
        var half = HalfAdvance(text, run);
        int from = -1;
        double startX = 0, endX = 0, reach = 0, baseline = 0;
        void End(int to)
        {
            if (from >= 0) words.Add(Word(CanonicalText.Line(text[from..to]), run, startX, endX, baseline));
            from = -1;
        }
        for (int i = 0, step = 0; i < text.Length; i++)
        {
            if (char.IsLowSurrogate(text[i])) continue;
            var width = run.Em * PageWord.Units(text.AsSpan(i, 1));
            var apart = from >= 0 && (Math.Abs(y - baseline) > run.Size * 0.2 || x - reach > run.Em * 0.45 || x < endX - (run.Em * 1.2));
            if (apart || char.IsWhiteSpace(text[i])) End(i);
            if (!char.IsWhiteSpace(text[i]))
            {
                if (from < 0) (from, startX, baseline) = (i, x, y);
                endX = x + width;
                reach = x + Math.Max(width, CanonicalText.IsWide(text[i]) ? 0 : half);
            }
            // The last characters may go without a step of their own: they follow at their width.
            x += step < run.Across.Count ? run.Across[step] : run.Across.Count == 0 && run.Down.Count > 0 ? 0 : width;
            y += step < run.Down.Count ? run.Down[step] : 0;
            step++;
        }
        End(text.Length);
    }

    /// <summary>The width that this run gives its letters and digits, where it sets all of them as wide as ideographs; else 0.</summary>
    static double HalfAdvance(string text, Run run)
    {
        var least = double.MaxValue;
        for (int i = 0, step = 0; i < text.Length && step < run.Across.Count; i++)
        {
            if (char.IsLowSurrogate(text[i])) continue;
            if (!CanonicalText.IsWide(text[i]) && !char.IsWhiteSpace(text[i])) least = Math.Min(least, run.Across[step]);
            step++;
        }
        return least < run.Em * 1.3 && least > run.Em * 0.8 ? least : 0;
    }

    static PageWord Word(string text, Run run, double startX, double endX, double baseline)
    {
        var (x0, y0) = run.Space.Map(startX, baseline - (run.Size * 0.88));
        var (x1, y1) = run.Space.Map(endX, baseline + (run.Size * 0.12));
        return new PageWord(text, Math.Min(x0, x1), Math.Min(y0, y1), Math.Max(x0, x1), Math.Max(y0, y1));
    }

    /// <summary>
    /// Joins pieces that touch on one line, as some writers make an object of each character; a piece set twice at one place, as
    /// others do for bold type, is kept once.
    /// </summary>
    internal static List<PageWord> Join(List<PageWord> words)
    {
        var joined = new List<PageWord>();
        foreach (var line in LineBuilder.Lines(words.Where(word => word.Right > word.Left && word.Bottom > word.Top), 0))
        {
            var first = joined.Count;
            foreach (var word in line.Words)
            {
                if (joined.Count > first && joined[^1] is var last)
                {
                    if (last.Text == word.Text && Math.Abs(last.Left - word.Left) < last.Em * 0.3) continue;
                    if (Math.Abs(word.Left - last.Right) < Math.Min(last.Em, word.Em) * 0.12)
                    {
                        joined[^1] = last with { Text = last.Text + word.Text, Right = word.Right, Top = Math.Min(last.Top, word.Top), Bottom = Math.Max(last.Bottom, word.Bottom) };
                        continue;
                    }
                }
                joined.Add(word);
            }
        }
        return joined;
    }
}
