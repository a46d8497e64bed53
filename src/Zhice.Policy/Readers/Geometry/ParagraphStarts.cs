namespace Zhice.Policy.Readers.Geometry;

/// <summary>
/// Finds where paragraphs begin among lines set in one column: by indent, by a wider gap, or because the line before ended
/// although the next word still had room in it.
/// </summary>
internal sealed class ParagraphStarts
{
    readonly double flush, width, pitch;

    /// <param name="lines">All lines of the column, from all pages.</param>
    internal ParagraphStarts(IReadOnlyCollection<TextLine> lines)
    {
        if (lines.Count == 0) return;
        // The flush edge is where most lines begin; of two equals the left one.
        flush = lines.GroupBy(line => Math.Round(line.Left / 2)).OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
            .First().Min(line => line.Left);
        var widths = lines.Select(line => line.Right - Math.Min(line.Left, Math.Max(flush, line.Left - (3 * line.Em)))).Order().ToList();
        width = widths[Math.Max(0, (int)(widths.Count * 0.98) - 1)];
        var steps = lines.Zip(lines.Skip(1), (a, b) => a.Page == b.Page ? b.Middle - a.Middle : 0).Where(step => step > 1).Order().ToList();
        pitch = steps.Count == 0 ? 0 : steps[steps.Count / 3];
    }

    /// <summary>True when <paramref name="line"/> begins a paragraph behind <paramref name="before"/>, the line above it, if any.</summary>
    internal bool Starts(TextLine line, TextLine? before)
    {
        if (before is null) return true;
        var indent = line.Left - flush;
        if (indent > line.Em * 1.3 && indent < line.Em * 4.5 && before.Left < line.Left - line.Em) return true;
        if (before.Page == line.Page && pitch > 0 && line.Middle - before.Middle > Math.Max(pitch * 1.4, line.Em * 1.3)) return true;
        // A centred line has its own width; one that begins at the edge or with an indent fills the column from the edge on.
        var isFlush = Math.Abs(before.Left - flush) < before.Em * 0.6 || (before.Left - flush is var step && step > 0 && step < before.Em * 2.6);
        var used = isFlush ? before.Right - flush : before.Right - before.Left;
        return used + FirstWord(line) + (line.Em * 1.2) < width;
    }

    /// <summary>Width of what cannot be parted at the beginning of a line: a sign with the stops behind it, or a run of letters and digits.</summary>
    static double FirstWord(TextLine line)
    {
        var text = line.Text.AsSpan().TrimStart();
        var end = 0;
        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end])) end++;
        if (end == 0) end = Math.Min(text.Length, "“‘（《〈(".Contains(text.IsEmpty ? ' ' : text[0]) ? 2 : 1);
        while (end < text.Length && "，。、；：！？）》〉”’),.;:%％".Contains(text[end])) end++;
        return PageWord.Units(text[..end]) * line.Em;
    }
}
