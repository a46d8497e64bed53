using Zhice.Domain.Accounts;

namespace Zhice.Domain.Audit;

/// <summary>One change, as it was written down: append-only. A sealer links committed rows into a hash chain.</summary>
public sealed class AuditEntry
{
    /// <summary>Key, growing.</summary>
    public long Id { get; init; }
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
    /// <summary>Who; null for the system itself.</summary>
    public AccountId? By { get; init; }
    /// <summary>What was done, such as <c>document.import</c>.</summary>
    public required string Action { get; init; }
    /// <summary>What it was done to, such as <c>document/12</c>.</summary>
    public required string Subject { get; init; }
    /// <summary>The exact bytes that are hashed: canonical JSON of all the above and the details.</summary>
    public required byte[] Body { get; init; }
    /// <summary>Place in the chain from 1; null until sealed.</summary>
    public long? Sequence { get; set; }
    /// <summary>SHA-256 of the hash before and the body; null until sealed.</summary>
    public byte[]? Hash { get; set; }
}
