using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Zhice.Domain;

namespace Zhice.Data.EvidenceKeeping;

/// <summary>Text, pages and pictures written as text, told apart by their beginning; scripts are refused.</summary>
internal static partial class PlainText
{
    const int TailBytes = 4096;
    const int Overlap = 256;

    static readonly string[] PageMarks = ["<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<meta ", "<title", "<table", "<div", "<p>", "<h1"];
    static readonly string[] ScriptMarks = ["<?php", "<?=", "<%", "@echo off", "windows registry editor", "<hta:", "<job", "<package>", "[internetshortcut]"];

    internal static Outcome<FileType> Detect(Stream file, byte[] head)
    {
        if (Decode(head) is not { } text || !TailIsText(file, head)) return FileTypes.Refused("evidence.unknown-type");
        var start = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (ScriptMarks.Any(mark => start.StartsWith(mark, StringComparison.OrdinalIgnoreCase)) || start.Contains("<hta:application", StringComparison.OrdinalIgnoreCase)
            || start.Contains("<?php", StringComparison.OrdinalIgnoreCase))
            return FileTypes.Refused("evidence.script");
        if (!start.StartsWith('<')) return FileTypes.Text;
        var drawn = start.Contains("<svg", StringComparison.OrdinalIgnoreCase) && !start.Contains("<html", StringComparison.OrdinalIgnoreCase);
        if (drawn || PageMarks.Any(mark => start.Contains(mark, StringComparison.OrdinalIgnoreCase)))
            return Runs(file) ? FileTypes.Refused("evidence.script") : drawn ? FileTypes.Svg : FileTypes.Html;
        return start.StartsWith("<?xml", StringComparison.Ordinal) ? FileTypes.Xml : FileTypes.Text;
    }

    /// <summary>The text in UTF-8, UTF-16 with a mark, or GB 18030 by its byte pattern; null where it is none.</summary>
    static string? Decode(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Clean(Encoding.Unicode.GetString(head));
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Clean(Encoding.BigEndianUnicode.GetString(head));
        if (head.Contains((byte)0)) return null;
        if (IsUtf8(head)) return Clean(Encoding.UTF8.GetString(head));
        // Marks of pages and scripts are plain letters in GB 18030 too, so that its own characters need not be read.
        return IsGb18030(head) ? Clean(Encoding.Latin1.GetString(head), high: true) : null;
    }

    // A text has tabs and line ends and no other control characters; a form feed and the old end of file are seen in printed and DOS texts.
    static string? Clean(string text, bool high = false)
    {
        foreach (var c in text)
            if (c < ' ' && c is not ('\t' or '\n' or '\r' or '\f' or '\u001A' or '\u001B')) return null;
            else if (!high && c is >= '\u0080' and < '\u00A0' and not '\u0085') return null;
        return text;
    }

    static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var status = Rune.DecodeFromUtf8(bytes, out _, out var used);
            if (status == OperationStatus.NeedMoreData) return true; // the head ends within a character
            if (status != OperationStatus.Done) return false;
            bytes = bytes[used..];
        }
        return true;
    }

    static bool IsGb18030(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] < 0x80) continue;
            if (bytes[i] is 0x80 or 0xFF) return false;
            if (i + 1 >= bytes.Length) return true;
            if (bytes[i + 1] is >= 0x30 and <= 0x39) i += 3;
            else if (bytes[i + 1] is >= 0x40 and <= 0xFE and not 0x7F) i++;
            else return false;
        }
        return true;
    }

    // A page or picture that a browser would run, wherever in the file that stands. The marks are plain letters in all encodings that are taken.
    static bool Runs(Stream file)
    {
        file.Position = 0;
        using var reader = new StreamReader(file, Encoding.Latin1, detectEncodingFromByteOrderMarks: true, bufferSize: 16 * 1024, leaveOpen: true);
        var block = new char[16 * 1024 + Overlap];
        var kept = 0;
        for (int read; (read = reader.ReadBlock(block, kept, block.Length - kept)) > 0;)
        {
            var text = new string(block, 0, kept + read);
            if (Running().IsMatch(text)) return true;
            kept = Math.Min(Overlap, text.Length);
            text.CopyTo(text.Length - kept, block, 0, kept);
        }
        return false;
    }

    // Scripts, handlers of events, addresses that run, and frames or objects that bring something else in.
    [GeneratedRegex("""<(?:[a-z]+:)?(?:script|iframe|frame|object|embed|applet|handler|listener)[\s/>]|[\s"'/]on[a-z]{3,25}\s*=\s*["'a-z]|(?:javascript|vbscript)\s*:|<!entity""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Running();

    // What begins as a text and goes on as something else is none.
    static bool TailIsText(Stream file, byte[] head)
    {
        if (file.Length <= head.Length || head[0] is 0xFE or 0xFF) return true;
        var tail = new byte[(int)Math.Min(TailBytes, file.Length - head.Length)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        return !tail.AsSpan().Contains((byte)0);
    }
}
