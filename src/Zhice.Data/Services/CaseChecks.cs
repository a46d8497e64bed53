using Microsoft.EntityFrameworkCore;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>What an action says is checked against the store and the definition, and made whole: nothing that came from outside is written as it came.</summary>
internal static class CaseChecks
{
    /// <summary>Most objections to a case that wait at once.</summary>
    const int MostObjections = 100;

    const int LongestContact = 200;

    /// <summary>The payload as it will be written, or why not.</summary>
    public static async Task<Outcome<CasePayload>> Run(ZhiceDb db, ServiceHouse house, Actor actor, OpenedCase opened, CaseRequest request, CancellationToken cancel)
    {
        var said = request.Payload;
        switch (request.Kind)
        {
            case CaseActionKind.Submit or CaseActionKind.Answer:
                if (!(await CaseDrafts.Handed(db, opened, request.Kind == CaseActionKind.Submit, cancel)).Accepted(out var handed, out var incomplete)) return incomplete;
                return request.Kind == CaseActionKind.Submit && await CaseRouting.Of(db, opened.Item, opened.Office, handed.Values!, cancel) is { } way ? handed with { Organisation = way.Office.Id.Value, Routed = way.Why } : handed;
            case CaseActionKind.Transfer:
                return await Elsewhere(db, opened, said.Organisation, cancel);
            case CaseActionKind.Note:
                return Noted(opened, said);
            case CaseActionKind.Pass:
                return opened.State.Step + 1 < opened.Item.Steps.Count && opened.Item.LevelAt(opened.State.Step + 1) != opened.Item.LevelAt(opened.State.Step)
                    ? new CasePayload { Organisation = (await CaseRouting.Above(db, opened.Office, opened.Item.LevelAt(opened.State.Step + 1), cancel)).Id.Value } : new CasePayload();
            case CaseActionKind.AskAfter:
                return Asked(opened, said);
            case CaseActionKind.GrantAfter or CaseActionKind.RefuseAfter:
                return new CasePayload { After = opened.State.Asked!.Code };
            case CaseActionKind.Inspect:
                return await CaseInspections.Plan(db, actor, opened, said.Inspection, cancel);
            case CaseActionKind.Return:
                var by = said.Until ?? (opened.Calendar.Add(opened.Facts.Today, CaseClock.AnswerDays).Accepted(out var usual, out _) ? usual : opened.Facts.Today.AddDays(21));
                return by <= opened.Facts.Today || by > opened.Facts.Today.AddMonths(6) ? new Invalid(new Defect("case.answer-by", "until")) : new CasePayload { Until = by };
            case CaseActionKind.Assign:
                return await Officer(db, opened, said.Account is { } chosen ? new AccountId(chosen) : actor.AccountId!.Value, cancel);
            case CaseActionKind.AskJoint:
                return await Office(db, opened, said.Organisation, cancel);
            case CaseActionKind.AskExpert:
                return await Expert(db, opened, said, cancel);
            case CaseActionKind.JointOpinion:
                return AccessPolicy.Offices(actor).Where(office => opened.State.JointOpen.Contains(office.Value)).Select(office => (long?)office.Value).FirstOrDefault() is { } office
                    ? Said(said, new CasePayload { Organisation = office }) : new Forbidden("case.party");
            case CaseActionKind.ExpertOpinion:
                return opened.State.ExpertsOpen.Contains(actor.AccountId!.Value.Value) ? Said(said, new CasePayload { Account = actor.AccountId.Value.Value }) : new Forbidden("case.party");
            case CaseActionKind.Recall:
                return said.Organisation is { } silent && opened.State.JointOpen.Contains(silent) ? new CasePayload { Organisation = silent }
                    : said.Account is { } quiet && opened.State.ExpertsOpen.Contains(quiet) ? new CasePayload { Account = quiet } : new Invalid(new Defect("case.recall-unknown", "recall"));
            case CaseActionKind.Suspend:
                return said.Special is { } special && CaseSpecials.Of(opened.Item).Contains(special, StringComparer.Ordinal) ? Foreseen(opened, said, new CasePayload { Special = special }, opened.Item.SpecialSteps.Any(step => step.Name == special && step.Limit is not null)) : new Invalid(new Defect("case.special-unknown", "special"));
            case CaseActionKind.OpenHearing:
                return Foreseen(opened, said, new CasePayload(), limited: false);
            case CaseActionKind.Publicise:
                return CaseClock.NoticeTo(opened.Item, opened.Facts.Today, house.Limits, opened.Calendar).Accepted(out var to, out var unknown) ? new CasePayload { Until = to } : unknown;
            case CaseActionKind.Object:
                if (opened.State.OpenObjections.Count >= MostObjections) return new Blocked("case.objection-many");
                return said.Contact?.Trim() is { Length: > 0 and <= LongestContact } contact && !FieldRules.Deceives(contact, lines: false)
                    ? new CasePayload { Contact = contact } : new Invalid(new Defect("case.objection-contact", "contact", LongestContact));
            case CaseActionKind.SettleObjection:
                return said.Objection is { } number && opened.State.OpenObjections.Contains(number)
                    ? Said(said, new CasePayload { Objection = number }) : new Invalid(new Defect("case.objection-unknown", "objection"));
            case CaseActionKind.Decide:
                if (CaseMoves.MayDecide(opened.Item, opened.State, said.Decision, opened.Facts) is { } notYet) return notYet;
                return opened.Item.Decisions.Any(d => d.Grants && d.Code == said.Decision) && (await RegisterConflicts.Of(db, opened, cancel)).Find(c => c.Blocks) is { } blocked
                    ? new Blocked("case.register-blocks", blocked.Say, string.Join('、', blocked.Numbers)) : new CasePayload { Decision = said.Decision };
            case CaseActionKind.Deliver:
                return new CasePayload { Delivery = opened.Item.Result.Delivery.Contains(said.Delivery ?? "", StringComparer.Ordinal) ? said.Delivery : opened.Item.Result.Delivery[0] };
            case var kind when TwoSides.Knows(kind):
                return await SideChecks.Run(db, actor, opened, request, cancel);
            case CaseActionKind.Reopen:
                // What lies with the archive comes back first, by a list of its own.
                return opened.Row.ArchiveListId is { } shelf && await db.ArchiveLists.Where(l => l.Id == shelf && l.State == ArchiveListState.Closed).Select(l => l.Number).FirstOrDefaultAsync(cancel) is { } list ? new Blocked("case.archive-away", list) : new CasePayload();
            case CaseActionKind.Correct:
                return Corrected(opened, said);
            default:
                return new CasePayload();
        }
    }

