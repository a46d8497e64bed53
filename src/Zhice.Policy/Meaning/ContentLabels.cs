namespace Zhice.Policy.Meaning;

/// <summary>Labels before the words of a task themselves: 落实举措：, 主要任务：, 工作内容：.</summary>
internal static class ContentLabels
{
    static readonly string[] Kinds = ["落实", "主要", "具体", "工作", "重点", "分解", "任务", "实施", "推进", "年度", "目标", "重点工作", "改革", ""];

    static readonly string[] Nouns = ["举措", "措施", "任务", "内容", "事项", "做法", "要求"];

    // 任务 alone may be a name in a sentence's own words, 要求 alone says how.
    static readonly HashSet<string> Labels = [.. Kinds.SelectMany(k => Nouns.Select(n => k + n)).Where(l => l is not ("要求" or "做法" or "事项" or "任务任务"))];

    /// <summary>Length of the label and its colon that folded words begin with; 0 where they begin with none.</summary>
    public static int At(string fold)
    {
        var colon = fold.AsSpan(0, Math.Min(fold.Length, 8)).IndexOf(':');
        return colon >= 2 && Labels.GetAlternateLookup<ReadOnlySpan<char>>().Contains(fold.AsSpan(0, colon)) ? colon + 1 : 0;
    }
}
