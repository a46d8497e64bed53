using Zhice.Domain.Organisations;

namespace Zhice.Domain.Accounts;

/// <summary>Who asks: an account with the roles that it holds now, or the public.</summary>
/// <param name="AccountId">The account; null for the public and for the system itself.</param>
/// <param name="Name">The account's name as shown; null for the public.</param>
/// <param name="Roles">Roles held now, oldest grant first; none for the public.</param>
public sealed record Actor(AccountId? AccountId, string? Name, IReadOnlyList<HeldRole> Roles)
{
    /// <summary>Everyone who has not logged in.</summary>
    public static readonly Actor Public = new(null, null, []);

    /// <summary>Name of the key with which a program acts for the account; null where the person acts.</summary>
    public string? Key { get; init; }

    /// <summary>True for one who has not logged in.</summary>
    public bool IsPublic => AccountId is null;

    /// <summary>True when the role is held anywhere.</summary>
    public bool Holds(Role role) => Roles.Any(held => held.Role == role);

    /// <summary>True when any of the roles is held anywhere.</summary>
    public bool HoldsAny(params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
            if (Holds(role)) return true;
        return false;
    }

    /// <summary>True when the role is held at an organisation whose subtree includes <paramref name="path"/>.</summary>
    public bool Holds(Role role, string path) =>
        Roles.Any(held => held.Role == role && path.StartsWith(held.Path, StringComparison.Ordinal));
}

/// <summary>A role where it is held.</summary>
/// <param name="Role">The role.</param>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="Path">Its path; every path that begins so is in reach.</param>
public sealed record HeldRole(Role Role, OrganisationId OrganisationId, string Path);
