using System.Text.RegularExpressions;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Programme.Rules;

/// <summary>Reads the words of an applicability rule into clauses. Pure; what it does not understand it says so.</summary>
/// <remarks>
/// The words are first cut behind each 必做 or 选做 and at 、 ， ；. Several kinds before one noun are several statuses:
/// in 强市建设试点、示范城市 the words before 试点 and the noun behind 示范 belong to both; in 专利、商标审查协作中心涉及省份 the words
/// behind 商标 belong to both. Where the recorded statuses allow several readings of such a group, the one that is recorded is
/// meant; where none is recorded, the parts are taken to be of equal length.
/// </remarks>
/// <param name="divisions">Finds a division by full or short name; null where there is none, or more than one.</param>
/// <param name="recorded">True for a status of which any fact was ever recorded.</param>
public sealed partial class RuleWords(Func<string, DivisionLevel, Division?> divisions, Func<StatusName, bool> recorded)
{
    /// <summary>The clauses of a rule, in order; at least one.</summary>
    /// <param name="words">The words, with or without the level mark in front.</param>
    /// <param name="level">The level that the rule speaks of.</param>
    /// <param name="must">What the reading made of 必做 and 选做; counts for clauses that say neither.</param>
    public IReadOnlyList<RuleClause> Read(string words, DivisionLevel level, bool? must)
    {
        var plain = LevelMark().Replace(PlainWords.Undefined(words), "");
        var clauses = new List<RuleClause>();
        foreach (var (who, says) in Statements(plain, must))
            clauses.AddRange(Subjects(who, level).Select(subject => new RuleClause(subject, who.Length == 0 ? plain : who, says)));
        return clauses;
    }

    static IEnumerable<(string Who, bool? Must)> Statements(string plain, bool? must)
    {
        foreach (var sentence in plain.Split(['；', '。'], StringSplitOptions.RemoveEmptyEntries))
        {
            var headed = Headed().Match(sentence);
            if (headed.Success)
            {
                yield return (headed.Groups["who"].Value, Says(headed.Groups["must"].Value));
                continue;
            }
            var at = 0;
            foreach (Match end in MustWord().Matches(sentence))
            {
                yield return (Trim(sentence[at..end.Index]), Says(end.Value));
                at = end.Index + end.Length;
            }
            var rest = Trim(sentence[at..]);
            if (rest.Length > 0 || at == 0) yield return (rest, must);
        }
        if (plain.Length == 0) yield return ("", must);
    }

    IEnumerable<ClauseSubject> Subjects(string who, DivisionLevel level)
    {
        var (words, except) = Exceptions(who);
        if (words.Length == 0) return [new ClauseSubject.Every(null, except)];
        if (EveryLevel(words) is { } every) return [new ClauseSubject.Every(every == DivisionLevel.Nation ? null : every, except)];
        if (except.Count > 0) return [new ClauseSubject.Unnamed(PendingReason.RuleNotUnderstood)];
        if (Unnamed(words) is { } unnamed) return [unnamed];
        if (divisions(words, level) is { } one) return [new ClauseSubject.Named(one)];
        if (recorded(StatusName.Of(words))) return [Status(words)];
        return Group(words, level);
    }

