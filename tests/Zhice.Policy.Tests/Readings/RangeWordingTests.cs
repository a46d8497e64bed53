using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>适用范围: who must and who may, in cells, department cells, labels and notes.</summary>
public sealed class RangeWordingTests
{
    static string Rules(IEnumerable<ApplicabilityRule> rules) =>
        string.Join('|', rules.Select(r => $"{(r.Level == RegionLevel.Unstated ? "-" : r.Level)} {r.Text} {r.Must switch { true => "must", false => "may", null => "-" }}"));

    static string Rules(PolicyTask task) => Rules(task.Measures.SelectMany(m => m.Applicability));

    static PolicyTask Row(string cell) => Reader.Text($"某省2025年任务清单\n\n序号\t任务\t责任单位\t适用范围\n1\t推进第一项工作。\t甲处\t各省必做\n2\t推进第二项工作。\t乙处\t{cell}\n3\t推进第三项工作。\t丙处\t各市选做\n").Tasks[1];

    [Theory]
    [InlineData("省份：各省必做；城市：试点城市选做", "Province 各省必做 must|City 试点城市选做 may")]
    [InlineData("省份：各省必做 城市：试点城市选做", "Province 各省必做 must|City 试点城市选做 may")]
    [InlineData("各市（州）必做；强县建设示范县（市、区）必做，其余县选做", "City 各市（州）必做 must|County 强县建设示范县（市、区）必做 must|County 其余县选做 may")]
    [InlineData("市级：必做；县（市、区）级：选做", "City 必做 must|County 选做 may")]
    [InlineData("省级必做、市县级选做", "Province 省级必做 must|City 市县级选做 may|County 市县级选做 may")] // both levels are named by one word
    [InlineData("市县：必做", "City 必做 must|County 必做 must")]
    [InlineData("必做：各设区市；选做：各县区", "City 必做：各设区市 must|County 选做：各县区 may")]
    [InlineData("选做地区：其他县；必做地区：各市、示范县", "County 选做地区：其他县 may|City 必做地区：各市 must|County 示范县 must")]
    [InlineData("各盟市（必做）、各旗县（市、区）（选做）", "City 各盟市（必做） must|County 各旗县（市、区）（选做） may")]
    [InlineData("各市必做（各县选做）", "City 各市必做 must|County 各县选做 may")]
    [InlineData("各地级以上市必做", "City 各地级以上市必做 must")]
    [InlineData("各市、县（市、区）必做", "City 各市 must|County 县（市、区）必做 must")]
    [InlineData("各县、市、区选做", "County 各县、市、区选做 may")]
    [InlineData("各区、县、市必做", "County 各区、县、市必做 must")]
    [InlineData("各省、自治区、直辖市及新疆生产建设兵团必做", "Province 各省、自治区、直辖市及新疆生产建设兵团必做 must")]
    [InlineData("各市、州必做", "City 各市、州必做 must")]
    [InlineData("各省（区、市）、计划单列市必做", "Province 各省（区、市） must|City 计划单列市必做 must")]
    [InlineData("杭州、宁波必做，温州市选做", "City 杭州、宁波必做 must|City 温州市选做 may")]
    [InlineData("江苏、浙江、广东必做", "Province 江苏、浙江、广东必做 must")]
    [InlineData("示范城市必做试点城市选做", "City 示范城市必做 must|City 试点城市选做 may")]
    [InlineData("示范城市：必做；试点城市：选做", "City 示范城市：必做 must|City 试点城市：选做 may")]
    [InlineData("各市必做，其他选做", "City 各市必做 must|City 其他选做 may")]
    [InlineData("各省必做，西藏除外", "Province 各省必做，西藏除外 must")]
    [InlineData("各区必选；园区自选", "County 各区必选 must|- 园区自选 may")]
    [InlineData("全省各设区市必做；省级以上开发区选做", "City 全省各设区市必做 must|- 省级以上开发区选做 may")]
    [InlineData("保护示范区必做", "- 保护示范区必做 must")]
    [InlineData("全国", "- 全国 -")]
    [InlineData("有条件的地区", "- 有条件的地区 -")]
    [InlineData("强市建设试点、示范城市，强县建设试点、示范县必做", "City 强市建设试点、示范城市 must|County 强县建设试点、示范县必做 must")]
    [InlineData("城市：强市建设试点、示范城市，强县建设试点、示范县必做", "City 强市建设试点、示范城市 must|County 强县建设试点、示范县必做 must")] // the nouns say more than the mark
    [InlineData("省份：各省必做 城市：强市建设试点、示范城市，强县建设试点、示范县必做", "Province 各省必做 must|City 强市建设试点、示范城市 must|County 强县建设试点、示范县必做 must")]
    [InlineData("城市：强市建设试点、示范城市选做", "City 强市建设试点、示范城市选做 may")]
    [InlineData("各市必做，不含县", "City 各市必做 must")] // a level that is left out
    [InlineData("各省必做，不含直辖市", "Province 各省必做，不含直辖市 must")]
    [InlineData("某某城市可选择开展", "- 某某城市可选择开展 -")]
    public void A_cell_states_a_rule_for_each_level_and_for_each_who_must_or_may(string cell, string expected)
    {
        var task = Row(cell);

        Assert.Equal(expected, Rules(task.Measures.Single().Applicability));
        Assert.Equal(["乙处"], task.Assignments.Select(a => a.Organisation));
    }

