using Zhice.Policy.Meaning;

namespace Zhice.Policy.Structure;

/// <summary>Tells title, issuer, number, dates, addressees and attachment lines from the body, by their form.</summary>
internal static class FrontMatter
{
    static readonly string[] TitleEnds =
    [
        "清单", "计划", "方案", "要点", "指引", "通知", "意见", "规划", "分工", "分工表", "分解表", "任务表", "一览表", "台账", "办法", "规定", "措施", "纲要", "决定", "公告", "条例", "的函", "总结", "报告", "指南", "细则",
        "安排", "任务书", "责任书", "通告", "决议", "批复", "规程", "任务分解", "重点任务", "工作任务", "举措", "行动", "工程", "明细表", "目录", "分工方案", "进度表", "汇总表", "一览", "任务", "倡议", "讲话", "章程",
    ];

    /// <summary>Lines whose form alone says what they are and that never join a paragraph.</summary>
    public static bool IsFixedLine(string key) =>
        IsAttachmentMark(key) || DocumentNumber(key) is not null || IsDateLine(key) || key.EndsWith("文件", StringComparison.Ordinal) && key.Length <= 30 || IsTitleEnd(key) && key.Length <= 60 && !key.Contains(',', StringComparison.Ordinal)
        || key.StartsWith("发布时间", StringComparison.Ordinal) || key.StartsWith("发布日期", StringComparison.Ordinal);

    /// <summary>附件, 附件1, 附件：… at the start of a line.</summary>
    public static bool IsAttachmentMark(string key)
    {
        if (!key.StartsWith("附件", StringComparison.Ordinal) && !key.StartsWith("附表", StringComparison.Ordinal)) return false;
        if (key.Length == 2) return true;
        var rest = key.AsSpan(2).TrimStart("0123456789一二三四五六七八九十-");
        return rest.Length == 0 || rest[0] is ':' or '.' or '、' || rest.Length < key.Length - 2 && key.Length < 60;
    }

    /// <summary>The number of the attachment that 附件：1.… lists on its own line, 0 where the lines below begin with 1; -1 where it lists none.</summary>
    public static int FirstAttachment(string key)
    {
        if (!key.StartsWith("附件:", StringComparison.Ordinal)) return -1;
        if (key.Length == 3) return 0;
        var digits = ChineseNumber.ArabicEnd(key, 3);
        return digits > 3 && digits < key.Length && key[digits] is '.' or '、' ? ChineseNumber.Value(key.AsSpan(3, digits - 3)) : -1;
    }

    /// <summary>The line below the last of a list of attachments, with the next number and no sentence.</summary>
    public static bool IsNextAttachment(ParagraphItem paragraph, int last) =>
        paragraph.Number.Style == NumberStyle.Arabic && paragraph.Number.Value == last + 1 && paragraph.Flow.Length <= 80 && !Ending.IsComplete(paragraph.Flow.Fold);

    /// <summary>…2024年工作总结: the title of a document that tells what was done.</summary>
    public static bool IsReport(string title) => title.EndsWith("总结", StringComparison.Ordinal) || title.EndsWith("總結", StringComparison.Ordinal) || title.EndsWith("解读", StringComparison.Ordinal);

    /// <summary>某市2023年知识产权工作要点</summary>
    public static bool ArePoints(string? title) => title is not null && WithoutTail(title).EndsWith("要点", StringComparison.Ordinal);

    /// <summary>联系人：…, 联系电话：…: whom to ask about the letter, who answers for nothing in it.</summary>
    public static bool IsContact(string key)
    {
        foreach (var word in (ReadOnlySpan<string>)["联系人", "联系电话", "联系方式", "联系地址", "传真", "电子邮箱", "邮箱"])
            if (key.Length > word.Length && key.StartsWith(word, StringComparison.Ordinal) && key[word.Length] is ':' or '及') return true;
        return false;
    }

