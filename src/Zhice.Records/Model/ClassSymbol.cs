using System.Globalization;
using System.Text.RegularExpressions;

namespace Zhice.Records.Model;

/// <summary>Symbols of classifications: their normal writing, their place in the tree, and whether they can exist.</summary>
/// <remarks>IPC and CPC are checked down to the class (A61), of the 2024 edition, from memory and unverified; Locarno has 32 classes and Nice 45.</remarks>
public static partial class ClassSymbol
{
    static readonly Dictionary<char, string> Known = new()
    {
        ['A'] = "01 21-24 41-47 61-63 99", ['B'] = "01-09 21-33 41-44 60-68 81 82 99", ['C'] = "01-14 21-23 25 30 40 99", ['D'] = "01-07 10 21 99",
        ['E'] = "01-06 21 99", ['F'] = "01-04 15-17 21-28 41 42 99", ['G'] = "01-12 16 21 99", ['H'] = "01-05 10 99", ['Y'] = "02 04 10",
    };

    static readonly HashSet<string> Classes = [.. Known.SelectMany(section => section.Value.Split(' ').SelectMany(range => Range(range).Select(n => $"{section.Key}{n:00}")))];

    /// <summary>The normal writing: <c>G06F13/12</c>, <c>14-02</c>, <c>25</c>; null when it is no symbol of the scheme.</summary>
    public static string? Normal(string scheme, string written)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        var text = Text.CjkBigrams.Fold(written).ToUpperInvariant().Trim();
        return scheme switch
        {
            "IPC" or "CPC" => Patent(text),
            "LOC" => Locarno(text),
            "NICE" => Number().Match(text) is { Success: true } nice && int.Parse(nice.Groups[1].Value, CultureInfo.InvariantCulture) is >= 1 and <= 45 and var n ? n.ToString("00", CultureInfo.InvariantCulture) : null,
            "GBT4754" => Industry().IsMatch(text) ? text : null,
            "VIENNA" => Vienna(text),
            _ => text.Length is > 0 and <= 40 ? text.Replace(" ", "", StringComparison.Ordinal) : null,
        };
    }

    /// <summary>What a mark is found by: its symbol and all above it, the scheme before those of all schemes but IPC and CPC. Of an industry (GB/T 4754) the letter of its section is found by itself, and the digits without it.</summary>
    public static IEnumerable<string> Found(ClassMark mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        return mark.Scheme switch
        {
            "IPC" or "CPC" => Path(mark.Symbol),
            "LOC" => Path(mark.Symbol).Select(s => "LOC:" + s),
            "GBT4754" => Industries(mark.Symbol).Select(s => "GBT4754:" + s),
            "VIENNA" => Parts(mark.Symbol).Select(s => "VIENNA:" + s),
            _ => [mark.Scheme + ":" + mark.Symbol],
        };
    }

    static IEnumerable<string> Industries(string symbol)
    {
        if (symbol.Length > 0 && char.IsAsciiLetter(symbol[0])) yield return symbol[..1];
        var digits = symbol.TrimStart([.. "ABCDEFGHIJKLMNOPQRST"]);
        for (var length = 2; length <= digits.Length; length++) yield return digits[..length];
    }

    static IEnumerable<string> Parts(string symbol)
    {
        for (var at = symbol.IndexOf('.', StringComparison.Ordinal); at > 0; at = symbol.IndexOf('.', at + 1)) yield return symbol[..at];
        yield return symbol;
    }

    /// <summary>A class of a scheme other than IPC and CPC as the index has it, scheme and symbol; null when there is none.</summary>
    public static string? AskedOf(string scheme, string written)
    {
        var text = Text.CjkBigrams.Fold(written).ToUpperInvariant().Trim();
        if (scheme == "LOC" && text.Length <= 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var design)) return design is >= 1 and <= 32 ? $"LOC:{design:00}" : null;
        if (Normal(scheme, text) is not { } symbol) return null;
        return scheme + ":" + (scheme == "GBT4754" && symbol.Length > 1 ? symbol.TrimStart([.. "ABCDEFGHIJKLMNOPQRST"]) : symbol);
    }

    /// <summary>The symbol and all above it, from the section down: G, G06, G06F, G06F13, G06F13/12.</summary>
    public static IEnumerable<string> Path(string normal)
    {
        ArgumentNullException.ThrowIfNull(normal);
        if (normal.Length > 0 && char.IsAsciiLetter(normal[0]))
        {
            foreach (var length in (int[])[1, 3, 4])
                if (normal.Length >= length) yield return normal[..length];
            var slash = normal.IndexOf('/', StringComparison.Ordinal);
            if (slash > 4) yield return normal[..slash];
            if (normal.Length > 4) yield return normal;
        }
        else
        {
            var dash = normal.IndexOf('-', StringComparison.Ordinal);
            if (dash > 0) yield return normal[..dash];
            yield return normal;
        }
    }

    /// <summary>A patent class as far as a query may name it: <c>A</c>, <c>A61</c>, <c>A61K</c>, <c>A61K8</c>, <c>A61K8/00</c>; null when there is no such class.</summary>
    public static string? Asked(string written)
    {
        var text = Text.CjkBigrams.Fold(written).ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal).TrimEnd('*');
        if (text.Length is 1) return Known.ContainsKey(text[0]) ? text : null;
        if (text.Length is 3) return Classes.Contains(text) ? text : null;
        if (text.Length is 4 && char.IsAsciiLetterUpper(text[3])) return Classes.Contains(text[..3]) ? text : null;
        if (MainGroup().IsMatch(text)) return Classes.Contains(text[..3]) ? text : null;
        return Patent(text);
    }

    // G06F 13/12 (2006.01), G06F013/12, and the form with blanks of older data: G06F 1312.
    static string? Patent(string text)
    {
        if (Slashed().Match(text) is { Success: true } s) return Checked(s.Groups[1].Value, s.Groups[2].Value, s.Groups[3].Value);
        if (Blank().Match(text) is { Success: true } b) return Checked(b.Groups[1].Value, b.Groups[2].Value, b.Groups[3].Value);
        return Subclass().IsMatch(text) && Classes.Contains(text[..3]) ? text : null;
    }

    static string? Checked(string subclass, string group, string sub) =>
        Classes.Contains(subclass[..3]) && group.Trim().TrimStart('0') is { Length: > 0 } main ? $"{subclass}{main}/{sub}" : null;

    static string? Locarno(string text) =>
        Design().Match(text) is { Success: true } d && int.Parse(d.Groups[1].Value, CultureInfo.InvariantCulture) is >= 1 and <= 32 ? $"{d.Groups[1].Value.PadLeft(2, '0')}-{d.Groups[2].Value}" : null;

    static string? Vienna(string text) => Category().IsMatch(text) ? string.Join('.', text.Split('.').Select(p => p.PadLeft(2, '0'))) : null;

    static IEnumerable<int> Range(string range)
    {
        var ends = range.Split('-').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }

    [GeneratedRegex(@"^([A-HY][0-9]{2}[A-Z])\s*([0-9]{1,4})\s*/\s*([0-9]{2,6})\b")]
    private static partial Regex Slashed();
    [GeneratedRegex(@"^([A-HY][0-9]{2}[A-Z])([ 0-9]{3})([0-9]{2,3})$")]
    private static partial Regex Blank();
    [GeneratedRegex("^[A-HY][0-9]{2}[A-Z]$")]
    private static partial Regex Subclass();
    [GeneratedRegex("^[A-HY][0-9]{2}[A-Z][0-9]{1,4}$")]
    private static partial Regex MainGroup();
    [GeneratedRegex(@"^(?:LOC.*?CL\.?\s*)?([0-9]{1,2})[- ]?([0-9]{2})$")]
    private static partial Regex Design();
    [GeneratedRegex("^(?:[A-T]|[A-T]?[0-9]{2,4})$")]
    private static partial Regex Industry();
    [GeneratedRegex(@"^[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}$")]
    private static partial Regex Category();
    [GeneratedRegex("(?<![0-9])0*([1-9][0-9]?)(?![0-9])")]
    private static partial Regex Number();
}
