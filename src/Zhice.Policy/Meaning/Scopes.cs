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
            return scope;
        }
        return Labelled(fold, out length, out labelled);
    }

    /// <summary>A list of a province or city labels its measures alike: 省知识产权局： is the issuing office, 各市：, 涉及县（市、区）： are regions.</summary>
    static ActorScope Labelled(string fold, out int length, out bool labelled)
    {
        (length, labelled) = (0, false);
        var colon = fold.AsSpan(0, Math.Min(fold.Length, 22)).IndexOf(':');
        if (colon < 2) return ActorScope.Unspecified;
        var label = fold.AsSpan(0, colon);
        if (label.ContainsAny(NotInLabels)) return ActorScope.Unspecified;
        var scope = ActorScope.Unspecified;
        foreach (var (words, kind) in Leads)
        {
            if (!label.StartsWith(words, StringComparison.Ordinal) || label[words.Length..].Trim(RegionWords).Length > 0) continue;
            scope = kind;
            break;
        }
        if (scope == ActorScope.Unspecified && label.EndsWith("知识产权局", StringComparison.Ordinal) && label[..^5] is "省" or "市" or "自治区" or "区" or "县" or "州" or "兵团") scope = ActorScope.National;
        if (scope == ActorScope.Unspecified && label is "省局" or "市局") scope = ActorScope.National;
        if (scope == ActorScope.Unspecified && label.EndsWith("层面", StringComparison.Ordinal)) scope = OfLevel(label[..^2]);
        if (scope == ActorScope.Unspecified) return scope;
        (length, labelled) = (colon + 1, true);
        return scope;
    }

    /// <summary>国家层面, 省级层面, 市县层面: the level of the issuing office itself, or of the regions below it.</summary>
    static ActorScope OfLevel(ReadOnlySpan<char> level) =>
        level is "国家" or "中央" or "省级" or "市级" or "省" or "市" or "自治区" or "自治区级" or "全省" or "全市" ? ActorScope.National
        : level is "地方" || level.Trim(RegionWords).Length == 0 ? ActorScope.AllRegions
        : ActorScope.Unspecified;

    /// <summary>True for a label of the issuing office that is not the national one: 省级层面：, 省知识产权局：. Beside 国家层面： it names regions.</summary>
    public static bool IsBelowNational(string fold) => fold[0] is '省' or '市' or '自' or '区' or '全' or '县' or '州';

    static readonly SearchValues<char> NotInLabels = SearchValues.Create("。;,“”《》");

    const string RegionWords = "省市县区旗州盟地自治兵团设级直辖方城份乡镇街道()、的和及";

    static readonly (string Words, ActorScope Scope)[] Leads =
    [
        ("有条件", ActorScope.CapableRegions), ("具备条件", ActorScope.CapableRegions), ("涉及", ActorScope.ConcernedRegions), ("试点", ActorScope.ConcernedRegions), ("有关", ActorScope.RelevantRegions),
        ("相关", ActorScope.RelevantRegions), ("其他", ActorScope.OtherRegions), ("其它", ActorScope.OtherRegions), ("各", ActorScope.AllRegions),
    ];
}
