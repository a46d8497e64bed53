using System.Text;
using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Files that hold more than one document, a whole document in one line, or a head of fields.</summary>
public sealed class BundleTests
{
    [Fact]
    public void Each_annex_counts_anew_and_keeps_its_own_opening_words()
    {
        var document = Reader.Text("某省知识产权局关于印发2025年工作安排的通知\n各市局：\n现印发给你们。\n附件：\n1.促进工作安排\n2.保护工作安排\n\n某省知识产权局\n（某省版权局代章）\n2025年3月12日\n\n附件1\n某省2025年促进工作安排\n\n为做好促进工作，制定本安排。\n一、提升创造\n1.实施工程。（创造处负责）\n二、促进运用\n2.深化许可。（运用处负责）\n\n附件2\n某省2025年保护工作安排\n\n为加强保护，制定本安排。\n一、严格执法\n1.开展行动。（保护处牵头，各市局配合）\n");

        Assert.Equal(["一、提升创造", "二、促进运用", "一、严格执法"], document.Sections.Select(s => s.Title));
        Assert.Equal(["实施工程。", "深化许可。", "开展行动。"], document.Tasks.Select(t => t.Measures.Single().Text));
        Assert.Equal(("某省知识产权局", new DateOnly(2025, 3, 12)), (document.Issuer, document.IssuedOn)); // the seal of another office names no issuer
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void A_report_on_work_done_beside_the_plan_orders_nothing()
    {
        var document = Reader.Text("市知识产权局关于印发2024年工作总结和2025年工作要点的通知\n\n各区局：\n\n现印发给你们。\n\n2025年2月25日\n\n市知识产权局2024年工作总结\n\n一、党建呈现新特点\n\n一是开展教育。举办3期专题读书班。\n\n二、创造实现新提升\n\n（一）培育成效明显。新增中心20家。\n\n市知识产权局2025年工作要点\n\n2025年是收官之年。\n\n一、深化改革创新\n\n（一）推进改革。推进登记，年内登记数据不少于200件。（综合处）\n");

        Assert.Equal("推进改革", document.Tasks.Single().Title);
        Assert.Equal(200, document.Targets.Single().Value);
        Assert.Equal(2025, document.Year); // the later year of the title
    }

    [Fact]
    public void A_document_in_one_line_is_cut_before_its_counts()
    {
        var filling = string.Concat(Enumerable.Repeat("加快开展制度修改调研论证，做好配套工作。", 12));
        var document = Reader.Text($"2023年某建设推进计划 为贯彻落实文件，制定本计划。 一 完善制度 (一)完善法规 1.推动修改条例。{filling}(甲委员会负责) 2.推进修改办法。(乙委员会负责) (二)完善政策 3.研究制定方案。(丙委员会负责) 二 强化保护 (三)加强司法 4.完善机制。(丁委员会负责)\n");

        Assert.Equal("2023年某建设推进计划", document.Title);
        Assert.Equal([("一", 1), ("(一)", 2), ("(二)", 2), ("二", 1), ("(三)", 2)], document.Sections.Select(s => (s.Number!, s.Level)));
        Assert.Equal([("1", "甲委员会"), ("2", "乙委员会"), ("3", "丙委员会"), ("4", "丁委员会")], document.Tasks.Select(t => (t.Number!, t.Assignments.Single().Organisation)));
    }

    [Fact]
    public void A_head_of_fields_in_one_line_each_gives_issuer_and_days()
    {
        var document = Reader.Text("索 引 号：0001/2020        主题分类：科技\n发文机关：某联席会议办公室      成文日期：2020年05月13日\n标      题：关于印发《2020年某推进计划》的通知\n发文字号：国某办〔2020〕5号        发布日期：2020年05月14日\n\n2020年某推进计划\n\n一、深化改革\n1. 编制清单。（甲委员会负责）\n责任编辑：张三\n");

        Assert.Equal(("某联席会议办公室", "国某办〔2020〕5号"), (document.Issuer, document.DocumentNumber));
        Assert.Equal((new DateOnly(2020, 5, 13), new DateOnly(2020, 5, 14)), (document.IssuedOn, document.PublishedOn));
        Assert.Equal("编制清单。", document.Tasks.Single().Measures.Single().Text);
    }

    [Fact]
    public void A_note_at_the_title_of_a_chapter_speaks_of_all_its_items()
    {
        var document = Reader.Text("某区2021年任务分解\n\n一、加强领导（责任单位：区甲局、区府办）\n1.健全机制，调整小组。\n2.落实资金。（区财政局）\n二、推动创造（牵头单位：区乙局；配合单位：各街道）\n3.新增贯标企业8家。\n");

        Assert.Equal(["一、加强领导", "二、推动创造"], document.Sections.Select(s => s.Title));
        Assert.Equal([["区甲局:Responsible", "区府办:Responsible"], ["区财政局:Responsible"], ["区乙局:Lead", "各街道:Participant"]], document.Tasks.Select(t => t.Assignments.Select(a => $"{a.Organisation}:{a.Role}")));
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void Headings_of_a_list_that_are_counted_alike_stand_at_one_level()
    {
        var document = Reader.Text("2025年任务清单\n序号\t任务\t措施\t责任部门\t完成时间\n（一）谋划\n1\t实施纲要\t1.召开会议；2.推动出台文件。\t规划处\t9月底\n（二）创造\n2\t提升质量\t压实责任。\t促进处\t持续推进\n");

        Assert.Equal([1, 1], document.Sections.Select(s => s.Level));
        Assert.Equal(2, document.Tasks[0].Measures.Single().Commitments.Count); // 1.…；2.… counts its actions
    }

    [Fact]
    public void Broken_heads_and_headings_counted_in_a_cell_of_their_own_are_read()
    {
        var document = Reader.Text("某省2020年任务分解表\n序号\n任务\n具体工作\n牵头\n单位\n配合单位\n完成\n时限\n一\n深化改革\n1\n优化环境\n推行承诺制，清理证明事\n项不少于10项。\n省甲局\n省乙局\n2020年6月\n2\n完善政策\n修订奖励办法。\n省甲局\n省丙厅\n2020年12月\n二\n强化保护\n3\n严格执法\n查办案件500件以上。\n省甲局\n省丁厅\n全年\n");

        Assert.Equal(["一", "二"], document.Sections.Select(s => s.Number));
        Assert.Equal([("优化环境", "省甲局", "省乙局"), ("完善政策", "省甲局", "省丙厅"), ("严格执法", "省甲局", "省丁厅")], document.Tasks.Select(t => (t.Title!, t.Assignments[0].Organisation, t.Assignments[1].Organisation)));
    }

    [Fact]
    public void A_page_may_state_its_fields_and_count_its_headings_in_cells()
    {
        const string Page = "<html><body><table><tr><td>索引号</td><td>11/2024-00011</td><td>发布机构</td><td>某省知识产权局</td></tr><tr><td>发文日期</td><td>2024-02-05</td><td>文号</td><td>某知服〔2024〕6号</td></tr></table>"
            + "<p>2024年某省任务分工表</p><table><tr><td>序号</td><td>任务</td><td>举措</td><td>责任单位</td><td>时限</td></tr><tr><td>一</td><td>深化改革</td><td></td><td></td><td></td></tr><tr><td>1</td><td>优化环境</td><td>推行承诺制。</td><td>甲处</td><td>6月</td></tr></table></body></html>";
        var document = PolicyReader.Read(Encoding.UTF8.GetBytes(Page), "a.html", TestContext.Current.CancellationToken).Document!;

        Assert.Equal(("某省知识产权局", "某知服〔2024〕6号", new DateOnly(2024, 2, 5)), (document.Issuer, document.DocumentNumber, document.IssuedOn));
        Assert.Equal("一", document.Sections.Single().Number);
        Assert.Equal("优化环境", document.Tasks.Single().Title);
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void A_row_that_begins_with_empty_cells_goes_on_with_what_was_merged_above()
    {
        var document = Reader.Text("某省2025年工作台账\n序号\t重点任务\t工作举措\t责任处室\t完成时限\n一、知识产权创造\n1\t培育专利\t实施培育计划。\t促进处\t6月底前\n\t\t举办大赛。\t促进处、省甲协会\t10月底前\n2\t优化政策\t修订办法。\t牵头单位：规划处\t长期\n\t\t\t配合单位：办公室\n");

        Assert.Equal(["实施培育计划。", "举办大赛。", "修订办法。"], document.Tasks.Select(t => t.Measures.Single().Text));
        Assert.Equal(["培育专利", "培育专利", "优化政策"], document.Tasks.Select(t => t.Title));
        Assert.Equal(["规划处:Lead:Joint", "办公室:Participant:Joint"], document.Tasks[2].Assignments.Select(a => $"{a.Organisation}:{a.Role}:{a.Mode}")); // a row of departments alone
        Assert.Equal("长期", document.Tasks[2].Deadline.Text);
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void A_box_that_counts_anew_is_no_item_and_the_note_above_does_not_speak_of_it()
    {
        var document = Reader.Text("某省2024年实施计划\n\n一、主要指标\n指标\t2024年目标\n拥有量（件）\t9.0\n\n二、重点任务\n1.加强立法。推动出台条例。（省甲局）\n2.深化司法。完善制度。（省乙院）\n专栏1　重大工程\n1.保护工程。建设维权中心3家。\n2.护航工程。设立服务站5个。\n3.完善体系。培育机构10家。（省丙局）\n");

        Assert.Equal(["1", "2", "3"], document.Tasks.Select(t => t.Number));
        Assert.Equal(["省甲局", "省乙院", "省丙局"], document.Tasks.Select(t => t.Assignments.Single().Organisation));
        Assert.All(document.Tasks[1].Measures.Single().Commitments.Skip(1), c => Assert.Empty(c.Assignments));
    }

    [Fact]
    public void Ranges_and_deadlines_at_the_end_of_a_line_are_cells_of_their_own()
    {
        var document = Reader.Text("某市2025年任务清单\n\n序号 工作任务 任务要求 适用对象 完成时限\n1 制定计划 结合实际制定年度计划。 示范城市必做 3月底前\n2 开展导航 围绕产业开展导航至少3个。 示范城市必做；\n试点城市选做 年底前\n");

        Assert.Equal([("制定计划", "3月底前"), ("开展导航", "年底前")], document.Tasks.Select(t => (t.Title!, t.Deadline.Text!)));
        Assert.Equal([("示范城市必做", true), ("试点城市选做", false)], document.Tasks[1].Measures.Single().Applicability.Select(r => (r.Text, r.Must!.Value)));
    }

    [Fact]
    public void A_text_with_a_pipe_table_and_days_in_digits_is_read()
    {
        var document = Reader.Text("2024年重点任务清单\n\n序号 | 重点任务 | 主要措施 | 责任单位 | 完成时限\n---|---|---|---|---\n1 | 完善政策 | 修订办法。 | 市甲局（牵头），市乙局（配合） | 2024.06\n2 | 提升质量 | 拥有量达到3000件。 | 市甲局 | 2024-12-20前\n");

        Assert.Equal([new DateOnly(2024, 6, 30), new DateOnly(2024, 12, 20)], document.Tasks.Select(t => t.Deadline.Date!.Value));
        Assert.Equal(["市甲局:Lead", "市乙局:Participant"], document.Tasks[0].Assignments.Select(a => $"{a.Organisation}:{a.Role}"));
    }
}
