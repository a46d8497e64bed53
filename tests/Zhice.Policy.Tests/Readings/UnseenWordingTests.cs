using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Wordings that say a level, a sender or a responsibility in a less usual way.</summary>
public sealed class UnseenWordingTests
{
    [Theory]
    [InlineData("开展培训，覆盖企业1万家次。", "覆盖企业", 1, "万家次")] // the longest unit, not 万家
    [InlineData("打击违法行为，每年公布典型案例（不少于5个）。", "公布典型案例", 5, "个")] // the bracket counts what stands before it
    [InlineData("一是实施工程，拥有量达到25件。", "拥有量", 25, "件")]
    public void The_thing_counted_and_its_unit_are_read_whole(string sentence, string what, int value, string unit)
    {
        var target = Reader.Item(sentence + "做好服务。").Measures.SelectMany(m => m.Commitments).SelectMany(c => c.Targets).Single();

        Assert.Equal((what, (decimal)value, unit), (target.What, target.Value, target.Unit));
    }

    [Fact]
    public void A_number_that_sums_a_list_up_sets_no_level() =>
        Assert.Empty(Reader.Item("支持东城、西城等17个试点地方开展登记。做好服务。").Measures.SelectMany(m => m.Commitments).SelectMany(c => c.Targets));

    [Theory]
    [InlineData("各地区、各部门要高度重视，于2025年12月10日前将年度情况书面报送省甲局。", "各地区|各部门", "年度情况", "省甲局")]
    [InlineData("各市、各部门要于2025年11月30日前将落实情况送省甲局。", "各市|各部门", "落实情况", "省甲局")] // 送 alone
    [InlineData("将完成情况纳入考核，各责任单位于2025年12月15日前向省甲局报送年度总结。", "各责任单位", "年度总结", "省甲局")] // the thing stands behind the verb
    [InlineData("工作进展情况请于2025年12月5日前报送省甲局。", "", "工作进展情况", "省甲局")] // the thing stands first
    [InlineData("省甲局要会同有关部门于2025年12月底前将执行情况报省政府。", "省甲局", "执行情况", "省政府")] // who works with it does not send
    [InlineData("各市局于2025年11月底前将总结报送省甲局（乙乙处）。", "各市局", "总结", "省甲局（乙乙处）")] // the bracket names the unit
    [InlineData("各市局要制定方案，于2025年3月底前报省甲局备案。", "各市局", "方案", "省甲局")] // what the clause before makes is sent; 备案 is no part of the name
    [InlineData("省甲局会同有关单位建立制度，2025年11月底前将结果报省政府。", "省甲局", "结果", "省政府")] // the subject stands before 会同
    [InlineData("请各市局于2025年11月底前将总结报送联系会议办公室，同时抄送电子版。", "各市局", "总结", "联系会议办公室")]
    public void Who_sends_what_to_whom(string sentence, string who, string what, string to)
    {
        var duty = Reader.Text($"某省2025年工作方案\n\n一、重点任务\n\n（一）提升质量。先做好准备工作。（甲局负责）\n\n二、组织实施\n\n{sentence}\n").Submissions.Single();

        Assert.Equal((who, what, to), (string.Join('|', duty.Who), duty.What ?? "", duty.To));
    }

    [Theory]
    [InlineData("工作进展情况请于2025年6月20日、12月5日前报送省甲局。", "工作进展情况 2025-06-20|工作进展情况 2025-12-05")]
    [InlineData("各市局分别于2025年6月25日前、12月10日前将工作情况报送省甲局。", "各市局 工作情况 2025-06-25|各市局 工作情况 2025-12-10")]
    [InlineData("将任务纳入督查范围，每年12月20日前由各市局将落实情况报送省甲局。", "各市局 落实情况 2025-12-20")] // what is inspected is not sent
    [InlineData("各市局于2025年3月15日前将工作方案、每季度末将进展情况报省甲局，12月5日前报送全年总结。", "各市局 工作方案 2025-03-15|各市局 进展情况 |各市局 全年总结 2025-12-05")]
    [InlineData("各市局于2025年12月15日前、各示范县局于2025年11月底前将总结报送省甲局。", "各市局 总结 2025-12-15|各示范县局 总结 2025-11-30")]
    [InlineData("各市局请于每季度末将工作进展、11月底前将全年总结报送省甲局。", "各市局 工作进展 |各市局 全年总结 2025-11-30")]
    public void Days_senders_and_things_that_share_one_verb_are_duties_of_their_own(string sentence, string expected)
    {
        var duties = Reader.Text($"某省2025年工作方案\n\n一、重点任务\n\n（一）提升质量。先做好准备工作。（甲局负责）\n\n二、组织实施\n\n{sentence}\n").Submissions;

        Assert.Equal(expected, string.Join('|', duties.Select(d => $"{string.Concat(d.Who.Select(w => w + " "))}{d.What} {d.Due?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}")));
        Assert.All(duties, d => Assert.Equal("省甲局", d.To));
    }

