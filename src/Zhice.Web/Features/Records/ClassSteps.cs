using Zhice.Records.Model;

namespace Zhice.Web.Features.Records;

/// <summary>Steps through the trees of classes: what may be asked for, what is above it, and how a query names it.</summary>
static class ClassSteps
{
    /// <summary>The class asked for in normal writing: empty for the sections of patents, and for what is no class.</summary>
    internal static string Known(string? at)
    {
        var text = at?.Trim().ToUpperInvariant() ?? "";
        if (text is "LOC" or "NICE") return text;
        if (text.StartsWith("LOC:", StringComparison.Ordinal)) return text.Length == 6 ? text : "LOC";
        return ClassSymbol.Asked(text) is { } symbol && char.IsAsciiLetter(symbol[0]) ? symbol : "";
    }

    /// <summary>The classes above and itself, from the top.</summary>
    internal static IReadOnlyList<string> Path(string symbol) =>
        symbol.Length == 0 ? [] : symbol.StartsWith("LOC:", StringComparison.Ordinal) ? ["LOC", symbol] : symbol is "LOC" or "NICE" ? [symbol] : [.. ClassSymbol.Path(symbol)];

    /// <summary>How a query names it.</summary>
    internal static string Condition(string symbol) =>
        symbol.StartsWith("LOC:", StringComparison.Ordinal) ? "loc:" + symbol[4..] : symbol.StartsWith("NICE:", StringComparison.Ordinal) ? "nice:" + symbol[5..] : "ipc:" + symbol;

    /// <summary>Whether there are classes below it.</summary>
    internal static bool Opens(string symbol) => symbol.StartsWith("LOC:", StringComparison.Ordinal) ? !symbol.Contains('-', StringComparison.Ordinal) : !symbol.StartsWith("NICE:", StringComparison.Ordinal) && !symbol.Contains('/', StringComparison.Ordinal);
}
