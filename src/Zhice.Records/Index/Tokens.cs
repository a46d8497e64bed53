using Zhice.Records.Text;

namespace Zhice.Records.Index;

/// <summary>Takes the tokens of a text as they come.</summary>
internal interface ITokenSink
{
    /// <summary>A pair of Chinese characters.</summary>
    void Pair(char first, char second, int position);
    /// <summary>The last Chinese character of a run.</summary>
    void Last(char character, int position);
    /// <summary>A word of letters and digits, folded.</summary>
    void Word(ReadOnlySpan<char> word, int position);
    /// <summary>A stretch of separators behind something.</summary>
    void Gap(int position);
}

/// <summary>Cuts folded text into tokens with positions: each Chinese character and each word takes one, each stretch of separators one.</summary>
/// <remarks>
/// With a place for the separators a phrase is found where a scan of the text finds it: 方法系统 is not in 方法、系统. A sink is a type
/// parameter so that the compiler writes one loop for each; it is no interface for exchangeable parts.
/// </remarks>
internal static class Tokens
{
    /// <summary>Longest word kept; what is behind is cut off, in texts and queries alike.</summary>
    internal const int LongestWord = 64;

    /// <summary>What a stretch of separators is called in the index.</summary>
    internal const char Separator = ' ';

    /// <summary>Feeds a text; returns the position behind its last token.</summary>
    internal static int Feed<TSink>(ReadOnlySpan<char> text, int position, ref TSink sink) where TSink : struct, ITokenSink
    {
        Span<char> word = stackalloc char[LongestWord];
        var separated = true;
        for (var i = 0; i < text.Length;)
        {
            var c = CjkBigrams.Fold(text[i]);
            if (CjkBigrams.IsChinese(c))
            {
                separated = false;
                for (i++; i < text.Length && CjkBigrams.Fold(text[i]) is var next && CjkBigrams.IsChinese(next); i++, c = next) sink.Pair(c, next, position++);
                sink.Last(c, position++);
            }
            else if (CjkBigrams.IsWord(c))
            {
                separated = false;
                var length = 0;
                for (; i < text.Length && CjkBigrams.Fold(text[i]) is var next && CjkBigrams.IsWord(next); i++)
                    if (length < LongestWord) word[length++] = next;
                sink.Word(word[..length], position++);
            }
            else
            {
                if (!separated) sink.Gap(position++);
                separated = true;
                i++;
            }
        }
        return position;
    }
}
