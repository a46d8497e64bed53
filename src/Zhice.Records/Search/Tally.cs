using System.Buffers;
using System.Runtime.InteropServices;

namespace Zhice.Records.Search;

/// <summary>Counts how often numbers occur: in an array where they are small and many, in a dictionary otherwise.</summary>
/// <param name="low">The lowest number of the array.</param>
/// <param name="size">How many numbers the array is for; 0 for none.</param>
internal readonly struct Tally(int low, int size)
{
    readonly int[] slots = size == 0 ? [] : Rented(size);
    readonly Dictionary<int, int> others = [];

    internal void Add(int value)
    {
        if ((uint)(value - low) < (uint)size) slots[value - low]++;
        else CollectionsMarshal.GetValueRefOrAddDefault(others, value, out _)++;
    }

    /// <summary>The counts; nothing more can be added afterwards.</summary>
    internal Dictionary<int, int> Counts()
    {
        for (var i = 0; i < size; i++)
            if (slots[i] > 0) others[low + i] = slots[i];
        if (size > 0) ArrayPool<int>.Shared.Return(slots);
        return others;
    }

    static int[] Rented(int size)
    {
        var slots = ArrayPool<int>.Shared.Rent(size);
        slots.AsSpan(0, size).Clear();
        return slots;
    }
}
