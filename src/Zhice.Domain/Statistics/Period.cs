using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Zhice.Domain.Statistics;

/// <summary>A stretch of time that a figure speaks of: a year, a half, a quarter or a month of the Gregorian calendar.</summary>
/// <remarks>
/// Written <c>2026</c>, <c>2026H1</c>, <c>2026Q3</c>, <c>2026-05</c>, and in no other way: one text, one period. Years 1978 to 2100.
/// The order is that of the first day; of two periods with the same first day the longer one comes first.
/// The default value is no period: <see cref="Kind"/> is then 0 and <see cref="ToString"/> throws.
/// </remarks>
public readonly record struct Period : IComparable<Period>
{
    /// <summary>First and last year that figures may be about.</summary>
    public const int FirstYear = 1978, LastYear = 2100;

    Period(PeriodKind kind, int year, int number) => (Kind, Year, Number) = (kind, year, number);

    /// <summary>Its length.</summary>
    public PeriodKind Kind { get; }
    /// <summary>The year that it lies in.</summary>
    public int Year { get; }
    /// <summary>Which of its kind in the year: 1 for a year, 1 to 2 for halves, 1 to 4 for quarters, 1 to 12 for months.</summary>
    public int Number { get; }

    /// <summary>A whole year.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is out of range.</exception>
    public static Period OfYear(int year) => Of(PeriodKind.Year, year, 1);
    /// <summary>上半年 (1) or 下半年 (2).</summary>
    public static Period OfHalf(int year, int half) => Of(PeriodKind.Half, year, half);
    /// <summary>A quarter, 1 to 4.</summary>
    public static Period OfQuarter(int year, int quarter) => Of(PeriodKind.Quarter, year, quarter);
    /// <summary>A month, 1 to 12.</summary>
    public static Period OfMonth(int year, int month) => Of(PeriodKind.Month, year, month);

    /// <summary>The period of a kind, year and number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such period.</exception>
    public static Period Of(PeriodKind kind, int year, int number) =>
        year is >= FirstYear and <= LastYear && number >= 1 && number <= CountIn(kind)
            ? new(kind, year, number)
            : throw new ArgumentOutOfRangeException(nameof(number), $"There is no {kind} {number} of {year}.");

    /// <summary>The period of a kind that a day lies in.</summary>
    public static Period Containing(PeriodKind kind, DateOnly day) => Of(kind, day.Year, (day.Month - 1) / MonthsIn(kind) + 1);

    /// <summary>How many of a kind make a year: 1, 2, 4 or 12.</summary>
    public static int CountIn(PeriodKind kind) => kind switch
    {
        PeriodKind.Year => 1,
        PeriodKind.Half => 2,
        PeriodKind.Quarter => 4,
        PeriodKind.Month => 12,
        _ => 0,
    };

    static int MonthsIn(PeriodKind kind) => 12 / CountIn(kind);

    /// <summary>First day.</summary>
    public DateOnly FirstDay => new(Year, (Number - 1) * MonthsIn(Kind) + 1, 1);
    /// <summary>Last day, still in the period.</summary>
    public DateOnly LastDay => FirstDay.AddMonths(MonthsIn(Kind)).AddDays(-1);

    /// <summary>The period of the same kind and number so many years later, or earlier where negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is out of range.</exception>
    public Period AddYears(int years) => Of(Kind, Year + years, Number);

    /// <summary>The period of the same kind that follows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is out of range.</exception>
    public Period Next => Number < CountIn(Kind) ? Of(Kind, Year, Number + 1) : Of(Kind, Year + 1, 1);
    /// <summary>The period of the same kind before it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is out of range.</exception>
    public Period Previous => Number > 1 ? Of(Kind, Year, Number - 1) : Of(Kind, Year - 1, CountIn(Kind));

    /// <summary>True when every day of the other lies in this one; a period contains itself.</summary>
    public bool Contains(Period other) => FirstDay <= other.FirstDay && other.LastDay <= LastDay;

    /// <summary>The periods of a shorter or the same kind that make it up, in order; none where the kind is longer.</summary>
    public IEnumerable<Period> Parts(PeriodKind kind)
    {
        for (var number = 1; number <= CountIn(kind); number++)
            if (Of(kind, Year, number) is var part && Contains(part)) yield return part;
    }

    /// <summary>Place in a packed year, 0 to 18: the year 0, halves 1 to 2, quarters 3 to 6, months 7 to 18.</summary>
    public int Slot => Kind switch { PeriodKind.Year => 0, PeriodKind.Half => Number, PeriodKind.Quarter => 2 + Number, _ => 6 + Number };

    /// <summary>How many slots a packed year has.</summary>
    public const int Slots = 19;

    /// <summary>The period of a year that has a slot.</summary>
    public static Period OfSlot(int year, int slot) => slot switch
    {
        0 => OfYear(year),
        <= 2 => OfHalf(year, slot),
        <= 6 => OfQuarter(year, slot - 2),
        _ => OfMonth(year, slot - 6),
    };

    /// <summary>One number that a store can keep and sort by year: year × 100 + slot. Inverse: <see cref="FromKey"/>.</summary>
    public int Key => Year * 100 + Slot;

    /// <summary>The period of a stored key.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The key is no period's.</exception>
    public static Period FromKey(int key) => key % 100 < Slots
        ? OfSlot(key / 100, key % 100)
        : throw new ArgumentOutOfRangeException(nameof(key), $"{key} is the key of no period.");

    /// <summary>Reads a period as written; false for anything else, white space included.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Period period)
    {
        period = default;
        if (text is null || text.Length < 4 || !Digits(text.AsSpan(0, 4), out var year) || year is < FirstYear or > LastYear) return false;
        var (kind, digits) = text[4..] switch
        {
            [] => (PeriodKind.Year, "1"),
            ['H', _] => (PeriodKind.Half, text[5..]),
            ['Q', _] => (PeriodKind.Quarter, text[5..]),
            ['-', _, _] => (PeriodKind.Month, text[5..]),
            _ => (default, ""),
        };
        if (kind == 0 || !Digits(digits, out var number) || number < 1 || number > CountIn(kind)) return false;
        period = new(kind, year, number);
        return true;
    }

    static bool Digits(ReadOnlySpan<char> text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>Reads a period as written.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Period Parse(string text) => TryParse(text, out var period) ? period : throw new FormatException($"'{text}' is no period.");

    /// <inheritdoc/>
    public int CompareTo(Period other) =>
        FirstDay.CompareTo(other.FirstDay) is not 0 and var byDay ? byDay : ((int)Kind).CompareTo((int)other.Kind);

    /// <summary>True when it comes before.</summary>
    public static bool operator <(Period left, Period right) => left.CompareTo(right) < 0;
    /// <summary>True when it comes after.</summary>
    public static bool operator >(Period left, Period right) => left.CompareTo(right) > 0;
    /// <summary>True when it comes before or is the same.</summary>
    public static bool operator <=(Period left, Period right) => left.CompareTo(right) <= 0;
    /// <summary>True when it comes after or is the same.</summary>
    public static bool operator >=(Period left, Period right) => left.CompareTo(right) >= 0;

    /// <summary>As written in data and addresses.</summary>
    public override string ToString() => Kind switch
    {
        PeriodKind.Year => Year.ToString(CultureInfo.InvariantCulture),
        PeriodKind.Half => string.Create(CultureInfo.InvariantCulture, $"{Year}H{Number}"),
        PeriodKind.Quarter => string.Create(CultureInfo.InvariantCulture, $"{Year}Q{Number}"),
        PeriodKind.Month => string.Create(CultureInfo.InvariantCulture, $"{Year}-{Number:00}"),
        _ => throw new InvalidOperationException("The default value is no period."),
    };
}

/// <summary>Lengths of a period, the longest first.</summary>
public enum PeriodKind
{
    /// <summary>年.</summary>
    Year = 1,
    /// <summary>半年.</summary>
    Half = 2,
    /// <summary>季.</summary>
    Quarter = 3,
    /// <summary>月.</summary>
    Month = 4,
}
