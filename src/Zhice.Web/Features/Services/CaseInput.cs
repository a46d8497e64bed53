using System.Globalization;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Services;

/// <summary>Reads single values of forms.</summary>
internal static class CaseInput
{
    /// <summary>A day; null for anything else.</summary>
    public static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>A whole number; null for anything else.</summary>
    public static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>The steps of an application.</summary>
internal static class CaseSteps
{
    /// <summary>Their names in order.</summary>
    public static IReadOnlyList<string> Names(WordTable words) => [words["svc.step-who"], words["svc.step-form"], words["svc.step-materials"], words["svc.step-check"]];
}
