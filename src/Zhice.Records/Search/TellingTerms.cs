using System.Runtime.InteropServices;
using Zhice.Records.Index;

namespace Zhice.Records.Search;

/// <summary>The tokens of a text by which records like it are found, and what each weighs: what is rare tells more.</summary>
public static class TellingTerms
{
    /// <summary>So many of them are compared.</summary>
    public const int Most = 150;
    const int MostCharacters = 4_000;

    /// <summary>Tokens of a title, whose words count three times, and of the beginning of a text, with how often they occur.</summary>
    public static Dictionary<string, int> Of(string title, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        Count(counts, title, 3);
        Count(counts, text.Length > MostCharacters ? text[..MostCharacters] : text, 1);
        return counts;
    }

    /// <summary>The term of a token as <see cref="Relational.TermWanted.Name"/> has it.</summary>
    public static string Term(string token) => (char)Keys.Text + token;

    /// <summary>What a token weighs; 0 for one that nobody holds, or more than a twentieth of all records.</summary>
    /// <param name="times">How often it occurs in the text.</param>
    /// <param name="records">Records in all.</param>
    /// <param name="holders">Records that hold it.</param>
    public static double Weight(int times, long records, long holders) =>
        holders <= 0 || holders > Math.Max(50, records / 20) ? 0 : (1 + Math.Log(times)) * Math.Log(1 + (double)Math.Max(1, records) / holders);

    static void Count(Dictionary<string, int> counts, string text, int weight)
    {
        var sink = new Counter(counts, weight);
        Tokens.Feed(text, 0, ref sink);
    }

    readonly struct Counter(Dictionary<string, int> counts, int weight) : ITokenSink
    {
        public void Pair(char first, char second, int position) => Add([first, second]);
        public void Last(char character, int position) { }
        public void Gap(int position) { }
        public void Word(ReadOnlySpan<char> word, int position) => Add(word);

        void Add(ReadOnlySpan<char> token) => CollectionsMarshal.GetValueRefOrAddDefault(counts.GetAlternateLookup<ReadOnlySpan<char>>(), token, out _) += weight;
    }
}
