using System.Globalization;
using Zhice.Domain.Indicators;

namespace Zhice.Domain.Submitting;

/// <summary>指标数据: a figure of an indicator as the platform held it when it was taken into a submission. Read from the platform, never typed.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Version">Version of the definition that made the figure.</param>
/// <param name="Name">Name of the indicator.</param>
/// <param name="Period">The year of the figure, such as 2026.</param>
/// <param name="Value">The figure with the places that the definition prints, in invariant writing.</param>
/// <param name="Unit">Its unit, such as 件/万人.</param>
/// <param name="Release">Code of the release that published it, for programs; null for a figure that was computed and not published yet.</param>
/// <param name="What">What the task's target counts, where the target was confirmed for this indicator; else null.</param>
/// <param name="Target">That target, such as 不低于14件 or 较上年增长不低于10%; else null.</param>
/// <param name="ReadOn">The day in China on which it was read.</param>
public sealed record IndicatorField(
    string Indicator, int Version, string Name, string Period, string Value, string Unit, string? Release, string? What, string? Target, DateOnly ReadOn)
{
    /// <summary>Title of the release: what a person reads instead of its code. Null for a figure that is not published, and in bodies made before titles were kept.</summary>
    public string? ReleaseTitle { get; init; }

    /// <summary>Name of the office that published it, and the day in China on which it did; null likewise.</summary>
    public string? Publisher { get; init; }
    /// <inheritdoc cref="Publisher"/>
    public DateOnly? ReleasedOn { get; init; }

    /// <summary>The submission's year; null in bodies made before it was kept. A figure of another year is the latest one before it.</summary>
    public int? Year { get; init; }

    /// <summary>Change over the year before in %, to one place, in invariant writing: of a figure that is a growth itself, the figure. Null where the year before has no figure of the same definition.</summary>
    public string? Growth { get; init; }

    /// <summary>Whether more is better, by the definition; null in bodies made before it was kept.</summary>
    public IndicatorDirection? Direction { get; init; }

    /// <summary>The target as it is compared; null where there is none, and in bodies made before it was kept.</summary>
    public FieldTarget? Aim { get; init; }

    /// <summary>True for a figure of another year than the submission's.</summary>
    public bool IsOfAnotherYear => Year is { } year && Period != year.ToString(CultureInfo.InvariantCulture);

    /// <summary>How the figure stands to the target: a target of growth meets the growth, a target of a level the level, and both those of the target's year only.</summary>
    public TargetStanding Compared()
    {
        if (Target is null) return TargetStanding.NoTarget;
        if (Aim is null) return TargetStanding.Unstated;
        if (Period != Aim.Year.ToString(CultureInfo.InvariantCulture)) return TargetStanding.OtherYear;
        if (Number(Aim.Growth ? Growth : Value) is not { } held || Number(Aim.Value) is not { } target) return TargetStanding.NoGrowth;
        return Attainment.Meets(Aim.Comparator, held, target, Direction ?? IndicatorDirection.Watched) ? TargetStanding.Met : TargetStanding.Missed;
    }

    /// <summary>True when a number typed in a sentence speaks of this target and is another one; rounded to fewer places it is the same. A number of this year is not held against last year's figure.</summary>
    public bool Contradicts(SentenceFigure typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        if (What is null || typed.What != What || IsOfAnotherYear) return false;
        // “增长12%” speaks of the growth, “1854家” of the count: neither is held against the other.
        var growth = Aim?.Growth == true;
        if (IsShare(typed.Text) != (growth || IsShare(Unit)) || Number(growth ? Growth?.TrimStart('-') : Value) is not { } held) return false;
        var digits = string.Concat(typed.Text.TakeWhile(c => char.IsAsciiDigit(c) || c is '.' or ','));
        return Number(digits) is { } said && Math.Round(held, Math.Min((int)said.Scale, 28), MidpointRounding.AwayFromZero) != said;
    }

    static bool IsShare(string text) => text.EndsWith('%') || text.EndsWith('％');

    static decimal? Number(string? text) => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A confirmed target, as a figure is compared with it.</summary>
/// <param name="Year">By the end of this year.</param>
/// <param name="Comparator">How they are compared.</param>
/// <param name="Value">The value in the figure's unit, or in % over the year before where <paramref name="Growth"/>; in invariant writing.</param>
/// <param name="Growth">True for a growth over the year before.</param>
public sealed record FieldTarget(int Year, TargetComparator Comparator, string Value, bool Growth);

/// <summary>与目标比较: how a figure of a submission stands to its target, or why that cannot be said.</summary>
public enum TargetStanding
{
    /// <summary>There is no target.</summary>
    NoTarget,
    /// <summary>达到目标.</summary>
    Met,
    /// <summary>未达到目标.</summary>
    Missed,
    /// <summary>The figure is of another year than the target.</summary>
    OtherYear,
    /// <summary>A target of growth, and no figure of the year before to grow from.</summary>
    NoGrowth,
    /// <summary>A body made before the target was kept in a form that can be compared.</summary>
    Unstated,
}
