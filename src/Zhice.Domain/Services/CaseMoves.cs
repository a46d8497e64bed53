using Zhice.Domain.Accounts;

namespace Zhice.Domain.Services;

/// <summary>Who asks what may be done to a case, and when.</summary>
/// <param name="Parties">In which parts the asking side may act on this case.</param>
/// <param name="By">The account; null for the public and the clock.</param>
/// <param name="Today">The day in China.</param>
/// <param name="ReturnBy">Last day to return the papers, or to accept them, before they count as accepted; null where the calendar does not reach.</param>
/// <param name="MayExtend">True where the law or the definition lets the limit be extended.</param>
public sealed record CaseFacts(IReadOnlySet<CaseParty> Parties, AccountId? By, DateOnly Today, DateOnly? ReturnBy, bool MayExtend)
{
    /// <summary>Last day of the law; null where there is none, or the calendar does not reach so far.</summary>
    public DateOnly? LawDue { get; init; }
    /// <summary>True where an office of the asking side was asked for its opinion.</summary>
    public bool AskedAsOffice { get; init; } = true;
    /// <summary>True where the asking side was asked as an expert.</summary>
    public bool AskedAsExpert { get; init; } = true;
    /// <summary>For which side of a case between two sides: 0 for the applicant, else the number of the party on the other side; null for the office.</summary>
    public int? Side { get; init; }
    /// <summary>Last day of the answers that are awaited from the other side; the last day there is where the calendar does not reach so far, null where none is awaited.</summary>
    public DateOnly? AnswersUntil { get; init; }
}

/// <summary>
/// The way of a case. The only place that says what may be done in a state and by whom: pages ask it which buttons to show, and every request asks it again. Pure.
/// </summary>
public static class CaseMoves
{
    static readonly CaseParty[] office = [CaseParty.Officer], approval = [CaseParty.Approver], reviewer = [CaseParty.Reviewer], applicant = [CaseParty.Applicant], clock = [CaseParty.System];
    static readonly CaseParty[] delivery = [CaseParty.Officer, CaseParty.Applicant], anybody = [CaseParty.Public, CaseParty.Applicant, CaseParty.Officer];
    static readonly CaseParty[] opponent = [CaseParty.Opponent], answering = [CaseParty.Opponent, CaseParty.Officer], sides = [CaseParty.Applicant, CaseParty.Opponent, CaseParty.Officer], panel = [CaseParty.Panel];

    /// <summary>Every kind of action.</summary>
    public static IReadOnlyList<CaseActionKind> All { get; } = Enum.GetValues<CaseActionKind>();

    /// <summary>In which parts an action is taken.</summary>
    public static IReadOnlyList<CaseParty> Parties(CaseActionKind kind) => kind switch
    {
        CaseActionKind.Submit or CaseActionKind.Answer or CaseActionKind.Withdraw or CaseActionKind.AskAfter => applicant,
        CaseActionKind.DeemAccepted or CaseActionKind.Lapse => clock,
        CaseActionKind.ApproveExtension or CaseActionKind.DenyExtension or CaseActionKind.Revoke or CaseActionKind.Reopen => approval,
        CaseActionKind.JointOpinion or CaseActionKind.ExpertOpinion => reviewer,
        CaseActionKind.Deliver => delivery,
        CaseActionKind.Object => anybody,
        CaseActionKind.Enter => opponent,
        // What comes on paper the office writes down for the side that it comes from.
        CaseActionKind.AnswerClaim => answering,
        CaseActionKind.PutEvidence or CaseActionKind.ExamineEvidence => sides,
        CaseActionKind.Deliberate => panel,
        _ => office,
    };

