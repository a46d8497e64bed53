using Zhice.Domain.Accounts;
using Zhice.Domain.Reporting;

namespace Zhice.Domain.Tests.Reporting;

/// <summary>经办 → 审核 → 签发 → 报送 → 采纳 or 退回, and who may take which step.</summary>
public sealed class WayOfAReport
{
    static readonly AccountId Wang = new(1), Li = new(2), Zhao = new(3), Above = new(9);
    static readonly WayPerson Writer = new(Wang, [new(WayLevel.Write, null)]);
    static readonly WayPerson Reviewer = new(Li, [new(WayLevel.Review, null)]);
    static readonly WayPerson Signer = new(Zhao, [new(WayLevel.SignOff, null)]);
    static readonly WayPerson Superior = new(Above, [new(WayLevel.Superior, null)]);
    static readonly WayPerson Everything = new(Wang, [new(WayLevel.Write, null), new(WayLevel.Review, null), new(WayLevel.SignOff, null)]);
    static readonly HashSet<AccountId> ByWang = [Wang];

    [Fact]
    public void A_report_passes_review_and_sign_off_before_the_superior_accepts_it()
    {
        var way = ReportWay.Begun;
        foreach (var (person, state) in new[] { (Writer, ReportState.InReview), (Reviewer, ReportState.InSignOff), (Signer, ReportState.Submitted), (Superior, ReportState.Accepted) })
            way = Take(way, WayAction.Forward, person, On(true, true), state);
        foreach (var action in Enum.GetValues<WayAction>())
            Assert.Equal("report.locked", Refusal(way, action, new WayPerson(Wang, [.. Enum.GetValues<WayLevel>().Select(l => new HeldLevel(l, null))]), On(true, true)));
    }

    [Theory]
    [InlineData(true, false, ReportState.InReview)]
    [InlineData(false, true, ReportState.InSignOff)]
    [InlineData(false, false, ReportState.Submitted)]
    public void A_step_that_the_office_switched_off_is_passed_over(bool review, bool signOff, ReportState first) =>
        Take(ReportWay.Begun, WayAction.Forward, Writer, On(review, signOff), first);

    [Fact]
    public void Nobody_reviews_or_signs_what_they_wrote_unless_the_step_is_switched_off()
    {
        var waiting = Take(ReportWay.Begun, WayAction.Forward, Everything, On(true, true), ReportState.InReview);
        Assert.Equal("report.same-person", Refusal(waiting, WayAction.Forward, Everything, On(true, true)));
        var signing = Take(waiting, WayAction.Forward, Reviewer, On(true, true), ReportState.InSignOff);
        Assert.Equal("report.same-person", Refusal(signing, WayAction.Forward, Everything, On(true, true)));
        Take(signing, WayAction.Forward, Everything, On(true, false), ReportState.Submitted); // switched off while it waited
    }

    [Fact]
    public void A_deputy_signs_for_another_and_both_are_kept_but_not_for_the_one_who_wrote()
    {
        var signing = Take(Take(ReportWay.Begun, WayAction.Forward, Writer, On(true, true), ReportState.InReview), WayAction.Forward, Reviewer, On(true, true), ReportState.InSignOff);

        Assert.True(signing.Decide(WayAction.Forward, new(new(4), [new(WayLevel.SignOff, Zhao)]), On(true, true), ByWang).Accepted(out var move, out _));
        Assert.Equal(new WayMove(ReportState.InSignOff, ReportState.Submitted, Zhao), move);
        Assert.Equal("report.same-person", Refusal(signing, WayAction.Forward, new(new(4), [new(WayLevel.SignOff, Wang)]), On(true, true)));
        Assert.True(signing.Decide(WayAction.Forward, new(new(4), [new(WayLevel.SignOff, Wang), new(WayLevel.SignOff, Zhao)]), On(true, true), ByWang).Accepted(out move, out _));
        Assert.Equal(Zhao, move.For);
    }

    [Fact]
    public void A_return_goes_back_to_the_desk_and_takes_every_approval_with_it()
    {
        var submitted = Take(Take(Take(ReportWay.Begun, WayAction.Forward, Writer, On(true, true), ReportState.InReview),
            WayAction.Forward, Reviewer, On(true, true), ReportState.InSignOff), WayAction.Forward, Signer, On(true, true), ReportState.Submitted);
        var returned = Take(submitted, WayAction.Return, Superior, On(true, true), ReportState.Returned);

        Assert.Empty(returned.Standing);
        Take(returned, WayAction.Forward, Writer, On(true, true), ReportState.InReview);
        Assert.Equal("report.not-yours", Refusal(submitted, WayAction.Return, Signer, On(true, true)));
        Assert.Equal("report.nothing-to-return", Refusal(returned, WayAction.Return, Superior, On(true, true)));
    }

    [Fact]
    public void A_step_is_taken_back_by_its_own_level_while_nobody_above_has_acted()
    {
        var review = Take(ReportWay.Begun, WayAction.Forward, Writer, On(true, true), ReportState.InReview);
        var signing = Take(review, WayAction.Forward, Reviewer, On(true, true), ReportState.InSignOff);

        Take(review, WayAction.Recall, Writer, On(true, true), ReportState.Draft);
        Take(signing, WayAction.Recall, Reviewer, On(true, true), ReportState.InReview);
        Assert.Equal("report.approved-above", Refusal(signing, WayAction.Recall, Writer, On(true, true)));
        Assert.Equal("report.not-yours", Refusal(signing, WayAction.Recall, Superior, On(true, true)));
        Assert.Equal("report.nothing-to-recall", Refusal(ReportWay.Begun, WayAction.Recall, Writer, On(true, true)));
        Assert.Equal("report.under-way", Refusal(review, WayAction.Write, Writer, On(true, true)));
    }

    [Fact]
    public void Who_had_a_hand_in_a_report_at_its_office_does_not_accept_it()
    {
        var both = new WayPerson(Zhao, [new(WayLevel.SignOff, null), new(WayLevel.Superior, null)]);
        var signing = Take(ReportWay.Begun, WayAction.Forward, Writer, On(false, true), ReportState.InSignOff);
        var submitted = Take(signing, WayAction.Forward, both, On(false, true), ReportState.Submitted);
        Assert.Equal("report.same-person", Refusal(submitted, WayAction.Forward, both, On(false, true)));
    }

    static ReportWay Take(ReportWay way, WayAction action, WayPerson person, OfficeSteps office, ReportState expected)
    {
        Assert.True(way.Decide(action, person, office, ByWang).Accepted(out var move, out var refusal), refusal?.Code);
        Assert.Equal((way.State, expected), (move.From, move.To));
        return way.Then(move.To, person.Id, move.For);
    }

    static string Refusal(ReportWay way, WayAction action, WayPerson person, OfficeSteps office) =>
        way.Decide(action, person, office, ByWang).Accepted(out _, out var refusal) ? "accepted" : refusal.Code;

    static OfficeSteps On(bool review, bool signOff) => new() { Review = review, SignOff = signOff };
}
