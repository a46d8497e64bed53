using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Zhice.Domain.Matching;

/// <summary>An inverted index of sentences: what says something like this one? Pure, made once, safe for all threads.</summary>
/// <remarks>
/// A sentence is the set of its terms (pairs and runs of characters, words of the field, names). A term weighs the more the fewer sentences have it:
/// ln((n + 1) / (d + 1)) / ln((n + 1) / 2), from 0 (all have it) to 1 (one has it), where n is at least 200 so that few sentences do not make every
/// word common; times 0.6 for a run, 2 for a word of the field, 2.5 for a name. With S the weight that two sentences share, and A and B their weights,
/// the score is half S / min(A, B) and half 2S / (A + B), times S / (S + 3.5), so that one shared pair of characters proves little, and up to a
/// quarter more where the headings are alike and a responsible body is the same. With headings (an alignment), terms that only a heading shares with the
/// other's words or heading count half in S, which is at most min(A, B): a plan often names its matter in the heading alone. The order of the sentences does not matter, nor which of two is asked.
/// </remarks>
public sealed class SentenceIndex
{
    /// <summary>Two sentences say something alike from this score on.</summary>
    public const double Alike = 0.18;
    /// <summary>The same where both speak of the same rare name.</summary>
    public const double AlikeNamed = 0.105;

    const int FewestSentences = 200;
    const double Proof = 3.5;
    const double OfHeading = 0.5;
    // A term that more than one sentence in four has is not followed to them: it weighs little, and would lead everywhere.
    const int Everywhere = 4;

    readonly Dictionary<(TermKind, string), int> numbers = [];
    readonly Entry[] entries;
    readonly double[] weights;
    readonly bool[] naming;
    readonly int[][] places;
    readonly bool headings;

    /// <summary>Makes the index.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="headings">True where terms of headings count beside those of the sentences.</param>
    public SentenceIndex(IReadOnlyList<Sentence> sentences, bool headings = false)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        Sentences = sentences;
        this.headings = headings;
        var count = new List<int>();
        var drafts = new (int[] Terms, int[] Title)[sentences.Count];
        var titles = new Dictionary<string, int[]>(StringComparer.Ordinal);
        for (var i = 0; i < drafts.Length; i++)
        {
            var terms = Numbers(SentenceTerms.Of(sentences[i].Words));
            while (count.Count < numbers.Count) count.Add(0);
            foreach (var term in terms) count[term]++;
            if (!titles.TryGetValue(sentences[i].Title, out var title)) titles.Add(sentences[i].Title, title = Numbers(SentenceTerms.Of(sentences[i].Title)));
            drafts[i] = (terms, title);
        }
        while (count.Count < numbers.Count) count.Add(0);

