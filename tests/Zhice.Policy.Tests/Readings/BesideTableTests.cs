using System.Text;
using Zhice.Policy.Tests.Readers;
using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>What stands around tables and at the foot of pages, and cells that hold more than their head says.</summary>
public sealed class BesideTableTests
{
    [Fact]
    public void A_table_that_hands_the_items_of_the_prose_out_adds_departments_and_days_to_them()
    {
        var document = Reader.Text("某市三年方案\n\n附件：1.方案\n2.分工表\n\n附件1\n某市三年方案\n\n一、行动目标\n\n到2025年，拥有量达到2万件。\n\n二、重点行动\n\n（一）实施提质行动\n\n培育企业5家。\n\n（二）实施强基行动\n\n建立网络。\n\n三、保障措施\n\n（一）加强组织领导。建立制度。\n\n附件2\n分工表\n序号\t重点任务\t牵头单位\t时间安排\n1\t实施提质行动\t市甲局\t持续推进\n2\t实施强基行动\t市乙局\t2024年12月底前\n");

        Assert.Equal([("实施提质行动", "市甲局"), ("实施强基行动", "市乙局")], document.Tasks.Select(t => (t.Title!, t.Assignments.Single().Organisation)));
        Assert.Equal([DeadlineKind.Continuous, DeadlineKind.ByDate], document.Tasks.Select(t => t.Deadline.Kind));
        Assert.Equal([2m, 5m], document.Targets.Select(t => t.Value));
    }

    [Fact]
    public void A_footnote_at_the_foot_of_a_page_does_not_cut_the_sentence_that_goes_on_behind_it()
    {
        var document = Reader.Text("2025年推进计划\n\n一、完善制度\n\n（一）健全法规。加快出台规定，完善配套指南¹，强化对重点领域创新成果的保护，建立\n¹ 配套指南指企业指南、\n园区指南。\n— 1 —\n健全协作机制。（甲局负责）\n\n（二）优化服务。设立窗口。（乙局负责）\n");

        Assert.Equal("加快出台规定，完善配套指南¹，强化对重点领域创新成果的保护，建立健全协作机制。", document.Tasks[0].Measures.Single().Commitments.Single().Text);
        Assert.Equal("甲局", document.Tasks[0].Assignments.Single().Organisation);
        Assert.Contains(document.Parts, p => p.Role == PartRole.Note && document.Text[p.Span.Start..p.Span.End].StartsWith('¹'));
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void A_whole_sentence_under_the_head_of_the_titles_is_what_the_row_orders()
    {
        var document = PolicyReader.Read(Encoding.UTF8.GetBytes("<meta charset=\"utf-8\"><p>某市2025年方案</p>" + MadeFiles.HtmlTable([["类别", "工作任务", "牵头部门", "完成时间"], ["运用", "建设运营中心2个。", "市甲局", "6月底前"]], 4)), "文件.html", TestContext.Current.CancellationToken).Document!;

        Assert.Null(document.Tasks.Single().Title);
        Assert.Equal((2m, new DateOnly(2025, 6, 30)), (document.Targets.Single().Value, document.Targets.Single().Due));
    }

    [Fact]
    public void Lines_that_name_a_level_are_rules_of_their_own_in_a_column_of_ranges()
    {
        var document = Reader.Text("2025年任务清单\n\n任务清单\t落实举措\t承办部门\t适用范围\t完成时限\n完善法规\t各地区：推动立法。\t甲司\t省份：各省必做\n城市：各示范城市必做；其他城市选做\t2025年12月底前\n提升能力\t各地区：开展培训。\t乙司\t县域：选做\t按季度推进\n");

        Assert.Equal([(RegionLevel.Province, "各省必做"), (RegionLevel.City, "各示范城市必做"), (RegionLevel.City, "其他城市选做")], document.Tasks[0].Measures.Single().Applicability.Select(r => (r.Level, r.Text)));
        Assert.Equal(DeadlineKind.Continuous, document.Tasks[1].Deadline.Kind);
    }

    [Fact]
    public void Requirements_counted_anew_behind_the_tasks_are_no_tasks()
    {
        var document = Reader.Text("某市2025年工作指引\n\n一、重点任务\n\n（一）健全体制。完善机构。\n\n（二）强化供给。出台政策。\n\n二、工作要求\n\n（一）加强组织实施。各县局要制定方案。\n\n（二）加强评估。各县局于2025年12月15日前将总结报送市甲局。\n");

        Assert.Equal(["健全体制", "强化供给"], document.Tasks.Select(t => t.Title));
        Assert.Equal("市甲局", document.Submissions.Single().To);
    }

    [Fact]
    public void Cells_set_side_by_side_over_several_lines_are_told_by_the_places_where_their_columns_begin()
    {
        var document = Reader.Text("""
            2024年任务清单

            序号   重点任务      主要内容                承办科室     配合单位        完成时限
            1    完善法规      推动立法，6月底前完成草案，      市甲局      市乙局         11月底前
                           按程序提请审议。
            2    实施公共服务    建设机构20家。培训人员2000人   服务科      各区县局、市图     持续推进
                 普惠工程      次以上。                         书馆
            """);

        Assert.Equal(["完善法规", "实施公共服务普惠工程"], document.Tasks.Select(t => t.Title));
        Assert.Equal("服务科|各区县局|市图书馆", string.Join('|', document.Tasks[1].Assignments.Select(a => a.Organisation)));
        Assert.Equal(["建设机构20家。", "培训人员2000人次以上。"], document.Tasks[1].Measures.Single().Commitments.Select(c => c.Text));
        Assert.Equal([DeadlineKind.ByDate, DeadlineKind.Continuous], document.Tasks.Select(t => t.Deadline.Kind));
    }
}
