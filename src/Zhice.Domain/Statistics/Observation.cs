using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Statistics;

/// <summary>Short key of a data element in the table of observations: eighteen million rows would repeat its code.</summary>
public sealed class ElementKey
{
    /// <summary>Key.</summary>
    public int Id { get; init; }
    /// <summary>Code of the element, as in data/elements.</summary>
    public required string Code { get; init; }
}

/// <summary>Values that became known together: one save, one file, one filling-in by the platform. The moment of a batch is when its values are known from.</summary>
/// <remarks>Batches are written one after another, so that a higher key is a later moment: “as known at D” is “up to the last batch at or before D”.</remarks>
public sealed class ObservationBatch
{
    /// <summary>Key, growing with the moment.</summary>
    public int Id { get; init; }
    /// <summary>From when its values are known.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Where its values come from.</summary>
    public required ObservationSource Source { get; init; }
    /// <summary>Who sent it; null for the platform itself.</summary>
    public AccountId? By { get; init; }
    /// <summary>For which office; null for a file of several.</summary>
    public OrganisationId? OrganisationId { get; init; }
    /// <summary>SHA-256 of the file or of what was sent, lower-case hexadecimal; null where there is none.</summary>
    public string? Digest { get; init; }
    /// <summary>Key by which the sender repeats a request without repeating its effect; null where none was given.</summary>
    public string? RequestKey { get; init; }
    /// <summary>A word on it, such as the file's name, or the records that the platform read.</summary>
    public string? Note { get; init; }
    /// <summary>Values that it brought.</summary>
    public int Values { get; set; }
    /// <summary>True for invented values of the demonstration.</summary>
    public bool Demonstration { get; init; }
}

/// <summary>数据: the value of one element for one organisation and period, known from one batch until another.</summary>
/// <remarks>Never changed but for <see cref="EndedBy"/>, which is written once: the value before is always still there.</remarks>
public sealed class Observation
{
    /// <summary>The element (<see cref="ElementKey"/>).</summary>
    public int Element { get; init; }
    /// <summary>The period, packed (<see cref="Statistics.Period.Key"/>).</summary>
    public int Period { get; init; }
    /// <summary>The organisation.</summary>
    public int Organisation { get; init; }
    /// <summary>The batch that it is known from.</summary>
    public int Batch { get; init; }
    /// <summary>The value in the element's unit; null where the value before was taken back and none took its place.</summary>
    public decimal? Value { get; init; }
    /// <summary>The batch that it is known until; 0 while it holds.</summary>
    public int EndedBy { get; set; }
}

/// <summary>Where values come from.</summary>
public enum ObservationSource
{
    /// <summary>填报: typed into a form or sent with it.</summary>
    Entry = 0,
    /// <summary>导入: a file of values.</summary>
    Import = 1,
    /// <summary>平台数据: read from what the platform holds.</summary>
    Platform = 2,
    /// <summary>更正: a correction that a second person accepted.</summary>
    Correction = 3,
}
