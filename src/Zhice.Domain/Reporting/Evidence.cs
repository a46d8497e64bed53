using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Domain.Reporting;

/// <summary>Key of a piece of evidence.</summary>
public readonly record struct EvidenceId(long Value);

/// <summary>佐证材料: held once by an office, used wherever it fits.</summary>
public sealed class Evidence
{
    /// <summary>Key.</summary>
    public EvidenceId Id { get; init; }
    /// <summary>The office that holds it.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>Name as shown and searched.</summary>
    public required string Title { get; set; }
    /// <summary>File, address, case or indicator value.</summary>
    public EvidenceKind Kind { get; init; }
    /// <summary>First day of what it proves; apart from the day of the upload.</summary>
    public required DateOnly EffectiveFrom { get; set; }
    /// <summary>Last day of what it proves; null where it goes on.</summary>
    public DateOnly? EffectiveTo { get; set; }
    /// <summary>Who may see it besides the office, those above it and those whom it is reported to.</summary>
    public Disclosure Disclosure { get; set; }
    /// <summary>Number of the version in force, from 1.</summary>
    public int Revision { get; set; }
    /// <summary>Who brought it.</summary>
    public AccountId CreatedBy { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>When it was withdrawn; null while it stands. What was reported with it keeps it.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>What a piece of evidence is.</summary>
public enum EvidenceKind
{
    /// <summary>A file.</summary>
    File,
    /// <summary>A web address.</summary>
    Address,
    /// <summary>A case of the services.</summary>
    Case,
    /// <summary>The value of an indicator.</summary>
    IndicatorValue,
}

/// <summary>One version of a piece of evidence; never changed.</summary>
public sealed class EvidenceVersion
{
    /// <summary>The evidence.</summary>
    public EvidenceId EvidenceId { get; init; }
    /// <summary>1, 2, 3 …</summary>
    public int Number { get; init; }
    /// <summary>The file's name, made safe; null unless a file.</summary>
    public string? FileName { get; init; }
    /// <summary>Type found in the content, such as application/pdf; null unless a file.</summary>
    public string? MediaType { get; init; }
    /// <summary>Bytes; 0 unless a file.</summary>
    public long Size { get; init; }
    /// <summary>SHA-256 of the bytes, 64 lower-case hexadecimal digits; null unless a file.</summary>
    public string? Sha256 { get; init; }
    /// <summary>SM3 (GB/T 32905) of the bytes, 64 lower-case hexadecimal digits; null unless a file.</summary>
    public string? Sm3 { get; init; }
    /// <summary>The address, or the number of the case or the indicator value; null for a file.</summary>
    public string? Reference { get; init; }
    /// <summary>Who brought it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>One use of a piece of evidence in a report.</summary>
public sealed class ReportEvidence
{
    /// <summary>The report.</summary>
    public ReportId ReportId { get; init; }
    /// <summary>The evidence.</summary>
    public EvidenceId EvidenceId { get; init; }
    /// <summary>The version that was meant.</summary>
    public int Number { get; init; }
    /// <summary>The sentence that it stands behind; null where it stands behind the whole report.</summary>
    public CommitmentId? CommitmentId { get; init; }
    /// <summary>True for an upload that was not needed again: another report had used it before, another office holds it, or the same bytes were
    /// brought again and answered with what was there. The first use of a file that was put into the library is none.</summary>
    public bool Reused { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>A use that a report gave up when it was written on after a return; append-only, so that it stays known what earlier revisions stood on.</summary>
public sealed class EndedEvidenceUse
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The report.</summary>
    public ReportId ReportId { get; init; }
    /// <summary>The evidence.</summary>
    public EvidenceId EvidenceId { get; init; }
    /// <summary>The version that was meant.</summary>
    public int Number { get; init; }
    /// <summary>The sentence that it stood behind; null where it stood behind the whole report.</summary>
    public CommitmentId? CommitmentId { get; init; }
    /// <summary>When it was taken into the report.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>When it was given up.</summary>
    public DateTimeOffset EndedAt { get; init; }
    /// <summary>Who gave it up.</summary>
    public AccountId EndedBy { get; init; }
}
