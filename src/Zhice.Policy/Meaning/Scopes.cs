using System.Buffers;

namespace Zhice.Policy.Meaning;

/// <summary>实施主体: the words at the start of a paragraph that say whom it addresses.</summary>
internal static class Scopes
{
    static readonly (string Words, ActorScope Scope)[] Known =
    [
        ("国家知识产权局", ActorScope.National), ("国家局", ActorScope.National), ("我局", ActorScope.National), ("国知局", ActorScope.National),
        ("有条件的地区", ActorScope.CapableRegions), ("有条件的地方", ActorScope.CapableRegions), ("有条件地区", ActorScope.CapableRegions), ("有条件的城市", ActorScope.CapableRegions),
        ("有条件的省份", ActorScope.CapableRegions), ("具备条件的地区", ActorScope.CapableRegions), ("条件成熟的地区", ActorScope.CapableRegions), ("鼓励有条件的地区", ActorScope.CapableRegions),
        ("涉及地区", ActorScope.ConcernedRegions), ("涉及省份", ActorScope.ConcernedRegions), ("涉及的地区", ActorScope.ConcernedRegions), ("涉及省市", ActorScope.ConcernedRegions),
        ("涉及城市", ActorScope.ConcernedRegions), ("试点地区", ActorScope.ConcernedRegions),
        ("有关地区", ActorScope.RelevantRegions), ("相关地区", ActorScope.RelevantRegions), ("有关省份", ActorScope.RelevantRegions), ("相关省份", ActorScope.RelevantRegions),
        ("有关地方", ActorScope.RelevantRegions), ("相关地方", ActorScope.RelevantRegions),
        ("其他地区", ActorScope.OtherRegions), ("其它地区", ActorScope.OtherRegions), ("其他省份", ActorScope.OtherRegions), ("其余地区", ActorScope.OtherRegions),
        ("各地区", ActorScope.AllRegions), ("各地方", ActorScope.AllRegions), ("各地", ActorScope.AllRegions), ("各省(区、市)", ActorScope.AllRegions), ("各省(自治区、直辖市)", ActorScope.AllRegions),
        ("各省份", ActorScope.AllRegions), ("各省区市", ActorScope.AllRegions), ("各省", ActorScope.AllRegions), ("基层", ActorScope.AllRegions),
    ];

    /// <summary>The scope that folded words begin with.</summary>
    /// <param name="fold">A paragraph.</param>
    /// <param name="onlyLabels">True where only words before a colon count.</param>
    /// <param name="length">Length of the words that name it, colon included; they stand apart from the sentence only with a colon.</param>
    /// <param name="labelled">True where a colon sets them apart.</param>
    public static ActorScope At(string fold, bool onlyLabels, out int length, out bool labelled)
    {
        foreach (var (words, scope) in Known)
        {
            if (!fold.StartsWith(words, StringComparison.Ordinal) || fold.Length <= words.Length + 1) continue;
            var next = fold[words.Length];
            labelled = next == ':';
            length = labelled ? words.Length + 1 : words.Length;
            if (labelled) return scope;
            // 国家知识产权局 without a colon is the subject of many sentences; regions are addressed so: 各地区要…
            if (onlyLabels || scope == ActorScope.National || next is '的' or '、' or '和' or '及' or '与' or '间' or '之' or '知' or '政' or '方') continue;
            // 各地市知识产权局：
            return Labelled(fold, out var whole, out var set) is var office && set ? Set(office, whole, out length, out labelled) : scope;
        }
        return Labelled(fold, out length, out labelled);
    }

    static ActorScope Set(ActorScope scope, int whole, out int length, out bool labelled)
    {
        (length, labelled) = (whole, true);
        return scope;
    }

