using System.Buffers;
using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>The words of a submission: the verbs that send, and the forms in which is sent.</summary>
internal static partial class Submissions
{
    static readonly string[] Verbs =
    [
        "补报", "报送至", "报送给", "报送到", "上报至", "报送", "上报", "提交至", "提交给", "提交", "报至", "报给", "反馈至", "反馈给", "反馈", "抄送", "报我", "报省", "报市", "报国",
        "发送至", "发送到", "发送给", "发至", "传至", "邮寄至", "寄送至", "寄至", "寄送", "送至", "送达", "递交", "报", "送",
    ];

    static readonly string[] Duties = ["应当", "需要", "务必", "应", "要", "须", "需", "请"];

    static readonly SearchValues<string> Passed = SearchValues.Create(["汇总", "审核", "初审", "整理"], StringComparison.Ordinal);

    static readonly (string Words, string Form)[] Forms =
        [("正式文件", "正式文件"), ("正式公文", "正式公文"), ("公函", "公函"), ("纸件", "纸件"), ("纸质", "纸质"), ("电子件", "电子件"), ("电子版", "电子版"), ("电子文档", "电子文档"), ("电子邮件", "电子邮件"), ("书面", "书面"), ("传真", "传真"), ("扫描件", "扫描件"), ("盖章", "盖章件")];

    // Words that end in 报 and name something else than sending: 申报, 通报, 年报 …; and words that begin with it.
    const string BeforeOtherReport = "申通年月季周日呈汇填简公情海党电举警预快播画学晚早谎瞒漏虚捷战喜直速上";
    const string AfterOtherReport = "告名酬道批请销刊社表价考警失废捷纸账税关恩复";

    /// <summary>True where the words hold a verb that sends.</summary>
    public static bool Sends(Flow flow, int[] partner, int start, int end) => Verb(flow.Fold, partner, start, end).Item1 >= 0;

    static (int, int) Verb(string fold, int[] partner, int start, int end)
    {
        var best = (-1, 0);
        foreach (var verb in Verbs)
        {
            var found = end > start ? fold.LastIndexOf(verb, end - 1, end - start, StringComparison.Ordinal) : -1;
            // （同时报送电子件） adds a form; the duty stands outside the bracket. 报省工作报告, 送…送审: the last one that sends counts.
            while (found >= start && (InBracket(partner, start, found) || !Sends(fold, verb, start, found, end)))
                found = found > start ? fold.LastIndexOf(verb, found - 1, found - start, StringComparison.Ordinal) : -1;
            if (found < start || found < best.Item1 + best.Item2) continue; // 送至 inside 发送至
            // 报送…，同时抄送…: the copy goes with what is sent.
            if (verb == "抄送" && best.Item1 >= start) continue;
            best = (found, verb is "报我" or "报省" or "报市" or "报国" ? 1 : verb.Length);
        }
        return best;
    }

    /// <summary>报 and 送 alone send only before a recipient, and not inside another word; 发送至 and its kin before a recipient or an address.</summary>
    static bool Sends(string fold, string verb, int start, int found, int end)
    {
        if (verb is "报" or "报我" or "报省" or "报市" or "报国")
            return found > start && !BeforeOtherReport.Contains(fold[found - 1], StringComparison.Ordinal) && (found + 1 >= end || !AfterOtherReport.Contains(fold[found + 1], StringComparison.Ordinal))
                && (verb != "报" || OrganisationNear(fold, found + 1, end)) && (EndsThing(fold[found - 1]) || OrganisationNear(fold, found + 1, end));
        if (verb is "送")
            return found >= start + 2 && (EndsThing(fold[found - 1]) && fold[found - 1] is not (',' or '前') || fold[found - 1] is '件' || fold.LastIndexOf('将', found, found - start) >= 0 && !"报抄发寄选推输护递呈移赠派运传".Contains(fold[found - 1], StringComparison.Ordinal)) && !(found + 1 < end && fold[found + 1] is '达' or '审') && OrganisationNear(fold, found + 1, end);
        return verb is not ("发送至" or "发送到" or "发送给" or "发至" or "传至" or "寄至" or "送至" or "送达" or "寄送" or "递交") || OrganisationNear(fold, found + verb.Length, end) || AddressNear(fold, found + verb.Length, end);
    }

