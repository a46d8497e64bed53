using Zhice.Domain.Assessment;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Domain.Tests.Assessment;

/// <summary>Each kind of rule with points reckoned by hand.</summary>
public sealed class ScoringGoldenTests
{
    [Fact]
    public void Three_obligations_share_ten_points_to_the_last_hundredth()
    {
        // 10 / 3 = 3.33…: up to the first 3.33, up to the second 6.67, up to the third 10: worth 3.33, 3.34, 3.33.
        var facts = Schemes.Facts() with { Obligations = [Schemes.Owed(1, WorkStatus.Done), Schemes.Owed(2, WorkStatus.StageReached), Schemes.Owed(3, WorkStatus.UnderWay)] };
        var item = Schemes.One(Schemes.Of(10, Schemes.Completion), facts);
        Assert.Equal([3.33m, 1.67m, 0m], item.Trace.Select(t => t.Points)); // a stage result where completion was asked is half of 3.34
        Assert.Equal([0m, 1.67m, 3.33m], item.Trace.Select(t => t.Lost));
        Assert.Equal((5.00m, 5.00m), (item.Computed, item.Final));
        Assert.Equal(["trace.obligation-met", "trace.obligation-stage", "trace.obligation-open"], item.Trace.Select(t => t.Code));
        Assert.Equal((FactKind.Obligation, "3"), (item.Trace[2].Facts[0].Kind, item.Trace[2].Facts[0].Key));
    }

    [Fact]
    public void What_is_optional_and_not_taken_on_or_does_not_apply_is_not_counted_and_a_stage_result_suffices_where_it_was_asked()
    {
        var facts = Schemes.Facts() with
        {
            Obligations =
            [
                Schemes.Owed(1, WorkStatus.StageReached, stage: true), Schemes.Owed(2, WorkStatus.NotApplicable), Schemes.Owed(3, WorkStatus.NotStarted, level: ObligationLevel.Optional),
                Schemes.Owed(4, WorkStatus.NotStarted, level: ObligationLevel.Optional, choice: OptChoice.TakenOn), Schemes.Owed(5, WorkStatus.Done, number: "9", section: "二、其他"),
            ],
        };
        Assert.Equal(6.66m, Schemes.One(Schemes.Of(10, Schemes.Completion), facts).Final); // 1 and 5 of 1, 4, 5: worth 3.33, 3.34, 3.33
        Assert.Equal(5m, Schemes.One(Schemes.Of(10, Schemes.Completion with { Section = "强化保护" }), facts).Final); // 1 of 1, 4
        Assert.Equal(10m, Schemes.One(Schemes.Of(10, Schemes.Completion with { Tasks = ["9"] }), facts).Final);
        Assert.Equal("trace.nothing-owed", Schemes.One(Schemes.Of(10, Schemes.Completion with { Tasks = ["77"] }), facts).Trace[0].Code);
    }

    [Theory]
    [InlineData("2026-11-30", 6, "trace.obligation-in-time")] // the day itself is in time
    [InlineData("2026-12-01", 2.4, "trace.obligation-late")] // 0.4 × 6
    public void Timeliness_minds_the_day(string on, decimal points, string code)
    {
        var item = Schemes.One(Schemes.Of(6, Schemes.Timely), Schemes.Facts() with { Obligations = [Schemes.Owed(1, WorkStatus.Done, on, "2026-11-30"), Schemes.Owed(2, WorkStatus.Done, on)] });
        Assert.Equal((points, code), (item.Final, Assert.Single(item.Trace).Code)); // the one without a day is not asked for
    }

    [Theory]
    [InlineData(89.99, 0)]
    [InlineData(90, 4)] // the lower end is in its interval
    [InlineData(99.99, 4)]
    [InlineData(100, 8)]
    public void An_indicator_wins_the_share_of_its_interval(decimal value, decimal points)
    {
        var rule = Schemes.Intervals(IndicatorMeasure.Value, (90, 0.5m), (100, 1));
        Assert.Equal(points, Schemes.One(Schemes.Of(8, rule), Schemes.Facts() with { Indicators = [Schemes.Figure(value)] }).Final);
    }

    [Fact]
    public void Attainment_is_in_percent_of_the_target_and_turned_round_where_less_is_better()
    {
        var rule = Schemes.Intervals(IndicatorMeasure.Target, (null, 0.2m), (95, 0.6m), (100, 1));
        decimal Of(IndicatorFact figure) => Schemes.One(Schemes.Of(5, rule), Schemes.Facts() with { Indicators = [figure] }).Final;
        Assert.Equal(3m, Of(Schemes.Figure(19.4m, target: 20))); // 97 %
        Assert.Equal(5m, Of(Schemes.Figure(16, target: 16, lower: true))); // reached
        Assert.Equal(1m, Of(Schemes.Figure(18, target: 16, lower: true))); // 16 / 18 = 88.9 %
        Assert.Equal(0m, Of(Schemes.Figure(18))); // no target: nothing can be attained, and the trace says so
        Assert.Equal(0m, Of(Schemes.Figure(null, target: 16)));
    }

