using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Programme.Rules;
using static Zhice.Domain.Tests.Programme.Draft;

namespace Zhice.Domain.Tests.Programme;

/// <summary>The table "Who owes a measure" of the design, row by row, with the words that documents use.</summary>
public sealed class WhoOwesAMeasure
{
    const DivisionLevel Province = DivisionLevel.Province, City = DivisionLevel.City, County = DivisionLevel.County;

    [Theory]
    [InlineData(Province, "各省必做", 32, ObligationLevel.Mandatory)] // the corps is one of the 32
    [InlineData(Province, "省份：各省必做", 32, ObligationLevel.Mandatory)] // with its level mark
    [InlineData(Province, "各省（区、市）必做", 32, ObligationLevel.Mandatory)]
    [InlineData(Province, "各省(区、市)选做", 32, ObligationLevel.Optional)] // half-width brackets
    [InlineData(Province, "各省、自治区、直辖市必做", 32, ObligationLevel.Mandatory)]
    [InlineData(Province, "各省、自治区、直辖市及新疆生产建设兵团必做", 32, ObligationLevel.Mandatory)]
    [InlineData(Province, "各省份均须必做", 32, ObligationLevel.Mandatory)]
    [InlineData(Province, "必做", 32, ObligationLevel.Mandatory)] // 省份：必做
    [InlineData(Province, "必做：各省", 32, ObligationLevel.Mandatory)]
    [InlineData(Province, "各地区选做", 32, ObligationLevel.Optional)] // 各地 takes the rule's level
    [InlineData(City, "各市选做", 333, ObligationLevel.Optional)]
    [InlineData(City, "各地级市必做", 333, ObligationLevel.Mandatory)]
    [InlineData(City, "各设区的市必做", 333, ObligationLevel.Mandatory)]
    [InlineData(City, "各市（州）必做", 333, ObligationLevel.Mandatory)]
    [InlineData(City, "各市、州必做", 333, ObligationLevel.Mandatory)]
    [InlineData(City, "各地级以上市必做", 333, ObligationLevel.Mandatory)]
    [InlineData(City, "市级选做", 333, ObligationLevel.Optional)]
    [InlineData(City, "市县选做", 333, ObligationLevel.Optional)] // and, of the rule for counties, all counties
    [InlineData(City, "必做地区：各市（州）", 333, ObligationLevel.Mandatory)]
    [InlineData(City, "各市（州）（选做）", 333, ObligationLevel.Optional)]
    [InlineData(County, "各县(市、区)必做", 2975, ObligationLevel.Mandatory)]
    [InlineData(County, "各县、市、区选做", 2975, ObligationLevel.Optional)]
    [InlineData(County, "各区县必做", 2975, ObligationLevel.Mandatory)]
    [InlineData(Province, "除西藏外各省必做", 31, ObligationLevel.Mandatory)]
    [InlineData(Province, "各省（西藏、兵团除外）必做", 30, ObligationLevel.Mandatory)]
    [InlineData(Province, "有条件的省份选做", 32, ObligationLevel.Optional)]
    [InlineData(Province, "北京、上海、广东必做", 3, ObligationLevel.Mandatory)]
    [InlineData(Province, "北京市、上海市和广东省必做", 3, ObligationLevel.Mandatory)]
    [InlineData(Province, "新疆、内蒙古、兵团选做", 3, ObligationLevel.Optional)]
    [InlineData(City, "和田地区、呼和浩特和延边选做", 3, ObligationLevel.Optional)] // 和 is part of two of the names
    [InlineData(City, "江苏省南京市必做", 1, ObligationLevel.Mandatory)]
    public void Divisions_that_the_words_name_owe_it_through_their_offices(DivisionLevel level, string words, int count, ObligationLevel expected)
    {
        var result = Compute(Task(Measure(MeasureScope.AllRegions, Rule(level, words))));

        Assert.Empty(result.Questions);
        Assert.Equal(count, result.Owed.Count);
        Assert.All(result.Owed, owed => Assert.Equal(expected, owed.Level));
        Assert.All(result.Owed, owed => Assert.NotNull(owed.Rule));
    }

