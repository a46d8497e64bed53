using Zhice.Policy.Meaning;
using Zhice.Policy.Structure;

namespace Zhice.Policy;

/// <summary>The level of region that words speak of: 各省（区、市）, 各设区市, 强市建设示范城市, 涉及区, 福州、厦门.</summary>
public static class RegionWords
{
    static readonly string[] Provinces =
    [
        "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏",
        "陕西", "甘肃", "青海", "宁夏", "新疆", "新疆生产建设兵团", "兵团",
    ];

    /// <summary>Bare nouns of a class, as they stand alone before a colon; 园区 and its kin name no level.</summary>
    static readonly (string Noun, RegionLevel Level)[] Classes =
    [
        .. from noun in (string[])["省", "省份", "省级", "省区", "省区市", "省市", "自治区", "直辖市"] select (noun, RegionLevel.Province),
        .. from noun in (string[])["市", "城市", "市级", "地市", "地市级", "地级", "地级市", "地级以上市", "地级以上城市", "地级及以上市", "地级及以上城市", "设区市", "设区的市", "省辖市", "州", "市州", "州市", "市县", "市县级", "市县两级", "盟", "盟市", "地州市", "市地", "计划单列市", "副省级城市", "省会城市"]
            select (noun, RegionLevel.City),
        .. from noun in (string[])["县", "县级", "县域", "县区", "区县", "县市", "县市区", "市县区", "区", "区级", "区市", "区市县", "县级市", "城区", "市辖区", "辖区", "旗", "旗县", "旗县区", "旗县市区"] select (noun, RegionLevel.County),
        .. from noun in (string[])["园区", "开发区", "高新区", "经开区", "功能区", "示范区", "试验区", "新区"] select (noun, RegionLevel.Unstated),
    ];

    static readonly string[] Generic =
        ["各", "涉及的", "涉及", "有关", "相关", "其他", "其它", "其余", "所有", "全部", "全体", "每个", "每", "有条件的", "具备条件的", "部分", "试点", "示范", "非试点", "非示范"];

