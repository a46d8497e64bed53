namespace Zhice.Domain.Accounts;

public static partial class AccessPolicy
{
    /// <summary>True when cases of the office may be handled: by who does its business, and for the national office by the officers of its departments.</summary>
    public static bool MayHandleCases(Actor actor, string officePath) =>
        MayWork(actor, officePath) || actor.Roles.Any(held => held.Role == Role.DepartmentOfficer && held.Path.StartsWith(officePath, StringComparison.Ordinal));

    /// <summary>True when limits may be extended, decisions revoked and cases opened again for the office: by its administrator.</summary>
    public static bool MayApproveCases(Actor actor, string officePath) =>
        actor.Roles.Any(held => held.Role is Role.NationalAdministrator or Role.RegionalAdministrator && held.Path == officePath);

    /// <summary>True when a submitted case of the office may be seen by the business done there or above it.</summary>
    public static bool MaySeeCases(Actor actor, string officePath) => ReadsAll(actor) || MayHandleCases(actor, officePath) || Reaches(actor, officePath);
}
