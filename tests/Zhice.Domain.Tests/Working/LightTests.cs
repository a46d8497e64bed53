using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Domain.Tests.Working;

/// <summary>The colour of an obligation, by the table in docs/working.md.</summary>
public sealed class LightTests
{
    static readonly DateOnly Today = new(2026, 6, 15);

    [Theory]
    [InlineData("2026-06-14", Light.Red, LightRule.Overdue)]
    [InlineData("2026-06-15", Light.Yellow, LightRule.DueSoon)] // the day itself is still in time
    [InlineData("2026-07-15", Light.Yellow, LightRule.DueSoon)] // thirty days
    [InlineData("2026-07-16", Light.Green, LightRule.UnderWay)]
    [InlineData(null, Light.Green, LightRule.UnderWay)] // no day is written: nothing is ever overdue
    public void The_due_day_warns_and_then_is_past(string? due, Light light, LightRule rule)
    {
        var read = Lights.Of(Facts() with { Due = due is null ? null : DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture) });
        Assert.Equal((light, rule), (read.Light, read.Rule));
    }

    [Theory]
    [InlineData("2026-03-07", LightRule.UnderWay)] // a hundred days
    [InlineData("2026-03-06", LightRule.Silent)]
    public void Work_under_way_without_a_report_for_long_turns_yellow(string last, LightRule rule) =>
        Assert.Equal(rule, Lights.Of(Facts() with { LastReport = DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture) }).Rule);

    [Fact]
    public void Before_the_first_report_the_silence_counts_from_the_day_it_came_to_be_owed() =>
        Assert.Equal(Light.Yellow, Lights.Of(Facts() with { LastReport = null, Since = Today.AddDays(-101) }).Light);

    [Theory]
    [InlineData(true, LightRule.StageSuffices)]
    [InlineData(false, LightRule.Overdue)]
    public void A_stage_result_suffices_where_the_words_ask_for_no_more(bool asked, LightRule rule) =>
        Assert.Equal(rule, Lights.Of(Facts() with { Status = WorkStatus.StageReached, StageAsked = asked, Due = Today.AddDays(-1) }).Rule);

    [Theory]
    [InlineData(OptChoice.Undecided, Light.None)]
    [InlineData(OptChoice.Declined, Light.None)]
    [InlineData(OptChoice.TakenOn, Light.Red)] // owed from then on like one that must be done
    public void What_is_optional_has_a_light_only_once_it_is_taken_on(OptChoice choice, Light light) =>
        Assert.Equal(light, Lights.Of(Facts() with { Level = ObligationLevel.Optional, Choice = choice, Due = Today.AddDays(-1) }).Light);

    [Fact]
    public void Every_combination_of_facts_has_a_light_that_its_rule_lights() =>
        Assert.All(All(), facts => Assert.Equal(Lights.Of(Lights.Of(facts).Rule), Lights.Of(facts).Light));

    [Fact]
    public void Every_rule_decides_for_some_facts() =>
        Assert.Equal(Enum.GetValues<LightRule>().ToHashSet(), All().Select(facts => Lights.Of(facts).Rule).ToHashSet());

    [Fact]
    public void Waiting_alone_never_makes_a_light_better()
    {
        foreach (var facts in All())
            for (var (days, before) = (1, Lights.Of(facts).Light); days < 300; days += 7)
            {
                var after = Lights.Of(facts with { Today = facts.Today.AddDays(days) }).Light;
                Assert.True(after >= before, $"{facts}: {before}, {days} days later {after}");
                before = after;
            }
    }

    [Fact]
    public void What_is_not_owed_has_no_light_whatever_the_day() => Assert.All(All(), facts =>
    {
        var owed = facts.Status != WorkStatus.NotApplicable && (facts.Level != ObligationLevel.Optional || facts.Choice == OptChoice.TakenOn);
        Assert.Equal(owed, Lights.Of(facts).Light != Light.None);
    });

    [Fact]
    public void What_is_done_stays_blue_and_only_that_and_a_stage_that_suffices_is() => Assert.All(All(), facts =>
    {
        if (Lights.Of(facts).Light == Light.Blue) Assert.True(WorkChanges.HasResult(facts.Status));
        if (facts.Status == WorkStatus.Done && Lights.Of(facts).Light != Light.None) Assert.Equal(Light.Blue, Lights.Of(facts).Light);
    });

    [Fact]
    public void The_table_in_the_documents_is_the_table_of_the_code()
    {
        var written = File.ReadLines(Path.Combine(Repository.Root, "docs", "working.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains(" | `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Select(cells => (cells[1], cells[2].Trim('`'), cells[3]));
        Assert.Equal(Enum.GetValues<LightRule>().Select(rule => ($"{(int)rule + 1}", $"{rule}", $"{Lights.Of(rule)}".ToLowerInvariant())), written);
    }

    static LightFacts Facts() => new(
        WorkStatus.UnderWay, ObligationLevel.Mandatory, OptChoice.Undecided, Due: null, StageAsked: false, LastReport: Today.AddDays(-10), Since: new(2026, 2, 1), Today, WarnDays: 30, SilentDays: 100);

    static IEnumerable<LightFacts> All() =>
        from status in Enum.GetValues<WorkStatus>()
        from level in Enum.GetValues<ObligationLevel>()
        from choice in Enum.GetValues<OptChoice>()
        from due in (int?[])[null, -400, -1, 0, 30, 31, 200]
        from stage in (bool[])[false, true]
        from silent in (int?[])[null, 0, 100, 101]
        select new LightFacts(status, level, choice, due is { } d ? Today.AddDays(d) : null, stage, silent is { } s ? Today.AddDays(-s) : null, new(2026, 2, 1), Today, 30, 100);

    [Theory]
    [InlineData(0, 0, 0, 0, RegionShade.None)]
    [InlineData(4, 0, 0, 0, RegionShade.Done)]
    [InlineData(4, 1, 0, 0, RegionShade.InTime)]
    [InlineData(4, 1, 1, 0, RegionShade.Warned)]
    [InlineData(9, 3, 3, 1, RegionShade.Few)] // one of sixteen
    [InlineData(4, 4, 1, 1, RegionShade.Some)] // one of ten
    [InlineData(4, 3, 0, 3, RegionShade.Many)] // three of ten
    public void A_region_is_shaded_by_the_share_that_is_overdue(int blue, int green, int yellow, int red, RegionShade shade) =>
        Assert.Equal(shade, new LightTally(5, blue, green, yellow, red).Shade);
}
