using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;

namespace Zhice.Domain.Working;

/// <summary>动态: one thing that happened to the work on an obligation; append-only. The audit log proves it, this list shows it to those who may see the obligation's work.</summary>
public sealed class WorkEvent
{
    /// <summary>Key, growing.</summary>
    public long Id { get; init; }
    /// <summary>The programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>The obligation.</summary>
    public ObligationId ObligationId { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Who; null for the system itself.</summary>
    public AccountId? By { get; init; }
    /// <summary>What happened.</summary>
    public WorkEventKind Kind { get; init; }
    /// <summary>What it was about: the new status, the choice, the day, the piece's title; at most 500 UTF-16 units, null where the kind says all.</summary>
    public string? About { get; init; }
}

/// <summary>Kinds of events.</summary>
public enum WorkEventKind
{
    /// <summary>The office set the status; about: the status.</summary>
    Status,
    /// <summary>选做 was taken on, declined or reopened; about: the choice.</summary>
    Choice,
    /// <summary>The due day was extended; about: the new day.</summary>
    Extended,
    /// <summary>A piece was given; about: its title.</summary>
    ItemGiven,
    /// <summary>A piece was changed; about: its title.</summary>
    ItemChanged,
    /// <summary>A piece moved; about: its title.</summary>
    ItemMoved,
    /// <summary>A piece was taken back; about: its title.</summary>
    ItemWithdrawn,
    /// <summary>A report left the office.</summary>
    ReportSubmitted,
    /// <summary>A report came back with reasons.</summary>
    ReportReturned,
    /// <summary>A report was accepted.</summary>
    ReportAccepted,
    /// <summary>A publication asks for it at another level; about: the new level.</summary>
    LevelChanged,
}
