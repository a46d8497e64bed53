using FsCheck;
using FsCheck.Fluent;
using Zhice.Domain.Surveys;

namespace Zhice.Domain.Tests.Surveys;

/// <summary>Estimates and margins, by hand and by their properties.</summary>
public sealed class TabulationTests
{
    static readonly SurveyDefinition Definition = new()
    {
        Code = "s", Name = "s", EnglishName = "s", Source = "s", Groups = [new("a", "甲", "A", 60), new("b", "乙", "B", 40)], Questions = [new("q", "q", "q", QuestionKind.Scale)],
    };

    [Fact]
    public void An_index_is_weighted_by_population_and_group_and_its_margin_has_the_finite_population_correction()
    {
        // a in R1: N 100, scores 40 60 40 60 50 → n 5, mean 50, s² 100; V = 0.95 × 100 ÷ 5 = 19.
        // a in R2: N 300, scores 70 × 5 → mean 70, s² 0, V 0. Group a: ¼·50 + ¾·70 = 65, variance 19 ÷ 16 = 1.1875.
        // b in R1: N 50, scores 20 40 30 20 40 → mean 30, s² 100; V = 0.9 × 100 ÷ 5 = 18.
        // Region 1: 0.6·50 + 0.4·30 = 42, variance 0.36·19 + 0.16·18 = 9.72, margin 1.96·3.1177 = 6.11.
        // Index: 0.6·65 + 0.4·30 = 51, variance 0.36·1.1875 + 0.16·18 = 3.3075, margin 1.96·1.81866 = 3.56.
        var result = Tabulation.Of(Definition, [Given("a", "R1", 100, 40, 60, 40, 60, 50), Given("a", "R2", 300, 70, 70, 70, 70, 70), Given("b", "R1", 50, 20, 40, 30, 20, 40)]);

        Assert.Equal(new Estimate(51, 3.56m, 15, true), result.Index);
        Assert.Equal(new Estimate(42, 6.11m, 10, true), result.Regions["R1"]);
        Assert.Equal((65m, 2.14m), (result.Groups["a"].Value!.Value, result.Groups["a"].Margin!.Value)); // 1.96·√1.1875
        Assert.Equal(8.54m, result.Strata.Single(s => s is { Group: "a", DivisionCode: "R1" }).Estimate.Margin); // 1.96·√19
    }

    [Fact]
    public void A_census_has_no_margin_and_few_answers_are_not_shown_by_themselves()
    {
        var result = Tabulation.Of(Definition, [Given("a", "R1", 5, 40, 60, 40, 60, 50), Given("b", "R1", 50, 20, 40), Given("b", "R2", 50)]);
        Assert.Equal(0m, result.Groups["a"].Margin);
        Assert.Equal(new Estimate(null, null, 2, true), result.Strata.Single(s => s is { Group: "b", DivisionCode: "R1" }).Estimate);
        Assert.False(result.Index.Complete); // b in R2 gave nothing
        Assert.Equal(7, result.Index.Answers);
    }

    [Fact]
    public void One_answer_takes_the_spread_of_its_group()
    {
        var result = Tabulation.Of(Definition, [Given("a", "R1", 1000, 40, 60, 40, 60, 50), Given("a", "R2", 1000, 80), Given("b", "R1", 1000, 50, 50, 50, 50, 50)]);
        Assert.NotNull(result.Groups["a"].Margin);
        Assert.Null(Tabulation.Of(Definition, [Given("a", "R1", 1000, 40), Given("b", "R1", 1000, 50, 50, 50, 50, 50)]).Index.Margin); // nothing to take it from
    }

    [Theory]
    [InlineData(1_000_000, 20, 5, 62)] // (1.96·20÷5)² = 61.47
    [InlineData(100, 20, 5, 39)] // 61.47 ÷ 1.6147 = 38.07
    [InlineData(10, 20, 5, 9)]
    public void The_answers_needed_follow_the_formula(long population, double spread, double margin, int needed) => Assert.Equal(needed, Tabulation.Needed(population, spread, margin));

    [Fact]
    public void A_score_is_the_mean_of_what_was_answered()
    {
        Assert.Equal(62.5m, Tabulation.Score([5, 4, 2, 3, 0]));
        Assert.Null(Tabulation.Score([0, 0]));
        Assert.Equal((0m, 100m), (Tabulation.Score([1])!.Value, Tabulation.Score([5, 5])!.Value));
    }

    [Fact]
    public void The_order_of_the_strata_changes_nothing_and_an_index_lies_between_its_parts() => Prop.ForAll(
        (from sizes in Gen.Choose(5, 12).ArrayOf(6) from scores in Gen.Choose(0, 100).ArrayOf(72) select (sizes, scores)).ToArbitrary(), given =>
        {
            var strata = given.sizes.Select((n, i) => Given(i % 2 == 0 ? "a" : "b", $"R{i / 2}", 100 + i, [.. given.scores.Skip(i * 12).Take(n).Select(s => (decimal)s)])).ToList();
            var (forth, back) = (Tabulation.Of(Definition, strata), Tabulation.Of(Definition, [.. strata.AsEnumerable().Reverse()]));
            Assert.Equal(forth.Index, back.Index);
            Assert.Equal(forth.Regions.OrderBy(r => r.Key, StringComparer.Ordinal), back.Regions.OrderBy(r => r.Key, StringComparer.Ordinal));
            Assert.InRange(forth.Index.Value!.Value, forth.Strata.Min(s => s.Estimate.Value)!.Value, forth.Strata.Max(s => s.Estimate.Value)!.Value);
        }).QuickCheckThrowOnFailure();

    static (SurveyStratum, StratumSums) Given(string group, string division, long population, params decimal[] scores) =>
        (new SurveyStratum { Group = group, DivisionCode = division, Population = population, Quota = 5 }, scores.Aggregate(default(StratumSums), (sums, score) => sums.With(score)));
}