    [Fact]
    public void A_line_may_hold_the_end_of_the_words_the_department_and_the_range()
    {
        var document = Reader.Text("某省2025年任务清单\n序号 任务 举措 责任部门 适用范围 完成时限\n1 提升质量 省局：修订办法。 促进处 各市必做；示范县选做 6月底前\n2 加强保护 各市：核查线索，做好结果\n反馈。 保护处 各市（州）必做，县（市、区）\n选做 年底前\n3 优化服务 各地：建设站点10个。 服务处 — 持续推进\n");

        Assert.Equal("City 各市（州）必做 must|County 县（市、区）选做 may", Rules(document.Tasks[1].Measures.Single().Applicability));
        Assert.Equal("核查线索，做好结果反馈。", document.Tasks[1].Measures.Single().Text);
        Assert.Equal(["保护处"], document.Tasks[1].Assignments.Select(a => a.Organisation));
    }

    [Theory]
    [InlineData("—")]
    [InlineData("——")]
    [InlineData("/")]
    [InlineData("无")]
    [InlineData("不适用")]
    public void A_cell_that_says_there_is_no_range_makes_no_rule(string cell) => Assert.Empty(Row(cell).Measures.SelectMany(m => m.Applicability));

    [Theory]
    [InlineData("省局：甲处、乙处\n各区：各区必做", "甲处|乙处", "County 各区必做 must")]
    [InlineData("省局：甲处\n各县（市、区）：涉及县必做，其他县选做", "甲处", "County 涉及县必做 must|County 其他县选做 may")]
    [InlineData("省局：甲处\n园区：国家级园区选做", "甲处", "- 国家级园区选做 may")]
    [InlineData("省局：甲处\n高校：示范高校必做", "甲处", "- 高校：示范高校必做 must")]
    [InlineData("商标处、保护处，各市必做、示范县选做", "商标处|保护处", "City 各市必做 must|County 示范县选做 may")]
    [InlineData("商标处（各市必做）", "商标处", "City 各市必做 must")]
    [InlineData("省级：省教育厅、省财政厅\n市级：市人民政府", "省教育厅|省财政厅|市人民政府", "")]
    public void What_says_who_must_or_may_is_never_an_owner(string cell, string owners, string expected)
    {
        var document = Reader.Text($"2025年任务清单\n\t任务清单\n\t落实举措\n\t责任单位\n\t完成时间\n\t完善保护\n\t各地区：推进保护工作。\n\t{cell}\n\t年底前完成\n\t加强宣传\n\t各地区：开展宣传。\n\t丙处\n\t持续推进\n");

        Assert.Equal(owners, string.Join('|', document.Tasks[0].Assignments.Select(a => a.Organisation)));
        Assert.Equal(expected, Rules(document.Tasks[0].Measures.Single().Applicability));
        Assert.Equal(1, document.Coverage);
    }

    [Theory]
    [InlineData("建设站点20个。（负责部门：甲处；适用范围：各设区市必做，县（市、区）选做）", "甲处", "City 各设区市必做 must|County 县（市、区）选做 may")]
    [InlineData("建设站点20个。（甲处负责，适用范围：示范市必做、试点县选做）", "甲处", "City 示范市必做 must|County 试点县选做 may")]
    [InlineData("建设站点20个。（甲处牵头，乙处配合，推广范围：有条件的地区）", "甲处|乙处", "- 有条件的地区 -")]
    [InlineData("建设站点20个。（甲处、乙处，持续推进；适用范围：各市必做）", "甲处|乙处", "City 各市必做 must")]
    [InlineData("建设站点20个。（甲处、乙处，完成时限：9月底前，适用范围：各市必做）", "甲处|乙处", "City 各市必做 must")]
    [InlineData("建设站点20个。\n牵头单位：甲处\n适用范围：各市（州）必做，示范县（市、区）必做，其他县（市、区）选做", "甲处", "City 各市（州）必做 must|County 示范县（市、区）必做 must|County 其他县（市、区）选做 may")]
    [InlineData("建设站点20个。\n责任单位：甲处\n省份：各省必做\n城市：示范城市选做", "甲处", "Province 各省必做 must|City 示范城市选做 may")]
    public void A_note_and_a_label_state_rules_as_a_cell_does(string item, string owners, string expected)
    {
        var task = Reader.Item(item);

        Assert.Equal(owners, string.Join('|', task.Assignments.Select(a => a.Organisation)));
        Assert.Equal(expected, Rules(task.Measures.SelectMany(m => m.Applicability)));
        Assert.Equal(["建设站点20个。"], task.Measures.SelectMany(m => m.Commitments).Select(c => c.Text));
    }

