using System.IO.Compression;
using System.Text;
using Zhice.Domain;

namespace Zhice.Data.EvidenceKeeping;

/// <summary>Looks into a file before it is kept: its type from its content, the extension against it, and nothing in it that a computer would run.</summary>
public static class FileInspection
{
    const int HeadBytes = 64 * 1024;

    /// <summary>The type, or why the file is refused: <c>evidence.empty</c>, <c>evidence.executable</c>, <c>evidence.script</c>, <c>evidence.macro</c>,
    /// <c>evidence.encrypted</c>, <c>evidence.unknown-type</c>, <c>evidence.extension</c>, and what <see cref="ArchiveInspection"/> finds.</summary>
    /// <param name="file">The whole file; it can seek.</param>
    /// <param name="safeName">Its name, made safe.</param>
    /// <param name="cancel">Stops.</param>
    public static Outcome<FileType> Run(Stream file, string safeName, CancellationToken cancel = default)
    {
        if (!Look(file, cancel).Accepted(out var type, out var refusal)) return refusal;
        var extension = SafeFileName.ExtensionOf(safeName);
        return type.Extensions.Contains(extension) ? type
            : FileTypes.Refused("evidence.extension", extension.Length == 0 ? "–" : extension, string.Join("、", type.Extensions));
    }

    /// <summary>The same of a file whose name is not known.</summary>
    public static Outcome<FileType> Look(Stream file, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Length == 0) return FileTypes.Refused("evidence.empty");
        file.Position = 0;
        var head = new byte[Math.Min(HeadBytes, file.Length)];
        file.ReadExactly(head);
        return Detect(file, head, cancel);
    }

    static Outcome<FileType> Detect(Stream file, byte[] head, CancellationToken cancel)
    {
        if (Magic.IsExecutable(head)) return FileTypes.Refused("evidence.executable");
        if (Magic.IsOtherArchive(head)) return FileTypes.Refused("evidence.archive-kind");
        if (Magic.Find(head) is { } known) return known;
        if (Magic.IsZip(head)) return OfZip(file, cancel);
        if (Magic.IsCompound(head)) return CompoundFile.Detect(file);
        return PlainText.Detect(file, head);
    }

    static Outcome<FileType> OfZip(Stream file, CancellationToken cancel)
    {
        if (!ArchiveInspection.Run(file, cancel).Accepted(out _, out var refusal)) return refusal;
        file.Position = 0;
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        bool Has(string name) => archive.GetEntry(name) is not null;
        if (Has("OFD.xml")) return FileTypes.Ofd;
        if (Has("[Content_Types].xml"))
            return Has("word/document.xml") ? FileTypes.Docx : Has("xl/workbook.xml") ? FileTypes.Xlsx : Has("ppt/presentation.xml") ? FileTypes.Pptx : FileTypes.Zip;
        if (archive.GetEntry("mimetype") is not { Length: < 200 } declared) return FileTypes.Zip;
        using var reader = new StreamReader(declared.Open(), Encoding.ASCII);
        return reader.ReadToEnd().Trim() switch
        {
            "application/vnd.oasis.opendocument.text" => FileTypes.Odt,
            "application/vnd.oasis.opendocument.spreadsheet" => FileTypes.Ods,
            "application/vnd.oasis.opendocument.presentation" => FileTypes.Odp,
            _ => FileTypes.Zip,
        };
    }
}
