using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Data.Storage;
using Zhice.Data.Submitting;
using Zhice.Domain.Reporting;

namespace Zhice.Web.Tests.Submitting;

/// <summary>The package with the files of the evidence, and those files where it was taken: who gets them, and that they are what was signed.</summary>
public sealed class PackageFileTests(SampleSite region) : IClassFixture<SampleSite>
{
    static readonly byte[] File = Encoding.UTF8.GetBytes("%PDF-1.4\n% 演示资助办法\n%%EOF\n");
    static readonly string Digest = Convert.ToHexStringLower(SHA256.HashData(File));

    [Fact]
    public async Task The_office_takes_the_package_with_its_files_and_the_receiver_opens_them_there_nobody_else_does()
    {
        await using var nation = new SampleSite();
        await nation.InitializeAsync();
        using var writer = await As(region, "regionaladministrator");
        await Evidenced();
        Assert.Equal(HttpStatusCode.Found, (await writer.Submit("/submissions/1", "/submissions/1/refresh")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await writer.Get("/submissions/1/package.zip")).StatusCode); // nothing was signed yet
        await Move(writer, "ToSignOff");
        Assert.Contains("href=\"/submissions/1\"", await writer.Read("/inbox"), StringComparison.Ordinal); // waits to be signed
        await Move(writer, "Sign");
        Assert.DoesNotContain("href=\"/submissions/1\"", await writer.Read("/inbox"), StringComparison.Ordinal);
        using (var receiving = await As(region, "nationaladministrator")) Assert.Contains("成效报送待接收", await receiving.Read("/inbox"), StringComparison.Ordinal);

        var answer = await writer.Get("/submissions/1/package.zip");
        Assert.Equal((HttpStatusCode.OK, "application/zip"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        var archive = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using (var zip = new ZipArchive(new MemoryStream(archive)))
        {
            Assert.Equal(["package.json", $"files/{Digest}"], zip.Entries.Select(e => e.FullName));
            using var content = new MemoryStream();
            await using (var entry = await zip.Entries[1].OpenAsync(TestContext.Current.CancellationToken)) await entry.CopyToAsync(content, TestContext.Current.CancellationToken);
            Assert.Equal(File, content.ToArray());
        }
        foreach (var (login, expected) in ((string, HttpStatusCode)[])
            [("auditor", HttpStatusCode.Forbidden), ("nationaladministrator", HttpStatusCode.Forbidden), ("regionalofficer", HttpStatusCode.NotFound), ("departmentofficer", HttpStatusCode.NotFound), ("", HttpStatusCode.NotFound)])
        {
            using var other = await As(region, login);
            Assert.Equal((login, expected), (login, (await other.Get("/submissions/1/package.zip")).StatusCode));
        }
        // In the instance of the office its files are seen by the rules of evidence alone.
        Assert.Equal(HttpStatusCode.NotFound, (await writer.Get($"/submissions/1/files/{Digest}")).StatusCode);

        var taken = await Taken(nation, archive);
        using var receiver = await As(nation, "nationaladministrator");
        var file = await receiver.Get($"/submissions/{taken}/files/{Digest}");
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.Equal(File, await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Contains("sandbox", string.Join(' ', file.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await receiver.Get($"/submissions/{taken}/files/{new string('0', 64)}")).StatusCode); // not named by it
        foreach (var login in (string[])["regionalofficer", "departmentofficer", ""])
        {
            using var other = await As(nation, login);
            Assert.Equal((login, HttpStatusCode.NotFound), (login, (await other.Get($"/submissions/{taken}/files/{Digest}")).StatusCode));
        }
    }

    /// <summary>The evidence of the sample becomes a file.</summary>
    async Task Evidenced()
    {
        await region.Services.GetRequiredService<ZhiceStore>().Files.Keep(File, TestContext.Current.CancellationToken);
        await region.With(async db =>
        {
            var evidence = await db.Evidence.SingleAsync(e => e.Title == "演示总结网页");
            await db.Evidence.Where(e => e.Id == evidence.Id).ExecuteUpdateAsync(set => set.SetProperty(e => e.Kind, EvidenceKind.File));
            return await db.EvidenceVersions.Where(v => v.EvidenceId == evidence.Id).ExecuteUpdateAsync(set => set.SetProperty(v => v.Sha256, Digest));
        });
    }

    async Task Move(Browser browser, string move)
    {
        var version = await region.With(db => db.Submissions.Where(s => s.Id == new Domain.Submitting.SubmissionId(1)).Select(s => s.Version).SingleAsync());
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit("/submissions/1", "/submissions/1/move", ("move", move), ("confirmed", "true"), ("version", version.ToString(CultureInfo.InvariantCulture)))).StatusCode);
    }

    /// <summary>Takes the archive in the other instance, which trusts the office's key, and answers the submission's number there.</summary>
    async Task<long> Taken(SampleSite nation, byte[] archive)
    {
        await nation.With(async db => await db.SubmissionRevisions.ExecuteDeleteAsync() + await db.Submissions.ExecuteDeleteAsync());
        using var receiver = await As(nation, "nationaladministrator");
        var key = InstanceKey.Of(region.Home).PublicKey;
        Assert.Equal(HttpStatusCode.Found, (await receiver.Submit("/submissions/keys", "/submissions/keys", ("organisation", "office-340000"), ("publicKey", key), ("note", "电话核对"))).StatusCode);
        var answer = await receiver.Upload("/submissions/import", "/submissions/import", [], ("package.zip", archive));
        Assert.Contains("签名有效，已导入", await answer.Text(), StringComparison.Ordinal);
        return await nation.With(db => db.Submissions.Where(s => s.Imported).Select(s => s.Id.Value).SingleAsync());
    }

    static async Task<Browser> As(SampleSite site, string login)
    {
        var browser = site.Browse();
        if (login.Length > 0) Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
