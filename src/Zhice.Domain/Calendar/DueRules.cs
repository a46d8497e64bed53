namespace Zhice.Domain.Calendar;

/// <summary>What a due day that falls on a rest day becomes.</summary>
public enum RestDayShift
{
    /// <summary>It stays.</summary>
    Stays,
    /// <summary>It becomes the first working day after it.</summary>
    NextWorkingDay,
}

/// <summary>A dated rule about due days that fall on rest days.</summary>
/// <param name="Code">Stable name; its words stand under <c>due-rule.</c> and the code.</param>
/// <param name="Shift">What it does.</param>
/// <param name="Basis">The law article or document that it comes from.</param>
/// <param name="ValidFrom">First due day that it governs.</param>
/// <param name="ValidTo">First due day that it no longer governs; null while it is in force.</param>
public sealed record DueRule(string Code, RestDayShift Shift, string Basis, DateOnly ValidFrom, DateOnly? ValidTo)
{
    /// <summary>True when it governs a due day.</summary>
    public bool Governs(DateOnly due) => ValidFrom <= due && (ValidTo is null || due < ValidTo);
}

/// <summary>A due day as it falls in the calendar.</summary>
/// <param name="Nominal">The day as written or as extended.</param>
/// <param name="Effective">The last day in time, by the rule.</param>
/// <param name="Rule">The rule that was used.</param>
/// <param name="Because">The calendar row that makes the nominal day a rest day; null for a plain Saturday or Sunday, and where nothing moved.</param>
public sealed record ProjectedDue(DateOnly Nominal, DateOnly Effective, DueRule Rule, CalendarRow? Because)
{
    /// <summary>True where the rule moved the day.</summary>
    public bool Moved => Nominal != Effective;
}

/// <summary>The rules by which a due day becomes the last day in time. The only place that decides it.</summary>
public static class DueRules
{
    /// <summary>年底前、年内: the document's own words end with the year, so 31 December stays, be it a rest day or not.</summary>
    public static readonly DueRule YearEnd = new("year-end-stays", RestDayShift.Stays, "文件原文（年底前、年内）", new(1949, 10, 1), null);

    /// <summary>期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日, under the two laws that said so since 2019.</summary>
    public static readonly IReadOnlyList<DueRule> RestDays =
    [
        new("rest-day-next-2017", RestDayShift.NextWorkingDay, "《民法总则》第二百零三条", new(2017, 10, 1), new(2021, 1, 1)),
        new("rest-day-next", RestDayShift.NextWorkingDay, "《民法典》第二百零三条", new(2021, 1, 1), null),
    ];

    /// <summary>All rules, for the administrators' page.</summary>
    public static IReadOnlyList<DueRule> All => [.. RestDays, YearEnd];

    /// <summary>The rule for a due day; refused with <c>due-rule.missing</c> (the day) before the first rule.</summary>
    /// <param name="due">The due day.</param>
    /// <param name="yearEnd">True where the document says 年底前 or 年内 rather than naming a day.</param>
    public static Outcome<DueRule> For(DateOnly due, bool yearEnd) =>
        yearEnd ? YearEnd
        : RestDays.FirstOrDefault(rule => rule.Governs(due)) is { } rule ? rule
        : new Blocked("due-rule.missing", due);

    /// <summary>The last day in time.</summary>
    public static Outcome<ProjectedDue> Project(WorkCalendar calendar, DateOnly due, bool yearEnd)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (!For(due, yearEnd).Accepted(out var rule, out var refusal)) return refusal;
        if (rule.Shift == RestDayShift.Stays) return new ProjectedDue(due, due, rule, null);
        if (!calendar.OnOrAfter(due).Accepted(out var effective, out refusal)) return refusal;
        return new ProjectedDue(due, effective, rule, effective == due ? null : calendar.RowOf(due));
    }
}
