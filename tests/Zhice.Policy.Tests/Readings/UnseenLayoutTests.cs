using System.Text;
using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Layouts of task tables and lists that differ from the usual ones in one thing each.</summary>
public sealed class UnseenLayoutTests
{
    static PolicyDocument Html(string body) =>
        PolicyReader.Read(Encoding.UTF8.GetBytes($"<html><head><meta charset=\"utf-8\"></head><body><p>某市2025年任务清单</p>{body}</body></html>"), "文件.html", TestContext.Current.CancellationToken).Document!;

    static IEnumerable<(string, AssignmentRole)> Who(PolicyTask task) => task.Assignments.Select(a => (a.Organisation, a.Role));

    [Fact]
    public void A_cell_copied_with_tabs_goes_on_over_lines_without_one_and_the_count_needs_no_head()
    {
        var document = Reader.Text("2025年任务清单\n\n任务清单\t工作举措\t责任单位\t完成时间\n一、完善制度\n1\t制定管理办法\t国家知识产权局：加强指导。各地区：开展调研。\t国家知识产权局：甲司、乙司\n省份：东省必做\n城市：示范城市选做\t6月底前\n2\t建设服务平台\t各地区：建成平台1个。其他地区：积极探索。\t局内：丙司\n省份：各省必做\t年底前\n二、加强服务\n3\t优化窗口\t各地区：设立窗口。\t丁司\n省份：各省必做\t持续推进\n");

        Assert.Equal(["一、完善制度", "二、加强服务"], document.Sections.Select(s => s.Title));
        Assert.Equal([("1", "制定管理办法"), ("2", "建设服务平台"), ("3", "优化窗口")], document.Tasks.Select(t => (t.Number!, t.Title!)));
        Assert.Equal([ActorScope.National, ActorScope.AllRegions], document.Tasks[0].Measures.Select(m => m.Scope));
        Assert.Equal([ActorScope.AllRegions, ActorScope.OtherRegions], document.Tasks[1].Measures.Select(m => m.Scope));
        Assert.Equal(["甲司", "乙司"], document.Tasks[0].Assignments.Select(a => a.Organisation));
        Assert.Equal(["东省必做", "示范城市选做"], document.Tasks[0].Measures[1].Applicability.Select(r => r.Text));
        Assert.Equal([DeadlineKind.ByDate, DeadlineKind.ByYearEnd, DeadlineKind.Continuous], document.Tasks.Select(t => t.Deadline.Kind));
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void Under_several_heads_of_departments_a_blank_is_the_border_of_a_cell()
    {
        var document = Reader.Text("2025年任务分工表\n\n序号 重点任务 工作举措 牵头处室 配合处室 完成时限\n1 提升质量\n新增备案产品20件以上，完善\n管理机制。\n甲甲处 乙乙处、丙丙处 6月底前\n2 促进运用\n盘活存量专利。\n丁丁处 甲甲处 持续推进\n");

        Assert.Equal([("甲甲处", AssignmentRole.Lead), ("乙乙处", AssignmentRole.Participant), ("丙丙处", AssignmentRole.Participant)], Who(document.Tasks[0]));
        Assert.Equal([("丁丁处", AssignmentRole.Lead), ("甲甲处", AssignmentRole.Participant)], Who(document.Tasks[1]));
    }

    [Fact]
    public void A_line_may_hold_the_end_of_the_words_and_the_short_cells_beside_it_and_a_part_needs_no_number()
    {
        var document = Reader.Text("2025年任务分解表\n\n序号 工作任务 工作内容 责任单位 完成时限\n\n创造提质行动\n\n1 培育专利 新增专利120件。 市甲局 6月底前\n\n保护强基行动\n\n2 完善机制 建立委员会2个，调解成功率不低\n于70%。 市乙局 三季度前\n");

        Assert.Equal(["创造提质行动", "保护强基行动"], document.Sections.Select(s => s.Title));
        Assert.Equal(["市甲局", "市乙局"], document.Tasks.Select(t => t.Assignments.Single().Organisation));
        Assert.Equal("建立委员会2个，调解成功率不低于70%。", document.Tasks[1].Measures.Single().Commitments.Single().Text);
        Assert.Equal(new DateOnly(2025, 9, 30), document.Tasks[1].Deadline.Date);
    }

    [Fact]
    public void Rows_that_span_the_table_head_its_parts_or_end_it_with_a_note_and_are_no_tasks()
    {
        var document = Html("<table><tr><th>序号</th><th>工作任务</th><th>具体内容</th><th>责任单位</th><th>备注</th></tr><tr><td colspan=5>打造先行区</td></tr><tr><td>1</td><td>完善制度</td><td>制定办法。</td><td>市甲局　市乙局</td><td>续办</td></tr><tr><td colspan=5>注：责任单位中列第一位的为牵头单位。</td></tr></table>");

        Assert.Equal(["打造先行区"], document.Sections.Select(s => s.Title));
        Assert.Equal([("市甲局", AssignmentRole.Lead), ("市乙局", AssignmentRole.Participant)], Who(Assert.Single(document.Tasks)));
        Assert.True(document.FirstNamedLeads);
    }

    [Fact]
    public void One_head_over_two_columns_covers_the_count_and_the_title()
    {
        var document = Html("<table><tr><td colspan=2>任务清单</td><td>工作举措</td><td>责任单位</td></tr><tr><td>1</td><td>提升质量</td><td>国家层面：完善标准。市县层面：落实政策。</td><td>市甲局（牵头）<br>市乙局</td></tr></table>");

        var task = Assert.Single(document.Tasks);
        Assert.Equal(("1", "提升质量"), (task.Number, task.Title));
        Assert.Equal([ActorScope.National, ActorScope.AllRegions], task.Measures.Select(m => m.Scope));
        Assert.Equal([("市甲局", AssignmentRole.Lead), ("市乙局", AssignmentRole.Responsible)], Who(task));
    }

    [Fact]
    public void A_row_without_a_column_for_its_number_is_numbered_by_its_words()
    {
        var document = Html("<table><tr><td>工作任务</td><td>责任部门</td></tr><tr><td>1.新增商标300件。</td><td>区甲局</td></tr><tr><td>2.办理案件20件。</td><td>区乙局</td></tr></table>");

        Assert.Equal(["1", "2"], document.Tasks.Select(t => t.Number));
        Assert.Equal(["新增商标300件。", "办理案件20件。"], document.Tasks.Select(t => t.Measures[0].Commitments.Single().Text));
        Assert.Equal(["新增商标", "办理案件"], document.Targets.Select(t => t.What));
    }

    [Fact]
    public void A_table_behind_the_prose_gives_the_tasks_once_and_its_levels_once()
    {
        var document = Reader.Text("某省2025年实施方案\n\n一、重点任务\n\n（一）提升质量。新建中心30家。完善政策。\n\n（二）促进运用。举办活动20场。做好服务。\n\n附件\n\n任务分工表\n\n序号\t重点任务\t具体措施\t牵头单位\t完成时限\n1\t提升质量\t新建中心30家。完善政策。\t省甲局\t6月底\n2\t促进运用\t举办活动20场。做好服务。\t省乙局\t年底\n");

        Assert.Equal(["提升质量", "促进运用"], document.Tasks.Select(t => t.Title));
        Assert.Equal(["一、重点任务"], document.Sections.Select(s => s.Title));
        Assert.Equal([30m, 20m], document.Targets.Select(t => t.Value));
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void A_row_that_says_again_what_a_marked_item_says_only_adds_to_it()
    {
        var document = Reader.Text("某省2025年实施方案\n\n一、重点任务\n\n（一）提升质量。新建中心30家。（省甲局负责）\n\n（二）促进运用。举办活动20场。（省乙局负责）\n\n附件\n\n任务分工表\n\n序号\t重点任务\t牵头单位\t完成时限\n1\t提升质量\t省甲局\t6月底\n2\t扩大宣传\t省丙局\t年底\n");

        Assert.Equal(["提升质量", "促进运用", "扩大宣传"], document.Tasks.Select(t => t.Title ?? t.Measures[0].Text.TrimEnd('。')));
        Assert.Equal(new DateOnly(2025, 6, 30), document.Tasks[0].Deadline.Date);
    }

    [Fact]
    public void Bracketed_items_between_the_department_and_the_deadline_of_one_task_are_its_commitments()
    {
        var document = Reader.Text("某区2025年任务清单\n\n一、创造\n1. 提升质量\n责任单位:区甲局\n(1)新增授权300件;\n(2)通过认证50家.\n完成时限:2025年9月底\n2. 培育企业\n责任单位:区乙局\n(1)新认定企业10家;\n(2)新增示范企业5家。\n完成时限:持续推进\n");

        Assert.Equal([("1", "提升质量"), ("2", "培育企业")], document.Tasks.Select(t => (t.Number!, t.Title!)));
        Assert.Equal(["区甲局", "区乙局"], document.Tasks.Select(t => t.Assignments.Single().Organisation));
        Assert.Equal([2, 2], document.Tasks.Select(t => t.Measures.Single().Commitments.Count));
        Assert.All(document.Tasks[0].Measures[0].Commitments, c => Assert.Equal("区甲局", c.Assignments.Single().Organisation));
        Assert.Equal(new DateOnly(2025, 9, 30), document.Tasks[0].Deadline.Date);
        Assert.Equal(DocumentKind.TaskList, document.Kind);
    }

    [Fact]
    public void Items_inside_a_box_belong_to_the_item_that_the_box_stands_in()
    {
        var document = Reader.Text("2025年工作指引\n\n一、重点工作\n\n（一）推进运用。建立培育库。各市加强服务。\n\n专栏1 中小企业成长行动\n1.样板培育。遴选企业100家。\n2.对接市场。组织活动12场。\n\n（二）深化服务。支持中心发展。做好保障。\n");

        Assert.Equal(["推进运用", "深化服务"], document.Tasks.Select(t => t.Title));
        Assert.Contains("遴选企业100家。", document.Tasks[0].Measures[0].Commitments.Select(c => c.Text));
        Assert.Contains(document.Parts, p => p.Role == PartRole.Heading && document.Text.Substring(p.Span.Start, p.Span.Length).StartsWith("专栏1", StringComparison.Ordinal));
    }
}
