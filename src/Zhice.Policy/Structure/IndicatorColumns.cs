namespace Zhice.Policy.Structure;

/// <summary>What a column of an indicator table (主要指标表) holds.</summary>
internal enum IndicatorKind { Name, Unit, Base, Value, Deadline, Other }

/// <summary>A column of an indicator table.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Year">The year whose level it states; null where the head names none.</param>
internal readonly record struct IndicatorColumn(IndicatorKind Kind, int? Year = null);

/// <summary>Reads the heads of an indicator table: 指标 | 单位 | 2020年 | 2025年 | 属性 and their kin.</summary>
internal static class IndicatorColumns
{
    const int LongestHead = 16;

    static readonly string[] BaseWords = ["基数", "基期", "基准", "现状", "现值", "实际", "实绩", "完成值", "完成数", "完成情况", "初始值", "初值"];

    static readonly string[] Goals = ["目标值", "目标", "指标值", "规划值", "规划目标", "规划目标值", "年度目标", "年度目标值", "预期目标", "预期值", "预期目标值", "任务目标", "计划值", "目标数", "任务数", "目标任务"];

    static readonly string[] Orders = ["举措", "措施", "任务", "做法", "工作", "事项"];

    static readonly string[] Beside = ["序号", "编号", "类别", "类型", "领域", "分类", "维度", "属性", "指标属性", "指标性质", "性质", "指标类别", "指标类型", "备注", "责任单位", "责任部门", "牵头单位", "牵头部门", "负责单位", "年均增长", "年均", "累计"];

    /// <summary>The columns with these folded heads, or null where they are no indicator table's.</summary>
    public static IndicatorColumn[]? Read(IReadOnlyList<string> heads)
    {
        if (heads.Count is < 3 or > 16) return null;
        var columns = new IndicatorColumn[heads.Count];
        var years = new List<int>();
        bool named = false, stated = false, based = false, valued = false;
        for (var i = 0; i < heads.Count; i++)
        {
            var head = heads[i].Replace(" ", "", StringComparison.Ordinal);
            if (head.Length > LongestHead || head.AsSpan().IndexOfAny("。;,") >= 0 || Column(head) is not { } column) return null;
            columns[i] = column;
            named |= column.Kind == IndicatorKind.Name;
            stated |= column.Kind == IndicatorKind.Unit || column.Year is not null || head.Contains("属性", StringComparison.Ordinal);
            based |= column.Kind == IndicatorKind.Base;
            valued |= column.Kind == IndicatorKind.Value;
            if (column is { Kind: IndicatorKind.Value, Year: { } year }) years.Add(year);
        }
        if (!named || !valued || !stated && !based) return null;
        // 一级指标, 二级指标: the finest is the name.
        var name = Array.FindLastIndex(columns, c => c.Kind == IndicatorKind.Name);
        for (var i = 0; i < name; i++)
            if (columns[i].Kind == IndicatorKind.Name) columns[i] = new(IndicatorKind.Other);
        // Of two years, or of years that stand apart, the earliest is where the count begins; years in a row are levels of a plan for each.
        years.Sort();
        if (!based && years is [var one, var two, ..] && one != two && (years.Count == 2 || two - one > 1)) columns[Array.FindIndex(columns, c => c.Kind == IndicatorKind.Value && c.Year == one)] = new(IndicatorKind.Base, one);
        return columns;
    }

    /// <summary>True for words that head a column of such a table by themselves, so that heads one under the other can be told.</summary>
    public static bool IsHead(string head) => head.Length <= LongestHead && (Array.IndexOf(Beside, head) >= 0 || Column(head) is { Kind: not IndicatorKind.Other });

    /// <summary>True for a head that a merged one stands over: 2024年, 2025年 under 目标值.</summary>
    public static bool IsUnderHead(string head) => head.Length <= LongestHead && Column(head.Replace(" ", "", StringComparison.Ordinal)) is { Kind: IndicatorKind.Base or IndicatorKind.Value };

    static IndicatorColumn? Column(string head)
    {
        var year = Year(head);
        foreach (var word in BaseWords)
            if (head.Contains(word, StringComparison.Ordinal)) return new(IndicatorKind.Base, year);
        if (Array.IndexOf(Goals, head) >= 0) return new(IndicatorKind.Value);
        foreach (var word in Orders)
            if (head.Contains(word, StringComparison.Ordinal)) return null;
        if (year is not null) return head.Contains("指标", StringComparison.Ordinal) && !head.Contains('年', StringComparison.Ordinal) ? null : new(IndicatorKind.Value, year);
        if (head is "单位" or "计量单位" or "指标单位") return new(IndicatorKind.Unit);
        if (head.Contains("时限", StringComparison.Ordinal) || head.Contains("完成时", StringComparison.Ordinal) || head.Contains("期限", StringComparison.Ordinal)) return new(IndicatorKind.Deadline);
        return head.EndsWith("指标", StringComparison.Ordinal) || head is "指标名称" or "指标内容" or "主要指标名称" or "指标项" or "具体指标名称" or "指标体系"
            ? new(IndicatorKind.Name)
            : new(IndicatorKind.Other);
    }

    /// <summary>2025年, 2025年目标值, 2025: the year that a head begins with or names.</summary>
    static int? Year(string head)
    {
        for (var i = 0; i + 4 <= head.Length; i++)
        {
            if (i > 0 && ChineseNumber.IsDigit(head[i - 1]) || head[i] is not ('1' or '2') || ChineseNumber.ArabicEnd(head, i) != i + 4) continue;
            if (i + 4 < head.Length && head[i + 4] is not ('年' or '(' or '目' or '规')) continue;
            var year = ChineseNumber.Value(head.AsSpan(i, 4));
            if (year is >= 1990 and <= 2200) return year;
        }
        return null;
    }
}
