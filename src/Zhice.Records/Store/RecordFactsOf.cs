using System.Globalization;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Names;

namespace Zhice.Records.Store;

/// <summary>Reads the facts for analysis off a record.</summary>
/// <remarks>
/// A fact may have the day since when it holds in a further field of the source, <c>award-on</c>, <c>pledge-on</c>, <c>sei-on</c> or <c>abnormal-on</c>: a query for the state of a day leaves out what came later.
/// </remarks>
static partial class RecordFactsOf
{
    /// <summary>Sum from which a pledge counts as large, in yuan. No official text names one: 10,000,000 is ours, for the whole product.</summary>
    internal const decimal LargePledge = 10_000_000m;

    static readonly HashSet<string> Yes = new(["是", "有", "获奖", "1", "yes", "y", "true", "t"], StringComparer.OrdinalIgnoreCase);

    // What sources write for no.
    static readonly HashSet<string> No = new(["", "0", "否", "无", "没有", "不是", "未获奖", "no", "n", "none", "false", "f", "-", "–", "—", "/", "n/a", "null"], StringComparer.OrdinalIgnoreCase);

    internal static RecordFacts Record(IpRecord record, EmergingIndustries industries)
    {
        var facts = RecordFacts.None;
        if (Says(record, "sei") || industries.Of(record).Count > 0) facts |= RecordFacts.EmergingIndustry;
        if (record.Family.Any(member => IsForeignRight(record.Office, member))) facts |= RecordFacts.ForeignFamily;
        if (Sum(record) >= LargePledge) facts |= RecordFacts.LargePledge;
        if (IsStateAward(record.More.GetValueOrDefault("award"))) facts |= RecordFacts.Award;
        if (Says(record, "abnormal")) facts |= RecordFacts.Abnormal;
        if (record.Synthetic) facts |= RecordFacts.Synthetic;
        if (record.Applicant is { } applicant && (applicant.Country ?? (applicant.Division is null ? null : "CN")) == "CN") facts |= RecordFacts.Domestic;
        if (record.Office != "CN") facts |= RecordFacts.Abroad;
        return facts;
    }

    /// <summary>获得国家科学技术奖或中国专利奖: the award by name, or, as the field is about no others, its bare grade or a yes. An award of a province, a ministry or a society is none.</summary>
    internal static bool IsStateAward(string? written) => written?.Trim() is { Length: > 0 } award && !No.Contains(award) && (Yes.Contains(award) || StateAward().IsMatch(award) || Grade().IsMatch(award));

    [System.Text.RegularExpressions.GeneratedRegex("国家(?:最高)?(?:自然科学|技术发明|科学技术(?:进步)?|科技进步)奖|中华人民共和国国际科学技术合作奖|中国(?:专利|外观设计)(?:金|银|优秀)?奖|(?:State|National) (?:Science and Technology|Natural Science|Technological Invention)|China (?:Patent|Design) (?:Gold |Silver |Excellence )?Award", System.Text.RegularExpressions.RegexOptions.IgnoreCase)]
    private static partial System.Text.RegularExpressions.Regex StateAward();

    [System.Text.RegularExpressions.GeneratedRegex("^(?:特等|一等|二等|三等|金|银|铜|优秀)?奖$")]
    private static partial System.Text.RegularExpressions.Regex Grade();

    static bool Says(IpRecord record, string name) => record.More.TryGetValue(name, out var value) && !No.Contains(value.Trim());

    // Of a patent what was borrowed on it; of a pledge record its sum, under any of the usual names.
    static decimal? Sum(IpRecord record) =>
        record.More.TryGetValue("pledge", out var pledge) && Yuan(pledge) is { } of ? of
        : record.Kind == RecordKind.Pledge ? ((string[])["sum", "amount", "质押金额", "金额"]).Select(name => record.More.TryGetValue(name, out var sum) ? Yuan(sum) : null).FirstOrDefault(sum => sum is not null) : null;

    /// <summary>A sum in yuan: digits, with 万 or 亿 and 元 behind where the source writes so; null for anything else, a sum in another currency among it.</summary>
    internal static decimal? Yuan(string text)
    {
        var plain = Text.CjkBigrams.Fold(text).Replace(" ", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        foreach (var sign in (string[])["人民币", "RMB", "CNY", "¥", "￥"])
            plain = plain.StartsWith(sign, StringComparison.OrdinalIgnoreCase) ? plain[sign.Length..] : plain.EndsWith(sign, StringComparison.OrdinalIgnoreCase) ? plain[..^sign.Length] : plain;
        if (plain.EndsWith('元')) plain = plain[..^1];
        var times = 1m;
        foreach (var (unit, value) in ((string, decimal)[])[("千万", 10_000_000m), ("百万", 1_000_000m), ("万", 10_000m), ("亿", 100_000_000m)])
            if (plain.EndsWith(unit, StringComparison.Ordinal)) { (plain, times) = (plain[..^unit.Length], value); break; }
        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1_000_000_000_000_000m ? number * times : null;
    }

    /// <summary>在海外有同族专利权: whether a member of the family is a right of another office. An international publication never is; an application is none where its kind code or its number tells it.</summary>
    internal static bool IsForeignRight(string own, string member)
    {
        if (member.Length < 3 || !char.IsAsciiLetterUpper(member[0]) || !char.IsAsciiLetterUpper(member[1])) return false;
        var office = member[..2];
        if (office == own || office is "CN" or "WO") return false;
        var end = member.Length;
        while (end > 2 && !char.IsAsciiLetter(member[end - 1])) end--;
        var (kind, number) = end > 2 ? (member[end - 1], member[2..(end - 1)]) : ('\0', member[2..]);
        // Without a code: a number that begins with a year is that of an application where the office numbers its grants on.
        if (kind == '\0') return !(office is "US" or "JP" && number.Length >= 10 && number[..2] is "19" or "20");
        // The United States wrote A on their grants until 2001, of seven digits at most.
        return kind is not 'A' || office == "US" && number.Length <= 7;
    }
}
