using Zhice.Domain.Services;

namespace Zhice.Domain.Tests.Services;

/// <summary>Public figures of registers: no single contract is told by them, not by what is shown at once and not by what changes from one day to the next.</summary>
public sealed class RegisterStatisticsTests
{
    static readonly RegisterFigures Fees = new(["industry"], ["fee"], []);
    static readonly DateOnly Later = new(2026, 12, 1);

    [Fact]
    public void A_spread_is_of_more_than_twenty_and_rounded()
    {
        Assert.Null(RegisterStatistics.Spread(Enumerable.Range(1, 20).Select(i => i * 1m), Later, true)); // RULES A3b: more than twenty
        var spread = RegisterStatistics.Spread(Enumerable.Range(1, 21).Select(i => i * 1001m), Later, true)!;
        Assert.Equal((21, 231_000m, 11_000m, 6_000m, 11_000m, 16_000m), (spread.Count, spread.Sum!.Value, spread.Mean, spread.Lower, spread.Median, spread.Upper));
        Assert.Null(RegisterStatistics.Spread([300_000_000m, .. Enumerable.Repeat(1_000_000m, 30)], Later, true)); // one contract is most of the sum: the sum would tell it
        Assert.Null(RegisterStatistics.Spread(Enumerable.Range(1, 30).Select(i => i * 0.5m), Later, false)!.Sum); // percentages are not summed
    }

    [Theory]
    [InlineData(24_791_394.8, 3, 24_800_000)]
    [InlineData(0.123456, 3, 0.123)]
    [InlineData(9.96, 2, 10)]
    [InlineData(0, 3, 0)]
    [InlineData(7, 2, 7)]
    public void Numbers_are_rounded_to_their_first_figures(double number, int figures, double rounded) => Assert.Equal((decimal)rounded, RegisterStatistics.Rounded((decimal)number, figures));

    [Fact]
    public void The_three_contracts_of_a_small_register_are_not_told()
    {
        // As it was found: sum and quartiles of three told each of them.
        List<RegisterFact> facts = [Fact(1, "C", 12_345_678.90m), Fact(1, "C", 12_345_678.90m), Fact(1, "C", 100_037m)];
        Assert.Equal((3, null), (Total(facts, Later).Count, Total(facts, Later).Values["fee"]));
    }

    [Fact]
    public void An_entry_that_comes_does_not_move_the_sum_until_as_many_came_and_their_month_is_over()
    {
        List<RegisterFact> facts = [.. Some(1, "C", 30)];
        Assert.Null(Total(facts, new(2026, 1, 31)).Values["fee"]); // the month is not over
        var shown = Total(facts, new(2026, 2, 1)).Values["fee"];
        Assert.Equal((30, new DateOnly(2026, 1, 31)), (shown!.Count, shown.AsOf));
        facts.Add(Fact(2, "C", 3_000m));
        Assert.Equal(shown, Total(facts, new(2026, 2, 28)).Values["fee"]);
        Assert.Equal(shown, Total(facts, Later).Values["fee"]);
        Assert.Equal(31, Total(facts, Later).Count); // how many there are says the register itself
        facts.AddRange(Some(3, "C", 20));
        Assert.Equal((51, new DateOnly(2026, 3, 31)), (Total(facts, Later).Values["fee"]!.Count, Total(facts, Later).Values["fee"]!.AsOf));
    }