    // Yes or no, and not silence.
    static Outcome<CasePayload> Said(CasePayload said, CasePayload whole) => said.Upheld is { } yes ? whole with { Upheld = yes } : new Invalid(new Defect("case.yes-no", "upheld"));

    // 行政许可法第四十五条: 行政机关应当将所需时间书面告知申请人.
    static Outcome<CasePayload> Foreseen(OpenedCase opened, CasePayload said, CasePayload whole, bool limited = true) =>
        said.Until is not { } until ? limited ? whole : new Invalid(new Defect("case.foreseen-missing", "until")) : until < opened.Facts.Today || until > opened.Facts.Today.AddYears(2) ? new Invalid(new Defect("case.foreseen", "until")) : whole with { Until = until };

    static Outcome<CasePayload> Noted(OpenedCase opened, CasePayload said)
    {
        if (opened.Item.Records.FirstOrDefault(r => r.Code == said.Record) is not { } kind) return new Invalid(new Defect("case.record-unknown", "record"));
        var check = FormCheck.Run(opened.Item with { Form = kind.Fields, Rules = kind.Rules }, code => said.Values?.GetValueOrDefault(code), complete: true, opened.RuleFacts(opened.Facts.Today));
        return check.Defects.Count > 0 ? new Invalid(check.Defects) : new CasePayload { Record = kind.Code, Values = check.Values };
    }

    static Outcome<CasePayload> Asked(OpenedCase opened, CasePayload said)
    {
        if (opened.Item.AfterOf(said.After) is not { } request) return new Invalid(new Defect("case.after-unknown", "after"));
        var check = request.Check(opened.Item, opened.State.Values, code => said.Values?.GetValueOrDefault(code), opened.RuleFacts(opened.Facts.Today));
        if (check.Defects.Count > 0) return new Invalid(check.Defects);
        if (request.Leads == AfterEffect.Renewed && Unrenewable(opened, check.Values) is { } why) return why;
        return new CasePayload { After = request.Code, Values = check.Values };
    }

