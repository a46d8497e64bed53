using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>Reads 适用范围 lines such as 城市：强市建设示范城市选做, and says which measure a group of them belongs to.</summary>
internal static class Applicability
{
    /// <summary>The level mark that folded words begin with, and its length with the colon; null where there is none. 园区： marks no level and is a mark all the same.</summary>
    public static RegionLevel? LevelAt(ReadOnlySpan<char> fold, out int length)
    {
        length = 0;
        var colon = fold[..Math.Min(fold.Length, 15)].IndexOf(':');
        if (colon < 1 || !RegionWords.IsMark(fold[..colon], out var level)) return null;
        length = colon + 1;
        return level;
    }

    /// <summary>The rules that the words of a range state; none where they say that there is no range (—, 不适用).</summary>
    /// <remarks>
    /// The level is that of the mark before the colon, else that of the words themselves, else that of the statement before. Words that
    /// neither oblige nor bear a mark (全国, 有条件的地区, 某些城市) say where a thing is done, not who must do it: they keep no level.
    /// </remarks>
    public static List<ApplicabilityRule> Rules(Flow flow, int start, int end)
    {
        var rules = new List<ApplicabilityRule>();
        if (end - start > 2 && flow.Fold[start] == '(' && BracketPairs.Match(flow.Fold)[start] == end - 1) (start, end) = (start + 1, end - 1);
        if (IsNothing(flow.Fold.AsSpan(start, end - start))) return rules;
        var (carried, marked) = (RegionLevel.Unstated, false);
        foreach (var stated in ApplicabilityClauses.Of(flow.Fold, start, end))
        {
            var clause = stated with { End = LevelExclusions.Before(flow, stated.Text, stated.End) };
            if (clause.End <= clause.Text) continue;
            if (clause.Mark is RegionLevel.City or RegionLevel.County && clause.Must is not null && ByLevel(flow, clause) is { Count: > 1 } marks)
            {
                // 城市：强市建设示范城市，强县建设示范县必做: the nouns say more than the mark.
                foreach (var (from, to, level) in marks)
                    rules.Add(new ApplicabilityRule(level, flow.Words(from, to), clause.Must, flow.SpanOf(from == clause.Text ? clause.Start : from, to)));
                (carried, marked) = (RegionLevel.Unstated, false);
                continue;
            }
            if (clause.Mark is null && clause.Must is not null)
            {
                var parts = ByLevel(flow, clause);
                if (parts.Count > 1)
                {
                    foreach (var (from, to, level) in parts)
                        rules.Add(new ApplicabilityRule(level, flow.Words(from, to), clause.Must, flow.SpanOf(from, to)));
                    (carried, marked) = (RegionLevel.Unstated, false);
                    continue;
                }
                var own = parts.Count == 1 ? parts[0].Level : RegionWords.LevelOf(flow.Words(clause.Who, clause.End));
                // 其他选做 goes on with the level before it, 开发区选做 speaks of something else.
                if (own != RegionLevel.Unstated || !marked && NamesOtherThings(flow.Fold.AsSpan(clause.Who, clause.End - clause.Who))) (carried, marked) = (own, false);
            }
            else (carried, marked) = (clause.Mark ?? RegionLevel.Unstated, clause.Mark is not null);
            rules.Add(new ApplicabilityRule(carried, flow.Words(clause.Text, clause.End), clause.Must, flow.SpanOf(clause.Start, stated.End)));
            // 市县必做 obliges both.
            if (clause.Must is not null && carried == RegionLevel.City && RegionWords.NamesCityAndCounty(flow.Fold[clause.Start..clause.End])) rules.Add(rules[^1] with { Level = RegionLevel.County });
        }
        return rules;
    }

    static bool NamesOtherThings(ReadOnlySpan<char> who)
    {
        for (var i = 2; i + 1 < who.Length; i++)
            if (ObligationWords.At(who, i, out _) > 0) { who = who[..i]; break; }
        who = who.TrimEnd("(:,、 ");
        return who.Length > 1 && "区园地校业心构位会院所企库".Contains(who[^1], StringComparison.Ordinal);
    }

    /// <summary>各市、县（市、区）必做 obliges regions of two levels: one rule for each.</summary>
    static List<(int Start, int End, RegionLevel Level)> ByLevel(Flow flow, ApplicabilityClause clause)
    {
        var parts = new List<(int Start, int End, RegionLevel Level)>();
        var (fold, depth, from) = (flow.Fold, 0, clause.Who);
        // 强市建设试点、示范城市: the kind without a noun goes with the one behind it.
        var open = -1;
        for (var i = clause.Who; i <= clause.End; i++)
        {
            var c = i < clause.End ? fold[i] : '、';
            if (c == '(') depth++;
            else if (c == ')') depth--;
            if (i < clause.End && (depth > 0 || c is not ('、' or ',' or '和' or '及'))) continue;
            if (i > from)
            {
                var level = RegionWords.LevelOf(fold[from..i]);
                if (level == RegionLevel.Unstated)
                {
                    if (!RegionWords.EndsAsKind(fold.AsSpan(from, i - from)) || i == clause.End) return [];
                    if (open < 0) open = from;
                    from = i + 1;
                    continue;
                }
                if (open >= 0) (from, open) = (open, -1);
                // 各县、市、区 are all of one level.
                if (parts.Count > 0 && parts[^1].Level == RegionLevel.County && fold.AsSpan(from, i - from) is "市" or "市必做" or "市选做") level = RegionLevel.County;
                if (parts.Count > 0 && parts[^1].Level == level) parts[^1] = parts[^1] with { End = i };
                else parts.Add((from, i, level));
            }
            from = i + 1;
        }
        if (parts.Count > 1) parts[0] = parts[0] with { Start = clause.Text };
        return parts;
    }

