namespace Zhice.Policy.Meaning;

/// <summary>What a label such as 牵头单位： says about the words after it.</summary>
internal enum LabelKind { Lead, Participant, Responsible, Person, Deadline, Range }

/// <summary>Labels of responsibility notes, in folded text, as they stand before a colon.</summary>
internal static class ResponsibilityLabels
{
    const int Longest = 9;

    static readonly string[] Nouns = ["单位", "部门", "处室", "科室", "司局", "机构", "主体", "股室", "委局", "局办", "部门单位", "部门和单位", "单位和部门", "地区", ""];

    static readonly Dictionary<string, LabelKind> Kinds = Build();

    /// <summary>True where folded words begin with a label and a colon.</summary>
    public static bool Begins(string fold)
    {
        var colon = fold.IndexOf(':', StringComparison.Ordinal);
        return colon is > 1 and <= 14 && Before(fold, colon, 0, out _, out var start) && fold.AsSpan(0, start).Trim("- ·*◆").Length == 0;
    }

    /// <summary>The label that ends right before the colon at <paramref name="colon"/>, the longest that is known.</summary>
    public static bool Before(string fold, int colon, int from, out LabelKind kind, out int start)
    {
        // 牵头科室（单位）：
        if (colon - 1 > from && fold[colon - 1] == ')' && fold.LastIndexOf('(', colon - 1, Math.Min(8, colon - from)) is var open && open > from) colon = open;
        for (var length = Math.Min(Longest, colon - from); length >= 2; length--)
        {
            if (!Kinds.GetValueOrNone(fold, colon - length, length, out kind)) continue;
            start = colon - length;
            return true;
        }
        (kind, start) = (default, -1);
        return false;
    }

    static bool GetValueOrNone(this Dictionary<string, LabelKind> kinds, string fold, int start, int length, out LabelKind kind) =>
        kinds.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(fold.AsSpan(start, length), out kind);

    static Dictionary<string, LabelKind> Build()
    {
        var kinds = new Dictionary<string, LabelKind>(StringComparer.Ordinal);
        void Add(LabelKind kind, string[] stems, string[] nouns)
        {
            foreach (var stem in stems)
                foreach (var noun in nouns)
                    kinds.TryAdd(stem + noun, kind);
        }
        Add(LabelKind.Lead, ["牵头", "总牵头", "牵头责任", "责任牵头", "牵头负责", "牵头实施", "主办", "主责", "第一责任"], Nouns);
        Add(LabelKind.Participant, ["配合", "协同配合", "参与", "参加", "协办", "协同", "协助", "协作", "参与配合", "责任配合", "配合责任"], Nouns);
        Add(LabelKind.Responsible,
            ["责任", "负责", "主要负责", "执行", "实施", "落实", "责任落实", "承担", "承办", "指导", "主管", "业务指导", "推进", "组织实施", "落实责任", "具体负责", "工作责任", "任务分工", "责任分工"],
            Nouns);
        Add(LabelKind.Responsible, ["分工"], [""]);
        Add(LabelKind.Person, ["责任人", "负责人", "联系人", "责任领导", "分管领导", "牵头领导", "牵头人", "联系电话", "联系方式"], [""]);
        Add(LabelKind.Deadline,
            ["完成时限", "完成时间", "完成期限", "时间节点", "时间安排", "时间要求", "时限要求", "办理时限", "进度安排", "进度要求", "工作时限", "时限", "时间进度", "完成节点", "实施时间", "截止时间", "落实时限", "推进时限", "实施期限", "工作进度", "时间"],
            [""]);
        Add(LabelKind.Range, ["适用范围", "推广范围", "实施范围", "适用地区", "实施地区", "推广地区", "适用对象"], [""]);
        return kinds;
    }
}
