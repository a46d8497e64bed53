namespace Zhice.Domain.Calendar;

/// <summary>What a notice says about a day.</summary>
public enum DayKind
{
    /// <summary>放假调休: a rest day.</summary>
    Rest,
    /// <summary>上班: a working day, also on a Saturday or Sunday.</summary>
    Work,
}

/// <summary>Days that differ from the week's own order, as one notice states them.</summary>
/// <param name="Year">The year whose notice it is; the range may reach into the year before (元旦 2019 begins on 2018-12-30).</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day, included; not before the first.</param>
/// <param name="Kind">Rest or work.</param>
/// <param name="Holiday">The holiday, such as 春节.</param>
/// <param name="Source">Document number of the notice, such as 国办发明电〔2025〕7号.</param>
/// <param name="Unverified">True where the row was not compared with the notice's text.</param>
public sealed record CalendarRow(int Year, DateOnly From, DateOnly To, DayKind Kind, string Holiday, string Source, bool Unverified);

/// <summary>工作日历: which days are worked, by the State Council's yearly notice. Saturdays and Sundays rest unless a row says otherwise.</summary>
/// <remarks>
/// A year without rows is not known, and every question that touches it is refused with <c>calendar.year-missing</c> (the year): a guess would be a
/// wrong due day that looks right. Days are dates in China. Immutable, and safe for all threads.
/// </remarks>
public sealed class WorkCalendar
{
    readonly Dictionary<DateOnly, CalendarRow> named = [];
    readonly HashSet<int> years;

    /// <summary>A calendar of rows; where two name a day, the later one holds.</summary>
    public WorkCalendar(IEnumerable<CalendarRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Rows = [.. rows];
        years = [.. Rows.Select(row => row.Year)];
        foreach (var row in Rows)
            for (var day = row.From; day <= row.To; day = day.AddDays(1)) named[day] = row;
    }

    WorkCalendar(WorkCalendar known, int year) : this(known.Rows)
    {
        List<int> assumed = [.. Enumerable.Range(years.Count == 0 ? year : Math.Min(year, years.Max() + 1), years.Count == 0 ? 1 : Math.Max(0, year - years.Max()))];
        years.UnionWith(assumed);
        foreach (var day in assumed.SelectMany(StatutoryHolidays.Of)) named.TryAdd(day, new(day.Year, day, day, DayKind.Rest, "", "全国年节及纪念日放假办法", true));
    }

    /// <summary>The same calendar, and in the years after the last known one up to this every Monday to Friday worked that is no holiday by the regulation itself: for days that are shown as not verified, and for nothing that is decided by them.</summary>
    public WorkCalendar AssumedUntil(int year) => new(this, year);

    /// <summary>The rows as given.</summary>
    public IReadOnlyList<CalendarRow> Rows { get; }

    /// <summary>The known years, ascending.</summary>
    public IReadOnlyList<int> Years => [.. years.Order()];

    /// <summary>True when the year's notice is known.</summary>
    public bool Covers(int year) => years.Contains(year);

    /// <summary>The row that names a day; null for an ordinary one.</summary>
    public CalendarRow? RowOf(DateOnly day) => named.GetValueOrDefault(day);

    /// <summary>True when the day is one of the year's last that the next year's notice, not known yet, may still change.</summary>
    /// <remarks>The notices of 2019 and 2023 began on 29 and 31 December of the year before.</remarks>
    public bool MayStillChange(DateOnly day) => day is { Month: 12, Day: >= 25 } && Covers(day.Year) && !Covers(day.Year + 1);

    /// <summary>True when the day is worked.</summary>
    public Outcome<bool> Works(DateOnly day) =>
        named.TryGetValue(day, out var row) ? row.Kind == DayKind.Work
        : Covers(day.Year) ? day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
        : new Blocked("calendar.year-missing", day.Year);

    /// <summary>The first working day after <paramref name="day"/>.</summary>
    public Outcome<DateOnly> NextAfter(DateOnly day) => Walk(day, 1);

    /// <summary>The last working day before <paramref name="day"/>.</summary>
    public Outcome<DateOnly> LastBefore(DateOnly day) => Walk(day, -1);

    /// <summary>The day itself when it is worked, else the first working day after it.</summary>
    public Outcome<DateOnly> OnOrAfter(DateOnly day) => Walk(day.AddDays(-1), 1);

    /// <summary>The day itself when it is worked, else the last working day before it.</summary>
    public Outcome<DateOnly> OnOrBefore(DateOnly day) => Walk(day.AddDays(1), -1);

    /// <summary>The working day that many working days after <paramref name="day"/>, or before it where the number is negative; the day itself for 0.</summary>
    /// <remarks>The first day is not counted (专利法实施细则 2023 第五条): one working day after a Friday is the Monday.</remarks>
    public Outcome<DateOnly> Add(DateOnly day, int workingDays) => workingDays == 0 ? day : Walk(day, workingDays);

    /// <summary>Working days after <paramref name="after"/> up to <paramref name="through"/>, which is counted; 0 where that is not later.</summary>
    public Outcome<int> Count(DateOnly after, DateOnly through)
    {
        var count = 0;
        for (var day = after.AddDays(1); day <= through; day = day.AddDays(1))
        {
            if (!Works(day).Accepted(out var works, out var refusal)) return refusal;
            if (works) count++;
        }
        return count;
    }

    // Ends: every step is one day, and a year that is not known refuses.
    Outcome<DateOnly> Walk(DateOnly from, int workingDays)
    {
        var step = Math.Sign(workingDays);
        for (var (day, left) = (from.AddDays(step), Math.Abs(workingDays)); ; day = day.AddDays(step))
        {
            if (!Works(day).Accepted(out var works, out var refusal)) return refusal;
            if (works && --left == 0) return day;
        }
    }
}