        weights = new double[numbers.Count];
        naming = new bool[numbers.Count];
        double all = Math.Max(sentences.Count, FewestSentences) + 1;
        var rare = Math.Max(3, sentences.Count / 40);
        foreach (var ((kind, _), number) in numbers)
        {
            weights[number] = Math.Max(0, Math.Log(all / (count[number] + 1)) / Math.Log(all / 2)) * Factor(kind);
            naming[number] = kind is TermKind.Field or TermKind.Name && count[number] <= rare;
        }
        entries = [.. drafts.Select(d => new Entry(d.Terms, d.Title, d.Terms.Sum(t => weights[t]), d.Title.Sum(t => weights[t])))];
        places = Places();
    }

    /// <summary>The sentences, by position.</summary>
    public IReadOnlyList<Sentence> Sentences { get; }

    /// <summary>Sentences of other groups that say something like the one at <paramref name="position"/>: the best of each group, best first.</summary>
    /// <param name="position">Position of the sentence.</param>
    /// <param name="each">Most of one group.</param>
    public IReadOnlyList<Candidate> Near(int position, int each) => Near(position, each, IsAlike);

    /// <summary>The same with a rule of one's own for what is alike.</summary>
    public IReadOnlyList<Candidate> Near(int position, int each, Func<Candidate, bool> alike)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(each);
        var shared = new HashSet<int>();
        foreach (var term in headings ? entries[position].Terms.Union(entries[position].Title) : entries[position].Terms)
            if (weights[term] > 0 && places[term].Length <= Math.Max(20, Sentences.Count / Everywhere))
                foreach (var other in places[term]) shared.Add(other);
        var group = Sentences[position].Group;
        return [.. shared.Where(other => Sentences[other].Group != group)
            .Select(other => Compare(position, other)).Where(alike)
            .GroupBy(c => Sentences[c.Position].Group).SelectMany(g => Best(g).Take(each))
            .OrderByDescending(c => c.Score).ThenBy(c => Sentences[c.Position].Key)];
    }

    /// <summary>All others of a kind, whether alike or not, best first: what a person chooses from by hand.</summary>
    public IEnumerable<Candidate> Rank(int position, IEnumerable<int> others) => Best(others.Select(other => Compare(position, other)));

    /// <summary>How much the sentence at <paramref name="other"/> says what the one at <paramref name="position"/> says.</summary>
    public Candidate Compare(int position, int other)
    {
        var (one, two) = (entries[position], entries[other]);
        var (common, named) = Shared(one.Terms, two.Terms);
        if (headings)
        {
            var (all, byHeading) = Shared(one.All, two.All);
            common = Math.Min(common + OfHeading * (all - common), Math.Min(one.Weight, two.Weight));
            named |= byHeading;
        }
        if (common <= 0) return new Candidate(other, 0, false);
        var alike = 0.5 * common / Math.Min(one.Weight, two.Weight) + common / (one.Weight + two.Weight);
        var title = one.TitleWeight > 0 && two.TitleWeight > 0 ? 2 * Shared(one.Title, two.Title).Weight / (one.TitleWeight + two.TitleWeight) : 0;
        var body = Sentences[position].Bodies.Intersect(Sentences[other].Bodies, StringComparer.Ordinal).Any() ? 1 : 0;
        return new Candidate(other, Math.Min(1, alike * common / (common + Proof) * (1 + 0.15 * title + 0.1 * body)), named);
    }

    /// <summary>True where the score is high enough to be proposed to a person.</summary>
    public static bool IsAlike(Candidate candidate) => candidate.Score >= (candidate.Named ? AlikeNamed : Alike);

    /// <summary>The words that two sentences share, those that say most first: the reason of a proposal.</summary>
    /// <param name="position">A sentence, whose order and spelling the words have.</param>
    /// <param name="other">The other.</param>
    /// <param name="most">Most words.</param>
    public IReadOnlyList<string> SharedWords(int position, int other, int most = 4)
    {
        var (words, against) = (Sentences[position].Words, Sentences[other].Words);
        var whole = Shared(words, Inside(words), against, Inside(against), most);
        // Known words that hold one another, such as 专利代理 and 代理机构, leave none whole: then any shared run says why.
        return whole.Count > 0 ? whole : Shared(words, new bool[words.Length + 1], against, new bool[against.Length + 1], most);
    }

    List<string> Shared(string words, bool[] inside, string against, bool[] insideAgainst, int most)
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i + 2 <= words.Length;)
        {
            var length = inside[i] ? 0 : Common(words, i, inside, against, insideAgainst);
            if (length < 2) { i++; continue; }
            var piece = words.Substring(i, length);
            var weight = SentenceTerms.Of(piece).Sum(t => numbers.TryGetValue(t, out var number) ? weights[number] : 0);
            if (weight > 0) found[piece] = weight;
            i += length;
        }
        var chosen = new List<string>();
        foreach (var (piece, _) in found.OrderByDescending(f => f.Value).ThenBy(f => f.Key, StringComparer.Ordinal))
            if (chosen.Count < most && !chosen.Exists(c => c.Contains(piece, StringComparison.Ordinal))) chosen.Add(piece);
        return chosen;
    }

    // Places in the middle of a known word: no shared word begins or ends there.
    static bool[] Inside(string words)
    {
        var inside = new bool[words.Length + 1];
        foreach (Match whole in Vocabulary.Whole.Matches(words)) inside.AsSpan(whole.Index + 1, whole.Length - 1).Fill(true);
        return inside;
    }

    // Length of the longest run of letters that begins here, stands in the other sentence too, and cuts no known word of either.
    static int Common(string words, int start, bool[] inside, string against, bool[] insideAgainst)
    {
        var best = 0;
        for (var at = 0; at < against.Length; at++)
        {
            if (insideAgainst[at] || against[at] != words[start]) continue;
            for (var length = 1; start + length <= words.Length && at + length <= against.Length; length++)
            {
                var letter = words[start + length - 1];
                if (letter != against[at + length - 1] || !char.IsLetter(letter)) break;
                if (length > best && !inside[start + length] && !insideAgainst[at + length]) best = length;
            }
        }
        return best;
    }

    IOrderedEnumerable<Candidate> Best(IEnumerable<Candidate> candidates) =>
        candidates.OrderByDescending(c => c.Score).ThenBy(c => Sentences[c.Position].Key);

    (double Weight, bool Named) Shared(int[] one, int[] two)
    {
        var (weight, named) = (0.0, false);
        for (int i = 0, j = 0; i < one.Length && j < two.Length;)
        {
            if (one[i] < two[j]) i++;
            else if (one[i] > two[j]) j++;
            else
            {
                weight += weights[one[i]];
                named |= naming[one[i]];
                i++;
                j++;
            }
        }
        return (weight, named);
    }

    // Sorted, so that two sentences are compared in one walk.
    int[] Numbers(List<(TermKind, string)> terms)
    {
        var found = new int[terms.Count];
        for (var i = 0; i < found.Length; i++)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, terms[i], out var known);
            if (!known) number = numbers.Count - 1;
            found[i] = number;
        }
        Array.Sort(found);
        return found;
    }

    // Where a term is found: in sentences, and in headings where these count.
    int[] Placed(Entry entry) => headings ? entry.All : entry.Terms;

    int[][] Places()
    {
        var count = new int[numbers.Count];
        var lists = new int[count.Length][];
        for (var position = 0; position < entries.Length; position++)
            foreach (var term in Placed(entries[position])) count[term] += 1;
        for (var term = 0; term < lists.Length; term++) lists[term] = new int[count[term]];
        var filled = new int[lists.Length];
        for (var position = 0; position < entries.Length; position++)
            foreach (var term in Placed(entries[position])) lists[term][filled[term]++] = position;
        return lists;
    }

    static double Factor(TermKind kind) => kind switch
    {
        TermKind.Run => 0.6,
        TermKind.Field => 2,
        TermKind.Name => 2.5,
        _ => 1,
    };

    sealed record Entry(int[] Terms, int[] Title, double Weight, double TitleWeight)
    {
        /// <summary>Terms of sentence and heading, sorted.</summary>
        public int[] All { get; } = [.. Terms.Union(Title).Order()];
    }
}
