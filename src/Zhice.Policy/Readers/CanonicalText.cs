using System.Text;

namespace Zhice.Policy.Readers;

/// <summary>What may stand in a canonical text: line ends are \n, and every character can be held by any store and by XML.</summary>
internal static class CanonicalText
{
    const char Replacement = '\uFFFD';

    /// <summary>True for a character that ends a line in some system: the form feed, which ends a page too, is one.</summary>
    internal static bool IsLineEnd(char c) => c is '\n' or '\r' or '\f' or '\v' or '\u0085' or '\u2028' or '\u2029';

    /// <summary>True for what no canonical text holds: controls other than tab and line end, and non-characters.</summary>
    internal static bool IsForbidden(char c) =>
        c < ' ' ? c is not ('\t' or '\n') : c is (>= '\u007F' and <= '\u009F') or '\uFFFE' or '\uFFFF';

    /// <summary>Clean text of one line: line ends become blanks, what is forbidden becomes U+FFFD.</summary>
    internal static string Line(string text)
    {
        var first = FirstToClean(text);
        if (first < 0) return text;
        var clean = new StringBuilder(text.Length).Append(text, 0, first);
        for (var i = first; i < text.Length; i++)
        {
            var c = text[i];
            if (IsLineEnd(c)) clean.Append(' ');
            else if (IsForbidden(c)) clean.Append(Replacement);
            else if (!char.IsSurrogate(c)) clean.Append(c);
            else if (i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1])) clean.Append(c).Append(text[++i]);
            else clean.Append(Replacement);
        }
        return clean.ToString();
    }

    static int FirstToClean(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (IsLineEnd(text[i]) || IsForbidden(text[i]) || char.IsSurrogate(text[i])) return i;
        return -1;
    }

    /// <summary>True for Han, kana and the punctuation that is set with them, which are written without blanks between.</summary>
    internal static bool IsWide(char c) => c is (>= '\u2E80' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFE30' and <= '\uFE4F')
        or (>= '\uFF00' and <= '\uFF60') or (>= '\uFFE0' and <= '\uFFE6') or '“' or '”' or '‘' or '’' or '—' or '…' or '·' || char.IsSurrogate(c);
}
