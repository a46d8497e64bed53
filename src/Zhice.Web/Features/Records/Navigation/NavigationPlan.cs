using Zhice.Domain.Accounts;

namespace Zhice.Web.Features.Records.Navigation;

/// <summary>A chapter of a navigation report: its heading, the figures that it shows, and what its author is asked to find in them.</summary>
/// <param name="Heading">Heading of the first level, without number.</param>
/// <param name="Parts">Second-level headings, each with the codes of its figures and the question to the author.</param>
public sealed record NavigationChapter(string Heading, IReadOnlyList<(string Heading, IReadOnlyList<string> Figures, string Asks)> Parts);

/// <summary>The chapters of each kind of navigation.</summary>
/// <remarks>
/// GB/T 39551-2020 has a part for each kind (2 区域规划, 3 产业规划, 4 企业经营). Its text was not at hand: the order here is a draft of this project with the usual terms, and the paper says so.
/// </remarks>
static class NavigationPlan
{
    /// <summary>Number and name of the kind's part of the standard.</summary>
    internal static string Part(NavigationKind kind) => kind switch
    {
        NavigationKind.Region => "GB/T 39551.2-2020《专利导航指南 第2部分：区域规划》",
        NavigationKind.Industry => "GB/T 39551.3-2020《专利导航指南 第3部分：产业规划》",
        _ => "GB/T 39551.4-2020《专利导航指南 第4部分：企业经营》",
    };

    /// <summary>The chapters between data and findings.</summary>
    internal static IReadOnlyList<NavigationChapter> Chapters(NavigationKind kind) => kind switch
    {
        NavigationKind.Region =>
        [
            new("区域创新态势",
            [
                ("申请与授权趋势", ["years"], "区域专利申请、授权的阶段特征及其与产业政策、投入的关系"),
                ("技术生命周期", ["life"], "所处阶段的判断及依据"),
            ]),
            new("产业与技术结构",
            [
                ("技术构成", ["treemap"], "优势技术领域、短板和缺口"),
                ("技术领域的变化", ["heat"], "上升和下降的领域及原因"),
                ("创新主体", ["applicants", "concentration"], "龙头企业、高校院所的作用和集中程度"),
            ]),
            new("区域分布与协同",
            [
                ("地区分布", ["regions"], "区域内外的分布和梯度"),
                ("合作网络", ["network"], "产学研合作的核心主体和薄弱环节"),
                ("技术流向", ["flow:Province:Province"], "技术来源地、流向地与承接关系"),
            ]),
            new("质量与运用", [("法律状态与授权周期", ["states", "pendency"], "权利稳定性和审查周期"), ("高价值发明专利", ["high-value"], "高价值发明专利的构成和培育方向")]),
        ],
        NavigationKind.Industry =>
        [
            new("产业技术发展方向",
            [
                ("申请与授权趋势", ["years"], "产业技术发展的阶段特征"),
                ("技术生命周期", ["life"], "所处阶段的判断及依据"),
                ("技术领域的变化", ["heat"], "热点方向和衰退方向"),
            ]),
            new("产业技术结构",
            [
                ("技术构成", ["treemap"], "产业链各环节的专利布局、关键环节和空白"),
                ("技术流向", ["flow:Subclass:Subclass"], "技术之间的传承和交叉"),
            ]),
            new("产业竞争格局",
            [
                ("主要申请人", ["applicants", "concentration"], "主要竞争主体、集中程度和进入壁垒"),
                ("合作网络", ["network"], "联盟、上下游和产学研合作"),
                ("地区分布", ["regions"], "产业集聚地及其定位"),
                ("地区间技术流向", ["flow:Province:Province"], "技术来源地和应用地"),
            ]),
            new("质量与运用", [("法律状态与授权周期", ["states", "pendency"], "可自由使用的技术和权利稳定性"), ("高价值发明专利", ["high-value"], "高价值发明专利在产业中的分布")]),
        ],
        _ =>
        [
            new("企业专利态势",
            [
                ("申请与授权趋势", ["years"], "企业创新投入和专利布局的阶段"),
                ("法律状态与授权周期", ["states", "pendency"], "专利资产的有效性和维持策略"),
                ("高价值发明专利", ["high-value"], "核心资产清单和培育方向"),
            ]),
            new("技术布局", [("技术构成", ["treemap"], "主营产品对应的技术布局和空白"), ("技术领域的变化", ["heat"], "研发方向的调整")]),
            new("合作与引用",
            [
                ("合作网络", ["network"], "合作伙伴、共有权利及其风险"),
                ("引用的申请人", ["flow:Applicant:Applicant"], "技术来源、潜在的许可方和侵权风险"),
                ("引用的技术领域", ["flow:Section:Section"], "跨领域的技术来源"),
            ]),
            new("竞争主体", [("申请人", ["applicants", "concentration"], "主要竞争对手、技术特长和布局"), ("地区分布", ["regions"], "目标市场和布局")]),
        ],
    };

    /// <summary>What the author is asked to conclude.</summary>
    internal static IReadOnlyList<(string Heading, string Asks)> Findings(NavigationKind kind) => kind switch
    {
        NavigationKind.Region => [("区域定位与比较优势", "依据以上各章，说明区域在全国、全省的位置"), ("产业和创新资源布局建议", "明确重点方向、项目和责任单位"), ("政策与保障建议", "人才、资金、平台和保护")],
        NavigationKind.Industry => [("产业发展方向", "明确鼓励、跟踪和规避的方向"), ("产业发展路径", "结构优化、企业培育、人才引进、技术创新、协同运营等路径"), ("风险与应对", "专利壁垒、诉讼和供应链风险")],
        _ => [("企业专利战略", "攻防定位和布局策略"), ("研发与产品建议", "研发立项、产品开发和规避设计"), ("专利运营建议", "许可、转让、质押、合作和收储"), ("风险与应对", "侵权风险和自由实施")],
    };
}
