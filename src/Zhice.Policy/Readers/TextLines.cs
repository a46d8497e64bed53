using System.Collections;
using Zhice.Policy.Layout;

namespace Zhice.Policy.Readers;

/// <summary>The lines of a plain text as blocks, each made when it is asked for: only where it begins and its number are kept.</summary>
/// <param name="text">The canonical text.</param>
/// <param name="pages">Where each page after the first begins; empty where the text has no pages.</param>
internal sealed class TextLines(string text, List<int> pages) : IReadOnlyList<Block>
{
    readonly List<(int Start, int Number)> lines = [];

    public int Count => lines.Count;

    public Block this[int index] => At(index);

    internal LineBlock At(int index)
    {
        var (start, number) = lines[index];
        var end = text.IndexOf('\n', start);
        return new(new Span(start, end < 0 ? text.Length : end), PageAt(start), null, false, number);
    }

    internal void Add(int start, int number) => lines.Add((start, number));

    /// <summary>No more lines come.</summary>
    internal void Close() => lines.TrimExcess();

    int? PageAt(int start)
    {
        if (pages.Count == 0) return null;
        var page = pages.BinarySearch(start);
        return page >= 0 ? page + 2 : ~page + 1;
    }

    public IEnumerator<Block> GetEnumerator()
    {
        for (var i = 0; i < lines.Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
