using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>What is taken away of a signed list: its text byte for byte, the signatures, and the archives as they were handed over, whatever happened to their cases since.</summary>
public static class ArchiveBundles
{
    static readonly JsonSerializerOptions Plain = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>The signatures of a list, each with the text that it is over; null for a draft.</summary>
    public static string? Signatures(ArchiveList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (list is not { Digest: { } digest, FirstBy: { } first, FirstAt: { } firstAt }) return null;
        List<object> signatures = [new { part = "first", account = first.Value, at = firstAt, text = ArchiveRules.Signed(digest, second: false, first, firstAt), signature = list.FirstSignature }];
        if (list is { SecondBy: { } second, SecondAt: { } secondAt })
            signatures.Add(new { part = "second", account = second.Value, at = secondAt, text = ArchiveRules.Signed(digest, second: true, second, secondAt), signature = list.SecondSignature });
        return JsonSerializer.Serialize(new { list = list.Number, sha256 = digest, algorithm = "SM2 with SM3, identity 1234567812345678, over the UTF-8 bytes of text", list.PublicKey, signatures }, Plain);
    }

    /// <summary>All archives of a closed hand-over or taking back in one ZIP, each in a folder of its case's number. Refusals: <c>archive.missing</c>, <c>access.denied</c>, <c>archive.state-not</c>, <c>archive.kind</c>, <c>archive.broken</c>, <c>package.file-gone</c>.</summary>
    public static async Task<Outcome<CaseArchive>> Make(ZhiceDb db, ServiceHouse house, FileStore files, Actor actor, ArchiveListId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(files);
        if (!(await ArchiveLists.Worked(db, actor, id, null, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var list = found.List;
        if (list.State != ArchiveListState.Closed) return new Blocked("archive.state-not");
        if (list.Kind == ArchiveListKind.Appraisal) return new Blocked("archive.kind");
        if (!ArchiveSigning.Verified(list)) return new Blocked("archive.broken");
        var numbers = await (from line in db.ArchiveLines where line.ListId == id join row in db.ServiceCases on line.CaseId equals row.Id orderby line.Id select new { row.Number, line.Archive, line.ArchiveSignature }).ToListAsync(cancel);
        var papers = new List<(string Path, string Sha256)>();
        foreach (var line in numbers)
        {
            if (await files.Read(line.Archive!, cancel) is not { } manifest) return new Blocked("package.file-gone", line.Archive![..16]);
            papers.Add(($"{line.Number}/manifest.json", line.Archive!));
            papers.Add(($"{line.Number}/manifest.sig.json", line.ArchiveSignature!));
            papers.AddRange(JsonDocument.Parse(manifest).RootElement.GetProperty("files").EnumerateArray().Select(f => ($"{line.Number}/{f.GetProperty("path").GetString()}", f.GetProperty("sha256").GetString()!)));
        }
        foreach (var (_, digest) in papers)
            if (!await files.Has(digest, cancel)) return new Blocked("package.file-gone", digest[..16]);
        AuditLog.Append(db, actor, CaseWork.Moment(house), "service.archive-bundle", ArchiveLists.Subject(list), new { list.Digest });
        await db.SaveChangesAsync(cancel);
        return new CaseArchive(list.Number, [("list.json", Encoding.UTF8.GetBytes(list.Body!)), ("signatures.json", Encoding.UTF8.GetBytes(Signatures(list)!)), ("README.txt", Encoding.UTF8.GetBytes(Readme))], papers);
    }

    const string Readme = """
        移交清单和归档包（zhice-archive-list/1）

        list.json        清单正文，双方签字的就是它；它的 SHA-256 即清单摘要。cases 中每个办件的 archive 是该办件 manifest.json 的 SHA-256。
        signatures.json  双方的签字。text 的第二行是清单摘要；signature 是平台密钥（SM2）对 text 的 UTF-8 字节的签名。
        办件编号/         每个办件的归档包，核对方法见其中的 README.txt。

        核对：一、list.json 的 SHA-256 与 signatures.json 的 sha256 和两个 text 的第二行相同；二、核对两个签名，两个 account 不同；三、逐个办件核对 manifest.json 的 SHA-256 与清单中的 archive 相同，再核对归档包本身。
        """;
}
