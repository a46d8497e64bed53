namespace Zhice.Policy.Structure;

/// <summary>What the last character of folded words says about what follows.</summary>
internal static class Ending
{
    /// <summary>True where a sentence, or a list item, or a lead-in is complete.</summary>
    public static bool IsComplete(string fold)
    {
        if (fold.Length == 0) return true;
        var last = fold[^1];
        if (last is '。' or '!' or '?' or ';' or ':' || IsHalfWidthStop(fold, fold.Length - 1)) return true;
        // A closing mark after a full stop, or a responsibility mark, ends its paragraph.
        return last is ')' or '”' or '》' && fold.Length > 1 && EndsAfterStop(fold);
    }

    static bool EndsAfterStop(string fold)
    {
        if (fold[^2] is '。' or '!' or '?') return true;
        if (fold[^1] != ')') return false;
        var cut = Math.Max(0, fold.Length - 300);
        var start = BracketPairs.Match(fold[cut..])[^1];
        // A paragraph that is one bracket is whole.
        if (start == 0 && cut == 0) return true;
        return start >= 0 && (fold[^2] is '责' or '合' or '头' or '与' || start > 0 && (fold[cut + start - 1] is '。' or ';' || IsHalfWidthStop(fold, cut + start - 1)));
    }

    /// <summary>A dot that ends a Chinese sentence: behind an ideograph, a bracket or a per cent sign, before an ideograph, a bracket or nothing; not that of 16.5 or 1.</summary>
    public static bool IsHalfWidthStop(string fold, int i) =>
        fold[i] == '.' && i > 0 && (fold[i - 1] >= '\u2E80' || fold[i - 1] is ')' or '%' or '"' or '”') && (i + 1 == fold.Length || fold[i + 1] >= '\u2E80' || fold[i + 1] == '(');

    public static bool IsSentenceEnd(char fold) => fold is '。' or '!' or '?';
}
