using System.Buffers;

namespace Zhice.Policy.Structure;

/// <summary>What a column of a task table holds, known by its head.</summary>
internal enum ColumnRole { Number, Section, Title, Content, Lead, Participant, Responsible, Range, Deadline, Outcome, Remark }

/// <summary>Reads the heads of a table: 序号, 任务清单, 落实举措, 责任部门, 完成时间 and their many kin.</summary>
internal static class TableColumns
{
    static readonly SearchValues<char> NotInHeads = SearchValues.Create("。,;:、!?《》“”0123456789");

    enum Word { None, Number, Category, Text, Measure, Goal, Lead, Participant, Responsible, Range, Deadline, Outcome, Remark }

    static readonly (string[] Signs, Word Word)[] Heads =
    [
        (["序号", "编号"], Word.Number),
        (["完成情况", "落实情况", "推进情况", "进展", "情况"], Word.Remark), // filled in later
        (["完成时", "时间", "时限", "期限", "节点", "进度"], Word.Deadline),
        (["范围", "适用"], Word.Range),
        (["领导", "责任人", "负责人", "联系人", "联络人"], Word.Remark), // persons
        (["牵头", "主办", "主责"], Word.Lead),
        (["配合", "参与", "参加", "协办", "协同", "协助"], Word.Participant),
        (["部门", "单位", "责任", "处室", "主体", "科室", "司局", "机构", "分工"], Word.Responsible),
        (["备注", "说明", "附注"], Word.Remark),
        (["成果", "目标", "指标", "成效", "完成标准", "预期", "完成标志"], Word.Outcome),
        (["类别", "领域", "板块", "方面", "分类", "一级", "类型"], Word.Category),
        (["举措", "措施", "内容", "做法", "要求", "要点"], Word.Measure),
        (["任务", "事项", "项目", "清单", "工作", "重点", "名称", "改革"], Word.Text),
    ];

    static Word WordOf(ReadOnlySpan<char> head)
    {
        // 责任单位(排第一位的为牵头单位)
        if (head.Length > 4 && head[^1] == ')' && head.IndexOf('(') is var note && note >= 2) head = head[..note];
        if (head.Length is 0 or > 12) return Word.None;
        if (head is "号" or "号码" or "No." or "No") return Word.Number;
        if (head.EndsWith("目标任务", StringComparison.Ordinal)) return Word.Text; // 任务目标 is what comes of it
        if (head is "目标" or "工作目标" or "年度目标" or "主要目标" or "目标要求" or "年度工作目标" or "阶段目标") return Word.Goal;
        if (head.Contains('目') && (head.Contains("举措", StringComparison.Ordinal) || head.Contains("措施", StringComparison.Ordinal))) return Word.Measure; // 工作举措及目标
        foreach (var (signs, word) in Heads)
            foreach (var sign in signs)
                if (head.Contains(sign, StringComparison.Ordinal)) return word;
        return Word.None;
    }

    /// <summary>True where folded words could be one head.</summary>
    public static bool IsHead(string fold) => WordOf(fold) != Word.None && !fold.AsSpan().ContainsAny(NotInHeads);

    /// <summary>The roles of the columns with these heads (empty for a column without one), or null where they are not a task table's.</summary>
    public static ColumnRole[]? Read(IReadOnlyList<string> heads)
    {
        if (heads.Count < 2 || heads.Count > 16) return null;
        var words = new Word[heads.Count];
        var strange = 0;
        for (var i = 0; i < heads.Count; i++)
        {
            words[i] = heads[i].Length == 0 ? Word.None : WordOf(heads[i]);
            if (heads[i].Length == 0 || IsHead(heads[i])) continue;
            // One head that nobody knows (亮点, 完成) does not make four that are known another table.
            if (heads[i].Length > 8 || heads[i].AsSpan().ContainsAny(NotInHeads) || ++strange > 1) return null;
            words[i] = Word.Remark;
        }
        if (strange > 0 && words.Count(w => w is not (Word.None or Word.Remark)) < 4) return null;
        // 主要任务 | 工作目标: without other words to order by, the goal is what is ordered.
        var goal = words.Any(w => w == Word.Measure) || words.Count(w => w == Word.Text) > 1 ? Word.Outcome : Word.Measure;
        for (var i = 0; i < words.Length; i++)
            if (words[i] == Word.Goal) (words[i], goal) = (goal, Word.Outcome);
        var actors = words.Count(w => w is Word.Lead or Word.Participant or Word.Responsible);
        var texts = words.Count(w => w is Word.Category or Word.Text or Word.Measure);
        var others = words.Count(w => w is Word.Number or Word.Range or Word.Deadline or Word.Outcome or Word.Remark);
        if (texts == 0 || actors == 0 && !(others >= 2 && heads.Count >= 3) || texts + actors + others < 2) return null;
        return Assign(words, texts);
    }

    static ColumnRole[] Assign(Word[] words, int texts)
    {
        var roles = new ColumnRole[words.Length];
        var order = new List<int>();
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] is Word.Category or Word.Text or Word.Measure) order.Add(i);
            roles[i] = words[i] switch
            {
                Word.Number => ColumnRole.Number,
                Word.Lead => ColumnRole.Lead,
                Word.Participant => ColumnRole.Participant,
                Word.Responsible => ColumnRole.Responsible,
                Word.Range => ColumnRole.Range,
                Word.Deadline => ColumnRole.Deadline,
                Word.Outcome => ColumnRole.Outcome,
                _ => ColumnRole.Remark,
            };
        }
        var number = Array.IndexOf(words, Word.Number);
        var at = 0;
        // A column before 序号, or a 类别, or the first of three text columns, stands over several rows.
        if (texts > 1 && (words[order[0]] == Word.Category || number > order[0] || texts > 2)) roles[order[at++]] = ColumnRole.Section;
        if (order.Count - at == 1) roles[order[at]] = texts == 1 && words[order[at]] == Word.Text ? ColumnRole.Content : words[order[at]] == Word.Text ? ColumnRole.Title : ColumnRole.Content;
        else
        {
            roles[order[at++]] = ColumnRole.Title;
            for (; at < order.Count; at++) roles[order[at]] = ColumnRole.Content;
        }
        return roles;
    }
}
