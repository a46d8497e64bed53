namespace Zhice.Policy.Structure;

/// <summary>How an item is numbered. The order is that of the usual nesting: chapter, 任务一：, 一、, （一）, 1., （1）, ①.</summary>
internal enum NumberStyle { None, Chapter, Part, Article, Named, Ideograph, BracketedIdeograph, Arabic, Dotted, BracketedArabic, Circled, Dash }

/// <summary>The number at the start of a line.</summary>
/// <param name="Style">How it is written.</param>
/// <param name="Value">Its value; 0 for a dash.</param>
/// <param name="Label">The number as printed without its dot, brackets kept, such as 14 or (三).</param>
/// <param name="Length">Characters it takes at the start of the flow, separator included.</param>
internal readonly record struct Numbering(NumberStyle Style, int Value, string Label, int Length)
{
    public static readonly Numbering None = new(NumberStyle.None, 0, "", 0);

    const string Circles = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

    /// <summary>Reads the number that <paramref name="flow"/> starts with, or <see cref="None"/>.</summary>
    public static Numbering At(Flow flow)
    {
        var fold = flow.Fold;
        if (fold.Length < 2) return None;
        var first = fold[0];
        if (first == '第') return Ordinal(flow);
        if (first == '(') return Bracketed(flow);
        if (first is '任' or '举' or '行' or '工' or '专' or '措') return Named(flow);
        if (first == '-' && fold[1] == '-') return new(NumberStyle.Dash, 0, "", 2);
        var circle = Circles.IndexOf(first, StringComparison.Ordinal);
        if (circle >= 0) return new(NumberStyle.Circled, circle + 1, flow.Printed(0, 1), Skip(fold, 1));
        if (ChineseNumber.IsNumeral(first))
        {
            var end = ChineseNumber.NumeralEnd(fold, 0);
            if (end < fold.Length && IsSetApart(flow, end)) return new(NumberStyle.Ideograph, ChineseNumber.Value(fold.AsSpan(0, end)), flow.Printed(0, end), end);
            if (end >= fold.Length || end > 6 || fold[end] is not ('、' or '.' or ',') || fold[end] == ',' && end > 2) return None;
            var value = ChineseNumber.Value(fold.AsSpan(0, end));
            return value > 0 ? new(NumberStyle.Ideograph, value, flow.Printed(0, end), Skip(fold, end + 1)) : None;
        }
        return ChineseNumber.IsDigit(first) ? Arabic(flow) : None;
    }

    /// <summary>一 完善制度: a blank alone stands behind the number.</summary>
    static bool IsSetApart(Flow flow, int end) =>
        end <= 2 && flow.Fold[end] >= '\u4E00' && !"是些个种批方线次年月日季级类项家件名大期步条天周万亿分位".Contains(flow.Fold[end], StringComparison.Ordinal) && flow.SpanOf(end - 1, end).End < flow.SpanOf(end, end + 1).Start
        && ChineseNumber.Value(flow.Fold.AsSpan(0, end)) is >= 1 and <= 20;

    static Numbering Arabic(Flow flow)
    {
        var fold = flow.Fold;
        var end = ChineseNumber.ArabicEnd(fold, 0);
        if (end > 4 || end >= fold.Length) return None;
        var value = ChineseNumber.Value(fold.AsSpan(0, end));
        if (fold[end] == ')') return new(NumberStyle.BracketedArabic, value, flow.Printed(0, end), Skip(fold, end + 1));
        if (fold[end] is not ('.' or '、')) return None;
        var next = end + 1;
        if (fold[end] == '.' && IsAddress(flow, next)) return None;
        if (next < fold.Length && ChineseNumber.IsDigit(fold[next]) && !BeginsDate(fold, next))
        {
            // 1.1 and 2.3.1 are numbers of items; 16.5个月 is a quantity: an item number is short and its parts count from 1.
            var levels = 1;
            while (next < fold.Length && ChineseNumber.IsDigit(fold[next]))
            {
                var stop = ChineseNumber.ArabicEnd(fold, next);
                if (stop - next > 2 || fold[next] == '0') return None;
                levels++;
                end = stop;
                if (stop < fold.Length && fold[stop] == '.') next = stop + 1; else break;
            }
            if (end >= fold.Length || levels > 4 || IsUnit(fold[end]) || value is 0 or > 30) return None;
            return new(NumberStyle.Dotted, ChineseNumber.Value(LastPart(fold.AsSpan(0, end))), flow.Printed(0, end), Skip(fold, end));
        }
        return value > 0 ? new(NumberStyle.Arabic, value, flow.Printed(0, end), Skip(fold, next)) : None;
    }

    /// <summary>3.com, 126.net/…: small letters right behind the dot to the end of the words are the rest of an address; 1.app建设 and 1.PCT are items.</summary>
    static bool IsAddress(Flow flow, int start)
    {
        var fold = flow.Fold;
        var i = start;
        while (i < fold.Length && (char.IsAsciiLetterOrDigit(fold[i]) || fold[i] is '.' or '-' or '_' or '/' or '@')) i++;
        return i - start >= 2 && fold[start] is >= 'a' and <= 'z' && flow.SpanOf(start - 1, start + 1).Length == 2 && (i == fold.Length || fold[i] is ',' or '。' or ';' or ')');
    }

    /// <summary>4.2022年底前完成…, 3.10月底前完成…: a sentence that begins with a date has its number before it.</summary>
    static bool BeginsDate(string fold, int start)
    {
        var stop = ChineseNumber.ArabicEnd(fold, start);
        if (stop + 1 >= fold.Length) return false;
        return stop - start == 4 ? fold[stop] == '年' : stop - start <= 2 && fold[stop] == '月' && fold[stop + 1] is '底' or '前' or '份' or '上' or '中' or '下' or '末';
    }

    static ReadOnlySpan<char> LastPart(ReadOnlySpan<char> dotted) => dotted[(dotted.LastIndexOf('.') + 1)..];

    static bool IsUnit(char c) => "个件家项万亿%‰倍年月日元人次天户".Contains(c, StringComparison.Ordinal);

    static Numbering Bracketed(Flow flow)
    {
        var fold = flow.Fold;
        var end = ChineseNumber.NumeralEnd(fold, 1);
        if (end > 1 && end < fold.Length && end <= 6 && fold[end] == ')')
        {
            var value = ChineseNumber.Value(fold.AsSpan(1, end - 1));
            return value > 0 ? new(NumberStyle.BracketedIdeograph, value, flow.Printed(0, end + 1), Skip(fold, end + 1)) : None;
        }
        end = ChineseNumber.ArabicEnd(fold, 1);
        if (end > 1 && end < fold.Length && end <= 4 && fold[end] == ')')
            return new(NumberStyle.BracketedArabic, ChineseNumber.Value(fold.AsSpan(1, end - 1)), flow.Printed(0, end + 1), Skip(fold, end + 1));
        return None;
    }

    /// <summary>任务一：, 举措3、, 行动二 …: a word of the plan's own that counts its items, with a mark or a blank behind the number.</summary>
    static Numbering Named(Flow flow)
    {
        var fold = flow.Fold;
        if (fold.Length < 4 || fold.AsSpan(0, 2) is not ("任务" or "举措" or "行动" or "工程" or "专项" or "措施")) return None;
        var end = ChineseNumber.NumeralEnd(fold, 2);
        if (end == 2) end = ChineseNumber.ArabicEnd(fold, 2);
        if (end is 2 or > 5 || end >= fold.Length || fold[end] is not (':' or '、' or '.' or ' ')) return None;
        var value = ChineseNumber.Value(fold.AsSpan(2, end - 2));
        return value > 0 ? new(NumberStyle.Named, value, flow.Printed(0, end), Skip(fold, end + 1)) : None;
    }

    static Numbering Ordinal(Flow flow)
    {
        var fold = flow.Fold;
        var end = ChineseNumber.NumeralEnd(fold, 1);
        if (end == 1) end = ChineseNumber.ArabicEnd(fold, 1);
        if (end == 1 || end >= fold.Length || end > 7) return None;
        var value = ChineseNumber.Value(fold.AsSpan(1, end - 1));
        if (value <= 0) return None;
        var style = fold[end] switch { '章' or '编' or '篇' => NumberStyle.Chapter, '节' => NumberStyle.Part, '条' => NumberStyle.Article, _ => NumberStyle.None };
        var length = end + 1;
        if (style == NumberStyle.None && end + 1 < fold.Length && fold[end] == '部' && fold[end + 1] == '分')
        {
            style = NumberStyle.Chapter;
            length = end + 2;
        }
        return style == NumberStyle.None ? None : new(style, value, flow.Printed(0, length), Skip(fold, length));
    }

    /// <summary>Past blanks and a second separator, as in (一)、 or 1. 、.</summary>
    static int Skip(string fold, int i)
    {
        while (i < fold.Length && fold[i] is ' ' or '、' or '.' or ':') i++;
        return i;
    }
}
