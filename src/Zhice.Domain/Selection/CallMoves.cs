namespace Zhice.Domain.Selection;

/// <summary>What can be done to a call.</summary>
public enum CallMove
{
    /// <summary>Change the draft.</summary>
    Edit,
    /// <summary>Publish the notice.</summary>
    Open,
    /// <summary>Make the shortlist and begin the publicity period.</summary>
    Shortlist,
    /// <summary>Award those who are still on the shortlist.</summary>
    Award,
    /// <summary>Cancel.</summary>
    Cancel,
}

/// <summary>What decides a move.</summary>
/// <param name="State">Where the call is.</param>
/// <param name="ClosesOn">Last day for applications.</param>
/// <param name="PublicityTo">Last day of the publicity period; null before.</param>
/// <param name="Unchecked">Applications that wait for the check or for the applicant.</param>
/// <param name="Passed">Applications that passed the check.</param>
/// <param name="Unscored">Of these, those with fewer sheets handed in than the terms ask.</param>
/// <param name="Objections">Objections that are open.</param>
/// <param name="Shortlisted">Applications on the shortlist.</param>
public sealed record CallFacts(CallState State, DateOnly ClosesOn, DateOnly? PublicityTo, int Unchecked, int Passed, int Unscored, int Objections, int Shortlisted);

/// <summary>The way of a call. Pure.</summary>
public static class CallMoves
{
    /// <summary>Why a move is not possible on the day; null when it is. Codes: <c>selection.not-now</c>, <c>selection.closed</c>, <c>selection.still-open</c>,
    /// <c>selection.unchecked</c>, <c>selection.unscored</c>, <c>selection.nobody</c>, <c>selection.publicity-running</c>, <c>selection.objections-open</c>.</summary>
    public static Refusal? Decide(CallFacts facts, CallMove move, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return move switch
        {
            CallMove.Edit => facts.State == CallState.Draft ? null : new Blocked("selection.not-now"),
            CallMove.Open => facts.State != CallState.Draft ? new Blocked("selection.not-now") : today > facts.ClosesOn ? new Blocked("selection.closed", facts.ClosesOn) : null,
            CallMove.Shortlist => facts switch
            {
                { State: not CallState.Open } => new Blocked("selection.not-now"),
                _ when today <= facts.ClosesOn => new Blocked("selection.still-open", facts.ClosesOn),
                { Unchecked: > 0 } => new Blocked("selection.unchecked", facts.Unchecked),
                { Passed: 0 } => new Blocked("selection.nobody"),
                { Unscored: > 0 } => new Blocked("selection.unscored", facts.Unscored),
                _ => null,
            },
            CallMove.Award => facts switch
            {
                { State: not CallState.Publicity } or { PublicityTo: null } => new Blocked("selection.not-now"),
                { PublicityTo: { } last } when today <= last => new Blocked("selection.publicity-running", last),
                { Objections: > 0 } => new Blocked("selection.objections-open", facts.Objections),
                _ => null,
            },
            CallMove.Cancel => facts.State is CallState.Draft or CallState.Open or CallState.Publicity ? null : new Blocked("selection.not-now"),
            _ => throw new InvalidOperationException($"A new move needs its rule here: {move}."),
        };
    }

    /// <summary>Where a move leads.</summary>
    public static CallState After(CallState state, CallMove move) => move switch
    {
        CallMove.Open => CallState.Open,
        CallMove.Shortlist => CallState.Publicity,
        CallMove.Award => CallState.Awarded,
        CallMove.Cancel => CallState.Cancelled,
        _ => state,
    };
}
