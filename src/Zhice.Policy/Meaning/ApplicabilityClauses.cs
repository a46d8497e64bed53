using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>One statement of a range: 省份：各省必做, 示范城市选做, 必做：各市.</summary>
/// <param name="Start">First character in the flow, level mark included.</param>
/// <param name="Text">Where the words behind the level mark begin.</param>
/// <param name="Who">Where those who are meant begin: behind 必做： too.</param>
/// <param name="End">One past the last.</param>
/// <param name="Mark">The level before the colon; null where there is none.</param>
/// <param name="Must">True 必做, false 选做, null where neither is said.</param>
internal readonly record struct ApplicabilityClause(int Start, int Text, int Who, int End, RegionLevel? Mark, bool? Must);

/// <summary>
/// Cuts the words of a range into its statements: behind each 必做 or 选做, before each level mark (城市：) and before each 必做：.
/// </summary>
internal sealed class ApplicabilityClauses
{
    readonly string fold;
    readonly int[] partner;
    readonly bool said;
    readonly List<ApplicabilityClause> clauses = [];

    ApplicabilityClauses(string fold, int[] partner, bool said) => (this.fold, this.partner, this.said) = (fold, partner, said);

    public static List<ApplicabilityClause> Of(string fold, int start, int end)
    {
        var read = new ApplicabilityClauses(fold, BracketPairs.Match(fold), ObligationWords.Say(fold.AsSpan(start, end - start)));
        read.Read(start, end);
        return read.clauses;
    }

    void Read(int start, int end)
    {
        for (var at = start; at < end;)
        {
            while (at < end && IsBetween(fold[at])) at++;
            if (at < end) at = Clause(at, end);
        }
    }

    static bool IsBetween(char c) => c is ',' or ';' or '。' or '、' or ' ' or ':' or '.' or ')';

    int Clause(int start, int end)
    {
        var mark = Applicability.LevelAt(fold.AsSpan(start, end - start), out var length);
        var text = start + length;
        var head = text < end ? ObligationWords.HeadAt(fold.AsSpan(0, end), text, out var headed) : Nothing(out headed);
        bool? must = head > 0 ? headed : null;
        var (who, stop) = (text + head, -1);
        var inside = (Start: -1, End: -1);
        var i = who;
        for (; i < end && stop < 0; i++)
        {
            if (partner[i] > i && partner[i] < end)
            {
                var speaks = fold[i] == '(' && ObligationWords.Say(fold.AsSpan(i + 1, partner[i] - i - 1));
                if (speaks && must is not null) (inside, stop) = ((i + 1, partner[i]), i); // 各市必做（县级选做）
                else if (speaks) must = FirstIn(i + 1, partner[i]);
                if (stop >= 0) break;
                i = partner[i];
                if (speaks && SaysMore(i + 1, end)) stop = i + 1;
                continue;
            }
            var word = head == 0 ? ObligationWords.At(fold.AsSpan(0, end), i, out var says) : Nothing(out says);
            if (word > 0)
            {
                must ??= says;
                i += word - 1;
                if (i + 1 < end && fold[i + 1] == '项') i++;
                if (SaysMore(i + 1, end)) stop = i + 1;
                continue;
            }
            var ends = fold[i] switch
            {
                ';' or '。' => said || BeginsAnew(i + 1, end),
                ',' or '、' or ' ' => must is not null && head == 0 || BeginsAnew(i + 1, end),
                _ => false,
            };
            if (ends) stop = i;
        }
        if (stop < 0) stop = i;
        Add(start, text, who, stop, mark, must);
        if (inside.Start < 0) return stop;
        Read(inside.Start, inside.End);
        return inside.End + 1;
    }

    static int Nothing(out bool must)
    {
        must = false;
        return 0;
    }

    bool FirstIn(int start, int end)
    {
        for (var i = start; i < end; i++)
            if (ObligationWords.At(fold, i, out var must) > 0) return must;
        return false;
    }

    /// <summary>示范城市必做试点城市选做: no sign stands between two statements.</summary>
    bool SaysMore(int at, int end)
    {
        if (at >= end || IsBetween(fold[at]) || fold[at] == '(') return false;
        if (Applicability.LevelAt(fold.AsSpan(at, end - at), out _) is not null) return true; // 各省必做城市：…
        var stop = fold.AsSpan(at, end - at).IndexOfAny(",;。");
        return ObligationWords.Say(fold.AsSpan(at, stop < 0 ? end - at : stop));
    }

    bool BeginsAnew(int at, int end)
    {
        while (at < end && fold[at] == ' ') at++;
        return at < end && (Applicability.LevelAt(fold.AsSpan(at, end - at), out _) is not null || ObligationWords.HeadAt(fold.AsSpan(0, end), at, out _) > 0);
    }

    void Add(int start, int text, int who, int end, RegionLevel? mark, bool? must)
    {
        while (end > text && IsBetween(fold[end - 1]) && fold[end - 1] != ')') end--;
        if (end <= text) return;
        // …必做，西藏除外 goes on with the statement before.
        if (mark is null && must is null && said && clauses is [.., { Must: not null } before] && fold[start - 1] is ',' or '、')
        {
            clauses[^1] = before with { End = end };
            return;
        }
        clauses.Add(new ApplicabilityClause(start, text, who, end, mark, must));
    }
}
