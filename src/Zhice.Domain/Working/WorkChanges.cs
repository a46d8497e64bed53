using Zhice.Domain.Programme;

namespace Zhice.Domain.Working;

/// <summary>Which status may follow which, and who may bring it about. Pure: each answers the changed row, or why not, and touches nothing when it refuses.</summary>
/// <remarks>
/// An office says by itself that it has started, or that the obligation does not apply. A stage result and completion come by a report that the
/// superior accepted, and so does every result. The score is the assessment's and nothing here touches it.
/// </remarks>
public static class WorkChanges
{
    /// <summary>Most UTF-16 units of a reason.</summary>
    public const int LongestReason = 1000;

    /// <summary>Statuses that the office itself may set after another.</summary>
    public static IReadOnlyList<WorkStatus> After(WorkStatus status) => status switch
    {
        WorkStatus.NotStarted => [WorkStatus.UnderWay, WorkStatus.NotApplicable],
        WorkStatus.UnderWay => [WorkStatus.NotStarted, WorkStatus.NotApplicable],
        WorkStatus.NotApplicable => [WorkStatus.NotStarted, WorkStatus.UnderWay],
        _ => [],
    };

    /// <summary>The office sets the status, and says what stands in the way. Refusals: <c>work.choose-first</c>, <c>work.status-order</c>, <c>work.reason</c>, <c>work.blocker-long</c>.</summary>
    /// <param name="state">The row as it stands.</param>
    /// <param name="level">必做, 选做 or not said.</param>
    /// <param name="status">The new status; the present one to change the blocker only.</param>
    /// <param name="reason">Why it does not apply; needed for that and ignored otherwise.</param>
    /// <param name="blocker">What stands in the way; null or blank for nothing.</param>
    public static Outcome<ObligationState> ByOffice(ObligationState state, ObligationLevel level, WorkStatus status, string? reason, string? blocker)
    {
        ArgumentNullException.ThrowIfNull(state);
        var why = reason?.Trim() ?? "";
        if (level == ObligationLevel.Optional && state.Choice != OptChoice.TakenOn && status != state.Status) return new Blocked("work.choose-first");
        if (status != state.Status && !After(state.Status).Contains(status)) return new Blocked("work.status-order");
        if (status == WorkStatus.NotApplicable && why.Length is 0 or > LongestReason) return new Invalid(new Defect("work.reason", "reason", LongestReason));
        if (blocker?.Trim().Length > LongestReason) return new Invalid(new Defect("work.blocker-long", "blocker", LongestReason));
        state.Status = status;
        state.NotApplicableReason = status == WorkStatus.NotApplicable ? why : null;
        state.Blocker = blocker?.Trim() is { Length: > 0 } text ? text : null;
        state.Version++;
        return state;
    }

    /// <summary>An accepted report brings its status and result. A report never takes back what an earlier one reached. Refusals: <c>work.report-status</c>, <c>work.result</c>, <c>work.choose-first</c>.</summary>
    public static Outcome<ObligationState> ByReport(ObligationState state, ObligationLevel level, WorkStatus status, WorkResult result)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (status is WorkStatus.NotApplicable) return new Invalid(new Defect("work.report-status", "status"));
        if (level == ObligationLevel.Optional && state.Choice != OptChoice.TakenOn) return new Blocked("work.choose-first");
        if (!HasResult(status) && result != WorkResult.None) return new Invalid(new Defect("work.result", "result"));
        if (state.Status == WorkStatus.NotApplicable || status > state.Status) (state.Status, state.NotApplicableReason) = (status, null);
        if (HasResult(status)) state.Result = result;
        state.Version++;
        return state;
    }

    /// <summary>True where an accepted report that claims less leaves the status as it is: what was reached is not taken back.</summary>
    /// <param name="now">The obligation's status.</param>
    /// <param name="claimed">The report's.</param>
    public static bool Keeps(WorkStatus now, WorkStatus claimed) => now != WorkStatus.NotApplicable && claimed < now;

    /// <summary>True where a result may stand beside the status: with a stage result and with completion.</summary>
    public static bool HasResult(WorkStatus status) => status is WorkStatus.StageReached or WorkStatus.Done;

    /// <summary>选做 is taken on, declined, or the choice is taken back. Refusals: <c>choice.not-optional</c>, <c>choice.closed</c> (last day), <c>choice.worked</c>, <c>choice.reason</c>.</summary>
    /// <param name="state">The row as it stands.</param>
    /// <param name="level">必做, 选做 or not said.</param>
    /// <param name="choice">The choice.</param>
    /// <param name="reason">Why; needed to decline.</param>
    /// <param name="last">Last day for it.</param>
    /// <param name="today">Today in China.</param>
    /// <param name="now">The moment.</param>
    public static Outcome<ObligationState> Choose(
        ObligationState state, ObligationLevel level, OptChoice choice, string? reason, DateOnly last, DateOnly today, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var why = reason?.Trim() ?? "";
        if (level != ObligationLevel.Optional) return new Blocked("choice.not-optional");
        if (today > last) return new Blocked("choice.closed", last.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        if (choice != OptChoice.TakenOn && HasResult(state.Status)) return new Blocked("choice.worked");
        if (choice == OptChoice.Declined && why.Length == 0 || why.Length > LongestReason) return new Invalid(new Defect("choice.reason", "reason", LongestReason));
        state.Choice = choice;
        state.ChoiceReason = choice == OptChoice.Undecided || why.Length == 0 ? null : why;
        state.ChosenAt = choice == OptChoice.Undecided ? null : now;
        // What is not taken on is not worked on: it begins anew when it is.
        if (choice != OptChoice.TakenOn) (state.Status, state.NotApplicableReason) = (WorkStatus.NotStarted, null);
        state.Version++;
        return state;
    }

    /// <summary>Last day of the choice: the programme's, or the end of its year where it sets none.</summary>
    public static DateOnly LastChoice(WorkingRules? rules, int year) => rules?.ChooseUntil ?? new DateOnly(year, 12, 31);

    /// <summary>The superior moves the due day on. Refusals: <c>extend.none</c>, <c>extend.finished</c>, <c>extend.later</c>, <c>extend.reason</c>.</summary>
    /// <param name="state">The row as it stands.</param>
    /// <param name="stated">The document's day; null where it names none: there is nothing to extend, and no day is invented.</param>
    /// <param name="to">The new day, after the one in force and at most two years after the document's.</param>
    /// <param name="reason">Why.</param>
    public static Outcome<ObligationState> Extend(ObligationState state, DateOnly? stated, DateOnly? to, string? reason)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (stated is not { } day) return new Blocked("extend.none");
        if (state.Status is WorkStatus.Done or WorkStatus.NotApplicable) return new Blocked("extend.finished");
        var defects = new List<Defect>();
        if (to is null || to <= (state.ExtendedTo ?? day) || to > day.AddYears(2)) defects.Add(new Defect("extend.later", "to"));
        if ((reason?.Trim() ?? "").Length is 0 or > LongestReason) defects.Add(new Defect("extend.reason", "reason", LongestReason));
        if (defects.Count > 0) return new Invalid(defects);
        state.ExtendedTo = to;
        state.Version++;
        return state;
    }
}
