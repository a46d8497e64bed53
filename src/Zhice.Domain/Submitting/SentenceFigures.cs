using System.Globalization;
using System.Text.RegularExpressions;

namespace Zhice.Domain.Submitting;

/// <summary>A target of a task, as a sentence of a report may speak of it.</summary>
/// <param name="What">What is counted.</param>
/// <param name="Comparator">One of &lt;=, ==, &gt;=, &gt;, &lt;.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">The unit as printed.</param>
/// <param name="Growth">True where the number is a growth over the year before; a fall is negative.</param>
public sealed record TaskTarget(string What, string Comparator, decimal Value, string Unit, bool Growth = false);

/// <summary>Finds numbers in a sentence that stand beside a target of the same thing and unit.</summary>
/// <remarks>The number stays as typed; <see cref="IndicatorField.Contradicts"/> compares it with what the platform holds.</remarks>
public static partial class SentenceFigures
{
    /// <summary>The numbers found, in the order of the targets; a target takes the only number of its unit behind its name.</summary>
    public static IReadOnlyList<SentenceFigure> Find(string sentence, IReadOnlyList<TaskTarget> targets)
    {
        var found = new List<SentenceFigure>();
        foreach (var target in targets)
        {
            var at = target.What.Length < 2 ? -1 : sentence.IndexOf(target.What, StringComparison.Ordinal);
            if (at < 0) continue;
            // 由80%提高到92.5%: which number is meant is not guessed.
            if (NumberWithUnit().Matches(sentence, at + target.What.Length).Where(m => Same(m.Groups["unit"].Value, target.Unit)).ToList() is not [var number]) continue;
            found.Add(new SentenceFigure(number.Groups["number"].Value + Unit(number.Groups["unit"].Value, target.Unit), target.What,
                Words(target)));
        }
        return found;
    }

    static bool Same(string written, string unit) => unit.Length > 0 && written.Replace('％', '%').StartsWith(unit.Replace('％', '%'), StringComparison.Ordinal);

    static string Unit(string written, string unit) => written[..Math.Min(written.Length, unit.Length)];

    /// <summary>A target in words, such as 不低于90%, 较上年增长不低于10% or 较上年下降不低于5%.</summary>
    public static string Words(TaskTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        // At most -5 of growth is a fall of at least 5.
        var falls = target.Growth && target.Value < 0;
        var comparator = !falls ? target.Comparator : target.Comparator switch { "<=" => ">=", "<" => ">", ">=" => "<=", ">" => "<", var same => same };
        var value = (falls ? -target.Value : target.Value).ToString("0.####", CultureInfo.InvariantCulture);
        return $"{(falls ? "较上年下降" : target.Growth ? "较上年增长" : "")}{Words(comparator)}{value}{target.Unit}";
    }

    static string Words(string comparator) => comparator switch { ">=" => "不低于", ">" => "超过", "<=" => "不超过", "<" => "低于", _ => "达到" };

    [GeneratedRegex(@"(?<number>\d[\d,]*(?:\.\d+)?)\s*(?<unit>[%％\p{L}]{1,8})")]
    private static partial Regex NumberWithUnit();
}
