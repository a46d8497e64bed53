namespace Zhice.Policy.Structure;

/// <summary>Marks lines that are no part of the body: page marks, running heads, navigation and footers of web pages, source notes.</summary>
internal static class NoiseFinder
{
    static readonly string[] Web =
    [
        "ICP备", "公网安备", "版权所有", "网站标识码", "主办单位:", "网站管理:", "联系我们", "版权声明", "信息量统计", "网站地图", "政务微信", "政务微博", "政务抖音", "国家政务服务", "投诉与建议",
        "扫一扫", "打印本页", "关闭窗口", "分享到", "字号:", "【打印】", "浏览次数", "当前位置:", "您所在的位置", "设为首页", "加入收藏", "无障碍", "相关链接", "相关网站", "上一篇", "下一篇", "点击下载", "访问量", "(打印)", "技术支持:", "承办单位:", "责任编辑:", "责编:",
    ];

    static readonly string[] ShortWeb = ["首页", "国务院部门", "局属单位", "代办处", "分享:", "打印", "关闭", "字体:", "返回", "微信", "微博", "大中小", "返回顶部", "收藏", "扫码阅读"];

    public static void Mark(IReadOnlyList<SourceLine> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var key = lines[i].Key;
            if (lines[i].Noise) continue;
            if (IsPageMark(key) || IsAddress(key) || IsPrintStamp(key) || IsForeignSource(key) || IsWeb(key, i < 15 || i >= lines.Count - 40)) lines[i].Noise = true;
            lines[i].Rest();
        }
        MarkRunningHeads(lines);
        MarkFooter(lines);
    }

    /// <summary>A number by itself: a page number, unless a table counts its rows so.</summary>
    public static bool IsBareNumber(string key) => key.Length is > 0 and <= 4 && ChineseNumber.ArabicEnd(key, 0) == key.Length;

    /// <summary>— 2 —, 第2页, 2/10 and the like.</summary>
    public static bool IsPageMark(string key)
    {
        if (key.Length is 0 or > 16) return false;
        var core = key.AsSpan().Trim("- ·~");
        if (core.Length < key.Length && core.Length is > 0 and <= 4 && core.IndexOfAnyExceptInRange('0', '9') < 0) return true;
        if (core.Length == 0 && key.Length >= 1) return true;
        var slash = key.IndexOf('/');
        if (slash > 0 && IsBareNumber(key[..slash].Trim()) && IsBareNumber(key[(slash + 1)..].Trim())) return true;
        if (!key.Contains('页', StringComparison.Ordinal) && !key.StartsWith("Page", StringComparison.OrdinalIgnoreCase)) return false;
        return key.AsSpan().Trim("第共页- ,/Pagepof").TrimStart("0123456789第共页- ,/of").Length == 0;
    }

    static bool IsAddress(string key) =>
        key.StartsWith("file:///", StringComparison.OrdinalIgnoreCase) || key.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || key.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || key.StartsWith("www.", StringComparison.OrdinalIgnoreCase);

    /// <summary>11/21/26, 7:10 PM and the page's name, 2026/11/21 19:10: what a browser prints above every page.</summary>
    static bool IsPrintStamp(string key)
    {
        if (key.Length is < 12 or > 120 || !ChineseNumber.IsDigit(key[0]) || key.Contains("发布", StringComparison.Ordinal) || key.Contains("来源", StringComparison.Ordinal)) return false;
        var i = 0;
        for (var part = 0; part < 5; part++)
        {
            var stop = ChineseNumber.ArabicEnd(key, i);
            if (stop == i || stop - i > 4) return false;
            if (part == 4) return stop - i == 2;
            i = stop;
            if (part == 2) while (i < key.Length && key[i] is ',' or ' ') i++;
            else if (i >= key.Length || key[i++] != (part < 2 ? '/' : ':')) return false;
            if (part == 2 && i == stop) return false;
        }
        return false;
    }

    /// <summary>来源：…, and a source note that another archive added in Japanese.</summary>
    static bool IsForeignSource(string key)
    {
        if (key.Length <= 60 && !key.Contains("时间", StringComparison.Ordinal) && !key.Contains("日期", StringComparison.Ordinal) && (key.StartsWith("来源:", StringComparison.Ordinal) || key.StartsWith("信息来源:", StringComparison.Ordinal) || key.StartsWith("文章来源:", StringComparison.Ordinal))) return true;
        var kana = 0;
        foreach (var c in key)
            if (c is >= '\u3041' and <= '\u30FF') kana++;
        return kana >= 3 && key.Length <= 120;
    }

    static bool IsWeb(string key, bool nearEdge)
    {
        if (key.Length > 80) return false;
        // A line that dates the page is kept for the date, whatever buttons stand beside it.
        if (nearEdge && key.Contains("发布", StringComparison.Ordinal) && FrontMatter.DayIn(key, 0, out _) is not null) return false;
        foreach (var word in Web)
            if (key.Contains(word, StringComparison.Ordinal) && (nearEdge || key.Length < 40)) return true;
        if (nearEdge && key.Length < 60 && key.Contains('>', StringComparison.Ordinal) && key.StartsWith("首页", StringComparison.Ordinal)) return true;
        if (!nearEdge || key.Length > 8) return false;
        foreach (var word in ShortWeb)
            if (key == word) return true;
        return false;
    }

    /// <summary>The same short line beside several page marks is a running head.</summary>
    static void MarkRunningHeads(IReadOnlyList<SourceLine> lines)
    {
        var beside = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < lines.Count; i++)
            {
                if (!lines[i].Noise || !IsPageMark(lines[i].Key)) continue;
                foreach (var near in (int[])[i - 1, i + 1])
                {
                    if (near < 0 || near >= lines.Count || lines[near].Noise || lines[near].Key.Length > 40 || Ending.IsComplete(lines[near].Key) || IsBareNumber(lines[near].Key)) continue;
                    if (pass == 0) beside[lines[near].Key] = beside.GetValueOrDefault(lines[near].Key) + 1;
                    else if (beside.GetValueOrDefault(lines[near].Key) >= (FrontMatter.IsTitleEnd(lines[near].Key) ? 2 : 3)) lines[near].Noise = true;
                }
            }
        }
    }

    /// <summary>Short lines that stand among the footer lines of a web page belong to the footer.</summary>
    static void MarkFooter(IReadOnlyList<SourceLine> lines)
    {
        var first = lines.Count;
        var web = 0;
        var body = false;
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            var key = lines[i].Key;
            if (lines[i].Noise) { first = i; if (!IsPageMark(key)) web++; continue; }
            if (key.Length > 24 || Ending.IsComplete(key) || key.Contains('年', StringComparison.Ordinal) || key.StartsWith("附件", StringComparison.Ordinal) || lines.Count - i > 40)
            {
                body = true;
                break;
            }
        }
        if (web < 3 || !body) return;
        for (var i = first; i < lines.Count; i++) lines[i].Noise = true;
    }
}
