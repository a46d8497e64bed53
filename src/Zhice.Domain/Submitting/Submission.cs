using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Domain.Submitting;

/// <summary>Key of a submission.</summary>
public readonly record struct SubmissionId(long Value);

/// <summary>年度成效报送: what an office reports of a year's work to the organisation that runs it. Its head; the words stand in <see cref="SubmissionRevision"/>.</summary>
public sealed class Submission
{
    /// <summary>Key.</summary>
    public SubmissionId Id { get; init; }
    /// <summary>The year's work.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>The office that reports; one submission for an office and a programme.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>Who receives it: the organisation that runs the programme.</summary>
    public OrganisationId ReceiverId { get; init; }
    /// <summary>Where it is on its way.</summary>
    public SubmissionState State { get; set; }
    /// <summary>Number of the revision in force, from 1.</summary>
    public int Revision { get; set; }
    /// <summary>SM3 of that revision's canonical bytes, 64 lower-case hexadecimal digits.</summary>
    public required string Digest { get; set; }
    /// <summary>True where it came as a signed package from another instance: its words are not changed here.</summary>
    public bool Imported { get; init; }
    /// <summary>When its office last signed it, by the clock of the instance where that was done; null before.</summary>
    public DateTimeOffset? SubmittedAt { get; set; }
    /// <summary>When a revision was here for the receiver for the first time: what decides on time or late, so that a return does not make late; null before.</summary>
    public DateTimeOffset? ArrivedAt { get; set; }
    /// <summary>Number of the receipt, such as 回执〔2026〕3号; null until it is received.</summary>
    public string? ReceiptNumber { get; set; }
    /// <summary>SHA-256 of the signed package in the file store; null until signed.</summary>
    public string? Package { get; set; }
    /// <summary>SHA-256 of the receiver's signed answer in the file store; null until there is one.</summary>
    public string? Answer { get; set; }
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
    /// <summary>When it was begun, or came here.</summary>
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>The way of a submission: 起草 → 签发 → 已报送 → 已接收 or 退回.</summary>
public enum SubmissionState
{
    /// <summary>起草中.</summary>
    Draft,
    /// <summary>待签发: waits for who signs for the office.</summary>
    InSignOff,
    /// <summary>已报送: signed, waits for the receiver.</summary>
    Submitted,
    /// <summary>退回, with all reasons at once: by who signs, or by the receiver; written on as a new revision.</summary>
    Returned,
    /// <summary>已接收: a receipt was issued; locked.</summary>
    Received,
}

/// <summary>One save of a submission; never changed.</summary>
public sealed class SubmissionRevision
{
    /// <summary>The submission.</summary>
    public SubmissionId SubmissionId { get; init; }
    /// <summary>1, 2, 3 …</summary>
    public int Number { get; init; }
    /// <summary>Canonical JSON of a <see cref="SubmissionBody"/> (<see cref="BodyJson"/>).</summary>
    public required string Body { get; init; }
    /// <summary>SM3 of its UTF-8 bytes, 64 lower-case hexadecimal digits.</summary>
    public required string Digest { get; init; }
    /// <summary>Tasks in it.</summary>
    public int Tasks { get; init; }
    /// <summary>Tasks of which nothing is reported.</summary>
    public int Silent { get; init; }
    /// <summary>Sentences.</summary>
    public int Sentences { get; init; }
    /// <summary>Sentences with no evidence behind them.</summary>
    public int Unsupported { get; init; }
    /// <summary>Sentences changed since their evidence was linked, and not checked again.</summary>
    public int Unchecked { get; init; }
    /// <summary>Who saved it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>A step of a submission's way; append-only.</summary>
public sealed class SubmissionStep
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The submission.</summary>
    public SubmissionId SubmissionId { get; init; }
    /// <summary>The revision that the step is about.</summary>
    public int Revision { get; init; }
    /// <summary>The state that it led to.</summary>
    public SubmissionState To { get; init; }
    /// <summary>Who did it here.</summary>
    public AccountId By { get; init; }
    /// <summary>The name that a package gives for who did it in the other instance; null where it was done here.</summary>
    public string? Elsewhere { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>The reasons of a return, one a line; else null.</summary>
    public string? Reasons { get; init; }
}

/// <summary>Key of a public key.</summary>
public readonly record struct SubmissionKeyId(long Value);

/// <summary>A public key of another instance, by which its packages are recognised.</summary>
public sealed class SubmissionKey
{
    /// <summary>Key.</summary>
    public SubmissionKeyId Id { get; init; }
    /// <summary>SM3 of the public key's bytes, 64 lower-case hexadecimal digits.</summary>
    public required string Fingerprint { get; init; }
    /// <summary>The SM2 point, uncompressed: 04, x, y as 130 lower-case hexadecimal digits.</summary>
    public required string PublicKey { get; init; }
    /// <summary>The organisation that it signs for; it signs for those below it too.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>How the fingerprint was checked, such as 电话核对; the register's own note.</summary>
    public required string Note { get; init; }
    /// <summary>Who registered it.</summary>
    public AccountId RegisteredBy { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset RegisteredAt { get; init; }
    /// <summary>When it was revoked; null while it holds. Nothing signed with it is taken after that.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
    /// <summary>Why.</summary>
    public string? RevokedReason { get; set; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}
