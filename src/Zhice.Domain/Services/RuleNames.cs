using System.Globalization;
using System.Text.RegularExpressions;

namespace Zhice.Domain.Services;

/// <summary>What a rule may ask about beside the form.</summary>
/// <param name="Today">The day on which the papers are handed in.</param>
/// <param name="ApplicantName">Name of the applicant; null where it does not matter.</param>
/// <param name="ApplicantCode">Credit code of the applicant; null for a person.</param>
public sealed record FormFacts(DateOnly Today, string? ApplicantName = null, string? ApplicantCode = null)
{
    // Of an applicant that is known, no code is an answer: a person has none, and equals no company.
    internal string? NoCode => ApplicantName is null ? null : "";
}

/// <summary>
/// Names that rules and validity ends may use: a field of the form; <c>today</c>; <c>applicant.name</c>, <c>applicant.code</c> and <c>applicant.class</c> (the first two characters of the credit code: 11 for authorities, 12 for
/// public institutions, 91 for companies); of a field with a patent number <c>patent.kind</c> (invention, utility, design), <c>patent.filed</c> (1 January of the year in the number) and <c>patent.end</c> (the last day that the
/// term can have, as the number tells the year only); of a day, and of today, <c>day.year</c>. A day may be moved: <c>today-12m</c>, <c>signed+3m</c>, <c>filed+90d</c>, <c>sold-4y</c>.
/// </summary>
public static partial class RuleNames
{
    [GeneratedRegex("^([a-z][a-z0-9_]*)(?:\\.([a-z]+))?(?:([+-])([0-9]{1,3})([dmy]))?$")]
    private static partial Regex Shape();

    /// <summary>Put before a field's code, it names what stood before a request of the holder.</summary>
    public const string Before = "before.";

    /// <summary>The name without <see cref="Before"/>.</summary>
    public static string WithoutBefore(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(Before, StringComparison.Ordinal) ? name[Before.Length..] : name;
    }

    /// <summary>True where the text is such a name and no plain value.</summary>
    public static bool Is(string name, IReadOnlyList<FormField> form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return Split(name) is { } parts && (parts.Base == "today" && parts.Of is null or "year" || parts.Base == "applicant" && parts.Of is "name" or "code" or "class" || Field(parts, form) is not null);
    }

    /// <summary>The field that a name asks about; null for today and the applicant.</summary>
    public static string? FieldOf(string name, IReadOnlyList<FormField> form) => Split(name) is { } parts ? Field(parts, form)?.Code : null;

    /// <summary>What a name stands for; null where it cannot be told: the field is empty, the day of handing in is not asked, the number tells no kind.</summary>
    public static string? Value(string name, IReadOnlyDictionary<string, string> values, FormFacts? facts)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.TryGetValue(name, out var plain)) return plain;
        if (Split(name) is not { } parts) return null;
        if (parts.Base == "applicant" && parts.Of is not null)
            return facts is null ? null : parts.Of switch { "name" => facts.ApplicantName, "code" => facts.ApplicantCode ?? facts.NoCode, _ => facts.ApplicantCode?[..2] ?? facts.NoCode };
        var held = parts.Base == "today" ? facts?.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : values.GetValueOrDefault(parts.Base);
        if (held is null) return null;
        if (parts.Of == "kind") return FieldRules.PatentKind(held);
        var day = parts.Of switch { "end" => FieldRules.PatentEnd(held), "filed" => FieldRules.PatentYear(held) is { } year ? new DateOnly(year, 1, 1) : null, _ => Day(held) };
        if (day is not { } from) return null;
        var moved = parts.Unit switch { 'd' => from.AddDays(parts.Moved), 'm' => from.AddMonths(parts.Moved), 'y' => from.AddYears(parts.Moved), _ => from };
        return parts.Of == "year" ? moved.Year.ToString(CultureInfo.InvariantCulture) : moved.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>Names a rule with what it asks about, and values for each of them; null where one of them cannot be told yet, so that the rule waits.</summary>
    internal static Dictionary<string, string>? Known(IEnumerable<string> names, IReadOnlyDictionary<string, string> values, FormFacts? facts)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (Value(name, values, facts) is not { } value) return null;
            known[name] = value;
        }
        return known;
    }

    static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    static FormField? Field((string Base, string? Of, int Moved, char Unit) parts, IReadOnlyList<FormField> form) => form.FirstOrDefault(field => field.Code == parts.Base) is { } found && parts.Of switch
    {
        null => parts.Unit == ' ' || found.Type == FieldType.Date,
        "kind" => found.Type == FieldType.PatentNumber && parts.Unit == ' ',
        "end" or "filed" => found.Type == FieldType.PatentNumber,
        "year" => found.Type == FieldType.Date,
        _ => false,
    } ? found : null;

    static (string Base, string? Of, int Moved, char Unit)? Split(string name)
    {
        if (Shape().Match(name) is not { Success: true } match) return null;
        var moved = match.Groups[4].Success ? int.Parse(match.Groups[4].Value, CultureInfo.InvariantCulture) : 0;
        return (match.Groups[1].Value, match.Groups[2].Success ? match.Groups[2].Value : null, match.Groups[3].Value == "-" ? -moved : moved, match.Groups[5].Success ? match.Groups[5].Value[0] : ' ');
    }
}
