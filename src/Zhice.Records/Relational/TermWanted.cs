using System.Text;
using Zhice.Records.Query;
using Zhice.Records.Search;

namespace Zhice.Records.Relational;

/// <summary>A part of a query's words, as it is looked up among the terms that a database counts the holders of.</summary>
/// <param name="Name">The term, a letter for where it stands before it; with its wildcards where it has any.</param>
/// <param name="IsRange">True when it stands for all terms between <see cref="From"/> and <see cref="To"/>.</param>
/// <param name="Pattern">Which of those, as a regular expression; null for all.</param>
public sealed record TermWanted(string Name, bool IsRange, string? Pattern)
{
    /// <summary>Most terms that a wildcard may stand for.</summary>
    public const int Most = QueryPlan.MostExpanded;

    /// <summary>The beginning of the terms.</summary>
    public string From => IsRange && Name.AsSpan().IndexOfAny('*', '?') is > 0 and var wild ? Name[..wild] : Name;

    /// <summary>Behind the last of them, in the order of bytes.</summary>
    public string To => From + char.ConvertFromUtf32(0x10FFFF);

    /// <summary>True for a word with a wildcard, whose terms are bounded.</summary>
    public bool IsWild => IsRange && From.Length < Name.Length;

    internal static TermWanted Of(TextField field, PhrasePart part)
    {
        var name = (char)QueryPlan.Space(field) + part.Text;
        if (part.Kind is PartKind.Pair or PartKind.Word) return new(name, false, null);
        if (part.Kind == PartKind.Single) return new(name, true, null);
        if (part.Text.IndexOfAny(['*', '?']) == part.Text.Length - 1 && part.Text[^1] == '*') return new(name, true, null);
        var pattern = new StringBuilder("^");
        foreach (var c in name) pattern.Append(c switch { '*' => ".*", '?' => ".", _ => c.ToString() });
        return new(name, true, pattern.Append('$').ToString());
    }

    /// <summary>The words of a query that count for a hit, each once, with their parts: the rarest part stands for the words.</summary>
    public static IReadOnlyList<(WordsNode Words, IReadOnlyList<TermWanted> Parts)> Counting(QueryNode query) =>
        [.. RecordSearch.Leaves(query).Distinct().Select(words => (words, (IReadOnlyList<TermWanted>)[.. WordPattern.Telling(words.Words).Select(part => Of(words.Field, part))]))];

    /// <summary>All words with a wildcard of a query, those under NOT too.</summary>
    public static IReadOnlyList<TermWanted> Wild(QueryNode query) =>
        [.. All(query).SelectMany(words => WordPattern.Parts(words.Words, out _).Where(p => p.Kind == PartKind.Wildcard).Select(p => Of(words.Field, p))).Distinct()];

    static IEnumerable<WordsNode> All(QueryNode node) => node switch
    {
        WordsNode words => [words],
        NearNode near => [near.Left, near.Right],
        AndNode and => and.Parts.SelectMany(All),
        OrNode or => or.Parts.SelectMany(All),
        NotNode not => All(not.Part),
        _ => [],
    };
}
