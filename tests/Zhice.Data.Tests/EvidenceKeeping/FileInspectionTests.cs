using System.Globalization;
using System.IO.Compression;
using System.Text;
using Zhice.Data.EvidenceKeeping;

namespace Zhice.Data.Tests.EvidenceKeeping;

/// <summary>Types by content, refusals of what runs, archives looked through, names made safe.</summary>
public sealed class FileInspectionTests
{
    [Theory]
    [InlineData("%PDF-1.7 ...", "a.pdf", "application/pdf")]
    [InlineData("GIF89a......", "a.gif", "image/gif")]
    [InlineData("ID3\u0004......", "a.mp3", "audio/mpeg")]
    [InlineData("#!AMR\n....", "a.amr", "audio/amr")]
    [InlineData("\0\0\0\u0018ftypmp42....", "a.mp4", "video/mp4")]
    [InlineData("RIFF....WAVEfmt ", "a.wav", "audio/wav")]
    [InlineData("姓名,数量\n甲,1\n", "台账.csv", "text/plain")]
    [InlineData("<!DOCTYPE html><p>公告 only = 1</p>", "a.html", "text/html")]
    [InlineData("<?xml version=\"1.0\"?><svg width=\"1\"/>", "a.svg", "image/svg+xml")]
    [InlineData("<?xml version=\"1.0\"?><r/>", "a.xml", "application/xml")]
    public void The_type_is_found_in_the_content(string content, string name, string expected) =>
        Assert.Equal(expected, FileInspection.Run(Bytes(content), name, TestContext.Current.CancellationToken).Accept().MediaType);

    [Theory]
    [InlineData("\u007FELF\u0002\u0001", "a.pdf", "evidence.executable")]
    [InlineData("MZ\u0090\0\u0003", "年报.docx", "evidence.executable")]
    [InlineData("#!/bin/sh\necho", "说明.txt", "evidence.executable")]
    [InlineData("<?php echo 1;", "a.txt", "evidence.script")]
    [InlineData("@echo off\r\ndel *", "a.txt", "evidence.script")]
    [InlineData("<html><hta:application/>", "a.html", "evidence.script")]
    [InlineData("<!DOCTYPE html><script>1</script>", "a.html", "evidence.script")]
    [InlineData("<html><body onload=\"go()\">", "a.html", "evidence.script")]
    [InlineData("<html><a href=\"JavaScript:go()\">", "a.html", "evidence.script")]
    [InlineData("<html><iframe src=x></iframe>", "a.html", "evidence.script")]
    [InlineData("<?xml version=\"1.0\"?><svg onload=\"x\"/>", "a.svg", "evidence.script")]
    [InlineData("<svg xmlns:s=\"http://www.w3.org/2000/svg\"><s:script>1</s:script></svg>", "a.svg", "evidence.script")]
    [InlineData("Rar!\u001A\u0007", "a.rar", "evidence.archive-kind")]
    [InlineData("WScript.Echo 1", "a.vbs", "evidence.extension")]
    [InlineData("<html><body>1</body></html>", "a.txt", "evidence.extension")]
    [InlineData("%PDF-1.7", "a.docx", "evidence.extension")]
    [InlineData("%PDF-1.7", "a", "evidence.extension")]
    [InlineData("%PDF-1.7", "a.pdf.exe", "evidence.extension")]
    [InlineData("a\0b\u0001c", "a.txt", "evidence.unknown-type")]
    [InlineData("", "a.txt", "evidence.empty")]
    public void What_runs_or_claims_to_be_something_else_is_refused(string content, string name, string expected) =>
        Assert.Equal(expected, FileInspection.Run(Bytes(content), name, TestContext.Current.CancellationToken).Refusal());

