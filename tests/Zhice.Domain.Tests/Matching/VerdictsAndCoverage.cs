using Zhice.Domain.Matching;
using Zhice.Domain.Programme;

namespace Zhice.Domain.Tests.Matching;

/// <summary>What is the same, what has changed, and what a local commitment may carry.</summary>
public sealed class VerdictsAndCoverage
{
    [Theory]
    [InlineData("完成2022年度导航报告发布工作。", "完成2023年度导航报告发布工作。", Verdict.Same)] // only the year
    [InlineData("拥有量达到14件以上，按季通报。", "拥有量达到16件以上，按季通报。", Verdict.Changed)] // the figure
    [InlineData("推进专利开放许可试点。", "推进专利开放许可试点，发布声明模板并组织供需匹配。", Verdict.Changed)]
    [InlineData("推进专利开放许可试点工作。", "推进专利开放许可试点工作", Verdict.Same)] // only the stop
    public void Years_do_not_make_a_change_and_other_figures_do(string earlier, string later, Verdict verdict) => Assert.Equal(verdict, Verdicts.Of(earlier, later));

    [Fact]
    public void What_stands_alone_is_new_against_an_earlier_year_and_dropped_against_a_later_one() =>
        Assert.Equal((Verdict.New, Verdict.Dropped), (Verdicts.Alone(2023, 2021), Verdicts.Alone(2021, 2023)));

    [Theory]
    [InlineData(new MatchAnswer[0], CoverageState.Missing)]
    [InlineData(new[] { MatchAnswer.Refused }, CoverageState.Missing)]
    [InlineData(new[] { MatchAnswer.Part, MatchAnswer.Part }, CoverageState.Partly)] // parts do not add up by themselves
    [InlineData(new[] { MatchAnswer.Part, MatchAnswer.Whole }, CoverageState.Covered)]
    public void Coverage_is_what_a_person_confirmed(MatchAnswer[] answers, CoverageState state) => Assert.Equal(state, Coverage.Of(answers));

    [Theory]
    [InlineData("2023-12-31", "2024-01-01", true)]
    [InlineData("2023-12-31", "2023-12-31", false)]
    [InlineData("2023-12-31", null, false)] // the local plan says no day: nothing is invented
    [InlineData(null, "2023-12-31", false)]
    public void A_later_day_asks_for_less(string? national, string? local, bool less) =>
        Assert.Equal(less, Coverage.Of(Due(national), [], Due(local), []).Contains(Shortfall.LaterDue));

    [Theory]
    [InlineData(">=", 90, ">=", 85, "%", true)]
    [InlineData(">=", 90, ">=", 95, "%", false)]
    [InlineData("<=", 16, "<=", 18, "%", true)] // a looser limit
    [InlineData(">=", 90, ">=", 85, "件", false)] // another unit is another thing
    public void A_weaker_figure_asks_for_less(string ours, int value, string theirs, int other, string unit, bool less) =>
        Assert.Equal(less, Coverage.Of(Due(null), [Target(ours, value, "%")], Due(null), [Target(theirs, other, unit)]).Contains(Shortfall.WeakerTarget));

    [Theory]
    [InlineData("", true, true)]
    [InlineData("   ", true, true)]
    [InlineData("", false, false)]
    [InlineData("不是同一事项", true, false)]
    public void A_reason_is_needed_where_a_person_contradicts_or_chooses(string reason, bool needed, bool wrong) =>
        Assert.Equal(wrong, MatchDecision.WrongReason(reason, needed) is not null);

    static DueTime Due(string? day) => day is null ? new("none", null, null) : new("by-date", DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), day);

    static FoundTarget Target(string comparator, int value, string unit) =>
        new() { What = "办结率", Comparator = comparator, Value = value, Unit = unit, Quote = new Quotation("办结率", 0, 3) };
}
