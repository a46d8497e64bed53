using System.Collections;

namespace Zhice.Policy.Structure;

/// <summary>The parts of a text in order, packed: each ends where the next one begins, the last at the end of the text.</summary>
/// <remarks>They stand in blocks: a list that grows is held twice over, and a long text has half a million parts.</remarks>
internal sealed class Partition(int length) : IReadOnlyList<TextPart>
{
    const int BlockSize = 4096;

    readonly record struct Packed(int Start, PartRole Role, string? Node);

    readonly List<Packed[]> blocks = [];

    public int Count { get; private set; }

    public TextPart this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var (start, role, node) = At(index);
            return new(role, new Span(start, index + 1 < Count ? At(index + 1).Start : length), node);
        }
    }

    ref Packed At(int index) => ref blocks[index / BlockSize][index % BlockSize];

    /// <summary>Adds the part that begins at <paramref name="start"/>; one goes on over the blank between two parts of the same node.</summary>
    public void Add(PartRole role, int start, string? node)
    {
        var last = Count - 1;
        var blank = last >= 0 && At(last).Role == PartRole.Blank ? 1 : 0;
        if (node is not null && last - blank >= 0 && At(last - blank).Role == role && At(last - blank).Node == node)
        {
            Count -= blank;
            return;
        }
        if (Count == blocks.Count * BlockSize) blocks.Add(new Packed[BlockSize]);
        At(Count++) = new Packed(start, role, node);
    }

    public IEnumerator<TextPart> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
