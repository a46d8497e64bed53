using System.Collections;

namespace Zhice.Policy.Structure;

/// <summary>The parts of a text in order, packed: each ends where the next one begins, the last at the end of the text.</summary>
internal sealed class Partition(int length, int expected) : IReadOnlyList<TextPart>
{
    readonly record struct Packed(int Start, PartRole Role, string? Node);

    readonly List<Packed> parts = new(expected);

    public int Count => parts.Count;

    public TextPart this[int index] => new(parts[index].Role, new Span(parts[index].Start, EndOf(index)), parts[index].Node);

    int EndOf(int index) => index + 1 < parts.Count ? parts[index + 1].Start : length;

    /// <summary>Adds the part that begins at <paramref name="start"/>; one goes on over the blank between two parts of the same node.</summary>
    public void Add(PartRole role, int start, string? node)
    {
        var last = parts.Count - 1;
        var blank = last >= 0 && parts[last].Role == PartRole.Blank ? 1 : 0;
        if (node is not null && last - blank >= 0 && parts[last - blank].Role == role && parts[last - blank].Node == node)
        {
            if (blank == 1) parts.RemoveAt(last);
            return;
        }
        parts.Add(new Packed(start, role, node));
    }

    /// <summary>No part is added any more.</summary>
    public void Close() => parts.TrimExcess();

    public IEnumerator<TextPart> GetEnumerator()
    {
        for (var i = 0; i < parts.Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
