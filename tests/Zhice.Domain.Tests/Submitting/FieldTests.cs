using Zhice.Domain.Indicators;
using Zhice.Domain.Submitting;

namespace Zhice.Domain.Tests.Submitting;

public sealed class FieldTests
{
    static readonly DateOnly Day = new(2026, 12, 1);
    static readonly TaskTarget Target = new("每万人口高价值发明专利拥有量", ">=", 14, "件");

    static readonly FieldTarget Level = new(2026, TargetComparator.AtLeast, "14", false), Growth = new(2026, TargetComparator.AtLeast, "10", true);

    static IndicatorField Field(string value, string code = "high_value_density") => new(code, 1, "每万人口高价值发明专利拥有量", "2025", value, "件/万人", "r1", null, null, Day);

    static Dictionary<string, IndicatorField> Held(params IndicatorField[] fields) => fields.ToDictionary(f => f.Indicator, StringComparer.Ordinal);

    static SubmissionBody Body(IReadOnlyDictionary<string, IndicatorField> figures) =>
        BodyBuilder.Build(Bodies.Source(Bodies.Task("t1", "提高高价值发明专利比重") with { Indicators = [("high_value_density", Target, Level)] }) with { Figures = figures });

    [Fact]
    public void A_confirmed_target_brings_the_figure_of_its_indicator_with_the_target_beside_it()
    {
        var field = Assert.Single(Body(Held(Field("15.20"))).Items.Single().Fields!);

        Assert.Equal(("15.20", "每万人口高价值发明专利拥有量", "不低于14件"), (field.Value, field.What, field.Target));
    }

    [Fact]
    public void Where_the_platform_holds_no_figure_there_is_no_field_and_the_words_are_written_as_they_always_were()
    {
        var body = Body(Bodies.None);

        Assert.Null(body.Items.Single().Fields);
        Assert.DoesNotContain("fields", BodyJson.Write(body), StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_with_figures_reads_back_as_it_was_written()
    {
        var body = Body(Held(Field("15.20")));

        Assert.Equal(BodyJson.Write(body), BodyJson.Write(BodyJson.Read<SubmissionBody>(BodyJson.Write(body))!));
    }

    [Fact]
    public void Taking_over_anew_reads_chosen_figures_again_keeps_the_day_of_equal_ones_and_what_the_platform_no_longer_holds()
    {
        var body = Body(Held(Field("15.20")));
        var chosen = body.With(BodyEditing.Choose(body.Items.Single(), ["high_value_density", "grant_rate", "pii_share"], Held(Field("15.20"), Field("50.1", "grant_rate"), Field("12.0", "pii_share"))).Accept());
        var later = Held(Field("16.00") with { ReadOn = new(2026, 12, 9) }, Field("50.1", "grant_rate") with { ReadOn = new(2026, 12, 9) });

        var fields = BodyEditing.Refresh(chosen, Body(later), later).Items.Single().Fields!;

        Assert.Equal([("16.00", new(2026, 12, 9)), ("50.1", Day), ("12.0", Day)], fields.Select(f => (f.Value, f.ReadOn)));
        Assert.Equal("不低于14件", fields[0].Target);
    }

    [Fact]
    public void A_figure_that_was_not_offered_cannot_be_taken()
    {
        var item = Body(Held(Field("15.20"))).Items.Single();

        Assert.Equal("submission.no-figure", BodyEditing.Choose(item, ["grant_rate"], Held(Field("15.20"))).Code());
    }

    [Theory]
    [InlineData("15.2件", false)]
    [InlineData("15件", false)]
    [InlineData("15.20件", false)]
    [InlineData("15.3件", true)]
    [InlineData("1,520件", true)]
    public void A_typed_number_differs_unless_the_figure_rounds_to_it(string typed, bool differs) =>
        Assert.Equal(differs, (Field("15.20") with { What = Target.What }).Contradicts(new SentenceFigure(typed, Target.What, "不低于14件")));

    static IndicatorField Firms(string period, string value, string? growth, FieldTarget aim) => new(
        "pledge_sme_count", 1, "质押融资惠及中小企业数量", period, value, "家", "r1", "质押融资惠及中小企业数量", aim.Growth ? "较上年增长不低于10%" : "不低于14家", Day) { Year = 2026, Growth = growth, Aim = aim };

    [Theory]
    [InlineData("2026", "1854", "12.3", TargetStanding.Met)]
    [InlineData("2026", "1854", "8.4", TargetStanding.Missed)] // 1854 is more than 10, and says nothing of a growth
    [InlineData("2026", "1854", "-2.0", TargetStanding.Missed)]
    [InlineData("2026", "1854", null, TargetStanding.NoGrowth)]
    [InlineData("2025", "1854", "12.3", TargetStanding.OtherYear)] // last year's growth meets no target of this year
    public void A_target_of_growth_is_compared_with_the_growth_of_its_year_and_with_nothing_else(string period, string value, string? growth, TargetStanding standing) =>
        Assert.Equal(standing, Firms(period, value, growth, Growth).Compared());

    [Theory]
    [InlineData("2026", "14", TargetStanding.Met)]
    [InlineData("2026", "13.9", TargetStanding.Missed)]
    [InlineData("2025", "16.48", TargetStanding.OtherYear)]
    public void A_target_of_a_level_is_compared_with_the_figure_of_its_year(string period, string value, TargetStanding standing) =>
        Assert.Equal(standing, Firms(period, value, "99.0", Level).Compared());

    [Fact]
    public void A_target_of_an_older_body_is_not_compared_and_a_figure_without_target_has_nothing_to_say()
    {
        Assert.Equal(TargetStanding.Unstated, (Field("15.20") with { Target = "不低于14件" }).Compared());
        Assert.Equal(TargetStanding.NoTarget, Field("15.20").Compared());
    }

    [Theory]
    [InlineData("2026", "12%", true)]
    [InlineData("2026", "8.4%", false)]
    [InlineData("2026", "8%", false)]
    [InlineData("2026", "1,900家", false)] // a count is not held against a growth
    [InlineData("2025", "12%", false)] // nor a number of this year against a figure of last year
    public void A_typed_growth_is_held_against_the_growth_of_the_same_year_only(string period, string typed, bool differs) =>
        Assert.Equal(differs, Firms(period, "1854", "8.4", Growth).Contradicts(new SentenceFigure(typed, "质押融资惠及中小企业数量", "较上年增长不低于10%")));

    [Theory]
    [InlineData(">=", 10, true, "较上年增长不低于10%")]
    [InlineData("<=", -5, true, "较上年下降不低于5%")]
    [InlineData(">=", 10, false, "不低于10%")]
    public void A_target_of_growth_says_so_in_words(string comparator, int value, bool growth, string words) =>
        Assert.Equal(words, SentenceFigures.Words(new TaskTarget("办结量", comparator, value, "%", growth)));

    [Fact]
    public void A_target_that_was_taken_before_it_could_be_compared_can_be_after_the_figures_are_read_again()
    {
        var body = Body(Held(Field("15.20") with { Period = "2026", Year = 2026 }));
        var older = body.With(body.Items.Single() with { Fields = [body.Items.Single().Fields!.Single() with { Aim = null }] });

        var field = BodyEditing.Refresh(older, body, Held(Field("15.20") with { Period = "2026", Year = 2026 })).Items.Single().Fields!.Single();

        Assert.Equal(TargetStanding.Met, field.Compared());
    }

    [Fact]
    public void A_number_about_another_thing_is_not_compared() =>
        Assert.False((Field("15.20") with { What = Target.What }).Contradicts(new SentenceFigure("3件", "商标有效注册量", "不低于14件")));
}
