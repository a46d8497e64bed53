using Zhice.Domain.Accounts;

namespace Zhice.Domain.Submitting;

/// <summary>Who may do what with submissions: the own office drafts, its administrator signs, the organisation that runs the programme receives.</summary>
/// <remarks>Paths are those of <see cref="Organisations.Organisation.Path"/>. Data has the rule of reading as a filter of queries; a test keeps the two alike.</remarks>
public static class SubmissionAccess
{
    /// <summary>True when the submission may be read: by the office and those above it, once sent by the national administrator, and by the auditor.</summary>
    /// <remarks>The receiver is above the offices that submit, and does not see what it has not been sent.</remarks>
    /// <param name="actor">Who asks.</param>
    /// <param name="officePath">Path of the office that submits.</param>
    /// <param name="receiverPath">Path of the receiver.</param>
    /// <param name="state">Where the submission is.</param>
    /// <param name="arrived">True once the receiver had a revision of it.</param>
    public static bool MayRead(Actor actor, string officePath, string receiverPath, SubmissionState state, bool arrived)
    {
        if (AccessPolicy.ReadsDrafts(actor)) return true;
        var reach = AccessPolicy.Reach(actor);
        var sent = arrived || state is SubmissionState.Submitted or SubmissionState.Received;
        if (AccessPolicy.ReadsAll(actor)) return sent || reach.Contains(officePath, StringComparer.Ordinal);
        return Within(reach, officePath) && (sent || !Within(reach, receiverPath) || reach.Contains(officePath, StringComparer.Ordinal));
    }

    /// <summary>True when words may be written for the office: by its own officers and administrators.</summary>
    public static bool MayWrite(Actor actor, string officePath) =>
        HoldsAt(actor, officePath, Role.RegionalOfficer) || HoldsAt(actor, officePath, Role.RegionalAdministrator);

    /// <summary>True when the submission may be signed for the office: by its own administrator.</summary>
    public static bool MaySign(Actor actor, string officePath) => HoldsAt(actor, officePath, Role.RegionalAdministrator);

    /// <summary>True when submissions may be received, returned and taken from packages: by the administrator of who runs the programme.</summary>
    public static bool MayReceive(Actor actor, string receiverPath) => AccessPolicy.MayPublish(actor, receiverPath);

    /// <summary>True when the register of a programme may be read in full; offices besides see their own rows and those below them.</summary>
    public static bool MayReadRegister(Actor actor, string receiverPath) => AccessPolicy.ReadsAll(actor) || MayReceive(actor, receiverPath);

    /// <summary>True when public keys of other instances may be registered and revoked: a matter of trust between instances, not of one region.</summary>
    public static bool MayManageKeys(Actor actor) => actor.HoldsAny(Role.NationalAdministrator, Role.SecurityAdministrator);

    static bool Within(IReadOnlyList<string> reach, string path) => reach.Any(top => path.StartsWith(top, StringComparison.Ordinal));

    static bool HoldsAt(Actor actor, string path, Role role) =>
        actor.Roles.Any(held => held.Role == role && held.Path == path);
}
