using Zhice.Records.Model;

namespace Zhice.Web.Features.Records;

/// <summary>Steps through the trees of classes: what may be asked for, what is above it, and how a query names it.</summary>
static class ClassSteps
{
    /// <summary>Schemes with a tree of their own beside that of patents.</summary>
    internal static readonly IReadOnlyList<string> Schemes = ["LOC", "NICE", "VIENNA", "GBT4754"];

    /// <summary>The class asked for in normal writing: empty for the sections of patents, and for what is no class.</summary>
    internal static string Known(string? at)
    {
        var text = at?.Trim().ToUpperInvariant() ?? "";
        if (Schemes.Contains(text)) return text;
        if (Parted(text) is { } parts && Schemes.Contains(parts.Scheme)) return ClassSymbol.AskedOf(parts.Scheme, parts.Symbol) ?? parts.Scheme;
        return ClassSymbol.Asked(text) is { } symbol && char.IsAsciiLetter(symbol[0]) ? symbol : "";
    }

    /// <summary>The classes above and itself, from the top.</summary>
    internal static IReadOnlyList<string> Path(string symbol)
    {
        if (symbol.Length == 0) return [];
        if (Parted(symbol) is not { } parts) return Schemes.Contains(symbol) ? [symbol] : [.. ClassSymbol.Path(symbol)];
        return [parts.Scheme, .. ClassSymbol.Found(new ClassMark(parts.Scheme, parts.Symbol))];
    }

    /// <summary>How a query names it.</summary>
    internal static string Condition(string symbol) => Parted(symbol) is { } parts ? $"{parts.Scheme.ToLowerInvariant()}:{parts.Symbol}" : "ipc:" + symbol;

    /// <summary>Whether there are classes below it.</summary>
    internal static bool Opens(string symbol) => Parted(symbol) is not { } parts ? !symbol.Contains('/', StringComparison.Ordinal)
        : parts.Scheme switch { "LOC" => !parts.Symbol.Contains('-', StringComparison.Ordinal), "VIENNA" => parts.Symbol.Length < 8, "GBT4754" => parts.Symbol.Length < 4, _ => false };

    static (string Scheme, string Symbol)? Parted(string symbol) => symbol.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (symbol[..colon], symbol[(colon + 1)..]) : null;
}
