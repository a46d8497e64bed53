using System.Text;
using System.Text.RegularExpressions;
using Zhice.Records.Query;
using Zhice.Records.Text;

namespace Zhice.Records.Names;

/// <summary>What kind of party a name belongs to.</summary>
public enum PartyKind
{
    /// <summary>企业.</summary>
    Company,
    /// <summary>大专院校.</summary>
    University,
    /// <summary>科研单位.</summary>
    Institute,
    /// <summary>医院.</summary>
    Hospital,
    /// <summary>机关团体.</summary>
    Body,
    /// <summary>个人.</summary>
    Person,
}

/// <summary>Names of parties made comparable, and told apart by kind.</summary>
public static partial class PartyName
{
    /// <summary>A name by which the same party is found again: folded, without white space and marks, brackets and legal forms in one writing.</summary>
    /// <remarks>有限责任公司 is written 有限公司, 股份有限公司 keeps its own name: it is another legal form. Latin names lose Inc., Ltd., Co., Corp. and their like.</remarks>
    public static string Normal(string name)
    {
        var folded = CjkBigrams.Fold(name).Trim();
        if (folded.Any(CjkBigrams.IsChinese))
        {
            var plain = new StringBuilder(folded.Length);
            foreach (var c in folded)
                if (char.IsLetterOrDigit(c) || CjkBigrams.IsChinese(c) || c is '(' or ')') plain.Append(c);
            return CjkBigrams.Unfold(plain.Replace("有限责任公司", "有限公司").ToString());
        }
        return LegalForm().Replace(Spaces().Replace(Marks().Replace(folded, " "), " ").Trim(), "").Trim();
    }

    /// <summary>What the name says of its bearer; a short Chinese name without the word of an organisation is a person's.</summary>
    public static PartyKind KindOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Hospital().IsMatch(name)) return PartyKind.Hospital;
        if (Company().IsMatch(name) || ForeignForm().IsMatch(name)) return PartyKind.Company;
        if (University().IsMatch(name)) return PartyKind.University;
        if (Institute().IsMatch(name)) return PartyKind.Institute;
        if (Body().IsMatch(name)) return PartyKind.Body;
        return PartyKind.Person;
    }

    static readonly Dictionary<string, PartyKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["企业"] = PartyKind.Company, ["公司"] = PartyKind.Company, ["大专院校"] = PartyKind.University, ["高校"] = PartyKind.University, ["大学"] = PartyKind.University, ["科研单位"] = PartyKind.Institute, ["科研院所"] = PartyKind.Institute,
        ["医院"] = PartyKind.Hospital, ["机关团体"] = PartyKind.Body, ["个人"] = PartyKind.Person,
    };

    /// <summary>A kind as a query writes it.</summary>
    internal static string CodeOf(PartyKind kind) => kind switch
    {
        PartyKind.Company => "company", PartyKind.University => "university", PartyKind.Institute => "institute", PartyKind.Hospital => "hospital", PartyKind.Body => "body", _ => "person",
    };

    /// <summary>A kind by its code or its Chinese name; null for anything else.</summary>
    internal static PartyKind? KindNamed(string text) =>
        Kinds.TryGetValue(text, out var kind) ? kind : Enum.GetValues<PartyKind>().Where(k => string.Equals(CodeOf(k), text, StringComparison.OrdinalIgnoreCase)).Select(k => (PartyKind?)k).FirstOrDefault();

    [GeneratedRegex(@"\b(?:inc|incorporated|ltd|limited|llc|llp|co|corp|corporation|company|gmbh|ag|sa|bv|nv|plc|kk|kabushiki kaisha|publ)\b")]
    private static partial Regex LegalForm();
    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex Marks();
    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
    [GeneratedRegex("医院|卫生院|[Hh]ospital")]
    private static partial Regex Hospital();
    [GeneratedRegex(@"公司|集团|工厂|厂$|合作社|有限合伙|企业|株式会社|\b(?i:inc|ltd|llc|co|corp|corporation|company|gmbh|ag|plc)\b")]
    private static partial Regex Company();
    // Forms of other countries: spelled out anywhere, or as letters that end the name. SA and AB in capitals, as they are letters of names too.
    [GeneratedRegex(@"有限会社|合同会社|株式會社|주식회사|\b(?i:limited|incorporated|llp|lllp|kgaa|mbh|aktiengesellschaft|aktiebolag(?:et)?|aktieselskab|kabushiki kaisha|kabushiki|publ|soci[eé]t[eé]|sociedad|societ[aà]|naamloze|besloten|sarl|ltda|s\.?p\.?a|s\.?r\.?l|oyj?|bhd|pty|pvt|kft|holdings?|group|konzern)\b|(?i:(?:d\.o\.o|s\.r\.o|k\.k|n\.v|b\.v|s\.a|s\.a\.s|s\.e|a/s|s/a)\.?)\s*(?:\(.*\))?$|\b(?:AB|AS|ASA|SE|SA|SAS|SCA|NV|BV|KK|KG|OHG|LP|L\.P\.|Co\.)\s*(?:\(.*\))?$")]
    private static partial Regex ForeignForm();
    [GeneratedRegex("大学|(?<!科)学院|学校|中学|小学|(?i:university|college|school)")]
    private static partial Regex University();
    [GeneratedRegex("研究院|研究所|研究中心|科学院|实验室|设计院|(?i:institute|laborator)")]
    private static partial Regex Institute();
    [GeneratedRegex("局$|委员会|协会|中心|政府|[部厅]$|站$|队$|银行")]
    private static partial Regex Body();
}

