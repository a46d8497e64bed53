using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Tests.Assessment;

public sealed class RankingTests
{
    static readonly AssessmentScheme scheme = Schemes.Of(
        new SchemeGroup("a", "甲", "A", 50, [Schemes.Item("ia", 50, new ExpertRule(1, 0, 50, "看"))]), new SchemeGroup("b", "乙", "B", 50, [Schemes.Item("ib", 50, new ExpertRule(1, 0, 50, "看"))]));

    static SubjectScore Score(string office, decimal a, decimal b) =>
        ScoringEngine.Score(scheme, Schemes.Facts(office) with { Experts = [new(1, "ia", 1, a, "理由"), new(2, "ib", 1, b, "理由")] });

    [Fact]
    public void Equal_scores_share_a_place_and_the_next_one_counts_all_before_it() =>
        Assert.Equal([(1, "c", false), (2, "a", true), (2, "b", true), (4, "d", false)],
            Ranking.Of([Score("d", 1, 1), Score("b", 20, 20), Score("c", 50, 50), Score("a", 30, 10)]).Select(r => (r.Place, r.Score.Office, r.Tied)));

    [Fact]
    public void Places_that_hang_on_the_weights_show_a_range_and_firm_ones_do_not()
    {
        // a: 40 + 20 = 60, b: 21 + 38 = 59. With group a at 40 and b at 60: a = 32 + 24 = 56, b = 16.8 + 45.6 = 62.4: they change places.
        var ranges = Ranking.Sensitivity(scheme, [Score("a", 40, 20), Score("b", 21, 38), Score("c", 1, 1)], 0.2m);
        Assert.Equal([new("a", 1, 1, 2), new("b", 2, 1, 2), new("c", 3, 3, 3)], ranges);
    }

    [Theory]
    [InlineData(2021, 2025, 2023, 10.0, 20.0, 16.0, RiskClass.OnTrack, 20.0)] // three of five years, 6 of 10
    [InlineData(2021, 2025, 2023, 10.0, 20.0, 15.6, RiskClass.AtRisk, 19.333333)]
    [InlineData(2021, 2025, 2023, 10.0, 20.0, 13.0, RiskClass.Unlikely, 15.0)]
    [InlineData(2021, 2025, 2023, 10.0, 20.0, 20.0, RiskClass.Reached, 26.666667)]
    [InlineData(2021, 2025, 2025, 10.0, 20.0, 19.9, RiskClass.Unlikely, 19.9)] // the plan is over
    public void A_goal_is_judged_by_where_its_pace_leads(int first, int last, int asOf, double from, double planned, double actual, RiskClass risk, double likely)
    {
        var outlook = MidTerm.Of(first, last, asOf, (decimal)from, (decimal)planned, (decimal)actual, false);
        Assert.Equal((risk, (decimal)likely), (outlook.Risk, outlook.Likely));
    }

    [Fact]
    public void A_goal_to_bring_down_is_judged_the_other_way_round()
    {
        Assert.Equal(RiskClass.OnTrack, MidTerm.Of(2021, 2025, 2023, 20, 15, 17, true).Risk);
        Assert.Equal(RiskClass.Unlikely, MidTerm.Of(2021, 2025, 2023, 20, 15, 19, true).Risk);
        Assert.Equal(RiskClass.Unknown, MidTerm.Of(2021, 2025, 2023, null, 15, 19, true).Risk);
        Assert.Equal(RiskClass.Unknown, MidTerm.Of(2021, 2025, 2023, 20, 15, null, true).Risk);
    }

    static Assessor Person(params MemberDuty[] duties) => new(new AccountId(5), ["/1/8/"], duties, []);

    [Theory]
    [InlineData("/1/8/", "assess.recused-office")] // works there
    [InlineData("/1/", "assess.recused-office")] // works below the assessed office
    [InlineData("/1/9/", null)]
    public void Who_works_at_the_assessed_office_is_refused_with_the_reason(string office, string? code) =>
        Assert.Equal(code, RoundMoves.Recused(Person(), new OrganisationId(8), office)?.Code);

    [Fact]
    public void A_mark_needs_its_duty_its_stage_a_range_a_reason_and_a_second_person()
    {
        Refusal? Mark(MarkColumn column, RoundState state, MemberDuty duty, AccountId? reviewedBy = null) =>
            RoundMoves.MayMark(column, state, Person(duty), false, new OrganisationId(9), "/1/9/", reviewedBy);
        Assert.Null(Mark(MarkColumn.Review, RoundState.Reviewing, MemberDuty.Reviewer));
        Assert.Equal("assess.not-now", Mark(MarkColumn.Review, RoundState.Finalising, MemberDuty.Reviewer)?.Code);
        Assert.Equal("assess.no-duty", Mark(MarkColumn.Final, RoundState.Finalising, MemberDuty.Reviewer)?.Code);
        Assert.Equal("assess.second-person", Mark(MarkColumn.Final, RoundState.Finalising, MemberDuty.Finaliser, new AccountId(5))?.Code);
        Assert.Equal("access.denied", Mark(MarkColumn.Self, RoundState.SelfScoring, MemberDuty.Reviewer)?.Code);

        Refusal? Wrong(decimal points, string reason) => RoundMoves.Wrong(scheme, "ia", points, reason, 30, MarkColumn.Review);
        Assert.Null(Wrong(31.5m, "证据充分"));
        Assert.Equal("assess.points-range", Wrong(50.01m, "证据充分")?.Code);
        Assert.Equal("assess.points-range", Wrong(-1, "证据充分")?.Code);
        Assert.Equal("assess.points-range", Wrong(1.234m, "证据充分")?.Code);
        Assert.Equal("assess.reason", Wrong(31, " ")?.Code);
        Assert.Equal("assess.same", Wrong(30, "证据充分")?.Code);
        Assert.Equal("assess.score-range", RoundMoves.WrongScore(scheme, "ia", 51, "证据充分")?.Code);
    }

    [Theory]
    [InlineData("2026-03-03", null)] // thirty days after the first of February: still in time
    [InlineData("2026-03-04", "assess.objection-late")]
    public void An_objection_is_in_time_on_the_thirtieth_day(string today, string? code)
    {
        var round = new AssessmentRound { Title = "测试", State = RoundState.Published, PublishedOn = new(2026, 2, 1) };
        Assert.Equal(code, RoundMoves.MayObject(round, true, DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture), new LawFacts(30, 30, [], []))?.Code);
    }

    [Fact]
    public void An_objection_is_decided_by_other_people()
    {
        var objection = new ScoreObjection { Ground = "计算有误", State = ObjectionState.Raised };
        Refusal? Decide(bool scored, string office, params MemberDuty[] duties) => RoundMoves.MayDecide(objection, Person(duties), scored, new OrganisationId(9), office);
        Assert.Null(Decide(false, "/1/9/", MemberDuty.ObjectionReviewer));
        Assert.Equal("assess.recused-scored", Decide(true, "/1/9/", MemberDuty.ObjectionReviewer)?.Code);
        Assert.Equal("assess.recused-office", Decide(false, "/1/8/", MemberDuty.ObjectionReviewer)?.Code);
        Assert.Equal("assess.no-duty", Decide(false, "/1/9/", MemberDuty.Reviewer)?.Code);
    }
}
