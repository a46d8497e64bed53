using System.Globalization;
using Zhice.Domain.Submitting;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Submitting;

/// <summary>What is said beside a figure of a submission, on the page and on paper alike: its year, its growth, its source, and how it stands to its target.</summary>
public static class FigureWords
{
    /// <summary>The year of the figure; where the submission's own year has none yet, that is said.</summary>
    public static string Year(IndicatorField field, WordTable words)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(words);
        return field.IsOfAnotherYear ? words["submission.figure-earlier", field.Period, field.Year!.Value] : words["submission.figure-year", field.Period];
    }

    /// <summary>The change over the year before, where the target is one of growth; else empty.</summary>
    public static string Growth(IndicatorField field, WordTable words)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(words);
        return field.Aim?.Growth != true || field.Growth is not { } growth ? ""
            : growth.StartsWith('-') ? words["submission.figure-fell", growth[1..]] : words["submission.figure-grew", growth];
    }

    /// <summary>The release by its title, publisher and day, or that the figure is not published. A release's code is for programs.</summary>
    public static string Source(IndicatorField field, WordTable words)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(words);
        return field.ReleaseTitle is { } title ? words["submission.figure-released", title, field.Publisher ?? "", field.ReleasedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? ""]
            : words[field.Release is not null ? "submission.figure-published" : "submission.figure-computed"];
    }

    /// <summary>How the figure stands to its target, or why that cannot be said; empty where there is no target.</summary>
    public static string Compared(IndicatorField field, WordTable words)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(words);
        return field.Compared() is var standing and not TargetStanding.NoTarget ? words[$"target-standing.{standing}", field.Aim?.Year.ToString(CultureInfo.InvariantCulture) ?? ""] : "";
    }
}
