namespace Zhice.Domain.Selection;

/// <summary>What can be done to an application.</summary>
public enum ApplicationMove
{
    /// <summary>Save words or materials.</summary>
    Save,
    /// <summary>Submit, or submit again after a return.</summary>
    Submit,
    /// <summary>Withdraw.</summary>
    Withdraw,
    /// <summary>Return with all reasons at once.</summary>
    Return,
    /// <summary>Reject after it was returned once.</summary>
    Reject,
    /// <summary>Pass the material check.</summary>
    Pass,
    /// <summary>Assign an expert, take one off, save or hand in a score.</summary>
    Score,
    /// <summary>Put on the shortlist.</summary>
    Shortlist,
    /// <summary>Leave off the shortlist.</summary>
    PassOver,
    /// <summary>Object to it.</summary>
    Object,
    /// <summary>Take off the shortlist because an objection was upheld.</summary>
    Decline,
    /// <summary>Award.</summary>
    Award,
    /// <summary>Revoke the award.</summary>
    Revoke,
}

/// <summary>What decides a move.</summary>
/// <param name="State">Where the application is.</param>
/// <param name="WasReturned">True once it was returned.</param>
/// <param name="SupplementBy">Last day to supplement; null while it is not returned.</param>
/// <param name="Call">Where the call is.</param>
/// <param name="OpensOn">First day for applications.</param>
/// <param name="ClosesOn">Last day for applications.</param>
/// <param name="PublicityTo">Last day of the publicity period; null before.</param>
public sealed record ApplicationFacts(
    ApplicationState State, bool WasReturned, DateOnly? SupplementBy, CallState Call, DateOnly OpensOn, DateOnly ClosesOn, DateOnly? PublicityTo)
{
    /// <summary>The facts of an application of a call.</summary>
    public static ApplicationFacts Of(SelectionCall call, SelectionApplication application)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(application);
        return new(application.State, application.WasReturned, application.SupplementBy, call.State, call.OpensOn, call.ClosesOn, call.PublicityTo);
    }
}

/// <summary>The way of an application. Pure: state, move and day say everything; who may do it is asked elsewhere.</summary>
public static class ApplicationMoves
{
    /// <summary>States that an application never leaves.</summary>
    public static bool IsFinal(ApplicationState state) =>
        state is ApplicationState.Rejected or ApplicationState.NotSelected or ApplicationState.Declined or ApplicationState.Withdrawn or ApplicationState.Revoked;

    /// <summary>Why a move is not possible on the day; null when it is. Codes: <c>selection.not-now</c>, <c>selection.not-open</c>, <c>selection.closed</c>,
    /// <c>selection.supplement-late</c>, <c>selection.returned-once</c>, <c>selection.return-first</c>, <c>selection.publicity-over</c>, <c>selection.publicity-running</c>.</summary>
    public static Refusal? Decide(ApplicationFacts facts, ApplicationMove move, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var collecting = facts.Call == CallState.Open;
        return move switch
        {
            ApplicationMove.Save or ApplicationMove.Submit => facts switch
            {
                { Call: not CallState.Open } => new Blocked("selection.not-now"),
                { State: ApplicationState.Draft } => InTime(facts, today),
                { State: ApplicationState.Returned, SupplementBy: { } by } => today > by ? new Blocked("selection.supplement-late", by) : null,
                _ => new Blocked("selection.not-now"),
            },
            ApplicationMove.Withdraw => facts.Call is CallState.Open or CallState.Publicity && !IsFinal(facts.State) && facts.State != ApplicationState.Awarded
                ? null : new Blocked("selection.not-now"),
            ApplicationMove.Return => !collecting || facts.State != ApplicationState.Submitted ? new Blocked("selection.not-now")
                : facts.WasReturned ? new Blocked("selection.returned-once") : null,
            // A returned one that was not supplemented in time is rejected, too.
            ApplicationMove.Reject => !collecting ? new Blocked("selection.not-now") : facts switch
            {
                { State: ApplicationState.Submitted, WasReturned: true } => null,
                { State: ApplicationState.Submitted } => new Blocked("selection.return-first"),
                { State: ApplicationState.Returned, SupplementBy: { } by } when today > by => null,
                _ => new Blocked("selection.not-now"),
            },
            ApplicationMove.Pass => collecting && facts.State == ApplicationState.Submitted ? null : new Blocked("selection.not-now"),
            ApplicationMove.Score or ApplicationMove.Shortlist or ApplicationMove.PassOver =>
                collecting && facts.State == ApplicationState.Passed ? null : new Blocked("selection.not-now"),
            ApplicationMove.Object => facts is not { Call: CallState.Publicity, State: ApplicationState.Shortlisted } ? new Blocked("selection.not-now")
                : today > facts.PublicityTo ? new Blocked("selection.publicity-over", facts.PublicityTo!) : null,
            ApplicationMove.Decline => facts is { Call: CallState.Publicity, State: ApplicationState.Shortlisted } ? null : new Blocked("selection.not-now"),
            ApplicationMove.Award => facts is not { Call: CallState.Publicity, State: ApplicationState.Shortlisted, PublicityTo: { } last } ? new Blocked("selection.not-now")
                : today <= last ? new Blocked("selection.publicity-running", last) : null,
            ApplicationMove.Revoke => facts is { Call: CallState.Awarded, State: ApplicationState.Awarded } ? null : new Blocked("selection.not-now"),
            _ => throw new InvalidOperationException($"A new move needs its rule here: {move}."),
        };
    }

    /// <summary>Where a move leads.</summary>
    public static ApplicationState After(ApplicationState state, ApplicationMove move) => move switch
    {
        ApplicationMove.Submit => ApplicationState.Submitted,
        ApplicationMove.Withdraw => ApplicationState.Withdrawn,
        ApplicationMove.Return => ApplicationState.Returned,
        ApplicationMove.Reject => ApplicationState.Rejected,
        ApplicationMove.Pass => ApplicationState.Passed,
        ApplicationMove.Shortlist => ApplicationState.Shortlisted,
        ApplicationMove.PassOver => ApplicationState.NotSelected,
        ApplicationMove.Decline => ApplicationState.Declined,
        ApplicationMove.Award => ApplicationState.Awarded,
        ApplicationMove.Revoke => ApplicationState.Revoked,
        _ => state,
    };

    static Blocked? InTime(ApplicationFacts facts, DateOnly today) =>
        today < facts.OpensOn ? new Blocked("selection.not-open", facts.OpensOn) : today > facts.ClosesOn ? new Blocked("selection.closed", facts.ClosesOn) : null;
}
