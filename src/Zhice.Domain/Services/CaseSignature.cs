using Zhice.Domain.Accounts;

namespace Zhice.Domain.Services;

/// <summary>共同申请人: an applicant that the form of a case names beside the one who began it.</summary>
public sealed class CaseSigner
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The case.</summary>
    public CaseId CaseId { get; init; }
    /// <summary>The applicant.</summary>
    public ApplicantId ApplicantId { get; init; }
    /// <summary>The field of the form that names it.</summary>
    public required string Field { get; set; }
}

/// <summary>What ended a signature before the application was handed in.</summary>
public enum SignatureEnd
{
    /// <summary>签名以后内容有改动.</summary>
    Changed,
    /// <summary>签名人自己撤回.</summary>
    TakenBack,
    /// <summary>表单不再写这个共同申请人.</summary>
    NotNamed,
}

/// <summary>共同签名: a co-applicant's signature over form and papers as they stood. One that stands for each co-applicant; it holds as long as its digest is that of the contents.</summary>
public sealed class CaseSignature
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The case.</summary>
    public CaseId CaseId { get; init; }
    /// <summary>For whom it was signed.</summary>
    public ApplicantId ApplicantId { get; init; }
    /// <summary>Who signed.</summary>
    public AccountId By { get; init; }
    /// <summary>As what: manager, staff, or agent by power of attorney on that day.</summary>
    public MemberKind As { get; init; }
    /// <summary>SHA-256 of what was signed.</summary>
    public required string Digest { get; init; }
    /// <summary>SM2 signature of case, applicant, account, digest and moment by the instance, DER in base64.</summary>
    public required string Signature { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>When it was voided; null while it stands.</summary>
    public DateTimeOffset? VoidedAt { get; set; }
    /// <summary>What voided it.</summary>
    public SignatureEnd? End { get; set; }

    /// <summary>True where it stands over these contents.</summary>
    public bool Holds(string digest) => VoidedAt is null && Digest == digest;
}

/// <summary>A signature as the action that hands in keeps it.</summary>
/// <param name="Applicant">For whom.</param>
/// <param name="Name">Its name then.</param>
/// <param name="Account">Who.</param>
/// <param name="As">As what.</param>
/// <param name="Digest">SHA-256 of what was signed.</param>
/// <param name="At">When.</param>
/// <param name="Signature">SM2 signature by the instance.</param>
public sealed record CoSigned(long Applicant, string Name, long Account, string As, string Digest, DateTimeOffset At, string Signature);