    // A renewal prolongs; one by a fixed time is asked for in the last year of the present one, so that nobody heaps them up.
    static Blocked? Unrenewable(OpenedCase opened, IReadOnlyDictionary<string, string> said)
    {
        var (item, state) = (opened.Item, opened.State);
        if (state.ValidTo(item) is not { } end) return null;
        if (item.Result.ValidMonths is not null && opened.Facts.Today < end.AddYears(-1)) return new Blocked("case.after-early", end.AddYears(-1));
        return item.Result.Ends(state.DecidedOn!.Value, state.Renewals + 1, AfterRequest.Merged(item, state.Values, said)) is { } anew && anew <= end ? new Blocked("case.after-shorter", end.AddDays(-1)) : null;
    }

    // To another office that is competent for the item by its level, or that its routing knows.
    static async Task<Outcome<CasePayload>> Elsewhere(ZhiceDb db, OpenedCase opened, long? key, CancellationToken cancel)
    {
        var id = new OrganisationId(key ?? 0);
        return key is { } asked && id != opened.Office.Id && await CaseDrafts.Network(db, opened.Item).AnyAsync(o => o.Id == id, cancel)
            ? new CasePayload { Organisation = asked } : new Invalid(new Defect("case.organisation", "organisation"));
    }

    static Outcome<CasePayload> Corrected(OpenedCase opened, CasePayload said)
    {
        var typed = said.Values ?? new Dictionary<string, string>();
        var check = FormCheck.Run(opened.Item, code => typed.TryGetValue(code, out var value) ? value : opened.State.Values.GetValueOrDefault(code), complete: true, opened.RuleFacts(opened.State.SubmittedOn ?? opened.Facts.Today));
        return check.Defects.Count > 0 ? new Invalid(check.Defects) : new CasePayload { Values = check.Values };
    }

    static async Task<Outcome<CasePayload>> Officer(ZhiceDb db, OpenedCase opened, AccountId account, CancellationToken cancel) =>
        await MayHandle(db, opened, account, cancel) ? new CasePayload { Account = account.Value } : new Invalid(new Defect("case.officer", "account"));

    /// <summary>True for an officer of the case's office who acts for none of its sides (回避).</summary>
    internal static async Task<bool> MayHandle(ZhiceDb db, OpenedCase opened, AccountId account, CancellationToken cancel)
    {
        var roles = await (
            from grant in db.RoleGrants
            where grant.AccountId == account && grant.RevokedAt == null && db.Accounts.Any(a => a.Id == account && !a.Closed)
            join office in db.Organisations on grant.OrganisationId equals office.Id
            select new HeldRole(grant.Role, office.Id, office.Path)).AsNoTracking().ToListAsync(cancel);
        var id = opened.Row.Id;
        var own = await db.ApplicantMembers.AnyAsync(m => m.AccountId == account && (m.ApplicantId == opened.Row.ApplicantId || db.CaseSigners.Any(s => s.CaseId == id && s.ApplicantId == m.ApplicantId)
            || db.CaseOpponents.Any(o => o.CaseId == id && o.ApplicantId == m.ApplicantId)), cancel);
        return !own && AccessPolicy.MayHandleCases(new Actor(account, null, roles), opened.Office.Path);
    }

    static async Task<Outcome<CasePayload>> Office(ZhiceDb db, OpenedCase opened, long? key, CancellationToken cancel)
    {
        var id = new OrganisationId(key ?? 0);
        return key is { } asked && !opened.State.JointOpen.Contains(asked) && id != opened.Office.Id && await db.Organisations.AnyAsync(o => o.Id == id, cancel)
            ? new CasePayload { Organisation = asked } : new Invalid(new Defect("case.organisation", "organisation"));
    }

    static async Task<Outcome<CasePayload>> Expert(ZhiceDb db, OpenedCase opened, CasePayload said, CancellationToken cancel)
    {
        var key = said.Account;
        var id = new AccountId(key ?? 0);
        // Nobody is the expert of a case that they handle.
        return key is { } asked && asked != opened.State.Handler?.Value && asked != opened.Facts.By?.Value && !opened.State.ExpertsOpen.Contains(asked) && await db.Accounts.AnyAsync(a => a.Id == id && !a.Closed, cancel)
            && !await db.ApplicantMembers.AnyAsync(m => m.AccountId == id && m.ApplicantId == opened.Row.ApplicantId, cancel)
            ? Foreseen(opened, said, new CasePayload { Account = asked }) : new Invalid(new Defect("case.expert", "account"));
    }
}
