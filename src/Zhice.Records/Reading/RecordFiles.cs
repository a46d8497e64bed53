using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Zhice.Records.Model;
using Zhice.Records.Text;

namespace Zhice.Records.Reading;

/// <summary>Opens a file of records in any of the formats: XML, CSV, TSV, XLSX, JSON lines; each also packed with gzip.</summary>
public static class RecordFiles
{
    /// <summary>Endings of the files that are read, without .gz.</summary>
    public static readonly IReadOnlyList<string> Endings = [".xml", ".csv", ".tsv", ".txt", ".xlsx", ".jsonl", ".ndjson"];

    /// <summary>True for the name of a file that can be read.</summary>
    public static bool Takes(string name) => Endings.Contains(Ending(name));

    /// <summary>The files of a folder that can be read, in the order of their names; the file itself for a file.</summary>
    public static IEnumerable<string> Under(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(Takes).Order(StringComparer.Ordinal) : [path];

    /// <summary>What a file and its mapping are known by: a digest over both.</summary>
    public static string Digest(Stream stream, TableMapping? mapping)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        for (int read; (read = stream.Read(buffer)) > 0;) sum.AppendData(buffer, 0, read);
        sum.AppendData(Encoding.UTF8.GetBytes(mapping?.Written ?? ""));
        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }

    /// <summary>The records of a file as they are read, with what was refused.</summary>
    /// <param name="stream">The file, which can be sought in.</param>
    /// <param name="name">Its name, whose ending says the format.</param>
    /// <param name="mapping">Columns of a table; null for usual names.</param>
    public static IEnumerable<ReadRecord> Read(Stream stream, string name, TableMapping? mapping)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        var text = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new Unpacked(stream) : stream;
        return Ending(name) switch
        {
            ".xml" => XmlRecords.Read(text),
            ".jsonl" or ".ndjson" => Lines(text, stream),
            ".xlsx" => TableRecords.Read(WorkbookRows.Read(text), mapping, () => 0),
            ".csv" or ".tsv" or ".txt" => Table(text, stream, Ending(name) == ".csv" ? ',' : '\t', mapping),
            var other => throw new InvalidDataException($"No reader for {other} files; there are readers for {string.Join(' ', Endings)}."),
        };
    }

    static string Ending(string name) => Path.GetExtension(name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name).ToLowerInvariant();

    static IEnumerable<ReadRecord> Table(Stream text, Stream file, char separator, TableMapping? mapping)
    {
        using var reader = DocumentText.Open(text, TableEncoding.Of(text, strict: false));
        foreach (var read in TableRecords.Read(TableText.Read(reader, separator), mapping, () => file.Position)) yield return read;
    }

    static IEnumerable<ReadRecord> Lines(Stream text, Stream file)
    {
        using var reader = new StreamReader(text, Encoding.UTF8, true, 1 << 16);
        var number = 0L;
        while (BoundedLine(reader, out var line))
        {
            number++;
            if (line is null) yield return new ReadRecord(number, null, "record.long", "", file.Position);
            else if (line.Length > 0) yield return One(line, number) with { Position = file.Position };
        }
    }

    static ReadRecord One(string line, long number)
    {
        try
        {
            var record = JsonSerializer.Deserialize(line, RecordJson.Default.IpRecord);
            if (record is null) return new ReadRecord(number, null, "record.json", Start(line));
            var (read, reason) = JsonRecords.Read(record);
            return new ReadRecord(number, read, reason, reason is null ? "" : Start(line));
        }
        catch (JsonException)
        {
            return new ReadRecord(number, null, "record.json", Start(line));
        }
    }

    static string Start(string line) => line.Length > 80 ? line[..80] : line;

    // A line without end is passed over, not taken into memory.
    static bool BoundedLine(StreamReader reader, out string? line)
    {
        var text = new StringBuilder();
        var (any, over) = (false, false);
        for (int c; (c = reader.Read()) >= 0;)
        {
            any = true;
            if (c == '\n') break;
            if (text.Length < DocumentText.MostOfRecord) text.Append((char)c);
            else over = true;
        }
        line = over ? null : text.ToString().TrimEnd('\r');
        return any;
    }

    /// <summary>A gzip stream that can be read again from its beginning, which is all the seeking that the readers do.</summary>
    sealed class Unpacked(Stream packed) : Stream
    {
        GZipStream inner = new(packed, CompressionMode.Decompress, leaveOpen: true);

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => packed.Position;
            set
            {
                if (value != 0) throw new NotSupportedException();
                inner.Dispose();
                packed.Position = 0;
                inner = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
            }
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);
        public override int Read(Span<byte> buffer) => inner.Read(buffer);
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
