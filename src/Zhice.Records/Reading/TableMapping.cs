using System.Text.RegularExpressions;

namespace Zhice.Records.Reading;

/// <summary>Which column of a table is which field. A mapping file has a line for each field:</summary>
/// <remarks>
/// <code>
/// title = 名称                          the column of that name
/// title = text /Title: ([^\n]*)/        the first group that matched in the column
/// kind := Invention                     the same for every row
/// # a remark
/// </code>
/// Fields: kind office application filed publication published granted ended status title abstract claims description
/// ipc cpc loc nice vienna gbt4754 applicant address inventor agency agent transferee pledgee respondent cites priority family event more.NAME. An event is written as its day, its code and its words: 2020-01-02 SE01 实质审查的生效.
/// </remarks>
public sealed partial class TableMapping
{
    static readonly (string Field, string[] Names)[] Usual =
    [
        ("kind", ["kind", "类型", "专利类型", "种类"]), ("office", ["office", "country", "国家"]), ("application", ["application", "application_number", "申请号", "专利号"]), ("filed", ["filed", "filing_date", "申请日", "申请日期"]),
        ("publication", ["publication", "publication_number", "公开号", "公告号", "公开(公告)号", "注册号", "登记号"]), ("published", ["published", "publication_date", "公开日", "公告日", "公开(公告)日"]),
        ("granted", ["granted", "grant_date", "授权日", "授权公告日", "注册日期", "登记日"]), ("ended", ["ended", "终止日", "失效日"]), ("status", ["status", "法律状态", "状态"]),
        ("title", ["title", "名称", "标题", "发明名称", "专利名称", "商标名称"]), ("abstract", ["abstract", "摘要", "商品/服务", "简介"]), ("claims", ["claims", "权利要求", "权利要求书"]), ("description", ["description", "说明书"]),
        ("ipc", ["ipc", "ipc分类号", "分类号", "主分类号"]), ("cpc", ["cpc", "cpc_labels"]), ("loc", ["locarno", "洛迦诺分类号"]), ("nice", ["nice", "国际分类", "类别"]), ("gbt4754", ["gbt4754", "国民经济行业"]),
        ("applicant", ["applicant", "assignee", "申请人", "专利权人", "权利人", "注册人", "申请(专利权)人"]), ("address", ["address", "地址", "申请人地址"]), ("inventor", ["inventor", "发明人", "设计人", "发明(设计)人"]),
        ("agency", ["agency", "代理机构", "专利代理机构"]), ("agent", ["agent", "代理人", "代理师"]), ("transferee", ["受让人", "被许可人"]), ("pledgee", ["质权人"]), ("respondent", ["被请求人", "被告"]), ("cites", ["cites", "引用", "引证"]), ("priority", ["priority", "优先权"]), ("family", ["family", "同族"]), ("event", ["event", "legal_events", "法律事件"]),
    ];

    readonly Dictionary<string, (string Column, Regex? Part)> columns = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> constants = new(StringComparer.Ordinal);
    readonly string written;

    TableMapping(string written) => this.written = written;

    /// <summary>What it was read from, for knowing a file with its mapping again.</summary>
    public string Written => written;

    /// <summary>Reads a mapping; a line that is none is a fault that names it.</summary>
    /// <exception cref="InvalidDataException">A line is no mapping.</exception>
    public static TableMapping Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var mapping = new TableMapping(text);
        var number = 0;
        foreach (var line in text.Split('\n').Select(l => l.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#') continue;
            if (Line().Match(line) is not { Success: true } m || !Known(m.Groups["field"].Value)) throw new InvalidDataException($"mapping line {number}: {line}");
            var field = m.Groups["field"].Value;
            try
            {
                if (m.Groups["how"].Value == ":=") mapping.constants[field] = m.Groups["rest"].Value;
                else mapping.columns[field] = (m.Groups["rest"].Value.Trim(), m.Groups["part"] is { Success: true } part ? new Regex(part.Value, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking) : null);
            }
            catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
            {
                throw new InvalidDataException($"mapping line {number}: {fault.Message}");
            }
        }
        return mapping;
    }

    /// <summary>The mapping of a head of usual Chinese or English names.</summary>
    internal static TableMapping Guess(IReadOnlyList<string> head)
    {
        var mapping = new TableMapping("");
        foreach (var (field, names) in Usual)
            if (head.FirstOrDefault(h => names.Contains(h.Trim().Replace('（', '(').Replace('）', ')').ToLowerInvariant())) is { } column) mapping.columns[field] = (column, null);
        return mapping;
    }

    /// <summary>Fields that are said, with the place of their column; constants have none.</summary>
    internal Func<IReadOnlyList<string>, string, string> Over(IReadOnlyList<string> head)
    {
        var places = new Dictionary<string, (int Place, Regex? Part)>(StringComparer.Ordinal);
        foreach (var (field, (column, part)) in columns)
        {
            var place = head.Select((h, i) => (h, i)).Where(h => h.h.Trim() == column).Select(h => h.i).DefaultIfEmpty(-1).First();
            if (place < 0) throw new InvalidDataException($"The table has no column “{column}”.");
            places[field] = (place, part);
        }
        return (fields, field) =>
        {
            if (constants.TryGetValue(field, out var constant)) return constant;
            if (!places.TryGetValue(field, out var at) || at.Place >= fields.Count) return "";
            var value = fields[at.Place].Trim();
            return at.Part is null ? value : at.Part.Match(value) is { Success: true } m ? m.Groups.Values.Skip(1).FirstOrDefault(g => g.Success)?.Value ?? m.Value : "";
        };
    }

    /// <summary>Columns of a head that nothing is taken from.</summary>
    internal IEnumerable<string> Unused(IReadOnlyList<string> head)
    {
        var used = columns.Values.Select(c => head.Select(h => h.Trim()).ToList().IndexOf(c.Column.Trim())).ToHashSet();
        return head.Where((name, i) => !used.Contains(i) && name.Trim().Length > 0).Select(name => name.Trim());
    }

    internal IEnumerable<string> More => columns.Keys.Concat(constants.Keys).Where(f => f.StartsWith("more.", StringComparison.Ordinal));

    static bool Known(string field) => field == "vienna" || field.StartsWith("more.", StringComparison.Ordinal) || Usual.Any(u => u.Field == field);

    [GeneratedRegex(@"^(?<field>[a-z0-9.-]+)\s*(?<how>:?=)\s*(?<rest>[^/].*?)\s*(?:/(?<part>.+)/)?$")]
    private static partial Regex Line();
}