    [Fact]
    public void Growth_is_over_the_year_before()
    {
        var rule = Schemes.Intervals(IndicatorMeasure.Growth, (0, 0.5m), (10, 1));
        decimal Of(IndicatorFact figure) => Schemes.One(Schemes.Of(4, rule), Schemes.Facts() with { Indicators = [figure] }).Final;
        Assert.Equal(4m, Of(Schemes.Figure(110, before: 100)));
        Assert.Equal(2m, Of(Schemes.Figure(109.99m, before: 100)));
        Assert.Equal(0m, Of(Schemes.Figure(99, before: 100)));
        Assert.Equal(0m, Of(Schemes.Figure(99, before: 0)));
    }

    [Fact]
    public void Deductions_stop_at_the_act_and_at_the_item()
    {
        var rule = new DeductionRule([new("late", "迟报", "Late", 0.5m, 1), new("wrong", "差错", "Error", 2, null)]);
        var facts = Schemes.Facts() with { Acts = [new(1, "i", "late", 3, "三次"), new(2, "i", "wrong", 1, "一次"), new(3, "i", "wrong", 1, "又一次"), new(4, "other", "wrong", 9, "别处")] };
        var item = Schemes.One(Schemes.Of(4, rule), facts);
        Assert.Equal([4m, -1m, -2m, -1m], item.Trace.Select(t => t.Points)); // 1.5 cut to 1 by the act, the last 2 to 1 by what is left
        Assert.Equal(0m, item.Final);
    }

    [Fact]
    public void Experts_give_their_mean_and_five_lose_the_highest_and_the_lowest()
    {
        var rule = new ExpertRule(5, 0, 100, "看成效");
        decimal Of(params decimal[] scores) => Schemes.One(Schemes.Of(10, rule), Schemes.Facts() with { Experts = [.. scores.Select((s, n) => new ExpertFact(n, "i", n + 1, s, "理由"))] }).Final;
        Assert.Equal(8.5m, Of(80, 90)); // mean 85 of 100
        Assert.Equal(8.33m, Of(80, 80, 90)); // 83.33…
        Assert.Equal(8m, Of(0, 70, 80, 90, 100)); // mean of 70, 80, 90
        Assert.Equal(0m, Of());
    }

    [Fact]
    public void A_veto_caps_the_whole_or_takes_a_group_and_never_gives()
    {
        var scheme = Schemes.Of(
            new SchemeGroup("a", "甲", "A", 60, [Schemes.Item("ia", 60, new ExpertRule(1, 0, 100, "看")), Schemes.Item("cap", 0, new VetoRule([Schemes.Fraud], 59.99m, null))]),
            new SchemeGroup("b", "乙", "B", 40, [Schemes.Item("ib", 40, new ExpertRule(1, 0, 100, "看")), Schemes.Item("fall", 0, new VetoRule([Schemes.Fraud], null, "b"))]));
        SubjectScore Of(decimal a, decimal b, params string[] vetoes) => ScoringEngine.Score(scheme, Schemes.Facts() with
        {
            Experts = [new(1, "ia", 1, a, "理由"), new(2, "ib", 1, b, "理由")], Acts = [.. vetoes.Select((v, n) => new ActFact(n, v, "fraud", 1, "查实"))],
        });
        Assert.Equal(100m, Of(100, 100).Total);
        Assert.Equal(59.99m, Of(100, 100, "cap").Total);
        Assert.Equal(30m, Of(50, 0, "cap").Total); // below the cap already
        Assert.Equal(60m, Of(100, 100, "fall").Total);
        Assert.Equal(19.99m, Of(100, 100, "cap", "fall").Total); // down to 59.99, then the group's 40
    }

    [Fact]
    public void A_changed_mark_is_a_line_with_its_reason_and_the_newest_counts()
    {
        var facts = Schemes.Facts() with
        {
            Experts = [new(1, "i", 1, 70, "理由")],
            Marks = [new(1, "i", MarkColumn.Self, 9.5m, ""), new(2, "i", MarkColumn.Review, 6, "材料不足"), new(3, "i", MarkColumn.Review, 6.5m, "补充材料后"), new(4, "i", MarkColumn.Final, 6.25m, "合议")],
        };
        var score = ScoringEngine.Score(Schemes.Of(10, new ExpertRule(1, 0, 100, "看")), facts);
        Assert.Equal((9.5m, 6.5m, 6.25m), (score.Self, score.Review, score.Total));
        Assert.Equal([7m, -0.5m, -0.25m], score.Trace.Select(t => t.Points));
        Assert.Equal(["7", "6.5", "补充材料后"], score.Items[0].Trace[1].Arguments);
    }
}
