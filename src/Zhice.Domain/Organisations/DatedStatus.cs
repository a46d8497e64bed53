namespace Zhice.Domain.Organisations;

/// <summary>Key of a status fact.</summary>
public readonly record struct StatusId(long Value);

/// <summary>资格、试点身份: a dated fact about a division, such as 国家知识产权强市建设示范城市 from 2022-07 to 2025-06.</summary>
/// <remarks>Two times are kept: when it held, and when it became known here. A mistake is withdrawn, never changed or deleted.</remarks>
public sealed class DatedStatus
{
    /// <summary>Key.</summary>
    public StatusId Id { get; init; }
    /// <summary>Six-digit code of the division.</summary>
    public required string DivisionCode { get; init; }
    /// <summary>Name of the status as the issuing document writes it.</summary>
    public required string Name { get; init; }
    /// <summary>The university or company that holds it and lies in the division; null where the division itself does.</summary>
    public string? Holder { get; init; }
    /// <summary>First day on which it held.</summary>
    public required DateOnly ValidFrom { get; init; }
    /// <summary>First day on which it no longer held; null where no end is known.</summary>
    public DateOnly? ValidTo { get; init; }
    /// <summary>Where the fact comes from: a document, a file.</summary>
    public required string Source { get; init; }
    /// <summary>When it was recorded here.</summary>
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>When it was found to be wrong and withdrawn; null while it stands.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
    /// <summary>True for an invented fact of the demonstration.</summary>
    public bool Demonstration { get; init; }

    /// <summary>True when the fact stands and held on <paramref name="day"/>; the last day is included by its half-open end.</summary>
    public bool HeldOn(DateOnly day) => WithdrawnAt is null && ValidFrom <= day && (ValidTo is null || day < ValidTo);
}
