using System.Text;
using Xunit;
using Zhice.Policy.Tests.Readers;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Task cells merged over several rows, and lines under a title.</summary>
public sealed class MergedAndHeadTests
{
    const string Restart = "<w:vMerge w:val=\"restart\"/>";

    static PolicyDocument Table(params (string Words, string Properties)[][] rows) => PolicyReader.Read(MadeFiles.Docx(MadeFiles.P("某省2026年重点任务清单") + "<w:tbl>"
        + string.Concat(rows.Select(row => "<w:tr>" + string.Concat(row.Select(c => MadeFiles.Cell(MadeFiles.P(c.Words), c.Properties))) + "</w:tr>")) + "</w:tbl>"), "清单.docx", TestContext.Current.CancellationToken).Document!;

    [Fact]
    public void Rows_under_one_merged_task_are_one_task_whose_measures_keep_their_owners_and_days()
    {
        var document = Table(
            [("重点任务", ""), ("具体举措", ""), ("责任单位", ""), ("完成时间", "")],
            [("1.实施专利转化行动", Restart), ("省局：完善声明制度。", ""), ("促进处", ""), ("2026年6月底前", "")],
            [("", "<w:vMerge/>"), ("各地区：遴选样板企业，每市不少于10家。", ""), ("规划处、办公室", ""), ("2026年9月底前", "")],
            [("2.加强品牌建设", ""), ("各地区：开展品牌培育。", ""), ("商标处", ""), ("年底前", "")]);

        Assert.Equal([("1", "实施专利转化行动"), ("2", "加强品牌建设")], document.Tasks.Select(t => (t.Number!, t.Title!)));
        var task = document.Tasks[0];
        Assert.Equal([ActorScope.National, ActorScope.AllRegions], task.Measures.Select(m => m.Scope));
        Assert.Equal(["促进处 2026-06-30", "规划处|办公室 2026-09-30"], task.Measures.Select(m => $"{string.Join('|', m.Commitments[0].Assignments.Select(a => a.Organisation))} {m.Commitments[0].Deadline.Date:yyyy-MM-dd}"));
        Assert.Equal(["t1.m1", "t1.m2"], task.Measures.Select(m => m.Id));
        Assert.Equal((new DateOnly(2026, 9, 30), 1), (task.Deadline.Date, document.Coverage));
    }

    [Fact]
    public void Rows_that_are_counted_by_themselves_under_a_merged_name_are_tasks()
    {
        var document = Table(
            [("序号", ""), ("重点任务", ""), ("具体举措", ""), ("责任单位", "")],
            [("1", ""), ("实施专利转化行动", Restart), ("完善声明制度。", ""), ("促进处", "")],
            [("2", ""), ("", "<w:vMerge/>"), ("遴选样板企业。", ""), ("规划处", "")]);
        Assert.Equal([("1", "促进处"), ("2", "规划处")], document.Tasks.Select(t => (t.Number!, t.Assignments.Single().Organisation)));
    }

    [Theory]
    [InlineData("# 2026年推进计划\n\n国务院知识产权强国建设工作部际联席会议办公室\n\n为贯彻落实纲要，制定本计划。\n\n## 一、完善制度\n\n1.推进法律修改。（司法部负责）\n", "计划.md", "国务院知识产权强国建设工作部际联席会议办公室")]
    [InlineData("2026年工作计划\n某市知识产权局\n各区县局：\n现将计划印发给你们，请遵照执行。\n一、完善制度\n（一）推进立法。（条法处负责）\n", "计划.txt", "某市知识产权局")]
    public void The_body_under_the_title_issued_it(string text, string name, string issuer)
    {
        var document = PolicyReader.Read(Encoding.UTF8.GetBytes(text), name, TestContext.Current.CancellationToken).Document!;
        Assert.Equal((issuer, 1), (document.Issuer, document.Coverage));
    }

    [Fact]
    public void Control_characters_stand_in_no_title()
    {
        var document = Reader.Text("\u0001\u00022025年工作要点\n一、推进\u0007工作\n（一）加强\u0001保护。开展专项行动。（保护处负责）\n（二）优化服务。建设站点5个。（服务处负责）\n");
        Assert.Equal(("2025年工作要点", "一、推进工作", "加强保护"), (document.Title, document.Sections[0].Title, document.Tasks[0].Title));
    }
}
