using System.Security.Cryptography;
using System.Text;
using Zhice.Data.Storage;

namespace Zhice.Data.Tests.EvidenceKeeping;

/// <summary>Files that come in as streams: digested in one pass, whole or not at all.</summary>
public sealed class FileStoreTests : IDisposable
{
    readonly string root = Directory.CreateTempSubdirectory("zhice-files-").FullName;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    FileStore Store => new(root);

    [Theory] // GB/T 32905—2016, annex A
    [InlineData("abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    [InlineData("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd", "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")]
    public void Both_implementations_of_SM3_give_the_digests_of_the_standard(string text, string expected)
    {
        Assert.Equal(expected, Digest(Sm3.Begin(), Encoding.ASCII.GetBytes(text)));
        Assert.Equal(expected, Digest(Sm3.BeginManaged(), Encoding.ASCII.GetBytes(text)));
    }

    [Fact]
    public void Both_implementations_of_SM3_agree_however_the_bytes_are_cut()
    {
        var random = new Random(7);
        for (var round = 0; round < 50; round++)
        {
            var bytes = new byte[random.Next(0, 5000)];
            random.NextBytes(bytes);
            using var cut = Sm3.Begin();
            for (var at = 0; at < bytes.Length;)
            {
                var length = Math.Min(random.Next(1, 300), bytes.Length - at);
                cut.Append(bytes[at..(at + length)], length);
                at += length;
            }
            Assert.Equal(Digest(Sm3.BeginManaged(), bytes), Convert.ToHexStringLower(cut.Finish()));
        }
    }

    [Fact]
    public async Task A_stream_is_kept_under_its_digest_and_reads_back()
    {
        var bytes = RandomNumberGenerator.GetBytes(700_001);
        var digests = await Keep(Store, new MemoryStream(bytes));
        Assert.Equal((700_001L, Convert.ToHexStringLower(SHA256.HashData(bytes)), Digest(Sm3.BeginManaged(), bytes)), (digests.Size, digests.Sha256, digests.Sm3));
        Assert.Equal(bytes, await Store.Read(digests.Sha256, Cancel));
        Assert.Empty(Parts());
    }

    [Fact]
    public async Task A_stream_that_breaks_off_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() => Keep(Store, new Breaking(300_000)));
        Assert.Empty(Parts());
        Assert.Empty(Store.All());
    }

    [Fact]
    public async Task One_byte_too_many_leaves_nothing()
    {
        await Assert.ThrowsAsync<FileTooLargeException>(() => Keep(Store, new MemoryStream(new byte[1001]), most: 1000));
        Assert.Equal(1000, (await Keep(Store, new MemoryStream(new byte[1000]), most: 1000)).Size);
        Assert.Empty(Parts());
        Assert.Single(Store.All());
    }

    [Fact]
    public async Task Bytes_that_changed_on_their_way_to_the_disk_are_not_kept()
    {
        var incoming = Store.Begin();
        await using (incoming)
        {
            await incoming.Take(new MemoryStream(new byte[1000]), 2000, Cancel);
            await File.AppendAllTextAsync(incoming.Part, "x", Cancel); // the disk has something else than was digested
            await Assert.ThrowsAsync<InvalidDataException>(() => incoming.Finish(Cancel));
            await Assert.ThrowsAsync<InvalidOperationException>(() => incoming.Keep(Cancel));
        }
        Assert.Empty(Parts());
        Assert.Empty(Store.All());
    }

    [Fact]
    public async Task A_disk_without_room_refuses_and_goes_on_reading()
    {
        var kept = await Keep(Store, new MemoryStream([1, 2, 3]));
        await Assert.ThrowsAsync<StoreFullException>(() => Keep(Store with { Reserve = long.MaxValue }, new MemoryStream(new byte[10])));
        Assert.Equal([1, 2, 3], await (Store with { Reserve = long.MaxValue }).Read(kept.Sha256, Cancel));
        Assert.Empty(Parts());
        Assert.Single(Store.All());
    }

    [Fact]
    public async Task Parts_of_a_killed_process_are_swept_and_kept_files_are_not()
    {
        var kept = await Keep(Store, new MemoryStream([1, 2, 3]));
        var part = Path.Combine(root, "incoming", "left.part");
        await File.WriteAllTextAsync(part, "half", Cancel);
        Assert.Equal(0, Store.Sweep(DateTimeOffset.UtcNow.AddHours(-1))); // another node may be writing it
        Assert.Equal(1, Store.Sweep(DateTimeOffset.MaxValue));
        Assert.False(File.Exists(part));
        Assert.Equal([kept.Sha256], Store.All());
    }

    [Fact]
    public async Task A_large_damaged_file_is_found_at_the_end_of_its_reading()
    {
        var kept = await Keep(Store, new MemoryStream(new byte[500_000]));
        await using (var file = new FileStream(Store.PlaceOf(kept.Sha256), FileMode.Open)) { file.Position = 400_000; file.WriteByte(1); }
        var stream = (await Store.Open(kept.Sha256, Cancel))!;
        await using (stream) await Assert.ThrowsAsync<InvalidDataException>(() => stream.CopyToAsync(Stream.Null, Cancel));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    IEnumerable<string> Parts() => Directory.EnumerateFiles(root, "*.part", SearchOption.AllDirectories);

    internal static async Task<FileDigests> Keep(FileStore store, Stream bytes, long most = long.MaxValue)
    {
        var incoming = store.Begin();
        await using (incoming)
        {
            await incoming.Take(bytes, most, Cancel);
            var digests = await incoming.Finish(Cancel);
            await incoming.Keep(Cancel);
            return digests;
        }
    }

    static string Digest(Sm3 sm3, byte[] bytes)
    {
        using (sm3)
        {
            sm3.Append(bytes, bytes.Length);
            return Convert.ToHexStringLower(sm3.Finish());
        }
    }

    /// <summary>A sender that goes away after some bytes.</summary>
    sealed class Breaking(int after) : MemoryStream(new byte[after])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 ? read : throw new IOException("Unexpected end of stream.");
        }
    }
}
