using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Accounts;

/// <summary>The one place that decides every access (DESIGN, Security). Data has the same rules as filters of queries; a property test keeps the two alike.</summary>
/// <remarks>
/// A role holds at an organisation and reaches its subtree; besides it a department sees the tasks that it is assigned to, in all
/// regions. The three administrations (系统、安全、审计管理员) see no business that the public does not see (三员分立).
/// Paths are those of <see cref="Organisation.Path"/>.
/// </remarks>
public static partial class AccessPolicy
{
    /// <summary>Roles whose holders do the business of an office; the three administrations do none.</summary>
    public static readonly IReadOnlyList<Role> BusinessRoles =
        [Role.NationalAdministrator, Role.DepartmentOfficer, Role.RegionalAdministrator, Role.RegionalOfficer];

    /// <summary>True for those who read everything: the auditor, and the national administrator.</summary>
    public static bool ReadsAll(Actor actor) => actor.HoldsAny(Role.Auditor, Role.NationalAdministrator);

    /// <summary>True for those who read what has not been sent yet: the auditor. The national administrator receives, and reads what was sent.</summary>
    public static bool ReadsDrafts(Actor actor) => actor.Holds(Role.Auditor);

    /// <summary>True for those who do the business of any office, and for those who read everything: whoever is let in beyond what is public.</summary>
    public static bool IsInside(Actor actor) => ReadsAll(actor) || Reach(actor).Count > 0;

    /// <summary>Paths that the actor's business roles hold at, each once.</summary>
    public static IReadOnlyList<string> Reach(Actor actor) =>
        [.. actor.Roles.Where(held => BusinessRoles.Contains(held.Role)).Select(held => held.Path).Distinct(StringComparer.Ordinal)];

    /// <summary>Organisations that the actor does business for, each once.</summary>
    public static IReadOnlyList<OrganisationId> Offices(Actor actor) =>
        [.. actor.Roles.Where(held => BusinessRoles.Contains(held.Role)).Select(held => held.OrganisationId).Distinct()];

    /// <summary>True when a document, and with it every task, commitment and target from it, may be shown.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="disclosure">主动公开: everyone. 依申请公开: offices above or below the owner, and offices that the document's tasks
    /// name or oblige. 不予公开: those whose reach includes the owner.</param>
    /// <param name="ownerPath">Path of the owning organisation.</param>
    /// <param name="concerned">True when an organisation that the actor does business for is assigned to, or owes, a task of the document.</param>
    public static bool MaySeeDocument(Actor actor, Disclosure disclosure, string ownerPath, bool concerned) =>
        disclosure == Disclosure.Public || ReadsAll(actor) || Reaches(actor, ownerPath)
        || (disclosure == Disclosure.OnRequest && (concerned || Reach(actor).Any(path => path.StartsWith(ownerPath, StringComparison.Ordinal))));

    /// <summary>True when an organisation that owes a task of the document may see the document: 不予公开 is seen by the owner and those above it only.</summary>
    /// <param name="disclosure">Of the document.</param>
    /// <param name="ownerPath">Path of the owning organisation.</param>
    /// <param name="debtorPath">Path of the organisation that owes the task.</param>
    public static bool DebtorSeesDocument(Disclosure disclosure, string ownerPath, string debtorPath) =>
        disclosure != Disclosure.Withheld || ownerPath.StartsWith(debtorPath, StringComparison.Ordinal);

    /// <summary>True when an obligation on a visible task may be shown: the document is public, the organisation is in reach, or the actor's own is assigned to the task.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="disclosure">Of the document: what 主动公开 orders, and from whom, everyone may know.</param>
    /// <param name="organisationPath">Path of the organisation that owes it.</param>
    /// <param name="assigned">True when an organisation that the actor does business for is assigned to the task.</param>
    public static bool MaySeeObligation(Actor actor, Disclosure disclosure, string organisationPath, bool assigned) =>
        disclosure == Disclosure.Public || ReadsAll(actor) || assigned || Reaches(actor, organisationPath);

    /// <summary>True when a progress report on a visible task may be shown.</summary>
    /// <param name="actor">Who asks. The public sees no report.</param>
    /// <param name="organisationId">The office that reports: it sees its own reports from the first word on.</param>
    /// <param name="organisationPath">Its path: offices above it see what has been sent to them.</param>
    /// <param name="sent">True once the superior has had it.</param>
    /// <param name="assigned">True when an organisation that the actor does business for is assigned to the task.</param>
    public static bool MaySeeReport(Actor actor, OrganisationId organisationId, string organisationPath, bool sent, bool assigned) =>
        ReadsDrafts(actor) || Offices(actor).Contains(organisationId) || (sent && (ReadsAll(actor) || assigned || Reaches(actor, organisationPath)));

