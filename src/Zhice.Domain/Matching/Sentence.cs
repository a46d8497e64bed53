namespace Zhice.Domain.Matching;

/// <summary>A sentence to be compared with others.</summary>
/// <param name="Key">Whose sentence it is; a commitment's key.</param>
/// <param name="Group">What it belongs to, such as a document's key: sentences of one group are not compared with one another.</param>
/// <param name="Words">The sentence.</param>
/// <param name="Title">The heading that it stands under; empty for none. A sentence often leaves out what its heading has said.</param>
/// <param name="Bodies">Names of the bodies that are responsible for it, as written; further evidence beside the words.</param>
public sealed record Sentence(long Key, long Group, string Words, string Title, IReadOnlyList<string> Bodies);

/// <summary>A sentence that says something like another.</summary>
/// <param name="Position">Its position in the index.</param>
/// <param name="Score">0 (nothing in common) to 1, without unit: <see cref="SentenceIndex"/> says how it is made.</param>
/// <param name="Named">True where both speak of the same rare name: a programme, an instrument, a word in 《》 or “”.</param>
public readonly record struct Candidate(int Position, double Score, bool Named);
