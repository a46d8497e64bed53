using System.Globalization;
using System.Text;
using Zhice.Policy.Tests.Readers;
using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Tables of indicators (主要指标表): each level that a column states is a target of the document.</summary>
public sealed class IndicatorTests
{
    static string Targets(PolicyDocument document) =>
        string.Join('|', document.Targets.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.What} {t.Comparator} {t.Value}{t.Unit} {t.Due:yyyy}{(t.Growth ? " growth" : "")}")));

    static readonly string[][] Rows =
    [
        ["指标", "单位", "2020年", "2025年", "属性"],
        ["1.每万人口专利拥有量", "件", "6.3", "12", "预期性"],
        ["2.登记金额", "亿元", "1,210", "≥2,450", "预期性"],
        ["3.保护满意度", "分", "—", "82以上", "约束性"],
        ["4.平均审理周期", "天", "60", "45", "预期性"],
    ];

    const string Expected = "每万人口专利拥有量 AtLeast 12件 2025|登记金额 AtLeast 2450亿元 2025|保护满意度 AtLeast 82分 2025|平均审理周期 AtMost 45天 2025";

    static PolicyDocument Read(byte[] file, string name) => PolicyReader.Read(file, name, TestContext.Current.CancellationToken).Document!;

    [Fact]
    public void Each_row_of_a_table_with_tabs_is_a_target_and_neither_section_nor_task()
    {
        var document = Reader.Text("某省规划\n\n一、发展目标\n\n主要指标\n" + string.Join('\n', Rows.Select(r => string.Join('\t', r))) + "\n注：满意度为调查得分。\n\n二、主要任务\n\n（一）健全制度。制定条例。（省甲局负责）\n");

        Assert.Equal(Expected, Targets(document));
        Assert.Equal(["一、发展目标", "二、主要任务"], document.Sections.Select(s => s.Title));
        Assert.Equal("健全制度", document.Tasks.Single().Title);
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void The_same_table_gives_the_same_targets_from_lines_from_Word_and_from_a_page()
    {
        var lines = Reader.Text("某省规划\n\n第一章 发展目标\n\n" + string.Join('\n', Rows.SelectMany(r => r)).Replace("每万人口专利拥有量", "每万人口专利\n拥有量", StringComparison.Ordinal) + "\n— 3 —\n第二章 主要任务\n\n第一节 健全制度\n\n制定条例。（省甲局负责）\n");
        var docx = Read(MadeFiles.Docx(MadeFiles.P("某省规划") + MadeFiles.P("一、发展目标") + MadeFiles.DocxTable(Rows, 5)), "文件.docx");
        var html = Read(Encoding.UTF8.GetBytes($"<meta charset=\"utf-8\"><p>某省规划</p><p>一、发展目标</p>{MadeFiles.HtmlTable(Rows, 5)}"), "文件.html");

        Assert.All([lines, docx, html], document => Assert.Equal(Expected, Targets(document)));
        Assert.Single(lines.Tasks);
        Assert.Equal(["第一章发展目标", "第二章主要任务"], lines.Sections.Where(s => s.Level == 1).Select(s => s.Title));
    }

    [Fact]
    public void Every_year_with_a_level_is_due_at_its_own_end_and_the_base_is_none()
    {
        var document = Read(Encoding.UTF8.GetBytes("<meta charset=\"utf-8\"><p>某市工作方案（2024—2026年）</p><p>一、目标</p>" + MadeFiles.HtmlTable(
            [["序号", "指标名称", "单位", "2023年基数", "2024年", "2025年", "2026年", "责任单位"], ["1", "融资额", "亿元", "55", "65", "80", "≥100", "市甲局"], ["2", "贯标单位（家）", "", "—", "150", "200", "300", "市乙局"]], 8)), "文件.html");

        Assert.Equal("融资额 AtLeast 65亿元 2024|融资额 AtLeast 80亿元 2025|融资额 AtLeast 100亿元 2026|贯标单位 AtLeast 150家 2024|贯标单位 AtLeast 200家 2025|贯标单位 AtLeast 300家 2026", Targets(document));
        Assert.Empty(document.Tasks);
    }

    [Fact]
    public void Of_years_that_stand_apart_the_first_is_the_base()
    {
        var document = Reader.Text("某县实施意见\n\n一、主要目标\n\n序号 指标名称 2023年 2025年 2027年 指标属性\n1 有效专利（件） 520 650 800 预期性\n2 办理周期（天） 90 75 60 约束性\n\n二、主要任务\n\n（一）健全制度。制定办法。（甲局负责）\n");

        Assert.Equal("有效专利 AtLeast 650件 2025|有效专利 AtLeast 800件 2027|办理周期 AtMost 75天 2025|办理周期 AtMost 60天 2027", Targets(document));
    }

    [Fact]
    public void Heads_may_stand_in_two_rows_and_a_level_may_be_due_on_a_day_of_its_own()
    {
        var document = Read(Encoding.UTF8.GetBytes("<meta charset=\"utf-8\"><p>某市规划</p><table><tr><td rowspan=\"2\">指标</td><td rowspan=\"2\">单位</td><td colspan=\"2\">目标值</td></tr><tr><td>2024年</td><td>2025年</td></tr><tr><td>数量</td><td>家</td><td>—</td><td>60</td></tr></table>"
            + MadeFiles.HtmlTable([["指标", "责任单位", "目标值", "单位", "完成时限"], ["响应时间", "市甲局", "3以内", "个工作日", "2024年6月底前"]], 5)), "文件.html");

        Assert.Equal("数量 AtLeast 60家 2025|响应时间 AtMost 3个工作日 2024", Targets(document));
        Assert.Equal(new DateOnly(2024, 6, 30), document.Targets[1].Due);
    }

    [Fact]
    public void A_table_of_tasks_with_a_column_of_indicators_stays_a_table_of_tasks()
    {
        var document = Reader.Text("2025年任务清单\n\n序号\t工作任务\t工作指标\t责任单位\t完成时限\n1\t培育专利。\t新增专利20件\t市甲局\t6月底前\n2\t优化服务。\t满意度达到90%\t市乙局\t年底前\n");

        Assert.Equal(["市甲局", "市乙局"], document.Tasks.Select(t => t.Assignments.Single().Organisation));
        Assert.Equal([20m, 90m], document.Targets.Select(t => t.Value));
    }
}
