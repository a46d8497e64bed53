using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;

namespace Zhice.Domain.Services;

/// <summary>办件状态: where a case is. The numbers are stored.</summary>
public enum CasePhase
{
    /// <summary>草稿.</summary>
    Draft,
    /// <summary>待受理.</summary>
    Received,
    /// <summary>待补正.</summary>
    Returned,
    /// <summary>办理中.</summary>
    Handling,
    /// <summary>公示中.</summary>
    Notice,
    /// <summary>已决定.</summary>
    Decided,
    /// <summary>已送达.</summary>
    Delivered,
    /// <summary>不予受理.</summary>
    Declined,
    /// <summary>已撤回.</summary>
    Withdrawn,
    /// <summary>逾期未补正.</summary>
    Lapsed,
    /// <summary>已撤销.</summary>
    Revoked,
    /// <summary>已归档.</summary>
    Archived,
    /// <summary>已终止: at its holder's request, by withdrawal or cancellation.</summary>
    Ended,
}

/// <summary>How long a case was at a step.</summary>
/// <param name="Step">Code of the step.</param>
/// <param name="From">The day it began.</param>
/// <param name="To">The day it ended; null while it lasts.</param>
public sealed record StepStay(string Step, DateOnly From, DateOnly? To);

/// <summary>The state of a case: what its actions add up to. Immutable.</summary>
public sealed record CaseState
{
    /// <summary>A case without actions.</summary>
    public static readonly CaseState Begun = new();

    /// <summary>Number of the last action.</summary>
    public int Sequence { get; init; }
    /// <summary>Where it is.</summary>
    public CasePhase Phase { get; init; }
    /// <summary>Place of the present step in the definition, from 0.</summary>
    public int Step { get; init; }
    /// <summary>Who handles it; null while nobody is assigned.</summary>
    public AccountId? Handler { get; init; }
    /// <summary>True once it was returned for correction.</summary>
    public bool WasReturned { get; init; }
    /// <summary>Day of the first submission.</summary>
    public DateOnly? SubmittedOn { get; init; }
    /// <summary>Day on which the papers as they now stand came in.</summary>
    public DateOnly? ReceivedOn { get; init; }
    /// <summary>Last day to answer a return.</summary>
    public DateOnly? AnswerBy { get; init; }
    /// <summary>Day of acceptance.</summary>
    public DateOnly? AcceptedOn { get; init; }
    /// <summary>True where it counts as accepted because nobody said anything in time.</summary>
    public bool Deemed { get; init; }
    /// <summary>Stretches in which the clock stood.</summary>
    public IReadOnlyList<Suspension> Suspensions { get; init; } = [];
    /// <summary>The special step that stops the clock now; null while it runs.</summary>
    public string? Suspended { get; init; }
    /// <summary>True while a hearing is open.</summary>
    public bool HearingOpen { get; init; }
    /// <summary>Opinions that were asked for and not given: organisations.</summary>
    public IReadOnlyList<long> JointOpen { get; init; } = [];
    /// <summary>Opinions that were asked for and not given: experts.</summary>
    public IReadOnlyList<long> ExpertsOpen { get; init; } = [];
    /// <summary>True once the limit was extended.</summary>
    public bool Extended { get; init; }
    /// <summary>Who asked for the extension that waits; null while none does.</summary>
    public AccountId? ExtensionAskedBy { get; init; }
    /// <summary>Last day of the public notice; null before it.</summary>
    public DateOnly? NoticeTo { get; init; }
    /// <summary>How many objections came.</summary>
    public int Objections { get; init; }
    /// <summary>Numbers of objections that wait.</summary>
    public IReadOnlyList<int> OpenObjections { get; init; } = [];
    /// <summary>Code of the decision; null before it.</summary>
    public string? Decision { get; init; }
    /// <summary>True where the decision grants.</summary>
    public bool Granted { get; init; }
    /// <summary>Day of the decision.</summary>
    public DateOnly? DecidedOn { get; init; }
    /// <summary>Day of the delivery.</summary>
    public DateOnly? DeliveredOn { get; init; }
    /// <summary>Number of the last certificate of the case, counted over all its decisions; 0 for none.</summary>
    public int Edition { get; init; }
    /// <summary>Values of the form as they now stand.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();
    /// <summary>Steps with their days.</summary>
    public IReadOnlyList<StepStay> Stays { get; init; } = [];

    /// <summary>True where nothing more is expected of anybody.</summary>
    public bool Closed => Phase is CasePhase.Delivered or CasePhase.Declined or CasePhase.Withdrawn or CasePhase.Lapsed or CasePhase.Revoked or CasePhase.Archived or CasePhase.Ended;

    /// <summary>The holder's request that waits; null for none.</summary>
    public AfterOpen? Asked { get; init; }

    /// <summary>How often it was renewed.</summary>
    public int Renewals { get; init; }

    /// <summary>True once it is the reason of an inspection.</summary>
    public bool Inspected { get; init; }

