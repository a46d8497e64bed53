using System.Text;

namespace Zhice.Policy.Readers;

/// <summary>What a file is by its first bytes.</summary>
internal enum FileKind { Text, Markdown, Html, Xml, WebArchive, Zip, Pdf, Ole, RichText, Image, Archive, Unknown }

/// <summary>Tells formats apart by content; an extension alone decides nothing but Markdown without tables and bare HTML fragments.</summary>
internal static class FileKindDetection
{
    const int HeadBytes = 4096;

    internal static FileKind Detect(ReadOnlySpan<byte> bytes, string fileName)
    {
        if (BySignature(bytes) is { } kind) return kind;
        var extension = Path.GetExtension(fileName).ToLowerInvariant();
        // Poppler forgives bytes before the header; a text that merely speaks of one is no PDF.
        if (extension == ".pdf" && bytes[..Math.Min(bytes.Length, 1024)].IndexOf("%PDF-"u8) >= 0) return FileKind.Pdf;
        if (TextEncoding.Detect(bytes) is not { } found) return FileKind.Unknown;

        var head = found.Encoding.GetString(bytes[found.MarkLength..Math.Min(bytes.Length, HeadBytes)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (head.StartsWith('<')) return Markup(head, extension);
        if (head.StartsWith("MIME-Version:", StringComparison.OrdinalIgnoreCase)
            || (head.StartsWith("From:", StringComparison.OrdinalIgnoreCase) && head.Contains("\nMIME-Version:", StringComparison.OrdinalIgnoreCase)))
            return FileKind.WebArchive;
        return extension is ".md" or ".markdown" || HoldsPipeTable(head) ? FileKind.Markdown : FileKind.Text;
    }

    /// <summary>The rule under the heads of a pipe table, as converters write it into plain text too.</summary>
    static bool HoldsPipeTable(string head) => head.Contains("|---", StringComparison.Ordinal) || head.Contains("---|", StringComparison.Ordinal) || head.Contains("| ---", StringComparison.Ordinal);

    static FileKind Markup(string head, string extension)
    {
        foreach (var tag in (ReadOnlySpan<string>)["<!doctype html", "<html", "<head", "<body", "<meta "])
            if (head.Contains(tag, StringComparison.OrdinalIgnoreCase)) return FileKind.Html;
        if (head.StartsWith("<?xml", StringComparison.Ordinal) || head.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase)) return FileKind.Xml;
        if (extension is ".html" or ".htm" or ".xhtml" or ".shtml" or ".jsp" or ".aspx") return FileKind.Html;
        foreach (var tag in (ReadOnlySpan<string>)["<div", "<p>", "<p ", "<table", "<span", "<h1", "<section", "<article", "<!--", "<title"])
            if (head.StartsWith(tag, StringComparison.OrdinalIgnoreCase)) return FileKind.Html;
        return FileKind.Text;
    }

    static FileKind? BySignature(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("PK\u0003\u0004"u8) || bytes.StartsWith("PK\u0005\u0006"u8)) return FileKind.Zip;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])) return FileKind.Ole;
        if (bytes.TrimStart(" \t\r\n\0"u8).StartsWith("%PDF-"u8) || bytes.StartsWith("\uFEFF%PDF-"u8)) return FileKind.Pdf;
        if (bytes.StartsWith("{\\rtf"u8)) return FileKind.RichText;
        if (IsImage(bytes)) return FileKind.Image;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || bytes.StartsWith("Rar!"u8) || bytes.StartsWith("BZh"u8)
            || bytes.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFD, 0x37, 0x7A, 0x58, 0x5A]))
            return FileKind.Archive;
        return null;
    }

    static bool IsImage(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47])
        || bytes.StartsWith("GIF8"u8) || bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8)
        || (bytes.StartsWith("BM"u8) && bytes.Length > 26 && bytes[6] == 0 && bytes[7] == 0 && bytes[8] == 0 && bytes[9] == 0)
        || (bytes.StartsWith("RIFF"u8) && bytes.Length > 12 && bytes[8..].StartsWith("WEBP"u8))
        || (bytes.Length > 12 && bytes[4..].StartsWith("ftyphei"u8));

    /// <summary>Why a file of this kind is not read.</summary>
    internal static ReadRefusal RefusalOf(FileKind kind, ReadOnlySpan<byte> bytes) => kind switch
    {
        FileKind.Ole => OfCompound(bytes),
        FileKind.RichText => ReadRefusals.RichText,
        FileKind.Image => ReadRefusals.Image,
        FileKind.Archive => ReadRefusals.Archive,
        FileKind.Xml => ReadRefusals.Xml,
        FileKind.WebArchive => ReadRefusals.WebArchive,
        _ => ReadRefusals.Unknown,
    };

    /// <summary>An OLE compound file: an encrypted OOXML file, a workbook, a presentation, or else what Word and WPS write.</summary>
    static ReadRefusal OfCompound(ReadOnlySpan<byte> bytes)
    {
        if (Names(bytes, "EncryptedPackage")) return ReadRefusals.Encrypted;
        if (Names(bytes, "WordDocument")) return ReadRefusals.LegacyWord;
        if (Names(bytes, "Workbook") || Names(bytes, "Book")) return ReadRefusals.Spreadsheet;
        return Names(bytes, "PowerPoint Document") ? ReadRefusals.Presentation : ReadRefusals.LegacyWord;
    }

    static bool Names(ReadOnlySpan<byte> bytes, string entry) => bytes.IndexOf(Encoding.Unicode.GetBytes(entry + '\0')) >= 0;

    /// <summary>Why a ZIP that is no document of ours is not read.</summary>
    internal static ReadRefusal RefusalOf(SafeZip zip)
    {
        if (zip.Has("xl/workbook.xml") || zip.HasUnder("xl/")) return ReadRefusals.Spreadsheet;
        if (zip.HasUnder("ppt/")) return ReadRefusals.Presentation;
        if (zip.Has("content.xml") && zip.Has("mimetype"))
            return zip.Head("mimetype", 64).Contains("spreadsheet", StringComparison.Ordinal) ? ReadRefusals.Spreadsheet : ReadRefusals.OpenDocument;
        return zip.Has("[Content_Types].xml") ? ReadRefusals.Damaged("DOCX") : ReadRefusals.Archive;
    }
}
