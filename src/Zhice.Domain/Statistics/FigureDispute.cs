using Zhice.Domain.Accounts;

namespace Zhice.Domain.Statistics;

/// <summary>数据异议: an office's objection to a figure that the platform filled in. The figure is not typed over; what it was made of is mended, or the objection is answered.</summary>
public sealed class FigureDispute
{
    /// <summary>Longest reason and longest answer.</summary>
    public const int Longest = 1_000;

    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The return.</summary>
    public ReturnId ReturnId { get; init; }
    /// <summary>Code of the element.</summary>
    public required string Element { get; init; }
    /// <summary>The figure that was shown.</summary>
    public required string Shown { get; init; }
    /// <summary>Why it is wrong.</summary>
    public required string Reason { get; init; }
    /// <summary>Who.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>The answer; null while it is awaited.</summary>
    public string? Answer { get; set; }
    /// <summary>Who answered.</summary>
    public AccountId? AnsweredBy { get; set; }
    /// <summary>When.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }
}