    [Fact]
    public void What_is_struck_out_or_corrected_comes_into_the_next_release_and_no_sooner()
    {
        List<RegisterFact> facts = [.. Some(1, "C", 30)];
        var (struck, corrected) = (Fact(1, "C", 900m), Fact(1, "C", 900m));
        struck = struck with { States = [.. struck.States, struck.Now with { From = new(2026, 2, 5), Stands = false }] };
        corrected = corrected with { States = [.. corrected.States, corrected.Now with { From = new(2026, 2, 5), Values = new Dictionary<string, decimal> { ["fee"] = 100m } }] };
        List<RegisterFact> all = [.. facts, struck, corrected];
        Assert.Equal((32, 31), (Total(all, Later).Count, Total(all, Later).Standing));
        Assert.Equal((32, 6_450m), (Total(all, Later).Values["fee"]!.Count, Total(all, Later).Values["fee"]!.Sum)); // 30 to 10 × 30 are 4,650, and twice 900
        all.AddRange(Some(3, "C", 21));
        Assert.Equal((52, 7_060m), (Total(all, Later).Values["fee"]!.Count, Total(all, Later).Values["fee"]!.Sum)); // 4,650 + 100 + 2,310, without what was struck out
    }

    [Fact]
    public void What_the_groups_leave_over_of_the_total_is_nothing_or_many()
    {
        var groups = By([.. Some(1, "C", 40), .. Some(1, "I", 25), .. Some(1, "A", 1)], Later);
        Assert.Equal([40, 25, 1], groups.Select(g => g.Count));
        Assert.Equal([true, false, false], groups.Select(g => g.Values["fee"] is not null)); // with I shown, the total minus C and I would be the one of A
        Assert.Equal([true, true, false], By([.. Some(1, "C", 40), .. Some(1, "I", 25), .. Some(1, "A", 11), .. Some(1, "B", 12)], Later).Where(g => g.Key != "B").Select(g => g.Values["fee"] is not null)); // 23 are enough
    }

    // 200 random registers: at no day can two releases, or a release and the groups in it, be subtracted to less than twenty-one contracts.
    [Fact]
    public void Neither_days_nor_groups_can_be_subtracted_to_few_contracts()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            List<RegisterFact> facts = [.. Enumerable.Range(0, random.Next(20, 300)).Select(_ => Fact(random.Next(1, 12), "CIAM"[Math.Min(3, random.Next(7))].ToString(), 100m)).OrderBy(f => f.EnteredOn)];
            int? before = null;
            for (var month = 2; month <= 12; month++)
            {
                var today = new DateOnly(2026, month, 1);
                List<RegisterFact> entered = [.. facts.Where(f => f.EnteredOn < today)];
                if (entered.Count == 0) continue;
                var total = Total(entered, today).Values["fee"]?.Count;
                if (before is { } was) Assert.True(total == was || total >= was + RegisterFigures.Least, $"seed {seed}, month {month}: {was} then {total}");
                var left = total - By(entered, today).Sum(g => g.Values["fee"]?.Count ?? 0);
                Assert.True(left is null or 0 or >= RegisterFigures.Least, $"seed {seed}, month {month}: {left} are left over of {total}");
                before = total;
            }
        }
    }

    [Fact]
    public void Of_a_single_year_only_numbers_of_cases_are_shown()
    {
        var group = RegisterStatistics.By([.. Some(1, "C", 40)], (_, s) => s.Groups["industry"], Fees, Later, 2026).Single();
        Assert.Equal((40, null), (group.Count, group.Values["fee"]));
        Assert.Empty(RegisterStatistics.By([.. Some(1, "C", 40)], (_, s) => s.Groups["industry"], Fees, Later, 2025));
    }

    static FigureGroup Total(IReadOnlyCollection<RegisterFact> facts, DateOnly today) => RegisterStatistics.By(facts, (_, _) => "all", Fees, today).Single();

    static IReadOnlyList<FigureGroup> By(List<RegisterFact> facts, DateOnly today) => RegisterStatistics.By(facts, (_, s) => s.Groups["industry"], Fees, today);

    static IEnumerable<RegisterFact> Some(int month, string industry, int count) => Enumerable.Range(1, count).Select(i => Fact(month, industry, i * 10m));

    static RegisterFact Fact(int month, string industry, decimal fee)
    {
        var day = new DateOnly(2026, month, 3);
        return new("340000", day, [new(day, true, new Dictionary<string, string> { ["industry"] = industry }, new Dictionary<string, decimal> { ["fee"] = fee })]);
    }
}
