namespace Zhice.Cli;

/// <summary>The language of the terminal: Chinese where LC_ALL or LANG says zh, else English.</summary>
internal static class Tongue
{
    /// <summary>True for Chinese.</summary>
    internal static readonly bool InChinese =
        (Environment.GetEnvironmentVariable("LC_ALL") is { Length: > 0 } all ? all : Environment.GetEnvironmentVariable("LANG"))
        ?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>The sentence in the terminal's language.</summary>
    internal static string Say(string chinese, string english) => InChinese ? chinese : english;
}
