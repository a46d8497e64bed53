using System.Collections.Frozen;

namespace Zhice.Data.Seeding;

/// <summary>English names for the English pages, from <c>data/divisions/english.csv</c> and <c>data/organisations/organisations.csv</c>.</summary>
/// <remarks>They are a service to readers, not facts of the database: most are unverified, as the files say. Policy words are never translated.</remarks>
public static class EnglishNames
{
    static readonly FrozenDictionary<string, string> divisions = SeedData.English().ToFrozenDictionary(e => e.Code, e => e.Name, StringComparer.Ordinal);

    static readonly FrozenDictionary<string, string> organisations = SeedData.Named()
        .Where(o => o.English is not null).ToFrozenDictionary(o => o.Code, o => o.English!, StringComparer.Ordinal);

    /// <summary>English name of a province by its six digits, or by the first two; null for others.</summary>
    public static string? Division(string code) => divisions.GetValueOrDefault(code.PadRight(6, '0'));

    /// <summary>English name of a national body, or of a province's office; null for others.</summary>
    public static string? Organisation(string code) =>
        organisations.GetValueOrDefault(code)
        ?? (code.StartsWith("office-", StringComparison.Ordinal) && divisions.TryGetValue(code["office-".Length..], out var place) ? $"{place} Intellectual Property Office" : null);
}
