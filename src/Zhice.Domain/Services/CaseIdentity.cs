using Zhice.Domain.Programme.Rules;

namespace Zhice.Domain.Services;

/// <summary>识别字段: by what two applications of an item are known as the same. The definition names the fields; a region, a court or the applicant's own name alone say nothing. Pure.</summary>
public static class CaseIdentity
{
    /// <summary>Longest key, in UTF-16 units.</summary>
    public const int Longest = 200;

    /// <summary>The key of an application: equal for the same thing written with other spaces, widths, capitals or a stop at the end; the name of the item while nothing of it is filled in.</summary>
    /// <remarks>A key with personal values, or one that is too long, is a digest: it tells what is equal, and nothing else.</remarks>
    public static string Of(ServiceItem item, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(values);
        var fields = item.Identity.Count > 0 ? [.. item.Identity.Select(part => Names(part).FirstOrDefault(name => Plain(values.GetValueOrDefault(name)).Length > 0) ?? Names(part)[0])]
            : item.Form.Select(field => field.Code).ToList();
        List<string> parts = [.. fields.Select(name => Plain(values.GetValueOrDefault(name)))];
        if (parts.TrueForAll(part => part.Length == 0)) return item.Name;
        var key = string.Join(" · ", parts);
        return key.Length > Longest || fields.Any(name => item.Form.Any(field => field.Code == name && field.Personal)) ? "#" + TextDigest.Of(key) : key;
    }

    /// <summary>The fields of a part: <c>court_case | number</c> are two.</summary>
    static string[] Names(string part) => part.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } names ? names : [part];

    /// <summary>What is wrong with the two keys of a definition; none where they are sound.</summary>
    internal static IEnumerable<Defect> Faults(ServiceItem item)
    {
        var fields = item.FieldsByCode();
        List<string> names = [.. item.Identity.SelectMany(Names)];
        foreach (var name in names)
            if (!fields.TryGetValue(name, out var field) || field.Type == FieldType.Signer) yield return new("service.identity-field", "identity", name);
        // Choices alone would make every second application the same as the first.
        if (names.Count > 0 && names.TrueForAll(name => fields.TryGetValue(name, out var field) && field.Type is FieldType.Choice or FieldType.YesNo)) yield return new("service.identity-weak", "identity");
        foreach (var name in item.CaseTitle)
            if (!fields.TryGetValue(name, out var field) || field.Personal || field.MaskNames || field.Type is FieldType.LongText or FieldType.PatentNumbers or FieldType.Signer) yield return new("service.case-title", "case-title", name);
    }

    static string Plain(string? value) => value is null ? "" : PlainWords.Of(value).Trim(stops).ToUpperInvariant();

    static readonly char[] stops = ['。', '！', '!', '？', '?', '.', '，', '；', '、'];
}