    /// <summary>True when a document may be imported in the name of the organisation. An officer imports for the own office only.</summary>
    public static bool MayImport(Actor actor, string ownerPath) =>
        actor.Holds(Role.NationalAdministrator) || actor.Holds(Role.RegionalAdministrator, ownerPath)
        || actor.Roles.Any(held => held.Role is Role.DepartmentOfficer or Role.RegionalOfficer && held.Path == ownerPath);

    /// <summary>True when the reading and metadata of a document may be corrected: whoever may import for its owner.</summary>
    public static bool MayCorrect(Actor actor, string ownerPath) => MayImport(actor, ownerPath);

    /// <summary>True when a document of the owner may be published to a programme.</summary>
    public static bool MayPublish(Actor actor, string ownerPath) =>
        actor.Holds(Role.NationalAdministrator) || actor.Holds(Role.RegionalAdministrator, ownerPath);

    /// <summary>True when a question of the to-be-decided list may be decided: the programme's administrator, or the department assigned to the task.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="programmeOwnerPath">Path of the organisation that runs the programme.</param>
    /// <param name="assigned">True when an organisation that the actor does business for is assigned to the task.</param>
    public static bool MayDecide(Actor actor, string programmeOwnerPath, bool assigned) =>
        MayPublish(actor, programmeOwnerPath) || (assigned && actor.Holds(Role.DepartmentOfficer));

    /// <summary>True when the work on an obligation of a visible task may be seen: status, light, break-down, reports. Unlike what is owed, this is never public.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="organisationPath">Path of the organisation that owes it.</param>
    /// <param name="assigned">True when an organisation that the actor does business for is assigned to the task.</param>
    public static bool MaySeeWork(Actor actor, string organisationPath, bool assigned) => ReadsAll(actor) || assigned || Reaches(actor, organisationPath);

    /// <summary>True when the actor does the business of this very organisation: sets the status, chooses, breaks down. Who is above it does not do its work.</summary>
    public static bool MayWork(Actor actor, string organisationPath) =>
        actor.Roles.Any(held => BusinessRoles.Contains(held.Role) && held.Path == organisationPath);

    /// <summary>True when the organisation's due days may be extended: by an administrator of an office above, by that of the nation for everyone, and by the task's lead
    /// department for everyone but itself.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="organisationPath">Path of the organisation that owes it.</param>
    /// <param name="leads">True when a department that the actor does business for leads the task (牵头, or alone responsible for all of it).</param>
    public static bool MayExtend(Actor actor, string organisationPath, bool leads) =>
        actor.Holds(Role.NationalAdministrator) || actor.Roles.Any(held => held.Role == Role.RegionalAdministrator
            && held.Path.Length < organisationPath.Length && organisationPath.StartsWith(held.Path, StringComparison.Ordinal))
        || (leads && actor.Roles.All(held => held.Path != organisationPath));

    /// <summary>True when it may be said what stood in another year for a commitment: whoever imports for the document's owner, and a department on its own tasks.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="ownerPath">Path of the organisation whose documents both commitments stand in.</param>
    /// <param name="assigned">True when an organisation that the actor does business for is assigned to the task.</param>
    public static bool MayTrace(Actor actor, string ownerPath, bool assigned) => MayImport(actor, ownerPath) || (assigned && actor.Holds(Role.DepartmentOfficer));

    /// <summary>True when it may be seen how an office's own documents carry the tasks that it owes: in reach all of them, for a department those that it is assigned to.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="officePath">Path of the office.</param>
    /// <param name="assigned">True when an organisation that the actor does business for is assigned to the task.</param>
    public static bool MaySeeAlignment(Actor actor, string officePath, bool assigned) =>
        ReadsAll(actor) || Reaches(actor, officePath) || (assigned && actor.Holds(Role.DepartmentOfficer));

    /// <summary>True when it may be said for an office which of its commitments carries which national one: whoever imports in its name.</summary>
    public static bool MayAlign(Actor actor, string officePath) => MayImport(actor, officePath);

    /// <summary>True when figures of an organisation may be seen before they are published: in reach, and everywhere for officers of the national office's departments.</summary>
    public static bool MaySeeFigures(Actor actor, string organisationPath) =>
        ReadsAll(actor) || actor.Holds(Role.DepartmentOfficer) || Reaches(actor, organisationPath);

