namespace Zhice.Policy.Structure;

/// <summary>Whether a row of the table begins here.</summary>
internal enum RowStart { May, Must, Never }

/// <summary>A line of a flattened table, or a whole cell where tabs mark the cells.</summary>
internal sealed class FlattenedUnit
{
    public required List<SourceLine> Lines { get; init; }
    public required string Key { get; set; }
    public double Width { get; set; }
    public bool Tab { get; init; }
    public bool BlankBefore { get; init; }
    /// <summary>How much an empty line says here: nothing where every line has one.</summary>
    public double BlankWeight { get; set; }
    public RowStart RowStart { get; set; }
    public bool MayBeSection { get; set; }
    public bool Complete { get; set; }
}

/// <summary>Cuts the lines of a flattened table into units and finds where its rows begin.</summary>
internal static class FlattenedUnits
{
    public static List<FlattenedUnit> Of(string text, IReadOnlyList<SourceLine> lines, ColumnRole[] columns)
    {
        var pieces = new List<SourceLine>(lines.Count);
        var cells = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            var split = LineCells.Of(text, lines[i], columns);
            if (split.Count > 1 && split[0].TabLed)
            {
                // A line with tabs begins a row, or it ends the cell before and goes on with the same row.
                var goesOn = cells > 0 && !lines[i].TabLed && cells + split.Count - 1 <= columns.Length && !NoiseFinder.IsBareNumber(split[0].Key);
                if (goesOn) split[0] = split[0].Led(tab: false);
                cells = goesOn ? cells + split.Count - 1 : split.Count;
            }
            else if (cells > 0 && split is [{ TabLed: false } only] && IsSectionLike(only.Key) && (i + 1 == lines.Count || LineCells.HoldsTab(text, lines[i + 1]) || IsSectionLike(lines[i + 1].Key)))
                split[0] = only.Led(tab: true);
            pieces.AddRange(split);
        }
        var tabs = pieces.Count(p => p.TabLed);
        // Where tabs lead the cells, lines without one go on with the cell before.
        var byTab = tabs >= 3 && tabs * 4 >= pieces.Count;
        var units = new List<FlattenedUnit>();
        foreach (var piece in pieces)
        {
            if (piece.Key.Length == 0) continue;
            if (byTab && !piece.TabLed && units.Count > 0 && !units[^1].MayBeSection)
            {
                var cell = units[^1];
                cell.Lines.Add(piece);
                cell.Key += piece.Key;
                cell.Width = Math.Max(cell.Width, piece.Width);
                continue;
            }
            if (units.Count > 0 && IsCountAlone(units[^1].Key) && !units[^1].MayBeSection && piece.Key.Length is >= 2 and <= 30 && !Ending.IsComplete(piece.Key))
            {
                // 一 in the column of the numbers, and the heading beside it.
                units[^1].Lines.Add(piece);
                units[^1].Key += "、" + piece.Key;
                units[^1].MayBeSection = true;
                continue;
            }
            units.Add(new FlattenedUnit { Lines = [piece], Key = piece.Key, Width = piece.Width, Tab = byTab && piece.TabLed, BlankBefore = piece.BlankBefore, MayBeSection = IsSectionLike(piece.Key) });
        }
        foreach (var unit in units) unit.Complete = Ending.IsComplete(unit.Key);
        WeighBlanks(units);
        units = FindRows(units, columns);
        FindSections(units, columns);
        return units;
    }

    static void WeighBlanks(List<FlattenedUnit> units)
    {
        const int Window = 8;
        for (var i = 0; i < units.Count; i++)
        {
            var (from, to) = (Math.Max(0, i - Window), Math.Min(units.Count, i + Window + 1));
            var blanks = 0;
            for (var k = from; k < to; k++) if (units[k].BlankBefore) blanks++;
            var share = (double)blanks / (to - from);
            units[i].BlankWeight = share is < 0.06 or > 0.85 ? 0 : 1;
        }
    }

    /// <summary>一 … 二十 alone, as a heading inside a table is counted.</summary>
    public static bool IsCountAlone(string key) => key.Length is 1 or 2 && ChineseNumber.NumeralEnd(key, 0) == key.Length && ChineseNumber.Value(key) is >= 1 and <= 20;

    public static bool IsSectionLike(string key)
    {
        if (key.Length > 60 || Ending.IsComplete(key)) return false;
        var number = Numbering.At(Flow.Of(key, new Span(0, Math.Min(key.Length, 16))));
        return number.Style is NumberStyle.Ideograph or NumberStyle.BracketedIdeograph or NumberStyle.Chapter or NumberStyle.Part;
    }

    /// <summary>A heading without a number stands alone between the last cell of a row and the count of the next.</summary>
    static void FindSections(List<FlattenedUnit> units, ColumnRole[] columns)
    {
        foreach (var unit in units) unit.MayBeSection = IsSectionLike(unit.Key);
        var last = columns[^1];
        if (last is not (ColumnRole.Deadline or ColumnRole.Lead or ColumnRole.Participant or ColumnRole.Responsible)) return;
        for (var i = 0; i + 1 < units.Count; i++)
        {
            if (units[i + 1].RowStart != RowStart.Must || units[i].RowStart == RowStart.Must) continue;
            var key = units[i].Key;
            if (units[i].Complete || key.Length is < 4 or > 24 || key.AsSpan().IndexOfAny(",;。、:") >= 0 || CellFit.IsOrganisations(key) || Meaning.Deadlines.LooksLikeCell(key)) continue;
            units[i].MayBeSection = i == 0 || (last == ColumnRole.Deadline ? EndsDeadline(units, i) : CellFit.IsOrganisations(units[i - 1].Key));
        }
    }

    /// <summary>The lines before one make a whole deadline (年底前完|成), which the line itself does not end (年内有阶|段性成果).</summary>
    static bool EndsDeadline(List<FlattenedUnit> units, int i)
    {
        var words = "";
        for (var k = i - 1; k >= 0 && k >= i - 3; k--)
        {
            words = units[k].Key + words;
            if (!Meaning.Deadlines.LooksLikeCell(words) || !words.AsSpan().EndsWithAny(DeadlineEnds)) continue;
            return !(words + units[i].Key).AsSpan().EndsWithAny("成果", "进展", "完成");
        }
        return false;
    }

    static readonly string[] DeadlineEnds = ["完成", "成果", "进展", "前", "底", "末", "推进", "坚持", "开展", "年", "年内", "月", "日", "季度", "半年", "长期", "持续", "落实", "到位"];

    static bool EndsWithAny(this ReadOnlySpan<char> words, params ReadOnlySpan<string> ends)
    {
        foreach (var end in ends)
            if (words.EndsWith(end, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>
    /// Rows are counted 1, 2, 3 …, alone on a line (序号) or before the title. Where such a count runs through the table, rows begin
    /// there and nowhere else; a bare number out of the count is a page number.
    /// </summary>
    static List<FlattenedUnit> FindRows(List<FlattenedUnit> units, ColumnRole[] columns)
    {
        var alone = Chain(units, u => NoiseFinder.IsBareNumber(u.Key) ? ChineseNumber.Value(u.Key) : -1);
        var titled = Chain(units, u =>
        {
            var number = Numbering.At(Flow.Of(u.Key, new Span(0, Math.Min(u.Key.Length, 12))));
            return number.Style == NumberStyle.Arabic ? number.Value : -1;
        });
        var chain = columns.Contains(ColumnRole.Number) && alone.Count > 0 || alone.Count > titled.Count ? alone : titled;
        if (chain.Count >= 2 || chain.Count == 1 && chain == alone && columns.Contains(ColumnRole.Number))
        {
            foreach (var unit in units) unit.RowStart = RowStart.Never;
            foreach (var i in chain) units[i].RowStart = RowStart.Must;
        }
        var kept = new List<FlattenedUnit>(units.Count);
        for (var i = 0; i < units.Count; i++)
        {
            if (NoiseFinder.IsBareNumber(units[i].Key) && units[i].RowStart != RowStart.Must && !(units[i].RowStart == RowStart.May && columns.Contains(ColumnRole.Number)))
            {
                foreach (var line in units[i].Lines) line.Noise = true;
                continue;
            }
            kept.Add(units[i]);
        }
        return kept;
    }

    /// <summary>
    /// The columns, with one for the count of the rows where it has no head of its own: 任务清单 may stand over the number and the
    /// title, and the lines then begin with 1, 2, 3 ….
    /// </summary>
    public static ColumnRole[] WithCount(string text, IReadOnlyList<SourceLine> lines, ColumnRole[] columns)
    {
        if (columns.Contains(ColumnRole.Number)) return columns;
        var (next, others) = (1, 0);
        foreach (var line in lines)
        {
            var words = LineCells.Words(text, line.Span);
            if (!NoiseFinder.IsBareNumber(CharacterFold.Of(words[0].Of(text)))) continue;
            if (ChineseNumber.Value(CharacterFold.Of(words[0].Of(text))) == next && (words.Count > 1 || next > 1 || line != lines[^1])) next++;
            else others++;
        }
        return next - 1 < 2 || others > next ? columns
            : columns[0] == ColumnRole.Section ? [columns[0], ColumnRole.Number, .. columns[1..]] : [ColumnRole.Number, .. columns];
    }

    static List<int> Chain(List<FlattenedUnit> units, Func<FlattenedUnit, int> valueOf)
    {
        var chain = new List<int>();
        var next = 1;
        for (var i = 0; i < units.Count; i++)
        {
            var value = valueOf(units[i]);
            if (value != next && !(next == 1 && value > 0 && chain.Count == 0 && value <= 3)) continue;
            chain.Add(i);
            next = value + 1;
        }
        return chain;
    }
}
