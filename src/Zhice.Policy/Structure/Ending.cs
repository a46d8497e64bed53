namespace Zhice.Policy.Structure;

/// <summary>What the last character of folded words says about what follows.</summary>
internal static class Ending
{
    /// <summary>True where a sentence, or a list item, or a lead-in is complete.</summary>
    public static bool IsComplete(string fold)
    {
        if (fold.Length == 0) return true;
        var last = fold[^1];
        if (last is '。' or '!' or '?' or ';' or ':') return true;
        // A closing mark after a full stop, or a responsibility mark, ends its paragraph.
        return last is ')' or '”' or '》' && fold.Length > 1 && EndsAfterStop(fold);
    }

    static bool EndsAfterStop(string fold)
    {
        if (fold[^2] is '。' or '!' or '?') return true;
        if (fold[^1] != ')') return false;
        var open = BracketPairs.Match(fold[Math.Max(0, fold.Length - 300)..]);
        var start = open[^1];
        return start >= 0 && (fold[^2] is '责' or '合' or '头' or '与' || start > 0 && fold[Math.Max(0, fold.Length - 300) + start - 1] is '。' or ';');
    }

    public static bool IsSentenceEnd(char fold) => fold is '。' or '!' or '?';
}
