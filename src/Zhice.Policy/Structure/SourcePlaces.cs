using Zhice.Policy.Layout;

namespace Zhice.Policy.Structure;

/// <summary>Says where each range of the canonical text stood in the file.</summary>
internal static class SourcePlaces
{
    public static List<SourcePlace> Of(SourceText source)
    {
        var places = new List<SourcePlace>(source.Blocks.Count);
        foreach (var block in source.Blocks)
        {
            if (block is LineBlock line)
            {
                if (!line.Span.IsEmpty) places.Add(new SourcePlace(line.Span, line.Page, null, null, line.Number));
                continue;
            }
            if (block is not TableBlock table) continue;
            for (var r = 0; r < table.Rows.Count; r++)
                foreach (var cell in table.Rows[r].Cells)
                    for (var l = 0; l < cell.Lines.Count; l++)
                        if (!cell.Lines[l].Span.IsEmpty) places.Add(new SourcePlace(cell.Lines[l].Span, cell.Lines[l].Page ?? table.Rows[r].Page, r + 1, cell.Column + 1, l + 1));
        }
        return places;
    }
}
