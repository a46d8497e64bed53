using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Indicators;

/// <summary>目标值: what an indicator is to reach in one organisation by the end of one year. Confirmed by a person; withdrawn, never changed.</summary>
public sealed class IndicatorTarget
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The indicator.</summary>
    public required string Indicator { get; init; }
    /// <summary>Whose aim it is.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>By the end of this year.</summary>
    public int Year { get; init; }
    /// <summary>How the figure is compared with the value.</summary>
    public TargetComparator Comparator { get; init; }
    /// <summary>The value: in the indicator's unit, or in % over the year before where <see cref="Growth"/>.</summary>
    public decimal Value { get; init; }
    /// <summary>True where the value is a growth over the year before.</summary>
    public bool Growth { get; init; }
    /// <summary>The sentence it was found in (<see cref="Programme.FoundTarget"/>); null where a person set it without one.</summary>
    public long? FoundTargetId { get; init; }
    /// <summary>The words or the decision it rests on.</summary>
    public required string Source { get; init; }
    /// <summary>Who confirmed it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>When it was withdrawn; null while it stands.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
    /// <summary>Who withdrew it.</summary>
    public AccountId? WithdrawnBy { get; set; }
    /// <summary>Why.</summary>
    public string? WithdrawnReason { get; set; }
}

/// <summary>How a figure is compared with a target.</summary>
public enum TargetComparator
{
    /// <summary>达到或高于.</summary>
    AtLeast = 1,
    /// <summary>高于.</summary>
    Above = 2,
    /// <summary>不高于.</summary>
    AtMost = 3,
    /// <summary>低于.</summary>
    Below = 4,
    /// <summary>稳定在.</summary>
    Equal = 5,
}
