using Zhice.Domain.Submitting;

namespace Zhice.Domain.Tests.Submitting;

public sealed class FieldTests
{
    static readonly DateOnly Day = new(2026, 12, 1);
    static readonly TaskTarget Target = new("每万人口高价值发明专利拥有量", ">=", 14, "件");

    static IndicatorField Field(string value, string code = "high_value_density") => new(code, 1, "每万人口高价值发明专利拥有量", "2025", value, "件/万人", "r1", null, null, Day);

    static Dictionary<string, IndicatorField> Held(params IndicatorField[] fields) => fields.ToDictionary(f => f.Indicator, StringComparer.Ordinal);

    static SubmissionBody Body(IReadOnlyDictionary<string, IndicatorField> figures) =>
        BodyBuilder.Build(Bodies.Source(Bodies.Task("t1", "提高高价值发明专利比重") with { Indicators = [("high_value_density", Target)] }) with { Figures = figures });

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

    [Fact]
    public void A_number_about_another_thing_is_not_compared() =>
        Assert.False((Field("15.20") with { What = Target.What }).Contradicts(new SentenceFigure("3件", "商标有效注册量", "不低于14件")));
}