    static readonly string[] Nothing = ["", "无", "不适用", "不涉及", "暂无", "无要求", "不作要求", "N", "NA", "N/A"];

    /// <summary>—, /, 不适用: a cell filled to say that there is nothing.</summary>
    static bool IsNothing(ReadOnlySpan<char> fold)
    {
        var words = fold.Trim(" -/\\|.。,、;()_*·").ToString();
        return Array.IndexOf(Nothing, words) >= 0;
    }

    /// <summary>Where the words of a range begin in a line of a department cell; -1 where the line names departments alone.</summary>
    public static int RangeIn(Flow flow)
    {
        var fold = flow.Fold;
        if (LevelAt(fold, out var length) is not null && (ObligationWords.Say(fold) || !NamesDepartments(flow, length))) return 0;
        if (!ObligationWords.Say(fold)) return -1;
        if (BehindDepartment(fold) is > 0 and var behind) return behind;
        var partner = BracketPairs.Match(fold);
        var (start, from) = (-1, 0);
        for (var i = 0; i <= fold.Length; i++)
        {
            if (i < fold.Length && partner[i] > i)
            {
                // 保护司（各省必做）
                if (ObligationWords.Say(fold.AsSpan(i + 1, partner[i] - i - 1)) && OrganisationNames.IsDepartment(Unlabelled(fold.AsSpan(from, i - from)))) return i;
                i = partner[i];
                continue;
            }
            if (i < fold.Length && fold[i] is not (',' or ';' or '。' or '、')) continue;
            var piece = fold.AsSpan(from, i - from);
            if (OrganisationNames.IsDepartment(Unlabelled(piece))) start = -1;
            else if (start < 0) start = from;
            if (ObligationWords.Say(piece)) break;
            from = i + 1;
        }
        return Math.Max(0, start);
    }

    /// <summary>保护司 省份：各省必做: where a level mark stands right behind a department in one line; -1 where none does.</summary>
    static int BehindDepartment(string fold)
    {
        for (var i = 3; i + 2 < fold.Length; i++)
        {
            if (fold[i] is ',' or ';' or '。' or ':' || LevelAt(fold.AsSpan(i), out _) is null) continue;
            var before = fold.AsSpan(0, i).TrimEnd(" ,;、");
            if (before.IndexOf(':') >= 0) return -1;
            return OrganisationNames.IsDepartment(before[(before.LastIndexOfAny(",;、 ") + 1)..]) ? i : -1;
        }
        return -1;
    }

    /// <summary>合肥、芜湖市必做，其他市选做。 at the head of an item: where the words that state a range and no more end, their stop or colon included; -1 where it begins with none.</summary>
    public static int HeadIn(Flow flow, int start, int end)
    {
        var fold = flow.Fold;
        var stop = start;
        while (stop < end && stop - start < 80 && fold[stop] is not ('。' or ':')) stop++;
        if (stop >= end || stop == start || fold[stop] == ':' && ObligationWords.HeadAt(fold, start, out _) > 0) return -1;
        if (!ObligationWords.Say(fold.AsSpan(start, stop - start))) return -1;
        foreach (var clause in ApplicabilityClauses.Of(fold, start, stop))
            if (clause.Must is null || !EndsSaying(fold.AsSpan(clause.Start, clause.End - clause.Start)) || !SpeaksOfRegions(flow, clause)) return -1;
        return stop + 1;
    }

    static bool EndsSaying(ReadOnlySpan<char> clause)
    {
        foreach (var word in ObligationWords.All)
            if (clause.TrimEnd(')').EndsWith(word, StringComparison.Ordinal)) return true;
        return false;
    }

    static bool SpeaksOfRegions(Flow flow, ApplicabilityClause clause) =>
        clause.Mark is not null || RegionWords.LevelOf(flow.Words(clause.Who, clause.End)) != RegionLevel.Unstated || ByLevel(flow, clause).Count > 0
        || flow.Fold[clause.Who] is '其' or '各';

    static ReadOnlySpan<char> Unlabelled(ReadOnlySpan<char> piece) => piece[(piece.IndexOf(':') + 1)..];

    /// <summary>省级：省教育厅、省财政厅 says whose departments follow; it is no range.</summary>
    static bool NamesDepartments(Flow flow, int start)
    {
        var bodies = OrganisationList.Read(flow, start, flow.Length).Bodies;
        return bodies.Count > 0 && bodies.All(b => OrganisationNames.Looks(flow.Fold.AsSpan(b.Start, b.End - b.Start)) && RegionWords.LevelOf(flow.Fold[b.Start..b.End]) == RegionLevel.Unstated && flow.Fold[b.End - 1] is not ('区' or '地' or '市' or '县' or '省'));
    }

    /// <summary>A line of prose that is a range and no more: 省份：各省必做.</summary>
    public static bool IsLine(string fold)
    {
        if (fold.Length > 80 || LevelAt(fold, out _) is null) return false;
        var words = fold.AsSpan().TrimEnd("。;, )");
        foreach (var word in ObligationWords.All)
            if (words.EndsWith(word, StringComparison.Ordinal)) return words.IndexOf('。') < 0;
        return false;
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
