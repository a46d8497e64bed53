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

    internal static string Of(string text)
    {
        var sink = new Writer(new StringBuilder(text.Length + 16));
        Tokens.Feed(text, 0, ref sink);
        return sink.Text.ToString();
    }

    /// <summary>The distinct tokens of a text, a letter for where they stand before each.</summary>
    internal static void Collect(byte space, string text, HashSet<string> into)
    {
        var sink = new Collector((char)space, into);
        Tokens.Feed(text, 0, ref sink);
    }

    readonly struct Writer(StringBuilder text) : ITokenSink
    {
        internal StringBuilder Text => text;

        public void Pair(char first, char second, int position) => text.Append(first);
        public void Last(char character, int position) => text.Append(character);
        public void Word(ReadOnlySpan<char> word, int position) => text.Append(Begin).Append(word).Append(End);
        public void Gap(int position) => text.Append(Between);
    }

    readonly struct Collector(char space, HashSet<string> into) : ITokenSink
    {
        public void Pair(char first, char second, int position) => into.Add(string.Create(3, (space, first, second), static (token, t) => (token[0], token[1], token[2]) = t));
        public void Last(char character, int position) { }
        public void Gap(int position) { }
        public void Word(ReadOnlySpan<char> word, int position) => into.Add(string.Concat([space], word));
    }
}
