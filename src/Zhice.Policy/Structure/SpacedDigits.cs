namespace Zhice.Policy.Structure;

/// <summary>
/// Numbers whose digits are set apart: 2 0 2 4年, 1 2月底前, 1 0 %, 2 0家. The blank between two digits is none where every digit of the
/// run stands alone and a unit follows the last, or where the run makes a year (20 24年).
/// </summary>
internal static class SpacedDigits
{
    // No number in such a text is longer, so a run is looked at in a bounded stretch.
    const int Reach = 24;
    const string Units = "年月日号时季%‰个項项件家次万亿元名人户场期批条倍天周点成起宗笔份亩吨位篇站所类余多";

    /// <summary>True where the blanks between the digits at <paramref name="left"/> and <paramref name="right"/> divide no numbers.</summary>
    public static bool Joins(string text, Span piece, int left, int right)
    {
        if (!IsDigit(text[left]) || !IsDigit(text[right]) || right - left > 3 || text.AsSpan(left, right - left).Contains('\t')) return false;
        var from = left;
        var until = Math.Max(piece.Start, left - Reach);
        var (tokens, digits, single) = (2, 2, true);
        while (from > until && (IsDigit(text[from - 1]) || IsGap(text, from, until)))
        {
            if (IsDigit(text[from - 1])) single = false;
            else
            {
                tokens++;
                while (!IsDigit(text[from - 1])) from--;
            }
            from--;
            digits++;
        }
        var to = right;
        var last = Math.Min(piece.End, right + Reach) - 1;
        while (to < last && (IsDigit(text[to + 1]) || IsGapBehind(text, to, last)))
        {
            if (IsDigit(text[to + 1])) single = false;
            else
            {
                tokens++;
                while (!IsDigit(text[to + 1])) to++;
            }
            to++;
            digits++;
        }
        var after = to + 1;
        while (after < piece.End && after <= to + 2 && CharacterFold.IsBlank(text[after])) after++;
        var unit = after < piece.End ? CharacterFold.Of(text[after]) : '\n';
        // 20 24年, 〔2 024〕
        if (digits == 4 && CharacterFold.Of(text[from]) is '1' or '2' && unit is '年' or ')') return true;
        // 1 2个中心 at the head of a line may be the first item and what it counts.
        return single && Units.Contains(unit, StringComparison.Ordinal) && (tokens >= 3 || !BeginsLine(text, from));
    }

    static bool BeginsLine(string text, int at)
    {
        while (at > 0 && IsSpace(text[at - 1])) at--;
        return at == 0 || text[at - 1] is '\n' or '\t';
    }

    static bool IsDigit(char c) => ChineseNumber.IsDigit(CharacterFold.Of(c));

    /// <summary>One or two blanks, no tab, stand before the character, and a digit before them.</summary>
    static bool IsGap(string text, int at, int until)
    {
        var i = at - 1;
        while (i >= until && at - i <= 2 && IsSpace(text[i])) i--;
        return i < at - 1 && i >= until && IsDigit(text[i]);
    }

    static bool IsGapBehind(string text, int at, int last)
    {
        var i = at + 1;
        while (i <= last && i - at <= 2 && IsSpace(text[i])) i++;
        return i > at + 1 && i <= last && IsDigit(text[i]);
    }

    static bool IsSpace(char c) => c is not ('\t' or '\n') && CharacterFold.Of(c) == ' ';
}
