namespace Zhice.Policy.Meaning;

/// <summary>What the document as a whole says about the reading of its parts.</summary>
/// <param name="Year">The year whose work it orders; null where it names none.</param>
/// <param name="FirstNamedLeads">It states that of several departments the first named leads.</param>
internal sealed record ReadingRules(int? Year, bool FirstNamedLeads)
{
    static readonly string[] First = ["列第一位", "排第一位", "排在第一位", "第一位", "列首位", "排首位", "首位", "排名第一", "排在首", "排列第一", "第一个", "排在前"];

    /// <summary>True for a sentence such as 由多个部门负责的，列第一位的部门为牵头部门，其他为参与部门.</summary>
    public static bool StatesFirstNamedLeads(string fold)
    {
        if (!fold.Contains("牵头", StringComparison.Ordinal)) return false;
        foreach (var word in First)
            if (fold.Contains(word, StringComparison.Ordinal)) return true;
        return false;
    }
}
