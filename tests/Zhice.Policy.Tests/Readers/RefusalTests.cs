using System.Text;
using Xunit;
using Zhice.Policy.Readers;

namespace Zhice.Policy.Tests.Readers;

public sealed class RefusalTests
{
    static byte[] Ole(string entry) => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600], .. Encoding.Unicode.GetBytes(entry + "\0")];

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "empty.txt", [], "file.empty" },
        { "blank.txt", " \r\n\t　"u8.ToArray(), "file.empty" },
        { "old.doc", Ole("WordDocument"), "file.legacy-word" },
        { "old.wps", Ole("WpsCustomData"), "file.legacy-word" },
        { "old.xls", Ole("Workbook"), "file.spreadsheet" },
        { "locked.docx", Ole("EncryptedPackage"), "file.encrypted" },
        { "a.rtf", @"{\rtf1\ansi text}"u8.ToArray(), "file.rtf" },
        { "renamed.docx", @"{\rtf1\ansi text}"u8.ToArray(), "file.rtf" },
        { "a.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[100]], "file.image" },
        { "scan.pdf", [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[100]], "file.image" },
        { "a.xlsx", MadeFiles.Zip(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>")), "file.spreadsheet" },
        { "a.odt", MadeFiles.Zip(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<x/>")), "file.open-document" },
        { "a.zip", MadeFiles.Zip(("plan.txt", "计划")), "file.archive" },
        { "a.gz", [0x1F, 0x8B, 8, 0, .. new byte[50]], "file.archive" },
        { "a.xml", "<?xml version=\"1.0\"?><data>1</data>"u8.ToArray(), "file.xml" },
        { "a.mht", "MIME-Version: 1.0\r\nContent-Type: multipart/related"u8.ToArray(), "file.web-archive" },
        { "cut.docx", MadeFiles.Docx(MadeFiles.P("计划"))[..^40], "file.damaged" },
        { "empty.docx", MadeFiles.Docx("<w:p/>"), "file.no-text" },
        { "broken.docx", MadeFiles.Docx("<w:p><w:r>"), "file.damaged" },
        { "noise.bin", [.. Enumerable.Range(0, 5000).Select(i => (byte)((i * 7919) >> 3))], "file.unknown" },
        { "empty.ofd", MadeFiles.Zip(("OFD.xml", "<ofd:OFD xmlns:ofd=\"o\"><ofd:DocBody/></ofd:OFD>")), "file.damaged" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_not_read_is_refused_by_what_it_is_and_not_by_its_name(string name, byte[] bytes, string code) =>
        Assert.Equal(code, Readings.Refused(bytes, name).Code);

    [Theory]
    [InlineData("plan.pdf")]
    [InlineData("plan")]
    [InlineData("plan.txt")]
    public void A_wrong_name_does_not_keep_a_document_from_being_read(string name) =>
        Assert.Equal(["计划"], Readings.Read(MadeFiles.Docx(MadeFiles.P("计划")), name).Lines());

    [Fact]
    public void A_text_with_the_name_of_a_word_file_is_read_as_text() =>
        Assert.Equal(["计划"], Readings.Read("计划"u8.ToArray(), "plan.docx").Lines());

    [Fact]
    public void A_file_over_the_limit_is_refused_before_it_is_read()
    {
        var refusal = Readings.Refused(new byte[FileReader.MaxBytes + 1], "big.txt");
        Assert.Equal("file.too-large", refusal.Code);
        Assert.Contains("64 MB", refusal.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_file_with_external_entities_is_refused()
    {
        var bytes = MadeFiles.Docx(MadeFiles.P("计划"), before: "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>");
        Assert.Equal("file.external-entities", Readings.Refused(bytes, "a.docx").Code);
    }

    [Fact]
    public void A_word_file_that_expands_without_measure_is_refused()
    {
        Assert.Equal("file.expands-too-much", Readings.Refused(MadeFiles.Docx(new string(' ', 20 << 20)), "ratio.docx").Code);
        var many = Enumerable.Range(0, SafeZip.MaxEntries + 1).Select(i => ($"e{i}", "")).Prepend(("word/document.xml", "<x/>")).ToArray();
        Assert.Equal("file.expands-too-much", Readings.Refused(MadeFiles.Zip(many), "entries.docx").Code);
    }

    [Fact]
    public void Nesting_without_measure_is_refused()
    {
        static string Nested(string open, string close, int times) => string.Concat(Enumerable.Repeat(open, times)) + "计划" + string.Concat(Enumerable.Repeat(close, times));
        Assert.Equal("file.too-deep", Readings.Refused(MadeFiles.Docx(Nested("<w:sdt>", "</w:sdt>", 3000)), "a.docx").Code);
        Assert.Equal("file.too-deep", Readings.Refused(MadeFiles.Docx(Nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 60)), "a.docx").Code);
        Assert.Equal("file.too-deep", Readings.Refused(Encoding.UTF8.GetBytes("<html>" + Nested("<div>", "</div>", 100_000)), "a.html").Code);
        // Each paragraph would open all the fonts before it again: a tree of millions from a small file.
        var fonts = "<html>" + string.Concat(Enumerable.Range(0, 390).Select(i => $"<font size={i}>")) + string.Concat(Enumerable.Repeat("<p>计划", 50_000));
        Assert.Equal("file.too-deep", Readings.Refused(Encoding.UTF8.GetBytes(fonts), "a.html").Code);
    }

    [Fact]
    public void Columns_by_the_thousand_are_read_or_refused_but_do_no_harm()
    {
        var cells = string.Concat(Enumerable.Repeat("<td>甲</td>", 9000));
        Assert.Equal("file.too-many-lines", Readings.Refused(Encoding.UTF8.GetBytes($"<html><table><tr>{cells}</tr></table>"), "a.html").Code);
        var wide = string.Concat(Enumerable.Repeat(MadeFiles.Cell(MadeFiles.P("甲")), 9000));
        Assert.Equal("file.too-many-lines", Readings.Refused(MadeFiles.Docx($"<w:tbl><w:tr>{wide}</w:tr></w:tbl>"), "a.docx").Code);
        Readings.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("甲\t", 9000))), "a.txt");
    }

    [Fact]
    public void A_reader_stops_when_it_is_told_to()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => FileReader.Read("计划"u8.ToArray(), "a.txt", stop.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => FileReader.Read(MadeFiles.Docx(MadeFiles.P("计划")), "a.docx", stop.Token));
    }
}
