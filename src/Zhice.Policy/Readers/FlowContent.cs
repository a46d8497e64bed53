namespace Zhice.Policy.Readers;

/// <summary>A piece of a document whose order the file itself states (DOCX, HTML, Markdown).</summary>
internal abstract record FlowBlock;

/// <summary>A paragraph; line breaks inside are \n.</summary>
internal sealed record FlowParagraph(string Text, int? HeadingLevel = null, bool Noise = false) : FlowBlock;

/// <summary>A table, its rows in order.</summary>
internal sealed record FlowTable(List<List<FlowCell>> Rows) : FlowBlock;

/// <summary>A cell at its grid column; its content may hold tables again.</summary>
internal sealed record FlowCell(int Column, int ColumnSpan, List<FlowBlock> Content);

/// <summary>Writes flow content into the canonical text.</summary>
internal static class FlowContent
{
    /// <summary>Writes blocks in order. A table that only lays out a page becomes the blocks in its cells.</summary>
    internal static void Write(List<FlowBlock> blocks, SourceTextBuilder target)
    {
        foreach (var block in blocks)
        {
            if (block is FlowParagraph paragraph)
                foreach (var line in paragraph.Text.Split('\n')) target.Line(line, heading: paragraph.HeadingLevel, noise: paragraph.Noise);
            else if (block is FlowTable table && IsPageLayout(table))
                foreach (var cell in table.Rows.SelectMany(row => row)) Write(cell.Content, target);
            else if (block is FlowTable real)
                target.Table(real.Rows.Select(row => new DraftRow([.. row.Select(Draft)])));
        }
    }

    /// <summary>One cell in every row, or most of its text in a table inside it: a frame, not a table.</summary>
    static bool IsPageLayout(FlowTable table)
    {
        if (table.Rows.All(row => row.Count <= 1 && row.All(cell => cell.Column == 0))) return true;
        int own = 0, inner = 0;
        foreach (var block in table.Rows.SelectMany(row => row).SelectMany(cell => cell.Content))
        {
            if (block is FlowTable nested && nested.Rows.Count > 1 && nested.Rows.Any(row => row.Count > 1)) inner += Length(nested);
            else own += Length(block);
        }
        return inner > own;
    }

    static int Length(FlowBlock block) => block switch
    {
        FlowParagraph paragraph => paragraph.Text.Length,
        FlowTable table => table.Rows.Sum(row => row.Sum(cell => cell.Content.Sum(Length))),
        _ => 0,
    };

    static DraftCell Draft(FlowCell cell)
    {
        var lines = new List<DraftLine>();
        Collect(cell.Content, lines);
        while (lines.Count > 0 && string.IsNullOrWhiteSpace(lines[^1].Text)) lines.RemoveAt(lines.Count - 1);
        return new DraftCell(cell.Column, cell.ColumnSpan, lines);
    }

    /// <summary>Nested tables are flattened in order, each line of each cell a paragraph.</summary>
    static void Collect(List<FlowBlock> content, List<DraftLine> lines)
    {
        foreach (var block in content)
        {
            if (block is FlowParagraph paragraph)
                foreach (var line in paragraph.Text.Split('\n')) lines.Add(new DraftLine(line, StartsParagraph: true));
            else if (block is FlowTable table)
                foreach (var cell in table.Rows.SelectMany(row => row)) Collect(cell.Content, lines);
        }
    }
}
