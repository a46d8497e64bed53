using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>Reads 适用范围 lines such as 城市：强市建设示范城市选做, and says which measure a group of them belongs to.</summary>
internal static class Applicability
{
    static readonly (string Words, RegionLevel Level)[] Levels =
    [
        ("省级", RegionLevel.Province), ("省份", RegionLevel.Province), ("省", RegionLevel.Province), ("各省", RegionLevel.Province),
        ("城市", RegionLevel.City), ("地市", RegionLevel.City), ("市级", RegionLevel.City), ("市", RegionLevel.City), ("设区市", RegionLevel.City), ("各市", RegionLevel.City),
        ("区县", RegionLevel.County), ("县区", RegionLevel.County), ("县域", RegionLevel.County), ("县级", RegionLevel.County), ("县", RegionLevel.County),
        ("县(市、区)", RegionLevel.County), ("各县(市、区)", RegionLevel.County), ("县市区", RegionLevel.County),
    ];

    /// <summary>The level mark that folded words begin with, and its length with the colon; null where there is none.</summary>
    public static RegionLevel? LevelAt(ReadOnlySpan<char> fold, out int length)
    {
        foreach (var (words, level) in Levels)
        {
            length = words.Length + 1;
            if (fold.Length > words.Length && fold[words.Length] == ':' && fold.StartsWith(words, StringComparison.Ordinal)) return level;
        }
        length = 0;
        return null;
    }

    /// <summary>The rules of one line; two where it says both 必做 and 选做 of different regions.</summary>
    public static IEnumerable<ApplicabilityRule> Rules(Flow flow, int start, int end, RegionLevel level, int textStart)
    {
        var fold = flow.Fold;
        var must = fold.IndexOf("必做", textStart, end - textStart, StringComparison.Ordinal);
        var may = fold.IndexOf("选做", textStart, end - textStart, StringComparison.Ordinal);
        if (must >= 0 && may >= 0)
        {
            var first = Math.Min(must, may) + 2;
            var second = first;
            while (second < end && fold[second] is ',' or ';' or '、' or '。' or ' ') second++;
            yield return Rule(flow, start, first, level, textStart, must < may);
            yield return Rule(flow, second, end, level, second, must > may);
            yield break;
        }
        yield return Rule(flow, start, end, level, textStart, must >= 0 ? true : may >= 0 ? false : null);
    }

    static ApplicabilityRule Rule(Flow flow, int start, int end, RegionLevel level, int textStart, bool? must)
    {
        while (end > textStart && flow.Fold[end - 1] is ';' or '。' or ',' or ' ') end--;
        return new ApplicabilityRule(level, flow.Words(textStart, end), must, flow.SpanOf(start, end));
    }

    /// <summary>Gives each group of rules to the measure it speaks of.</summary>
    /// <remarks>
    /// The first group belongs to the measure of all regions, a second one to the measure of the concerned regions; with one group
    /// only, a concerned-regions measure that speaks of cities takes the city line (2023 list).
    /// </remarks>
    public static List<Measure> Attach(List<Measure> measures, IReadOnlyList<List<ApplicabilityRule>> groups)
    {
        if (groups.Count == 0 || measures.Count == 0) return measures;
        var regional = measures.FindIndex(m => m.Scope == ActorScope.AllRegions);
        var special = measures.FindIndex(m => m.Scope is ActorScope.ConcernedRegions or ActorScope.RelevantRegions or ActorScope.CapableRegions);
        var first = regional >= 0 ? regional : special >= 0 ? special : measures.FindIndex(m => m.Scope != ActorScope.National);
        if (first < 0) first = measures.Count - 1;
        var result = new List<Measure>(measures);
        void Give(int index, IEnumerable<ApplicabilityRule> rules) => result[index] = result[index] with { Applicability = [.. result[index].Applicability, .. rules] };
        for (var g = 0; g < groups.Count; g++)
        {
            var target = g == 0 || special < 0 ? first : special;
            if (g == 0 && groups.Count == 1 && regional >= 0 && special >= 0 && SpeaksOfCities(measures[special].Text))
            {
                Give(first, groups[g].Where(r => r.Level != RegionLevel.City));
                Give(special, groups[g].Where(r => r.Level == RegionLevel.City));
                continue;
            }
            Give(target, groups[g]);
        }
        return result;
    }

    static bool SpeaksOfCities(string text) => text.Contains("城市", StringComparison.Ordinal) || text.Contains("强市", StringComparison.Ordinal);
}
