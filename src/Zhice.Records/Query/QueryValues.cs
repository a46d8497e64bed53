using System.Globalization;
using System.Text.RegularExpressions;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Names;

namespace Zhice.Records.Query;

/// <summary>Values of the fields that are not text.</summary>
static partial class QueryValues
{
    static readonly Dictionary<string, RecordKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["发明"] = RecordKind.Invention, ["发明专利"] = RecordKind.Invention, ["实用新型"] = RecordKind.UtilityModel, ["外观设计"] = RecordKind.Design, ["外观"] = RecordKind.Design,
        ["商标"] = RecordKind.Trademark, ["地理标志"] = RecordKind.GeographicalIndication, ["许可"] = RecordKind.Licence, ["转让"] = RecordKind.Transfer, ["质押"] = RecordKind.Pledge,
        ["代理机构"] = RecordKind.Agency, ["代理师"] = RecordKind.Agent, ["纠纷"] = RecordKind.Dispute, ["著作权"] = RecordKind.Copyright, ["植物新品种"] = RecordKind.PlantVariety, ["布图设计"] = RecordKind.LayoutDesign,
    };

    static readonly Dictionary<string, RecordStatus> States = new(StringComparer.OrdinalIgnoreCase)
    {
        ["在审"] = RecordStatus.Pending, ["有效"] = RecordStatus.InForce, ["失效"] = RecordStatus.Ended, ["终止"] = RecordStatus.Ended, ["驳回"] = RecordStatus.Refused, ["撤回"] = RecordStatus.Withdrawn, ["无效"] = RecordStatus.Invalidated, ["未知"] = RecordStatus.Unknown,
    };

    static readonly Dictionary<string, RecordFacts> Facts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sei"] = RecordFacts.EmergingIndustry, ["family"] = RecordFacts.ForeignFamily, ["pledge"] = RecordFacts.LargePledge, ["award"] = RecordFacts.Award, ["abnormal"] = RecordFacts.Abnormal, ["synthetic"] = RecordFacts.Synthetic,
        ["domestic"] = RecordFacts.Domestic, ["abroad"] = RecordFacts.Abroad, ["战略性新兴产业"] = RecordFacts.EmergingIndustry, ["海外同族"] = RecordFacts.ForeignFamily, ["较高质押"] = RecordFacts.LargePledge, ["获奖"] = RecordFacts.Award,
        ["非正常"] = RecordFacts.Abnormal, ["合成"] = RecordFacts.Synthetic, ["国内"] = RecordFacts.Domestic, ["国外局"] = RecordFacts.Abroad,
    };

    /// <summary>The mark as a query writes it.</summary>
    internal static string NameOf(RecordFacts fact) => Facts.First(f => f.Value == fact).Key;

    /// <summary>What a fault of the field is called: class, region, kind, status or date.</summary>
    internal static string Family(string field) => field switch { "ipc" or "loc" or "nice" or "vienna" or "gbt4754" => "class", "region" or "kind" or "status" or "fact" => field, _ => "date" };

    internal static QueryNode? Read(string field, string text) => Folded(field, Text.CjkBigrams.Fold(text).Trim());

    static QueryNode? Folded(string field, string text) => field switch
    {
        "ipc" => text.Contains(':', StringComparison.Ordinal) ? Scheme(text) : text.Length > 0 && char.IsAsciiDigit(text[0]) ? Digits(text) : ClassSymbol.Asked(text) is { } symbol ? new ExactNode(ExactField.Class, symbol) : null,
        "loc" or "nice" or "vienna" or "gbt4754" => Scheme(field + ":" + text),
        "region" => Region(text),
        "kind" => Kinds.TryGetValue(text, out var kind) || Name(text, out kind) ? new KindNode(kind) : null,
        "fact" => Mark(text),
        "status" => States.TryGetValue(text, out var state) || Name(text, out state) ? new StatusNode(state) : null,
        _ => Days(field, text),
    };

    // fact:award, and fact:award..2020-12-31 for what is not known to be later.
    static FactNode? Mark(string text)
    {
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        if (!Facts.TryGetValue(dots < 0 ? text : text[..dots], out var fact)) return null;
        return dots < 0 ? new FactNode(fact) : Day(text[(dots + 2)..], end: true) is { } by ? new FactNode(fact, by) : null;
    }

    /// <summary>Where a record says since when a mark holds, as a further field: what stands behind it is the day.</summary>
    internal static string SinceField(RecordFacts fact) => NameOf(fact) + "-on=";

    static bool Name<T>(string text, out T value) where T : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value) && char.IsAsciiLetter(text[0]);

    static ExactNode? Scheme(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (scheme, symbol) = (text[..colon].ToUpperInvariant(), text[(colon + 1)..]);
        if (scheme is not ("LOC" or "NICE" or "VIENNA" or "GBT4754")) return null;
        return ClassSymbol.AskedOf(scheme, symbol) is { } known ? new ExactNode(ExactField.Class, known) : null;
    }

    // Digits alone name no patent class: 14-02 and 1402 are of Locarno, 25 is a class of designs or one of goods.
    static QueryNode? Digits(string text)
    {
        QueryNode[] both = [.. new[] { Scheme("loc:" + text), text.Length <= 2 ? Scheme("nice:" + text) : null }.OfType<QueryNode>()];
        return both.Length switch { 0 => null, 1 => both[0], _ => new OrNode(both) };
    }

    // 340000 is a province, 340100 a city, 340102 a county; 34 and 3401 are taken too, and names. Codes of before are known by their province.
    static ExactNode? Region(string text)
    {
        if (text.Length > 0 && !char.IsAsciiDigit(text[0])) text = DivisionFinder.Shipped.Find(text) ?? "";
        if (text.Length is not (2 or 4 or 6) || !text.All(char.IsAsciiDigit) || !DivisionFinder.Shipped.Knows(text[..2] + "0000")) return null;
        if (text.Length == 6) text = text.EndsWith("0000", StringComparison.Ordinal) ? text[..2] : text.EndsWith("00", StringComparison.Ordinal) ? text[..4] : text;
        return new ExactNode(ExactField.Region, text);
    }

    // 2020, 2020..2023, 2020-05.., ..2020-05-17; dates also as 20200517.
    static DaysNode? Days(string field, string text)
    {
        var column = field switch { "published" => Column.Published, "granted" => Column.Granted, "ended" => Column.Ended, _ => Column.Filed };
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        var (from, to) = dots < 0 ? (text, text) : (text[..dots], text[(dots + 2)..]);
        if (from.Length == 0 && to.Length == 0) return null;
        var first = from.Length == 0 ? new DateOnly(1790, 1, 1) : Day(from, end: false);
        var last = to.Length == 0 ? new DateOnly(2200, 12, 31) : Day(to, end: true);
        return first is null || last is null || first > last ? null : new DaysNode(column, first.Value, last.Value);
    }

    static DateOnly? Day(string text, bool end)
    {
        if (Written().Match(text) is not { Success: true } m) return null;
        int? Part(string name) => m.Groups[name] is { Success: true } part ? int.Parse(part.ValueSpan, CultureInfo.InvariantCulture) : null;
        var (year, month) = (Part("y")!.Value, Part("m") ?? (end ? 12 : 1));
        if (year is < 1790 or > 2200 || month is < 1 or > 12) return null;
        var day = Part("d") ?? (end ? DateTime.DaysInMonth(year, month) : 1);
        return day < 1 || day > DateTime.DaysInMonth(year, month) ? null : new DateOnly(year, month, day);
    }

    // Digits together have two for month and day; with signs between, one is enough.
    [GeneratedRegex("^(?<y>[0-9]{4})(?:(?<m>[0-9]{2})(?<d>[0-9]{2})?|(?<s>[-./])(?<m>[0-9]{1,2})(?:\\k<s>(?<d>[0-9]{1,2}))?|年(?:(?<m>[0-9]{1,2})月(?:(?<d>[0-9]{1,2})日)?)?)?$")]
    private static partial Regex Written();
}
