using System.Xml;
using Zhice.Policy.Layout;
using Zhice.Policy.Readers.Ofd;
using Zhice.Policy.Readers.Pdf;

namespace Zhice.Policy.Readers;

/// <summary>Turns a file of any kind into its canonical text with lines and tables, or says why not. Pure but for PDF, which asks poppler.</summary>
public static class FileReader
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const long MaxBytes = 64L << 20;

    /// <summary>Reads a file. The bytes decide its format; the name only tells plain text from Markdown.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="fileName">The file's name, with or without a path.</param>
    /// <param name="cancel">Stops a long reading; only then does this method throw.</param>
    /// <returns>The text, or the reason there is none: exactly one of the two is set.</returns>
    public static (SourceText? Source, ReadRefusal? Refusal) Read(byte[] bytes, string fileName, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(fileName);
        if (bytes.Length == 0) return (null, ReadRefusals.Empty);
        if (bytes.Length > MaxBytes) return (null, ReadRefusals.TooLarge(MaxBytes));

        var kind = FileKindDetection.Detect(bytes, fileName);
        try
        {
            var source = ReadAs(kind, bytes, cancel);
            return HasWords(source) ? (source, null) : (null, kind == FileKind.Text ? ReadRefusals.Empty : ReadRefusals.NoText);
        }
        catch (UnreadableException stopped)
        {
            return (null, stopped.Refusal);
        }
        catch (XmlException fault)
        {
            return (null, IsDocumentType(fault) ? ReadRefusals.ExternalEntities : ReadRefusals.Damaged(Name(kind)));
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            // Whatever a broken file brings a decoder to is the file's fault to the user; nothing half read is kept.
            return (null, ReadRefusals.Damaged(Name(kind)));
        }
    }

    static SourceText ReadAs(FileKind kind, byte[] bytes, CancellationToken cancel) => kind switch
    {
        FileKind.Zip => ReadPackage(bytes, cancel),
        FileKind.Pdf => PdfReader.Read(bytes, cancel),
        FileKind.Text or FileKind.Markdown or FileKind.Html => ReadText(kind, bytes, cancel),
        _ => throw new UnreadableException(FileKindDetection.RefusalOf(kind, bytes)),
    };

    static SourceText ReadPackage(byte[] bytes, CancellationToken cancel)
    {
        using var zip = SafeZip.Open(bytes, "ZIP");
        if (DocxReader.MainPart(zip) is { } part) return DocxReader.Read(zip, part, cancel);
        if (OfdReader.IsOfd(zip)) return OfdReader.Read(zip, cancel);
        throw new UnreadableException(FileKindDetection.RefusalOf(zip));
    }

    static SourceText ReadText(FileKind kind, byte[] bytes, CancellationToken cancel)
    {
        if (kind == FileKind.Html) return HtmlReader.Read(bytes, cancel);
        var (encoding, mark) = TextEncoding.Detect(bytes) ?? throw new UnreadableException(ReadRefusals.Unknown);
        return kind == FileKind.Markdown
            ? MarkdownReader.Read(bytes, encoding, mark, cancel)
            : TextFileReader.Read(bytes, encoding, mark, SourceFormat.Text, cancel);
    }

    static bool HasWords(SourceText source)
    {
        foreach (var c in source.Text)
            if (!char.IsWhiteSpace(c) && c is not ('\uFFFD' or '\uFEFF' or '\u200B')) return true;
        return false;
    }

    /// <summary>The framework has no code for this fault; its message names the setting that forbids document types.</summary>
    static bool IsDocumentType(XmlException fault) => fault.Message.Contains("DTD", StringComparison.Ordinal);

    static string Name(FileKind kind) => kind switch
    {
        FileKind.Zip => "DOCX/OFD",
        FileKind.Pdf => "PDF",
        FileKind.Html => "HTML",
        _ => "文本",
    };
}
