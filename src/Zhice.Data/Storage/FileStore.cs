using System.Security.Cryptography;

namespace Zhice.Data.Storage;

/// <summary>Files by the SHA-256 of what is in them: <c>files/ab/cdef…</c>. The same bytes are kept once; nothing is ever overwritten.</summary>
/// <param name="Root">The folder <c>files</c> of the data folder.</param>
public sealed record FileStore(string Root)
{
    /// <summary>Keeps the bytes and answers their digest, 64 lower-case hexadecimal digits.</summary>
    /// <remarks>Written beside its place, flushed to the disk and then renamed, so that a cut leaves no half file under a digest.</remarks>
    public async Task<string> Keep(ReadOnlyMemory<byte> bytes, CancellationToken cancel = default)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        var place = PlaceOf(digest);
        if (File.Exists(place)) return digest;

        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        var part = $"{place}.{Path.GetRandomFileName()}.part";
        try
        {
            var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write);
            await using (file)
            {
                await file.WriteAsync(bytes, cancel);
                file.Flush(flushToDisk: true);
            }
            File.Move(part, place, overwrite: true); // the same bytes, when another writer came first
        }
        finally
        {
            File.Delete(part);
        }
        return digest;
    }

    /// <summary>The bytes; null where no such file is kept.</summary>
    /// <exception cref="InvalidDataException">The file no longer has the digest that names it.</exception>
    public async Task<byte[]?> Read(string digest, CancellationToken cancel = default)
    {
        var place = PlaceOf(digest);
        if (!File.Exists(place)) return null;
        var bytes = await File.ReadAllBytesAsync(place, cancel);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == digest
            ? bytes
            : throw new InvalidDataException($"The file {digest} is damaged: its bytes have another digest.");
    }

    /// <summary>True when a file of that digest is kept.</summary>
    public bool Holds(string digest) => File.Exists(PlaceOf(digest));

    /// <summary>Digests of all kept files, in order.</summary>
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
