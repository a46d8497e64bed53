using System.Globalization;

namespace Zhice.Domain.Submitting;

/// <summary>指标数据: a figure of an indicator as the platform held it when it was taken into a submission. Read from the platform, never typed.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Version">Version of the definition that made the figure.</param>
/// <param name="Name">Name of the indicator.</param>
/// <param name="Period">The period, such as 2026 or 2026Q3.</param>
/// <param name="Value">The figure with the places that the definition prints, in invariant writing.</param>
/// <param name="Unit">Its unit, such as 件/万人.</param>
/// <param name="Release">Code of the release that published it; null for a figure that was computed and not published yet.</param>
/// <param name="What">What the task's target counts, where the target was confirmed for this indicator; else null.</param>
/// <param name="Target">That target, such as 不低于14件; else null.</param>
/// <param name="ReadOn">The day in China on which it was read.</param>
public sealed record IndicatorField(
    string Indicator, int Version, string Name, string Period, string Value, string Unit, string? Release, string? What, string? Target, DateOnly ReadOn)
{
    /// <summary>True when a number typed in a sentence speaks of this target and is another one; rounded to fewer places it is the same.</summary>
    public bool Contradicts(SentenceFigure typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        if (What is null || typed.What != What || !decimal.TryParse(Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var held)) return false;
        var digits = string.Concat(typed.Text.TakeWhile(c => char.IsAsciiDigit(c) || c is '.' or ','));
        if (!decimal.TryParse(digits, NumberStyles.Number, CultureInfo.InvariantCulture, out var said)) return false;
        return Math.Round(held, Math.Min((int)said.Scale, 28), MidpointRounding.AwayFromZero) != said;
    }
}