    /// <summary>True where the action is refused without a reason in words.</summary>
    public static bool NeedsReason(CaseActionKind kind) => kind is CaseActionKind.Return or CaseActionKind.Decline or CaseActionKind.Pass or CaseActionKind.JointOpinion or CaseActionKind.ExpertOpinion
        or CaseActionKind.OpenHearing or CaseActionKind.CloseHearing or CaseActionKind.Suspend or CaseActionKind.AskExtension or CaseActionKind.DenyExtension or CaseActionKind.Withdraw
        or CaseActionKind.Object or CaseActionKind.SettleObjection or CaseActionKind.Decide or CaseActionKind.Correct or CaseActionKind.Replace or CaseActionKind.Revoke or CaseActionKind.Reopen
        or CaseActionKind.Transfer or CaseActionKind.Inspect or CaseActionKind.AskAfter or CaseActionKind.GrantAfter or CaseActionKind.RefuseAfter or CaseActionKind.Recall
        or CaseActionKind.AnswerClaim or CaseActionKind.PutEvidence or CaseActionKind.ExamineEvidence or CaseActionKind.Deliberate;

    /// <summary>Place of the step at which the decision is made: the one named <c>decision</c>, else the last.</summary>
    public static int DecisionStep(ServiceItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.PlaceOf("decision") is >= 0 and var place ? place : item.Steps.Count - 1;
    }

    /// <summary>Place of the step from which the public notice is opened: the one named <c>notice</c>, else the one at which the decision is made. What comes before it must have been done.</summary>
    public static int NoticeStep(ServiceItem item)
    {
        var decision = DecisionStep(item);
        return item.PlaceOf("notice") is >= 0 and var place && place < decision ? place : decision;
    }

    /// <summary>What may be done now, in the order of the kinds.</summary>
    public static IReadOnlyList<CaseActionKind> Allowed(ServiceItem item, CaseState state, CaseFacts facts) => [.. All.Where(kind => Decide(item, state, kind, facts) is null)];

