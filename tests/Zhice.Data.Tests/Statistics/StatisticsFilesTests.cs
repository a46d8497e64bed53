using Zhice.Data.Statistics;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Statistics;

public sealed class StatisticsFilesTests
{
    static string[] Faults(string rule) => [.. StatisticsFiles.Read([], [("data/rules/r.yaml", rule)], StatisticsFiles.Shipped.Elements).Faults.Select(f => $"{f.Line}:{f.Defect.Code}")];

    [Fact]
    public void The_forms_and_rules_that_come_with_the_program_are_sound_and_every_rule_is_asked_by_a_form_or_guards_what_comes_by_file()
    {
        var shipped = StatisticsFiles.Shipped;
        Assert.True(shipped.Forms.Count >= 5 && shipped.Rules.Count >= 8, $"{shipped.Forms.Count} forms, {shipped.Rules.Count} rules");
        var asked = shipped.Forms.Values.SelectMany(f => shipped.RulesOf(f)).Select(r => r.Code).ToHashSet(StringComparer.Ordinal);
        var typed = shipped.Forms.Values.SelectMany(f => f.Elements).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(shipped.Rules.Where(r => !asked.Contains(r.Code) && !(r.Importance == Importance.Error && !r.Elements.Any(typed.Contains))).Select(r => r.Code));
        Assert.All(shipped.Forms.Values, f => Assert.True(f.OpensAfter <= f.DueAfter && f.DueAfter < f.LocksAfter, f.Code));
    }

    [Theory]
    [InlineData("code: r\nkind: comparison\nimportance: error\nelement: pledge_amount\ncomparison: at-most\nother: pledge_smes\ninstruction: a\nenglish: b\n", "6:rule.units")] // 亿元 and 家
    [InlineData("code: r\nkind: comparison\nimportance: error\nelement: unheard\ncomparison: at-most\nleast: 1\ninstruction: a\nenglish: b\n", "4:rule.unknown")]
    [InlineData("code: r\nkind: range\nimportance: error\nelement: tisc\nleast: NaN\nmost: 5\ninstruction: a\nenglish: b\n", "5:rule.number")]
    [InlineData("code: other\nkind: range\nimportance: error\nelement: tisc\nmost: 5\ninstruction: a\nenglish: b\n", "1:yaml.code-file")]
    [InlineData("code: r\nkind: range\nimportance: error\nelement: tisc\nmost: 5\nmosst: 6\ninstruction: a\nenglish: b\n", "6:yaml.unknown")]
    public void A_fault_of_a_rule_names_its_line(string rule, string fault) => Assert.Equal([fault], Faults(rule));

    [Fact]
    public void A_sound_rule_is_read()
    {
        var (catalogue, faults) = StatisticsFiles.Read([], [("data/rules/r.yaml", "code: r\nkind: year-on-year\nimportance: notice\nelement: tisc\nleast: -10.5\nmost: 20\ninstruction: 甲\nenglish: a\n")], StatisticsFiles.Shipped.Elements);
        Assert.Empty(faults);
        var rule = Assert.Single(catalogue.Rules);
        Assert.Equal((RuleKind.YearOnYear, Importance.Notice, -10.5m, 20m), (rule.Kind, rule.Importance, rule.Least, rule.Most));
    }
}
