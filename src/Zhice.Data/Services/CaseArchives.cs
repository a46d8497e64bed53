using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>A case as it goes to an archive, before its bytes are sent.</summary>
/// <param name="Number">Number of the case.</param>
/// <param name="Texts">What was written for it, by path; the manifest is the first.</param>
/// <param name="Papers">Files that were handed in: path and SHA-256.</param>
public sealed record CaseArchive(string Number, IReadOnlyList<(string Path, byte[] Bytes)> Texts, IReadOnlyList<(string Path, string Sha256)> Papers);

/// <summary>
/// 归档包: everything that is kept of a case that is over, in one ZIP that is read without this program: the application, each action with its digest and signature, all papers that were ever handed in, certificates,
/// and the definition in the words of its version. A manifest names every file with its SHA-256 and says how long it is kept; the instance's key signs the manifest.
/// </summary>
public static class CaseArchives
{
    /// <summary>What the manifest calls itself.</summary>
    public const string Format = "zhice-case-archive/1";

    static readonly JsonSerializerOptions Plain = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>Makes the archive of a case that is over. Refusals: <c>case.missing</c>, <c>case.party</c>, <c>case.archive-open</c>, <c>case.archive-broken</c> (number of the action), <c>package.file-gone</c> (beginning of the digest).</summary>
    public static async Task<Outcome<CaseArchive>> Make(ZhiceDb db, ServiceHouse house, FileStore files, Actor actor, CaseId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (!(await Build(db, house, files, actor, id, cancel)).Accepted(out var archive, out var refusal)) return refusal;
        AuditLog.Append(db, actor, CaseWork.Moment(house), "service.archive-package", $"service-case/{archive.Number}", new { digest = Hex(archive.Texts[0].Bytes) });
        await db.SaveChangesAsync(cancel);
        return archive;
    }

