using Zhice.Domain.Calendar;

namespace Zhice.Domain.Services;

/// <summary>红黄牌: how a clock of a case stands.</summary>
public enum AlarmLevel
{
    /// <summary>In time.</summary>
    None,
    /// <summary>黄牌: most of the time is used.</summary>
    Yellow,
    /// <summary>红牌: the time is over.</summary>
    Red,
}

/// <summary>Which clock of a case is watched. The names stand in the rules' file.</summary>
public enum AlarmKind
{
    /// <summary>收件后告知补正或者受理.</summary>
    Acceptance,
    /// <summary>法定期限.</summary>
    Statutory,
    /// <summary>承诺期限.</summary>
    Promised,
    /// <summary>The present step's own limit, though the case as a whole may be in time.</summary>
    Step,
    /// <summary>决定后送达.</summary>
    Delivery,
    /// <summary>特殊环节的期限: the case's own clock stands, that of the special step runs.</summary>
    Special,
}

/// <summary>电子监察规则: from which part of its time on a clock is yellow. Red is a matter of the law: the day after the last.</summary>
/// <param name="Kind">Which clock.</param>
/// <param name="From">The first day of clocks that it governs.</param>
/// <param name="To">The first day of clocks that it no longer governs; null while it is in force.</param>
/// <param name="YellowPercent">Used part of the budget, 1 to 100.</param>
/// <param name="Basis">Where it stands.</param>
/// <param name="Unverified">True where it was not compared with a text.</param>
public sealed record AlarmRule(AlarmKind Kind, DateOnly From, DateOnly? To, int YellowPercent, string Basis, bool Unverified)
{
    /// <summary>1 to 100.</summary>
    public int YellowPercent { get; } = YellowPercent is >= 1 and <= 100 ? YellowPercent : throw new ArgumentOutOfRangeException(nameof(YellowPercent), YellowPercent, "A part of the time is 1 to 100 per cent.");

    /// <summary>True where a clock that begins on the day is governed by it.</summary>
    public bool Governs(DateOnly start) => From <= start && (To is null || start < To);
}

/// <summary>A clock of a case as it is watched. While a special step stops it, that step's own limit is watched in its place.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Step">Code of the step, or name of the special step; null for clocks of the whole case.</param>
/// <param name="Budget">How much time there is.</param>
/// <param name="Start">The day it began; not counted.</param>
/// <param name="Days">How many days the budget is: working days, or days.</param>
/// <param name="YellowOn">The first yellow day.</param>
/// <param name="Due">The last day in time; red from the next one on.</param>
/// <param name="Ledger">What became of each day.</param>
public sealed record CaseAlarm(AlarmRule Rule, string? Step, TimeBudget Budget, DateOnly Start, int Days, DateOnly YellowOn, DateOnly Due, IReadOnlyList<AccountedDays> Ledger)
{
    /// <summary>How it stands on a day.</summary>
    public AlarmLevel Level(DateOnly today) => today > Due ? AlarmLevel.Red : today >= YellowOn ? AlarmLevel.Yellow : AlarmLevel.None;

    /// <summary>Days of the budget that are used on a day, that day included; all of them once it is over.</summary>
    public int Used(DateOnly today) => Math.Min(Days, CaseAlarms.Counted(Ledger, today));
}

