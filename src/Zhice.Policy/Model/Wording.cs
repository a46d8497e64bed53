using Zhice.Policy.Structure;

namespace Zhice.Policy;

/// <summary>Words of a reading: as they are, or as the ranges of the canonical text to make them from when they are asked for.</summary>
/// <remarks>
/// A long document states each of its words up to three times, in the text, a measure and a commitment; kept so, it is held once.
/// Two wordings are equal when their words are.
/// </remarks>
internal readonly struct Wording : IEquatable<Wording>
{
    sealed record Pieces(string Canonical, Span[] Spans);

    // The words; or the canonical text, of which start and end name one piece; or several pieces; or the commitments whose words they are.
    readonly object? source;
    readonly int start;
    readonly int end;

    public Wording(string words) => (source, end) = (words, -1);

    /// <summary>The pieces of a canonical text, in normal form.</summary>
    public Wording(string canonical, Span[] pieces)
    {
        if (pieces is [var only]) (source, start, end) = (canonical, only.Start, only.End);
        else source = new Pieces(canonical, pieces);
    }

    /// <summary>The words of all commitments, one behind the other.</summary>
    public Wording(IReadOnlyList<Commitment> commitments) => source = commitments;

    /// <inheritdoc/>
    public override string ToString() => source switch
    {
        string words when end < 0 => words,
        string canonical => Words(Flow.Of(canonical, new Span(start, end))),
        Pieces pieces => Words(Flow.Of(pieces.Canonical, pieces.Spans)),
        IReadOnlyList<Commitment> commitments => string.Concat(commitments.Select(c => c.Text)),
        _ => "",
    };

    static string Words(Flow flow) => flow.Words(0, flow.Length);

    /// <inheritdoc/>
    public bool Equals(Wording other) =>
        ReferenceEquals(source, other.source) && start == other.start && end == other.end || string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Wording other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
