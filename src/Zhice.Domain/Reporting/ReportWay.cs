using Zhice.Domain.Accounts;

namespace Zhice.Domain.Reporting;

/// <summary>The way of one report, as its recorded steps tell it: 经办 → 审核 → 签发 → 报送 → 采纳, or 退回 from any of the three that look at it.</summary>
/// <remarks>
/// A pure value: the state and the steps forward that stand. Only the newest of these can be taken back, and only by one who holds its level:
/// so no approval is undone from below, and none at all once the superior has accepted. A return takes them all back at once.
/// The same person neither reviews nor signs what they wrote, unless the office has switched that step off; who had a hand in a report
/// at its office does not accept it as the superior.
/// </remarks>
public sealed class ReportWay
{
    /// <summary>A report that has just been begun.</summary>
    public static readonly ReportWay Begun = new(ReportState.Draft, []);

    ReportWay(ReportState state, IReadOnlyList<Passed> standing) => (State, Standing) = (state, standing);

    /// <summary>Where it is.</summary>
    public ReportState State { get; }

    /// <summary>Steps forward that stand, oldest first.</summary>
    public IReadOnlyList<Passed> Standing { get; }

    /// <summary>A step forward that stands.</summary>
    /// <param name="Level">The level that was passed.</param>
    /// <param name="From">The state before.</param>
    /// <param name="By">Who.</param>
    /// <param name="For">For whom, where a deputy acted.</param>
    public readonly record struct Passed(WayLevel Level, ReportState From, AccountId By, AccountId? For);

    /// <summary>Whose turn it is; null once accepted.</summary>
    public WayLevel? Turn => LevelOf(State);

    /// <summary>Reads the way from its steps, oldest first.</summary>
    public static ReportWay Of(IEnumerable<ReportStep> steps) =>
        steps.Aggregate(Begun, (way, step) => way.Then(step.To, step.By, step.For));

    /// <summary>The way after a step.</summary>
    public ReportWay Then(ReportState to, AccountId by, AccountId? stoodFor)
    {
        if (Rank(to) == 0) return new ReportWay(to, []);
        if (Rank(to) > Rank(State)) return new ReportWay(to, [.. Standing, new Passed(LevelOf(State)!.Value, State, by, stoodFor)]);
        return new ReportWay(to, [.. Standing.Take(Standing.Count - 1)]);
    }

    /// <summary>Whether the person may do it now, and what it leads to.</summary>
    /// <param name="action">What.</param>
    /// <param name="person">Who.</param>
    /// <param name="office">The steps that the office has switched on.</param>
    /// <param name="authors">All who wrote the report.</param>
    public Outcome<WayMove> Decide(WayAction action, WayPerson person, OfficeSteps office, IReadOnlySet<AccountId> authors)
    {
        if (State == ReportState.Accepted) return new Blocked("report.locked");
        return action switch
        {
            WayAction.Write => Rank(State) > 0 ? new Blocked("report.under-way") : By(person, WayLevel.Write, State, null),
            WayAction.Forward => By(person, Turn!.Value, Next(office), ApartFrom(office, authors)),
            WayAction.Return => Rank(State) == 0 ? new Blocked("report.nothing-to-return") : By(person, Turn!.Value, ReportState.Returned, null),
            WayAction.Recall => Standing.Count == 0 ? new Blocked("report.nothing-to-recall")
                : Standing[^1] is var top && !person.Holds(top.Level) && person.Levels.Any(l => l.Level < top.Level)
                    ? new Forbidden("report.approved-above")
                    : By(person, top.Level, top.From, null),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
        };
    }

    // Those whom the person who takes the next step must not be, nor stand in for; null where the office does without.
    HashSet<AccountId>? ApartFrom(OfficeSteps office, IReadOnlySet<AccountId> authors) => Turn switch
    {
        WayLevel.Review => office.Review ? [.. authors] : null,
        WayLevel.SignOff => office.SignOff ? [.. authors] : null,
        WayLevel.Superior => [.. authors, .. Standing.Select(s => s.By), .. Standing.Select(s => s.For).OfType<AccountId>()],
        _ => null,
    };

    Outcome<WayMove> By(WayPerson person, WayLevel level, ReportState to, HashSet<AccountId>? apart)
    {
        var held = person.Levels.Where(l => l.Level == level).OrderBy(l => l.For is null ? 0 : 1).ToList();
        if (held.Count == 0) return new Forbidden("report.not-yours");
        if (apart is null) return new WayMove(State, to, held[0].For);
        if (apart.Contains(person.Id)) return new Blocked("report.same-person");
        foreach (var one in held)
            if (one.For is not { } principal || !apart.Contains(principal)) return new WayMove(State, to, one.For);
        return new Blocked("report.same-person");
    }

    ReportState Next(OfficeSteps office) => Turn switch
    {
        WayLevel.Write when office.Review => ReportState.InReview,
        WayLevel.Write or WayLevel.Review when office.SignOff => ReportState.InSignOff,
        WayLevel.Superior => ReportState.Accepted,
        _ => ReportState.Submitted,
    };

    static WayLevel? LevelOf(ReportState state) => state switch
    {
        ReportState.Draft or ReportState.Returned => WayLevel.Write,
        ReportState.InReview => WayLevel.Review,
        ReportState.InSignOff => WayLevel.SignOff,
        ReportState.Submitted => WayLevel.Superior,
        _ => null,
    };

    static int Rank(ReportState state) => state switch
    {
        ReportState.InReview => 1,
        ReportState.InSignOff => 2,
        ReportState.Submitted => 3,
        ReportState.Accepted => 4,
        _ => 0,
    };
}
