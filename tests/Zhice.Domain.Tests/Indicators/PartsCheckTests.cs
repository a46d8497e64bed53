using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Domain.Tests.Indicators;

/// <summary>A longer period beside its parts.</summary>
public sealed class PartsCheckTests
{
    static DataElement Element(ElementKind kind, int decimals = 0, bool nonNegative = true) => new()
    {
        Code = "e", Name = "e", EnglishName = "e", Unit = Unit.Parse("件"), Kind = kind, Decimals = decimals, NonNegative = nonNegative, Definition = "测试", Source = "测试",
    };

    static long[] Values(params (string Period, decimal Value)[] values)
    {
        var row = new long[Period.Slots];
        Array.Fill(row, PartsCheck.None);
        foreach (var (period, value) in values) row[Period.Parse(period).Slot] = StoredFigure.ToStored(value);
        return row;
    }

    [Fact]
    public void A_year_that_is_not_the_sum_of_its_quarters_is_named_with_what_they_make()
    {
        var conflict = Assert.Single(PartsCheck.Run(Element(ElementKind.Flow), Values(("2025", 11), ("2025Q1", 1), ("2025Q2", 2), ("2025Q3", 3), ("2025Q4", 4))));
        Assert.Equal((Period.Parse("2025").Slot, Period.Parse("2025Q1").Slot, Period.Parse("2025Q4").Slot, 10_000_000L, true), (conflict.Whole, conflict.First, conflict.Last, conflict.Made, conflict.Complete));
        Assert.Empty(PartsCheck.Run(Element(ElementKind.Flow), Values(("2025", 10), ("2025Q1", 1), ("2025Q2", 2), ("2025Q3", 3), ("2025Q4", 4))));
    }

    [Fact]
    public void Some_months_may_be_less_than_the_year_and_not_more()
    {
        Assert.Empty(PartsCheck.Run(Element(ElementKind.Flow), Values(("2025", 11), ("2025-01", 5))));
        Assert.False(Assert.Single(PartsCheck.Run(Element(ElementKind.Flow), Values(("2025", 11), ("2025-01", 5), ("2025-02", 7)))).Complete);
        Assert.Empty(PartsCheck.Run(Element(ElementKind.Flow, nonNegative: false), Values(("2025", 11), ("2025-01", 5), ("2025-02", 7)))); // what comes may be below zero
    }

    [Fact]
    public void A_stock_is_its_last_part_whatever_the_others_are()
    {
        Assert.Empty(PartsCheck.Run(Element(ElementKind.Stock), Values(("2025", 9), ("2025-11", 7), ("2025-12", 9))));
        Assert.Equal(9_000_000L, Assert.Single(PartsCheck.Run(Element(ElementKind.Stock), Values(("2025", 99_999), ("2025-12", 9)))).Made);
        Assert.Empty(PartsCheck.Run(Element(ElementKind.Stock), Values(("2025", 99_999), ("2025-11", 9)))); // the last one is not there
    }

    [Theory]
    [InlineData(22, null)] // 10 + 12 firms, none of them twice
    [InlineData(12, null)] // every firm of the first half came again in the second
    [InlineData(11, 12)] // fewer than one half alone counted
    [InlineData(23, 22)] // more than both counted together
    public void A_distinct_count_lies_between_the_largest_of_its_parts_and_their_sum(decimal year, int? bound)
    {
        var conflicts = PartsCheck.Run(Element(ElementKind.Distinct), Values(("2025", year), ("2025H1", 10), ("2025H2", 12)));
        Assert.Equal(bound is { } made ? [made * 1_000_000L] : Array.Empty<long>(), conflicts.Select(c => c.Made));
        Assert.Empty(PartsCheck.Run(Element(ElementKind.Distinct), Values(("2025", 99), ("2025H1", 10)))); // nobody knows whom the other half would add
    }

    [Fact]
    public void Sums_of_rounded_figures_may_differ_by_half_a_place_each()
    {
        Assert.Empty(PartsCheck.Run(Element(ElementKind.Flow, 1), Values(("2025H1", 10.1m), ("2025Q1", 5.0m), ("2025Q2", 5.0m))));
        Assert.Single(PartsCheck.Run(Element(ElementKind.Flow, 1), Values(("2025H1", 10.2m), ("2025Q1", 5.0m), ("2025Q2", 5.0m))));
    }
}
