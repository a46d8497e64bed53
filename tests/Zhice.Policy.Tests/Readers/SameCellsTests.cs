using System.Text;
using Xunit;

namespace Zhice.Policy.Tests.Readers;

public sealed class SameCellsTests
{
    static readonly string[] Head = ["序号", "重点任务", "落实举措", "责任部门", "完成时间"];
    static readonly double[] Widths = [40, 120, 370, 110, 90];

    static readonly List<string[]> Rows =
    [
        ["一、完善制度"],
        ["1", "健全地方法规", "起草条例草案，按程序报送审查。\n各地区：结合实际修订配套办法，报省局备案，并做好宣传解读。", "法规处", "年底前"],
        ["2", "优化财政支持方式", "全面取消对申请环节的资助，将资金重点投向转化运用、保护和公共服务，建立绩效评价办法，对使用情况开展自查。", "规划处、财务处", "持续推进"],
        ["3", "开展评议试点", "选取不少于20个重大项目开展分析评议。", "运用处", ""],
        ["二、强化保护"],
        ["4", "推进快速协同保护体系建设和维权援助", "升级援助平台。", "保护处，审查一部、二部，商标处", "6月底前"],
        ["5", "开展专项行动", string.Concat(Enumerable.Repeat("聚焦电商平台、展会、专业市场等重点领域，依法查处侵权和假冒案件，健全线索移送和案件会商机制。", 14)), "保护处", "全年"],
        ["6", "完善纠纷调解机制", "推动调解组织实现全覆盖，案件平均办理周期缩短至60日以内。", "保护处、公共服务处", "12月底前"],
        ["7", "加强海外应对指导", string.Concat(Enumerable.Repeat("设立海外纠纷应对指导分中心，为企业提供风险预警，并定期发布案例。", 9)), "国际处", "年内有阶段性成果"],
    ];

    static List<string> Expected => [.. Rows.Prepend(Head).Select(row => string.Join(" | ", row.Select((cell, i) => $"{i}:{Readings.Squeeze(cell)}")))];

    [Fact]
    public void Word_gives_the_cells_as_they_are() =>
        Assert.Equal(Expected, Readings.Read(MadeFiles.Docx(MadeFiles.DocxTable(Rows.Prepend(Head), 5)), "list.docx").Rows());

    [Fact]
    public void A_web_page_gives_the_cells_as_they_are() =>
        Assert.Equal(Expected, Readings.Read(Encoding.UTF8.GetBytes("<html><body>" + MadeFiles.HtmlTable(Rows.Prepend(Head), 5)), "list.html").Rows());

    [Theory]
    [InlineData(Borders.All, Standing.Middle)]   // as Word and WPS print it
    [InlineData(Borders.All, Standing.Top)]
    [InlineData(Borders.Level, Standing.Middle)] // lines between rows only
    [InlineData(Borders.Level, Standing.Top)]
    [InlineData(Borders.None, Standing.Top)]     // nothing but white space parts rows and columns
    [InlineData(Borders.None, Standing.Middle)]
    public void A_list_printed_over_pages_gives_the_same_cells_from_pdf_and_ofd(Borders borders, Standing standing)
    {
        var sheet = new Sheet("某市知识产权工作任务清单", Head, Widths, Rows, borders, standing);
        Assert.True(sheet.Pages.Count >= 2, "The list must break over a page edge to show anything.");

        var ofd = Readings.Read(MadeFiles.Ofd(sheet), "list.ofd");
        Assert.Equal(Expected, ofd.Rows());

        var pdf = PdfFiles.Read(MadeFiles.Pdf(sheet));
        Assert.Equal(Expected, pdf.Rows());
    }

    [Theory]
    [InlineData(Borders.None)]
    [InlineData(Borders.Level)]
    [InlineData(Borders.All)]
    public void Heads_broken_in_narrow_columns_are_heads_all_the_same(Borders borders)
    {
        string[] head = ["序号", "重点任务", "具体举措", "牵头单位", "完成时限"];
        List<string[]> rows = [["1", "健全地方法规", "起草条例草案，按程序报送审查，并做好配套办法的修订和宣传解读工作。", "法规处", "年底前"], ["2", "开展评议试点", "选取重大项目开展分析评议。", "运用处", "全年"]];
        var sheet = new Sheet("某市知识产权工作任务清单", head, [40, 130, 40, 42, 42], rows, borders, Standing.Top); // 具体|举措, 牵头单|位, 完成时|限

        List<string> expected = [.. rows.Prepend(head).Select(row => string.Join(" | ", row.Select((cell, i) => $"{i}:{Readings.Squeeze(cell)}")))];
        Assert.Equal(expected, Readings.Read(MadeFiles.Ofd(sheet), "list.ofd").Rows());
    }

    [Fact]
    public void The_head_set_again_and_page_numbers_are_noise_behind_the_table()
    {
        var sheet = new Sheet("某市知识产权工作任务清单", Head, Widths, Rows, Borders.All, Standing.Middle);
        var source = Readings.Read(MadeFiles.Ofd(sheet), "list.ofd");

        Assert.Equal(["某市知识产权工作任务清单"], source.Lines());
        Assert.Equal(["— 1 —", "序号 重点任务 落实举措 责任部门 完成时间", "— 2 —"], source.Lines(noise: true));
    }

    [Fact]
    public void A_new_paragraph_in_a_printed_cell_is_known_by_the_short_line_before_it()
    {
        var sheet = new Sheet("某市知识产权工作任务清单", Head, Widths, Rows, Borders.All, Standing.Middle);
        var source = Readings.Read(MadeFiles.Ofd(sheet), "list.ofd");

        var cell = source.Blocks.OfType<Layout.TableBlock>().Single().Rows[2].Cells[2];
        Assert.Equal(["起草条例草案，按程序报送审查。", "各地区：结合实际修订配套办法，报省局备案，并做好宣传解读。"],
            cell.Lines.Where(line => line.StartsParagraph).Select(line => source.Of(line.Span)));
    }

    [Fact]
    public void The_text_of_a_table_is_the_flattened_form_that_lists_are_passed_on_in()
    {
        var source = Readings.Read(MadeFiles.Docx(MadeFiles.DocxTable([["任务清单", "落实举措"], ["一、总则"], ["甲", "乙\n丙"]], 2)), "list.docx");
        Assert.Equal("\t任务清单\n\t落实举措\n\n\t一、总则\n\n\t甲\n\t乙\n丙\n", source.Text);
    }
}
