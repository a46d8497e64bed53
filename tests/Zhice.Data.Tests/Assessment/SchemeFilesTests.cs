using Zhice.Data.Assessment;
using Zhice.Data.Indicators;
using Zhice.Domain.Assessment;

namespace Zhice.Data.Tests.Assessment;

/// <summary>Schemes as files: what is wrong is named with its line, and what rewards filing counts is warned of.</summary>
public sealed class SchemeFilesTests
{
    static readonly string sound = SchemeFiles.Shipped.Single().Text;

    static string Faults(string text) => string.Join('|', SchemeFiles.Read("a.yaml", text, DefinitionFiles.Shipped).Faults.Select(f => $"{f.Line} {f.Defect.Code}"));

    static int Line(string words) => sound.Split('\n').ToList().FindIndex(l => l.Contains(words, StringComparison.Ordinal)) + 1;

    [Fact]
    public void The_scheme_that_comes_with_the_program_is_sound_and_warns_of_nothing()
    {
        var (scheme, faults) = SchemeFiles.Read("a.yaml", sound, DefinitionFiles.Shipped);
        Assert.Empty(faults);
        Assert.Equal(100, scheme!.Groups.Sum(g => g.Weight));
        Assert.Empty(SchemeCheck.Warnings(scheme, DefinitionFiles.Shipped));
        Assert.Equal(["completion", "deduction", "expert", "indicator", "timeliness", "veto"], scheme.Items.Select(i => i.Rule.Kind).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Points_written_into_a_text_change_nothing_else_of_it()
    {
        var text = SchemeFiles.WithPoints(sound, new Dictionary<string, decimal> { ["tasks"] = 42, ["done_all"] = 22, ["reporting"] = 6.5m, ["results"] = 3.5m, ["nobody"] = 9 });

        var (scheme, faults) = SchemeFiles.Draft("a.yaml", text, DefinitionFiles.Shipped);
        Assert.Equal((42m, 22m, 6.5m, 3.5m), (scheme!.Groups[0].Weight, scheme.Item("done_all")!.Points, scheme.Item("reporting")!.Points, scheme.Item("results")!.Points));
        Assert.Equal("scheme.groups-sum", Assert.Single(faults).Defect.Code); // the sums are told beside, and the preview stays
        var (before, after) = (sound.Split('\n'), text.Split('\n'));
        Assert.Equal(4, before.Zip(after).Count(p => p.First != p.Second));
        Assert.Equal(sound, SchemeFiles.WithPoints(sound, new Dictionary<string, decimal>()));
        Assert.Equal("no: scheme", SchemeFiles.WithPoints("no: scheme", new Dictionary<string, decimal> { ["tasks"] = 1 }));
    }

    [Fact]
    public void Weights_that_do_not_sum_are_named_with_their_line_and_both_sums()
    {
        var (_, faults) = SchemeFiles.Read("a.yaml", sound.Replace("weight: 40", "weight: 41", StringComparison.Ordinal), DefinitionFiles.Shipped);
        Assert.Equal([(Line("groups:"), "scheme.groups-sum"), (Line("code: tasks"), "scheme.items-sum")], faults.Select(f => (f.Line, f.Defect.Code)).OrderBy(f => f.Line));
        Assert.Equal(["101", "100"], faults.First(f => f.Defect.Code == "scheme.groups-sum").Defect.Arguments);
    }

    [Theory]
    [InlineData("indicator: high_value_density", "indicator: no_such_thing", "code: high_value,", "scheme.indicator")]
    [InlineData("stage-credit: 0.5", "stage-credit: 1.5", "code: done_all", "scheme.share")]
    [InlineData("rule: timeliness, late-credit: 0.4", "rule: attendance", "code: in_time", "yaml.word")]
    [InlineData("title: 报送质量", "title: 应用打卡率", "code: reporting", "scheme.app-use")]
    [InlineData("title: 报送材料被退回", "title: 移动端App登录次数不足", "code: reporting", "scheme.app-use")]
    [InlineData("group: protection", "group: nowhere", "code: neglect", "scheme.veto-group")]
    [InlineData("late-credit: 0.4", "late-credit: 0.4, late-credti: 1", "code: in_time", "yaml.unknown")]
    [InlineData("[{share: 0.2}, {from: 50, share: 0.5}", "[{share: 0.2}, {from: 65, share: 0.5}", "code: inclusive", "scheme.intervals")]
    [InlineData("experts: 2, most: 100, guide: 看成效", "experts: 2, most: 0, guide: 看成效", "code: results", "scheme.expert")]
    public void What_is_wrong_is_named_with_its_line(string words, string instead, string line, string code) =>
        Assert.Equal($"{Line(line)} {code}", Faults(sound.Replace(words, instead, StringComparison.Ordinal)));

    [Fact]
    public void A_rule_that_rewards_filing_counts_or_their_growth_is_warned_of_with_the_sentence_that_says_so()
    {
        SchemeCheckWarning("by: value, intervals: [{share: 0.2}, {from: 4", "scheme.filing-count");
        SchemeCheckWarning("by: growth, intervals: [{share: 0.2}, {from: 4", "scheme.filing-growth");

        static void SchemeCheckWarning(string by, string code)
        {
            var text = sound.Replace("indicator: high_value_density, by: value, intervals: [{share: 0.2}, {from: 4", "indicator: patent_filing_count, " + by, StringComparison.Ordinal);
            var warning = SchemeCheck.Warnings(SchemeFiles.Read("a.yaml", text, DefinitionFiles.Shipped).Scheme!, DefinitionFiles.Shipped)[0];
            Assert.Equal(code, warning.Code);
            Assert.Contains("避免将专利申请数量作为部门工作考核的主要依据", (string)warning.Arguments[1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_facts_of_law_say_thirty_days_and_the_methods_and_mark_what_was_only_remembered()
    {
        Assert.Equal((30, 30), (SchemeFiles.Law.ObjectionDays, SchemeFiles.Law.ReviewDays));
        Assert.Equal(8, SchemeFiles.Law.Methods.Count);
        Assert.Contains(SchemeFiles.Law.Facts, f => f is { Code: "objection", Article: "第十七条", Unverified: true });
    }
}
