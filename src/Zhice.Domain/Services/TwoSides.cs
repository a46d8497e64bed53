namespace Zhice.Domain.Services;

/// <summary>The moves of a case between two sides: service, answer, evidence and opinions on it, panel and its deliberation. Pure.</summary>
public static class TwoSides
{
    /// <summary>True for actions that only a case between two sides knows.</summary>
    public static bool Knows(CaseActionKind kind) => kind is CaseActionKind.Serve or CaseActionKind.Enter or CaseActionKind.AnswerClaim or CaseActionKind.PutEvidence or CaseActionKind.ExamineEvidence or CaseActionKind.FormPanel or CaseActionKind.Deliberate;

    /// <summary>True where an action is a matter of now.</summary>
    public static bool May(ServiceItem item, OtherParty other, CaseState state, CaseActionKind kind, CaseFacts facts)
    {
        var handling = state.Phase == CasePhase.Handling;
        var mine = state.Served.FirstOrDefault(party => party.Number == facts.Side);
        return kind switch
        {
            CaseActionKind.Serve => handling && state.Step >= item.PlaceOf(other.ServedAt) && state.Served.Count < OtherParty.Most,
            CaseActionKind.Enter => !state.Closed && mine is { EnteredOn: null },
            CaseActionKind.AnswerClaim => handling && (mine is { AnsweredOn: null } || (facts.Side is null && state.Served.Any(party => party.AnsweredOn is null))),
            CaseActionKind.PutEvidence => handling && state.Step < CaseMoves.DecisionStep(item) && state.Exhibits.Count < CaseExhibit.Most,
            CaseActionKind.ExamineEvidence => handling && state.Exhibits.Any(exhibit => facts.Side is { } side ? exhibit.Awaits(side) : Sides(state).Any(exhibit.Awaits)),
            CaseActionKind.FormPanel => handling && other.Panel is not null,
            CaseActionKind.Deliberate => handling && state.Step == CaseMoves.DecisionStep(item),
            _ => false,
        };
    }

    /// <summary>Numbers of all sides: the applicant's 0, and those that were served.</summary>
    public static IEnumerable<int> Sides(CaseState state) => state.Served.Select(party => party.Number).Prepend(0);

    /// <summary>Why the steps of service and answer are not over; null where they are, and at all others.</summary>
    public static Refusal? Unserved(ServiceItem item, CaseState state, CaseFacts facts)
    {
        if (item.OtherParty is not { } other) return null;
        if (state.Served.Count == 0) return item.Steps[state.Step].Code == other.ServedAt ? new Blocked("case.serve-first", other.Name) : null;
        if (item.Steps[state.Step].Code != other.AnswerAt) return null;
        if (Without(state.Served.Where(party => party.Consents == false)) is { } refused) return refused;
        if (facts.AnswersUntil is not { } until) return null;
        if (facts.Today <= until) return until == DateOnly.MaxValue ? new Blocked("case.answers-open") : new Blocked("case.answers-until", until);
        // Silence is no consent (专利纠纷行政裁决和调解办法: 被请求人不同意或者逾期不答复的，不予调解).
        return other.AsksConsent ? Without(state.Served.Where(party => party.AnsweredOn is null)) : null;
    }

    static Blocked? Without(IEnumerable<ServedParty> consent) => string.Join('、', consent.Select(party => party.Name)) is { Length: > 0 } names ? new("case.no-consent", names) : null;

    /// <summary>Why the panel has not come to this decision; null where it has, or none is asked for.</summary>
    public static Refusal? Undeliberated(ServiceItem item, CaseState state, string decision, CaseFacts facts)
    {
        if (item.OtherParty?.Panel is not { } least) return null;
        if (state.Panel.Count == 0) return new Blocked("case.panel-first", least);
        if (facts.By is not { } by || !state.Panel.Contains(by.Value)) return new Blocked("case.panel-member");
        if (state.Panel.Count(member => !state.Votes.ContainsKey(member)) is > 0 and var silent) return new Blocked("case.panel-votes", silent);
        return state.Votes.Values.Count(vote => vote == decision) * 2 > state.Panel.Count ? null : new Blocked("case.panel-majority");
    }

    /// <summary>The state after one of these actions.</summary>
    public static CaseState After(CaseState state, CaseAction action, DateOnly day)
    {
        var said = action.Payload;
        var side = said.Side ?? 0;
        return action.Kind switch
        {
            CaseActionKind.Serve => state with { Served = [.. state.Served, new(side, said.Title ?? "", said.On ?? day, said.Abroad == true, null, null, null)] },
            CaseActionKind.Enter => state with { Served = With(state, side, party => party with { EnteredOn = day }) },
            CaseActionKind.AnswerClaim => state with { Served = With(state, side, party => party with { AnsweredOn = day, Consents = said.Upheld }) },
            CaseActionKind.PutEvidence => state with { Exhibits = [.. state.Exhibits, new(state.Exhibits.Count + 1, side, said.Title ?? "", action.Reason, day, [])] },
            CaseActionKind.ExamineEvidence => state with
            {
                Exhibits = [.. state.Exhibits.Select(exhibit => exhibit.Number == said.Exhibit ? exhibit with { Opinions = [.. exhibit.Opinions, new(side, said.Upheld == true, action.Reason, day)] } : exhibit)],
            },
            CaseActionKind.FormPanel => state with { Panel = said.Panel ?? [], Votes = state.Votes.Where(vote => said.Panel?.Contains(vote.Key) == true).ToDictionary() },
            CaseActionKind.Deliberate => state with { Votes = new Dictionary<long, string>(state.Votes) { [action.By?.Value ?? 0] = said.Decision ?? "" } },
            _ => state,
        };
    }

    static IReadOnlyList<ServedParty> With(CaseState state, int side, Func<ServedParty, ServedParty> change) => [.. state.Served.Select(party => party.Number == side ? change(party) : party)];
}