    static bool EndsThing(char last) => last is ',' or '前' or ')' or '》' or '况' or '结' or '料' or '划' or '案' or '表' or '告' or '果' or '单';

    static bool OrganisationNear(string fold, int start, int end)
    {
        if (start >= end) return false;
        // No name is longer, so no more is looked at.
        var near = fold.AsSpan(start, Math.Min(end - start, 60));
        var stop = near.IndexOfAny(",。;(");
        var words = (stop < 0 ? near : near[..stop]).TrimEnd(')');
        foreach (var use in Uses)
            if (words.EndsWith(use, StringComparison.Ordinal) && words.Length > use.Length + 1) { words = words[..^use.Length]; break; }
        return OrganisationNames.Looks(words);
    }

    /// <summary>zscq@163.com, 邮箱, 工作邮箱…: where a message goes.</summary>
    static bool AddressNear(string fold, int start, int end)
    {
        var near = fold.AsSpan(start, Math.Min(end - start, 40));
        return near.Contains('@') || near.Contains("邮箱", StringComparison.Ordinal) || near.Contains("平台", StringComparison.Ordinal) || near.Contains("系统", StringComparison.Ordinal);
    }

    /// <summary>What is done with it at the recipient's: 报省局备案.</summary>
    static readonly string[] Uses = ["备案", "审核", "汇总", "审定", "审批", "备查", "存档"];

    /// <summary>Where the words about the form begin: 将总结|以书面形式, 将总结|分别以纸件和电子件形式, 将总结|通过管理系统.</summary>
    static int FormStart(string fold, int from, int verb)
    {
        var end = verb;
        var by = fold.LastIndexOf('以', verb, verb - from + 1);
        if (by > from)
            foreach (var (words, _) in Forms)
                if (fold.IndexOf(words, by, verb - by, StringComparison.Ordinal) is var found && found >= 0 && found - by <= 4) end = Math.Min(end, by);
        if (end == verb && fold.LastIndexOf("通过", verb, verb - from + 1, StringComparison.Ordinal) is var through && through > from && fold.AsSpan(through, verb - through).IndexOfAny(Ways) >= 0) end = through;
        if (end == verb)
            foreach (var (words, _) in Forms)
                if (end - from > words.Length && string.CompareOrdinal(fold, end - words.Length, words, 0, words.Length) == 0) end -= words.Length;
        foreach (var way in (ReadOnlySpan<string>)["分别", "统一", "及时", "按时"])
            if (end - from > way.Length + 1 && string.CompareOrdinal(fold, end - way.Length, way, 0, way.Length) == 0) end -= way.Length;
        while (end > from && fold[end - 1] is ',' or '统' or '一' or '及' or '时' or '并') end--;
        return end;
    }

    /// <summary>…报送总结|，纸质版一式三份寄送，电子版发送至邮箱: where the clauses begin that say in which form, behind the one that says what.</summary>
    static int BeforeForms(string fold, int[] partner, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (partner[i] > i && partner[i] < end) { i = partner[i]; continue; }
            if (fold[i] is not (',' or ';') || Verb(fold, partner, start, i).Item1 < 0) continue;
            foreach (var (words, _) in Forms)
                if (string.CompareOrdinal(fold, i + 1, words, 0, words.Length) == 0) return i;
        }
        return end;
    }

    static readonly SearchValues<string> Ways = SearchValues.Create(["系统", "平台", "邮箱", "邮件", "网站", "网络", "渠道", "传真"], StringComparison.Ordinal);

    static IReadOnlyList<string> FormsIn(string fold, int start, int end) =>
        [.. Forms.Select(f => (At: fold.IndexOf(f.Words, start, end - start, StringComparison.Ordinal), f.Form)).Where(f => f.At >= 0).OrderBy(f => f.At).Select(f => f.Form)];
}