    /// <summary>邮箱, 联系电话, 网址: the words before a number or an address, at the end of a stretch or shortly before it.</summary>
    public static bool SaysContact(string words)
    {
        var end = words.AsSpan(Math.Max(0, words.Length - 24));
        foreach (var word in (ReadOnlySpan<string>)["邮箱", "电话", "传真", "邮件", "网址", "网站", "手机", "链接", "联系方式"])
            if (end.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        return end.Contains("mail", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>的通知 on a line of its own: the end of the title above it.</summary>
    public static bool IsTitleRest(string key) => key is "的通知" or "的意见" or "的决定" or "的公告" or "的通告" or "的函" or "的批复" or "的报告" or "的请示" or "通知";

    public static bool IsTitleEnd(string key)
    {
        var core = WithoutTail(key);
        if (core.Length is < 4 or > 120 || core.IndexOf('。') >= 0 || core.IndexOf(';') >= 0) return false;
        foreach (var word in TitleEnds)
            if (core.EndsWith(word, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>Without （2022）, （试行）, （征求意见稿） at the end.</summary>
    static ReadOnlySpan<char> WithoutTail(ReadOnlySpan<char> key)
    {
        while (key.Length > 3)
        {
            if (key[^1] == '》') key = key[..^1];
            else if (key[^1] == ')' && key.LastIndexOf('(') is var open && open > 0 && key.Length - open <= 16) key = key[..open];
            else break;
        }
        return key;
    }

    /// <summary>（2022）, （试行）: a line that goes on with the title above it.</summary>
    public static bool IsTitleTail(string key) => key.Length is > 2 and <= 16 && key[0] == '(' && key[^1] == ')' && key[1] != '共' && !key.Contains(':', StringComparison.Ordinal) && !key.StartsWith("(此件", StringComparison.Ordinal) && !key.Contains("牵头", StringComparison.Ordinal) && Numbering.At(Flow.Of(key, new Span(0, key.Length))).Style == NumberStyle.None;

    /// <summary>The document number that folded words hold as a whole, such as 国知发运字(2022)15号; else null.</summary>
    public static (int Start, int End)? DocumentNumber(string key)
    {
        var mark = key.LastIndexOf('号');
        if (mark < 6) return null;
        var digits = mark;
        while (digits > 0 && (ChineseNumber.IsDigit(key[digits - 1]) || key[digits - 1] == '第')) digits--;
        if (digits == mark || digits < 6 || key[digits - 1] != ')' || key[digits - 6] != '(') return null;
        if (!int.TryParse(key.AsSpan(digits - 5, 4), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var year) || year is < 1949 or > 2199) return null;
        var start = digits - 6;
        while (start > 0 && key[start - 1] >= '\u4E00' && digits - start < 24) start--;
        return start < digits - 6 ? (start, mark + 1) : null;
    }

    /// <summary>A line that is a date and no more.</summary>
    /// <remarks>2026年2月29日 is one, though it names no day.</remarks>
    public static bool IsDateLine(string key) => DateOf(key) is not null || Core(key) is { Length: >= 8 and <= 12 } core && Moment.At(core, 0, core.Length, null) is { YearStated: true, NoSuchDay: true } moment && moment.End == core.Length;

    static string Core(string key)
    {
        var core = key.AsSpan().Trim("() ").ToString();
        return core.EndsWith("印发", StringComparison.Ordinal) ? core[..^2] : core;
    }

    /// <summary>The day that a whole line names: 2022年3月16日, (二零二二年三月十六日), 2022-03-16印发.</summary>
    public static DateOnly? DateOf(string key)
    {
        var core = Core(key);
        return core.Length is >= 8 and <= 12 && DayIn(core, 0, out var end) is { } day && end == core.Length ? day : null;
    }

    /// <summary>The first day written in full at or after a place.</summary>
    public static DateOnly? DayIn(string fold, int from, out int end)
    {
        for (var i = from; i < fold.Length; i++)
        {
            if (Moment.At(fold, i, fold.Length, null) is { YearStated: true, NamesYearEnd: false, Date: { } day } moment && fold[moment.End - 1] == '日')
            {
                end = moment.End;
                return day;
            }
            if (i + 8 <= fold.Length && ChineseNumber.IsDigit(fold[i]) && (i == 0 || !ChineseNumber.IsDigit(fold[i - 1])) && Numeric(fold, i, out end) is { } numeric) return numeric;
        }
        end = -1;
        return null;
    }

    static DateOnly? Numeric(string fold, int start, out int end)
    {
        end = start;
        Span<int> parts = stackalloc int[3];
        for (var p = 0; p < 3; p++)
        {
            var stop = ChineseNumber.ArabicEnd(fold, end);
            if (p == 0 ? stop - end != 4 : stop - end is < 1 or > 2) return null;
            parts[p] = ChineseNumber.Value(fold.AsSpan(end, stop - end));
            end = stop;
            if (p == 2) break;
            if (end >= fold.Length || fold[end] is not ('-' or '/' or '.')) return null;
            end++;
        }
        var (year, month, day) = (parts[0], parts[1], parts[2]);
        return year is >= 1949 and <= 2199 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
    }

    /// <summary>The receivers that such a line names, one for each part between commas: 各市、州知识产权局，局机关各处室：</summary>
    public static List<string> AddresseesOf(Flow flow)
    {
        var names = new List<string>();
        var from = 0;
        for (var i = 0; i < flow.Length; i++)
        {
            if (flow.Fold[i] is not (',' or ':' or ';')) continue;
            if (OrganisationNames.Looks(flow.Fold.AsSpan(from, i - from))) names.Add(flow.Words(from, i));
            from = i + 1;
        }
        return names.Count <= 8 ? names : [];
    }

    /// <summary>各省、自治区…： the line that names the receivers of a notice.</summary>
    public static bool IsAddressee(string key) =>
        key.EndsWith(':') && key.Length is > 3 and <= 400 && key.IndexOf('。') < 0
        && (key.Contains('各', StringComparison.Ordinal) || key.Contains('局', StringComparison.Ordinal) || key.Contains("政府", StringComparison.Ordinal) || key.Contains("单位", StringComparison.Ordinal));
}
