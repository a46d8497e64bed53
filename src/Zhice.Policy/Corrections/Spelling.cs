using System.Globalization;
using System.Text;

namespace Zhice.Policy.Corrections;

/// <summary>The spelling of values in corrections: enums in lower case with hyphens, days as yyyy-MM-dd, empty for "not stated".</summary>
public static class Spelling
{
    /// <summary><c>ByYearEnd</c> is <c>by-year-end</c>.</summary>
    public static string Of<T>(T value) where T : struct, Enum => Names<T>.ByValue[value];

    /// <summary>A day, or empty.</summary>
    public static string Of(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A number without trailing zeros.</summary>
    public static string Of(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);

    /// <summary>true, false, or empty.</summary>
    public static string Of(bool? value) => value switch { true => "true", false => "false", null => "" };

    /// <summary>Several names, joined by 、.</summary>
    public static string Of(IEnumerable<string> names) => string.Join('、', names);

    /// <summary>Reads an enum's spelling.</summary>
    public static bool TryRead<T>(string? text, out T value) where T : struct, Enum => Names<T>.ByName.TryGetValue(text ?? "", out value);

    /// <summary>Reads a day; empty is null and understood.</summary>
    public static bool TryRead(string? text, out DateOnly? day)
    {
        day = null;
        if (string.IsNullOrWhiteSpace(text)) return true;
        if (!DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)) return false;
        day = read;
        return true;
    }

    /// <summary>Reads true, false or empty.</summary>
    public static bool TryRead(string? text, out bool? value)
    {
        value = text switch { "true" => true, "false" => false, _ => null };
        return value is not null || string.IsNullOrEmpty(text);
    }

    /// <summary>Names that a person listed with 、 ， ; or line breaks between.</summary>
    public static IReadOnlyList<string> List(string? text) =>
        (text ?? "").Split(['、', '，', '；', ',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    static class Names<T> where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue = Enum.GetValues<T>().ToDictionary(v => v, v => Hyphened(v.ToString()));
        public static readonly Dictionary<string, T> ByName = ByValue.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

        static string Hyphened(string name)
        {
            var written = new StringBuilder();
            foreach (var letter in name)
            {
                if (char.IsUpper(letter) && written.Length > 0) written.Append('-');
                written.Append(char.ToLowerInvariant(letter));
            }
            return written.ToString();
        }
    }
}