    /// <summary>True while a decision that grants stands.</summary>
    public bool Stands => Granted && Phase is (CasePhase.Decided or CasePhase.Delivered or CasePhase.Archived);

    /// <summary>The first day on which what was granted no longer holds; null without an end, and before a decision.</summary>
    public DateOnly? ValidTo(ServiceItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return DecidedOn is { } decided ? item.Result.Ends(decided, Renewals, Values) : null;
    }

    /// <summary>True once it was opened again: its days count from then.</summary>
    public bool Reopened { get; init; }

    /// <summary>Parties on the other side that were served.</summary>
    public IReadOnlyList<ServedParty> Served { get; init; } = [];
    /// <summary>Evidence of all sides, in the order in which it came.</summary>
    public IReadOnlyList<CaseExhibit> Exhibits { get; init; } = [];
    /// <summary>Accounts of the panel, its head first; none where it was not formed.</summary>
    public IReadOnlyList<long> Panel { get; init; } = [];
    /// <summary>For which decision each member of the panel is, by account.</summary>
    public IReadOnlyDictionary<long, string> Votes { get; init; } = new Dictionary<long, string>();

    /// <summary>The state after an action. The action must have been allowed: nothing is checked here.</summary>
    /// <param name="item">The definition that the case follows.</param>
    /// <param name="action">The action.</param>
    public CaseState After(ServiceItem item, CaseAction action)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(action);
        var day = ChinaTime.DayOf(action.At);
        var (said, next) = (action.Payload, this with { Sequence = action.Sequence });
        return action.Kind switch
        {
            CaseActionKind.Submit => next with { Phase = CasePhase.Received, SubmittedOn = day, ReceivedOn = day, Values = said.Values ?? Values, Stays = [new(item.Steps[0].Code, day, null)] },
            CaseActionKind.Answer => next with { Phase = CasePhase.Received, ReceivedOn = day, AnswerBy = null, Values = said.Values ?? Values },
            CaseActionKind.Return => next with { Phase = CasePhase.Returned, WasReturned = true, AnswerBy = said.Until },
            CaseActionKind.Accept => next.Accepted(item, day, day, deemed: false),
            // The first day on which the silence counted, which is an earlier one where the platform stood still then.
            CaseActionKind.DeemAccepted => next.Accepted(item, ReceivedOn ?? day, said.On ?? day, deemed: true),
            CaseActionKind.Decline => next.Closing(CasePhase.Declined, day),
            CaseActionKind.Lapse => next.Closing(CasePhase.Lapsed, day),
            CaseActionKind.Withdraw => next.Closing(CasePhase.Withdrawn, day),
            CaseActionKind.Assign => next with { Handler = said.Account is { } account ? new AccountId(account) : null },
            // The office of the next step begins without a handler.
            CaseActionKind.Pass => (said.Organisation is null ? next : next with { Handler = null }).To(item, Step + 1, day),
            CaseActionKind.AskJoint => next with { JointOpen = [.. JointOpen, said.Organisation ?? 0] },
            CaseActionKind.JointOpinion => next with { JointOpen = [.. JointOpen.Where(id => id != said.Organisation)] },
            CaseActionKind.AskExpert => next.Standing(CaseSpecials.Experts, day) with { ExpertsOpen = [.. ExpertsOpen, said.Account ?? 0] },
            CaseActionKind.ExpertOpinion => next.AfterExpert(said.Account ?? 0, day),
            CaseActionKind.Recall => said.Organisation is { } silent ? next with { JointOpen = [.. JointOpen.Where(id => id != silent)] } : next.AfterExpert(said.Account ?? 0, day),
            CaseActionKind.OpenHearing => next.Standing(CaseSpecials.Hearing, day) with { HearingOpen = true },
            CaseActionKind.CloseHearing => next.Running(day) with { HearingOpen = false },
            CaseActionKind.Suspend => CaseSpecials.Counts(item, said.Special) ? next with { Suspended = said.Special } : next.Standing(said.Special ?? "", day),
            CaseActionKind.Resume => next.Running(day),
            CaseActionKind.AskExtension => next with { ExtensionAskedBy = action.By },
            CaseActionKind.ApproveExtension => next with { ExtensionAskedBy = null, Extended = true },
            CaseActionKind.DenyExtension => next with { ExtensionAskedBy = null },
            CaseActionKind.Publicise => next.AtNotice(item, day) with { Phase = CasePhase.Notice, NoticeTo = said.Until },
            CaseActionKind.Object => next with { Objections = Objections + 1, OpenObjections = [.. OpenObjections, Objections + 1] },
            CaseActionKind.SettleObjection => next with { OpenObjections = [.. OpenObjections.Where(number => number != said.Objection)] },
            CaseActionKind.Decide => next.Decided(item, said.Decision ?? "", day),
            CaseActionKind.Deliver => next.Closing(CasePhase.Delivered, day) with { DeliveredOn = day },
            CaseActionKind.Correct => next with { Edition = Edition + 1, Values = said.Values ?? Values },
            CaseActionKind.Replace => next with { Edition = Edition + 1 },
            CaseActionKind.Revoke => next with { Phase = CasePhase.Revoked, Granted = false },
            CaseActionKind.Reopen => next with
            {
                Phase = CasePhase.Handling, Reopened = true, Asked = null, Renewals = 0, Decision = null, Granted = false, DecidedOn = null, DeliveredOn = null, AcceptedOn = day, Suspensions = [], Votes = new Dictionary<long, string>(), Extended = false, NoticeTo = null,
                Step = CaseMoves.DecisionStep(item), Stays = [.. Ended(day), new(item.Steps[CaseMoves.DecisionStep(item)].Code, day, null)],
            },
            CaseActionKind.Archive => next with { Phase = CasePhase.Archived },
            // The office that gets it begins without a handler; its days go on, as the limit is the applicant's.
            CaseActionKind.Transfer => next with { Handler = null },
            CaseActionKind.Inspect => next with { Inspected = true },
            // It is on the office's desk again until the request is decided.
            CaseActionKind.AskAfter => next with { Phase = CasePhase.Decided, Asked = new(action.Sequence, said.After ?? "", said.Values ?? Nothing, day) },
            CaseActionKind.RefuseAfter => next.BackFromAfter(),
            CaseActionKind.GrantAfter => next.AfterGranted(item),
            CaseActionKind.Note => next,
            _ when TwoSides.Knows(action.Kind) => TwoSides.After(next, action, day),
            _ => throw new InvalidOperationException($"A new action needs its effect here: {action.Kind}."),
        };
    }

    /// <summary>The state that actions add up to.</summary>
    public static CaseState Of(ServiceItem item, IEnumerable<CaseAction> actions) => actions.Aggregate(Begun, (state, action) => state.After(item, action));

    static readonly Dictionary<string, string> Nothing = [];

    CaseState BackFromAfter() => this with { Phase = DeliveredOn is null ? CasePhase.Decided : CasePhase.Delivered, Asked = null };

    CaseState AfterGranted(ServiceItem item)
    {
        if (Asked is not { } open || item.AfterOf(open.Code) is not { } request) return BackFromAfter();
        if (request.Ends) return this with { Phase = CasePhase.Ended, Granted = false, Asked = null };
        return BackFromAfter() with { Edition = Edition + 1, Values = AfterRequest.Merged(item, Values, open.Values), Renewals = request.Leads == AfterEffect.Renewed ? Renewals + 1 : Renewals };
    }

    CaseState Accepted(ServiceItem item, DateOnly accepted, DateOnly day, bool deemed) =>
        (CaseMoves.DecisionStep(item) == 0 ? this : To(item, 1, day)) with { Phase = CasePhase.Handling, AcceptedOn = accepted, Deemed = deemed };

    CaseState To(ServiceItem item, int step, DateOnly day) => this with
    {
        Phase = CasePhase.Handling, Step = step, Stays = [.. Ended(day), new(item.Steps[step].Code, day, null)],
    };

    // The definition may name the notice as a step of its own.
    CaseState AtNotice(ServiceItem item, DateOnly day)
    {
        for (var i = Step + 1; i < item.Steps.Count; i++)
            if (item.Steps[i].Code == "notice") return To(item, i, day);
        return this;
    }

    CaseState Decided(ServiceItem item, string code, DateOnly day)
    {
        var granted = item.Decisions.Any(decision => decision.Code == code && decision.Grants);
        var stays = Ended(day);
        if (CaseMoves.DecisionStep(item) + 1 < item.Steps.Count) stays = [.. stays, new(item.Steps[CaseMoves.DecisionStep(item) + 1].Code, day, null)];
        return this with { Phase = CasePhase.Decided, Decision = code, Granted = granted, DecidedOn = day, Edition = granted ? Edition + 1 : Edition, Stays = stays, ExtensionAskedBy = null };
    }

    CaseState Closing(CasePhase phase, DateOnly day) => Running(day) with { Phase = phase, Stays = Ended(day), ExtensionAskedBy = null, HearingOpen = false };

    IReadOnlyList<StepStay> Ended(DateOnly day) => [.. Stays.Select(stay => stay.To is null ? stay with { To = day } : stay)];

    CaseState AfterExpert(long expert, DateOnly day)
    {
        IReadOnlyList<long> open = [.. ExpertsOpen.Where(id => id != expert)];
        return (open.Count == 0 && Suspended == CaseSpecials.Experts ? Running(day) : this) with { ExpertsOpen = open };
    }

    // Where the clock stands already it goes on standing for the first reason.
    CaseState Standing(string special, DateOnly day) => Suspended is not null ? this : this with { Suspended = special, Suspensions = [.. Suspensions, new(day, null, special)] };

    CaseState Running(DateOnly day) => this with
    {
        Suspended = null, Suspensions = [.. Suspensions.Select(suspension => suspension.To is null ? suspension with { To = day } : suspension)],
    };
}
