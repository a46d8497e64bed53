using Zhice.Domain.Accounts;

namespace Zhice.Domain.Services;

/// <summary>Who an applicant is.</summary>
public enum ApplicantKind
{
    /// <summary>自然人.</summary>
    Person,
    /// <summary>企业、高校、科研机构、社会组织.</summary>
    Company,
}

/// <summary>申请人: a person or a company that applies. Accounts act for it.</summary>
public sealed class ServiceApplicant
{
    /// <summary>Longest name.</summary>
    public const int LongestName = 120;

    /// <summary>Key.</summary>
    public ApplicantId Id { get; init; }
    /// <summary>Person or company.</summary>
    public ApplicantKind Kind { get; init; }
    /// <summary>Name.</summary>
    public required string Name { get; set; }
    /// <summary>统一社会信用代码; null for a person. No two applicants have the same.</summary>
    public string? CreditCode { get; init; }
    /// <summary>Who is to be asked.</summary>
    public required string Contact { get; set; }
    /// <summary>Telephone.</summary>
    public required string Phone { get; set; }
    /// <summary>申请人编号, by which a person without a credit code is named as a co-applicant.</summary>
    public string Number => FormattableString.Invariant($"A{Id.Value}");
    /// <summary>When it registered.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
}

/// <summary>As what an account acts for an applicant.</summary>
public enum MemberKind
{
    /// <summary>The person, or who manages the company's staff here.</summary>
    Manager,
    /// <summary>经办人 of a company.</summary>
    Staff,
    /// <summary>代理人 by power of attorney.</summary>
    Agent,
}

/// <summary>An account that acts for an applicant, from a day to a day.</summary>
public sealed class ApplicantMember
{
    /// <summary>Most members that act at once.</summary>
    public const int Most = 50;

    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The applicant.</summary>
    public ApplicantId ApplicantId { get; init; }
    /// <summary>The account.</summary>
    public AccountId AccountId { get; init; }
    /// <summary>As what.</summary>
    public MemberKind Kind { get; init; }
    /// <summary>First day.</summary>
    public DateOnly ValidFrom { get; init; }
    /// <summary>First day on which it no longer acts; null without an end. An agent's power always has one.</summary>
    public DateOnly? ValidTo { get; set; }
    /// <summary>Who let it in; itself for the first.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}
