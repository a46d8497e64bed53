using System.Text;

namespace Zhice.Policy.Readers;

/// <summary>Collects the text of one block with blanks collapsed as a browser shows them.</summary>
internal sealed class InlineText
{
    readonly StringBuilder text = new();
    bool pendingBlank, pendingBreak;

    internal bool IsEmpty => text.Length == 0;

    internal void Append(string piece, bool preserve)
    {
        foreach (var c in piece)
        {
            if (!preserve && c is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                pendingBlank |= text.Length > 0;
                pendingBreak |= c is '\n' or '\r';
                continue;
            }
            if (pendingBlank && text.Length > 0 && !(pendingBreak && CanonicalText.IsWide(text[^1]) && CanonicalText.IsWide(c))) text.Append(' ');
            (pendingBlank, pendingBreak) = (false, false);
            // Zero-width marks and soft hyphens are set by editors for line breaking and are no part of the words.
            if (c is '\u200B' or '\u00AD' or '\uFEFF' or '\u2060') continue;
            text.Append(c);
        }
    }

    /// <summary>The text so far; starts anew.</summary>
    internal string Take()
    {
        var taken = text.ToString();
        text.Clear();
        (pendingBlank, pendingBreak) = (false, false);
        return taken;
    }
}
