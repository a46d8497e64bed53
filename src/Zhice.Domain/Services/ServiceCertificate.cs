using Zhice.Domain.Organisations;

namespace Zhice.Domain.Services;

/// <summary>证书 or notice that a decision gave: its text is frozen, digested and signed. Exactly one for each edition of a case.</summary>
public sealed class ServiceCertificate
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The case.</summary>
    public CaseId CaseId { get; init; }
    /// <summary>Number within the case: the first decision's is 1; a correction, a replacement and a new decision after re-opening count on.</summary>
    public int Edition { get; init; }
    /// <summary>The code by which anybody finds it: 20 characters that cannot be guessed.</summary>
    public required string Code { get; init; }
    /// <summary>What is signed: canonical JSON of <see cref="CertificateBody"/>.</summary>
    public required string Body { get; init; }
    /// <summary>SM2 signature of the body, DER in base64.</summary>
    public required string Signature { get; init; }
    /// <summary>The public key that it is checked with, 130 hexadecimal digits.</summary>
    public required string PublicKey { get; init; }
    /// <summary>When it was issued.</summary>
    public DateTimeOffset IssuedAt { get; init; }
    /// <summary>First day on which it no longer holds; null without an end.</summary>
    public DateOnly? ValidTo { get; init; }
    /// <summary>When it ceased to hold before its time; null while it holds.</summary>
    public DateTimeOffset? EndedAt { get; set; }
    /// <summary>What ended it: replaced by a later edition, or revoked.</summary>
    public CertificateEnd? End { get; set; }
    /// <summary>Why, in words.</summary>
    public string? EndReason { get; set; }
}

/// <summary>What ended a certificate.</summary>
public enum CertificateEnd
{
    /// <summary>更正换发.</summary>
    Corrected,
    /// <summary>补发.</summary>
    Replaced,
    /// <summary>撤销、注销.</summary>
    Revoked,
    /// <summary>The case was opened again.</summary>
    Reopened,
    /// <summary>撤回, by its holder.</summary>
    Withdrawn,
    /// <summary>注销, by its holder.</summary>
    Cancelled,
    /// <summary>变更换发.</summary>
    Changed,
    /// <summary>续展换发.</summary>
    Renewed,
}

/// <summary>What a certificate says.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Number">Number of the case.</param>
/// <param name="Edition">Edition.</param>
/// <param name="Item">Name of the item.</param>
/// <param name="Title">Name of the paper.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Holder">The applicant.</param>
/// <param name="Office">Who issues it.</param>
/// <param name="Fields">What the register shows: name and value.</param>
/// <param name="IssuedOn">Day of issue.</param>
/// <param name="ValidTo">First day on which it no longer holds; null without an end.</param>
/// <param name="Demonstration">True for one that is worth nothing.</param>
public sealed record CertificateBody(
    string Code, string Number, int Edition, string Item, string Title, string Decision, string Holder, string Office, IReadOnlyList<CertificateField> Fields, DateOnly IssuedOn, DateOnly? ValidTo, bool Demonstration);

/// <summary>A line of a certificate.</summary>
public sealed record CertificateField(string Name, string Value);

/// <summary>登记簿: what may be read of a case that was granted, by whom its level lets.</summary>
public sealed class RegisterEntry
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The case; one entry for each.</summary>
    public CaseId CaseId { get; init; }
    /// <summary>Code of the item.</summary>
    public required string Item { get; init; }
    /// <summary>Number of the case.</summary>
    public required string Number { get; init; }
    /// <summary>The applicant's name.</summary>
    public required string Holder { get; set; }
    /// <summary>By what it is known again, as of the case.</summary>
    public required string Subject { get; set; }
    /// <summary>The office.</summary>
    public OrganisationId OfficeId { get; init; }
    /// <summary>Public values by field code, as JSON.</summary>
    public required string Values { get; set; }
    /// <summary>Who may read it.</summary>
    public RegisterLevel Access { get; set; }
    /// <summary>Day of the entry.</summary>
    public DateOnly EnteredOn { get; set; }
    /// <summary>First day on which it no longer holds; null without an end.</summary>
    public DateOnly? ValidTo { get; set; }
    /// <summary>Day on which it was struck out; null while it stands.</summary>
    public DateOnly? EndedOn { get; set; }
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
}

/// <summary>好差评. Nothing in it leads to the case or the person.</summary>
public sealed class ServiceRating
{
    /// <summary>Longest words.</summary>
    public const int LongestWords = 1000;

    /// <summary>Key, drawn by lot so that the order tells nothing.</summary>
    public long Id { get; init; }
    /// <summary>Code of the item; empty where so few could have rated it that it would lead to who did.</summary>
    public required string Item { get; init; }
    /// <summary>The office.</summary>
    public OrganisationId OfficeId { get; init; }
    /// <summary>5 非常满意, 4 满意, 3 基本满意, 2 不满意, 1 非常不满意.</summary>
    public int Level { get; init; }
    /// <summary>What was said; null for nothing.</summary>
    public string? Words { get; init; }
    /// <summary>The day.</summary>
    public DateOnly On { get; init; }
    /// <summary>Last day to answer a bad one (1, 2); null for others, and where the calendar does not reach.</summary>
    public DateOnly? AnswerBy { get; init; }
    /// <summary>The office's answer; null before it.</summary>
    public string? Answer { get; set; }
    /// <summary>Day of the answer.</summary>
    public DateOnly? AnsweredOn { get; set; }
    /// <summary>Digest of the code by which who rated finds the answer.</summary>
    public required string Receipt { get; init; }

    /// <summary>True for a rating that must be answered.</summary>
    public bool Bad => Level <= 2;
}
