using System.Security.Cryptography;

namespace Zhice.Data.Storage;

/// <summary>Files by the SHA-256 of what is in them: <c>files/ab/cdef…</c>, or objects of that name in an S3-compatible store. The same bytes are
/// kept once; nothing is ever overwritten.</summary>
/// <remarks>Every file comes in through the folder, where it is digested and looked into; with an object store it then goes there and leaves the
/// folder. A file is looked for in the folder first, so that an instance may begin with a folder and be given an object store later.</remarks>
/// <param name="Root">The folder <c>files</c> of the data folder.</param>
/// <param name="Remote">The object store; null to keep all files in the folder.</param>
public sealed record FileStore(string Root, ObjectStore? Remote = null)
{
    /// <summary>Bytes of the disk that uploads leave free, so that the database can go on writing.</summary>
    public long Reserve { get; init; } = 128L << 20;

    string Incoming => Path.Combine(Root, "incoming");

    /// <summary>Begins a file whose bytes come in as a stream.</summary>
    /// <exception cref="StoreFullException">There is no room.</exception>
    public IncomingFile Begin()
    {
        try
        {
            Directory.CreateDirectory(Incoming);
            return new IncomingFile(this, Path.Combine(Incoming, $"{Path.GetRandomFileName()}.part"));
        }
        catch (IOException fault) when (DiskFull.Is(fault))
        {
            throw new StoreFullException(fault);
        }
    }

    /// <summary>Throws away parts that a killed process left behind; answers how many.</summary>
    /// <param name="before">Only parts last written to before this moment: where several nodes share a folder, another may be writing.</param>
    public int Sweep(DateTimeOffset before)
    {
        if (!Directory.Exists(Root)) return 0;
        var swept = 0;
        foreach (var part in Directory.EnumerateFiles(Root, "*.part", SearchOption.AllDirectories))
        {
            if (File.GetLastWriteTimeUtc(part) >= before.UtcDateTime) continue;
            File.Delete(part);
            swept++;
        }
        return swept;
    }

    /// <summary>Refuses more bytes when the disk is down to its reserve.</summary>
    internal void RequireRoom()
    {
        if (new DriveInfo(Path.GetFullPath(Root)).AvailableFreeSpace < Reserve) throw new StoreFullException();
    }

    /// <summary>Gives a finished part its place.</summary>
    internal async Task Place(IncomingFile incoming, FileDigests digests, CancellationToken cancel)
    {
        if (await Has(digests.Sha256, cancel)) return;
        if (Remote is not null)
        {
            await Remote.Put(digests.Sha256, incoming.Part, digests.Size, cancel);
            return;
        }
        var place = PlaceOf(digests.Sha256);
        await DiskFull.Guard(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(incoming.Part, place, overwrite: true); // the same bytes, when another writer came first
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>True when a file of that digest is kept, in the folder or in the object store.</summary>
    public async Task<bool> Has(string digest, CancellationToken cancel = default) =>
        File.Exists(PlaceOf(digest)) || (Remote is not null && await Remote.Size(digest, cancel) is not null);

    /// <summary>The bytes as a stream; null where no such file is kept. Reading to the end of changed bytes throws <see cref="InvalidDataException"/>.</summary>
    public async Task<Stream?> Open(string digest, CancellationToken cancel = default)
    {
        var place = PlaceOf(digest);
        if (File.Exists(place)) return new VerifiedStream(new FileStream(place, new FileStreamOptions { BufferSize = 128 * 1024, Options = FileOptions.Asynchronous | FileOptions.SequentialScan }), digest);
        return Remote is not null && await Remote.Open(digest, cancel) is { } remote ? new VerifiedStream(remote, digest) : null;
    }

    /// <summary>Digests of all kept files, those of the object store too, in order.</summary>
    public async Task<IReadOnlyList<string>> Kept(CancellationToken cancel = default) =>
        Remote is null ? All() : [.. All().Concat((await Remote.List(cancel)).Where(IsDigest)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Keeps the bytes and answers their digest, 64 lower-case hexadecimal digits.</summary>
    /// <remarks>Written to a part, flushed to the disk and then renamed, so that a cut leaves no half file under a digest.</remarks>
    public async Task<string> Keep(ReadOnlyMemory<byte> bytes, CancellationToken cancel = default)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        if (await Has(digest, cancel)) return digest;
        var incoming = Begin();
        await using (incoming)
        {
            await incoming.Take(new MemoryStream(bytes.ToArray(), writable: false), bytes.Length, cancel);
            await incoming.Finish(cancel);
            await incoming.Keep(cancel);
        }
        return digest;
    }

    /// <summary>The bytes of a small file; null where no such file is kept.</summary>
    /// <exception cref="InvalidDataException">The file no longer has the digest that names it.</exception>
    public async Task<byte[]?> Read(string digest, CancellationToken cancel = default)
    {
        if (await Open(digest, cancel) is not { } stream) return null;
        await using (stream)
        {
            using var memory = new MemoryStream();
            await stream.CopyToAsync(memory, cancel);
            return memory.ToArray();
        }
    }

    /// <summary>Digests of the files in the folder, in order.</summary>
    public IReadOnlyList<string> All() => !Directory.Exists(Root) ? [] :
        [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetFileName(Path.GetDirectoryName(path)!) + Path.GetFileName(path))
            .Where(IsDigest)
            .Order(StringComparer.Ordinal)];

    /// <summary>Where a digest's file lies.</summary>
    /// <exception cref="ArgumentException">Not a digest: a path is never made of anything else.</exception>
    public string PlaceOf(string digest) => IsDigest(digest)
        ? Path.Combine(Root, digest[..2], digest[2..])
        : throw new ArgumentException("Not 64 lower-case hexadecimal digits.", nameof(digest));

    static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
