using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Domain.Tests.Statistics;

/// <summary>How a return stands on a day, and what became of a figure above.</summary>
public sealed class FilingTests
{
    static readonly CollectionRound round = new() { Form = "f", Period = Period.Parse("2026Q3").Key, OpensOn = new(2026, 10, 1), DueOn = new(2026, 10, 15), LocksOn = new(2026, 10, 31) };

    [Theory]
    [InlineData(null, "2026-09-30", FilingState.NotOpen)]
    [InlineData(null, "2026-10-01", FilingState.Waiting)]
    [InlineData(null, "2026-10-15", FilingState.Waiting)] // the day itself is in time
    [InlineData(null, "2026-10-16", FilingState.Overdue)]
    [InlineData(null, "2026-10-31", FilingState.Missing)]
    [InlineData("2026-10-15T15:59:59Z", "2026-11-30", FilingState.OnTime)] // a minute before midnight in China
    [InlineData("2026-10-15T16:00:00Z", "2026-11-30", FilingState.Late)]
    public void A_return_is_judged_by_its_first_sending_and_the_days_of_its_collection(string? sent, string today, FilingState state) =>
        Assert.Equal(state, Filing.StateOf(round, sent is null ? null : DateTimeOffset.Parse(sent, System.Globalization.CultureInfo.InvariantCulture), DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(RollUp.Sum, 900, 14, 16, 16, ValueUse.RolledUp)]
    [InlineData(RollUp.Sum, 900, 1, 1, 16, ValueUse.Superseded)] // the province sent its own
    [InlineData(RollUp.Sum, 900, 1, 1, 1, ValueUse.RolledUp)] // its only part
    [InlineData(RollUp.None, 900, 1, 1, 16, ValueUse.NotRolledUp)]
    [InlineData(RollUp.Recompute, null, 0, 16, 16, ValueUse.NoneAbove)]
    [InlineData(RollUp.None, null, 0, 0, 16, ValueUse.NotRolledUp)]
    public void A_figure_is_a_part_of_the_one_above_unless_that_one_was_sent_for_itself(RollUp rule, int? above, int known, int expected, int below, ValueUse use) =>
        Assert.Equal(use, Filing.UseOf(rule, above is { } figure ? Figure.Of((decimal)figure) : null, known, expected, below));
}
