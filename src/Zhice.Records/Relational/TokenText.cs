using System.Text;
using Zhice.Records.Index;

namespace Zhice.Records.Relational;

/// <summary>Text written so that a plain search for a string finds what the index finds: words between ‹ and ›, Chinese as it stands, one blank for each stretch of signs.</summary>
/// <remarks>A word is then found whole and only whole, and a phrase is one string: no rule of a database about letters, capitals or languages comes into it.</remarks>
internal static class TokenText
{
    internal const char Begin = '‹', End = '›', Between = Tokens.Separator, Part = '\n';

    /// <summary>One position: a character, a word or a gap.</summary>
    internal const string Any = "(?:[^‹› \n]|‹[^›]*›| )";

    /// <summary>A character or a word: what counts between things that are near each other.</summary>
    internal const string Thing = "(?:" + Chinese + "|‹[^›]*›)";

    /// <summary>One Chinese character.</summary>
    internal const string Chinese = "[^‹› \n]";

    internal static string Of(string text)
    {
        var sink = new Writer(new StringBuilder(text.Length + 16));
        Tokens.Feed(text, 0, ref sink);
        return sink.Text.ToString();
    }

    /// <summary>The distinct tokens of a text, a letter for where they stand before each; returns how many positions the text takes.</summary>
    /// <param name="space">Where the text stands.</param>
    /// <param name="text">The text.</param>
    /// <param name="into">The tokens.</param>
    /// <param name="lasts">Last characters of Chinese runs: they begin no pair, and only words of one character are counted by them.</param>
    internal static int Collect(byte space, string text, HashSet<string> into, HashSet<string> lasts)
    {
        var sink = new Collector((char)space, into, lasts);
        return Tokens.Feed(text, 0, ref sink);
    }

    readonly struct Writer(StringBuilder text) : ITokenSink
    {
        internal StringBuilder Text => text;

        public void Pair(char first, char second, int position) => text.Append(first);
        public void Last(char character, int position) => text.Append(character);
        public void Word(ReadOnlySpan<char> word, int position) => text.Append(Begin).Append(word).Append(End);
        public void Gap(int position) => text.Append(Between);
    }

    readonly struct Collector(char space, HashSet<string> into, HashSet<string> lasts) : ITokenSink
    {
        public void Pair(char first, char second, int position) => into.Add(string.Create(3, (space, first, second), static (token, t) => (token[0], token[1], token[2]) = t));
        public void Last(char character, int position) => lasts.Add(string.Concat([space], [character]));
        public void Gap(int position) { }
        public void Word(ReadOnlySpan<char> word, int position) => into.Add(string.Concat([space], word));
    }
}
