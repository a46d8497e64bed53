using System.IO.Compression;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Submitting;

namespace Zhice.Data.Submitting;

/// <summary>签名包连同佐证文件: a ZIP of the signed package (<c>package.json</c>) and the files that it names, each as <c>files/SHA-256</c>.</summary>
/// <remarks>
/// The signed content names each file by its digest, so the archive needs no signature of its own: a file that differs, one too many or one too few is
/// refused. Bytes are streamed both ways, a bounded buffer at a time.
/// </remarks>
public static class PackageArchive
{
    /// <summary>Most files.</summary>
    public const int MostFiles = 2_000;

    /// <summary>Most bytes of all files together: 4 GiB.</summary>
    public const long MostBytes = 4L << 30;

    /// <summary>Largest single file: as large as evidence may be, 2 GiB.</summary>
    public const long MostFile = 2L << 30;

    /// <summary>Largest archive, with its names and the package.</summary>
    public const long Most = MostBytes + PackageArrival.MostBytes + (1L << 20);

    const string Package = "package.json";
    const string Folder = "files/";

    /// <summary>Digests of the files that a body names, each once, in the order of the body.</summary>
    public static IReadOnlyList<string> Named(SubmissionBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return [.. body.Items.SelectMany(i => i.Paragraphs).SelectMany(p => p.Sentences).SelectMany(s => s.Evidence).Select(e => e.Sha256)
            .OfType<string>().Where(IsDigest).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>True where a stream begins as a ZIP does. The stream stands at its beginning again.</summary>
    internal static async Task<bool> Is(Stream file, CancellationToken cancel)
    {
        var head = new byte[4];
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel);
        file.Position = 0;
        return read == 4 && head is [(byte)'P', (byte)'K', 3, 4];
    }

    /// <summary>Why the archive cannot be written; null where it can. Asked before its first byte is sent.</summary>
    public static async Task<Refusal?> Refuses(FileStore files, IReadOnlyList<string> named, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(named);
        if (named.Count > MostFiles) return new Blocked("package.many-files", MostFiles);
        foreach (var digest in named)
            if (!await files.Has(digest, cancel)) return new Blocked("package.file-gone", digest[..16]);
        return null;
    }

    /// <summary>Writes the archive to a stream that need not seek.</summary>
    /// <exception cref="InvalidDataException">A kept file no longer has its digest.</exception>
    public static async Task Write(FileStore files, ReadOnlyMemory<byte> package, IReadOnlyList<string> named, Stream to, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(named);
        var zip = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancel);
        await using (zip)
        {
            await using (var entry = await zip.CreateEntry(Package, CompressionLevel.Optimal).OpenAsync(cancel)) await entry.WriteAsync(package, cancel);
            foreach (var digest in named)
            {
                var file = await files.Open(digest, cancel) ?? throw new InvalidDataException("A file went while the archive was written.");
                await using (file)
                {
                    await using var entry = await zip.CreateEntry(Folder + digest, CompressionLevel.NoCompression).OpenAsync(cancel);
                    await file.CopyToAsync(entry, 128 * 1024, cancel);
                }
            }
        }
    }

    /// <summary>An archive that was opened: the bytes of its package, and its files by their digest as named.</summary>
    internal sealed record Opened(ZipArchive Zip, byte[] Package, IReadOnlyDictionary<string, ZipArchiveEntry> Files) : IAsyncDisposable
    {
        /// <inheritdoc/>
        public ValueTask DisposeAsync() => Zip.DisposeAsync();
    }