    [Theory]
    [InlineData("建立工作站，实现乡镇全覆盖。", "乡镇")]
    [InlineData("推动设区市援助机构全覆盖，提升能力。", "设区市援助机构")]
    public void Full_cover_is_a_level_of_a_hundred_per_cent(string sentence, string what)
    {
        var target = Reader.Item(sentence).Measures.SelectMany(m => m.Commitments).SelectMany(c => c.Targets).Single();

        Assert.Equal((what, Comparator.AtLeast, 100m, "%"), (target.What, target.Comparator, target.Value, target.Unit));
    }

    [Fact]
    public void Full_cover_of_an_inspection_sets_no_level() => Assert.Empty(Reader.Item("开展全覆盖检查，建立全覆盖的台账。").Measures.SelectMany(m => m.Commitments).SelectMany(c => c.Targets));

    [Fact]
    public void A_part_with_a_day_of_its_own_goes_on_with_what_the_one_before_it_counts()
    {
        var targets = Reader.Item("2025年底前培育优势企业3家，2027年底前达到8家。").Measures.Single().Commitments.SelectMany(c => c.Targets).ToList();

        Assert.Equal([(3m, 2025), (8m, 2027)], targets.Select(t => (t.Value, t.Due!.Value.Year)));
        Assert.Single(targets.Select(t => t.What).Distinct());
    }

    [Fact]
    public void What_a_bare_verb_counts_stands_in_the_clause_before() =>
        Assert.Contains("对接活动", Reader.Item("开展供需对接活动，每年举办不少于12场。").Measures.Single().Commitments.Single().Targets.Single().What, StringComparison.Ordinal);

    [Theory]
    [InlineData("开展专项行动。（甲局牵头，乙局、丙局会同推进，持续推进）", "甲局 Lead|乙局 Participant|丙局 Participant", AssignmentMode.Joint)]
    [InlineData("提升服务。（甲局、乙局，完成时间：10月底前）", "甲局 Responsible|乙局 Responsible", AssignmentMode.Joint)]
    [InlineData("修订办法。（甲局、乙局分别负责）", "甲局 Responsible|乙局 Responsible", AssignmentMode.ByFunction)]
    public void Words_behind_the_names_give_their_roles(string item, string expected, AssignmentMode mode)
    {
        var task = Reader.Item(item);

        Assert.Equal(expected, string.Join('|', task.Assignments.Select(a => $"{a.Organisation} {a.Role}")));
        Assert.All(task.Assignments, a => Assert.Equal(mode, a.Mode));
    }

    [Fact]
    public void A_note_before_all_sentences_governs_them()
    {
        var task = Reader.Item("（市甲局、市乙局负责）\n引导企业加大投入，覆盖率提高到40%。");

        Assert.Equal(["市甲局", "市乙局"], task.Assignments.Select(a => a.Organisation));
        Assert.Equal(2, task.Measures.Single().Commitments.Single().Assignments.Count);
    }

    [Fact]
    public void Articles_about_the_document_itself_are_no_tasks()
    {
        var document = Reader.Text("某县行动计划\n\n第一章 总则\n\n第一条 为推进工作，制定本计划。\n\n第二条 本计划所称企业，是指辖区内的企业。\n\n第二章 任务\n\n第三条 培育专利，新增20件。（责任单位：县甲局）\n\n第三章 附则\n\n第四条 本计划自印发之日起施行。\n");

        Assert.Equal(["第三条"], document.Tasks.Select(t => t.Number));
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void What_closes_a_notice_is_no_part_of_its_last_item()
    {
        var document = Reader.Text("关于做好2025年工作的通知\n\n各市局：\n1、完成盘点，盘点率不低于98%。（甲处负责）\n2、开展宣传周活动，举办宣讲10场。（乙处负责）\n请各市局于6月25日前将工作总结报省局办公室。\n\n某省知识产权局\n2025年1月8日\n");

        Assert.Equal([1, 1], document.Tasks.Select(t => t.Measures.Single().Commitments.Count));
        Assert.Equal(new DateOnly(2025, 6, 25), document.Submissions.Single().Due);
        Assert.Equal(["乙处"], document.Tasks[1].Assignments.Select(a => a.Organisation));
    }
}