/// <summary>电子监察: the clocks of a case against the rules. Pure: the same actions, limits, calendar and rules give the same days.</summary>
public static class CaseAlarms
{
    /// <summary>All clocks that run now, the worst first on any day: by their last day. None for a case that is over, a draft, papers that the applicant has, and a clock that stands.</summary>
    public static IReadOnlyList<CaseAlarm> Of(ServiceItem item, CaseState state, LimitBook book, WorkCalendar calendar, IReadOnlyList<AlarmRule> rules)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rules);
        var alarms = new List<CaseAlarm>();
        foreach (var (kind, step, clock) in Clocks(item, state, book))
            if (rules.FirstOrDefault(r => r.Kind == kind && r.Governs(clock.Start)) is { } rule && clock.Project(calendar).Accepted(out var ends, out _) && ends.Due is { } due)
            {
                var days = ends.Ledger.Where(stretch => stretch.Use == DayUse.Counted).Sum(Length);
                alarms.Add(new(rule, step, clock.Budget, clock.Start, days, Reached(ends.Ledger, (days * rule.YellowPercent + 99) / 100), due, ends.Ledger));
            }
        return [.. alarms.OrderBy(a => a.Due).ThenBy(a => a.Rule.Kind)];
    }

    static IEnumerable<(AlarmKind Kind, string? Step, Clock Clock)> Clocks(ServiceItem item, CaseState state, LimitBook book)
    {
        if (state is { Phase: CasePhase.Received, ReceivedOn: { } received } && book.On(CaseClock.Defects, received).Accepted(out var defects, out _)) yield return (AlarmKind.Acceptance, null, defects.Clock(received));
        if (state is { Phase: CasePhase.Received, ReceivedOn: { } arrived } && CaseClock.FirstStep(item, arrived) is { } first && !(book.On(CaseClock.Defects, arrived).Accepted(out var same, out _) && same.Budget == first.Budget)) yield return (AlarmKind.Step, item.Steps[0].Code, first);
        if (state is { Phase: CasePhase.Decided, Asked: null, DecidedOn: { } decided } && book.On(CaseClock.Delivery, decided).Accepted(out var delivery, out _)) yield return (AlarmKind.Delivery, null, delivery.Clock(decided));
        if (state.Phase is not (CasePhase.Handling or CasePhase.Notice) && !(state.Phase == CasePhase.Received && CaseClock.RunsFromReceipt(item, state, book))) yield break;
        var (statutory, promised) = CaseClock.Budgets(item, state, book);
        if (statutory is not null) yield return (AlarmKind.Statutory, null, statutory);
        if (promised is not null) yield return (AlarmKind.Promised, null, promised);
        if (state.Suspended is { } special && state.Suspensions.LastOrDefault(s => s.To is null) is { } stopped && item.SpecialSteps.FirstOrDefault(s => s.Name == special)?.Limit is { } limit
            && CaseClock.Clock(limit, stopped.From, [], book) is { } own) yield return (AlarmKind.Special, special, own);
        // Once it is over, the step of the decision is the office's again.
        if (state is { Phase: CasePhase.Notice, NoticeTo: { } over } && item.Steps[CaseMoves.DecisionStep(item)] is { Limit: { } last } deciding && CaseClock.Clock(last, over, state.Suspensions, book) is { } after) yield return (AlarmKind.Step, deciding.Code, after);
        // During the notice the public has the case: its days are the notice's, not the office's.
        if (state.Phase == CasePhase.Handling && CaseClock.StepClock(item, state, book) is { } step) yield return (AlarmKind.Step, item.Steps[state.Step].Code, step);
    }

    static int Length(AccountedDays stretch) => stretch.To.DayNumber - stretch.From.DayNumber + 1;

    /// <summary>Counted days up to a day, that day included.</summary>
    internal static int Counted(IReadOnlyList<AccountedDays> ledger, DateOnly upto) =>
        ledger.Where(stretch => stretch.Use == DayUse.Counted && stretch.From <= upto).Sum(stretch => Math.Min(stretch.To.DayNumber, upto.DayNumber) - stretch.From.DayNumber + 1);

    // The day on which that many days are used.
    static DateOnly Reached(IReadOnlyList<AccountedDays> ledger, int wanted)
    {
        foreach (var stretch in ledger.Where(stretch => stretch.Use == DayUse.Counted))
        {
            if (wanted <= Length(stretch)) return stretch.From.AddDays(wanted - 1);
            wanted -= Length(stretch);
        }
        return ledger[^1].To;
    }
}