    [Theory]
    [InlineData(new byte[] { 0xFE, 0xED, 0xFA, 0xCF })] // Mach-O
    [InlineData(new byte[] { 0xCF, 0xFA, 0xED, 0xFE })]
    [InlineData(new byte[] { 0xCA, 0xFE, 0xBA, 0xBE })] // Mach-O of several machines, Java class
    [InlineData(new byte[] { 0x4C, 0, 0, 0, 0x01, 0x14, 0x02, 0 })] // shortcut
    public void Programs_of_other_systems_are_refused(byte[] head) =>
        Assert.Equal("evidence.executable", FileInspection.Run(new MemoryStream([.. head, .. new byte[64]]), "a.jpg", TestContext.Current.CancellationToken).Refusal());

    [Fact]
    public void A_script_far_behind_the_beginning_of_a_page_is_found()
    {
        var page = "<!DOCTYPE html><p>" + new string('字', 200_000) + "<script>go()</script>";
        Assert.Equal("evidence.script", FileInspection.Run(Bytes(page), "a.html", TestContext.Current.CancellationToken).Refusal());
    }

    [Fact]
    public void A_text_in_GB_18030_is_a_text()
    {
        byte[] gb = [0xD6, 0xAA, 0xCA, 0xB6, 0xB2, 0xFA, 0xC8, 0xA8, 0x0A]; // 知识产权
        Assert.Equal("text/plain", FileInspection.Run(new MemoryStream(gb), "旧文件.txt", TestContext.Current.CancellationToken).Accept().MediaType);
    }

