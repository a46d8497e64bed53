using System.Text.RegularExpressions;

namespace Zhice.Policy.Readers;

/// <summary>
/// Lines of a web page that are the site's and not the document's, known by their shape where no element or class says so.
/// A line with the day of publication or the source is about the document and stays.
/// </summary>
internal static partial class WebFurniture
{
    /// <summary>A line of the footer is short and has no stop; this many of them in a row at most belong to one footer.</summary>
    const int MaxFooterLines = 40;
    const int ShortLine = 14;

    [GeneratedRegex(@"^\W*(?:(?:字\s*[号体][：:]?|【?\s*字体)\s*[\[【（(]?\s*(?:大|中|小|超大|A)|分\s*享(?:到)?\s*[：:]?|(?:打印|关闭)(?:本页|窗口|页面)?|"
        + @"(?:我要|一键)?(?:收藏|纠错)|扫一扫.{0,30}|当前位置\s*[：:].*|您?(?:的|现在的)?(?:当前|所在)?位置\s*(?:是)?\s*[：:].*|首页(?:\s*[>＞»/›].*)|"
        + @"(?:上|下)一[篇条]\s*[：:].*|返回(?:顶部|首页|列表)|相关(?:阅读|链接|文章|新闻|解读)\s*[：:]?|浏览(?:次数|量)\s*[：:]?\s*\d*\s*次?|责任编辑\s*[：:].{0,12})"
        + @"(?:[\s|｜·]*(?:大|中|小|超大|A[+\-]?|打印(?:本页)?|关闭(?:窗口|本页)?|收藏|分享(?:到)?|微信|微博|QQ空间|朋友圈|复制链接)[：:]?)*\W*$",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();

    [GeneratedRegex(@"ICP备|公网安备|网站标识码|版权所有|主办单位\s*[：:]|^\s*(?:主办|承办|网站管理|技术支持|备案号)\s*[：:]|网站地图|联系我们.*[|｜].*|隐私(?:声明|政策)|Copyright|All Rights Reserved",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Footer();

    /// <summary>Marks such lines among <paramref name="blocks"/> as noise.</summary>
    internal static void Mark(List<FlowBlock> blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
            if (blocks[i] is FlowParagraph { Noise: false } line && IsFurniture(line.Text)) blocks[i] = line with { Noise = true };
        MarkFooter(blocks);
    }

    /// <summary>True for a line of site furniture; long lines are never.</summary>
    internal static bool IsFurniture(string line) => line.Length is > 0 and < 120 && Shape().IsMatch(line);

    /// <summary>
    /// From the first line at the end that only a site writes, upwards over short lines without stops or days: link lists under an
    /// article lose their links in many copies.
    /// </summary>
    static void MarkFooter(List<FlowBlock> blocks)
    {
        var first = blocks.Count;
        for (var i = blocks.Count - 1; i >= 0 && blocks.Count - i <= MaxFooterLines; i--)
        {
            if (blocks[i] is not FlowParagraph line || line.Text.Length > 200) break;
            if (line.Noise || Footer().IsMatch(line.Text)) { first = i; continue; }
            if (first == blocks.Count || !IsBare(line.Text)) break;
            first = i;
        }
        // Everything up from a sure line was bare or sure; without a sure line nothing was found.
        for (var i = first; i < blocks.Count; i++)
            if (blocks[i] is FlowParagraph line) blocks[i] = line with { Noise = true };
    }

    static bool IsBare(string line)
    {
        if (line.Length > ShortLine) return false;
        foreach (var c in line)
            if (char.IsAsciiDigit(c) || "。；：，、！？,.;:!?年月日（）()《》一二三四五六七八九十".Contains(c)) return false;
        return true;
    }
}
