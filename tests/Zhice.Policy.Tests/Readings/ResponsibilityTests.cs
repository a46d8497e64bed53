using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Who answers for what: names, roles and modes as the words of a mark say them.</summary>
public sealed class ResponsibilityTests
{
    static string[] Named(PolicyTask task) => [.. task.Assignments.Select(a => a.Organisation)];

    [Theory]
    [InlineData("专利局审业部、自动化部，商标局负责", "专利局审业部|专利局自动化部|商标局")]   // a prefix spreads over its group, up to ，
    [InlineData("保护司、专利局审业部、商标局负责", "保护司|专利局审业部|商标局")]             // a bureau is no unit of another
    [InlineData("中央军委装备发展部、财政部、国防科工局负责", "中央军委装备发展部|财政部|国防科工局")] // a ministry is no unit either
    [InlineData("省委宣传部、统战部，省教育厅负责", "省委宣传部|省委统战部|省教育厅")]
    [InlineData("省科技厅、工业和信息化厅负责", "省科技厅|省工业和信息化厅")]                  // 和 inside a name divides nothing
    [InlineData("省知识产权局和省财政厅负责", "省知识产权局|省财政厅")]
    [InlineData("各市（县、区）人民政府负责", "各市（县、区）人民政府")]
    [InlineData("省司法厅，各市、县（市、区）人民政府负责", "省司法厅|各市、县（市、区）人民政府")]
    [InlineData("省市场监管局（省知识产权局）、省司法厅负责", "省市场监管局（省知识产权局）|省司法厅")]
    [InlineData("省教育厅、省卫生健康委等部门负责", "省教育厅|省卫生健康委")]
    [InlineData("各有关部门按职责分工负责", "各有关部门")]
    [InlineData("中国（海陵）知识产权保护中心、省知识产权局负责", "中国（海陵）知识产权保护中心|省知识产权局")]
    public void A_list_of_bodies_comes_out_name_by_name(string mark, string names) =>
        Assert.Equal(names.Split('|'), Named(Reader.Item($"推进有关工作。（{mark}）")));

    [Theory]
    [InlineData("（条法司负责）", AssignmentMode.Sole)]
    [InlineData("（条法司、保护司负责）", AssignmentMode.Joint)]
    [InlineData("（条法司、保护司按职责分别负责）", AssignmentMode.ByFunction)]
    [InlineData("（条法司、保护司按职责分工负责）", AssignmentMode.ByFunction)]
    [InlineData("（条法司牵头负责）", AssignmentMode.LeadOnly)]
    public void The_mode_is_what_the_words_say(string mark, AssignmentMode mode) =>
        Assert.All(Reader.Item("推进有关工作。" + mark).Assignments, a => Assert.Equal(mode, a.Mode));

    [Theory]
    [InlineData("（省知识产权局牵头，省司法厅、省财政厅配合）")]
    [InlineData("（牵头单位：省知识产权局；配合单位：省司法厅、省财政厅）")]
    [InlineData("（牵头单位:省知识产权局;参与单位:省司法厅、省财政厅）")]          // half-width
    [InlineData("【牵头单位：省知识产权局；配合单位：省司法厅、省财政厅】")]
    [InlineData("\n牵头单位：省知识产权局\n配合单位：省司法厅、省财政厅")]           // lines of their own
    [InlineData("（由省知识产权局牵头，省司法厅、省财政厅参与）")]
    public void Lead_and_participants_are_told_apart(string mark) =>
        Assert.Equal(
            [("省知识产权局", AssignmentRole.Lead), ("省司法厅", AssignmentRole.Participant), ("省财政厅", AssignmentRole.Participant)],
            Reader.Item("推进有关工作。" + mark).Assignments.Select(a => (a.Organisation, a.Role)));

    [Fact]
    public void Without_a_rule_the_first_named_does_not_lead() =>
        Assert.All(Reader.Item("推进有关工作。（条法司、保护司负责）").Assignments, a => Assert.Equal(AssignmentRole.Responsible, a.Role));

    [Fact]
    public void With_the_documents_own_rule_the_first_named_leads()
    {
        var document = Reader.Text("一、改革\n\n1.推进甲项工作，完善机制。（科技部、财政部负责）\n\n2.推进乙项工作，完善机制。（教育部负责）\n\n上述任务由多个部门负责的，列第一位的部门为牵头部门，其他为参与部门。\n");

        Assert.True(document.FirstNamedLeads);
        Assert.Equal([AssignmentRole.Lead, AssignmentRole.Participant], document.Tasks[0].Assignments.Select(a => a.Role));
        Assert.DoesNotContain(document.Tasks[1].Measures[0].Commitments, c => c.Text.Contains("第一位", StringComparison.Ordinal));
    }

    [Fact]
    public void A_mark_governs_the_sentences_since_the_mark_before_it()
    {
        var task = Reader.Item("第一句话说明。第二句话说明。（条法司负责）第三句话说明。（保护司、人事司负责）第四句话说明。");

        Assert.Equal(["条法司", "条法司", "保护司、人事司", ""], task.Measures[0].Commitments.Select(c => string.Join('、', c.Assignments.Select(a => a.Organisation))));
        Assert.Empty(task.Assignments); // no note speaks for the task as a whole
    }

    [Fact]
    public void A_mark_before_the_stop_belongs_to_its_sentence()
    {
        var commitment = Assert.Single(Reader.Item("完善工作机制（条法司负责）。").Measures[0].Commitments);

        Assert.Equal(("完善工作机制。", "条法司"), (commitment.Text, commitment.Assignments.Single().Organisation));
    }

    [Theory]
    [InlineData("建立机制（含仲裁、调解），做好衔接。")]
    [InlineData("落实《意见》（以下简称《意见》）。")]
    [InlineData("各地要明确专人负责调处工作（乡镇可由市场监管所负责），建立台账。")] // allows, does not assign
    public void A_bracket_that_assigns_nobody_stays_in_its_sentence(string words) =>
        Assert.Empty(Reader.Item(words).Measures.SelectMany(m => m.Commitments).SelectMany(c => c.Assignments));

    [Fact]
    public void A_person_is_no_organisation() =>
        Assert.Equal(["区市场监管局"], Named(Reader.Item("完善机制建设工作。\n责任领导：李某某\n牵头科室（单位）：区市场监管局\n完成时限：2025年6月底前")));
}
