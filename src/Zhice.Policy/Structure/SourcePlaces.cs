using System.Collections;
using Zhice.Policy.Layout;
using Zhice.Policy.Readers;

namespace Zhice.Policy.Structure;

/// <summary>Says where each range of the canonical text stood in the file; the places are packed, for a long text has hundreds of thousands.</summary>
internal sealed class SourcePlaces : IReadOnlyList<SourcePlace>
{
    // Zero stands for what the source does not have: all of these count from 1.
    readonly record struct Packed(Span Span, int Page, int Row, int Column, int Line);

    readonly List<Packed> places;

    SourcePlaces(List<Packed> places) => this.places = places;

    public int Count => places.Count;

    public SourcePlace this[int index]
    {
        get
        {
            var (span, page, row, column, line) = places[index];
            return new(span, Known(page), Known(row), Known(column), Known(line));
        }
    }

    public static IReadOnlyList<SourcePlace> Of(SourceText source)
    {
        if (source.Blocks is TextLines lines) return new LinePlaces(lines);
        var places = new List<Packed>(source.Blocks.Count);
        foreach (var block in source.Blocks)
        {
            if (block is LineBlock line)
            {
                if (!line.Span.IsEmpty) places.Add(new(line.Span, line.Page ?? 0, 0, 0, line.Number));
                continue;
            }
            if (block is not TableBlock table) continue;
            for (var r = 0; r < table.Rows.Count; r++)
                foreach (var cell in table.Rows[r].Cells)
                    for (var l = 0; l < cell.Lines.Count; l++)
                        if (!cell.Lines[l].Span.IsEmpty) places.Add(new(cell.Lines[l].Span, cell.Lines[l].Page ?? table.Rows[r].Page ?? 0, r + 1, cell.Column + 1, l + 1));
        }
        places.TrimExcess();
        return new SourcePlaces(places);
    }

    public IEnumerator<SourcePlace> GetEnumerator()
    {
        for (var i = 0; i < places.Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    static int? Known(int number) => number == 0 ? null : number;
}