    [Theory]
    [InlineData("a.docx", "word/document.xml", ".docx")]
    [InlineData("a.xlsx", "xl/workbook.xml", ".xlsx")]
    [InlineData("a.pptx", "ppt/presentation.xml", ".pptx")]
    public void Office_files_are_told_by_their_parts(string name, string part, string extension) =>
        Assert.Contains(extension, FileInspection.Run(Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), (part, "<x/>"u8.ToArray())), name, TestContext.Current.CancellationToken).Accept().Extensions);

    [Fact]
    public void A_ZIP_of_office_files_is_taken_and_an_OFD_is_known()
    {
        Assert.Equal("application/zip", Inspect(Zip(("甲/说明.txt", "一"u8.ToArray()), ("b.docx", Zip(("word/document.xml", "<x/>"u8.ToArray())).ToArray())), "a.zip"));
        Assert.Equal("application/ofd", Inspect(Zip(("OFD.xml", "<x/>"u8.ToArray())), "a.ofd"));
        Assert.Equal("application/vnd.oasis.opendocument.text", Inspect(Zip(("mimetype", "application/vnd.oasis.opendocument.text"u8.ToArray())), "a.odt"));
    }

    [Fact]
    public void Macros_are_refused() =>
        Assert.Equal("evidence.macro", Inspect(Zip(("[Content_Types].xml", "<x/>"u8.ToArray()), ("word/document.xml", "<x/>"u8.ToArray()), ("word/vbaProject.bin", [1, 2, 3])), "a.docx"));

    [Fact]
    public void A_bomb_is_refused_by_its_ratio_whatever_its_directory_says() =>
        Assert.Equal("evidence.archive-bomb", Inspect(Zip(("a.txt", new byte[40 << 20])), "a.zip"));

    [Fact]
    public void An_archive_in_an_archive_in_an_archive_is_followed_and_no_further()
    {
        var inner = Zip(("a.txt", "一"u8.ToArray()));
        for (var depth = 0; depth < 2; depth++) inner = Zip(("in.zip", inner.ToArray()));
        Assert.Equal("application/zip", Inspect(inner, "a.zip"));
        Assert.Equal("evidence.archive-deep", Inspect(Zip(("in.zip", inner.ToArray())), "a.zip"));
        var hidden = Zip(("in.zip", Zip(("setup.txt", "MZ\u0090\0"u8.ToArray())).ToArray()));
        Assert.Equal("evidence.archive-program", Inspect(hidden, "a.zip"));
    }

    [Fact]
    public void Too_many_entries_are_counted_before_the_archive_is_opened() =>
        Assert.Equal("evidence.archive-entries", Inspect(Zip([.. Enumerable.Range(0, 10_001).Select(i => (i.ToString(CultureInfo.InvariantCulture), Array.Empty<byte>()))]), "a.zip"));

    [Theory]
    [InlineData("../../etc/cron.d/x", "evidence.archive-path")]
    [InlineData("/etc/passwd", "evidence.archive-path")]
    [InlineData("C:\\x.txt", "evidence.archive-path")]
    [InlineData("说明.txt.lnk", "evidence.archive-program")]
    [InlineData("run.bat", "evidence.archive-program")]
    public void Paths_and_programs_in_an_archive_are_refused(string entry, string expected) => Assert.Equal(expected, Inspect(Zip((entry, "x"u8.ToArray())), "a.zip"));

    [Fact]
    public void A_damaged_archive_is_refused_whereever_it_was_cut()
    {
        var whole = Zip(("a.txt", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 3000))))).ToArray();
        for (var length = 4; length < whole.Length; length += 7)
            Assert.StartsWith("evidence.", Inspect(new MemoryStream(whole[..length]), "a.zip"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\用户\\年度总结.docx", "年度总结.docx")]
    [InlineData("总结\u202Efdp.exe", "总结fdp.exe")] // the direction mark would show it as 总结exe.pdf
    [InlineData("CON.txt", "_CON.txt")]
    [InlineData("com1", "_com1")]
    [InlineData("a\u0000b\r\n\tc.txt", "abc.txt")]
    [InlineData("a<b>:\"|?*.txt", "a_b______.txt")]
    [InlineData(".htaccess", "htaccess")]
    [InlineData("总结.pdf. . ", "总结.pdf")]
    [InlineData("\u200B\u2066", "file")]
    [InlineData("𠮷野.pdf", "𠮷野.pdf")]
    [InlineData(null, "file")]
    public void Names_are_made_safe(string? name, string expected) => Assert.Equal(expected, SafeFileName.Of(name));

    [Fact]
    public void Whatever_the_name_it_comes_out_safe_and_is_then_left_as_it_is()
    {
        var random = new Random(11);
        char[] odd = ['/', '\\', '.', ' ', '\0', '\r', '\u202E', '\uD842', '\uDFB7', '\uFEFF', ':', '知', 'a', '\u0301', '\u2028', 'C', 'O', 'N', '\uE000'];
        for (var round = 0; round < 20_000; round++)
        {
            var name = string.Concat(Enumerable.Range(0, random.Next(0, round % 100 == 0 ? 400 : 20)).Select(_ => odd[random.Next(odd.Length)]));
            var safe = SafeFileName.Of(name);
            Assert.InRange(Encoding.UTF8.GetByteCount(safe), 1, SafeFileName.MostBytes);
            Assert.DoesNotContain(safe, c => char.IsControl(c) || "/\\<>:\"|?*\u202E\uFEFF".Contains(c, StringComparison.Ordinal));
            Assert.False(safe.StartsWith('.') || safe.EndsWith('.') || safe.EndsWith(' '), safe);
            Assert.Equal(safe, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(safe))); // no half of a character
            Assert.Equal(safe, SafeFileName.Of(safe));
        }
    }

    static string Inspect(Stream file, string name) =>
        FileInspection.Run(file, name, TestContext.Current.CancellationToken).Accepted(out var type, out var refusal) ? type.MediaType : refusal.Code;

    // One character, one byte, where the text is no Chinese one.
    static MemoryStream Bytes(string text) => new(text.Any(c => c > 0xFF) ? Encoding.UTF8.GetBytes(text) : Encoding.Latin1.GetBytes(text));

    static MemoryStream Zip(params (string Name, byte[] Bytes)[] entries)
    {
        var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in entries)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(bytes);
            }
        memory.Position = 0;
        return memory;
    }
}
