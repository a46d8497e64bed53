using System.Text;
using Zhice.Policy.Layout;

namespace Zhice.Policy.Structure;

/// <summary>Reads the blocks of a source into items: paragraphs of prose, and heads, sections and rows of task tables.</summary>
internal sealed class ItemReader(SourceText source, CancellationToken cancel)
{
    readonly string text = source.Text;
    readonly List<Item> items = [];
    readonly List<SourceLine> prose = [];
    readonly List<Span> noise = [];
    List<SourceLine> lines = [];
    ParagraphJoiner? joiner;

    public IReadOnlyList<Span> Noise => noise;

    public List<Item> Read()
    {
        var stream = Stream();
        lines = [.. stream.OfType<SourceLine>()];
        NoiseFinder.Mark(lines);
        MarkStray(lines);
        joiner = new ParagraphJoiner(text, lines, source.LinesAreParagraphs);
        var tables = new TableRows(text);
        for (var i = 0; i < stream.Count;)
        {
            cancel.ThrowIfCancellationRequested();
            if (stream[i] is TableBlock table)
            {
                Flush();
                if (IndicatorTable.Read(text, table) is { } indicators) items.AddRange(indicators);
                else if (tables.Read(table, noise) is { } rows) items.AddRange(rows);
                else LooseTable(table);
                i++;
            }
            else i = Line(stream, i);
        }
        Flush();
        foreach (var line in lines)
            if (line.Noise) noise.Add(line.Span);
        return items;
    }

    List<object> Stream()
    {
        var stream = new List<object>(source.Blocks.Count);
        var previous = 0;
        foreach (var block in source.Blocks)
        {
            if (block is LineBlock lineBlock)
            {
                var found = stream.Count;
                foreach (var piece in RunOnText.Split(text, block.Span))
                    if (SourceLine.From(text, piece == block.Span ? lineBlock : lineBlock with { Span = piece }, previous, source.LinesAreParagraphs) is { } line) stream.Add(line);
                if (stream.Count == found) continue;
            }
            else if (block is TableBlock table) stream.Add(table);
            previous = block.Span.End;
        }
        return stream;
    }

    void Flush()
    {
        if (prose.Count == 0) return;
        items.AddRange(joiner!.Join(prose).SelectMany(ItemsInLine.Of));
        prose.Clear();
    }

    /// <summary>A table that lists no tasks is prose in cells.</summary>
    void LooseTable(TableBlock table)
    {
        foreach (var row in table.Rows)
            foreach (var cell in row.Cells)
                foreach (var line in cell.Lines)
                {
                    var span = SourceLine.Trim(text, line.Span);
                    if (!span.IsEmpty && SourceLine.Of(text, span, false, true, null, line.Page, false) is { Key.Length: > 0 } read) prose.Add(read);
                }
        Flush();
    }

    int Line(List<object> stream, int i)
    {
        var line = (SourceLine)stream[i];
        if (IndicatorLines.At(text, stream, i) is var (indicators, next))
        {
            Flush();
            items.AddRange(indicators);
            return next;
        }
        if (!line.Noise && BarTable.At(text, stream, i) is var (rows, bars, after))
        {
            Flush();
            items.AddRange(rows);
            noise.AddRange(bars);
            return after;
        }
        if (!line.Noise && TableHeadLines.At(text, stream, i) is { } head)
        {
            Flush();
            items.Add(new HeadItem([.. head.Lines.Select(l => l.Span)]));
            return Region(stream, i + head.Count, head);
        }
        prose.Add(line);
        return i + 1;
    }

    /// <summary>The lines of a flattened table run to a note, an annex, a real table or another head.</summary>
    int Region(List<object> stream, int i, TableHeadLines head)
    {
        var body = new List<SourceLine>();
        for (; i < stream.Count; i++)
        {
            if (stream[i] is not SourceLine line) break;
            if (line.Noise) continue;
            if (TableHeadLines.At(text, stream, i) is { } again)
            {
                if (!again.Key.Equals(head.Key, StringComparison.Ordinal)) break;
                foreach (var repeated in again.Lines) repeated.Noise = true;
                i += again.Count - 1;
                continue;
            }
            if (body.Count > 0 && EndsTable(line.Key)) break;
            body.Add(line);
        }
        items.AddRange(FlattenedTable.Read(text, body, head.Roles));
        foreach (var line in body) line.Rest();
        return i;
    }

    static bool EndsTable(string key) =>
        IsNote(key) || FrontMatter.IsAttachmentMark(key) && key.Length < 8 || Meaning.ReadingRules.StatesFirstNamedLeads(key);

    public static bool IsNote(string key) =>
        key.StartsWith("注:", StringComparison.Ordinal) || key.StartsWith("备注:", StringComparison.Ordinal) || key.StartsWith("说明:", StringComparison.Ordinal) || key.StartsWith("附注:", StringComparison.Ordinal)
        || IsFootnote(key) || key.StartsWith("注1", StringComparison.Ordinal) || key.StartsWith("填表说明", StringComparison.Ordinal);

    /// <summary>¹ 配套指南包括…: a small raised number and the words of a footnote.</summary>
    public static bool IsFootnote(string key) => key.Length > 4 && key[0] is '¹' or '²' or '³' or (>= '⁴' and <= '⁹');

    /// <summary>An unfinished line at the very end that repeats words from above is a stray of the extraction.</summary>
    void MarkStray(List<SourceLine> all)
    {
        var last = all.FindLastIndex(l => !l.Noise);
        if (last < 2 || source.LinesAreParagraphs) return;
        var line = all[last];
        if (line.Key.Length < 15 || Ending.IsSentenceEnd(line.Key[^1])) return;
        if (IsAbove(all, last)) line.Noise = true;
    }

    /// <summary>True where the words of a line stand above it, be it over the end of a line.</summary>
    static bool IsAbove(List<SourceLine> all, int last)
    {
        var key = all[last].Key;
        var above = new StringBuilder();
        for (var i = 0; i < last; i++)
        {
            if (!all[i].Noise) above.Append(all[i].Key);
            if (i < last - 1 && above.Length < 4 * key.Length) continue;
            var words = above.ToString();
            if (words.Contains(key, StringComparison.Ordinal)) return true;
            if (words.Length >= key.Length) above.Remove(0, words.Length - key.Length + 1);
        }
        return false;
    }
}