    [Theory]
    [InlineData("合肥、芜湖必做，其他市州选做")]
    [InlineData("合肥、芜湖必做，其他设区市选做")]
    [InlineData("合肥、芜湖必做，其余各市选做")]
    [InlineData("合肥、芜湖必做，其他市（州）选做")]
    public void The_others_are_those_that_the_line_does_not_name(string words)
    {
        var result = Compute(Task(Measure(MeasureScope.AllRegions, Rule(City, words, must: null))));

        Assert.Empty(result.Questions);
        Assert.Equal([(ObligationLevel.Mandatory, 2), (ObligationLevel.Optional, 331)], result.Owed.GroupBy(o => o.Level).Select(g => (g.Key, g.Count())).OrderBy(g => g.Item2));
    }

    [Theory]
    [InlineData("全省", "340000", 16)] // everywhere in the province, and not its office alone
    [InlineData("全省必做", "340000", 16)]
    [InlineData("全省各设区市必做", "340000", 16)]
    [InlineData("全国", "000000", 32)]
    public void The_whole_of_a_region_is_every_part_of_it(string words, string region, int count)
    {
        var result = ObligationRules.Compute([Task(Measure(MeasureScope.AllRegions, Rule(words.Contains("设区", StringComparison.Ordinal) ? City : Province, words)))], new Country().On(jurisdiction: region));

        Assert.Empty(result.Questions);
        Assert.Equal(count, result.Owed.Count);
    }

    [Fact]
    public void One_line_may_oblige_some_and_invite_others()
    {
        var result = Compute(Task(Measure(MeasureScope.AllRegions, Rule(Province, "北京、上海、广东必做；江苏省选做"))));

        Assert.Equal(["office-110000 Mandatory", "office-310000 Mandatory", "office-440000 Mandatory", "office-320000 Optional"],
            result.Owed.Select(o => $"{Country.CodeOf(o.Organisation)} {o.Level}"));
    }

    [Theory]
    [InlineData("北京、上海必做，其他省份选做")]
    [InlineData("北京、上海必做；其余省份选做")]
    public void The_others_are_known_once_some_are_named(string words)
    {
        var result = Compute(Task(Measure(MeasureScope.AllRegions, Rule(Province, words))));

        Assert.Empty(result.Questions);
        Assert.Equal(2, result.Owed.Count(o => o.Level == ObligationLevel.Mandatory));
        Assert.Equal(30, result.Owed.Count(o => o.Level == ObligationLevel.Optional));
    }

    [Theory]
    [InlineData(MeasureScope.AllRegions, 32, ObligationLevel.Unstated, ObligationBasis.AllRegions)] // 2021: no 必做/选做 lines
    [InlineData(MeasureScope.CapableRegions, 32, ObligationLevel.Optional, ObligationBasis.CapableRegions)]
    public void Without_a_line_the_scope_decides(MeasureScope scope, int count, ObligationLevel level, ObligationBasis basis)
    {
        var result = Compute(Task(Measure(scope), By("运用促进司")));

        Assert.Equal(count, result.Owed.Count); // the department coordinates and does not owe what regions must do
        Assert.All(result.Owed, owed => Assert.Equal((level, basis), (owed.Level, owed.Basis)));
    }

    [Theory]
    [InlineData(MeasureScope.ConcernedRegions, PendingReason.ConcernedUnnamed)]
    [InlineData(MeasureScope.RelevantRegions, PendingReason.RelevantUnnamed)]
    [InlineData(MeasureScope.OtherRegions, PendingReason.OthersUnnamed)]
    [InlineData(MeasureScope.Unspecified, PendingReason.NoOwner)] // work points
    public void A_scope_that_names_nobody_is_a_question(MeasureScope scope, PendingReason reason)
    {
        var result = Compute(Task(Measure(scope)));

        Assert.Empty(result.Owed);
        Assert.Equal(reason, Assert.Single(result.Questions).Reason);
    }

