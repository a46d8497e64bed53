using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Supervision;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>A case as somebody sees it.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Item">The definition that it follows.</param>
/// <param name="State">What its actions add up to.</param>
/// <param name="Actions">Its actions, the first first.</param>
/// <param name="Office">The competent office.</param>
/// <param name="Applicant">The applicant.</param>
/// <param name="Facts">In which parts the reader may act, and when.</param>
/// <param name="Holding">Who holds it, until when.</param>
/// <param name="Calendar">The working days that were counted by.</param>
public sealed record OpenedCase(
    ServiceCase Row, ServiceItem Item, CaseState State, IReadOnlyList<CaseActionRow> Actions, Organisation Office, ServiceApplicant Applicant, CaseFacts Facts, CaseHolding Holding, WorkCalendar Calendar)
{
    /// <summary>What the reader may do now.</summary>
    public IReadOnlyList<CaseActionKind> Allowed => CaseMoves.Allowed(Item, State, Facts);

    /// <summary>What rules may ask about the case beside its form, on a day.</summary>
    public FormFacts RuleFacts(DateOnly day) => new(day, Applicant.Name, Applicant.CreditCode);

    /// <summary>The item as it is in force where a draft was begun on an older version; null for every other case.</summary>
    public ServiceItem? Newer { get; init; }

    /// <summary>True where the form names an applicant for whom the reader acts.</summary>
    public bool IsSigner { get; init; }

    /// <summary>True where the reader stands on the applicant's side.</summary>
    public bool IsApplicant => Facts.Parties.Contains(CaseParty.Applicant);
}

/// <summary>Opens cases: rows, actions and the part that the reader has in them.</summary>
public static class CaseBook
{
    /// <summary>Most actions that a case can have; beyond this the first thing to do is to look why.</summary>
    public const int MostActions = 500;

    /// <summary>Opens a case that the actor may see. Three commands. Refused with <c>case.missing</c>, whether it is not there or not for this reader.</summary>
    public static async Task<Outcome<OpenedCase>> Open(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(actor);
        var today = ChinaTime.Today(house.Clock);
        return await Read(db, house, actor, db.VisibleCases(actor, today), id, today, cancel);
    }

    /// <summary>Opens a case that is under public notice, for anybody: only what the notice shows may be shown of it.</summary>
    public static async Task<Outcome<OpenedCase>> OpenNotice(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        return await Read(db, house, actor, db.ServiceCases.Where(c => c.Phase == CasePhase.Notice), id, ChinaTime.Today(house.Clock), cancel);
    }

    /// <summary>Opens a case for a party of its other side.</summary>
    public static async Task<Outcome<OpenedCase>> OpenAgainst(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(actor);
        var today = ChinaTime.Today(house.Clock);
        return await Read(db, house, actor, db.CasesAgainst(actor, today), id, today, cancel, against: true);
    }

    /// <summary>Opens a case for who holds the code of a notice that was served. Refused with <c>case.enter-code</c>, whether the number or the code is wrong, or it was used by somebody else.</summary>
    internal static async Task<Outcome<OpenedCase>> OpenToEnter(ZhiceDb db, ServiceHouse house, Actor actor, string number, string code, CancellationToken cancel)
    {
        var me = actor.AccountId;
        var row = await db.CaseOpponents.AsNoTracking().FirstOrDefaultAsync(o => o.Code == code && db.ServiceCases.Any(c => c.Id == o.CaseId && c.Number == number)
            && (o.ApplicantId == null || db.ApplicantMembers.Any(m => m.ApplicantId == o.ApplicantId && m.AccountId == me)), cancel);
        return row is null ? new Invalid(new Defect("case.enter-code", "code")) : await Read(db, house, actor, db.ServiceCases, row.CaseId, ChinaTime.Today(house.Clock), cancel, against: true, row.Number);
    }

    /// <summary>Opens a case for the platform's clock.</summary>
    internal static Task<Outcome<OpenedCase>> OpenForClock(ZhiceDb db, ServiceHouse house, CaseId id, CancellationToken cancel) =>
        Read(db, house, null, db.ServiceCases, id, ChinaTime.Today(house.Clock), cancel);