    // A list: divisions, statuses, or kinds that share their beginning or end.
    IEnumerable<ClauseSubject> Group(string words, DivisionLevel level)
    {
        var parts = words.Split(['、', '，'], StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(part => Joined(part, level))
            .Where(part => part.Length > 0).ToList();
        var named = parts.Select(part => divisions(part, level)).ToList();
        var kinds = parts.Where((_, i) => named[i] is null).ToList();
        foreach (var division in named.OfType<Division>()) yield return new ClauseSubject.Named(division);
        if (kinds.Count == 0) yield break;
        if (named.Count > kinds.Count && kinds.All(kind => EveryLevel(kind) is null && !Kind().IsMatch(kind) && StatusName.Of(kind).Level is null))
        {
            yield return new ClauseSubject.Unnamed(PendingReason.RuleNotUnderstood); // a name among divisions that is none
            yield break;
        }
        foreach (var kind in Distributed(kinds))
        {
            yield return EveryLevel(kind) is { } every && kind.StartsWith('各')
                ? new ClauseSubject.Every(every == DivisionLevel.Nation ? null : every, [])
                : Unnamed(kind) ?? (LooksLikeStatus(kind) ? Status(kind) : new ClauseSubject.Unnamed(PendingReason.RuleNotUnderstood));
        }
    }

    // 和 also stands inside names (和田, 呼和浩特, 保护和运用): it is cut only where a name, a kind or a short word ends before it.
    IEnumerable<string> Joined(string part, DivisionLevel level)
    {
        if (divisions(part, level) is not null || recorded(StatusName.Of(part))) return [part];
        var cuts = Conjunction().Matches(part).Select(and => (Before: part[..and.Index], Behind: part[(and.Index + and.Length)..]))
            .Where(cut => cut is { Before.Length: > 0, Behind.Length: > 0 }).ToList();
        var best = cuts.Find(cut => divisions(cut.Before, level) is not null || divisions(cut.Behind, level) is not null);
        if (best.Before is null)
            best = cuts.Find(cut => cut.Before.Length <= 4 || KindPlace().IsMatch(cut.Before) || StatusName.Of(cut.Before).Level is not null);
        if (best.Before is not null) return [.. Joined(best.Before, level), .. Joined(best.Behind, level)];
        return [part];
    }

    IEnumerable<string> Distributed(List<string> parts)
    {
        var last = parts[^1];
        var front = Front(parts[0]);
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            // 示范城市 after 强市建设试点: the kind alone takes the words in front of the first kind.
            if (i > 0 && KindAlone().IsMatch(part)) part = front + part;
            // 强市建设试点 before 示范城市, 专利 before 商标审查协作中心涉及省份: the end is the last one's.
            if (i < parts.Count - 1 && StatusName.Of(part).Level is null && !recorded(StatusName.Of(part))) part = Completed(part, last);
            yield return part;
        }
    }

    string Completed(string part, string last)
    {
        if (Kind().IsMatch(part)) return part + Noun().Match(last).Value;
        for (var cut = 1; cut < last.Length; cut++)
            if (recorded(StatusName.Of(part + last[cut..]))) return part + last[cut..];
        return part.Length < last.Length ? part + last[part.Length..] : part + Noun().Match(last).Value;
    }

    static ClauseSubject? Unnamed(string words) => words switch
    {
        _ when Concerned().IsMatch(words) => new ClauseSubject.Unnamed(PendingReason.ConcernedUnnamed),
        _ when Relevant().IsMatch(words) => new ClauseSubject.Unnamed(PendingReason.RelevantUnnamed),
        _ when Other().IsMatch(words) => new ClauseSubject.Rest(),
        _ when CapableWords().Match(words) is { Success: true } capable => new ClauseSubject.Capable(StatusName.Of(capable.Groups["noun"].Value).Level),
        _ => null,
    };

    /// <summary>Level of 各省, 各市, 各县（市、区）; Nation for 各地 and 市县, which leave the level open; null where the words are none of these.</summary>
    static DivisionLevel? EveryLevel(string words)
    {
        var plain = PlainWords.WithoutBrackets(words);
        return EveryProvince().IsMatch(plain) ? DivisionLevel.Province
            : EveryCity().IsMatch(plain) ? DivisionLevel.City
            : EveryCounty().IsMatch(plain) ? DivisionLevel.County
            : EveryPlace().IsMatch(plain) ? DivisionLevel.Nation
            : null;
    }

    static (string Words, IReadOnlyList<string> Except) Exceptions(string who)
    {
        var match = ExceptBehind().Match(who);
        if (!match.Success) match = ExceptBefore().Match(who);
        if (!match.Success) return (who, []);
        var names = match.Groups["names"].Value.Split(['、', '，', '和', '及'], StringSplitOptions.RemoveEmptyEntries);
        var words = match.Groups["words"].Value;
        return (OtherFront().Replace(words, "各"), names);
    }

    static ClauseSubject.Status Status(string words) => new ClauseSubject.Status(StatusName.Of(words), words);

    static bool LooksLikeStatus(string words) =>
        !StatusName.Of(words).IsEmpty && (Kind().IsMatch(words) || StatusName.Of(words) is { Level: not null } or { Located: true });

    static bool Says(string must) => MustYes().IsMatch(must);

    static string Trim(string who) => Lead().Replace(who.TrimStart('，', '、', '：', '）').TrimEnd('，', '、', '：', '（'), "") is var rest ? Adverb().Replace(rest, "") : rest;

    static string Front(string first) => KindPlace().Match(first) is { Success: true } kind ? first[..kind.Index] : "";

