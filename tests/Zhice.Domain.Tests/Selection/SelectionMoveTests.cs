using Zhice.Domain.Selection;
using static Zhice.Domain.Selection.ApplicationMove;
using static Zhice.Domain.Selection.ApplicationState;

namespace Zhice.Domain.Tests.Selection;

/// <summary>The way of calls and applications, in every state that can be reached.</summary>
public sealed class SelectionMoveTests
{
    static readonly DateOnly Opens = new(2026, 3, 1), Closes = new(2026, 3, 31), Inside = new(2026, 3, 10), After = new(2026, 4, 10), PublicityTo = new(2026, 4, 30), Late = new(2026, 5, 4);

    /// <summary>What may be done, by state of the application and of the call, on a day: written by hand from the rules of docs/selection.md.</summary>
    public static TheoryData<ApplicationState, CallState, DateOnly, string> Rules => new()
    {
        { ApplicationState.Draft, CallState.Open, Inside, "Save Submit Withdraw" },
        { ApplicationState.Draft, CallState.Open, After, "Withdraw" },
        { Submitted, CallState.Open, Inside, "Withdraw Return Pass" },
        { Submitted, CallState.Open, After, "Withdraw Return Pass" },
        { Returned, CallState.Open, After, "Save Submit Withdraw" },
        { Returned, CallState.Open, Late, "Withdraw Reject" },
        { Passed, CallState.Open, After, "Withdraw Score Shortlist PassOver" },
        { Rejected, CallState.Open, After, "" },
        { Withdrawn, CallState.Open, Inside, "" },
        { Shortlisted, CallState.Publicity, After, "Withdraw Object Decline" },
        { Shortlisted, CallState.Publicity, Late, "Withdraw Decline Award" },
        { NotSelected, CallState.Publicity, After, "" },
        { Declined, CallState.Publicity, After, "" },
        { Withdrawn, CallState.Publicity, After, "" },
        { Awarded, CallState.Awarded, Late, "Revoke" },
        { Revoked, CallState.Awarded, Late, "" },
        { NotSelected, CallState.Awarded, Late, "" },
        { Submitted, CallState.Cancelled, Inside, "" },
        { Shortlisted, CallState.Cancelled, Late, "" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_state_allows_what_the_rules_say_and_nothing_else(ApplicationState state, CallState call, DateOnly day, string allowed)
    {
        var may = Enum.GetValues<ApplicationMove>().Where(move => ApplicationMoves.Decide(Facts(state, call), move, day) is null);
        Assert.Equal(allowed, string.Join(' ', may));
    }

    [Fact]
    public void Every_state_can_be_reached_and_the_final_ones_lead_nowhere()
    {
        var reached = new HashSet<ApplicationState> { ApplicationState.Draft };
        for (var before = 0; before < reached.Count;)
        {
            before = reached.Count;
            foreach (var state in reached.ToList())
                foreach (var call in Enum.GetValues<CallState>())
                    foreach (var returned in (bool[])[false, true])
                        foreach (var day in (DateOnly[])[Inside, After, Late])
                            foreach (var move in Enum.GetValues<ApplicationMove>())
                                if (ApplicationMoves.Decide(Facts(state, call) with { WasReturned = returned }, move, day) is null) reached.Add(ApplicationMoves.After(state, move));
        }
        Assert.Equal(Enum.GetValues<ApplicationState>(), reached.Order());
        foreach (var state in Enum.GetValues<ApplicationState>().Where(ApplicationMoves.IsFinal))
            foreach (var call in Enum.GetValues<CallState>())
                Assert.DoesNotContain(Enum.GetValues<ApplicationMove>(), move => ApplicationMoves.Decide(Facts(state, call) with { WasReturned = true }, move, Late) is null);
    }

    [Theory]
    [InlineData(Submitted, Return, "selection.returned-once")]
    [InlineData(Passed, Return, "selection.not-now")]
    public void An_application_is_returned_once(ApplicationState state, ApplicationMove move, string code) =>
        Assert.Equal(code, ApplicationMoves.Decide(Facts(state, CallState.Open) with { WasReturned = true }, move, Inside)?.Code);

    [Fact]
    public void An_application_is_not_rejected_before_it_was_returned()
    {
        Assert.Equal("selection.return-first", ApplicationMoves.Decide(Facts(Submitted, CallState.Open), Reject, Inside)?.Code);
        Assert.Null(ApplicationMoves.Decide(Facts(Submitted, CallState.Open) with { WasReturned = true }, Reject, Inside));
    }

    [Theory]
    [InlineData("2026-02-28", "selection.not-open")]
    [InlineData("2026-03-01", null)]
    [InlineData("2026-03-31", null)]
    [InlineData("2026-04-01", "selection.closed")]
    public void The_first_and_the_last_day_are_days_to_apply(string day, string? code) =>
        Assert.Equal(code, ApplicationMoves.Decide(Facts(ApplicationState.Draft, CallState.Open), Submit, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture))?.Code);

    [Theory]
    [InlineData(CallState.Draft, "Edit Open Cancel", false)]
    [InlineData(CallState.Open, "Cancel", false)]
    [InlineData(CallState.Open, "Shortlist Cancel", true)]
    [InlineData(CallState.Publicity, "Cancel", false)]
    [InlineData(CallState.Publicity, "Award Cancel", true)]
    [InlineData(CallState.Awarded, "", true)]
    [InlineData(CallState.Cancelled, "", true)]
    public void A_call_allows_what_the_rules_say(CallState state, string allowed, bool daysOver)
    {
        var facts = new CallFacts(state, Closes, state == CallState.Publicity ? PublicityTo : null, 0, 3, 0, 0, 2);
        var day = daysOver ? Late : state == CallState.Publicity ? After : Inside;
        Assert.Equal(allowed, string.Join(' ', Enum.GetValues<CallMove>().Where(move => CallMoves.Decide(facts, move, day) is null)));
    }

    [Theory]
    [InlineData(1, 3, 0, "selection.unchecked")]
    [InlineData(0, 0, 0, "selection.nobody")]
    [InlineData(0, 3, 1, "selection.unscored")]
    public void There_is_no_shortlist_before_all_are_checked_and_scored(int unchecked_, int passed, int unscored, string code) =>
        Assert.Equal(code, CallMoves.Decide(new CallFacts(CallState.Open, Closes, null, unchecked_, passed, unscored, 0, 0), CallMove.Shortlist, After)?.Code);

    [Fact]
    public void There_is_no_award_while_an_objection_is_open_or_the_last_day_runs()
    {
        var facts = new CallFacts(CallState.Publicity, Closes, PublicityTo, 0, 0, 0, 1, 2);
        Assert.Equal("selection.objections-open", CallMoves.Decide(facts, CallMove.Award, Late)?.Code);
        Assert.Equal("selection.publicity-running", CallMoves.Decide(facts with { Objections = 0 }, CallMove.Award, PublicityTo)?.Code);
        Assert.Null(CallMoves.Decide(facts with { Objections = 0 }, CallMove.Award, PublicityTo.AddDays(1)));
    }

    static ApplicationFacts Facts(ApplicationState state, CallState call) =>
        new(state, state == Returned, state == Returned ? new DateOnly(2026, 4, 20) : null, call, Opens, Closes, call == CallState.Publicity ? PublicityTo : null);
}