    [Theory]
    [InlineData("宜昌、襄阳、荆州市必做，其他市选做。建设站点20个。", "City 宜昌、襄阳、荆州市必做 must|City 其他市选做 may")]
    [InlineData("各市必做、县（市、区）选做。建设站点20个。", "City 各市必做 must|County 县（市、区）选做 may")]
    [InlineData("昆明、玉溪市必做，其他州市选做：建设站点20个。", "City 昆明、玉溪市必做 must|City 其他州市选做 may")]
    public void Who_must_may_be_the_first_words_of_an_item_and_is_no_commitment(string item, string expected)
    {
        var task = Reader.Item(item + "（甲处负责）");
        Assert.Equal(["建设站点20个。"], task.Measures.SelectMany(m => m.Commitments).Select(c => c.Text));
        Assert.Equal(expected, Rules(task));
    }

    [Fact]
    public void A_range_that_leaves_a_level_out_names_the_other_alone() =>
        Assert.Equal("- 各市 -", Rules(Reader.Item("建设站点20个。（甲处牵头，乙处配合；适用范围：各市，不含县）")));

    [Fact]
    public void A_range_behind_a_department_in_one_line_is_no_part_of_its_name()
    {
        var document = Reader.Text("2026年任务清单\n任务清单\t落实举措\t责任部门\t完成时间\n加强保护\t各地区：开展专项行动。\t保护司 省份：各省必做 城市：强市建设示范城市选做\t年底前\n加强布局\t各地区：布局保护中心。\t保护司、条法司 省份：除西藏外各省必做\t年底前\n");
        Assert.Equal(["保护司", "保护司|条法司"], document.Tasks.Select(t => string.Join('|', t.Assignments.Select(a => a.Organisation))));
        Assert.Equal(["Province 各省必做 must|City 强市建设示范城市选做 may", "Province 除西藏外各省必做 must"], document.Tasks.Select(Rules));
    }

    [Theory]
    [InlineData("试点城市选做", "强市建设示范城市必做", "强市建设试点城市选做")]
    [InlineData("示范县选做", "强市建设示范城市必做", "示范县选做")] // a county holds no status of cities
    [InlineData("试点城市选做", "各市必做", "试点城市选做")]
    [InlineData("强市建设试点城市选做", "强市建设示范城市必做", "强市建设试点城市选做")]
    public void A_kind_alone_takes_the_name_of_the_status_before_it(string words, string before, string expected) => Assert.Equal(expected, RegionWords.InFull(words, before));

    [Theory]
    [InlineData("各区局：核查线索。", ActorScope.AllRegions)]
    [InlineData("各设区市知识产权局：核查线索。", ActorScope.AllRegions)]
    [InlineData("区县：核查线索。", ActorScope.AllRegions)]
    [InlineData("各地市知识产权局：核查线索。", ActorScope.AllRegions)]
    [InlineData("苏南五市：核查线索。", ActorScope.ConcernedRegions)]
    [InlineData("涉及区局：核查线索。", ActorScope.ConcernedRegions)]
    [InlineData("计划单列市：核查线索。", ActorScope.ConcernedRegions)]
    [InlineData("示范城市：核查线索。", ActorScope.ConcernedRegions)]
    [InlineData("园区：核查线索。", ActorScope.ConcernedRegions)]
    [InlineData("市局：核查线索。", ActorScope.National)]
    [InlineData("各有关部门：核查线索。", ActorScope.Unspecified)]
    public void The_offices_of_regions_are_addressed_as_the_regions_are(string measure, ActorScope scope)
    {
        var document = Reader.Text($"某市2025年任务清单\n\t任务清单\n\t落实举措\n\t责任单位\n\t完成时间\n\t完善保护\n\t市知识产权局：开展整治。\n{measure}\n\t甲处\n\t年底前完成\n\t加强宣传\n\t各区：开展宣传。\n\t丙处\n\t持续推进\n");

        Assert.Equal(scope == ActorScope.Unspecified, document.Tasks[0].Measures[^1].Text.Contains('：', StringComparison.Ordinal));
        Assert.Equal(scope, scope == ActorScope.Unspecified ? ActorScope.Unspecified : document.Tasks[0].Measures[^1].Scope);
        Assert.Equal(scope is ActorScope.Unspecified or ActorScope.National ? 1 : 2, document.Tasks[0].Measures.Select(m => m.Scope).Distinct().Count());
    }

    [Theory]
    [InlineData("各设区市必做", RegionLevel.City)]
    [InlineData("全国", RegionLevel.Unstated)]
    [InlineData("沿海开放城市", RegionLevel.City)]
    [InlineData("各省（自治区、直辖市）", RegionLevel.Province)]
    [InlineData("昆山市", RegionLevel.Unstated)]
    [InlineData("苏州市、无锡市", RegionLevel.City)]
    [InlineData("北京、杭州", RegionLevel.Unstated)]
    [InlineData("自由贸易试验区", RegionLevel.Unstated)]
    [InlineData("市辖区", RegionLevel.County)]
    [InlineData("各区、县、市必做", RegionLevel.County)]
    [InlineData("内蒙古自治区", RegionLevel.Province)]
    public void The_noun_or_the_names_tell_the_level(string words, RegionLevel level) => Assert.Equal(level, RegionWords.LevelOf(words));
}
