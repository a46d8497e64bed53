namespace Zhice.Policy.Meaning;

/// <summary>What the document as a whole says about the reading of its parts.</summary>
/// <param name="Year">The year whose work it orders; null where it names none.</param>
/// <param name="FirstNamedLeads">It states that of several departments the first named leads.</param>
/// <param name="MarkedLeads">It states that the departments with a mark (★, *) lead.</param>
/// <param name="Standing">Who answers for all that follows a note, beside those whom the later notes name.</param>
internal sealed record ReadingRules(int? Year, bool FirstNamedLeads, bool MarkedLeads = false, StandingOwners? Standing = null)
{
    static readonly string[] First = ["列第一位", "排第一位", "排在第一位", "第一位", "列首位", "排首位", "首位", "排名第一", "排在首", "排列第一", "第一个", "排在前"];

    static readonly string[] Self = ["本措施", "本办法", "本方案", "本意见", "本通知", "本计划", "本规定", "本细则", "本清单", "本政策", "本文件", "本条例", "以上措施", "上述政策"];

    /// <summary>True for a closing sentence about the document itself: 本措施自2024年5月1日起施行, 由…负责解释.</summary>
    public static bool StatesForce(string fold)
    {
        foreach (var word in Self)
            if (fold.StartsWith(word, StringComparison.Ordinal) && fold.Length < 200)
                return fold.Contains("施行", StringComparison.Ordinal) || fold.Contains("实施", StringComparison.Ordinal) || fold.Contains("执行", StringComparison.Ordinal) || fold.Contains("解释", StringComparison.Ordinal) || fold.Contains("有效期", StringComparison.Ordinal);
        return false;
    }

    /// <summary>True for an article about the document itself: why it is made (为…，制定本办法), what its words mean (本办法所称…，是指…).</summary>
    public static bool StatesPurpose(string fold)
    {
        if (fold.Length > 300) return false;
        if (fold[0] is '为' or '根' or '依') return fold.Contains("制定本", StringComparison.Ordinal);
        return fold[0] == '本' && fold.Contains("所称", StringComparison.Ordinal) && (fold.Contains("是指", StringComparison.Ordinal) || fold.Contains(",指", StringComparison.Ordinal));
    }

    /// <summary>Signs that a list puts to the names of those who lead.</summary>
    public const string LeadMarks = "★☆*▲△";

    /// <summary>True for a sentence such as 标★的为牵头单位.</summary>
    public static bool StatesMarkedLeads(string fold) =>
        fold.Length < 300 && fold.AsSpan().IndexOfAny(LeadMarks) >= 0 && fold.Contains("牵头", StringComparison.Ordinal) && (fold.Contains('标', StringComparison.Ordinal) || fold.Contains('带', StringComparison.Ordinal) || fold.Contains('注', StringComparison.Ordinal) || fold.Contains("为牵头", StringComparison.Ordinal));

    /// <summary>True for a sentence such as 由多个部门负责的，列第一位的部门为牵头部门，其他为参与部门.</summary>
    public static bool StatesFirstNamedLeads(string fold)
    {
        if (!fold.Contains("牵头", StringComparison.Ordinal)) return false;
        foreach (var word in First)
            if (fold.Contains(word, StringComparison.Ordinal)) return true;
        return false;
    }
}
