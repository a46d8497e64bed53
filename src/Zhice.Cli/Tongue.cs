namespace Zhice.Cli;

/// <summary>The language of the terminal: Chinese where LC_ALL or LANG says zh, else English.</summary>
internal static class Tongue
{
    static readonly bool Chinese =
        (Environment.GetEnvironmentVariable("LC_ALL") is { Length: > 0 } all ? all : Environment.GetEnvironmentVariable("LANG"))
        ?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>The sentence in the terminal's language.</summary>
    internal static string Say(string chinese, string english) => Chinese ? chinese : english;
}
