using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Data.Storage;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Submitting;

namespace Zhice.Data.Tests.Submitting;

public sealed class SqliteExchange(PostgresCluster cluster) : ExchangeContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresExchange(PostgresCluster cluster) : ExchangeContract(StoreProvider.PostgreSql, cluster);

/// <summary>A region with an instance of its own submits by file: two data folders, two keys, no network between them.</summary>
public abstract class ExchangeContract(StoreProvider provider, PostgresCluster cluster) : IDisposable
{
    readonly TestStore region = TestStore.Seeded(provider, cluster), nation = TestStore.Seeded(provider, cluster);
    readonly WorkedYear.Standing clock = new("2026-12-10T02:00:00Z");

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_instances_show_the_same_words_digests_and_state_from_the_package_to_the_receipt()
    {
        var id = await Submitted();
        await Trust(nation, region, "office-340000");
        await Trust(region, nation, "cnipa");

        var arrived = (await Take(nation, await File(region, id, s => s.Package), Role.NationalAdministrator, "cnipa")).Accept();
        Assert.Equal((Arrival.Taken, SubmissionState.Submitted, 1), (arrived.Arrival, arrived.State, arrived.Revision));
        await Same(id, arrived.Id);

        await Move(nation, arrived.Id, SubmissionMove.Receive, Role.NationalAdministrator, "cnipa");
        var back = (await Take(region, await File(nation, arrived.Id, s => s.Answer), Role.RegionalAdministrator, "office-340000")).Accept();
        Assert.Equal(SubmissionState.Received, back.State);
        await Same(id, arrived.Id);
    }