    /// <summary>As <see cref="Make"/>, for what writes its own entry into the audit.</summary>
    internal static async Task<Outcome<CaseArchive>> Build(ZhiceDb db, ServiceHouse house, FileStore files, Actor actor, CaseId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(files);
        if (!(await CaseBook.Open(db, house, actor, id, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (!opened.Facts.Parties.Contains(CaseParty.Officer) && !opened.Facts.Parties.Contains(CaseParty.Approver)) return new Forbidden("case.party");
        if (!opened.State.Closed) return new Blocked("case.archive-open");
        if (CaseBook.Broken(opened.Row, opened.Actions, house.Key.PublicKey) is { } broken) return new Blocked("case.archive-broken", broken);
        var papers = await db.CaseMaterials.AsNoTracking().Where(m => m.CaseId == id).OrderBy(m => m.Id).ToListAsync(cancel);
        foreach (var paper in papers)
            if (paper.Sha256 is { } digest && !await files.Has(digest, cancel)) return new Blocked("package.file-gone", digest[..16]);
        var certificates = await db.ServiceCertificates.AsNoTracking().Where(c => c.CaseId == id).OrderBy(c => c.Edition).ToListAsync(cancel);
        return Of(opened, papers, certificates, house, CaseWork.Moment(house));
    }

    /// <summary>The day on which a case was over for the last time; null while it is not.</summary>
    public static DateOnly? ClosedOn(OpenedCase opened)
    {
        ArgumentNullException.ThrowIfNull(opened);
        return ClosedOn(opened.Item, opened.Actions);
    }

    internal static DateOnly? ClosedOn(ServiceItem item, IEnumerable<CaseActionRow> actions)
    {
        var (state, closed) = (CaseState.Begun, (DateOnly?)null);
        foreach (var action in actions)
        {
            state = state.After(item, action.Action);
            closed = state.Closed ? closed ?? ChinaTime.DayOf(action.At) : null;
        }
        return closed;
    }

    /// <summary>The last day of the definition's retention, counted from the day on which the case was over; null for 永久.</summary>
    public static DateOnly? KeepUntil(ServiceItem item, DateOnly closed)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.RetentionYears is { } years ? closed.AddYears(years) : null;
    }

    static CaseArchive Of(OpenedCase opened, IReadOnlyList<CaseMaterial> papers, IReadOnlyList<ServiceCertificate> certificates, ServiceHouse house, DateTimeOffset now)
    {
        var (row, item, closed) = (opened.Row, opened.Item, ClosedOn(opened)!.Value);
        var named = papers.Select(p => (Paper: p, Path: p.Sha256 is null ? null : string.Create(CultureInfo.InvariantCulture, $"papers/{p.Material}/{p.Id}-{p.FileName}"))).ToList();
        List<(string Path, string What, byte[] Bytes)> texts =
        [
            ("case.json", "办件和申请表", Written(new
            {
                row.Number, row.Item, row.ItemVersion, row.Title, row.Subject, phase = row.Phase.ToString(), row.SubmittedOn, opened.State.AcceptedOn, opened.State.DecidedOn, opened.State.DeliveredOn, row.Decision, row.Demonstration,
                office = new { opened.Office.Code, opened.Office.Name }, applicant = new { opened.Applicant.Name, opened.Applicant.CreditCode, kind = opened.Applicant.Kind.ToString(), opened.Applicant.Contact, opened.Applicant.Phone },
                form = item.Form.Where(f => opened.State.Values.ContainsKey(f.Code)).Select(f => new { f.Code, f.Name, value = opened.State.Values[f.Code], shown = Certificates.Shown(f, opened.State.Values[f.Code]) }),
                suspensions = opened.State.Suspensions, steps = opened.State.Stays,
            })),
            ("actions.json", "办理过程，每一步的摘要接着上一步的摘要，由平台密钥签名", Written(opened.Actions.Select(a => new
            {
                a.Sequence, kind = a.Kind.ToString(), party = a.Party.ToString(), by = a.By?.Value, organisation = a.OrganisationId?.Value, at = a.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture), a.Reason, a.Payload, a.Key, a.Digest, a.Signature,
            }))),
            ("papers.json", "材料目录：曾经提交的全部材料、承诺和核对结果", Written(named.Select(p => new { path = p.Path, p.Paper.Material, name = item.Materials.FirstOrDefault(m => m.Code == p.Paper.Material)?.Name, p.Paper.FileName, p.Paper.MediaType, p.Paper.Size, p.Paper.Sha256, p.Paper.Promised, p.Paper.At, p.Paper.RemovedAt, p.Paper.InOrder, p.Paper.Remark }))),
            ("certificates.json", "证书和它们的签名", Written(certificates.Select(c => new { c.Code, c.Edition, c.IssuedAt, c.ValidTo, c.EndedAt, end = c.End?.ToString(), c.EndReason, c.Body, c.Signature, c.PublicKey }))),
            ("definition.json", "办件所依据的事项规定", Written(new
            {
                item.Code, item.Version, item.ValidFrom, item.Name, item.Summary, item.Competent, basis = item.Basis.Select(b => b.Citation), item.Conditions, materials = item.Materials.Select(m => new { m.Code, m.Name }),
                steps = item.Steps.Select(s => new { s.Code, s.Name, s.Who, s.Standard, s.Outcome }), form = item.Form.Select(f => new { f.Code, f.Name, type = f.Type.ToString(), f.Personal }), decisions = item.Decisions.Select(d => new { d.Code, d.Name, d.Grants }),
                item.Remedies, item.RetentionYears,
            })),
            ("README.txt", "怎样核对", Encoding.UTF8.GetBytes(Readme)),
        ];
        var manifest = Written(new
        {
            format = Format, row.Number, item = new { item.Code, item.Version, item.Name }, office = new { opened.Office.Code, opened.Office.Name }, applicant = opened.Applicant.Name, row.Title, phase = row.Phase.ToString(), row.SubmittedOn, closedOn = closed,
            retention = new { years = item.RetentionYears, name = item.RetentionYears is { } years ? $"{years} 年" : "永久", keepUntil = KeepUntil(item, closed) }, madeAt = now,
            chain = new { actions = opened.Actions.Count, last = opened.Actions[^1].Digest, publicKey = house.Key.PublicKey },
            files = texts.Select(t => new { path = t.Path, what = t.What, sha256 = Hex(t.Bytes), size = (long)t.Bytes.Length }).Concat(named.Where(p => p.Path is not null).Select(p => new { path = p.Path!, what = "材料", sha256 = p.Paper.Sha256!, size = p.Paper.Size })),
        });
        var digest = Hex(manifest);
        var signature = Written(new { sha256 = digest, algorithm = "SM2 with SM3, identity 1234567812345678, over the lower-case hexadecimal SHA-256 of manifest.json", publicKey = house.Key.PublicKey, signature = house.Key.Sign(digest) });
        return new(row.Number, [("manifest.json", manifest), ("manifest.sig.json", signature), .. texts.Select(t => (t.Path, t.Bytes))], [.. named.Where(p => p.Path is not null).Select(p => (p.Path!, p.Paper.Sha256!))]);
    }

    /// <summary>Writes the ZIP to a stream that need not seek.</summary>
    /// <exception cref="InvalidDataException">A kept file went meanwhile, or no longer has its digest.</exception>
    public static async Task Write(CaseArchive archive, FileStore files, Stream to, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(files);
        var zip = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancel);
        await using (zip)
        {
            foreach (var (path, bytes) in archive.Texts)
                await using (var entry = await zip.CreateEntry(path, CompressionLevel.Optimal).OpenAsync(cancel)) await entry.WriteAsync(bytes, cancel);
            foreach (var (path, digest) in archive.Papers)
            {
                var file = await files.Open(digest, cancel) ?? throw new InvalidDataException("A file went while the archive was written.");
                await using (file)
                {
                    await using var entry = await zip.CreateEntry(path, CompressionLevel.NoCompression).OpenAsync(cancel);
                    await file.CopyToAsync(entry, 128 * 1024, cancel);
                }
            }
        }
    }

    static byte[] Written<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Plain);

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    const string Readme = """
        办件归档包（zhice-case-archive/1）

        manifest.json      总目录：办件编号、机关、保管期限、每个文件的路径、SHA-256 和字节数。
        manifest.sig.json  平台密钥（SM2）对 manifest.json 的 SHA-256（小写十六进制）的签名和公钥。
        case.json          办件、申请人、申请表。
        actions.json       办理过程。每一步的 digest 是以下各行（换行符分隔）的 SHA-256：办件编号；上一步的 digest（第一步为空）；
                           sequence；kind；party；by；organisation；at；key；reason 的 UTF-16 单位数；reason；payload。signature 是平台密钥对 digest 的签名。
        papers.json        曾经提交的全部材料（包括后来撤下的）、承诺、核对结果；文件在 papers/ 下。
        certificates.json  证书正文（规范化 JSON）和签名。
        definition.json    办件所依据的事项规定的版本。

        核对：一、逐个文件计算 SHA-256，与总目录比较，不多不少；二、核对总目录的签名；三、按上面的规则逐步重算 digest，与 chain.last 比较。
        """;
}
