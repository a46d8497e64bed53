using System.Text;
using Xunit;
using Zhice.Policy.Layout;

namespace Zhice.Policy.Tests.Readers;

public sealed class TextFileTests
{
    const string Words = "一、完善制度\n1.健全法规，按程序报送审查。（省知识产权局负责）\n2.优化财政支持方式，年底前完成。\n";

    public static TheoryData<string> Encodings => ["utf-8", "utf-8 mark", "utf-16le", "utf-16le mark", "utf-16be", "utf-16be mark", "gb18030"];

    static byte[] Encode(string text, string name)
    {
        Encoding encoding = name.Split(' ')[0] switch
        {
            "utf-16le" => new UnicodeEncoding(false, true),
            "utf-16be" => new UnicodeEncoding(true, true),
            "gb18030" => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!,
            _ => new UTF8Encoding(true),
        };
        return [.. name.EndsWith("mark", StringComparison.Ordinal) ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void The_same_words_come_out_of_every_encoding(string encoding) =>
        Assert.Equal(Words, Readings.Read(Encode(Words, encoding), "plan.txt").Text);

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Latin_words_are_not_taken_for_another_encoding(string encoding)
    {
        const string Latin = "Work plan 2025\n1. NOONE may DOUBT the patents; 12 items, 34 cases.\n";
        Assert.Equal(Latin, Readings.Read(Encode(Latin, encoding), "plan.txt").Text);
    }

    [Fact]
    public void A_few_broken_bytes_do_not_turn_utf8_into_another_encoding()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Words, 20)));
        bytes[100] = 0xFF;
        Assert.Contains("优化财政支持方式", Readings.Read(bytes[..^2], "plan.txt").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("甲\r\n乙\r丙\n丁", "甲\n乙\n丙\n丁")]       // Windows, old Mac, Unix
    [InlineData("甲\u0000乙\u0007丙\u009F丁", "甲\uFFFD乙\uFFFD丙\uFFFD丁")] // no store and no XML holds these
    [InlineData("甲\u2028乙\u0085丙", "甲\n乙\n丙")]        // line ends of other systems
    [InlineData("甲\tA\uFFFE乙😀", "甲\tA\uFFFD乙😀")]      // the tab and a real pair stay
    public void Line_ends_are_one_and_what_no_store_can_hold_is_marked(string given, string text) =>
        Assert.Equal(text, Readings.Read(Encoding.UTF8.GetBytes(given), "a.txt").Text);

    [Fact]
    public void A_lone_surrogate_is_marked()
    {
        byte[] bytes = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("甲"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("乙")];
        Assert.Equal("甲\uFFFD乙", Readings.Read(bytes, "a.txt").Text);
    }

    [Fact]
    public void A_form_feed_begins_a_page()
    {
        var source = Readings.Read(Encoding.UTF8.GetBytes("甲\n\f乙\n丙\f丁"), "a.txt");
        Assert.Equal([("甲", 1), ("乙", 2), ("丙", 2), ("丁", 3)],
            source.Blocks.OfType<LineBlock>().Where(line => !line.Span.IsEmpty).Select(line => (source.Of(line.Span), line.Page!.Value)));
    }

    [Fact]
    public void Each_line_is_a_block_with_its_number()
    {
        var source = Readings.Read(Encoding.UTF8.GetBytes("甲\n\n乙"), "a.txt");
        Assert.Equal([(new Span(0, 1), 1), (new Span(2, 2), 2), (new Span(3, 4), 3)],
            source.Blocks.Cast<LineBlock>().Select(line => (line.Span, line.Number)));
    }

    [Theory]
    [InlineData("知识产权工作任务，由各地区落实。\n", 14)] // Han: three bytes for one unit
    [InlineData("plain ascii words in short lines\n", 1)]
    public void Twenty_megabytes_stay_below_150_megabytes(string line, int repeat)
    {
        var paragraph = string.Concat(Enumerable.Repeat(line.TrimEnd(), repeat)) + "\n";
        var one = Encoding.UTF8.GetBytes(paragraph);
        var bytes = new byte[20 << 20];
        for (var at = 0; at + one.Length <= bytes.Length; at += one.Length) one.CopyTo(bytes, at);
        bytes.AsSpan(bytes.Length / one.Length * one.Length).Fill((byte)'\n');

        var before = GC.GetAllocatedBytesForCurrentThread();
        var (source, _) = Zhice.Policy.Readers.FileReader.Read(bytes, "big.txt", TestContext.Current.CancellationToken);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.NotNull(source);
        Assert.True(allocated + bytes.Length < 150L << 20, $"{allocated >> 20} MB were allocated beside the file.");
    }

    [Fact]
    public void Markdown_gives_headings_and_tables()
    {
        var source = Readings.Read(Encoding.UTF8.GetBytes("# 任务清单\n\n| 任务 | 举措 |\n|---|---|\n| 甲 | 乙<br>丙 |\n| **丁** | |\n\n说明。\n"), "a.md");
        Assert.Equal(["任务清单", "说明。"], source.Lines());
        Assert.Equal(1, source.Blocks.OfType<LineBlock>().First().HeadingLevel);
        Assert.Equal(["0:任务 | 1:举措", "0:甲 | 1:乙丙", "0:丁 | 1:"], source.Rows());
    }
}
