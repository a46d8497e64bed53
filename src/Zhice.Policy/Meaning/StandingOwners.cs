using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>Who answers for all that follows, said once in a note: （…，以下均需各市政府、开发区管委会落实，不再列出）.</summary>
/// <param name="After">Where the words stand in the canonical text; notes behind them are meant.</param>
/// <param name="Owners">Who, in the order named.</param>
internal sealed record StandingOwners(int After, IReadOnlyList<Assignment> Owners)
{
    /// <summary>Where such words begin in folded text, behind a sign; -1 where there are none.</summary>
    public static int At(string fold, int start, int end)
    {
        for (var i = start; ; i++)
        {
            i = i < end ? fold.IndexOf("以下", i, end - i, StringComparison.Ordinal) : -1;
            if (i < 0) return -1;
            if (i > start && fold[i - 1] is ',' or ';' or '。' && Every(fold, i, end) > 0) return i;
        }
    }

    static int Every(string fold, int at, int end)
    {
        var every = fold.IndexOf('均', at, Math.Min(end - at, 14));
        return every > 0 && fold.AsSpan(at, every - at).IndexOfAny(",;。(") < 0 ? every + 1 : -1;
    }

    public static StandingOwners? In(Flow flow)
    {
        var fold = flow.Fold;
        if (!fold.Contains("不再", StringComparison.Ordinal) || At(fold, 0, fold.Length) is not (>= 0 and var at)) return null;
        var from = Every(fold, at, fold.Length);
        while (from < fold.Length && fold[from] is '需' or '由' or '须' or '应' or '要' or '请') from++;
        var left = fold.IndexOf("不再", from, StringComparison.Ordinal);
        var to = fold.AsSpan(from).IndexOfAny(";。") is var stop && stop >= 0 && from + stop < left ? from + stop : left;
        if (left < 0 || to - from > 200) return null;
        var bodies = OrganisationList.Read(flow, from, to).Bodies;
        if (bodies.Count == 0 || bodies.Any(b => !OrganisationNames.Looks(CharacterFold.Of(b.Name)))) return null;
        return new StandingOwners(flow.SpanOf(at, at + 1).Start, [.. bodies.Select(b => new Assignment(b.Name, AssignmentRole.Responsible, AssignmentMode.Joint, flow.SpanOf(b.Start, b.End)))]);
    }

    /// <summary>Adds those who are not named to what a note behind the words states.</summary>
    public void AddTo(List<Assignment> stated)
    {
        if (stated.Count == 0 || stated[0].Span.Start < After) return;
        var missing = Owners.Where(o => !stated.Exists(a => CharacterFold.Of(a.Organisation) == CharacterFold.Of(o.Organisation))).ToList();
        if (missing.Count == 0) return;
        var mode = stated[0].Mode == AssignmentMode.ByFunction ? AssignmentMode.ByFunction : AssignmentMode.Joint;
        for (var i = 0; i < stated.Count; i++) stated[i] = stated[i] with { Mode = mode };
        stated.AddRange(missing.Select(m => m with { Mode = mode }));
    }
}
