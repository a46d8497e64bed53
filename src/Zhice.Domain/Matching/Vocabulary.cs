using System.Text.RegularExpressions;

namespace Zhice.Domain.Matching;

/// <summary>Words of administrative Chinese that say little by themselves, and words of the field that say much.</summary>
/// <remarks>
/// A list of its own, made from the vocabulary of the office, not from a document. What is not in it still counts: pairs of characters and runs of
/// four carry every other word, and names in 《》 and “” are taken from the sentence itself.
/// </remarks>
internal static class Vocabulary
{
    // 推动、开展、加强 … stand in every second sentence, whatever it is about.
    const string Common =
        "推动 推进 开展 加强 加快 加大 完善 健全 建立 建设 构建 强化 深化 深入 持续 继续 积极 大力 统筹 组织 实施 落实 做好 提升 提高 优化 促进 支持 鼓励 引导 探索 研究 制定 "
        + "出台 印发 修订 编制 指导 配合 协调 规范 扩大 拓展 发挥 作用 工作 机制 体系 制度 体制 措施 政策 水平 能力 力度 有效 相关 有关 进一步 全面 切实 各项 一批 稳步 有序 扎实 "
        + "认真 及时 进行 加以 以及 根据 按照 围绕 结合 通过 相应 重点 本地区 本省 本市 我省 我市 全省 全市 各地区 各地 各市 各县 地区 国家 方面 领域 形成 创新 发展 高质量 启动 "
        + "落地 情况 任务 要求 项目 活动 方式 管理 服务 知识产权 国家知识产权局";

    const string Field =
        "开放许可 地理标志 专用标志 质押融资 专利导航 证券化 专利转化 专项计划 高价值发明专利 非正常专利申请 恶意注册 商标代理 专利代理 行政裁决 "
        + "维权援助 快速维权 保护中心 保护示范区 强国建设 强省 强市 试点示范 优势企业 示范企业 专精特新 运营中心 运营服务 运营平台 公共服务 数据资源 大数据中心 审查周期 "
        + "审查协作中心 海外纠纷 海牙协定 马德里 专利法 商标法 实施细则 集成电路布图设计 数据知识产权 信用监管 信用体系 放管服 双随机 密集型产业 商标品牌 乡村振兴 品牌指导站 "
        + "统一认定 仲裁 调解 诉调对接 标准必要专利 专利奖 专利评估 声明制度 服务业 代理机构 人才 职称 学科 信息网点 一网通办 电子证照 告知承诺 军民融合 国防专利 植物新品种 "
        + "著作权 版权 老字号 奥林匹克标志 官方标志 特殊标志 入园惠企 风险补偿 商业秘密 反垄断 快速预审 优先审查 集中审查 一带一路 宣传周 中小学 远程教育 遗传资源 传统知识 "
        + "外观设计 实用新型 许可费率 产业联盟 专利池 强制许可 侵权判定 执法协作 跨境电商 展会 驰名商标 集体商标 证明商标 地方立法 满意度调查 快速协同保护 协同保护 分级分类 "
        + "惩罚性赔偿 技术调查官 信息服务机构 贯标 预警 托管 资助 奖励 转让备案 技术与创新支持中心 标准化城市 示范区 集聚区 检索 文献 知识产权师";

    /// <summary>Words of the field, longest first.</summary>
    public static IReadOnlyList<string> FieldWords { get; } = [.. Split(Field)];

    /// <summary>Finds administrative words, the longest at each place.</summary>
    public static Regex CommonWords { get; } = new(string.Join('|', Split(Common).Select(Regex.Escape)), RegexOptions.CultureInvariant | RegexOptions.Compiled);

    /// <summary>Finds words that a difference of two sentences never cuts: numbers with their unit, Latin words, words of both lists.</summary>
    public static Regex Whole { get; } = new(
        $@"{Number}|[A-Za-z]+|{string.Join('|', Split(Field + " " + Common).Select(Regex.Escape))}", RegexOptions.CultureInvariant | RegexOptions.Compiled);

    /// <summary>Figures with the sign behind them; Chinese numerals where something counted or dated follows.</summary>
    public const string Number =
        "[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?[%％年月日]*|[一二三四五六七八九十百千万亿两〇]+(?=[个项件家批份次名所条期届年月日])|“[一二三四五六七八九十]{1,3}五”";

    static IEnumerable<string> Split(string words) =>
        words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).OrderByDescending(w => w.Length).ThenBy(w => w, StringComparer.Ordinal);
}
