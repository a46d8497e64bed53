using Zhice.Domain.Accounts;

namespace Zhice.Domain.Services;

/// <summary>How a text of a definition stands.</summary>
public enum DefinitionState
{
    /// <summary>草案: beside what is in force.</summary>
    Draft,
    /// <summary>已公布: in force from its day on.</summary>
    Published,
    /// <summary>已放弃.</summary>
    Discarded,
}

/// <summary>事项定义的一个版本: a text that a national administrator brought in while the platform runs. A published one is never changed: cases follow it to their end.</summary>
public sealed class ServiceDefinition
{
    /// <summary>Versions of texts that come this way are numbered from here on by their keys, beside those that come with the program.</summary>
    public const int FirstVersion = 1000;

    /// <summary>Longest text, in characters.</summary>
    public const int LongestText = 200_000;

    /// <summary>Longest reason.</summary>
    public const int LongestNote = 1000;

    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>Code of the item.</summary>
    public required string Code { get; init; }
    /// <summary>The YAML.</summary>
    public required string Text { get; init; }
    /// <summary>First day of cases that follow it, as the text says.</summary>
    public DateOnly ValidFrom { get; init; }
    /// <summary>Why it comes.</summary>
    public required string Note { get; init; }
    /// <summary>How it stands.</summary>
    public DefinitionState State { get; set; }
    /// <summary>Who brought it in.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Who published it; null before.</summary>
    public AccountId? PublishedBy { get; set; }
    /// <summary>When.</summary>
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>The version that cases name.</summary>
    public int Version => FirstVersion + (int)Id;
}
