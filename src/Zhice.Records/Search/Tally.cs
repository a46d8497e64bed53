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

    /// <summary>The most frequent numbers, ties by number; nothing more can be added afterwards.</summary>
    internal List<FacetCount> Top(int most)
    {
        var best = new PriorityQueue<FacetCount, (int Count, int Below)>(most + 1);
        var least = 0;
        for (var i = 0; i < size; i++)
            if (slots[i] > least) least = Offer(best, most, new(low + i, slots[i]));
        foreach (var (value, count) in others) Offer(best, most, new(value, count));
        if (size > 0) ArrayPool<int>.Shared.Return(slots);
        return Emptied(best);
    }

    // Of a million numbers a few are shown: what is rarer than all kept is not sorted. Returns how many times a later number must occur more often than.
    internal static int Offer(PriorityQueue<FacetCount, (int Count, int Below)> best, int most, FacetCount one)
    {
        var key = (one.Count, -one.Value);
        if (best.Count < most) best.Enqueue(one, key);
        else if (best.TryPeek(out _, out var worst) && key.CompareTo(worst) > 0) best.EnqueueDequeue(one, key);
        return best.Count == most && best.TryPeek(out _, out var last) ? last.Count : 0;
    }

    internal static List<FacetCount> Emptied(PriorityQueue<FacetCount, (int Count, int Below)> best)
    {
        var sorted = new List<FacetCount>(best.Count);
        while (best.TryDequeue(out var one, out _)) sorted.Add(one);
        sorted.Reverse();
        return sorted;
    }

    static int[] Rented(int size)
    {
        var slots = ArrayPool<int>.Shared.Rent(size);
        slots.AsSpan(0, size).Clear();
        return slots;
    }
}