    [Theory]
    [InlineData(Province, "涉及省份必做", PendingReason.ConcernedUnnamed, null)]
    [InlineData(City, "有关城市选做", PendingReason.RelevantUnnamed, null)]
    [InlineData(Province, "其他省份选做", PendingReason.OthersUnnamed, null)] // nobody was named before
    [InlineData(Province, "营商环境创新试点省份必做", PendingReason.StatusWithoutHolders, "营商环境创新试点省份")]
    [InlineData(Province, "东部沿海发达的那些必做", PendingReason.RuleNotUnderstood, "东部沿海发达的那些")]
    [InlineData(Province, "北京、上海、亚特兰蒂斯必做", PendingReason.RuleNotUnderstood, "北京、上海、亚特兰蒂斯")]
    [InlineData(Province, "除亚特兰蒂斯外各省必做", PendingReason.RuleNotUnderstood, "除亚特兰蒂斯外各省")] // not the wrong 32
    [InlineData(Province, "有条件的省份必做", PendingReason.RuleNotUnderstood, "有条件的省份")] // who is able is not said
    public void Words_that_cannot_be_computed_are_a_question(DivisionLevel level, string words, PendingReason reason, string? subject)
    {
        var question = Assert.Single(Compute(Task(Measure(MeasureScope.AllRegions, Rule(level, words)))).Questions);

        Assert.Equal((reason, subject), (question.Reason, question.Subject));
    }

    [Fact]
    public void A_national_measure_without_a_department_is_owed_by_the_national_office()
    {
        var owed = Assert.Single(Compute(Task(Measure(MeasureScope.National))).Owed);
        Assert.Equal(("cnipa", ObligationBasis.Assigned), (Country.CodeOf(owed.Organisation), owed.Basis));
    }

    [Fact]
    public void An_answered_question_obliges_the_members_of_the_answer()
    {
        var task = Task(Measure(MeasureScope.AllRegions, Rule(Province, "涉及省份必做")));
        var question = Assert.Single(Compute(task).Questions);
        var answer = new Answer(new DecisionId(7), question.Key, ObligationLevel.Mandatory, [(Country.Id("office-340000"), null)]);

        var result = ObligationRules.Compute([task], new Country().On(), [answer]);

        var owed = Assert.Single(result.Owed);
        Assert.Equal((ObligationBasis.Decision, new DecisionId(7), "office-340000"), (owed.Basis, owed.Decision, Country.CodeOf(owed.Organisation)));
        Assert.Equal(new DecisionId(7), Assert.Single(result.Questions).Decision);
    }

    [Fact]
    public void In_a_province_s_own_programme_regions_are_its_cities()
    {
        var facts = new Country().On(jurisdiction: "340000");
        var all = ObligationRules.Compute([Task(Measure(MeasureScope.AllRegions))], facts);
        var cities = ObligationRules.Compute([Task(Measure(MeasureScope.Unspecified, Rule(City, "各市必做")), By("省知识产权局"))], facts);

        Assert.Equal(16, all.Owed.Count); // 安徽 has sixteen cities
        Assert.Equal(16 + 1, cities.Owed.Count);
        Assert.Contains(cities.Owed, o => Country.CodeOf(o.Organisation) == "office-340000");
    }

    [Theory]
    [InlineData("北京市知识产权局")] // another province
    [InlineData("条法司")] // a department of the nation
    public void A_local_document_obliges_nobody_outside_its_region_but_asks(string name)
    {
        var facts = new Country().On(jurisdiction: "340000");
        var result = ObligationRules.Compute([Task(Measure(MeasureScope.Unspecified), By("合肥市知识产权局"), By(name))], facts);

        Assert.Equal("office-340100", Country.CodeOf(Assert.Single(result.Owed).Organisation));
        Assert.Equal((PendingReason.OutsideRegion, name), Assert.Single(result.Questions) is var asked ? (asked.Reason, asked.Subject) : default);
    }

    static Computation Compute(TaskDraft task) => ObligationRules.Compute([task], new Country().On());
}
