using System.Text;
using System.Text.RegularExpressions;

namespace Zhice.Domain.Services;

/// <summary>Names of natural persons as a public register shows them: 张三 is 张某, 李小明 is 李某某; names of organisations and trade names stay.</summary>
/// <remarks>
/// Nothing says which kind of name was typed, so it is told from its form: two to four Chinese characters without a word of an organisation are a person, also in brackets behind a trade name and after 经营者 or 负责人;
/// of names in Latin letters, two to four words without a company's ending. In doubt it masks.
/// </remarks>
public static partial class PersonNames
{
    static readonly string[] organisations = ["公司", "集团", "企业", "商行", "商店", "商场", "商城", "超市", "中心", "大学", "学院", "学校", "医院", "银行", "协会", "商会", "学会", "合作社", "经营部", "事务所", "政府", "工厂", "药房", "酒店", "饭店"];
    const string Endings = "厂店局厅院所社部馆铺坊场站";

    const string Roles = "经营者|投资人|负责人|法定代表人|法人代表|个体户|个体工商户|自然人|业主|店主";

    /// <summary>The text with the names of natural persons in it masked.</summary>
    public static string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var masked = new StringBuilder(text.Length);
        foreach (Match piece in Pieces().Matches(text)) masked.Append(piece.Groups["stop"].Success ? piece.Value : Piece(piece.Value));
        return masked.ToString();
    }

    /// <summary>The name of somebody who is known to be a natural person, masked whatever its form.</summary>
    public static string Person(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var masked = Mask(name);
        return masked != name || name.Length == 0 ? masked : FieldRules.Cut(name, char.IsHighSurrogate(name[0]) ? 2 : 1) + "某某";
    }

    static string Piece(string text)
    {
        var plain = text.Trim();
        if (plain.Length == 0) return text;
        if (Latin().IsMatch(plain)) return Company().IsMatch(plain) ? text : string.Join(' ', plain.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $"{word[0]}."));
        if (Role().Match(plain) is { Success: true } role && IsPerson(role.Groups["name"].Value)) return role.Groups["role"].Value + Hide(role.Groups["name"].Value);
        if (Pair().Match(plain) is { Success: true } pair && IsPerson(pair.Groups["one"].Value) && IsPerson(pair.Groups["other"].Value))
            return Hide(pair.Groups["one"].Value) + pair.Groups["and"].Value + Hide(pair.Groups["other"].Value);
        return IsPerson(plain) ? Hide(plain) : text;
    }

    // A dot in the middle belongs to names of other peoples of China and to foreign ones: 阿依古丽·买买提.
    static bool IsPerson(string text) => !Label().IsMatch(text) && (Dotted().IsMatch(text) ? !Says(text)
        : Han().IsMatch(text) && !Says(text) && !(text.Length >= 4 && Endings.Contains(text[^1], StringComparison.Ordinal)) && !(text.Length == 3 && text[^1] is '厂' or '店'));

    static bool Says(string text) => organisations.Any(word => text.EndsWith(word, StringComparison.Ordinal) || text.Contains("公司", StringComparison.Ordinal));

    static string Hide(string name) => Dotted().IsMatch(name) ? name[..1] + "某某" : name[..1] + new string('某', name.Length - 1);

    [GeneratedRegex("(?<stop>[，,、；;：:（）()【】/\\r\\n]+)|[^，,、；;：:（）()【】/\\r\\n]+")]
    private static partial Regex Pieces();

    [GeneratedRegex("^[\\u4E00-\\u9FFF\\u3400-\\u4DBF]{2,4}$")]
    private static partial Regex Han();

    [GeneratedRegex("^[\\u4E00-\\u9FFF]{1,12}([·•・][\\u4E00-\\u9FFF]{1,12})+$")]
    private static partial Regex Dotted();

    [GeneratedRegex("^(" + Roles + ")$")]
    private static partial Regex Label();

    [GeneratedRegex("^(?<role>" + Roles + ")(?<name>[\\u4E00-\\u9FFF]{2,4})$")]
    private static partial Regex Role();

    [GeneratedRegex("^(?<one>[\\u4E00-\\u9FFF]{2,3})(?<and>[和与及])(?<other>[\\u4E00-\\u9FFF]{2,3})$")]
    private static partial Regex Pair();

    [GeneratedRegex("^[A-Z][A-Za-z.'-]*( +[A-Z][A-Za-z.'-]*){1,3}$")]
    private static partial Regex Latin();

    [GeneratedRegex("\\b(Co|Company|Corp|Corporation|Inc|Ltd|Limited|LLC|LLP|GmbH|AG|KG|SE|SA|SAS|SpA|Srl|BV|NV|AB|Oy|Pty|PLC|Group|Holdings?|University|Institute|Bank|Technolog(y|ies)|Industries|International)\\b\\.?", RegexOptions.IgnoreCase)]
    private static partial Regex Company();
}