    static readonly HashSet<string> CityNames = [.. RegionNames.Cities.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The level that the words name by their nouns or by the places they list; <see cref="RegionLevel.Unstated"/> where they name none, or several.</summary>
    /// <param name="words">As printed, with or without 必做 or 选做 behind them.</param>
    public static RegionLevel LevelOf(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var plain = Plain(CharacterFold.Of(words));
        if (plain.Length == 0) return RegionLevel.Unstated;
        if (OfNames(plain) is { } named) return named;
        var parts = plain.Split(['、', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
        // 各区、县、市
        return parts is [.., var before, "市"] && OfNoun(before) == RegionLevel.County ? RegionLevel.County : parts.Length > 0 ? OfNoun(parts[^1]) : RegionLevel.Unstated;
    }

    /// <summary>True for the bare noun of a class, be it with 各 before it, as it stands before a colon: 省份, 各设区市, 县（市、区）, 园区.</summary>
    internal static bool IsMark(ReadOnlySpan<char> label, out RegionLevel level)
    {
        level = RegionLevel.Unstated;
        if (label.Length is 0 or > 14) return false;
        var plain = WithoutBrackets(label);
        if (plain.StartsWith('各')) plain = plain[1..];
        foreach (var (noun, of) in Classes)
        {
            if (plain != noun) continue;
            level = of;
            return true;
        }
        return false;
    }

    static readonly string[] Kinds = ["试点", "示范", "先行", "先导", "培育", "创建", "引领"];

    /// <summary>强市建设试点: the kind of a status without the noun of who holds it.</summary>
    internal static bool EndsAsKind(ReadOnlySpan<char> fold)
    {
        foreach (var kind in Kinds)
            if (fold.Length > kind.Length && fold.EndsWith(kind, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>试点城市选做 after 强市建设示范城市必做 in full, 强市建设试点城市选做; the same words where they stand for themselves.</summary>
    /// <param name="words">The words of a rule.</param>
    /// <param name="before">The words of the rule before it, in full.</param>
    public static string InFull(string words, string? before)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (string.IsNullOrEmpty(before) || !Array.Exists(Kinds, k => words.StartsWith(k, StringComparison.Ordinal)) || LevelOf(words) is RegionLevel.Unstated || LevelOf(words) != LevelOf(before)) return words;
        var at = -1;
        foreach (var kind in Kinds)
            if (before.IndexOf(kind, StringComparison.Ordinal) is var found and >= 0 && (at < 0 || found < at)) at = found;
        var front = at > 0 ? before[..at] : "";
        return front.Length >= 2 && front.IndexOfAny(['、', '，', ',', '；', ';', '：', ':', '除', '各', '其']) < 0 ? front + words : words;
    }

    /// <summary>各市县, 市县两级: regions of two levels in one word, be it the mark before a colon.</summary>
    internal static bool NamesCityAndCounty(string fold)
    {
        var plain = Plain(fold);
        return plain is "市县" or "市县级" or "市县两级" or "各市县" || plain.StartsWith("市县:", StringComparison.Ordinal) || plain.StartsWith("各市县:", StringComparison.Ordinal) || plain.StartsWith("市县级:", StringComparison.Ordinal);
    }

    /// <summary>昆明、曲靖、玉溪市: names of places and no more.</summary>
    internal static bool AreNames(string fold) => OfNames(fold) is not null;

    static string Plain(string fold)
    {
        var plain = WithoutBrackets(fold);
        // 各省必做，西藏除外: who is meant stands before the word; 必做：各市 says it behind.
        for (var i = 0; i + 1 < plain.Length; i++)
        {
            if (ObligationWords.At(plain, i, out _) is not (> 0 and var length)) continue;
            plain = i > 0 ? plain[..i] : plain[length..];
            break;
        }
        plain = plain.Trim(' ', ':', ',', ';', '。', '、', '.');
        foreach (var adverb in (ReadOnlySpan<string>)["均为", "均", "都", "全部", "必须", "自愿", "可以", "可"])
            if (plain.Length > adverb.Length + 1 && plain.EndsWith(adverb, StringComparison.Ordinal)) plain = plain[..^adverb.Length];
        return plain;
    }

    static string WithoutBrackets(ReadOnlySpan<char> fold)
    {
        var kept = new System.Text.StringBuilder(fold.Length);
        var depth = 0;
        foreach (var c in fold)
        {
            if (c == '(') depth++;
            else if (c == ')') depth = Math.Max(0, depth - 1);
            else if (depth == 0) kept.Append(c);
        }
        return kept.ToString();
    }

    /// <summary>The level of places listed by name alone; null where one of the words is no name of a place, unstated where they differ.</summary>
    static RegionLevel? OfNames(string plain)
    {
        RegionLevel? level = null;
        foreach (var part in plain.Split(['、', ',', '和', '及', '与'], StringSplitOptions.RemoveEmptyEntries))
        {
            var name = part.EndsWith('等') ? part[..^1] : part;
            RegionLevel own;
            if (Array.IndexOf(Provinces, name.TrimEnd('省', '市')) >= 0) own = RegionLevel.Province;
            else if (CityNames.Contains(name) || name.EndsWith('市') && CityNames.Contains(name[..^1]) || name is "吉林市") own = RegionLevel.City;
            else return null;
            level = level is null || level == own ? own : RegionLevel.Unstated;
        }
        return level;
    }

    static RegionLevel OfNoun(string phrase)
    {
        if (phrase is "全省" or "全市" or "全区" or "全县" or "本省" or "本市") return RegionLevel.Unstated;
        var bare = phrase;
        foreach (var word in Generic)
            if (bare.Length > word.Length && bare.StartsWith(word, StringComparison.Ordinal)) { bare = bare[word.Length..]; break; }
        foreach (var (noun, level) in Classes)
            if (bare == noun) return level;
        if (phrase.EndsWith("市县", StringComparison.Ordinal)) return RegionLevel.City;
        if (Ends(phrase, "省", "省份", "省区", "省区市", "自治区", "直辖市")) return RegionLevel.Province;
        if (Ends(phrase, "县", "区县", "县区", "县市区", "县域", "县级市", "城区", "市辖区", "旗")) return RegionLevel.County;
        if (Ends(phrase, "城市", "自治州", "市州", "设区市", "地级市", "计划单列市")) return RegionLevel.City;
        // 昆山市 is a name of which nothing says that it is a city of the second level; 强市建设示范市 says what kind of city.
        return phrase.EndsWith('市') && (phrase.Length > 4 || phrase.IndexOfAny(['示', '试', '点', '省', '所']) >= 0) ? RegionLevel.City : RegionLevel.Unstated;
    }

    static bool Ends(string phrase, params ReadOnlySpan<string> nouns)
    {
        foreach (var noun in nouns)
            if (phrase.EndsWith(noun, StringComparison.Ordinal)) return true;
        return false;
    }
}
