using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Data.Submitting;
using Zhice.Domain.Accounts;
using Zhice.Domain.Submitting;

namespace Zhice.Cli.Tests;

/// <summary>`zhice submission import`: a region's signed package at the receiver's command line.</summary>
public sealed class SubmissionImportTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_signed_package_is_taken_once_with_and_without_a_server_and_a_changed_one_is_refused_with_the_reason()
    {
        using var region = new Folder();
        await region.Demonstrate();
        using var nation = new Folder();
        Copy(region.Path, nation.Path);
        var package = await Package(region.Path);
        await ForgetAndTrust(nation.Path, InstanceKey.Of(region.Path).PublicKey);
        using var files = new Folder();
        await File.WriteAllBytesAsync(files.File("报送.json"), package, Cancel);
        await File.WriteAllTextAsync(files.File("改动.json"), Encoding.UTF8.GetString(package).Replace("演示", "真实", StringComparison.Ordinal), Cancel);
        await using (var zip = File.Create(files.File("报送.zip")))
        {
            using var store = ZhiceStore.Open(new StoreSettings(region.Path));
            var named = PackageArchive.Named(Read(package).Body);
            await PackageArchive.Write(store.Files, package, named, zip, Cancel);
        }

        var changed = await Command.RunInChinese(nation.Path, "submission", "import", files.File("改动.json"));
        Assert.Equal((1, ""), (changed.ExitCode, changed.Out));
        Assert.Contains("签名与内容不符", changed.Error, StringComparison.Ordinal);

        var taken = await Command.RunInChinese(nation.Path, "submission", "import", files.File("报送.zip"));
        Assert.Equal((0, ""), (taken.ExitCode, taken.Error));
        Assert.Contains("签名有效，已导入", taken.Out, StringComparison.Ordinal);
        await using (await Server.Start(nation.Path, "--demonstration"))
        {
            var again = await Command.RunInChinese(nation.Path, "submission", "import", files.File("报送.json"), files.File("报送.zip"), files.File("改动.json"));
            Assert.Equal(1, again.ExitCode);
            Assert.Equal(2, again.Out.Split("这个文件以前已经导入过").Length - 1);
            Assert.Contains("签名与内容不符", again.Error, StringComparison.Ordinal);
        }
        using var there = ZhiceStore.Open(new StoreSettings(nation.Path));
        await using var db = there.CreateContext();
        Assert.Equal(Read(package).Digest, (await db.Submissions.SingleAsync(s => s.Imported, Cancel)).Digest);
    }

    [Fact]
    public async Task A_package_of_an_unknown_key_is_refused()
    {
        using var region = new Folder();
        await region.Demonstrate();
        using var files = new Folder();
        await File.WriteAllBytesAsync(files.File("a.json"), await Package(region.Path), Cancel);
        using var other = new Folder();
        var ran = await Command.RunInChinese(other.Path, "submission", "import", files.File("a.json"));
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("没有在这里登记", ran.Error, StringComparison.Ordinal);
    }

    // The demonstration's submission of last year, as its office signed it.
    static async Task<byte[]> Package(string home)
    {
        using var store = ZhiceStore.Open(new StoreSettings(home));
        await using var db = store.CreateContext();
        return (await store.Files.Read((await db.Submissions.SingleAsync(s => s.Package != null, Cancel)).Package!, Cancel))!;
    }

    static PackedSubmission Read(byte[] package) =>
        Domain.Submitting.Package.Read(Encoding.UTF8.GetString(package)).Accepted(out var read, out _) ? read.Submission! : throw new InvalidDataException("No package.");

    // The receiver's instance knows the documents and offices, but no submission, and trusts the region's key.
    static async Task ForgetAndTrust(string home, string key)
    {
        using var store = ZhiceStore.Open(new StoreSettings(home));
        await using var db = store.CreateContext();
        await db.SubmissionSteps.ExecuteDeleteAsync(Cancel);
        await db.SubmissionRevisions.ExecuteDeleteAsync(Cancel);
        await db.Submissions.ExecuteDeleteAsync(Cancel);
        var nation = await db.Organisations.SingleAsync(o => o.Code == "cnipa", Cancel);
        var account = await db.RoleGrants.Where(g => g.Role == Role.NationalAdministrator).Select(g => g.AccountId).FirstAsync(Cancel);
        var actor = new Actor(account, "演示", [new HeldRole(Role.NationalAdministrator, nation.Id, nation.Path)]);
        Assert.True((await SubmissionKeyRing.Register(db, actor, "office-340000", key, "电话核对", TimeProvider.System, Cancel)).Accepted(out _, out var refusal), refusal?.Code);
    }

    static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }
    }
}