    [Fact]
    public async Task A_return_goes_back_with_its_reasons_and_the_next_revision_comes_again()
    {
        var id = await Submitted();
        await Trust(nation, region, "office-340000");
        await Trust(region, nation, "cnipa");
        var there = (await Take(nation, await File(region, id, s => s.Package), Role.NationalAdministrator, "cnipa")).Accept().Id;
        await Move(nation, there, SubmissionMove.Return, Role.NationalAdministrator, "cnipa", "缺少佐证\n数字有误");
        (await Take(region, await File(nation, there, s => s.Answer), Role.RegionalAdministrator, "office-340000")).Accept();
        using (var db = region.Store.CreateContext())
        {
            Assert.Equal("缺少佐证\n数字有误", (await db.SubmissionSteps.OrderBy(s => s.Id).LastAsync(Cancel)).Reasons);
            var writer = WorkedYear.Person(db, Role.RegionalOfficer, "office-340000");
            (await SubmissionDesk.Save(db, writer, id, 1, "head", b => new { b.Title }, b => b with { Title = "修改后的报告" }, clock, Cancel)).Accept();
        }
        var first = await File(region, id, s => s.Package);
        await Move(region, id, SubmissionMove.ToSignOff, Role.RegionalOfficer, "office-340000");
        await Move(region, id, SubmissionMove.Sign, Role.RegionalAdministrator, "office-340000");

        Assert.Equal(2, (await Take(nation, await File(region, id, s => s.Package), Role.NationalAdministrator, "cnipa")).Accept().Revision);
        await Same(id, there);
        Assert.Equal("package.older", (await Take(nation, first, Role.NationalAdministrator, "cnipa")).Refusal());
        Assert.Equal("package.two-of-one-number", (await Take(nation, await Forged(id), Role.NationalAdministrator, "cnipa")).Refusal());
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing()
    {
        var package = await File(region, await Submitted(), s => s.Package);
        await Trust(nation, region, "office-340000");
        var first = (await Take(nation, package, Role.NationalAdministrator, "cnipa")).Accept();
        var again = (await Take(nation, package, Role.NationalAdministrator, "cnipa")).Accept();

        Assert.Equal((first.Id, Arrival.Known), (again.Id, again.Arrival));
        using var db = nation.Store.CreateContext();
        Assert.Equal((1, 1, 1), (db.Submissions.Count(), db.SubmissionRevisions.Count(), db.SubmissionSteps.Count()));
    }

    [Fact]
    public async Task An_unknown_key_and_a_revoked_one_are_refused_by_name()
    {
        var package = await File(region, await Submitted(), s => s.Package);
        Assert.Equal("package.key-unknown", (await Take(nation, package, Role.NationalAdministrator, "cnipa")).Refusal());

        var key = await Trust(nation, region, "office-340000");
        using (var db = nation.Store.CreateContext())
            (await SubmissionKeyRing.Revoke(db, WorkedYear.Person(db, Role.NationalAdministrator, "cnipa"), key, "私钥遗失", clock, Cancel)).Accept();
        Assert.Equal("package.key-revoked", (await Take(nation, package, Role.NationalAdministrator, "cnipa")).Refusal());
        Assert.Equal(0, await Count());
    }

    [Fact]
    public async Task A_key_signs_for_no_office_but_its_own_and_those_below()
    {
        var package = await File(region, await Submitted(), s => s.Package);
        await Trust(nation, region, "office-320000");
        Assert.Equal("package.key-of-another", (await Take(nation, package, Role.NationalAdministrator, "cnipa")).Refusal());
        Assert.Equal(0, await Count());
    }

    [Fact]
    public async Task A_package_for_another_receiver_is_refused()
    {
        var package = await File(region, await Submitted(), s => s.Package);
        await Trust(nation, region, "office-340000");
        Assert.Equal("package.wrong-receiver", (await Take(nation, package, Role.RegionalAdministrator, "office-320000")).Refusal());
        Assert.Equal("package.made-here", (await TakeOwn(package)).Refusal());
    }

    [Fact]
    public async Task A_file_with_any_one_byte_altered_is_refused()
    {
        var package = await File(region, await Submitted(), s => s.Package);
        await Trust(nation, region, "office-340000");
        var random = new Random(340000);
        var codes = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 150; i++)
        {
            var altered = package.ToArray();
            altered[random.Next(altered.Length)] ^= (byte)(1 << random.Next(8));
            codes.Add((await Take(nation, altered, Role.NationalAdministrator, "cnipa")).Refusal());
        }
        Assert.DoesNotContain("accepted", codes);
        Assert.Contains("package.altered", codes);
        Assert.Contains("package.broken", codes);
        Assert.Equal(0, await Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("\uFEFF{}")]
    [InlineData("{\"format\":\"zhice-submission/1\",\"key\":\"a\",\"signature\":\"b\"}")] // neither submission nor answer
    [InlineData("{\"format\":\"zhice-submission/9\",\"key\":\"a\",\"signature\":\"b\"}")]
    public async Task What_is_no_package_is_refused(string text) =>
        Assert.Equal("package.broken", (await Take(nation, Encoding.UTF8.GetBytes(text), Role.NationalAdministrator, "cnipa")).Refusal());

    [Fact]
    public async Task An_answer_cannot_be_signed_by_the_office_that_it_is_for()
    {
        var id = await Submitted();
        await Trust(region, region, "office-340000");
        using var db = region.Store.CreateContext();
        var opened = (await SubmissionDesk.Open(db, WorkedYear.Person(db, Role.RegionalOfficer, "office-340000"), id, null, Cancel)).Accept();
        var answer = new PackedAnswer("answer", new(2026, "2026年度工作", "cnipa"), new("cnipa", "国家知识产权局"), new("office-340000", "安徽省知识产权局"),
            1, opened.Revision.Digest, clock.Now, "自己", "回执〔2026〕99号", null);
        Assert.Equal("package.key-of-another", (await Take(region, Sign(new Package(Package.Format1, "", "", null, answer)), Role.RegionalAdministrator, "office-340000")).Refusal());
    }

    [Fact]
    public void The_private_key_is_made_once_and_only_its_owner_reads_it()
    {
        var key = InstanceKey.Of(region.Home);
        var file = Path.Combine(region.Home, "keys", InstanceKey.FileName);

        Assert.Equal(key.Fingerprint, InstanceKey.Of(region.Home).Fingerprint);
        Assert.NotEqual(key.Fingerprint, InstanceKey.Of(nation.Home).Fingerprint);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));
        var signature = key.Sign("文字");
        Assert.True(InstanceKey.Verify(key.PublicKey, "文字", signature));
        Assert.False(InstanceKey.Verify(key.PublicKey, "文字。", signature));
        Assert.False(InstanceKey.Verify(InstanceKey.Of(nation.Home).PublicKey, "文字", signature));
        Assert.False(InstanceKey.Verify("04" + new string('0', 128), "文字", signature)); // no point of the curve
        Assert.False(InstanceKey.Verify(key.PublicKey, "文字", "不是签名"));
    }

    [Fact]
    public void A_key_file_that_holds_something_else_is_damage_and_not_replaced()
    {
        Directory.CreateDirectory(Path.Combine(region.Home, "keys"));
        System.IO.File.WriteAllText(Path.Combine(region.Home, "keys", InstanceKey.FileName), "gone");
        Assert.Throws<InvalidDataException>(() => InstanceKey.Of(region.Home));
    }

    /// <summary>The examples of GB/T 32905-2016, annex A.</summary>
    [Theory]
    [InlineData("abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    [InlineData("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd", "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")]
    public void Sm3_is_that_of_the_standard(string text, string digest) => Assert.Equal(digest, Sm3Hex.Of(text));

    [Fact]
    public async Task The_files_of_the_evidence_come_with_the_package_where_the_office_sends_them()
    {
        var (file, zip) = await Archive();
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
        Assert.False(await nation.Store.Files.Has(digest, Cancel));

        Assert.Equal(Arrival.Taken, (await TakeStream(zip)).Accept().Arrival);
        Assert.Equal(file, await nation.Store.Files.Read(digest, Cancel));
        Assert.Equal(Arrival.Known, (await TakeStream(zip)).Accept().Arrival);
        Assert.Empty(Directory.EnumerateFiles(nation.Home, "*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Files_that_were_not_sent_with_the_package_may_come_later()
    {
        var (file, zip) = await Archive();
        using (var archive = new ZipArchive(new MemoryStream(zip))) await TakeStream(Bytes(archive.GetEntry("package.json")!));
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
        Assert.False(await nation.Store.Files.Has(digest, Cancel));
        Assert.Equal(Arrival.Known, (await TakeStream(zip)).Accept().Arrival);
        Assert.True(await nation.Store.Files.Has(digest, Cancel));
    }

    [Theory]
    [InlineData("changed", "package.file-altered")]
    [InlineData("missing", "package.file-missing")]
    [InlineData("added", "package.file-unnamed")]
    [InlineData("climbing", "package.file-unnamed")]
    [InlineData("words", "package.altered")]
    [InlineData("cut", "package.broken")]
    public async Task An_archive_that_is_not_as_it_was_signed_is_refused_and_nothing_of_it_is_kept(string damage, string refusal)
    {
        var (file, zip) = await Archive();
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
        var changed = new MemoryStream();
        using (var before = new ZipArchive(new MemoryStream(zip)))
        using (var after = new ZipArchive(changed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in before.Entries)
            {
                if (damage == "missing" && entry.FullName.StartsWith("files/", StringComparison.Ordinal)) continue;
                var bytes = Bytes(entry);
                if (damage == "changed" && entry.FullName.StartsWith("files/", StringComparison.Ordinal)) bytes[^1] ^= 1;
                if (damage == "words" && entry.FullName == "package.json") bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("安徽", "江苏", StringComparison.Ordinal));
                Add(after, entry.FullName, bytes);
            }
            if (damage == "added") Add(after, "files/" + new string('0', 64), [1]);
            if (damage == "climbing") Add(after, "../zhice.db", [1]);
        }
        var sent = changed.ToArray();
        Assert.Equal(refusal, (await TakeStream(damage == "cut" ? sent[..(sent.Length / 2)] : sent)).Refusal());
        using var db = nation.Store.CreateContext();
        Assert.Empty(db.Submissions);
        Assert.False(await nation.Store.Files.Has(digest, Cancel));
        Assert.Empty(Directory.EnumerateFiles(nation.Home, "*.part", SearchOption.AllDirectories));
    }

    static void Add(ZipArchive zip, string name, byte[] bytes)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(bytes);
    }

    static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    // Anhui's signed submission with its one file, as it is downloaded there.
    async Task<(byte[] File, byte[] Zip)> Archive()
    {
        var file = Encoding.UTF8.GetBytes("%PDF-1.4\n% 资助办法\n%%EOF\n");
        var digest = await region.Store.Files.Keep(file, Cancel);
        var id = await Submitted(db => db.EvidenceVersions.Where(v => v.Sha256 != null).ExecuteUpdateAsync(set => set.SetProperty(v => v.Sha256, digest), Cancel));
        await Trust(nation, region, "office-340000");
        var package = await File(region, id, s => s.Package);
        var named = PackageArchive.Named(Package.Read(Encoding.UTF8.GetString(package)).Accept().Submission!.Body);
        Assert.Equal([digest], named);
        Assert.Null(await PackageArchive.Refuses(region.Store.Files, named, Cancel));
        using var zip = new MemoryStream();
        await PackageArchive.Write(region.Store.Files, package, named, zip, Cancel);
        return (file, zip.ToArray());
    }

    async Task<Outcome<ArrivedPackage>> TakeStream(byte[] file)
    {
        using var db = nation.Store.CreateContext();
        return await PackageArrival.Take(db, nation.Store, WorkedYear.Person(db, Role.NationalAdministrator, "cnipa"), new MemoryStream(file), clock, Cancel);
    }

    async Task<SubmissionId> Submitted(Func<ZhiceDb, Task>? prepare = null)
    {
        using var there = nation.Store.CreateContext();
        WorkedYear.Fill(there);
        SubmissionId id;
        using (var db = region.Store.CreateContext())
        {
            var year = WorkedYear.Fill(db);
            if (prepare is not null) await prepare(db);
            id = (await SubmissionDesk.Begin(db, WorkedYear.Person(db, Role.RegionalOfficer, "office-340000"), DefinitionFiles.Shipped, year.Programme.Id, year.Anhui.Id, clock, Cancel)).Accept().Id;
        }
        await Move(region, id, SubmissionMove.ToSignOff, Role.RegionalOfficer, "office-340000");
        await Move(region, id, SubmissionMove.Sign, Role.RegionalAdministrator, "office-340000");
        return id;
    }

    async Task Move(TestStore at, SubmissionId id, SubmissionMove move, Role role, string office, string? reasons = null)
    {
        using var db = at.Store.CreateContext();
        var version = await db.Submissions.Where(s => s.Id == id).Select(s => s.Version).SingleAsync(Cancel);
        (await SubmissionWay.Move(db, at.Store, WorkedYear.Person(db, role, office), id, version, move, reasons, clock, Cancel)).Accept();
    }

    async Task<SubmissionKeyId> Trust(TestStore at, TestStore whose, string organisation)
    {
        using var db = at.Store.CreateContext();
        var key = InstanceKey.Of(whose.Home).PublicKey;
        return (await SubmissionKeyRing.Register(db, WorkedYear.Person(db, Role.NationalAdministrator, "cnipa"), organisation, key, "电话核对", clock, Cancel)).Accept().Id;
    }

    async Task<Outcome<ArrivedPackage>> Take(TestStore at, byte[] file, Role role, string office)
    {
        using var db = at.Store.CreateContext();
        return await PackageArrival.Take(db, at.Store, WorkedYear.Person(db, role, office), file, clock, Cancel);
    }

    async Task<Outcome<ArrivedPackage>> TakeOwn(byte[] package)
    {
        await Trust(region, region, "office-340000");
        return await Take(region, package, Role.NationalAdministrator, "cnipa");
    }

    static async Task<byte[]> File(TestStore at, SubmissionId id, Func<Submission, string?> which)
    {
        using var db = at.Store.CreateContext();
        return (await at.Store.Files.Read(which(await db.Submissions.SingleAsync(s => s.Id == id, Cancel))!, Cancel))!;
    }

    async Task<int> Count()
    {
        using var db = nation.Store.CreateContext();
        return await db.Submissions.CountAsync(Cancel);
    }

    /// <summary>Another text under the number of the revision in force, signed with the region's true key.</summary>
    async Task<byte[]> Forged(SubmissionId id)
    {
        var package = Package.Read(Encoding.UTF8.GetString(await File(region, id, s => s.Package))).Accept();
        var body = package.Submission!.Body with { Title = "另一份" };
        return Sign(package with { Submission = package.Submission with { Body = body, Digest = Sm3Hex.Of(BodyJson.Write(body)) } });
    }

    byte[] Sign(Package package)
    {
        var key = InstanceKey.Of(region.Home);
        return Encoding.UTF8.GetBytes(BodyJson.Write(package with { Key = key.Fingerprint, Signature = key.Sign(package.Signed()!) }));
    }

    async Task Same(SubmissionId here, SubmissionId there)
    {
        var (one, other) = (await Shown(region, here), await Shown(nation, there));
        Assert.Equal(one, other);

        static async Task<(string, string, SubmissionState, string?, int)> Shown(TestStore at, SubmissionId id)
        {
            using var db = at.Store.CreateContext();
            var opened = (await SubmissionDesk.Open(db, WorkedYear.Person(db, Role.NationalAdministrator, "cnipa"), id, null, Cancel)).Accept();
            return (opened.Revision.Body, opened.Revision.Digest, opened.Submission.State, opened.Submission.ReceiptNumber, opened.Revision.Number);
        }
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        region.Dispose();
        nation.Dispose();
    }
}
