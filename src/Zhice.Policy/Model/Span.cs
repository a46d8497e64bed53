namespace Zhice.Policy;

/// <summary>出处: a half-open range of UTF-16 units of a document's canonical text.</summary>
/// <param name="Start">First unit, counted from 0.</param>
/// <param name="End">One past the last unit; never less than <paramref name="Start"/>.</param>
public readonly record struct Span(int Start, int End)
{
    /// <summary>Number of UTF-16 units covered.</summary>
    public int Length => End - Start;

    /// <summary>True when the range covers nothing.</summary>
    public bool IsEmpty => End <= Start;

    /// <summary>True when <paramref name="other"/> lies wholly inside this range.</summary>
    public bool Contains(Span other) => other.Start >= Start && other.End <= End;

    /// <summary>True when at least one unit belongs to both ranges.</summary>
    public bool Overlaps(Span other) => other.Start < End && Start < other.End;

    /// <summary>The smallest range that covers both.</summary>
    public Span Union(Span other) => new(Math.Min(Start, other.Start), Math.Max(End, other.End));

    /// <summary>The exact words in <paramref name="text"/>.</summary>
    public string Of(string text) => text[Start..End];

    /// <inheritdoc/>
    public override string ToString() => $"{Start}..{End}";
}
