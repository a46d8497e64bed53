namespace Zhice.Domain.Accounts;

public static partial class AccessPolicy
{
    /// <summary>True when cases of the office may be reviewed and published: by an administrator of an office above it, and by that of the nation for all but who wrote it.</summary>
    public static bool MayReviewCase(Actor actor, string officePath) => actor.Holds(Role.NationalAdministrator)
        || actor.Roles.Any(held => held.Role == Role.RegionalAdministrator && held.Path.Length < officePath.Length && officePath.StartsWith(held.Path, StringComparison.Ordinal));
}
