using System.Buffers;

namespace Zhice.Policy.Meaning;

/// <summary>Tells names that stand on lines of their own from one name that the width of its column broke.</summary>
internal static class NamesOnLines
{
    static readonly SearchValues<char> Dividers = SearchValues.Create("、,;:。 ");

    // What begins the name of a body of its own, never the rest of another's.
    static readonly string[] Beginnings = ["省", "市", "县", "区", "州", "各", "有关", "相关", "自治区", "自治州", "兵团", "全省", "全市", "国家", "中共", "中央", "本市", "本省"];
    static readonly string[] NoBeginnings = ["市场", "区域", "州市", "区县", "各项", "省级", "市级", "县级", "市政", "国家级", "市容", "市属", "省属"];

    // Bodies that are no unit of a department.
    static readonly string[] Ownkind = ["海关", "税务局", "人民法院", "检察院", "人民政府", "大学", "管委会", "管理委员会", "集团", "公司"];

    // Names that a branch's name goes on with: 国家税务总局|江西省税务局, 海关总署|南昌海关, 中国人民银行|江西省分行.
    static readonly string[] Heads = ["总局", "总署", "总行", "银行", "总队", "总公司", "总会", "领导小组", "联席会议"];

    /// <summary>True where the last name of <paramref name="before"/> is whole and the first of <paramref name="after"/> begins another body's.</summary>
    /// <param name="before">The words before the line end or gap.</param>
    /// <param name="after">The words behind it.</param>
    /// <param name="apart">A wide gap in one line stands between them, which no width of a column makes.</param>
    public static bool AreTwo(ReadOnlySpan<char> before, ReadOnlySpan<char> after, bool apart = false)
    {
        var cut = before.LastIndexOfAny(Dividers);
        var first = cut < 0 ? before : before[(cut + 1)..];
        cut = after.IndexOfAny(Dividers) is var end and >= 0 ? end : after.IndexOf('(');
        var second = cut < 0 ? after : after[..cut];
        if (first.Length < 3 || second.Length < 3 || !OrganisationNames.Looks(first) || !IsName(second)) return false;
        // 江西省|税务局, 某新区|管委会: the region alone is the beginning of a name, 各设区市 is a name.
        if ("省市县区州盟旗镇乡".Contains(first[^1]) && first[0] != '各') return false;
        foreach (var head in Heads)
            if (first.EndsWith(head, StringComparison.Ordinal)) return false;
        if (apart && first.Length > 3 && second.Length > 3) return true;
        foreach (var no in NoBeginnings)
            if (second.StartsWith(no, StringComparison.Ordinal)) return EndsOwn(second);
        foreach (var begins in Beginnings)
            if (second.StartsWith(begins, StringComparison.Ordinal) && second.Length > begins.Length + 1) return true;
        return EndsOwn(second);
    }

    /// <summary>省市场监管局牵头 is a name with what it does.</summary>
    static bool IsName(ReadOnlySpan<char> words)
    {
        foreach (var duty in (ReadOnlySpan<string>)["按职责", "按分工", "牵头", "配合", "负责", "参与", "等"])
            if (words.IndexOf(duty, StringComparison.Ordinal) is var at && at > 2) words = words[..at];
        return OrganisationNames.Looks(words);
    }

    static bool EndsOwn(ReadOnlySpan<char> name)
    {
        foreach (var end in Ownkind)
            if (name.Length > end.Length + 1 && name.EndsWith(end, StringComparison.Ordinal)) return true;
        return false;
    }
}