    /// <summary>Opens an archive and reads its package. Refusals: <c>package.broken</c>, <c>package.large</c>, <c>package.file-unnamed</c> (an entry of another name).</summary>
    internal static async Task<Outcome<Opened>> Open(Stream file, CancellationToken cancel)
    {
        ZipArchive? zip = null;
        try
        {
            zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancel);
            if (zip.Entries.Count > MostFiles + 1) return Refused(new Blocked("package.many-files", MostFiles));
            var files = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
            ZipArchiveEntry? package = null;
            foreach (var entry in zip.Entries)
                if (entry.FullName == Package && package is null) package = entry;
                else if (!entry.FullName.StartsWith(Folder, StringComparison.Ordinal) || !IsDigest(entry.FullName[Folder.Length..]) || !files.TryAdd(entry.FullName[Folder.Length..], entry))
                    return Refused(new Invalid(new Defect("package.file-unnamed", "file", entry.FullName.Length > 60 ? entry.FullName[..60] : entry.FullName)));
            if (package is null) return Refused(new Invalid(new Defect("package.broken", "file")));
            if (package.Length > PackageArrival.MostBytes || files.Values.Any(f => f.Length > MostFile) || files.Values.Sum(f => f.Length) > MostBytes)
                return Refused(new Invalid(new Defect("package.large", "file", Most >> 20)));
            using var bytes = new MemoryStream();
            await using (var stream = await package.OpenAsync(cancel)) await Bounded(stream, bytes, package.Length, cancel);
            return new Opened(zip, bytes.ToArray(), files);
        }
        catch (InvalidDataException)
        {
            return Refused(new Invalid(new Defect("package.broken", "file")));
        }

        Outcome<Opened> Refused(Refusal refusal)
        {
            zip?.Dispose();
            return refusal;
        }
    }

    /// <summary>
    /// Takes the files in as parts, digested and looked into; none is kept yet. Refusals: <c>package.file-missing</c>, <c>package.file-unnamed</c>,
    /// <c>package.file-altered</c> (the bytes are not those that were signed), and what <see cref="FileInspection"/> says of a file.
    /// </summary>
    internal static async Task<Outcome<TakenFiles>> Take(FileStore store, Opened archive, SubmissionBody body, CancellationToken cancel)
    {
        var named = Named(body);
        if (archive.Files.Keys.Except(named).FirstOrDefault() is { } unnamed) return new Invalid(new Defect("package.file-unnamed", "file", unnamed[..16]));
        if (named.FirstOrDefault(d => !archive.Files.ContainsKey(d)) is { } missing) return new Invalid(new Defect("package.file-missing", "file", missing[..16]));
        var taken = new TakenFiles();
        Refusal? refusal = null;
        try
        {
            foreach (var digest in named)
            {
                var incoming = store.Begin();
                taken.Parts.Add(incoming);
                var entry = archive.Files[digest];
                await using (var stream = await entry.OpenAsync(cancel)) await incoming.Take(stream, Math.Min(entry.Length, MostFile), cancel);
                if ((await incoming.Finish(cancel)).Sha256 != digest) refusal = new Invalid(new Defect("package.file-altered", "file", digest[..16]));
                if (refusal is null)
                {
                    var content = incoming.Open();
                    await using (content) await Task.Run(() => FileInspection.Look(content, cancel).Accepted(out _, out refusal), cancel);
                }
                if (refusal is not null) break;
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or FileTooLargeException)
        {
            // A check sum of the archive, or more bytes than it says.
            refusal = new Invalid(new Defect("package.broken", "file"));
        }
        catch
        {
            await taken.DisposeAsync();
            throw;
        }
        if (refusal is null) return taken;
        await taken.DisposeAsync();
        return refusal;
    }

    static async Task Bounded(Stream from, MemoryStream to, long most, CancellationToken cancel)
    {
        var buffer = new byte[81920];
        int read;
        while ((read = await from.ReadAsync(buffer, cancel)) > 0)
        {
            if (to.Length + read > most) throw new InvalidDataException("An entry is longer than it says.");
            to.Write(buffer, 0, read);
        }
    }

    static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>Files that came in and wait to be kept; those that are not are gone when this is disposed.</summary>
internal sealed class TakenFiles : IAsyncDisposable
{
    /// <summary>The parts.</summary>
    public List<IncomingFile> Parts { get; } = [];

    /// <summary>Gives all of them their place.</summary>
    public async Task Keep(CancellationToken cancel)
    {
        foreach (var part in Parts) await part.Keep(cancel);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in Parts) await part.DisposeAsync();
    }
}
