using System.Collections;
using Zhice.Policy.Readers;

namespace Zhice.Policy.Structure;

/// <summary>The places of a plain text: its lines that have words, each made when it is asked for.</summary>
internal sealed class LinePlaces(TextLines lines) : IReadOnlyList<SourcePlace>
{
    readonly int[] worded = [.. Enumerable.Range(0, lines.Count).Where(i => !lines.At(i).Span.IsEmpty)];

    public int Count => worded.Length;

    public SourcePlace this[int index]
    {
        get
        {
            var line = lines.At(worded[index]);
            return new(line.Span, line.Page, null, null, line.Number);
        }
    }

    public IEnumerator<SourcePlace> GetEnumerator()
    {
        for (var i = 0; i < worded.Length; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
