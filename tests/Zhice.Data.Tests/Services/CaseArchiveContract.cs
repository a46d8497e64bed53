using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Data.Submitting;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

public sealed class SqliteCaseArchives(PostgresCluster cluster) : CaseArchiveContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresCaseArchives(PostgresCluster cluster) : CaseArchiveContract(StoreProvider.PostgreSql, cluster);

/// <summary>The archive of a case on both stores, checked as somebody would who has the ZIP and nothing else.</summary>
public abstract class CaseArchiveContract(StoreProvider provider, PostgresCluster cluster) : CaseOffice(provider, cluster)
{
    static readonly byte[] Paper = "%PDF-1.4 声明"u8.ToArray();

    [Fact]
    public async Task The_archive_holds_everything_and_proves_itself_by_its_own_contents()
    {
        var (who, officer, row) = await Closed();
        var archive = (await CaseArchives.Make(Db, House, Store.Files, officer, row.Id, Cancel)).Accept();
        using var file = new MemoryStream();
        await CaseArchives.Write(archive, Store.Files, file, Cancel);
        var entries = await Entries(file);

        var manifest = JsonDocument.Parse(entries["manifest.json"]).RootElement;
        var named = manifest.GetProperty("files").EnumerateArray().ToDictionary(f => f.GetProperty("path").GetString()!, StringComparer.Ordinal);
        Assert.Equal(entries.Keys.Except(["manifest.json", "manifest.sig.json"]).Order(StringComparer.Ordinal), named.Keys.Order(StringComparer.Ordinal)); // none too many, none too few
        foreach (var (path, entry) in named)
            Assert.Equal((path, Hex(entries[path]), (long)entries[path].Length), (path, entry.GetProperty("sha256").GetString()!, entry.GetProperty("size").GetInt64()));
        var signature = JsonDocument.Parse(entries["manifest.sig.json"]).RootElement;
        Assert.True(InstanceKey.Verify(signature.GetProperty("publicKey").GetString()!, Hex(entries["manifest.json"]), signature.GetProperty("signature").GetString()!));
        Assert.False(InstanceKey.Verify(signature.GetProperty("publicKey").GetString()!, Hex([.. entries["manifest.json"], 32]), signature.GetProperty("signature").GetString()!));

        // The chain, made again by the rule of README.txt.
        var (before, count) = ("", 0);
        foreach (var action in JsonDocument.Parse(entries["actions.json"]).RootElement.EnumerateArray())
        {
            string Of(string name) => action.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : "";
            var text = string.Join('\n', row.Number, before, Of("sequence"), Of("kind"), Of("party"), Of("by"), Of("organisation"), Of("at"), Of("key"), Of("reason").Length.ToString(CultureInfo.InvariantCulture), Of("reason"), Of("payload"));
            before = Hex(Encoding.UTF8.GetBytes(text));
            Assert.Equal(before, Of("digest"));
            Assert.True(InstanceKey.Verify(signature.GetProperty("publicKey").GetString()!, before, Of("signature")));
            count++;
        }
        Assert.Equal((6, before), (count, manifest.GetProperty("chain").GetProperty("last").GetString()!));

        Assert.Equal(Paper, Assert.Single(entries, e => e.Key.StartsWith("papers/declaration/", StringComparison.Ordinal)).Value);
        Assert.Contains("一种散热装置", Encoding.UTF8.GetString(entries["case.json"]), StringComparison.Ordinal);
        Assert.Contains(JsonDocument.Parse(entries["certificates.json"]).RootElement[0].GetProperty("code").GetString()!, Db.ServiceCertificates.Select(c => c.Code).ToList());
        var retention = manifest.GetProperty("retention");
        var years = House.ItemOf(row).RetentionYears;
        Assert.Equal(years is null ? "永久" : $"{years} 年", retention.GetProperty("name").GetString());
        Assert.Equal(years is { } kept ? new DateOnly(2026, 9, 7).AddYears(kept).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null, retention.GetProperty("keepUntil").GetString());
        Assert.Contains(Db.AuditEntries.AsNoTracking().ToList(), e => e.Action == "service.archive-package");
    }

    [Fact]
    public async Task Only_officers_of_the_office_take_it_and_only_of_a_whole_case_that_is_over()
    {
        var (who, officer, row) = await Closed();
        var elsewhere = Account("elsewhere", Role.RegionalOfficer, "office-340000");
        Assert.Equal("case.missing", await Refused(elsewhere, row));
        Assert.Equal("case.missing", await Refused(Actor.Public, row));
        Assert.Equal("case.party", await Refused(who, row));
        Assert.Equal("case.party", await Refused(Account("auditor", Role.Auditor, "cnipa"), row));
        var (other, applicant) = await Applicant("wang");
        var open = await Begun(other, applicant, Declaration("202010123457.7"));
        await Do(other, open.Id, CaseActionKind.Submit);
        Assert.Equal("case.archive-open", await Refused(officer, open));

        await Db.CaseMaterials.ExecuteUpdateAsync(set => set.SetProperty(m => m.Sha256, new string('e', 64)), Cancel);
        Assert.Equal("package.file-gone", await Refused(officer, row));
        await Db.CaseActions.Where(a => a.CaseId == row.Id && a.Sequence == 2).ExecuteUpdateAsync(set => set.SetProperty(a => a.Reason, "别的理由"), Cancel);
        Assert.Equal("case.archive-broken", await Refused(officer, row)); // what was changed goes into no archive
    }

    async Task<string> Refused(Actor actor, ServiceCase row)
    {
        Db.ChangeTracker.Clear();
        return (await CaseArchives.Make(Db, House, Store.Files, actor, row.Id, Cancel)).Refusal();
    }

    async Task<(Actor Who, Actor Officer, ServiceCase Row)> Closed()
    {
        var (who, applicant) = await Applicant("li");
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var row = await Begun(who, applicant);
        var digest = await Store.Files.Keep(Paper, Cancel);
        await Db.CaseMaterials.ExecuteUpdateAsync(set => set.SetProperty(m => m.Sha256, digest).SetProperty(m => m.Size, Paper.Length), Cancel);
        await Do(who, row.Id, CaseActionKind.Submit);
        await Do(officer, row.Id, CaseActionKind.Accept);
        await Do(officer, row.Id, CaseActionKind.Pass);
        await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = "publish" });
        await Do(who, row.Id, CaseActionKind.Deliver);
        await Do(officer, row.Id, CaseActionKind.Archive);
        Db.ChangeTracker.Clear();
        return (who, officer, row);
    }

    static async Task<Dictionary<string, byte[]>> Entries(MemoryStream file)
    {
        file.Position = 0;
        var entries = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, Cancel);
        foreach (var entry in zip.Entries)
        {
            using var bytes = new MemoryStream();
            await using (var stream = await entry.OpenAsync(Cancel)) await stream.CopyToAsync(bytes, Cancel);
            entries.Add(entry.FullName, bytes.ToArray());
        }
        return entries;
    }

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
