using System.Globalization;
using static Zhice.Cli.Tongue;

namespace Zhice.Cli;

/// <summary>The words after a verb: options <c>--name</c>, options with a value, and what remains in order.</summary>
internal sealed class Arguments
{
    readonly HashSet<string> flags = [];
    readonly Dictionary<string, string> values = [];
    readonly List<string> rest = [];

    /// <summary>Reads <paramref name="words"/>; an option that is neither flag nor value is a mistake, and said so.</summary>
    internal Arguments(ReadOnlySpan<string> words, IReadOnlyList<string>? flagNames = null, IReadOnlyList<string>? valueNames = null)
    {
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (!word.StartsWith("--", StringComparison.Ordinal)) rest.Add(word);
            else if (flagNames?.Contains(word) is true) flags.Add(word);
            else if (valueNames?.Contains(word) is not true) throw new UsageException(Say($"不认识的选项 {word}。", $"Unknown option {word}."));
            else if (i + 1 == words.Length) throw new UsageException(Say($"选项 {word} 后缺少值。", $"Option {word} needs a value."));
            else values[word] = words[++i];
        }
    }

    /// <summary>What is no option, in order.</summary>
    internal IReadOnlyList<string> Rest => rest;

    /// <summary>True when the flag was given.</summary>
    internal bool Has(string flag) => flags.Contains(flag);

    /// <summary>The option's value; null when not given.</summary>
    internal string? Value(string option) => values.GetValueOrDefault(option);

    /// <summary>The option's whole number; <paramref name="otherwise"/> when not given.</summary>
    internal int Number(string option, int otherwise, int least, int most) =>
        Value(option) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new UsageException(Say($"{option} 应为 {least} 到 {most} 的整数。", $"{option} takes a whole number from {least} to {most}."));

    /// <summary>The only word that is no option.</summary>
    internal string Only(string form) => rest is [var one] ? one : throw Misused(form);

    /// <summary>Refuses words that are no option.</summary>
    internal void None(string form)
    {
        if (rest.Count > 0) throw Misused(form);
    }

    internal static UsageException Misused(string form) => new(Say($"用法：zhice {form}", $"Usage: zhice {form}"));
}