    /// <summary>The part in which the asking side takes an action; null where it has none for it.</summary>
    public static CaseParty? PartyOf(CaseActionKind kind, CaseFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var party in Parties(kind))
            if (facts.Parties.Contains(party)) return party;
        return null;
    }

    /// <summary>Why an action is not possible; null where it is. Who may not act at all gets <c>case.party</c>, everything else is a matter of the state.</summary>
    public static Refusal? Decide(ServiceItem item, CaseState state, CaseActionKind kind, CaseFacts facts)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(state);
        if (PartyOf(kind, facts) is not { } party) return new Forbidden("case.party");
        if ((kind == CaseActionKind.JointOpinion && !facts.AskedAsOffice) || (kind == CaseActionKind.ExpertOpinion && !facts.AskedAsExpert)) return new Forbidden("case.party");
        // Once somebody has the case, others of the office leave it alone; the approver may take it from them.
        if (party == CaseParty.Officer && kind is not (CaseActionKind.Object or CaseActionKind.Archive or CaseActionKind.Note) && state.Handler is { } handler && handler != facts.By && !facts.Parties.Contains(CaseParty.Approver))
            return new Blocked("case.other-handler");
        return State(item, state, kind, facts);
    }

    static Refusal? State(ServiceItem item, CaseState state, CaseActionKind kind, CaseFacts facts)
    {
        var handling = state.Phase == CasePhase.Handling;
        var undecided = handling || state.Phase == CasePhase.Notice;
        return kind switch
        {
            CaseActionKind.Submit => When(state.Phase == CasePhase.Draft),
            CaseActionKind.Accept => When(state.Phase == CasePhase.Received),
            CaseActionKind.Decline => state.Phase != CasePhase.Received ? NotNow : facts.ReturnBy is { } end && facts.Today > end ? new Blocked("case.return-late", end) : null,
            CaseActionKind.DeemAccepted => state.Phase != CasePhase.Received ? NotNow : facts.ReturnBy is { } last && facts.Today > last ? null : NotNow,
            CaseActionKind.Return => state.Phase != CasePhase.Received ? NotNow : state.WasReturned ? new Blocked("case.returned-once")
                : facts.ReturnBy is { } by && facts.Today > by ? new Blocked("case.return-late", by) : null,
            CaseActionKind.Answer => state.Phase != CasePhase.Returned ? NotNow : facts.Today > state.AnswerBy ? new Blocked("case.answer-late", state.AnswerBy.Value) : null,
            CaseActionKind.Lapse => When(state.Phase == CasePhase.Returned && facts.Today > state.AnswerBy),
            CaseActionKind.Assign => When(state.Phase is CasePhase.Received or CasePhase.Returned || undecided || state.Phase == CasePhase.Decided),
            CaseActionKind.Pass => !handling ? NotNow : Waits(state) ?? TwoSides.Unserved(item, state, facts) ?? (state.Step < DecisionStep(item) ? null : new Blocked("case.step-last")),
            CaseActionKind.AskJoint => When(handling),
            CaseActionKind.AskExpert => !handling ? NotNow : Stopped(state, CaseSpecials.Experts),
            CaseActionKind.JointOpinion => When(undecided && state.JointOpen.Count > 0),
            CaseActionKind.ExpertOpinion => When(undecided && state.ExpertsOpen.Count > 0),
            CaseActionKind.Recall => When(undecided && state.JointOpen.Count + state.ExpertsOpen.Count > 0),
            CaseActionKind.OpenHearing => !handling ? NotNow : Stopped(state, null),
            CaseActionKind.CloseHearing => When(state.HearingOpen),
            CaseActionKind.Suspend => !undecided ? NotNow : Stopped(state, null),
            CaseActionKind.Resume => When(undecided && state.Suspended is not null && !state.HearingOpen && state.ExpertsOpen.Count == 0),
            CaseActionKind.AskExtension => !undecided ? NotNow : !facts.MayExtend ? new Blocked("case.no-extension") : Late(facts) ?? (state.Extended ? new Blocked("case.extended-once")
                : state.ExtensionAskedBy is not null ? new Blocked("case.extension-asked") : null),
            CaseActionKind.ApproveExtension => !undecided || state.ExtensionAskedBy is null ? NotNow : state.ExtensionAskedBy == facts.By ? new Blocked("case.extension-self") : Late(facts),
            CaseActionKind.DenyExtension => When(undecided && state.ExtensionAskedBy is not null),
            CaseActionKind.Withdraw => When(state.Phase is CasePhase.Received or CasePhase.Returned || undecided),
            CaseActionKind.Publicise => item.Notice is null ? new Blocked("case.notice-none") : !handling || state.NoticeTo is not null ? NotNow
                : state.Step < NoticeStep(item) ? new Blocked("case.notice-step", item.Steps[NoticeStep(item)].Name) : Waits(state),
            CaseActionKind.Object => state.Phase != CasePhase.Notice ? NotNow : facts.Today > state.NoticeTo ? new Blocked("case.notice-over", state.NoticeTo.Value) : null,
            CaseActionKind.SettleObjection => When(undecided && state.OpenObjections.Count > 0),
            CaseActionKind.Decide => Decision(item, state, facts),
            CaseActionKind.Deliver => When(state is { Phase: CasePhase.Decided, Asked: null }),
            CaseActionKind.Correct or CaseActionKind.Replace or CaseActionKind.Revoke => !state.Stands ? NotNow : state.Asked is null ? null : new Blocked("case.after-open"),
            CaseActionKind.AskAfter => item.After.Count == 0 || !state.Stands ? NotNow : state.Asked is not null ? new Blocked("case.after-open")
                : state.ValidTo(item) is { } over && facts.Today >= over ? new Blocked("case.after-expired", over.AddDays(-1)) : null,
            CaseActionKind.GrantAfter or CaseActionKind.RefuseAfter => When(state.Asked is not null),
            CaseActionKind.Reopen => When(state.Asked is null && (state.Phase is CasePhase.Decided or CasePhase.Delivered or CasePhase.Declined or CasePhase.Revoked || (state.Phase == CasePhase.Archived && state.DecidedOn is not null))),
            CaseActionKind.Archive => When(state.Closed && state.Phase != CasePhase.Archived),
            CaseActionKind.Transfer => item.LevelAt(state.Step) == ServiceLevel.National && item.Routing.Count == 0 && item.Network.Count == 0 ? new Blocked("case.transfer-one") : state.Phase == CasePhase.Received ? null : !handling ? NotNow : Waits(state),
            CaseActionKind.Note => When(item.Records.Count > 0 && (undecided || state.Phase is CasePhase.Decided or CasePhase.Delivered)),
            _ when TwoSides.Knows(kind) => When(item.OtherParty is { } other && TwoSides.May(item, other, state, kind, facts)),
            CaseActionKind.Inspect => When(item.Inspects && (undecided || state.Phase is CasePhase.Decided or CasePhase.Delivered)),
            _ => throw new InvalidOperationException($"A new action needs its rule here: {kind}."),
        };
    }

    /// <summary>Why a decision of this kind is not possible yet; null where it is. A refusal needs no public notice, a grant does.</summary>
    public static Refusal? MayDecide(ServiceItem item, CaseState state, string? decision, CaseFacts facts)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(state);
        if (item.Decisions.FirstOrDefault(kind => kind.Code == decision) is not { } chosen) return new Invalid(new Defect("case.decision-unknown", "decision"));
        var earlier = state.Phase == CasePhase.Handling && state.Step < DecisionStep(item);
        if (chosen.At is null ? earlier : !earlier || item.Steps[state.Step].Code != chosen.At) return new Blocked("case.decide-step", item.Steps.First(step => step.Code == (chosen.At ?? item.Steps[DecisionStep(item)].Code)).Name);
        if (chosen.NeedsInspection && !state.Inspected) return new Blocked("case.inspect-first");
        if (chosen.Grants && TwoSides.Undeliberated(item, state, chosen.Code, facts) is { } open) return open;
        if (!chosen.Grants || item.Notice is null) return null;
        if (state.NoticeTo is not { } last) return new Blocked("case.notice-first");
        return facts.Today <= last ? new Blocked("case.notice-running", last) : null;
    }

    // The grant's own conditions are asked with the decision that was chosen; here it is enough that some decision may be made.
    static Refusal? Decision(ServiceItem item, CaseState state, CaseFacts facts)
    {
        if (state.Phase is not (CasePhase.Handling or CasePhase.Notice)) return NotNow;
        if (Waits(state) is { } waits) return waits;
        if (state.OpenObjections.Count > 0) return new Blocked("case.objection-open");
        if (state.Phase == CasePhase.Handling && state.Step < DecisionStep(item) && item.Decisions.All(kind => kind.At != item.Steps[state.Step].Code)) return new Blocked("case.decide-step", item.Steps[DecisionStep(item)].Name);
        return item.Decisions.Any(kind => MayDecide(item, state, kind.Code, facts) is null) ? null : MayDecide(item, state, item.Decisions[0].Code, facts);
    }

    // What is over cannot be made longer (行政许可法 42: 二十日内不能作出决定的，经批准可以延长).
    static Blocked? Late(CaseFacts facts) => facts.LawDue is { } due && facts.Today > due ? new("case.extension-late", due) : null;

    static Blocked NotNow => new("case.not-now");

    static Blocked? When(bool possible) => possible ? null : NotNow;

    static Blocked? Waits(CaseState state) => state.Suspended is { } special ? new("case.suspended", special)
        : state.JointOpen.Count + state.ExpertsOpen.Count > 0 ? new("case.opinions-open", state.JointOpen.Count + state.ExpertsOpen.Count) : null;

    static Blocked? Stopped(CaseState state, string? but) => state.Suspended is { } special && special != but ? new("case.suspended", special) : null;
}