    /// <summary>A list of a province or city labels its measures alike: 省知识产权局： is the issuing office, 各市：, 涉及县（市、区）： are regions.</summary>
    static ActorScope Labelled(string fold, out int length, out bool labelled)
    {
        (length, labelled) = (0, false);
        var colon = fold.AsSpan(0, Math.Min(fold.Length, 22)).IndexOf(':');
        if (colon < 2) return ActorScope.Unspecified;
        var label = fold.AsSpan(0, colon);
        // 各市：各市必做 is a range, not what cities are told.
        if (label.ContainsAny(NotInLabels) || ObligationWords.Say(fold.AsSpan(colon, Math.Min(fold.Length - colon, 40)))) return ActorScope.Unspecified;
        var scope = ActorScope.Unspecified;
        var own = label;
        label = WithoutOffice(label);
        foreach (var (words, kind) in Leads)
        {
            if (!label.StartsWith(words, StringComparison.Ordinal) || label[words.Length..].Trim(RegionNouns).Length > 0) continue;
            scope = kind;
            break;
        }
        label = own;
        if (scope == ActorScope.Unspecified && label.EndsWith("知识产权局", StringComparison.Ordinal) && label[..^5] is "省" or "市" or "自治区" or "区" or "县" or "州" or "兵团") scope = ActorScope.National;
        if (scope == ActorScope.Unspecified && label is "省局" or "市局") scope = ActorScope.National;
        if (scope == ActorScope.Unspecified && label.EndsWith("层面", StringComparison.Ordinal)) scope = OfLevel(label[..^2]);
        if (scope == ActorScope.Unspecified && Array.IndexOf(Alone, label.ToString()) >= 0) scope = ActorScope.AllRegions;
        if (scope == ActorScope.Unspecified && (Array.IndexOf(Named, label.ToString()) >= 0 || CountsRegions(label))) scope = ActorScope.ConcernedRegions;
        if (scope == ActorScope.Unspecified) return scope;
        (length, labelled) = (colon + 1, true);
        return scope;
    }

    /// <summary>国家层面, 省级层面, 市县层面: the level of the issuing office itself, or of the regions below it.</summary>
    static ActorScope OfLevel(ReadOnlySpan<char> level) =>
        level is "国家" or "中央" or "省级" or "市级" or "省" or "市" or "自治区" or "自治区级" or "全省" or "全市" ? ActorScope.National
        : level is "地方" || level.Trim(RegionNouns).Length == 0 ? ActorScope.AllRegions
        : ActorScope.Unspecified;

    /// <summary>True for a label of the issuing office that is not the national one: 省级层面：, 省知识产权局：. Beside 国家层面： it names regions.</summary>
    public static bool IsBelowNational(string fold) => fold[0] is '省' or '市' or '自' or '区' or '全' or '县' or '州';

    static readonly SearchValues<char> NotInLabels = SearchValues.Create("。;,“”《》");

    /// <summary>Nouns of regions that address all of them without 各.</summary>
    static readonly string[] Alone = ["市县", "区县", "县区", "设区市", "地市", "市州", "盟市", "县(市、区)", "地级以上市", "县市区", "旗县", "旗县区"];

    /// <summary>Classes of regions that are some of all.</summary>
    static readonly string[] Named = ["计划单列市", "副省级城市", "省会城市", "直辖市", "沿海城市", "沿海地区", "园区", "开发区", "高新区", "示范区", "试验区", "自贸试验区", "自由贸易试验区"];

    /// <summary>苏南五市, 沿江8市: some regions by their number.</summary>
    static bool CountsRegions(ReadOnlySpan<char> label) => label.Length is >= 2 and <= 8 && label[^1] is '省' or '市' or '县' or '州' or '区' && "二三四五六七八九十两0123456789".Contains(label[^2], StringComparison.Ordinal);

    static readonly string[] Offices =
        ["知识产权管理部门", "知识产权主管部门", "知识产权部门", "管理部门", "主管部门", "知识产权局", "市场监管局", "市场监督管理局", "知识产权(市场监管)局", "监管局", "分局", "人民政府", "政府", "管委会", "局"];

    /// <summary>各区局, 各设区市知识产权局 are told what their regions are to do.</summary>
    static ReadOnlySpan<char> WithoutOffice(ReadOnlySpan<char> label)
    {
        foreach (var office in Offices)
            if (label.Length > office.Length + 1 && label.EndsWith(office, StringComparison.Ordinal)) return label[..^office.Length];
        return label;
    }

    const string RegionNouns = "省市县区旗州盟地自治兵团设级以上直辖方城份乡镇街道园开发高新示范试点()、的和及";

    static readonly (string Words, ActorScope Scope)[] Leads =
    [
        ("有条件", ActorScope.CapableRegions), ("具备条件", ActorScope.CapableRegions), ("涉及", ActorScope.ConcernedRegions), ("试点", ActorScope.ConcernedRegions), ("示范", ActorScope.ConcernedRegions), ("有关", ActorScope.RelevantRegions),
        ("相关", ActorScope.RelevantRegions), ("其他", ActorScope.OtherRegions), ("其它", ActorScope.OtherRegions), ("各", ActorScope.AllRegions),
    ];
}
