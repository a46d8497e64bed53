using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Data.Access;

public static partial class Visibility
{
    /// <summary>Cases that the actor may see: the applicant's own from the first word on; submitted ones of offices in reach; those on which an opinion was asked.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who asks; the public sees none.</param>
    /// <param name="today">Today in China: powers of attorney have days.</param>
    public static IQueryable<ServiceCase> VisibleCases(this ZhiceDb db, Actor actor, DateOnly today)
    {
        if (actor.AccountId is not { } me) return db.ServiceCases.Where(c => false);
        var (own, joint) = (db.OwnCases(actor, today), db.JointCases(actor, today));
        if (OnlyAudits(actor))
        {
            var open = db.Unsealed(); // asked for an opinion, an auditor reads what the opinion is about
            return db.ServiceCases.Where(c => own.Any(v => v.Id == c.Id) || joint.Any(v => v.Id == c.Id) || (c.Phase != CasePhase.Draft && (open.Any(v => v.Id == c.Id) || db.CaseReviewers.Any(r => r.CaseId == c.Id && r.AccountId == me))));
        }
        if (AccessPolicy.ReadsAll(actor)) return db.ServiceCases.Where(c => c.Phase != CasePhase.Draft || own.Any(v => v.Id == c.Id) || joint.Any(v => v.Id == c.Id));
        var reach = AccessPolicy.Reach(actor);
        if (reach.Count == 0) return db.ServiceCases.Where(c => own.Any(v => v.Id == c.Id) || joint.Any(v => v.Id == c.Id) || (c.Phase != CasePhase.Draft && db.CaseReviewers.Any(r => r.CaseId == c.Id && r.AccountId == me)));
        // Departments handle the cases of the office that they belong to.
        var offices = AccessPolicy.Offices(actor);
        var houses = AboveDepartments(actor);
        var below = db.Organisations.Where(Under(reach));
        return db.ServiceCases.Where(c => own.Any(v => v.Id == c.Id) || joint.Any(v => v.Id == c.Id) || (c.Phase != CasePhase.Draft
            && (below.Any(o => o.Id == c.OfficeId) || houses.Contains(c.OfficeId)
                || db.CaseReviewers.Any(r => r.CaseId == c.Id && (r.AccountId == me || (r.OrganisationId != null && offices.Contains(r.OrganisationId.Value)))))));
    }

    /// <summary>What <see cref="VisibleCases"/> shows, without drafts, as parts that may overlap: a list takes the newest of each by its index, where one condition with “or” would go through all cases there are.</summary>
    public static IReadOnlyList<IQueryable<ServiceCase>> SubmittedCases(this ZhiceDb db, Actor actor, DateOnly today)
    {
        if (actor.AccountId is not { } me) return [];
        var submitted = db.ServiceCases.Where(c => c.Phase != CasePhase.Draft);
        List<IQueryable<ServiceCase>> parts =
        [
            db.OwnCases(actor, today).Where(c => c.Phase != CasePhase.Draft), db.JointCases(actor, today).Where(c => c.Phase != CasePhase.Draft),
            submitted.Where(c => db.CaseReviewers.Where(r => r.AccountId == me).Select(r => r.CaseId).Contains(c.Id)),
        ];
        if (OnlyAudits(actor)) return [db.Unsealed(), .. parts];
        if (AccessPolicy.ReadsAll(actor)) return [submitted];
        var (reach, offices, houses) = (AccessPolicy.Reach(actor), AccessPolicy.Offices(actor), AboveDepartments(actor));
        if (reach.Count == 0) return parts;
        var below = db.Organisations.Where(Under(reach)).Select(o => o.Id);
        parts.Add(submitted.Where(c => below.Contains(c.OfficeId)));
        if (houses.Count > 0) parts.Add(submitted.Where(c => houses.Contains(c.OfficeId)));
        if (offices.Count > 0) parts.Add(submitted.Where(c => db.CaseReviewers.Where(r => r.OrganisationId != null && offices.Contains(r.OrganisationId.Value)).Select(r => r.CaseId).Contains(c.Id)));
        return parts;
    }

    /// <summary>Submitted cases of the actor's offices and of those below them, as who supervises sees them: not those of which it is a party only.</summary>
    public static IQueryable<ServiceCase> SupervisedCases(this ZhiceDb db, Actor actor)
    {
        if (OnlyAudits(actor)) return db.Unsealed();
        if (AccessPolicy.ReadsAll(actor)) return db.ServiceCases.Where(c => c.Phase != CasePhase.Draft);
        var reach = AccessPolicy.Reach(actor);
        if (reach.Count == 0) return db.ServiceCases.Where(c => false);
        var houses = AboveDepartments(actor);
        var below = db.Organisations.Where(Under(reach)).Select(o => o.Id);
        return db.ServiceCases.Where(c => c.Phase != CasePhase.Draft && (below.Contains(c.OfficeId) || houses.Contains(c.OfficeId)));
    }

