using FsCheck;
using FsCheck.Fluent;
using Zhice.Domain.Accounts;
using Zhice.Domain.Selection;

namespace Zhice.Domain.Tests.Selection;

/// <summary>Scores, ranks and the shortlist; who may not score.</summary>
public sealed class SheetScoreTests
{
    static readonly SheetItem[] Items = [new("base", "工作基础", 100, 30), new("plan", "建设方案", 50, 70)];

    [Fact]
    public void A_sheet_is_the_weighted_sum_of_shares_and_an_application_the_mean_of_its_sheets()
    {
        // By hand: 30 × 80/100 + 70 × 40/50 = 24 + 56 = 80; 30 × 90/100 + 70 × 45.5/50 = 27 + 63.7 = 90.7; mean 85.35.
        Assert.Equal(80m, SheetScores.Total(Items, Scores(80, 40)));
        Assert.Equal(85.35m, SheetScores.Mean(Items, [Scores(80, 40), Scores(90, 45.5m)]));
    }

    [Fact]
    public void A_mean_is_rounded_half_up()
    {
        SheetItem[] one = [new("a", "甲", 100, 100)];
        // (85.34 + 85.35) / 2 = 85.345
        Assert.Equal(85.35m, SheetScores.Mean(one, [One(85.34m), One(85.35m)]));
    }

    [Fact]
    public void Those_alike_have_one_rank_and_a_tie_at_the_edge_is_taken_whole_or_not_at_all()
    {
        SheetItem[] one = [new("a", "甲", 100, 100)];
        var four = ((decimal[])[90, 80, 80, 70]).Select((score, i) => new ScoredApplication(new(i + 1), [One(score)])).ToList();

        var whole = SheetScores.Shortlist(one, four, 2, takeTie: true);
        Assert.Equal([(1, false), (2, true), (2, true), (4, false)], whole.All.Select(a => (a.Rank, a.Tied)));
        Assert.True(whole.TieAtEdge);
        Assert.Equal([1L, 2, 3], whole.In.Select(a => a.Value).Order());
        Assert.Equal([1L], SheetScores.Shortlist(one, four, 2, takeTie: false).In.Select(a => a.Value));
        Assert.False(SheetScores.Shortlist(one, four, 3, takeTie: false).TieAtEdge);
        Assert.Equal(4, SheetScores.Shortlist(one, four, 9, takeTie: false).In.Count);
    }

    [Fact]
    public void The_shortlist_does_not_depend_on_the_order_of_the_input() => Prop.ForAll(
        Gen.Choose(0, 20).Select(n => (decimal)n).ListOf(12).ToArbitrary(), Gen.Choose(1, 12).ToArbitrary(),
        (scores, quota) =>
        {
            SheetItem[] one = [new("a", "甲", 20, 100)];
            var all = scores.Select((score, i) => new ScoredApplication(new(i + 1), [One(score)])).ToList();
            var (forth, back) = (SheetScores.Shortlist(one, all, quota, true), SheetScores.Shortlist(one, all.AsEnumerable().Reverse(), quota, true));
            Assert.Equal(forth.All, back.All);
            Assert.True(forth.In.SetEquals(back.In));
            Assert.True(forth.In.Count >= Math.Min(quota, all.Count));
            Assert.All(forth.All, a => Assert.Equal(1 + all.Count(b => SheetScores.Mean(one, b.Sheets) > a.Score), a.Rank));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("-0.01", "selection.score-range")]
    [InlineData("50.01", "selection.score-range")]
    [InlineData("33.333", "selection.score-decimals")]
    [InlineData("50", null)]
    [InlineData("0", null)]
    public void A_score_keeps_its_range(string score, string? code) =>
        Assert.Equal(code, SheetScores.Fault(Items[1], decimal.Parse(score, System.Globalization.CultureInfo.InvariantCulture))?.Code);

    [Theory]
    [InlineData("/1/22/45/", "selection.recusal-own")]
    [InlineData("/1/22/", "selection.recusal-superior")]
    [InlineData("/1/", "selection.recusal-superior")]
    [InlineData("/1/22/45/9/", "selection.recusal-below")]
    [InlineData("/1/22/46/", null)] // beside
    [InlineData("/1/5/", null)] // a department of the national office
    public void An_expert_of_the_applicant_or_above_it_stands_back(string office, string? code) =>
        Assert.Equal(code, SelectionRecusal.OfExpert(new AccountId(7), [("甲单位", office)], "/1/22/45/", new HashSet<AccountId>())?.Code);

    [Fact]
    public void Who_wrote_an_application_does_not_score_it() =>
        Assert.Equal("selection.recusal-applicant", SelectionRecusal.OfExpert(new AccountId(7), [], "/1/22/45/", new HashSet<AccountId> { new(7) })?.Code);

    [Theory]
    [InlineData(1, "selection.handler-objector")]
    [InlineData(2, "selection.handler-scored")]
    [InlineData(3, "selection.handler-checked")]
    [InlineData(4, "selection.handler-applicant")]
    [InlineData(5, null)]
    public void An_objection_is_decided_by_other_people(int handler, string? code) => Assert.Equal(code, SelectionRecusal.OfHandler(new(handler), new(1),
        new HashSet<AccountId> { new(2) }, new HashSet<AccountId> { new(3) }, new HashSet<AccountId> { new(4) }, ["/1/"], "/1/22/45/")?.Code);

    [Fact]
    public void Weights_that_do_not_make_a_hundred_are_refused_with_their_sum()
    {
        var terms = new SelectionTerms
        {
            Conditions = ["条件"], Materials = [new("plan", "方案", true)], Sheet = [new("a", "甲", 100, 60), new("b", "乙", 100, 30)],
            Experts = 3, PublicityDays = 5, SupplementDays = 5, ValidMonths = 36,
        };
        var defect = Assert.Single(terms.Defects());
        Assert.Equal(("selection.sheet-weights", 90m), (defect.Code, defect.Arguments[0]));
        Assert.Equal(["selection.experts", "selection.publicity-days", "selection.sheet-weights"], (terms with { Experts = 0, PublicityDays = 0 }).Defects().Select(d => d.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_award_ends_in_the_year_of_its_first_day_without_effect()
    {
        var award = new SelectionAward { ValidFrom = new(2024, 7, 1), ValidTo = new(2027, 7, 1) };
        Assert.Equal((false, true, false), (award.EndsWithin(2026), award.EndsWithin(2027), award.EndsWithin(2028)));
        award.RevokedOn = new(2026, 6, 1);
        Assert.Equal((new DateOnly(2026, 6, 1), true, false), (award.EndsOn!.Value, award.EndsWithin(2026), award.EndsWithin(2027)));
    }

    static Dictionary<string, decimal> Scores(decimal first, decimal second) => new(StringComparer.Ordinal) { ["base"] = first, ["plan"] = second };

    static Dictionary<string, decimal> One(decimal score) => new(StringComparer.Ordinal) { ["a"] = score };
}
