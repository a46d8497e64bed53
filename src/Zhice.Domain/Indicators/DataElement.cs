using System.Text.RegularExpressions;

namespace Zhice.Domain.Indicators;

/// <summary>数据元: one thing that offices count and report, such as 发明专利结案量. Indicators are computed from these.</summary>
/// <remarks>Comes from <c>data/elements/*.yaml</c>. Observations refer to <see cref="Code"/>.</remarks>
public sealed partial record DataElement
{
    /// <summary>Stable code: small letters, digits and <c>_</c>, a letter first, 1 to 60 characters. Elements and indicators share one space of codes.</summary>
    public required string Code { get; init; }
    /// <summary>名称.</summary>
    public required string Name { get; init; }
    /// <summary>English name.</summary>
    public required string EnglishName { get; init; }
    /// <summary>Both names, as a sentence takes them.</summary>
    public TermName Term => new(Name, EnglishName);
    /// <summary>Unit of the values as reported and stored.</summary>
    public required Unit Unit { get; init; }
    /// <summary>How values of shorter periods make that of a longer one.</summary>
    public required ElementKind Kind { get; init; }
    /// <summary>Places after the point that a value may have, 0 to 6.</summary>
    public int Decimals { get; init; }
    /// <summary>True where a value below zero is wrong.</summary>
    public bool NonNegative { get; init; } = true;
    /// <summary>What is counted, and what not.</summary>
    public required string Definition { get; init; }
    /// <summary>Where the definition comes from: document, article or statute.</summary>
    public required string Source { get; init; }
    /// <summary>Levels of 好差评 ratings that the platform counts into it, 5 非常满意 to 1 非常不满意; none where ratings do not count.</summary>
    public IReadOnlyList<int> FromRatings { get; init; } = [];
    /// <summary>检索式: what is counted of the record store, with <c>{first}</c>, <c>{last}</c>, <c>{after}</c> and <c>{decade}</c> for the days of the period; null where records make no figure.</summary>
    public string? FromRecords { get; init; }
    /// <summary>What would count but lacks the day or the state to say when; null where nothing can be lacking.</summary>
    public string? FromRecordsUndated { get; init; }
    /// <summary>What is measured of the records found; <see cref="RecordMeasure.Count"/> where they are counted.</summary>
    public RecordMeasure Measure { get; init; }
    /// <summary>True where an application that stands in several records counts once.</summary>
    public bool EachApplicationOnce { get; init; }
    /// <summary>True where the definition still has to be checked against an official text.</summary>
    public bool Unverified { get; init; }

    /// <summary>True for a code of the right form.</summary>
    public static bool IsCode(string code) => CodeForm().IsMatch(code);

    [GeneratedRegex("^[a-z][a-z0-9_]{0,59}$")]
    private static partial Regex CodeForm();
}

/// <summary>How an element goes through time.</summary>
public enum ElementKind
{
    /// <summary>时期数: what happened within the period. A year is the sum of its months.</summary>
    Flow = 1,
    /// <summary>时点数: what stood on the last day of the period. A year is its last month.</summary>
    Stock = 2,
    /// <summary>去重数: different things that took part within the period, each counted once, such as firms that were lent to. Who appears in two quarters counts once in the year, so that a year is
    /// never made of its months: it is counted for itself, and lies between the largest of its parts and their sum.</summary>
    Distinct = 3,
}

/// <summary>What a figure from records measures.</summary>
public enum RecordMeasure
{
    /// <summary>How many there are.</summary>
    Count,
    /// <summary>Months from the day on which the examination as to substance took effect to the grant or the end, in all.</summary>
    ExamMonths,
    /// <summary>Sums of money, in 亿元.</summary>
    HundredMillions,
}
