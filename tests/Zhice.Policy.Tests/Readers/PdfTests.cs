using Xunit;
using Zhice.Policy.Layout;
using Zhice.Policy.Readers.Pdf;

namespace Zhice.Policy.Tests.Readers;

public sealed class PdfTests
{
    static string Page(params (double X, double Y, string Text)[] texts) => string.Concat(texts.Select(t =>
        $"BT /F1 12 Tf 1 0 0 1 {t.X} {t.Y} Tm <{string.Concat(t.Text.Select(c => ((int)c).ToString("X4", System.Globalization.CultureInfo.InvariantCulture)))}> Tj ET\n"));

    [Fact]
    public void Paragraphs_of_prose_begin_at_an_indent_and_run_on_over_the_page()
    {
        var line = string.Concat(Enumerable.Repeat("知识产权", 10)); // 40 signs of 12 points fill the width
        var first = Page((181, 500, "某市工作要点"), (124, 470, line[..38]), (100, 454, line), (100, 438, "落实好各项任务。"), (124, 422, line[..38]), (400, 30, "— 1 —"));
        var second = Page((100, 500, line), (100, 484, "形成长效机制。"), (400, 30, "— 2 —"));
        var source = PdfFiles.Read(MadeFiles.Pdf([first, second]));

        Assert.Equal([true, true, false, false, true, false, false], source.Blocks.OfType<LineBlock>().Where(block => !block.Noise).Select(block => block.StartsParagraph!.Value));
        Assert.Equal(["— 1 —", "— 2 —"], source.Lines(noise: true));
        Assert.Equal([1, 1, 1, 1, 1, 2, 2], source.Blocks.OfType<LineBlock>().Where(block => !block.Noise).Select(block => block.Page!.Value));
    }

    [Fact]
    public void A_header_that_comes_back_on_each_page_is_noise()
    {
        var pages = Enumerable.Range(1, 4).Select(i => Page((100, 570, "某省知识产权局文件"), (100, 480 - i, $"第{i}部分的正文内容在这里。")));
        var source = PdfFiles.Read(MadeFiles.Pdf(pages));
        Assert.Equal(4, source.Lines(noise: true).Count(line => line == "某省知识产权局文件"));
        Assert.Equal(4, source.Lines().Count);
    }

    [Fact]
    public void A_page_without_words_is_a_scan() =>
        Assert.Equal("file.scanned", Refused(MadeFiles.Pdf(["0 0 m 100 100 l S\n", "0 0 m 100 100 l S\n"])).Code);

    static ReadRefusal Refused(byte[] bytes)
    {
        PdfFiles.Needed();
        return Readings.Refused(bytes, "a.pdf");
    }

    [Fact]
    public void A_file_that_is_cut_off_is_refused_and_not_half_read()
    {
        var whole = MadeFiles.Pdf([Page((100, 500, "第一页的正文内容")), Page((100, 500, "第二页的正文内容"))]);
        Assert.Equal("file.damaged", Refused(whole[..(whole.Length / 2)]).Code);
        Assert.Equal("file.damaged", Refused("%PDF-1.7\nnothing\n%%EOF"u8.ToArray()).Code);
    }

    [Fact]
    public void Where_the_tool_is_missing_the_refusal_names_the_package()
    {
        var stopped = Assert.Throws<Zhice.Policy.Readers.UnreadableException>(() => PdfReader.Read("%PDF-1.7 %%EOF"u8.ToArray(), CancellationToken.None, "no-such-tool"));
        Assert.Equal("pdf.tool-missing", stopped.Refusal.Code);
        Assert.Contains("apt-get install poppler-utils", stopped.Refusal.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_three_hundred_pages_keeps_its_rows()
    {
        var rows = Enumerable.Range(1, 999).Select(i => new[] { $"{i}", $"第{i % 7}类工作", string.Concat(Enumerable.Repeat($"落实第{i}项举措，形成机制。", 10 + (i % 17))), "保护处", "年底前" });
        var sheet = new Sheet("清单", ["序号", "重点任务", "落实举措", "责任部门", "完成时间"], [40, 120, 370, 110, 90], rows, Borders.All, Standing.Middle);
        Assert.True(sheet.Pages.Count > 250, $"{sheet.Pages.Count} pages");
        var source = PdfFiles.Read(MadeFiles.Pdf(sheet));
        Assert.Equal(rows.Select(row => row[0]).Prepend("序号"), source.Rows().Select(row => row[2..row.IndexOf(' ', StringComparison.Ordinal)]));
    }
}
