using System.Buffers;

namespace Zhice.Policy.Readers.Geometry;

/// <summary>The head row of a table that shows no upright lines: several short cells in words that head columns.</summary>
internal sealed record TableHead(double Top, double Bottom, List<(double Left, double Right, string Text)> Cells, List<TextLine> Lines)
{
    const int LongestCell = 12;

    static readonly string[] Words =
    [
        "序号", "任务", "举措", "措施", "部门", "单位", "时间", "时限", "期限", "内容", "范围", "责任", "牵头", "配合", "进度", "成果", "目标", "指标", "备注",
        "项目", "事项", "要求", "地区", "完成", "工作", "重点", "清单", "名称", "类别", "形式", "主体", "分工", "依据", "阶段", "负责", "编号", "年份", "说明",
    ];

    static readonly SearchValues<char> Stops = SearchValues.Create("。；！？;!?");

    /// <summary>Two heads are one, set on two pages.</summary>
    internal bool IsSame(TableHead other) => Cells.Count == other.Cells.Count
        && Cells.Zip(other.Cells).All(pair => Squeeze(pair.First.Text) == Squeeze(pair.Second.Text) && Math.Abs(pair.First.Left - pair.Second.Left) < 6);

    internal static string Squeeze(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    /// <summary>The head whose main line is <c>lines[at]</c>, or null. Lines half a line above and below belong to cells of two lines.</summary>
    internal static TableHead? At(List<TextLine> lines, int at)
    {
        var main = lines[at];
        if (main.Words.Count < 2 || !Fits(CellsOf([main]))) return null;
        var all = new List<TextLine> { main };
        var reach = Math.Max(main.Em * 1.1, (main.Bottom - main.Top) * 0.8);
        for (var i = at - 1; i >= 0 && main.Middle - lines[i].Middle < reach; i--) if (IsShort(lines[i])) all.Insert(0, lines[i]);
        for (var i = at + 1; i < lines.Count && lines[i].Middle - main.Middle < reach; i++) if (IsShort(lines[i])) all.Add(lines[i]);
        var cells = CellsOf(all);
        if (!Fits(cells)) (all, cells) = ([main], CellsOf([main]));
        if (Broken(lines, all, cells) is { } whole) (all, cells) = whole;
        return new TableHead(all.Min(l => l.Top), all.Max(l => l.Bottom), cells, all);
    }

    /// <summary>具体举|措, 完成时|限: heads of narrow columns go on in the next line, which stands under them and completes their words.</summary>
    static (List<TextLine>, List<(double Left, double Right, string Text)>)? Broken(List<TextLine> lines, List<TextLine> all, List<(double Left, double Right, string Text)> cells)
    {
        var next = lines.IndexOf(all[^1]) + 1;
        if (cells.Count < 3 || next >= lines.Count || lines[next] is var line && line.Middle - all[^1].Middle > line.Em * 2.4 || !IsShort(lines[next])) return null;
        if (RowNumber.Of(line.Text) is not null || !line.Words.TrueForAll(word => cells.Exists(cell => word.Left < cell.Right && cell.Left < word.Right))) return null;
        List<TextLine> both = [.. all, line];
        var whole = CellsOf(both);
        return whole.Count == cells.Count && Fits(whole) && Said(whole) > Said(cells) ? (both, whole) : null;
    }

    static int Said(List<(double Left, double Right, string Text)> cells) => cells.Sum(cell => Words.Count(word => Squeeze(cell.Text).Contains(word, StringComparison.Ordinal)));

    static bool IsKnown((double Left, double Right, string Text) cell) => Words.Any(word => Squeeze(cell.Text).Contains(word, StringComparison.Ordinal));

    static bool IsShort(TextLine line) => line.Words.All(word => word.Text.Length <= 6) && line.Text.AsSpan().IndexOfAny(Stops) < 0;

    static bool Fits(List<(double Left, double Right, string Text)> cells)
    {
        // Two short groups may be a title with a blank in it; two heads stand far apart.
        if (cells.Count == 2 && cells[1].Left - cells[0].Right < 4 * (cells[0].Right - cells[0].Left) / Math.Max(1, PageWord.Units(cells[0].Text))) return false;
        if (cells.Count < 2 || cells.Any(cell => Squeeze(cell.Text) is var text && (text.Length > LongestCell || text.AsSpan().IndexOfAny(Stops) >= 0)))
            return false;
        var known = cells.Count(IsKnown);
        return known >= 2 && known * 2 >= cells.Count;
    }

    /// <summary>Cells by the gaps between words; single characters set apart (序 号) are one cell.</summary>
    static List<(double Left, double Right, string Text)> CellsOf(List<TextLine> lines)
    {
        var cells = new List<(double Left, double Right, string Text)>();
        foreach (var line in lines)
            foreach (var group in Groups(line))
            {
                var hit = cells.FindIndex(cell => group.Left < cell.Right && cell.Left < group.Right);
                if (hit < 0) cells.Add(group);
                else cells[hit] = (Math.Min(cells[hit].Left, group.Left), Math.Max(cells[hit].Right, group.Right), cells[hit].Text + group.Text);
            }
        cells.Sort((a, b) => a.Left.CompareTo(b.Left));
        return cells;
    }

    static List<(double Left, double Right, string Text)> Groups(TextLine line)
    {
        var groups = new List<(double Left, double Right, string Text)>();
        var lastLength = 0;
        foreach (var word in line.Words)
        {
            var near = groups.Count > 0
                && word.Left - groups[^1].Right < line.Em * (lastLength == 1 && word.Text.Length == 1 ? 1.6 : 0.4)
                && !Words.Contains(groups[^1].Text);
            if (near) groups[^1] = (groups[^1].Left, word.Right, groups[^1].Text + word.Text);
            else groups.Add((word.Left, word.Right, word.Text));
            lastLength = word.Text.Length;
        }
        return groups;
    }
}