    static async Task<Outcome<OpenedCase>> Read(ZhiceDb db, ServiceHouse house, Actor? actor, IQueryable<ServiceCase> visible, CaseId id, DateOnly today, CancellationToken cancel, bool against = false, int? entering = null)
    {
        var me = actor?.AccountId;
        var offices = actor is null ? [] : AccessPolicy.Offices(actor);
        var head = await (
            from row in visible
            where row.Id == id
            join office in db.Organisations on row.OfficeId equals office.Id
            join applicant in db.ServiceApplicants on row.ApplicantId equals applicant.Id
            select new
            {
                row, office, applicant,
                Member = me != null && db.ApplicantMembers.Any(m => m.ApplicantId == row.ApplicantId && m.AccountId == me && (m.Kind != MemberKind.Agent || row.By == me)
                    && m.ValidFrom <= today && (m.ValidTo == null || today < m.ValidTo)),
                Signer = me != null && db.CaseSigners.Any(s => s.CaseId == id && db.ApplicantMembers.Any(m => m.ApplicantId == s.ApplicantId && m.AccountId == me
                    && m.ValidFrom <= today && (m.ValidTo == null || today < m.ValidTo))),
                Number = me == null ? null : db.CaseOpponents.Where(o => o.CaseId == id && db.ApplicantMembers.Any(m => m.ApplicantId == o.ApplicantId && m.AccountId == me
                    && m.ValidFrom <= today && (m.ValidTo == null || today < m.ValidTo))).OrderBy(o => o.Number).Select(o => (int?)o.Number).FirstOrDefault(),
                AskedAsExpert = me != null && db.CaseReviewers.Any(r => r.CaseId == id && r.AnsweredAt == null && r.AccountId == me),
                AskedAsOffice = me != null && db.CaseReviewers.Any(r => r.CaseId == id && r.AnsweredAt == null && r.OrganisationId != null && offices.Contains(r.OrganisationId.Value)),
            }).AsTracking().FirstOrDefaultAsync(cancel);
        if (head is null) return new Missing("case.missing");
        var actions = await db.CaseActions.AsNoTracking().Where(a => a.CaseId == id).OrderBy(a => a.Sequence).Take(MostActions).ToListAsync(cancel);
        var calendar = await Calendars.Load(db, cancel);
        var item = house.ItemOf(head.row);
        var state = CaseState.Of(item, actions.Select(a => a.Action));

        var parties = new HashSet<CaseParty>();
        if (actor is null) parties.Add(CaseParty.System);
        else if (against) parties.Add(CaseParty.Opponent);
        else if (head.Member) parties.Add(CaseParty.Applicant); // whoever stands on the applicant's side decides nothing about it, whatever else they are
        else if (!head.Signer && head.Number is null)
        {
            if (AccessPolicy.MayHandleCases(actor, head.office.Path)) parties.Add(CaseParty.Officer);
            if (AccessPolicy.MayApproveCases(actor, head.office.Path)) parties.Add(CaseParty.Approver);
            if (head.AskedAsExpert || head.AskedAsOffice) parties.Add(CaseParty.Reviewer);
            if (me is { } member && state.Panel.Contains(member.Value)) parties.Add(CaseParty.Panel);
        }
        if (actor is not null && state.Phase == CasePhase.Notice) parties.Add(CaseParty.Public);
        var holding = CaseClock.Of(item, state, house.Limits, calendar);
        var facts = new CaseFacts(parties, me, today, item.CountsAsAccepted ? CaseClock.ReturnBy(state, house.Limits, calendar) : null, CaseClock.MayExtend(item, state, house.Limits))
        {
            LawDue = holding.Statutory?.Due, AskedAsExpert = head.AskedAsExpert, AskedAsOffice = head.AskedAsOffice, Side = against ? entering ?? head.Number : head.Member ? 0 : null, AnswersUntil = Until(item, state, house.Limits, calendar),
        };
        return new OpenedCase(head.row, item, state, actions, head.office, head.applicant, facts, holding, calendar)
        {
            IsSigner = head.Signer, Newer = state.Phase == CasePhase.Draft && house.Catalogue.Find(head.row.Item, today) is { } now && now.Version != item.Version ? now : null,
        };
    }

    static DateOnly? Until(ServiceItem item, CaseState state, LimitBook limits, WorkCalendar calendar) => item.OtherParty is { } other
        ? state.Served.Where(party => party.AnsweredOn is null).Select(party => other.AnswerBy(party, limits, calendar)).Max(last => last.Unknown ? DateOnly.MaxValue : last.Due) : null;

    /// <summary>Checks the chain of a case: every digest follows from the action and the one before, and every signature is of this key. Null where it holds, else the number of the first action that does not.</summary>
    public static int? Broken(ServiceCase row, IReadOnlyList<CaseActionRow> actions, string publicKey)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(actions);
        var before = "";
        for (var i = 0; i < actions.Count; i++)
        {
            var action = actions[i];
            if (action.Sequence != i + 1 || action.Action.Digest(row.Number, before) != action.Digest) return i + 1;
            if (action.Signature is { } signature && !Submitting.InstanceKey.Verify(publicKey, action.Digest, signature)) return i + 1;
            before = action.Digest;
        }
        return actions.Count == row.Version ? null : actions.Count + 1;
    }
}
