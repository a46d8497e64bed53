using System.Collections;

namespace Zhice.Policy.Structure;

/// <summary>The parts of a text in order, packed: each ends where the next one begins, the last at the end of the text.</summary>
/// <remarks>They stand in blocks: a list that grows is held twice over, and a long text has half a million parts.</remarks>
internal sealed class Partition(int length, NodeIds ids) : IReadOnlyList<TextPart>
{
    const int BlockSize = 4096;

    readonly record struct Packed(int Start, byte Role, ushort Rest, string? Owner);

    readonly List<Packed[]> blocks = [];

    public int Count { get; private set; }

    public TextPart this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var (start, role, rest, owner) = At(index);
            return new((PartRole)role, new Span(start, index + 1 < Count ? At(index + 1).Start : length), ids.Unpack(owner, rest));
        }
    }

    ref Packed At(int index) => ref blocks[index / BlockSize][index % BlockSize];

    /// <summary>Adds the part that begins at <paramref name="start"/>; one goes on over the blank between two parts of the same node.</summary>
    public void Add(PartRole role, int start, string? owner = null, ushort rest = 0)
    {
        var last = Count - 1;
        var blank = last >= 0 && At(last).Role == (byte)PartRole.Blank ? 1 : 0;
        if (owner is not null && last - blank >= 0 && At(last - blank) is var before && before.Role == (byte)role && before.Rest == rest && before.Owner == owner)
        {
            Count -= blank;
            return;
        }
        if (Count == blocks.Count * BlockSize) blocks.Add(new Packed[BlockSize]);
        At(Count++) = new Packed(start, (byte)role, rest, owner);
    }

    public IEnumerator<TextPart> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