    /// <summary>The actor's offices, those below them, and for a department the one it belongs to; none for who has no business in any.</summary>
    public static IQueryable<OrganisationId> SupervisedOffices(this ZhiceDb db, Actor actor)
    {
        var reach = AccessPolicy.Reach(actor);
        var houses = AboveDepartments(actor);
        return (reach.Count == 0 ? db.Organisations.Where(o => false) : db.Organisations.Where(Under(reach)).Union(db.Organisations.Where(o => houses.Contains(o.Id)))).Select(o => o.Id);
    }

    /// <summary>True for who audits everything and decides nothing: the content of secret records (机关) is not theirs; the audit log names each action with its digest.</summary>
    public static bool OnlyAudits(Actor actor) => AccessPolicy.ReadsAll(actor) && !actor.Holds(Role.NationalAdministrator);

    /// <summary>Submitted cases without those whose record is for the office and the parties alone, and without those of which it is not told yet: an item may keep secrets and the case has no entry.</summary>
    public static IQueryable<ServiceCase> Unsealed(this ZhiceDb db)
    {
        List<string> secret = [.. SecretItems.Codes];
        return db.ServiceCases.Where(c => c.Phase != CasePhase.Draft && !db.RegisterEntries.Any(e => e.CaseId == c.Id && e.Access == RegisterLevel.Office)
            && (!secret.Contains(c.Item) || db.RegisterEntries.Any(e => e.CaseId == c.Id)));
    }

    /// <summary>Cases of applicants for whom the actor acts today; an agent's own ones only.</summary>
    public static IQueryable<ServiceCase> OwnCases(this ZhiceDb db, Actor actor, DateOnly today) => actor.AccountId is not { } me ? db.ServiceCases.Where(c => false)
        : db.ServiceCases.Where(c => db.ApplicantMembers.Any(m => m.ApplicantId == c.ApplicantId && m.AccountId == me
            && (m.Kind != MemberKind.Agent || c.By == me) && m.ValidFrom <= today && (m.ValidTo == null || today < m.ValidTo)));

    /// <summary>Cases whose form names an applicant for whom the actor acts today. An agent reads those that may be signed now, and those that it signed.</summary>
    public static IQueryable<ServiceCase> JointCases(this ZhiceDb db, Actor actor, DateOnly today) => actor.AccountId is not { } me ? db.ServiceCases.Where(c => false)
        : db.ServiceCases.Where(c => db.CaseSigners.Any(s => s.CaseId == c.Id && db.ApplicantMembers.Any(m => m.ApplicantId == s.ApplicantId && m.AccountId == me
            && m.ValidFrom <= today && (m.ValidTo == null || today < m.ValidTo)
            && (m.Kind != MemberKind.Agent || c.Phase == CasePhase.Draft || c.Phase == CasePhase.Returned || db.CaseSignatures.Any(g => g.CaseId == c.Id && g.By == me)))));

    /// <summary>Cases in which an applicant for whom the actor acts today is a party of the other side. They are on no list of <see cref="VisibleCases"/>: that side reads what its own page shows.</summary>
    public static IQueryable<ServiceCase> CasesAgainst(this ZhiceDb db, Actor actor, DateOnly today) => actor.AccountId is not { } me ? db.ServiceCases.Where(c => false)
        : db.ServiceCases.Where(c => db.CaseOpponents.Any(o => o.CaseId == c.Id && db.ApplicantMembers.Any(m => m.ApplicantId == o.ApplicantId && m.AccountId == me
            && m.ValidFrom <= today && (m.ValidTo == null || today < m.ValidTo))));

    /// <summary>Entries of registers that the actor may read: those for everybody; with an account, those for whoever has one; those of cases that it may see; and those whose holders let a company read for which it acts.</summary>
    public static IQueryable<RegisterEntry> VisibleEntries(this ZhiceDb db, Actor actor, DateOnly today)
    {
        if (actor.AccountId is not { } me) return db.RegisterEntries.Where(e => e.Access == RegisterLevel.Public);
        var cases = db.VisibleCases(actor, today);
        return db.RegisterEntries.Where(e => e.Access == RegisterLevel.Public || e.Access == RegisterLevel.SignedIn || cases.Any(c => c.Id == e.CaseId)
            || (e.Access == RegisterLevel.Consent && e.EndedOn == null && db.RegisterReaders.Any(r => r.EntryId == e.Id && (r.ValidTo == null || today < r.ValidTo)
                && db.ServiceApplicants.Any(a => a.CreditCode == r.CreditCode
                    && db.ApplicantMembers.Any(m => m.ApplicantId == a.Id && m.AccountId == me && m.ValidFrom <= today && (m.ValidTo == null || today < m.ValidTo))))));
    }

    /// <summary>Offices whose cases the actor may handle: its own, and for a department the one it belongs to.</summary>
    public static IReadOnlyList<OrganisationId> CaseOffices(Actor actor) => [.. AccessPolicy.Offices(actor).Concat(AboveDepartments(actor)).Distinct()];

    static List<OrganisationId> AboveDepartments(Actor actor) => [.. actor.Roles.Where(held => held.Role == Role.DepartmentOfficer)
        .SelectMany(held => Organisation.KeysOf(held.Path)).Distinct()];
}
