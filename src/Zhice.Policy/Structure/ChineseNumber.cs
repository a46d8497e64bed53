namespace Zhice.Policy.Structure;

/// <summary>Numbers written with Chinese or Arabic digits in folded text.</summary>
internal static class ChineseNumber
{
    const string Digits = "零一二三四五六七八九";

    public static bool IsDigit(char c) => c is >= '0' and <= '9';

    public static bool IsNumeral(char c) => c == '十' || c == '百' || c == '千' || c == '两' || c == '廿' || Digits.Contains(c, StringComparison.Ordinal);

    /// <summary>The end of the run of Arabic digits that starts at <paramref name="start"/>.</summary>
    public static int ArabicEnd(string fold, int start)
    {
        while (start < fold.Length && IsDigit(fold[start])) start++;
        return start;
    }

    /// <summary>The end of the run of numerals that starts at <paramref name="start"/>; a run longer than any number is cut.</summary>
    public static int NumeralEnd(string fold, int start)
    {
        var stop = Math.Min(fold.Length, start + 16);
        while (start < stop && IsNumeral(fold[start])) start++;
        return start;
    }

    /// <summary>The value of a short run of Arabic digits or Chinese numerals; -1 where it is none or too long to be a count.</summary>
    public static int Value(ReadOnlySpan<char> words)
    {
        if (words.Length is 0 or > 9) return -1;
        if (IsDigit(words[0]))
        {
            return int.TryParse(words, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : -1;
        }
        var total = 0;
        var digit = -1;
        var scaled = false;
        var plain = 0;
        foreach (var c in words)
        {
            var d = c == '两' ? 2 : Digits.IndexOf(c, StringComparison.Ordinal);
            if (d >= 0)
            {
                plain = plain * 10 + d;
                digit = d;
                continue;
            }
            var scale = c switch { '十' => 10, '廿' => 20, '百' => 100, '千' => 1000, _ => 0 };
            if (scale == 0) return -1;
            total += c == '廿' ? 20 : (digit < 0 ? 1 : digit) * scale;
            digit = -1;
            scaled = true;
        }
        return scaled ? total + Math.Max(0, digit) : plain;
    }
}
