using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Notes that say much in few words: names that share a class, roles told by a comma, days behind the owners, parts and rates.</summary>
public sealed class NoteInOneLineTests
{
    static IEnumerable<string> Owners(PolicyTask task) => task.Assignments.Select(a => $"{a.Organisation} {a.Role} {a.Mode}");

    [Fact]
    public void With_nobody_named_before_those_behind_the_comma_take_part()
    {
        Assert.Equal(["各市州知识产权局 Responsible Joint", "厅人事处 Participant Joint"], Owners(Reader.Item("支持创建示范城市。（各市州知识产权局，厅人事处配合）")));
        Assert.Equal(["甲局 Participant Joint", "乙局 Participant Joint"], Owners(Reader.Item("支持创建示范城市。（甲局、乙局配合）")));
        Assert.Equal(["甲局 Lead Joint", "乙局 Participant Joint", "丙局 Participant Joint"], Owners(Reader.Item("支持创建示范城市。（甲局牵头，乙局，丙局配合）")));
    }

    [Fact]
    public void Taking_part_by_function_says_nothing_of_the_one_who_answers() =>
        Assert.Equal(["市大数据局 Responsible Joint", "市教育局 Participant ByFunction", "市科技局 Participant ByFunction"], Owners(Reader.Item("完善平台功能。（市大数据局负责，市教育局、市科技局按照职责分工配合）")));

    [Theory]
    [InlineData("责任单位：各市、州知识产权局。", "各市、州知识产权局")]
    [InlineData("责任单位：省知识产权局，各市、县（市、区）市场监管局。", "省知识产权局|各市、县（市、区）市场监管局")]
    [InlineData("责任单位：省法院，长沙、株洲、湘潭市人民政府。", "省法院|长沙市人民政府|株洲市人民政府|湘潭市人民政府")]
    [InlineData("责任单位：企业、高校、青海州知识产权局。", "企业|高校|青海州知识产权局")]
    public void Names_that_share_a_class_are_whole_names(string note, string owners) =>
        Assert.Equal(owners, string.Join('|', Reader.Item($"加强协同保护。{note}").Assignments.Select(a => a.Organisation)));

    [Fact]
    public void A_sentence_that_says_only_when_is_the_deadline_of_what_stands_before_its_note()
    {
        var task = Reader.Item("提高保护水平。责任单位：甲局。3月底前启动，11月20日前完成。");

        Assert.Equal(new DateOnly(2025, 11, 20), task.Deadline.Date);
        Assert.Equal("提高保护水平。", task.Measures.Single().Commitments.Single().Text);
    }

    [Theory]
    [InlineData("用标率提高到85%，较上年提升3个百分点。", "用标率 AtLeast 85 %|用标率 AtLeast 3 个百分点")]
    [InlineData("举办服务活动，不少于3场次/季度。", "举办服务活动 AtLeast 3 场次/季度")]
    [InlineData("约谈机构比例不低于1/3。", "约谈机构比例 AtLeast 33.33 %")]
    [InlineData("发明专利结案8万件左右。", "发明专利结案 Equal 8 万件")]
    [InlineData("牵头单位为2个以上的，排在第一位的为第一牵头单位。", "")]
    [InlineData("自2025/9/30起执行新规定。", "")]
    public void Parts_and_rates_are_levels_and_conditions_are_none(string sentence, string expected) =>
        Assert.Equal(expected, string.Join('|', Reader.Item(sentence + "（甲局负责）").Measures.SelectMany(m => m.Commitments).SelectMany(c => c.Targets).Select(t => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{t.What} {t.Comparator} {t.Value} {t.Unit}"))));

    [Fact]
    public void A_sentence_that_orders_monthly_and_yearly_reports_holds_two_duties()
    {
        var duties = Reader.Text("某省2026年知识产权工作要点分工方案\n\n一、组织实施\n\n1.各市州知识产权局请于每月5日前将上月进展报厅综合处（传真：0000-1234567），年度总结于2026年12月8日前以正式公文报送。\n").Submissions;

        Assert.Equal([("上月进展", (DateOnly?)null), ("年度总结", new DateOnly(2026, 12, 8))], duties.Select(d => (d.What, d.Due)));
        Assert.All(duties, d => Assert.Equal(["各市州知识产权局"], d.Who));
        Assert.Equal(["正式公文"], duties[1].Form);
    }
}
