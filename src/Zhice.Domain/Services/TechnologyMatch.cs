namespace Zhice.Domain.Services;

/// <summary>供需匹配: a declared patent that fits a wanted technology, by words and class, and whether both sides have read of it.</summary>
public sealed class TechnologyMatch
{
    /// <summary>Longest list of words.</summary>
    public const int LongestWords = 400;

    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>Register entry of the declared patent.</summary>
    public long OfferId { get; init; }
    /// <summary>Register entry of the wanted technology.</summary>
    public long WantId { get; init; }
    /// <summary>The words of the want that the patent's entry holds, joined by 、.</summary>
    public required string Words { get; init; }
    /// <summary>The class that both name, as far as it is the same; empty where only words fit.</summary>
    public required string Class { get; init; }
    /// <summary>What the fit weighs: <see cref="TechnologyFit.Score"/>.</summary>
    public int Score { get; init; }
    /// <summary>When it was found.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>When the holder of the patent read of it.</summary>
    public DateTimeOffset? OfferReadAt { get; set; }
    /// <summary>When who wants the technology did.</summary>
    public DateTimeOffset? WantReadAt { get; set; }
}

/// <summary>How a declared patent fits a wanted technology.</summary>
/// <param name="Words">Words of the want that it holds.</param>
/// <param name="Class">The class that both name: a subclass such as H01L, or only a class such as H01; empty for none.</param>
public sealed record TechnologyFit(IReadOnlyList<string> Words, string Class)
{
    /// <summary>The least that is told.</summary>
    public const int Least = 2;

    /// <summary>Two for each word; three for the same subclass, one for the same class.</summary>
    public int Score => 2 * Words.Count + Class.Length switch { >= 4 => 3, 3 => 1, _ => 0 };

    /// <summary>The words that a want is searched by: what stands between separators, two characters at least, each once, twelve at most.</summary>
    public static IReadOnlyList<string> WordsOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split([' ', '、', '，', ',', ';', '；', '\n', '\t', '/', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(w => w.Length is >= 2 and <= 30).Distinct(StringComparer.OrdinalIgnoreCase).Take(12)];
    }

    /// <summary>How much of two classes is the same: four characters, three, or none.</summary>
    public static string Common(string? one, string? other)
    {
        var (a, b) = (Spelled(one), Spelled(other));
        return a.Length >= 4 && b.Length >= 4 && a[..4] == b[..4] ? a[..4] : a.Length >= 3 && b.Length >= 3 && a[..3] == b[..3] ? a[..3] : "";
    }

    /// <summary>Compares an offer with a want.</summary>
    /// <param name="words">Words of the want.</param>
    /// <param name="wanted">Class of the want.</param>
    /// <param name="title">Title of the offer.</param>
    /// <param name="offered">Class of the offer.</param>
    public static TechnologyFit Of(IReadOnlyList<string> words, string? wanted, string title, string? offered)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(title);
        return new([.. words.Where(w => title.Contains(w, StringComparison.OrdinalIgnoreCase))], Common(wanted, offered));
    }

    static string Spelled(string? text) => string.Concat((text ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
