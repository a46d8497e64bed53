using System.Globalization;
using Zhice.Domain.Services;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Services;

/// <summary>Reads single values of forms.</summary>
internal static class CaseInput
{
    /// <summary>A day; null for anything else.</summary>
    public static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>A day as inputs take it; null for none.</summary>
    public static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A whole number; null for anything else.</summary>
    public static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A small whole number; null for anything else, also for one that is too great.</summary>
    public static int? Small(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Yes or no; null for silence.</summary>
    public static bool? Choice(string? text) => text switch { "yes" => true, "no" => false, _ => null };

    /// <summary>The last action that a page had seen: null where it does not say, a number that no action has where it was forged.</summary>
    public static int? Seen(string? text) => string.IsNullOrEmpty(text) ? null : Small(text) ?? -1;

    /// <summary>What was typed into a field of an item's form. A field that came more than once is told from one with a comma in it.</summary>
    public static string Typed(IFormCollection form, string code) => string.Join(FormCheck.Several, form[FormCheck.Prefix + code].ToArray());

    /// <summary>All fields of an item's form that came.</summary>
    public static IReadOnlyDictionary<string, string> Typed(IFormCollection form) => form.Keys.Where(key => key.StartsWith(FormCheck.Prefix, StringComparison.Ordinal))
        .ToDictionary(key => key[FormCheck.Prefix.Length..], key => Typed(form, key[FormCheck.Prefix.Length..]), StringComparer.Ordinal);
}

/// <summary>The steps of an application.</summary>
internal static class CaseSteps
{
    /// <summary>Their names in order.</summary>
    public static IReadOnlyList<string> Names(WordTable words) => [words["svc.step-who"], words["svc.step-form"], words["svc.step-materials"], words["svc.step-check"]];
}
