using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Services;

/// <summary>Key of a pool.</summary>
public readonly record struct PoolId(long Value);

/// <summary>质押融资风险补偿资金池: money of an office that pays a share of the loss where a registered pledge does not cover the loan.</summary>
public sealed class CompensationPool
{
    /// <summary>Longest name.</summary>
    public const int LongestName = 120;

    /// <summary>Key.</summary>
    public PoolId Id { get; init; }
    /// <summary>The office that keeps it.</summary>
    public OrganisationId OfficeId { get; init; }
    /// <summary>Name.</summary>
    public required string Name { get; init; }
    /// <summary>The document that it rests on.</summary>
    public required string Basis { get; init; }
    /// <summary>The greatest share of a loss that it pays, in per cent.</summary>
    public int Share { get; init; }
    /// <summary>Who set it up.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
    /// <summary>Counts decided entries: of two decisions at once, one finds that the other was first.</summary>
    public int Version { get; set; }
}

/// <summary>What an entry does to the pool.</summary>
public enum PoolEntryKind
{
    /// <summary>注入.</summary>
    Deposit,
    /// <summary>补偿.</summary>
    Compensation,
    /// <summary>追偿收回: of what was paid for a pledge.</summary>
    Recovery,
}

/// <summary>How an entry stands.</summary>
public enum PoolEntryState
{
    /// <summary>待审批.</summary>
    Proposed,
    /// <summary>已批准.</summary>
    Approved,
    /// <summary>未批准.</summary>
    Denied,
}

/// <summary>An entry of a pool's ledger: written by one person and decided by another, never changed after.</summary>
public sealed class PoolEntry
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The pool.</summary>
    public PoolId PoolId { get; init; }
    /// <summary>What it does.</summary>
    public PoolEntryKind Kind { get; init; }
    /// <summary>Amount in yuan, above nothing.</summary>
    public decimal Amount { get; init; }
    /// <summary>The registered pledge; null for a deposit.</summary>
    public CaseId? CaseId { get; init; }
    /// <summary>The lender's loss in yuan; with a compensation.</summary>
    public decimal? Loss { get; init; }
    /// <summary>Why.</summary>
    public required string Reason { get; init; }
    /// <summary>Who wrote it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>How it stands.</summary>
    public PoolEntryState State { get; set; }
    /// <summary>Who decided; another person than who wrote it.</summary>
    public AccountId? DecidedBy { get; set; }
    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; set; }
    /// <summary>Why it was denied; null otherwise.</summary>
    public string? Denial { get; set; }
}

/// <summary>Sums of approved entries.</summary>
/// <param name="Deposited">Paid in.</param>
/// <param name="Paid">Paid out.</param>
/// <param name="Recovered">Come back.</param>
public sealed record PoolSums(decimal Deposited, decimal Paid, decimal Recovered)
{
    /// <summary>What is in the pool.</summary>
    public decimal Balance => Deposited - Paid + Recovered;
}

/// <summary>The rules of a pool. Pure.</summary>
public static class PoolRules
{
    /// <summary>Why an entry may not be; null where it may: asked when it is written and again when it is decided.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="sums">Sums of the pool.</param>
    /// <param name="pledge">Sums of what was approved for the same pledge.</param>
    /// <param name="lost">Losses of the same pledge for which compensation was approved.</param>
    /// <param name="secured">The amount that the pledge secures; null where no registered pledge stands behind it.</param>
    public static Refusal? Check(CompensationPool pool, PoolEntry entry, PoolSums sums, PoolSums pledge, decimal lost, decimal? secured)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(sums);
        ArgumentNullException.ThrowIfNull(pledge);
        if (entry.Amount <= 0 || entry.Amount > 999_999_999_999m || decimal.Round(entry.Amount, 2) != entry.Amount) return new Invalid(new Defect("pool.amount", "amount"));
        if (entry.Kind == PoolEntryKind.Deposit) return null;
        if (secured is not { } debt) return new Invalid(new Defect("pool.pledge", "pledge"));
        if (entry.Kind == PoolEntryKind.Recovery) return entry.Amount > pledge.Paid - pledge.Recovered ? new Blocked("pool.recovered", pledge.Paid - pledge.Recovered) : null;
        if (entry.Loss is not { } loss || loss <= 0 || decimal.Round(loss, 2) != loss || lost + loss > debt) return new Invalid(new Defect("pool.loss", "loss", debt - lost));
        if (entry.Amount > loss * pool.Share / 100) return new Blocked("pool.share", pool.Share, decimal.Round(loss * pool.Share / 100, 2, MidpointRounding.ToZero));
        return entry.Amount > sums.Balance ? new Blocked("pool.empty", sums.Balance) : null;
    }
}
