namespace Zhice.Records.Index;

/// <summary>Walks over records of a segment in ascending order.</summary>
internal abstract class RecordCursor
{
    /// <summary>Behind the last record.</summary>
    internal const int End = int.MaxValue;

    /// <summary>The record it stands at: −1 before the first, <see cref="End"/> behind the last.</summary>
    internal int Record { get; private protected set; } = -1;

    /// <summary>Moves to the first record that is not below <paramref name="target"/>, which is above <see cref="Record"/>.</summary>
    internal abstract int Advance(int target);

    /// <summary>About how many records it has: what is rare leads.</summary>
    internal abstract long Cost { get; }

    /// <summary>About how many postings are read when all of its parts are read to the end.</summary>
    internal virtual long Work => Cost;

    /// <summary>Positions in the record it stands at, ascending; the array belongs to the cursor. None for what has no positions.</summary>
    internal virtual ReadOnlySpan<int> Positions() => [];

    /// <summary>A word of the title counts so many times.</summary>
    internal const int TitleWeight = 3;

    /// <summary>How often it occurs in the record it stands at; a place before the end of the title counts three times.</summary>
    /// <param name="titleEnd">Position behind the title; 0 where titles do not matter.</param>
    internal virtual int Weight(int titleEnd)
    {
        var positions = Positions();
        var weight = positions.Length;
        foreach (var position in positions)
        {
            if (position >= titleEnd) break;
            weight += TitleWeight - 1;
        }
        return weight;
    }

    /// <summary>How many positions a match covers.</summary>
    internal virtual int Width => 1;
}