    /// <summary>True when targets of an organisation may be confirmed and withdrawn: by the administrator above it, or of it.</summary>
    public static bool MaySetTargets(Actor actor, string organisationPath) =>
        actor.Holds(Role.NationalAdministrator) || actor.Holds(Role.RegionalAdministrator, organisationPath);

    /// <summary>True when applicants and agencies may be excluded from the figures, and taken back in.</summary>
    public static bool MayExclude(Actor actor) => actor.Holds(Role.NationalAdministrator);

    /// <summary>True when status facts of divisions may be imported or withdrawn.</summary>
    public static bool MayManageStatuses(Actor actor) => actor.Holds(Role.NationalAdministrator);

    /// <summary>True when urging letters may be issued, closed and suspended for the office: its administrator, or the national one.</summary>
    public static bool MayIssueLetters(Actor actor, string issuerPath) =>
        actor.Holds(Role.NationalAdministrator, issuerPath) || actor.Holds(Role.RegionalAdministrator, issuerPath);

    /// <summary>True when an urging letter may be answered for the office: those who do its business, and the administrators above them.</summary>
    public static bool MayAnswerLetters(Actor actor, string debtorPath) =>
        actor.Holds(Role.RegionalAdministrator, debtorPath) || actor.Roles.Any(held => BusinessRoles.Contains(held.Role) && held.Path == debtorPath);

    /// <summary>True when departments and bodies of a region may be taken into the directory, and ended: by the administrator of the region, or the national one.</summary>
    public static bool MayKeepDirectory(Actor actor, string officePath) =>
        actor.Holds(Role.NationalAdministrator) || actor.Holds(Role.RegionalAdministrator, officePath);

    /// <summary>True when the working-day calendar may be brought up to date.</summary>
    public static bool MayManageCalendar(Actor actor) => actor.Holds(Role.NationalAdministrator);

    /// <summary>True when accounts at the organisation may be opened and closed.</summary>
    public static bool MayManageAccounts(Actor actor, string organisationPath) =>
        actor.HoldsAny(Role.SystemAdministrator, Role.NationalAdministrator) || actor.Holds(Role.RegionalAdministrator, organisationPath);

    /// <summary>True when the role may be given or taken back at the organisation. Only the security administrator touches the administrations and the auditor.</summary>
    public static bool MayGrant(Actor actor, Role role, string organisationPath) => actor.Holds(Role.SecurityAdministrator) || role switch
    {
        Role.DepartmentOfficer or Role.RegionalAdministrator => actor.Holds(Role.NationalAdministrator)
            || (role == Role.RegionalAdministrator && actor.Holds(Role.RegionalAdministrator, organisationPath)),
        Role.RegionalOfficer => actor.Holds(Role.NationalAdministrator) || actor.Holds(Role.RegionalAdministrator, organisationPath),
        _ => false,
    };

    /// <summary>True when the steps of an office's reports, its duties and deputies may be set, and a person's work handed over.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="organisationId">The office.</param>
    /// <param name="organisationPath">Its path.</param>
    /// <param name="kind">What it is: departments and ministries have one role, which sets its own office's.</param>
    public static bool MayOrganise(Actor actor, OrganisationId organisationId, string organisationPath, OrganisationKind kind) =>
        actor.Holds(Role.NationalAdministrator) || actor.Holds(Role.RegionalAdministrator, organisationPath)
        || (kind != OrganisationKind.LocalOffice && actor.Roles.Any(held => held.Role == Role.DepartmentOfficer && held.OrganisationId == organisationId));

    /// <summary>True when the audit log may be read.</summary>
    public static bool MayReadAudit(Actor actor) => actor.HoldsAny(Role.Auditor, Role.AuditAdministrator);

    /// <summary>The defect of roles that one account cannot hold together; null where they agree.</summary>
    /// <remarks>三员分立: system, security and audit administration exclude one another, and none of them goes with business roles.</remarks>
    public static Defect? Conflict(IEnumerable<Role> roles)
    {
        var held = roles.ToHashSet();
        Role[] three = [Role.SystemAdministrator, Role.SecurityAdministrator, Role.AuditAdministrator];
        var count = three.Count(held.Contains);
        return count > 1 ? new Defect("role.three-apart", "role")
            : count == 1 && BusinessRoles.Any(held.Contains) ? new Defect("role.administration-apart", "role")
            : null;
    }

    static bool Reaches(Actor actor, string path) => Reach(actor).Any(reach => path.StartsWith(reach, StringComparison.Ordinal));
}
