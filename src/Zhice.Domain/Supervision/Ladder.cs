using Zhice.Domain.Calendar;

namespace Zhice.Domain.Supervision;

/// <summary>梯级: what happens when a rung of the ladder fires, in rising weight.</summary>
public enum RungKind
{
    /// <summary>到期提醒, before or on the due day.</summary>
    Reminder,
    /// <summary>逾期通知.</summary>
    OverdueNotice,
    /// <summary>黄牌.</summary>
    YellowCard,
    /// <summary>红牌.</summary>
    RedCard,
    /// <summary>督办单: a draft is laid before the issuing office; a person issues it.</summary>
    UrgingLetter,
}

/// <summary>A rung: what fires, and when.</summary>
/// <param name="Kind">What fires.</param>
/// <param name="Days">Working days from the due day; negative before it, 0 on it.</param>
public sealed record Rung(RungKind Kind, int Days)
{
    /// <summary>The working day on which it fires for a due day; refused where the calendar does not know a year that it needs.</summary>
    public Outcome<DateOnly> FiresOn(WorkCalendar calendar, DateOnly effectiveDue)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return calendar.Add(effectiveDue, Days);
    }
}

/// <summary>A rung with the day on which it fires.</summary>
/// <param name="Rung">The rung.</param>
/// <param name="On">The day; null where the calendar does not know it.</param>
public sealed record PlannedRung(Rung Rung, DateOnly? On);

/// <summary>督办阶梯: the rules of a programme's rungs.</summary>
public static class Ladder
{
    /// <summary>Most rungs of a ladder.</summary>
    public const int Most = 12;

    /// <summary>Most working days before or after the due day.</summary>
    public const int Farthest = 120;

    /// <summary>
    /// What is wrong with a ladder, all at once; empty where it may be used: <c>ladder.empty</c>, <c>ladder.many</c>, <c>ladder.far</c> (days),
    /// <c>ladder.twice</c> (days), <c>ladder.reminder-late</c> (days), <c>ladder.early</c> (days), <c>ladder.order</c> (days).
    /// </summary>
    public static IReadOnlyList<Defect> Check(IReadOnlyList<Rung> rungs)
    {
        ArgumentNullException.ThrowIfNull(rungs);
        var defects = new List<Defect>();
        if (rungs.Count == 0) defects.Add(new Defect("ladder.empty", "rungs"));
        if (rungs.Count > Most) defects.Add(new Defect("ladder.many", "rungs", Most));
        foreach (var rung in rungs)
        {
            if (Math.Abs(rung.Days) > Farthest) defects.Add(new Defect("ladder.far", "rungs", rung.Days, Farthest));
            if (rung.Kind == RungKind.Reminder && rung.Days > 0) defects.Add(new Defect("ladder.reminder-late", "rungs", rung.Days));
            if (rung.Kind != RungKind.Reminder && rung.Days < 1) defects.Add(new Defect("ladder.early", "rungs", rung.Days));
        }
        foreach (var same in rungs.GroupBy(r => r.Days).Where(g => g.Count() > 1)) defects.Add(new Defect("ladder.twice", "rungs", same.Key));
        foreach (var (before, after) in Ordered(rungs).Zip(Ordered(rungs).Skip(1)))
            if (after.Kind < before.Kind) defects.Add(new Defect("ladder.order", "rungs", after.Days));
        return defects;
    }

    /// <summary>The rungs by day.</summary>
    public static IReadOnlyList<Rung> Ordered(IEnumerable<Rung> rungs) => [.. rungs.OrderBy(r => r.Days).ThenBy(r => r.Kind)];

    /// <summary>When each rung fires for a due day.</summary>
    public static IReadOnlyList<PlannedRung> Plan(WorkCalendar calendar, IEnumerable<Rung> rungs, DateOnly effectiveDue) =>
        [.. Ordered(rungs).Select(rung => new PlannedRung(rung, rung.FiresOn(calendar, effectiveDue).Accepted(out var on, out _) ? on : null))];

    /// <summary>The rungs that are to have fired by a day.</summary>
    /// <remarks>
    /// A rung whose day lies before <paramref name="activeFrom"/> never fires, so that a ladder set up late does not shower an office with the past. A
    /// reminder of a due day that has gone by says nothing any more: what follows it speaks. All others are caught up with, in order.
    /// </remarks>
    public static IReadOnlyList<PlannedRung> Due(WorkCalendar calendar, IEnumerable<Rung> rungs, DateOnly effectiveDue, DateOnly activeFrom, DateOnly today) =>
        [.. Plan(calendar, rungs, effectiveDue).Where(p => p.On is { } on && on <= today && on >= activeFrom && (p.Rung.Kind != RungKind.Reminder || today <= effectiveDue))];
}
