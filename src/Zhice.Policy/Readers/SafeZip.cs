using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml;

namespace Zhice.Policy.Readers;

/// <summary>
/// A ZIP package whose entries are counted before it is opened and whose expanded size is bounded over all reads.
/// Entries are read by name from memory only; nothing is ever written to a path that an archive names.
/// </summary>
internal sealed class SafeZip : IDisposable
{
    internal const int MaxEntries = 10_000;
    internal const long MaxExpanded = 64L << 20;
    /// <summary>An office file expands 5 to 100 times; past a first free share, more than this is a bomb.</summary>
    const int MaxRatio = 300;
    const long FreeOfRatio = 4L << 20;

    readonly ZipArchive archive;
    readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.OrdinalIgnoreCase);
    long expanded;

    SafeZip(ZipArchive archive)
    {
        this.archive = archive;
        foreach (var entry in archive.Entries) entries.TryAdd(Normal(entry.FullName), entry);
    }

    /// <summary>Opens a package; <paramref name="format"/> names it in the refusal of a damaged one.</summary>
    internal static SafeZip Open(byte[] bytes, string format)
    {
        if (CountEntries(bytes) > MaxEntries) throw new UnreadableException(ReadRefusals.ZipBomb);
        try
        {
            return new SafeZip(new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            throw new UnreadableException(ReadRefusals.Damaged(format));
        }
    }

    /// <summary>Counts the directory's records by walking them, because the number in its end record may lie.</summary>
    static int CountEntries(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || end + 22 > bytes.Length) return 0;
        long at = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(end + 16)..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(end + 10)..]) + 0;
        var walked = 0;
        while (at + 46 <= bytes.Length && bytes[(int)at..].StartsWith("PK\u0001\u0002"u8) && walked <= MaxEntries)
        {
            var record = bytes[(int)at..];
            walked++;
            at += 46 + BinaryPrimitives.ReadUInt16LittleEndian(record[28..]) + BinaryPrimitives.ReadUInt16LittleEndian(record[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(record[32..]);
        }
        return Math.Max(count, walked);
    }

    static string Normal(string name) => name.Replace('\\', '/').TrimStart('/');

    internal bool Has(string name) => entries.ContainsKey(Normal(name));

    internal bool HasUnder(string folder) => entries.Keys.Any(name => name.StartsWith(folder, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first bytes of an entry as ASCII, or empty.</summary>
    internal string Head(string name, int length)
    {
        if (!entries.TryGetValue(Normal(name), out var entry)) return "";
        using var stream = new BoundedStream(this, entry);
        var buffer = new byte[length];
        return System.Text.Encoding.ASCII.GetString(buffer, 0, stream.ReadAtLeast(buffer, length, throwOnEndOfStream: false));
    }

    /// <summary>A forward-only XML reader of an entry without document types and external parts; null when there is no such entry.</summary>
    internal XmlReader? Xml(string name) =>
        entries.TryGetValue(Normal(name), out var entry) ? XmlReader.Create(new BoundedStream(this, entry), Settings()) : null;

    /// <summary>Settings under which no XML of a stranger reaches out or expands.</summary>
    internal static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CloseInput = true,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = MaxExpanded,
        CheckCharacters = false,
    };

    public void Dispose() => archive.Dispose();

    sealed class BoundedStream(SafeZip zip, ZipArchiveEntry entry) : Stream
    {
        readonly Stream inner = entry.Open();
        long mine;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            mine += read;
            zip.expanded += read;
            if (zip.expanded > MaxExpanded || (mine > FreeOfRatio && mine / MaxRatio > Math.Max(entry.CompressedLength, 1)))
                throw new UnreadableException(ReadRefusals.ZipBomb);
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => mine; set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
