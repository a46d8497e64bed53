using Zhice.Policy.Meaning;

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
        foreach (var line in lines) pieces.AddRange(Split(text, line, columns));
        var tabs = pieces.Count(p => p.TabLed);
        // Where tabs lead the cells, lines without one go on with the cell before.
        var byTab = tabs >= 3 && tabs * 4 >= pieces.Count;
        var units = new List<FlattenedUnit>();
        foreach (var piece in pieces)
        {
            if (piece.Key.Length == 0) continue;
            if (byTab && !piece.TabLed && units.Count > 0)
            {
                var cell = units[^1];
                cell.Lines.Add(piece);
                cell.Key += piece.Key;
                cell.Width = Math.Max(cell.Width, piece.Width);
                continue;
            }
            units.Add(new FlattenedUnit { Lines = [piece], Key = piece.Key, Width = piece.Width, Tab = byTab && piece.TabLed, BlankBefore = piece.BlankBefore });
        }
        foreach (var unit in units) unit.Complete = Ending.IsComplete(unit.Key);
        WeighBlanks(units);
        FindSections(units);
        return FindRows(units, columns);
    }

    /// <summary>One printed line may hold several cells: 1　推进…, 运用促进司 年底前完成, or a whole row divided by tabs.</summary>
    static IEnumerable<SourceLine> Split(string text, SourceLine line, ColumnRole[] columns)
    {
        var words = Words(text, line.Span);
        if (words.Count < 2) return [line];
        var byTab = false;
        for (var i = 1; i < words.Count; i++)
            if (text.AsSpan(words[i - 1].End, words[i].Start - words[i - 1].End).Contains('\t')) byTab = true;
        if (byTab || words.Count == columns.Length && words.Count >= 3)
        {
            if (byTab) words = TabWords(text, line.Span);
            return words.Select((w, i) => Piece(text, line, w, i, byTab));
        }
        var cuts = new List<Span>();
        var from = 0;
        if (columns[0] == ColumnRole.Number && NoiseFinder.IsBareNumber(CharacterFold.Of(words[0].Of(text)))) cuts.Add(words[from++]);
        var last = words.Count - 1;
        var tail = Flow.Of(text, words[last]).Fold;
        var head = from < last ? Flow.Of(text, new Span(words[from].Start, words[last - 1].End)).Fold : "";
        if (from < last && Deadlines.LooksLikeCell(tail) && CellFit.IsOrganisations(head))
        {
            cuts.Add(new Span(words[from].Start, words[last - 1].End));
            cuts.Add(words[last]);
        }
        else cuts.Add(new Span(words[from].Start, words[last].End));
        return cuts.Count == 1 ? [line] : cuts.Select((w, i) => Piece(text, line, w, i, false));
    }

    static SourceLine Piece(string text, SourceLine line, Span span, int index, bool tab)
    {
        var piece = SourceLine.Of(text, span, index == 0 && line.BlankBefore, line.StartsParagraph, null, line.Page, false);
        return tab == piece.TabLed || !tab ? piece : new SourceLine { Span = piece.Span, Key = piece.Key, TabLed = true, BlankBefore = piece.BlankBefore, StartsParagraph = piece.StartsParagraph, Page = piece.Page, Width = piece.Width };
    }

    static List<Span> TabWords(string text, Span span)
    {
        var words = new List<Span>();
        for (var (i, start) = (span.Start, span.Start); i <= span.End; i++)
        {
            if (i < span.End && text[i] != '\t') continue;
            var word = SourceLine.Trim(text, new Span(start, i));
            if (!word.IsEmpty) words.Add(word);
            start = i + 1;
        }
        return words;
    }

    public static List<Span> Words(string text, Span span)
    {
        var words = new List<Span>();
        var start = -1;
        for (var i = span.Start; i <= span.End; i++)
        {
            var blank = i == span.End || CharacterFold.IsBlank(text[i]);
            if (!blank && start < 0) start = i;
            if (!blank || start < 0) continue;
            words.Add(new Span(start, i));
            start = -1;
        }
        return words;
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

    static void FindSections(List<FlattenedUnit> units)
    {
        for (var i = 0; i < units.Count; i++)
        {
            var key = units[i].Key;
            var number = Numbering.At(Flow.Of(key, new Span(0, Math.Min(key.Length, 16))));
            units[i].MayBeSection = key.Length <= 60 && !units[i].Complete
                && number.Style is NumberStyle.Ideograph or NumberStyle.BracketedIdeograph or NumberStyle.Chapter or NumberStyle.Part;
        }
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