/// <summary>Former names: what a party was called before, and its name now.</summary>
public sealed class FormerNames
{
    readonly Dictionary<string, string> present = new(StringComparer.Ordinal);

    /// <summary>Says that <paramref name="former"/> is now called <paramref name="now"/>.</summary>
    public void Add(string former, string now) => present[PartyName.Normal(former)] = PartyName.Normal(now);

    /// <summary>The name now of a normal name, through any number of changes; a ring ends where it began.</summary>
    public string Now(string normal)
    {
        var at = normal;
        for (var steps = 0; steps < 20 && present.TryGetValue(at, out var next) && next != normal; steps++) at = next;
        return at;
    }

    /// <summary>The query with every party under all its names, of today and before.</summary>
    public QueryNode Widened(QueryNode query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Any ? All(query) : query;

        QueryNode All(QueryNode node) => node switch
        {
            ExactNode { Field: ExactField.Party } party => Now(party.Value) is var now && Before(now) is { Count: > 0 } before
                ? new OrNode([.. before.Prepend(now).Prepend(party.Value).Distinct(StringComparer.Ordinal).Select(name => new ExactNode(ExactField.Party, name))]) : node,
            AndNode and => new AndNode([.. and.Parts.Select(All)]),
            OrNode or => new OrNode([.. or.Parts.Select(All)]),
            NotNode not => new NotNode(All(not.Part)),
            _ => node,
        };
    }

    /// <summary>Whether any was said.</summary>
    internal bool Any => present.Count > 0;

    /// <summary>The names before and the name after each change, as they were said.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> Said => present;

    /// <summary>The names that were changed into a normal name, itself not among them, in the order of their letters.</summary>
    public IReadOnlyList<string> Before(string normal) => [.. present.Keys.Where(name => name != normal && Now(name) == normal).Order(StringComparer.Ordinal)];
}

/// <summary>A party with the names that its records may bear.</summary>
/// <param name="Shown">As shown.</param>
/// <param name="Names">Its normal name of today and those before; none for a party that is not known.</param>
public sealed record KnownParty(string Shown, IReadOnlyList<string> Names)
{
    internal static KnownParty Of(string name, string shown, FormerNames former) => new(shown, former.Now(name) is var now && now == name ? [name, .. former.Before(name)] : [now, .. former.Before(now)]);

    /// <summary>The condition of a query that finds what it filed, alone or with others.</summary>
    public string Condition => Names.Count == 1 ? One(Names[0]) : $"({string.Join(" OR ", Names.Select(One))})";

    static string One(string name) => $"party:\"{name.Replace("\"", " ", StringComparison.Ordinal)}\"";
}
