using Zhice.Domain.Programme;

namespace Zhice.Domain.Matching;

/// <summary>How far a region's own documents carry a national commitment, as confirmed by a person.</summary>
public enum CoverageState
{
    /// <summary>Nothing confirmed, whatever is proposed.</summary>
    Missing,
    /// <summary>A part is confirmed.</summary>
    Partly,
    /// <summary>The whole is confirmed.</summary>
    Covered,
}

/// <summary>What a local commitment asks less than the national one.</summary>
public enum Shortfall
{
    /// <summary>It is due later.</summary>
    LaterDue,
    /// <summary>A figure of the same thing is lower, or a limit is looser.</summary>
    WeakerTarget,
}

/// <summary>The rules of an alignment. A local task never lowers the national duty: what asks for less carries a part at most.</summary>
public static class Coverage
{
    /// <summary>The state that confirmed answers make.</summary>
    public static CoverageState Of(IEnumerable<MatchAnswer> confirmed)
    {
        var answers = confirmed.ToHashSet();
        return answers.Contains(MatchAnswer.Whole) ? CoverageState.Covered : answers.Contains(MatchAnswer.Part) ? CoverageState.Partly : CoverageState.Missing;
    }

    /// <summary>What the local commitment asks less; none where it asks as much, or the documents do not say.</summary>
    /// <param name="nationalDue">完成时间 of the national commitment, or of its task.</param>
    /// <param name="national">Its 量化目标.</param>
    /// <param name="localDue">完成时间 of the local commitment, or of its task.</param>
    /// <param name="local">Its 量化目标.</param>
    public static IReadOnlyList<Shortfall> Of(DueTime nationalDue, IEnumerable<FoundTarget> national, DueTime localDue, IReadOnlyCollection<FoundTarget> local)
    {
        ArgumentNullException.ThrowIfNull(nationalDue);
        ArgumentNullException.ThrowIfNull(localDue);
        ArgumentNullException.ThrowIfNull(national);
        var found = new List<Shortfall>();
        if (localDue.On is { } theirs && nationalDue.On is { } ours && theirs > ours) found.Add(Shortfall.LaterDue);
        if (national.Any(n => local.Any(l => IsWeaker(n, l)))) found.Add(Shortfall.WeakerTarget);
        return found;
    }

    static bool IsWeaker(FoundTarget national, FoundTarget local)
    {
        if (national.Unit != local.Unit || national.Growth != local.Growth || !(national.What.Contains(local.What, StringComparison.Ordinal) || local.What.Contains(national.What, StringComparison.Ordinal)))
            return false;
        return (Direction(national.Comparator), Direction(local.Comparator)) switch
        {
            (> 0, >= 0) => local.Value < national.Value,
            (< 0, <= 0) => local.Value > national.Value,
            _ => false,
        };
    }

    static int Direction(string comparator) => comparator switch
    {
        ">" or ">=" => 1,
        "<" or "<=" => -1,
        _ => 0,
    };
}
