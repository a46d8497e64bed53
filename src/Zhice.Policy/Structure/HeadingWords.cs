namespace Zhice.Policy.Structure;

/// <summary>Headings that order no task by themselves: 总体要求, 指导思想, 主要目标 before the tasks, 保障措施, 工作要求 after them.</summary>
internal static class HeadingWords
{
    static readonly string[] General =
        ["指导思想", "基本原则", "工作原则", "总体", "要求", "思路", "目标", "原则", "主要", "工作", "发展", "年度", "预期", "基本", "指标", "形势", "背景", "任务目标", "重要意义", "意义", "考虑", "和", "及", "与", "、", "定位", "总", "行动", "建设", "实施", "量化", "阶段"];
    static readonly string[] Cores = ["要求", "思想", "思路", "目标", "原则", "意义", "背景", "形势", "指标"];
    static readonly string[] Closing =
    [
        "组织实施", "组织保障", "组织领导", "保障措施", "工作要求", "有关要求", "相关要求", "实施保障", "工作保障", "保障机制", "保障", "组织实施和保障", "组织领导和保障", "附则", "其他事项", "其他", "督导考核", "组织实施保障",
        "工作保障措施", "组织保障措施", "工作落实", "实施要求", "组织推进", "组织实施和工作要求", "报送要求", "实施步骤", "工作步骤",
    ];
    static readonly string[] Verbs = ["进一步加强", "加强", "强化", "做好", "严格", "切实", "健全", "完善", "狠抓", "抓好"];

    public static bool IsGeneral(string fold)
    {
        if (fold.Length is 0 or > 20) return false;
        if (fold is "总则" or "活动主题" or "活动时间" or "宣传主题" or "时间安排" or "活动目的" or "活动名称" or "活动地点" or "组织机构" or "主办单位" or "参加人员" or "活动对象") return true;
        var core = false;
        foreach (var word in Cores) core |= fold.Contains(word, StringComparison.Ordinal);
        if (!core || fold == "工作要求") return false;
        var rest = fold;
        foreach (var word in General) rest = rest.Replace(word, "", StringComparison.Ordinal);
        return rest.Length == 0;
    }

    public static bool IsClosing(string fold)
    {
        foreach (var verb in Verbs)
            if (fold.StartsWith(verb, StringComparison.Ordinal)) { fold = fold[verb.Length..]; break; }
        return Array.IndexOf(Closing, fold) >= 0;
    }
}
