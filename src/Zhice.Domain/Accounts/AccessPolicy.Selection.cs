namespace Zhice.Domain.Accounts;

public static partial class AccessPolicy
{
    /// <summary>True when calls of the office may be prepared and applications to them checked: by its administrator, and by officers of its departments.</summary>
    public static bool MayRunSelection(Actor actor, string ownerPath) =>
        MayPublish(actor, ownerPath) || actor.Roles.Any(held => held.Role == Role.DepartmentOfficer && held.Path.StartsWith(ownerPath, StringComparison.Ordinal));

    /// <summary>True when an application may be written and submitted for the office: by who does its business.</summary>
    public static bool MayApply(Actor actor, string officePath) => MayWork(actor, officePath);
}
