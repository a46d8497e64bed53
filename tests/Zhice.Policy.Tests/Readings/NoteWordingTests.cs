using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Notes, labels and rows in less usual places.</summary>
public sealed class NoteWordingTests
{
    static string Owners(IEnumerable<Assignment> assignments) => string.Join('|', assignments.Select(a => a.Organisation));

    const string Noted = "某局2024年重点工作分工方案\n\n一、重点任务\n\n";

    [Fact]
    public void The_note_behind_a_heading_governs_the_items_below_it()
    {
        var document = Reader.Text(Noted + "（一）健全制度（牵头单位：甲处，配合单位：乙处）\n1.修订管理办法。印发细则。\n2.各市局要在9月底前制定方案。\n（二）加强监管（丙处、丁处按职责分工负责）\n1.开展检查。（戊处负责）\n2.公布案例10件。\n");

        Assert.Equal(["一、重点任务", "（一）健全制度", "（二）加强监管"], document.Sections.Select(s => s.Title));
        Assert.Equal(["甲处|乙处", "甲处|乙处", "戊处", "丙处|丁处"], document.Tasks.Select(t => Owners(t.Assignments)));
        Assert.Equal(AssignmentRole.Lead, document.Tasks[0].Assignments[0].Role);
        Assert.Equal("各市局要在9月底前制定方案。", document.Tasks[1].Measures.Single().Commitments.Single().Text);
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void The_note_behind_the_only_chapter_that_has_one_governs_its_items()
    {
        var document = Reader.Text("某局2025年任务清单\n\n一、持续加强保护（保护司牵头）\n1.修订管理办法（条法司）\n2.开展专项行动。\n3.推进试点（商标局，6月底前）\n二、持续优化服务\n4.建设平台（公共服务司负责）。\n");

        Assert.Equal(["条法司", "保护司", "商标局", "公共服务司"], document.Tasks.Select(t => Owners(t.Assignments)));
        Assert.Equal(["一、持续加强保护", "二、持续优化服务"], document.Sections.Select(s => s.Title));
        Assert.Equal("6月底前", document.Tasks[2].Deadline.Text);
    }

    [Fact]
    public void A_deadline_of_its_own_does_not_take_the_owners_of_the_heading_from_an_item()
    {
        var document = Reader.Text(Noted + "（一）健全制度（责任处室：甲处；适用范围：各市必做）\n1.修订管理办法。（完成时限：3月底前）\n2.印发细则。\n（二）加强监管（责任处室：丙处）\n1.开展检查。\n");

        Assert.Equal(["甲处", "甲处", "丙处"], document.Tasks.Select(t => Owners(t.Assignments)));
        Assert.Equal([true, true, false], document.Tasks.Select(t => t.Measures.Single().Applicability.Any(r => r is { Level: RegionLevel.City, Must: true })));
        Assert.Equal("3月底前", document.Tasks[0].Deadline.Text);
    }

    [Fact]
    public void The_note_behind_a_heading_governs_the_paragraph_below_it()
    {
        var document = Reader.Text(Noted + "（一）健全制度（甲处牵头）\n修订管理办法。印发细则。\n（二）加强监管（丙处、丁处负责）\n开展检查，公布案例10件。\n");

        Assert.Equal([("健全制度", "甲处"), ("加强监管", "丙处|丁处")], document.Tasks.Select(t => (t.Title, Owners(t.Assignments))));
        Assert.Equal(["修订管理办法。", "印发细则。"], document.Tasks[0].Measures.Single().Commitments.Select(c => c.Text));
        Assert.Equal(["一、重点任务"], document.Sections.Select(s => s.Title));
    }

    [Fact]
    public void Items_that_are_a_line_and_its_note_stay_items()
    {
        var document = Reader.Text(Noted + "（一）修订管理办法（甲处牵头）\n（二）开展监督检查（丙处负责）\n（三）公布典型案例（丁处负责）\n以上工作要按时完成。\n");

        Assert.Equal(["甲处", "丙处", "丁处"], document.Tasks.Select(t => Owners(t.Measures.Single().Commitments[0].Assignments)));
        Assert.Equal("修订管理办法", document.Tasks[0].Measures.Single().Commitments.Single().Text);
    }

    [Theory]
    [InlineData("落实举措", "国家知识产权局：完善规则。\n各地区要加强监管。\n有条件的地区可以先行先试。")]
    [InlineData("主要任务", "国家知识产权局：完善规则。\n各地区：加强监管。\n有条件的地区：先行先试。")]
    [InlineData("工作内容", "国家知识产权局：完善规则。各地区：加强监管。有条件的地区：先行先试。")]
    public void A_label_before_the_words_of_a_task_hides_nobody_whom_they_address(string label, string words)
    {
        var document = Reader.Text($"某局2025年任务清单\n\n1.加强源头保护\n{label}：{words}\n责任部门：甲司、乙司\n完成时间：年底前完成\n\n2.提升质量\n{label}：各地区：提升质量。\n责任部门：乙司\n完成时间：持续推进\n");

        Assert.Equal([ActorScope.National, ActorScope.AllRegions, ActorScope.CapableRegions], document.Tasks[0].Measures.Select(m => m.Scope));
        Assert.Equal("完善规则。", document.Tasks[0].Measures[0].Text);
        Assert.DoesNotContain(document.Tasks.SelectMany(t => t.Measures), m => m.Text.Contains(label, StringComparison.Ordinal));
        Assert.Equal(["甲司|乙司", "乙司"], document.Tasks.Select(t => Owners(t.Assignments)));
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void A_row_of_a_tab_table_that_begins_with_an_empty_cell_goes_on_with_the_one_above()
    {
        var document = Reader.Text("任务清单\t落实举措\t责任部门\t完成时间\n一、加强保护\n1.完善规则\t国家知识产权局：修订办法。\n各地区：做好落实。\t甲司\t6月底前\n\t有条件的地区：探索开展试点。\t\t长期坚持\n2.提升服务\t各地区：优化服务。\t乙司、丙司\t年底前完成\n");

        Assert.Equal([ActorScope.National, ActorScope.AllRegions, ActorScope.CapableRegions, ActorScope.AllRegions], document.Tasks.SelectMany(t => t.Measures).Select(m => m.Scope));
        Assert.Equal(["6月底前", "长期坚持", "年底前完成"], document.Tasks.Select(t => t.Deadline.Text));
        Assert.Equal(["甲司", "甲司", "乙司|丙司"], document.Tasks.Select(t => Owners(t.Assignments)));
    }

    [Theory]
    [InlineData("专利拥有量突破5万件(创造处)，商标总量达到9万件(商标处、保护处)。", "创造处|商标处|保护处")]
    [InlineData("发布白皮书（省市场监管局 6月底前）", "省市场监管局")]
    [InlineData("发布白皮书（商标处、保护处2025年三季度前）", "商标处|保护处")]
    [InlineData("开展执法。（各市（州）党委和政府、省甲局负责）", "各市（州）党委和政府|省甲局")]
    [InlineData("开展执法。（各县（市、区）党委、政府负责）", "各县（市、区）党委、政府")]
    [InlineData("开展执法。（各市、县（市、区）党委和政府，省甲局负责）", "各市、县（市、区）党委和政府|省甲局")]
    [InlineData("加强研究。（省教育厅、科学院，各市人民政府负责）", "省教育厅|省科学院|各市人民政府")]
    public void Short_notes_name_who_answers(string item, string owners)
    {
        var task = Reader.Item(item);

        Assert.Equal(owners, string.Join('|', task.Measures.SelectMany(m => m.Commitments).SelectMany(c => c.Assignments).Concat(task.Assignments).Select(a => a.Organisation).Distinct()));
        Assert.DoesNotContain(task.Measures.SelectMany(m => m.Commitments), c => c.Text.Contains('处', StringComparison.Ordinal) || c.Text.Contains('局', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("加强与市场监督管理局（知识产权局），法院的协作。")]
    [InlineData("将总结发送至邮箱abc（综合处），做好衔接。")]
    [InlineData("建设技术平台（重点实验室），做好服务。")]
    [InlineData("完善由各方参加（含甲局），分工合作的机制。")]
    public void Other_brackets_name_nobody(string sentence)
    {
        var task = Reader.Item(sentence);

        Assert.Empty(task.Measures.SelectMany(m => m.Commitments).SelectMany(c => c.Assignments));
    }

    [Theory]
    [InlineData("省科技厅、省甲局，2025年9月底前", "省科技厅|省甲局", "2025-09-30")]
    [InlineData("省科技厅牵头，2025年6月底前完成", "省科技厅", "2025-06-30")]
    [InlineData("省科技厅、省甲局 10月底前", "省科技厅|省甲局", "2025-10-31")]
    public void A_deadline_in_a_department_cell_is_no_department(string cell, string owners, string due)
    {
        var task = Reader.Text($"某省2025年任务清单\n\n序号\t任务\t责任单位\n1\t推进第一项工作。\t{cell}\n2\t推进第二项工作。\t乙处\n").Tasks[0];

        Assert.Equal((owners, due), (Owners(task.Assignments), task.Deadline.Date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("（责任单位：省财政厅、教育厅，各市人民政府、开发区管委会，以下均需各市人民政府、开发区管委会落实，不再列出）", "省财政厅|省教育厅|各市人民政府|开发区管委会")]
    [InlineData("（省甲局、省教育厅负责。以下工作均由各市人民政府、开发区管委会落实，不再列出）", "省甲局|省教育厅")]
    public void Who_answers_for_all_that_follows_is_said_once(string note, string first)
    {
        var document = Reader.Text($"某省2025年工作方案\n\n一、重点任务\n\n（一）盘活存量。开展盘点。{note}\n\n（二）加强培育。培育企业100家。（省甲局负责）\n\n（三）优化服务。建设平台。（省乙局、各市人民政府负责）\n");

        Assert.Equal([first, "省甲局|各市人民政府|开发区管委会", "省乙局|各市人民政府|开发区管委会"], document.Tasks.Select(t => Owners(t.Assignments)));
    }

    [Theory]
    [InlineData("甲省知识产权局关于印发2025年工作要点的通知", "甲省知识产权局2025年工作要点")]
    [InlineData("甲省知识产权局办公室关于印发2025年度保护工作计划的通知", "甲省知识产权局2025年保护工作计划")]
    public void A_notice_that_names_its_document_without_marks_gives_way_to_the_title_printed(string notice, string title)
    {
        var document = Reader.Text($"{notice}\n\n各市知识产权局：\n\n现印发你们，请认真落实。\n\n甲省知识产权局\n2025年2月2日\n\n{title}\n\n一、提升质量\n（一）健全制度。制定办法。（甲处负责）\n");

        Assert.Equal(title, document.Title);
    }

    const string Bars = "某市2025年工作任务分解\n\n";

    [Fact]
    public void A_table_drawn_with_bars_is_read_though_its_lines_are_broken()
    {
        var document = Reader.Text(Bars + "重点任务 | 主要内容 | 责任单位（排第一位的为牵头单位） | 完成时间\n（一）加强创造\n| 1.推进专利培育，\n拥有量达到30件。 | 市甲局、市乙局 | 12月底前\n| 2.推进商标建设。 | 市乙局，\n各县（市）政府 | 年底前完成\n（二）加强保护\n| 3.建设中心。 | 市甲局 | 持续推进\n");

        Assert.Equal(["（一）加强创造", "（二）加强保护"], document.Sections.Select(s => s.Title));
        Assert.Equal(["1", "2", "3"], document.Tasks.Select(t => t.Number));
        Assert.Equal("推进专利培育，拥有量达到30件。", document.Tasks[0].Measures.Single().Text);
        Assert.Equal(["市甲局 Lead|市乙局 Participant", "市乙局 Lead|各县（市）政府 Participant", "市甲局 Lead"], document.Tasks.Select(t => string.Join('|', t.Assignments.Select(a => $"{a.Organisation} {a.Role}"))));
        Assert.Equal(["12月底前", "年底前完成", "持续推进"], document.Tasks.Select(t => t.Deadline.Text));
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void A_row_of_a_markdown_table_may_be_broken_and_a_heading_may_stand_between_rows()
    {
        var document = Reader.Text(Bars + "| 序号 | 工作任务 | 具体措施 | 责任单位 | 完成时限 |\n| --- | --- | --- | --- | --- |\n| 1 | 提升质量 | 培育中心5家，\n开展导航10项。 | 市甲局 | 10月底前 |\n二、保护\n| 2 | 加强执法 | 办理案件100件。 | 市乙局 | 12月底前 |\n\n以上任务按时完成。\n");

        Assert.Equal(["提升质量 市甲局", "加强执法 市乙局"], document.Tasks.Select(t => $"{t.Title} {Owners(t.Assignments)}"));
        Assert.Equal("培育中心5家，开展导航10项。", document.Tasks[0].Measures.Single().Text);
        Assert.Equal(["二、保护"], document.Tasks[1].SectionPath);
    }

    [Fact]
    public void Bars_at_both_ends_are_borders()
    {
        var document = Reader.Text(Bars + "| 序号 | 重点任务 | 工作措施 | 责任单位 |\n| 1 | 加强创造 | 推进专利培育。 | 甲处 |\n|  |  | 推进商标建设。 | 乙处 |\n| 2 | 加强保护 | 建设中心。 | 丙处 |\n\n以上任务按时完成。\n");

        Assert.Equal([("1", "加强创造", "甲处"), ("1", "加强创造", "乙处"), ("2", "加强保护", "丙处")], document.Tasks.Select(t => (t.Number!, t.Title!, Owners(t.Assignments))));
        Assert.Equal(1, document.Coverage);
    }
}
