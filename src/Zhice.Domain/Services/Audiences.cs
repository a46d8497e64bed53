namespace Zhice.Domain.Services;

/// <summary>Groups of those who apply, by which the public finds its item. A definition names its audience in its own words; the words tell the groups.</summary>
public static class Audiences
{
    static readonly (string Group, string[] Words)[] groups =
    [
        ("company", ["企业", "公司", "厂商", "银行", "供应商", "经营者", "生产者", "经销"]),
        ("research", ["高校", "科研", "研究", "育种", "医疗", "图书馆", "单位"]),
        ("person", ["公民", "个人", "自然人", "作者", "传承人", "专家", "育种人", "从业人员", "社区"]),
        ("holder", ["权利人", "专利权人", "著作权人", "申请人", "被许可人", "受让人", "利害关系人", "提供者", "质权人", "处理者"]),
        ("agency", ["代理", "服务机构", "律师", "指导机构", "协会", "智库"]),
        ("body", ["政府", "法院", "社会组织", "事业单位", "经授权的组织", "组织者", "公共服务机构"]),
    ];

    /// <summary>All groups, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> Groups { get; } = [.. groups.Select(g => g.Group)];

    /// <summary>Groups that an item is for, one at least: an item whose words tell none is for everybody.</summary>
    public static IReadOnlyList<string> Of(ServiceItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        List<string> found = [.. groups.Where(g => Array.Exists(g.Words, word => item.Audience.Any(who => who.Contains(word, StringComparison.Ordinal)))).Select(g => g.Group)];
        return found.Count > 0 ? found : Groups;
    }
}
