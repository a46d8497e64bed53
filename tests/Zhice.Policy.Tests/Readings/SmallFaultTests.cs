using System.Text;
using Xunit;
using Zhice.Policy.Tests.Readers;

namespace Zhice.Policy.Tests.Readings;

/// <summary>What a format or a column brings along that changes nothing of what the words say.</summary>
public sealed class SmallFaultTests
{
    static PolicyDocument Read(byte[] bytes, string name) => PolicyReader.Read(bytes, name, TestContext.Current.CancellationToken).Document ?? throw new InvalidOperationException("The file was refused.");

    const string Numbering = """
        <w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>
        <w:num w:numId="3"><w:abstractNumId w:val="4"/></w:num>
        """;

    static string Row(params string[] cells) => $"<w:tr>{string.Concat(cells.Select(c => MadeFiles.Cell(c)))}</w:tr>";

    [Fact]
    public void A_column_that_Word_numbers_gives_the_tasks_their_numbers()
    {
        var counted = MadeFiles.P("", "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr>");
        var body = MadeFiles.P("某省2025年重点任务清单") + "<w:tbl>" + Row(MadeFiles.P("序号"), MadeFiles.P("重点任务"), MadeFiles.P("责任单位"), MadeFiles.P("完成时限"))
            + Row(counted, MadeFiles.P("建设培育中心10个。"), MadeFiles.P("省甲局"), MadeFiles.P("12月底前")) + Row(counted, MadeFiles.P("开展专项执法。"), MadeFiles.P("省乙厅"), MadeFiles.P("持续推进")) + "</w:tbl>";

        Assert.Equal(["1", "2"], Read(MadeFiles.Docx(body, Numbering), "清单.docx").Tasks.Select(t => t.Number));
    }

    [Fact]
    public void A_paragraph_of_a_cell_that_ends_with_a_comma_goes_on_in_the_next()
    {
        var body = MadeFiles.P("某省2025年重点任务清单") + MadeFiles.DocxTable([["序号", "重点任务", "责任单位", "完成时限"], ["1", "办理案件1000件以上，\n发布典型案例。\n加强宣传。", "省甲局", "12月底前"]], 4);

        Assert.Equal(["办理案件1000件以上，发布典型案例。", "加强宣传。"], Read(MadeFiles.Docx(body), "清单.docx").Tasks.Single().Measures.Single().Commitments.Select(c => c.Text));
    }

    [Fact]
    public void Digits_that_an_OFD_sets_as_wide_as_ideographs_are_one_number()
    {
        const string Ns = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
        static string Line(int at, string words) =>
            $"<ofd:TextObject ID=\"{at}\" Boundary=\"20 {20 + 10 * at} 150 6\" Font=\"1\" Size=\"5\"><ofd:TextCode X=\"0\" Y=\"5\" DeltaX=\"g {words.Length - 1} 5\">{words}</ofd:TextCode></ofd:TextObject>";
        var page = $"<ofd:Page {Ns}><ofd:Content><ofd:Layer>{Line(0, "某省甲局2025年工作要点")}{Line(1, "一、加强统筹")}{Line(2, "（一）做好工作。11月底前新建站点120家。")}</ofd:Layer></ofd:Content></ofd:Page>";
        var file = MadeFiles.Zip(("OFD.xml", $"<ofd:OFD {Ns}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"),
            ("Doc_0/Document.xml", $"<ofd:Document {Ns}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/0.xml\"/></ofd:Pages></ofd:Document>"),
            ("Doc_0/Pages/0.xml", page));

        Assert.Contains("2025年工作要点\n", Read(file, "要点.ofd").Text, StringComparison.Ordinal);
        Assert.Contains("11月底前新建站点120家", Read(file, "要点.ofd").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_unit_stays_as_printed() => Assert.Equal("億元", Reader.Item("質押融資金額達到30億元。").Measures.Single().Commitments.Single().Targets.Single().Unit);

    [Fact]
    public void A_stroke_before_a_sign_of_Markdown_is_no_word() =>
        Assert.Contains("*其中首贷户占比", Read(Encoding.UTF8.GetBytes("# 某省2025年工作要点\n\n一、工作\n\n\\*其中首贷户占比达到10%。\n"), "要点.md").Text, StringComparison.Ordinal);

    [Fact]
    public void A_body_that_leads_is_not_named_again_as_responsible()
    {
        var task = Reader.Text("某省2025年重点任务清单\n\n序号\t重点任务\t牵头单位\t责任单位\t完成时限\n1\t推进工作。\t省甲局\t省甲局、省乙厅\t12月底前\n2\t做好服务。\t省乙厅\t省甲局\t持续推进\n").Tasks[0];

        Assert.Equal(["省甲局 Lead", "省乙厅 Responsible"], task.Assignments.Select(a => $"{a.Organisation} {a.Role}"));
    }
}
