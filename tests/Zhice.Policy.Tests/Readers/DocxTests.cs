using Xunit;
using Zhice.Policy.Layout;

namespace Zhice.Policy.Tests.Readers;

public sealed class DocxTests
{
    static SourceText Read(string body, string? numbering = null, string? styles = null) =>
        Readings.Read(MadeFiles.Docx(body, numbering, styles), "a.docx");

    static string Level(int level, string format, string text) =>
        $"<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>";

    static string Item(string text, int level) => MadeFiles.P(text, $"<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr>");

    [Fact]
    public void List_numbers_that_stand_in_no_paragraph_are_written_out()
    {
        var numbering = $"<w:abstractNum w:abstractNumId=\"0\">{Level(0, "chineseCounting", "%1、")}{Level(1, "chineseCounting", "（%2）")}{Level(2, "decimal", "%3.")}</w:abstractNum>"
            + "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
        var source = Read(Item("总则", 0) + Item("目标", 1) + Item("甲", 2) + Item("乙", 2) + Item("原则", 1) + Item("丙", 2) + Item("分则", 0) + Item("范围", 1), numbering);
        Assert.Equal(["一、总则", "（一）目标", "1.甲", "2.乙", "（二）原则", "1.丙", "二、分则", "（一）范围"], source.Lines());
    }

    [Fact]
    public void A_number_that_a_style_gives_counts_and_a_chapter_number_is_parted_from_its_title()
    {
        var numbering = $"<w:abstractNum w:abstractNumId=\"0\">{Level(0, "chineseCountingThousand", "第%1章")}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
        var styles = "<w:style w:styleId=\"Base\"><w:pPr><w:outlineLvl w:val=\"0\"/><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>"
            + "<w:style w:styleId=\"Chapter\"><w:basedOn w:val=\"Base\"/></w:style>";
        var source = Read(string.Concat(Enumerable.Range(1, 11).Select(i => MadeFiles.P("总则", "<w:pStyle w:val=\"Chapter\"/>"))), numbering, styles);
        Assert.Equal("第十一章 总则", source.Lines()[^1]);
        Assert.All(source.Blocks.OfType<LineBlock>(), line => Assert.Equal(1, line.HeadingLevel));
    }

    [Fact]
    public void Deleted_hidden_and_coded_text_is_out_and_inserted_text_is_in()
    {
        var source = Read("<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins><w:r><w:t>乙</w:t></w:r></w:ins>"
            + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>丙</w:t><w:footnoteReference/></w:r></w:p>");
        Assert.Equal(["甲乙丙"], source.Lines());
    }

    [Fact]
    public void A_paragraph_whose_mark_was_deleted_runs_into_the_next() =>
        Assert.Equal(["甲乙"], Read("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>" + MadeFiles.P("乙")).Lines());

    [Fact]
    public void A_deleted_row_is_out() =>
        Assert.Equal(["0:甲 | 1:乙"], Read("<w:tbl><w:tr>" + MadeFiles.Cell(MadeFiles.P("甲")) + MadeFiles.Cell(MadeFiles.P("乙")) + "</w:tr><w:tr><w:trPr><w:del/></w:trPr>"
            + MadeFiles.Cell(MadeFiles.P("丙")) + MadeFiles.Cell(MadeFiles.P("丁")) + "</w:tr></w:tbl>").Rows());

    [Fact]
    public void Breaks_and_tabs_inside_a_paragraph_are_kept() =>
        Assert.Equal(["甲", "乙\t丙"], Read("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r></w:p>").Lines());

    [Fact]
    public void A_cell_merged_down_stands_in_its_first_row_and_one_merged_across_covers_its_columns()
    {
        static string Row(params string[] cells) => "<w:tr>" + string.Concat(cells) + "</w:tr>";
        var source = Read("<w:tbl>" + Row(MadeFiles.Cell(MadeFiles.P("章"), "<w:gridSpan w:val=\"3\"/>"))
            + Row(MadeFiles.Cell(MadeFiles.P("类"), "<w:vMerge w:val=\"restart\"/>"), MadeFiles.Cell(MadeFiles.P("甲")), MadeFiles.Cell(MadeFiles.P("乙")))
            + Row(MadeFiles.Cell("<w:p/>", "<w:vMerge/>"), MadeFiles.Cell(MadeFiles.P("丙")), MadeFiles.Cell("<w:p/>")) + "</w:tbl>");
        Assert.Equal(["0:章", "0:类 | 1:甲 | 2:乙", "1:丙 | 2:"], source.Rows());
        Assert.Equal(3, source.Blocks.OfType<TableBlock>().Single().Rows[0].Cells[0].ColumnSpan);
    }

    [Fact]
    public void A_table_inside_a_cell_is_flattened_in_order_and_a_frame_of_one_cell_is_no_table()
    {
        var inner = MadeFiles.DocxTable([["子", "丑"]], 2);
        var source = Read("<w:tbl><w:tr>" + MadeFiles.Cell(MadeFiles.P("甲") + inner + MadeFiles.P("乙")) + MadeFiles.Cell(MadeFiles.P("丙")) + "</w:tr></w:tbl>"
            + "<w:tbl><w:tr>" + MadeFiles.Cell(MadeFiles.P("框内")) + "</w:tr></w:tbl>");
        Assert.Equal(["0:甲子丑乙 | 1:丙"], source.Rows());
        Assert.Equal(["框内"], source.Lines());
    }

    [Fact]
    public void The_words_of_a_text_box_are_read_once() =>
        Assert.Equal(["正文", "盒"], Read("<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent xmlns:mc=\"m\"><mc:Choice><w:txbxContent>" + MadeFiles.P("盒")
            + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>" + MadeFiles.P("盒") + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>").Lines());

    [Theory]
    [InlineData(1, "一")]
    [InlineData(10, "十")]
    [InlineData(12, "十二")]
    [InlineData(20, "二十")]
    [InlineData(53, "五十三")]
    [InlineData(105, "一百零五")]
    [InlineData(110, "一百一十")]
    [InlineData(1010, "一千零一十")]
    public void Chinese_numbers_are_written_as_lists_write_them(int number, string words) =>
        Assert.Equal(words, Zhice.Policy.Readers.ListNumber.Chinese(number));
}
