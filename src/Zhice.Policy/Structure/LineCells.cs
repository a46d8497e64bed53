using Zhice.Policy.Meaning;

namespace Zhice.Policy.Structure;

/// <summary>Cuts one printed line of a flattened table into the cells that it holds.</summary>
internal static class LineCells
{
    /// <summary>One printed line may hold several cells: 1　推进…, 运用促进司 年底前完成, or a whole row divided by tabs.</summary>
    public static List<SourceLine> Of(string text, SourceLine line, ColumnRole[] columns)
    {
        var words = Words(text, line.Span);
        if (words.Count < 2) return [line];
        var byTab = HoldsTab(text, line);
        if (byTab || words.Count == columns.Length && words.Count >= 3)
        {
            if (byTab) words = TabWords(text, line.Span);
            return [.. words.Select((w, i) => Piece(text, line, w, i, byTab))];
        }
        var cuts = ByWords(text, words, columns);
        return cuts.Count == 1 ? [line] : [.. cuts.Select((w, i) => Piece(text, line, w, i, false))];
    }

    /// <summary>A tab stands between the words of the line.</summary>
    public static bool HoldsTab(string text, SourceLine line) => text.AsSpan(line.Span.Start, line.Span.Length).Contains('\t');

    /// <summary>The words of a line, divided by blanks.</summary>
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

    /// <summary>The count of the row is cut off in front, the deadline and the departments at the end.</summary>
    static List<Span> ByWords(string text, List<Span> words, ColumnRole[] columns)
    {
        string Key(int from, int to) => Flow.FoldOf(text, new Span(words[from].Start, words[to - 1].End));
        var (front, back) = (new List<Span>(), new List<Span>());
        var (from, to) = (0, words.Count);
        // 2026 年 11 月底: a blank behind the digits of a day makes no count of them.
        if (columns.Contains(ColumnRole.Number) && NoiseFinder.IsBareNumber(Key(0, 1)) && Key(1, 2)[0] is not ('年' or '月' or '日')) front.Add(words[from++]);
        var actors = columns.Count(c => c is ColumnRole.Lead or ColumnRole.Participant or ColumnRole.Responsible);
        var dated = to - from > 1 && Deadlines.LooksLikeCell(Key(to - 1, to));
        var names = dated ? to - 1 : to;
        var first = names;
        while (first > from && actors > 0 && CellFit.IsOrganisations(Key(first - 1, first))) first--;
        // Under several heads of departments a blank between names is the border of a cell.
        if (actors > 1 && names - first >= 1 && (dated || first == from || names - first == actors))
        {
            for (var i = first; i < to; i++) back.Add(words[i]);
            to = first;
        }
        else if (actors == 1 && dated && first < names && first > from && Ending.IsComplete(Key(first - 1, first)))
        {
            // …不低于70%。 市司法局 三季度前: the last line of the words beside the short cells.
            back.AddRange([new Span(words[first].Start, words[names - 1].End), words[names]]);
            to = first;
        }
        else if (dated && CellFit.IsOrganisations(Key(from, to - 1)))
        {
            back.AddRange([new Span(words[from].Start, words[to - 2].End), words[to - 1]]);
            to = from;
        }
        else if (columns.Contains(ColumnRole.Range) && actors < 2 && to - from > 1)
        {
            // …选做 年底前: the range stands before the deadline.
            if (dated && SaysRange(Key(to - 2, to - 1)) && columns[^1] == ColumnRole.Deadline)
            {
                back.AddRange([words[to - 2], words[to - 1]]);
                to -= 2;
            }
            else if (SaysRange(Key(to - 1, to))) back.Add(words[--to]);
            // …反馈。 保护处 各市必做: the department stands between the words and the range.
            if (actors == 1 && back.Count > 0 && to - from > 1 && CellFit.IsOrganisations(Key(to - 1, to)) && Ending.IsComplete(Key(to - 2, to - 1))) back.Insert(0, words[--to]);
        }
        if (front.Count > 0 && to - from == 2 && columns.Contains(ColumnRole.Title) && columns.Contains(ColumnRole.Content)) front.AddRange([words[from], words[from + 1]]);
        else if (to > from) front.Add(new Span(words[from].Start, words[to - 1].End));
        return [.. front, .. back];
    }

    static bool SaysRange(string key) => key.Length <= 40 && CellFit.SaysObligation(key) && !key.Contains('。', StringComparison.Ordinal);

    static SourceLine Piece(string text, SourceLine line, Span span, int index, bool tab)
    {
        var piece = SourceLine.Of(text, span, index == 0 && line.BlankBefore, line.StartsParagraph, null, line.Page, false);
        return tab == piece.TabLed || !tab ? piece : piece.Led(tab: true);
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
}
