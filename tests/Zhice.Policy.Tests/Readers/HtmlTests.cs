using System.Text;
using Xunit;
using Zhice.Policy.Layout;

namespace Zhice.Policy.Tests.Readers;

public sealed class HtmlTests
{
    static SourceText Read(string html) => Readings.Read(Encoding.UTF8.GetBytes("<!DOCTYPE html><html><body>" + html), "a.html");

    static string Body(int sentences = 30) => string.Concat(Enumerable.Range(0, sentences).Select(i => $"<p>第{i}项工作由各地区结合实际抓好落实。</p>"));

    [Fact]
    public void Blocks_become_lines_and_headings_keep_their_level()
    {
        var source = Read("<h2>一、总则</h2><div>甲<p>乙<br>丙</p>丁</div><script>var x='戊'</script><style>己{}</style><noscript>庚</noscript><p hidden>辛</p>");
        Assert.Equal(["一、总则", "甲", "乙", "丙", "丁"], source.Lines());
        Assert.Equal(2, source.Blocks.OfType<LineBlock>().First().HeadingLevel);
    }

    [Theory]
    [InlineData("知识\n  产权", "知识产权")]            // a line end in the source parts no Chinese words
    [InlineData("plan\n 2025", "plan 2025")]
    [InlineData("（一） <b>指导</b>思想", "（一） 指导思想")]
    [InlineData("知&#8203;识产权", "知识产权")]         // zero-width marks are no part of words
    public void Blanks_are_those_that_a_browser_shows(string html, string text) => Assert.Equal([text], Read($"<p>{html}</p>").Lines());

    [Fact]
    public void Cells_merged_across_and_down_keep_their_columns()
    {
        var source = Read("<table><tr><th>类</th><th>甲</th><th>乙</th></tr><tr><td colspan=3>章</td></tr><tr><td rowspan=2>一</td><td>1</td><td>2</td></tr><tr><td>3</td><td></td></tr></table>");
        Assert.Equal(["0:类 | 1:甲 | 2:乙", "0:章", "0:一 | 1:1 | 2:2", "1:3 | 2:"], source.Rows());
    }

    [Fact]
    public void A_table_that_lays_out_the_page_is_no_table()
    {
        var rows = string.Concat(Enumerable.Range(1, 5).Select(i => $"<tr><td>{i}</td><td>完成第{i}项任务并报送材料</td></tr>"));
        var source = Read($"<table><tr><td>导语</td><td><p>正文如下</p><table>{rows}</table></td></tr></table>");
        Assert.Equal(["导语", "正文如下"], source.Lines());
        Assert.Equal(5, source.Blocks.OfType<TableBlock>().Single().Rows.Count);
    }

    [Fact]
    public void Parts_of_the_site_are_noise_and_the_day_of_publication_is_not()
    {
        var source = Read("<nav><a>首页</a></nav><div class='crumb'>当前位置：首页 &gt; 公开</div><p>发布时间：2025-03-01</p><p>字号：大 中 小</p>" + Body()
            + "<p>某省知识产权局</p><p>2025年3月1日</p><p>政务微信</p><p>局属单位</p><p>主办单位：某省知识产权局</p><p>京ICP备05000000号</p>");
        Assert.Equal(["首页", "当前位置：首页 > 公开", "字号：大 中 小", "政务微信", "局属单位", "主办单位：某省知识产权局", "京ICP备05000000号"], source.Lines(noise: true));
        Assert.Contains("发布时间：2025-03-01", source.Lines());
        Assert.Equal(["某省知识产权局", "2025年3月1日"], source.Lines()[^2..]);
    }

    [Fact]
    public void A_class_that_says_footer_does_not_hide_the_document() =>
        Assert.Equal(30, Read($"<div class='footer-wrap main'>{Body()}</div>").Lines().Count);

    [Fact]
    public void A_list_of_attachments_is_no_menu() =>
        Assert.Equal(3, Read(Body(1) + "<p>附件：<a>1.重点任务分工表.docx</a></p><p><a>2.推广清单及说明材料.pdf</a></p>").Lines().Count);

    [Theory]
    [InlineData("gb2312")]
    [InlineData("utf-8")] // the page says so wrongly; its bytes are right
    public void A_page_in_gb18030_is_read_whatever_it_says(string named)
    {
        var gb = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        var bytes = gb.GetBytes($"<html><head><meta charset=\"{named}\"></head><body><p>推动知识产权高质量发展，喆</p></body></html>");
        Assert.Equal(["推动知识产权高质量发展，喆"], Readings.Read(bytes, "a.html").Lines());
    }

    [Fact]
    public void Numbers_of_an_ordered_list_are_written_out_unless_the_words_bring_their_own() =>
        Assert.Equal(["1.甲", "2.乙", "（一）丙"], Read("<ol><li>甲<li>乙</ol><ol><li>（一）丙</ol>").Lines());
}
