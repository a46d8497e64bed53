using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Statistics;

/// <summary>Key of a correction.</summary>
public readonly record struct CorrectionId(long Value);

/// <summary>更正: a change of a value after the lock, with its reason; it takes effect when a second person accepts it.</summary>
public sealed class ValueCorrection
{
    /// <summary>Key.</summary>
    public CorrectionId Id { get; init; }
    /// <summary>Code of the element.</summary>
    public required string Element { get; init; }
    /// <summary>The organisation whose value it is.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>The period, packed (<see cref="Statistics.Period.Key"/>).</summary>
    public int Period { get; init; }
    /// <summary>The value when the correction was asked for; null where there was none.</summary>
    public decimal? Before { get; init; }
    /// <summary>The value that is to stand; null takes the value back.</summary>
    public decimal? After { get; init; }
    /// <summary>Why.</summary>
    public required string Reason { get; init; }
    /// <summary>What the checks asked about the value that is to stand: a JSON list, each of a code and its figures as <c>ReturnDesk.Shown</c> writes them; null where nothing.</summary>
    public string? Questions { get; init; }
    /// <summary>What was answered to them; null where nothing was asked.</summary>
    public string? Answer { get; init; }
    /// <summary>Who asks.</summary>
    public AccountId AskedBy { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset AskedAt { get; init; }
    /// <summary>What became of it.</summary>
    public CorrectionState State { get; set; }
    /// <summary>The second person; null until decided.</summary>
    public AccountId? DecidedBy { get; set; }
    /// <summary>When it was decided.</summary>
    public DateTimeOffset? DecidedAt { get; set; }
    /// <summary>The second person's words.</summary>
    public string? Opinion { get; set; }
    /// <summary>The batch that brought the new value; null where it was refused.</summary>
    public int? Batch { get; set; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>What became of a correction.</summary>
public enum CorrectionState
{
    /// <summary>待复核.</summary>
    Asked,
    /// <summary>已更正.</summary>
    Accepted,
    /// <summary>不予更正.</summary>
    Refused,
    /// <summary>已撤回: taken back by who asked for it, before anybody decided.</summary>
    TakenBack,
}

/// <summary>干预记录: who asked that a figure be changed, written down by the one who was asked (防范和惩治统计造假、弄虚作假责任制; 统计法 on interference).</summary>
/// <remarks>Append-only and chained. Only auditors read it: whoever writes it down need not fear the one of whom it speaks.</remarks>
public sealed class InterferenceNote
{
    /// <summary>Key, growing.</summary>
    public long Id { get; init; }
    /// <summary>When it was written down.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Who wrote it down.</summary>
    public AccountId By { get; init; }
    /// <summary>The office of the writer.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>Who asked, in words.</summary>
    public required string Asker { get; init; }
    /// <summary>In which way: in person, by telephone, in writing.</summary>
    public required string Channel { get; init; }
    /// <summary>What was asked.</summary>
    public required string Request { get; init; }
    /// <summary>Which figure, in words; empty where several.</summary>
    public required string Subject { get; init; }
    /// <summary>What was done.</summary>
    public required string Outcome { get; init; }
    /// <summary>SHA-256 over the digest before and the canonical text of this note, lower-case hexadecimal.</summary>
    public required string Digest { get; init; }
}
