namespace Zhice.Domain.Accounts;

/// <summary>How many records an account, or an address of the public, took away on a day.</summary>
public sealed class RecordTaking
{
    /// <summary>The day (UTC).</summary>
    public DateOnly Day { get; init; }
    /// <summary><c>account</c> and its key, or <c>address</c> and a digest of address and day: the address itself is not kept.</summary>
    public required string Who { get; init; }
    /// <summary>Records.</summary>
    public int Taken { get; init; }
}
