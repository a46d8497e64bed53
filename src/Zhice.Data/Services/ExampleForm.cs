using System.Globalization;
using System.Runtime.CompilerServices;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>A form of an item filled in soundly, for the demonstration, for loads and for checks of new definitions. Made by rule from a number: the same number gives the same form.</summary>
public static class ExampleForm
{
    static readonly string[] things = ["散热装置", "识别方法", "储能材料", "检测系统", "包装结构", "控制电路", "净化工艺", "传动机构"];
    static readonly string[] holders = ["示例科技有限公司", "示例大学", "示例研究院", "示例制造有限公司"];
    const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    static readonly int[] weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    // A form that says so is sound whenever it is handed in within this time of its first day.
    const int Slack = 60;

    static readonly ConditionalWeakTable<ServiceItem, Dictionary<string, int>> settled = new();
    static readonly Dictionary<string, int> Nothing = [];

    /// <summary>Values by field, complete by the definition and sound by its rules, except those about the applicant.</summary>
    /// <param name="item">The definition.</param>
    /// <param name="number">Which example.</param>
    /// <param name="from">The first day; later fields of days get later days, where no rule says otherwise. Handed in within sixty days of it, before or after.</param>
    public static IReadOnlyDictionary<string, string> Of(ServiceItem item, int number, DateOnly from)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.Rules.All(rule => rule.Warns)) return Plain(item, number, from, Nothing);
        // What the first example needed is mostly what all need; it is found once, so that the same number goes on giving the same form.
        var usual = settled.GetValue(item, one => Settle(one, 0, from, Nothing));
        var values = Plain(item, number, from, usual);
        return Broken(item, values, from).Count == 0 ? values : Plain(item, number, from, Settle(item, number, from, usual));
    }

    // Rules are met one after another by the first value of one of their fields that breaks no other.
    static Dictionary<string, int> Settle(ServiceItem item, int number, DateOnly from, Dictionary<string, int> usual)
    {
        var chosen = new Dictionary<string, int>(usual, StringComparer.Ordinal);
        for (var turn = 0; turn < 12; turn++)
        {
            var broken = Broken(item, Plain(item, number, from, chosen), from);
            if (broken.Count == 0 || !Better(item, number, from, chosen, broken)) break;
        }
        return chosen;
    }

    // One field alone first; where none helps, two of the same rule together, such as a day and the year that it must lie in.
    static bool Better(ServiceItem item, int number, DateOnly from, Dictionary<string, int> chosen, List<FormRule> broken)
    {
        var single = broken.SelectMany(rule => FieldsOf(rule, item)).DistinctBy(field => field.Code).SelectMany(field => Choices(field, number, from)).Select(choice => new[] { choice });
        var paired = from rule in broken
                     from one in FieldsOf(rule, item)
                     from other in FieldsOf(rule, item)
                     where string.CompareOrdinal(one.Code, other.Code) < 0
                     from first in Choices(one, number, @from)
                     from second in Choices(other, number, @from)
                     select new[] { first, second };
        foreach (var choices in single.Concat(paired))
        {
            var tried = new Dictionary<string, int>(chosen, StringComparer.Ordinal);
            foreach (var (code, candidate) in choices) tried[code] = candidate;
            if (Broken(item, Plain(item, number, from, tried), from).Count >= broken.Count) continue;
            foreach (var (code, candidate) in choices) chosen[code] = candidate;
            return true;
        }
        return false;
    }

    static IEnumerable<FormField> FieldsOf(FormRule rule, ServiceItem item) =>
        rule.Fields.Select(name => RuleNames.FieldOf(name, item.Form)).OfType<string>().Distinct(StringComparer.Ordinal).Select(code => item.Form.First(field => field.Code == code));

    static IEnumerable<(string Code, int Candidate)> Choices(FormField field, int number, DateOnly from) => Enumerable.Range(0, Candidates(field, number, from).Count).Select(candidate => (field.Code, candidate));

    static List<FormRule> Broken(ServiceItem item, Dictionary<string, string> typed, DateOnly from)
    {
        var values = new Dictionary<string, string>(typed, StringComparer.Ordinal);
        FormCheck.Compute(item, values);
        return [.. item.Rules.Where(rule => !rule.Warns && !rule.Fields.Any(name => name.StartsWith("applicant.", StringComparison.Ordinal))
            && !(FormCheck.Holds(rule, values, new(from.AddDays(-Slack))) && FormCheck.Holds(rule, values, new(from.AddDays(Slack)))))];
    }

    static List<string> Candidates(FormField field, int number, DateOnly from) => field.Type switch
    {
        FieldType.Date => [.. ((int[])[-90, 90, -100, 100, -130, 400, 800, -400, 1200]).Select(days => from.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), "2020-06-01"], // the last in the year of the patents below
        FieldType.YesNo => ["yes", "no"],
        FieldType.Choice => [.. field.Options.Select(option => option.Code)],
        FieldType.PatentNumber => [Patent(number, '1'), Patent(number, '2'), Patent(number, '3')],
        FieldType.Number or FieldType.Whole or FieldType.Money when field.Computed is null => [.. ((decimal[])[from.AddDays(-400).Year, from.Year - 2, field.Least ?? 0, 1, 10, 100_000, 1_000_000]).Where(n => n >= (field.Least ?? n) && n <= (field.Most ?? n)).Select(n => n.ToString(CultureInfo.InvariantCulture))],
        FieldType.Text when field.Prefill is null => [$"演示{field.Name}"], // another than the same text elsewhere in the form
        _ => [],
    };

    static Dictionary<string, string> Plain(ServiceItem item, int number, DateOnly from, Dictionary<string, int> chosen)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var days = 0;
        foreach (var field in item.Form)
        {
            if (!FormCheck.Asked(field, values) || field.Computed is not null || field.Type == FieldType.Signer) continue;
            if (field.Type == FieldType.Date) days++; // also where a day is chosen, so that the days after it stay where they are
            values[field.Code] = chosen.TryGetValue(field.Code, out var candidate) ? Candidates(field, number, from)[candidate] : field.Type switch
            {
                FieldType.PatentNumber => Patent(number),
                FieldType.PatentNumbers => $"{Patent(number + 1_000_000)}\n{Patent(number + 2_000_000)}",
                FieldType.CreditCode => Credit(number),
                FieldType.Phone => string.Create(CultureInfo.InvariantCulture, $"010-{60000000 + number % 9999999}"),
                FieldType.Date => from.AddDays(400 * (days - 1)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                FieldType.Choice => field.Options[number % field.Options.Count].Code,
                // An example has no co-applicants: they would have to be registered, and sign.
                FieldType.YesNo => number % 5 == 4 && !item.Form.Any(f => f.Type == FieldType.Signer && f.When?.Fields.Contains(field.Code) == true) ? "yes" : "no",
                FieldType.Money => Number(field, 100_000 + number % 900_000),
                FieldType.Number or FieldType.Whole => Number(field, 1 + number % 60),
                FieldType.LongText => $"演示内容：{things[number % things.Length]}的{field.Name}。",
                _ => Text(item, field, number),
            };
        }
        return values;
    }

    /// <summary>An application number of that order, with its check digit.</summary>
    public static string Patent(int number) => Patent(number, '1');

    // Fifth digit: 1 for inventions, 2 for utility models, 3 for designs.
    static string Patent(int number, char kind)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"2020{kind}{number % 10000000:D7}");
        var sum = digits.Select((c, place) => (c - '0') * (2 + place % 8)).Sum() % 11;
        return $"{digits}.{(sum == 10 ? "X" : sum.ToString(CultureInfo.InvariantCulture))}";
    }

    /// <summary>A 统一社会信用代码 of that order, with its check character; of no registered organisation.</summary>
    /// <param name="number">Which.</param>
    /// <param name="division">Division of the office that registered it.</param>
    public static string Credit(int number, string division = "110000")
    {
        var plain = string.Create(CultureInfo.InvariantCulture, $"91{division}MA{number % 10000000:D7}");
        return plain + Alphabet[(31 - plain.Select((c, place) => Alphabet.IndexOf(c, StringComparison.Ordinal) * weights[place]).Sum() % 31) % 31];
    }

    static string Number(FormField field, decimal wanted) =>
        Math.Clamp(wanted, field.Least ?? 0, field.Most ?? decimal.MaxValue).ToString("0.##", CultureInfo.InvariantCulture);

    // The first text is what the case is known by, and so is not the same twice.
    static string Text(ServiceItem item, FormField field, int number)
    {
        var holder = holders[number % holders.Length];
        var text = field.Name switch
        {
            { } name when Says(name, "姓名", "负责人", "联系人", "代表人", "作者", "培育人") => "演示人员",
            _ when field.Prefill == "applicant.name" => holder,
            { } name when Says(name, "发明", "专利名称", "专利权转移") => $"一种{things[number % things.Length]}",
            { } name when Says(name, "产品", "商品") => things[number % things.Length],
            { } name when Says(name, "软件", "作品") => "演示软件",
            { } name when Says(name, "标志名称") => "演示标志",
            { } name when Says(name, "品种") => "演示一号",
            { } name when Says(name, "国家", "地区", "地域") => "演示国（地区）",
            { } name when Says(name, "地址", "场所", "发生地", "住所") => "演示省演示市演示路 1 号",
            { } name when Says(name, "单位", "机构", "高校", "企业", "平台", "提供者", "机关") || name.EndsWith('人') => holder,
            { } name when Says(name, "名称") => $"演示{name.Replace("名称", "", StringComparison.Ordinal)}",
            _ => string.Create(CultureInfo.InvariantCulture, $"演示{field.Name}{number}"),
        };
        if (item.Form.First(f => f.Type == FieldType.Text) == field) text = string.Create(CultureInfo.InvariantCulture, $"{text}（{number}）");
        return text[..Math.Min(text.Length, field.Length)];
    }

    static bool Says(string name, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            if (name.Contains(word, StringComparison.Ordinal)) return true;
        return false;
    }
}
