using System.Buffers;

namespace Zhice.Policy.Meaning;

/// <summary>What names of departments and bodies look like, in folded text.</summary>
internal static class OrganisationNames
{
    static readonly SearchValues<char> SentenceMarks = SearchValues.Create("。;:!?《》“”%");

    // Last characters of the names of bodies: 局 部 委 办 厅 司 处 … and of the collective names 各部门, 各单位, 各地区.
    const string LastCharacters = "局部委办厅司处署院会心行府军所站馆社台区门位关组科队构团省市县州盟旗庭室校协厂店园局业方体盟联党政社港馆库员群镇乡";
    static readonly string[] LastWords =
        ["公司", "集团", "企业", "高校", "学校", "大学", "机构", "政府", "部门", "单位", "地区", "各地", "街道", "乡镇", "银行", "基地", "平台", "总队", "支队", "园区", "开发区", "海关", "中心", "协会", "学会"];

    /// <summary>Ministries and the like: their 部 is no unit of the body named before them.</summary>
    static readonly HashSet<string> Ministries = new(StringComparer.Ordinal)
    {
        "外交部", "国防部", "教育部", "科技部", "科学技术部", "工业和信息化部", "工信部", "公安部", "国家安全部", "安全部", "民政部", "司法部", "财政部",
        "人力资源社会保障部", "人力资源和社会保障部", "人社部", "自然资源部", "生态环境部", "住房城乡建设部", "住房和城乡建设部", "住建部", "交通运输部", "水利部",
        "农业农村部", "商务部", "文化和旅游部", "文旅部", "退役军人事务部", "退役军人部", "应急管理部", "应急部", "中央宣传部", "中央组织部", "中央统战部", "中宣部", "中组部",
        "宣传部", "组织部", "统战部",
    };

    static readonly SearchValues<char> ListEnds = SearchValues.Create(LastCharacters + ")责合头与加办助同持作等实施进担理落司、");

    /// <summary>True for the last character of a name or of the duty words behind a list: a cheap test before the list is read.</summary>
    public static bool MayEndList(char last) => ListEnds.Contains(last);

    /// <summary>True where the words could name a body: of a fit length, with a body's last word, without a sentence's marks.</summary>
    public static bool Looks(ReadOnlySpan<char> fold)
    {
        if (fold.Length is < 2 or > 40) return false;
        if (fold.IndexOfAny(SentenceMarks) >= 0) return false;
        if (fold[^1] == ')')
        {
            var open = fold.LastIndexOf('(');
            // 市发展改革委（市信用办） is named by what stands before the bracket.
            return open > 1 && Looks(fold[..open]);
        }
        if (fold[^1] is '业' or '方' or '体' or '员' or '群' or '地' or '台')
        {
            foreach (var word in LastWords)
                if (fold.EndsWith(word, StringComparison.Ordinal)) return true;
            return fold.StartsWith("各", StringComparison.Ordinal) && fold.Length <= 12;
        }
        return LastCharacters.Contains(fold[^1], StringComparison.Ordinal);
    }

    /// <summary>True for a name with the class word of a department (局, 厅, 委 …), not for a region, a status or a collective.</summary>
    public static bool IsDepartment(ReadOnlySpan<char> fold) => fold.Length > 2 && Looks(fold) && "局厅委办部院司处署科室心".Contains(fold[^1], StringComparison.Ordinal);

    /// <summary>
    /// The body whose unit the name is, such as 专利局 in 专利局审业部 and 省委 in 省委宣传部; empty where the name is a body of its own.
    /// </summary>
    public static string BodyOf(string fold)
    {
        for (var i = fold.Length - 2; i >= 2; i--)
        {
            if (!"局委院署厅府".Contains(fold[i - 1], StringComparison.Ordinal)) continue;
            var unit = fold.AsSpan(i);
            // The unit's own name is more than its class word: 审业部, not 部; 委员会 is one word.
            if (unit.Length < 3 || unit.StartsWith("员会", StringComparison.Ordinal)) continue;
            return "部处室司科办庭".Contains(unit[^1], StringComparison.Ordinal) ? fold[..i] : "";
        }
        return "";
    }

    static readonly string[] Regions = ["自治区", "兵团", "省", "市", "区", "县", "州", "盟"];

    static readonly string[] RegionalWork =
    [
        "教育", "科技", "科学技术", "工业和信息化", "工信", "经济和信息化", "民族宗教", "民宗", "公安", "民政", "司法", "财政", "人力资源社会保障", "人力资源和社会保障", "人社", "自然资源", "生态环境", "住房城乡建设", "住房和城乡建设", "住建",
        "交通运输", "水利", "农业农村", "农牧", "商务", "文化和旅游", "文旅", "卫生健康", "卫健", "退役军人", "应急管理", "应急", "审计", "外事", "国资", "市场监管", "市场监督管理", "广电", "体育", "统计", "林业和草原", "林草", "林业", "医保", "医疗保障",
        "知识产权", "药监", "药品监管", "地方金融监管", "金融", "政务服务", "数据", "大数据", "能源", "粮食和储备", "版权", "法", "检察", "科学", "社会科学", "农业科学", "发展改革", "发展和改革", "发改", "信访", "机关事务", "乡村振兴", "海洋渔业",
    ];

    /// <summary>Length of the region that a local department's name begins with: 省 in 省科技厅; 0 where it begins with none.</summary>
    public static int RegionLength(string fold)
    {
        foreach (var region in Regions)
            if (fold.Length > region.Length + 1 && fold.StartsWith(region, StringComparison.Ordinal) && !fold.StartsWith("市场", StringComparison.Ordinal) && !fold.StartsWith("区域", StringComparison.Ordinal)
                && IsRegional(fold[region.Length..])) return region.Length;
        return 0;
    }

    /// <summary>True for a department that every region has and that is named here without one: 工业和信息化厅 after 省科技厅、.</summary>
    public static bool IsRegional(string fold)
    {
        if (fold.Length < 2 || !"局厅委办院".Contains(fold[^1], StringComparison.Ordinal)) return false;
        var work = fold.EndsWith("委员会", StringComparison.Ordinal) ? fold[..^3] : fold[..^1];
        return Array.IndexOf(RegionalWork, work) >= 0;
    }

    /// <summary>True where a name in a list is a unit of the body named before it: the same class of unit, and no body by itself.</summary>
    public static bool IsUnitLike(string fold, string earlier) =>
        fold.Length is >= 2 and <= 8 && fold[^1] == earlier[^1] && !Ministries.Contains(fold)
        && !"省市区县州国各".Contains(fold[0], StringComparison.Ordinal) && !fold.StartsWith("中央", StringComparison.Ordinal)
        || Ministries.Contains(fold) && fold is "宣传部" or "组织部" or "统战部";
}
