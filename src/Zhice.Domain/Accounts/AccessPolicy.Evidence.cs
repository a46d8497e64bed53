using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Accounts;

/// <summary>One use of a piece of evidence, as far as it decides who may see what was used.</summary>
/// <param name="Office">The office that reports.</param>
/// <param name="OfficePath">Its path.</param>
/// <param name="Reported">True when the report left its office after the evidence was taken into it.</param>
/// <param name="Accepted">True when the report is accepted.</param>
/// <param name="Assigned">True when an organisation that the actor does business for is assigned to the report's task.</param>
public sealed record EvidenceUseFacts(OrganisationId Office, string OfficePath, bool Reported, bool Accepted, bool Assigned);

public static partial class AccessPolicy
{
    /// <summary>True when a piece of evidence may be shown in all its versions: to the office that holds it, to those above it, and, unless it is 不予公开, to
    /// offices below, so that they need not ask for it again.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="disclosure">Of the evidence.</param>
    /// <param name="ownerPath">Path of the office that holds it.</param>
    public static bool MaySeeEvidence(Actor actor, Disclosure disclosure, string ownerPath) =>
        ReadsAll(actor) || Reaches(actor, ownerPath)
        || (disclosure != Disclosure.Withheld && Reach(actor).Any(path => path.StartsWith(ownerPath, StringComparison.Ordinal)));

    /// <summary>True when a use opens the version that was used: to the office that reports with it; once reported, to those above that office and to the
    /// departments of the task; and to everyone where it is 主动公开 and the report is accepted.</summary>
    public static bool MaySeeUsedEvidence(Actor actor, Disclosure disclosure, EvidenceUseFacts use)
    {
        ArgumentNullException.ThrowIfNull(use);
        return ReadsAll(actor) || (disclosure == Disclosure.Public && use.Accepted) || Offices(actor).Contains(use.Office)
            || (use.Reported && (use.Assigned || Reaches(actor, use.OfficePath)));
    }

    /// <summary>True when evidence may be brought in, changed or withdrawn for the office. An officer does it for the own office only.</summary>
    public static bool MayKeepEvidence(Actor actor, string ownerPath) => MayImport(actor, ownerPath);
}
