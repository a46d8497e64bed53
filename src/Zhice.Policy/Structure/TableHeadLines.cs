namespace Zhice.Policy.Structure;

/// <summary>The heads of a table that an extraction wrote as one line with blanks between, or as one line for each head.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="Count">How many entries of the stream they take, noise between them included.</param>
/// <param name="Roles">What the columns hold.</param>
/// <param name="Key">The heads, to know them again on the next page.</param>
internal sealed record TableHeadLines(IReadOnlyList<SourceLine> Lines, int Count, ColumnRole[] Roles, string Key)
{
    public static TableHeadLines? At(string text, List<object> stream, int i)
    {
        var line = (SourceLine)stream[i];
        if (line.Key.Length > 120) return null;
        var words = LineCells.Words(text, line.Span);
        if (words.Count >= 2)
        {
            if (!TableColumns.IsHead(Flow.FoldOf(text, words[0]))) return null;
            var heads = words.ConvertAll(w => Flow.FoldOf(text, w));
            return heads.TrueForAll(TableColumns.IsHead) && TableColumns.Read(heads) is { } roles ? new([line], 1, roles, string.Join('|', heads)) : null;
        }
        if (line.Key.Length > 8 || !TableColumns.IsHead(line.Key)) return null;
        var lines = new List<SourceLine>();
        var next = i;
        for (; next < stream.Count && lines.Count < 14 && stream[next] is SourceLine head; next++)
        {
            if (head.Noise) continue;
            if (head.Key.Length > 8 || !TableColumns.IsHead(head.Key) || LineCells.Words(text, head.Span).Count > 2) break;
            lines.Add(head);
        }
        // One head under the other must be three at least, or a chapter called 工作要求 before one called 责任分工 would do.
        for (; lines.Count >= 3; lines.RemoveAt(lines.Count - 1))
        {
            var heads = lines.ConvertAll(l => l.Key);
            if (TableColumns.Read(heads) is not { } roles) continue;
            var count = stream.IndexOf(lines[^1], i) - i + 1;
            return new(lines, count, roles, string.Join('|', heads));
        }
        return null;
    }
}
