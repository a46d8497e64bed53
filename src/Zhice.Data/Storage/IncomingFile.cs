using System.Security.Cryptography;

namespace Zhice.Data.Storage;

/// <summary>What was computed over a file's bytes in the one pass in which they were written.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256, 64 lower-case hexadecimal digits: the file's address.</param>
/// <param name="Sm3">SM3 (GB/T 32905), 64 lower-case hexadecimal digits.</param>
public sealed record FileDigests(long Size, string Sha256, string Sm3);

/// <summary>The file is larger than may be kept.</summary>
public sealed class FileTooLargeException() : IOException("The file is larger than may be kept.");

/// <summary>The disk of the data folder, or the object store, has no room for the file.</summary>
public sealed class StoreFullException(Exception? inner = null) : IOException("There is no room for the file.", inner);

/// <summary>The object store does not answer, or refuses.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>A file on its way in: written to a part beside the store, both digests computed meanwhile. Until it is kept it is nowhere; disposing throws the part away.</summary>
public sealed class IncomingFile : IAsyncDisposable
{
    const int Buffer = 128 * 1024;
    /// <summary>Bytes after which the room on the disk is looked at again.</summary>
    const long LookEvery = 32L << 20;

    readonly FileStore store;
    readonly string part;
    readonly FileStream file;
    readonly IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly Sm3 sm3 = Sm3.Begin();
    FileDigests? digests;

    internal IncomingFile(FileStore store, string part)
    {
        (this.store, this.part) = (store, part);
        file = new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous });
    }

    /// <summary>Where the bytes lie until they are kept.</summary>
    internal string Part => part;

    /// <summary>The digests; null until <see cref="Finish"/>.</summary>
    public FileDigests? Digests => digests;

    /// <summary>Takes all bytes of a stream, a bounded buffer at a time.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="most">Most bytes.</param>
    /// <param name="cancel">Stops; the part goes when this is disposed.</param>
    /// <exception cref="FileTooLargeException">There were more.</exception>
    /// <exception cref="StoreFullException">The disk is full, or nearly.</exception>
    public async Task Take(Stream source, long most, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var buffer = GC.AllocateUninitializedArray<byte>(Buffer);
        long taken = 0, looked = 0;
        store.RequireRoom();
        int read;
        while ((read = await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel)) > 0)
        {
            if ((taken += read) > most) throw new FileTooLargeException();
            if (taken - looked > LookEvery)
            {
                looked = taken;
                store.RequireRoom();
            }
            sha256.AppendData(buffer, 0, read);
            sm3.Append(buffer, read);
            await DiskFull.Guard(() => file.WriteAsync(buffer.AsMemory(0, read), cancel));
        }
    }

    /// <summary>Ends the writing: flushed to the disk, closed, and as long as what was digested.</summary>
    /// <exception cref="InvalidDataException">The disk holds another number of bytes than were digested.</exception>
    public async Task<FileDigests> Finish(CancellationToken cancel = default)
    {
        var size = file.Position;
        await DiskFull.Guard(async () =>
        {
            await file.FlushAsync(cancel);
            file.Flush(flushToDisk: true);
        });
        await file.DisposeAsync();
        if (new FileInfo(part).Length != size) throw new InvalidDataException("The part on the disk has another length than what was digested.");
        return digests = new FileDigests(size, Convert.ToHexStringLower(sha256.GetHashAndReset()), Convert.ToHexStringLower(sm3.Finish()));
    }

    /// <summary>The finished bytes, to look into before they are kept.</summary>
    public FileStream Open()
    {
        if (digests is null) throw new InvalidOperationException("Only a finished file is looked into.");
        return new FileStream(part, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 64 * 1024 });
    }

    /// <summary>Puts the finished file into the store under its digest. The same bytes are kept once.</summary>
    public Task Keep(CancellationToken cancel = default) =>
        store.Place(this, digests ?? throw new InvalidOperationException("Only a finished file is kept."), cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        sha256.Dispose();
        sm3.Dispose();
        await file.DisposeAsync();
        File.Delete(part);
    }
}

/// <summary>Tells a full disk from other failures of writing.</summary>
internal static class DiskFull
{
    // errno of Linux, which .NET passes on as HResult: ENOSPC, EDQUOT, EFBIG; and ERROR_DISK_FULL of Windows.
    static readonly int[] Codes = [28, 122, 27, unchecked((int)0x80070070)];

    internal static bool Is(IOException fault) => Codes.Contains(fault.HResult);

    internal static async Task Guard(Func<ValueTask> write)
    {
        try
        {
            await write();
        }
        catch (IOException fault) when (Is(fault))
        {
            throw new StoreFullException(fault);
        }
    }
}