    /// <summary>What a region may be called without its name.</summary>
    const string Nouns = "省份|省|城市|设区的?市|地级市|市州|州市|盟市|地市|市县|市|州|盟|区县|县市区|县区|县（市、区）|县|区|旗|地区|地方|单位";

    [GeneratedRegex("^(?:适用范围|推广范围|实施范围)?：?(?:省份|省级|城市|市级|区县|县区|县级|省|市)：")] private static partial Regex LevelMark();
    [GeneratedRegex("必须完成|必须开展|必须做|必做|必选|应做|可选做|自愿选做|选做|可选|自选|自愿(?:参与|开展)?|鼓励(?:开展|参与)")] private static partial Regex MustWord();
    [GeneratedRegex("^必|^应")] private static partial Regex MustYes();
    [GeneratedRegex("^(?<must>必做|选做|必选|可选|自选)(?:项目?|任务|省份|城市|地区|县区|区县|范围|对象|单位|主体)?：(?<who>.+)$")] private static partial Regex Headed();
    [GeneratedRegex("^(?:鼓励|支持|引导|其中|原则上|请|由)+")] private static partial Regex Lead();
    [GeneratedRegex("(?:均|都|全部|为|应当?|须|需|可以?|自愿)+$")] private static partial Regex Adverb();
    [GeneratedRegex("^(?<words>.+?)[（，](?<names>[^（）]+?)除外）?$")] private static partial Regex ExceptBehind();
    [GeneratedRegex("^除(?<names>.+?)以?外，?的?(?<words>.*)$")] private static partial Regex ExceptBefore();
    [GeneratedRegex("^(?:其他|其余|其它)")] private static partial Regex OtherFront();
    [GeneratedRegex("以及|和|与|(?<!涉)及|或")] private static partial Regex Conjunction();
    [GeneratedRegex("^(?:各|全国各?|所有|全部|全体|每个?)?省(?:份|级|区市|级地区)?(?:、?(?:自治区|直辖市|区|市|新疆生产建设兵团|兵团))*(?:[及和](?:新疆生产建设)?兵团)?$")]
    private static partial Regex EveryProvince();
    [GeneratedRegex("^(?:各|全[国省市区州]各?|所有|全部|全体|每个?)?(?:地级(?:及?以上)?|设区的?|省辖|地)?(?:城市|市|州)(?:级|域)?(?:、?(?:州|盟|地区|市))*$")] private static partial Regex EveryCity();
    [GeneratedRegex("^(?:各|全[国省市区州]各?|所有|全部|全体|每个?)?(?:县|区)(?:级|域)?(?:、?(?:县|区|市|旗))*$")] private static partial Regex EveryCounty();
    [GeneratedRegex("^全(?:国|省|市|区|州|县|自治区)$|^(?:(?:各|全国各?|所有|全部|全体)(?:地方|地区|地|单位)|各?市县(?:级|两级)?)$")] private static partial Regex EveryPlace();
    [GeneratedRegex("^(?:所?涉及到?)的?(?:" + Nouns + ")(?:（[^（）]*）)?$")] private static partial Regex Concerned();
    [GeneratedRegex("^(?:有关|相关)的?(?:" + Nouns + ")(?:（[^（）]*）)?$")] private static partial Regex Relevant();
    [GeneratedRegex("^(?:其他|其余|其它)(?:的|各)?(?:" + Nouns + ")(?:（[^（）]*）)?$")] private static partial Regex Other();
    [GeneratedRegex("^(?:有|具备)条件的?(?<noun>" + Nouns + ")(?:（[^（）]*）)?$")] private static partial Regex CapableWords();
    [GeneratedRegex("试点|示范|先行|先导|培育|创建|引领|改革|中心|基地|园区|专区|保护区|试验区|开发区")] private static partial Regex Kind();
    [GeneratedRegex("试点|示范|先行|先导|培育|创建|引领")] private static partial Regex KindPlace();
    [GeneratedRegex("^(?:试点|示范|先行|先导|培育|创建|引领|建设)+(?:省份|省|城市|市|区县|县|地区|地方|单位|区)?$")] private static partial Regex KindAlone();
    [GeneratedRegex("(?:涉及|所在|所属|所处)?的?(?:省份|省|城市|市|区县|县区|县市区|县域|县|城区|地区|地方|单位)?$")] private static partial Regex Noun();
}
