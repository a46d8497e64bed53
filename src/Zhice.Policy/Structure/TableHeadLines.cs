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
        var stacked = Stacked(text, stream, i);
        // One head under the other must be three at least, or a chapter called 工作要求 before one called 责任分工 would do.
        for (; stacked.Count >= 3; stacked.RemoveAt(stacked.Count - 1))
        {
            var keys = stacked.ConvertAll(h => h.Key);
            if (TableColumns.Read(keys) is not { } roles) continue;
            List<SourceLine> lines = [.. stacked.SelectMany(h => h.Lines)];
            var count = stream.IndexOf(lines[^1], i) - i + 1;
            return new(lines, count, roles, string.Join('|', keys));
        }
        return null;
    }

    /// <summary>Heads one under the other; one may itself be broken: 牵头|单位.</summary>
    static List<(string Key, List<SourceLine> Lines)> Stacked(string text, List<object> stream, int i)
    {
        var heads = new List<(string Key, List<SourceLine> Lines)>();
        for (var next = i; next < stream.Count && heads.Count < 14 && stream[next] is SourceLine head; next++)
        {
            if (head.Noise) continue;
            if (heads.Count > 0 && head.Key is "单位" or "部门" or "处室" or "科室" or "时限" or "时间" or "期限" && heads[^1] is { Key.Length: 2, Lines.Count: 1 } first)
            {
                first.Lines.Add(head);
                heads[^1] = (first.Key + head.Key, first.Lines);
                continue;
            }
            var broken = head.Key is "完成" or "执行" or "指导" or "落实"; // no head by itself
            if (head.Key.Length > 8 || !broken && !TableColumns.IsHead(head.Key) || LineCells.Words(text, head.Span).Count > 2) break;
            heads.Add((head.Key, [head]));
        }
        if (heads.Count > 0 && !TableColumns.IsHead(heads[^1].Key)) heads.RemoveAt(heads.Count - 1);
        return heads;
    }
}
