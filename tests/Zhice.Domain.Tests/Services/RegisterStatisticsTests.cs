using Zhice.Domain.Services;

namespace Zhice.Domain.Tests.Services;

/// <summary>Public figures of registers: right sums and quartiles, and no single contract told by them.</summary>
public sealed class RegisterStatisticsTests
{
    static readonly string[] Fee = ["fee"];
    static readonly int[] Years = [2024, 2025, 2026];

    [Fact]
    public void Quartiles_lie_between_the_numbers_around_their_place()
    {
        Assert.Equal(new FigureSpread(4, 100m, 17.5m, 25m, 32.5m), RegisterStatistics.Spread([40m, 10m, 30m, 20m]));
        Assert.Equal(new FigureSpread(1, 7m, 7m, 7m, 7m), RegisterStatistics.Spread([7m]));
        Assert.Null(RegisterStatistics.Spread([]));
    }

    [Fact]
    public void A_group_of_few_shows_how_many_and_not_how_much_and_cannot_be_subtracted_out_of_the_total()
    {
        var facts = Facts(2026, ("C", 9), ("I", 5), ("M", 4), ("A", 1));
        var groups = RegisterStatistics.By(facts, f => f.Groups["industry"], Fee).ToDictionary(g => g.Key, StringComparer.Ordinal);
        Assert.Equal([9, 5, 4, 1], groups.Values.Select(g => g.Count));
        Assert.Null(groups["A"].Values["fee"]);
        Assert.Null(groups["M"].Values["fee"]); // with A alone kept back, total minus the others would be A
        Assert.NotNull(groups["I"].Values["fee"]);
        Assert.Equal(19, RegisterStatistics.By(facts, _ => "", Fee).Single().Values["fee"]!.Count);
    }

    [Fact]
    public void Groups_of_few_that_are_many_together_keep_no_other_one_back()
    {
        var groups = RegisterStatistics.By(Facts(2026, ("C", 4), ("A", 2), ("B", 1)), f => f.Groups["industry"], Fee);
        Assert.Equal([true, false, false], groups.Select(g => g.Values["fee"] is not null));
    }

    [Fact]
    public void A_year_does_not_tell_what_the_other_years_leave_over()
    {
        List<RegisterFact> facts = [.. Facts(2024, ("C", 4), ("I", 4)), .. Facts(2025, ("C", 4), ("I", 4)), .. Facts(2026, ("C", 1), ("I", 4))];
        Assert.Equal(9, RegisterStatistics.By(facts, f => f.Groups["industry"], Fee).First(g => g.Key == "C").Values["fee"]!.Count);
        var shown = Years.Where(year => RegisterStatistics.By(facts, f => f.Groups["industry"], Fee, year).First(g => g.Key == "C").Values["fee"] is not null).ToList();
        Assert.True(shown.Count <= 1, string.Join(' ', shown)); // two shown years of three would tell the third, which is one contract
    }

    [Fact]
    public void What_was_struck_out_is_counted_as_registered_and_not_as_standing()
    {
        List<RegisterFact> facts = [.. Facts(2026, ("C", 3)), Fact(2026, "C", 5m) with { Ended = true }];
        var group = RegisterStatistics.By(facts, f => f.Groups["industry"], Fee).Single();
        Assert.Equal((4, 3), (group.Count, group.Standing));
    }

    static IEnumerable<RegisterFact> Some(int year, string industry, int count) => Enumerable.Range(1, count).Select(i => Fact(year, industry, i * 10m));

    static List<RegisterFact> Facts(int year, params (string Industry, int Count)[] groups) => [.. groups.SelectMany(g => Some(year, g.Industry, g.Count))];

    static RegisterFact Fact(int year, string industry, decimal fee) => new(year, "340000", new Dictionary<string, string> { ["industry"] = industry }, new Dictionary<string, decimal> { ["fee"] = fee }, false);
}
