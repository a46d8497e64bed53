using Zhice.Domain.Organisations;

namespace Zhice.Domain.Accounts;

/// <summary>Key of an account.</summary>
public readonly record struct AccountId(long Value);

/// <summary>A person's account.</summary>
public sealed class Account
{
    /// <summary>Key.</summary>
    public AccountId Id { get; init; }
    /// <summary>Name to log in with, lower case.</summary>
    public required string Login { get; init; }
    /// <summary>Name as shown.</summary>
    public required string DisplayName { get; set; }
    /// <summary>Password hash (PBKDF2); null until a password is set.</summary>
    public string? PasswordHash { get; set; }
    /// <summary>When somebody else made the present password; null once its owner has changed it. Until then nothing but the change is open.</summary>
    public DateTimeOffset? PasswordGivenAt { get; set; }
    /// <summary>Wrong passwords in a row.</summary>
    public int FailedAttempts { get; set; }
    /// <summary>No login before this moment; null when not locked.</summary>
    public DateTimeOffset? LockedUntil { get; set; }
    /// <summary>Closed accounts may not log in, and keep their history.</summary>
    public bool Closed { get; set; }
    /// <summary>True for an account of the demonstration.</summary>
    public bool Demonstration { get; init; }
    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>A role that an account holds at an organisation.</summary>
public sealed class RoleGrant
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The account.</summary>
    public AccountId AccountId { get; init; }
    /// <summary>The role.</summary>
    public required Role Role { get; init; }
    /// <summary>Where it is held; it reaches the organisation's subtree.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>When it was given.</summary>
    public DateTimeOffset GrantedAt { get; init; }
    /// <summary>When it was taken back; null while it holds.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>Roles (DESIGN, Security). Everyone else is the public.</summary>
public enum Role
{
    /// <summary>National administrator: documents, programmes, organisations of the whole country.</summary>
    NationalAdministrator,
    /// <summary>Department officer: the tasks that the department is assigned to, in all regions.</summary>
    DepartmentOfficer,
    /// <summary>Regional administrator: the region's office and all below it.</summary>
    RegionalAdministrator,
    /// <summary>Regional officer.</summary>
    RegionalOfficer,
    /// <summary>Auditor: reads all, changes nothing.</summary>
    Auditor,
    /// <summary>系统管理员: accounts and settings; no business data (三员分立).</summary>
    SystemAdministrator,
    /// <summary>安全管理员: roles and permissions; no business data (三员分立).</summary>
    SecurityAdministrator,
    /// <summary>审计管理员: the audit log; no business data (三员分立).</summary>
    AuditAdministrator,
}

/// <summary>A login session; revocable.</summary>
public sealed class Session
{
    /// <summary>SHA-256 of the cookie's secret, lower-case hexadecimal.</summary>
    public required string Key { get; init; }
    /// <summary>The account.</summary>
    public AccountId AccountId { get; init; }
    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }
    /// <summary>When it ends at the latest.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
    /// <summary>When it was ended by its owner or an administrator; null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; set; }
    /// <summary>Browser family, for the owner's list of sessions; no address is kept.</summary>
    public required string Device { get; init; }
}
