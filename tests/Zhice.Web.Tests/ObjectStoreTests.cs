using System.Globalization;
using System.Security.Cryptography;
using Xunit;
using Zhice.Data.Maintenance;
using Zhice.Data.Storage;

namespace Zhice.Web.Tests;

/// <summary>Files in an S3-compatible store, against a stand-in that checks each signature.</summary>
public sealed class ObjectStoreTests(StandInObjectStore remote) : IClassFixture<StandInObjectStore>, IDisposable
{
    readonly string root = Directory.CreateTempSubdirectory("zhice-objects-").FullName;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    ObjectStoreSettings Settings(string prefix = "files/") =>
        new(remote.Address, StandInObjectStore.Bucket, StandInObjectStore.Region, StandInObjectStore.AccessKey, StandInObjectStore.SecretKey, prefix);

    // The examples of the Amazon S3 API reference, “Signature calculations: transferring payload in a single chunk”.
    [Theory]
    [InlineData("GET", "/test.txt", "", "bytes=0-9", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")]
    [InlineData("GET", "/", "?lifecycle", null, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("GET", "/", "?max-keys=2&prefix=J", null, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public void The_signature_is_that_of_the_published_examples(string method, string path, string query, string? range, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"https://examplebucket.s3.amazonaws.com{path}{query}");
        if (range is not null) request.Headers.TryAddWithoutValidation("range", range);
        new SignatureV4("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
            .Sign(request, SignatureV4.NoPayload, DateTimeOffset.ParseExact("20130524T000000Z", "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
        Assert.EndsWith(expected, request.Headers.Authorization!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16 << 20)] // the largest that goes whole
    [InlineData((16 << 20) + 1)] // two parts, the second of one byte
    [InlineData(40 << 20)]
    public async Task A_file_goes_there_and_comes_back(int size)
    {
        using var objects = new ObjectStore(Settings());
        var (refused, unfinished) = (remote.Refused, remote.Unfinished); // the stand-in serves the other tests of this class too
        var bytes = RandomNumberGenerator.GetBytes(size);
        var store = new FileStore(root, objects);
        var digests = await Keep(store, new MemoryStream(bytes));
        Assert.Equal(bytes, remote.Objects["files/" + digests.Sha256]);
        Assert.Equal(bytes, await store.Read(digests.Sha256, Cancel));
        Assert.True(await store.Has(digests.Sha256, Cancel));
        Assert.Empty(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)); // nothing of it stays in the folder
        Assert.Equal((refused, unfinished), (remote.Refused, remote.Unfinished));
    }

    [Fact]
    public async Task An_upload_whose_part_fails_is_called_off_and_nothing_is_kept()
    {
        using var objects = new ObjectStore(Settings("failing/"));
        remote.FailingPart = 2;
        try
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => Keep(new FileStore(root, objects), new MemoryStream(new byte[40 << 20])));
        }
        finally
        {
            remote.FailingPart = 0;
        }
        Assert.Equal(0, remote.Unfinished);
        Assert.DoesNotContain(remote.Objects.Keys, name => name.StartsWith("failing/", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_store_without_room_and_one_that_is_away_say_which()
    {
        using var objects = new ObjectStore(Settings("full/"));
        remote.Full = true;
        try
        {
            await Assert.ThrowsAsync<StoreFullException>(() => Keep(new FileStore(root, objects), new MemoryStream([1, 2])));
        }
        finally
        {
            remote.Full = false;
        }
        using var away = new ObjectStore(Settings() with { Endpoint = new Uri("http://127.0.0.1:9") });
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Keep(new FileStore(root, away), new MemoryStream([1, 2])));
        using var stranger = new ObjectStore(Settings() with { SecretKey = "guessed" });
        var before = remote.Refused;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Keep(new FileStore(root, stranger), new MemoryStream([1, 2])));
        Assert.True(remote.Refused > before);
        Assert.Empty(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task All_names_are_listed_page_after_page_and_a_backup_holds_the_files()
    {
        using var store = ZhiceStore.Open(new StoreSettings(root, Objects: Settings("backup/")));
        store.Migrate();
        var kept = new List<string>();
        for (var i = 0; i < 5; i++) kept.Add((await Keep(store.Files, new MemoryStream(RandomNumberGenerator.GetBytes(1000)))).Sha256);
        Assert.Equal(kept.Order(StringComparer.Ordinal), await store.Files.Kept(Cancel));

        var zip = Path.Combine(root, "backup.zip");
        var manifest = await Backup.Write(store.Settings, zip, TimeProvider.System, Cancel);
        Assert.Equal(kept.Order(StringComparer.Ordinal), manifest.Files);
        var home = Path.Combine(root, "restored");
        Assert.True((await Backup.Restore(zip, home, force: false, TimeProvider.System, Cancel)).Accepted(out _, out _));
        Assert.Equal(1000, (await new FileStore(Path.Combine(home, "files")).Read(kept[0], Cancel))!.Length); // readable without the object store
    }

    [Fact]
    public async Task Bytes_that_changed_in_the_store_are_found_when_they_are_read()
    {
        using var objects = new ObjectStore(Settings("changed/"));
        var store = new FileStore(root, objects);
        var digests = await Keep(store, new MemoryStream([1, 2, 3]));
        remote.Objects["changed/" + digests.Sha256] = [1, 2, 4];
        await Assert.ThrowsAsync<InvalidDataException>(() => store.Read(digests.Sha256, Cancel));
    }

    [Fact]
    public void The_environment_says_all_or_nothing()
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        Assert.Null(ObjectStoreSettings.FromEnvironment(values.GetValueOrDefault));
        values["ZHICE_S3_ENDPOINT"] = "https://s3.example.cn/";
        Assert.Throws<InvalidOperationException>(() => ObjectStoreSettings.FromEnvironment(values.GetValueOrDefault));
        (values["ZHICE_S3_BUCKET"], values["ZHICE_S3_ACCESS_KEY"], values["ZHICE_S3_SECRET_KEY"]) = ("b", "a", "s");
        Assert.Equal(("b", "us-east-1"), ObjectStoreSettings.FromEnvironment(values.GetValueOrDefault) is { } read ? (read.Bucket, read.Region) : default);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    static async Task<FileDigests> Keep(FileStore store, Stream bytes)
    {
        await using var incoming = store.Begin();
        await incoming.Take(bytes, long.MaxValue, Cancel);
        var digests = await incoming.Finish(Cancel);
        await incoming.Keep(Cancel);
        return digests;
    }
}
