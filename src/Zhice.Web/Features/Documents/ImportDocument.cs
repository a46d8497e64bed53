using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Policy;
using Zhice.Policy.Corrections;

namespace Zhice.Web.Features.Documents;

/// <summary>导入文件: a file becomes a document with its machine reading, or nothing is stored and the answer says why.</summary>
public static class ImportDocument
{
    /// <summary>One file.</summary>
    /// <param name="FileName">Its name; the extension is a hint.</param>
    /// <param name="Bytes">The whole of it.</param>
    /// <param name="Disclosure">公开属性; null when it was not said, which is refused.</param>
    /// <param name="Owner">The organisation that keeps it; null for the one that the actor does business for.</param>
    /// <param name="Demonstration">True for a document of the demonstration.</param>
    public sealed record Request(string FileName, byte[] Bytes, Disclosure? Disclosure, OrganisationId? Owner = null, bool Demonstration = false);

    /// <summary>What came of it.</summary>
    /// <param name="Id">The document.</param>
    /// <param name="Title">Its title as shown.</param>
    /// <param name="Tasks">Tasks found.</param>
    /// <param name="Coverage">Share of the body understood, 0 to 1.</param>
    /// <param name="Lacks">Fields that the text does not state: title, year, issuer, documentNumber, issuedOn.</param>
    public sealed record Response(DocumentId Id, string Title, int Tasks, double Coverage, IReadOnlyList<string> Lacks);

    /// <summary>Imports one file. Refused: no right, no disclosure, too large, the same file again, a file that cannot be read.</summary>
    public static async Task<Outcome<Response>> Run(
        ZhiceDb db, FileStore files, Actor actor, Request request, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await FindOwner(db, actor, request.Owner, cancel)).Accepted(out var owner, out var refusal)) return refusal;
        if (request.Disclosure is not { } disclosure) return new Invalid(new Defect("import.disclosure", "disclosure"));
        if (request.Bytes.Length == 0) return new Invalid(new Defect("import.empty", "file"));
        if (request.Bytes.Length > BoundedReading.MostBytes) return new Invalid(new Defect("import.large", "file", BoundedReading.MostBytes >> 20));

        var digest = Convert.ToHexStringLower(SHA256.HashData(request.Bytes));
        var same = await db.VisibleDocuments(actor).Where(d => d.FileDigest == digest).Select(d => new { d.Id, d.Title }).FirstOrDefaultAsync(cancel);
        if (same is not null) return new Blocked("import.duplicate", same.Title, same.Id.Value);

        var name = SafeName(request.FileName);
        var reading = await BoundedReading.Run(limit => PolicyReader.Read(request.Bytes, name, limit), cancel);
        if (reading is null) return new Invalid(new Defect("import.limits", "file", (int)BoundedReading.MostTime.TotalSeconds));
        if (reading.Refusal is { } why) return new Invalid(new Defect("import.unreadable", "file", why.Chinese, why.English, why.Code));
        if (reading is not { Document: { } parsed, Source: { } source }) throw new InvalidOperationException("A reading has a document or a refusal.");

        // The file first: a row never points at a file that is not there; a file without a row is found by its digest next time.
        await files.Keep(request.Bytes, cancel);
        var now = clock.GetUtcNow();
        var document = new ImportedDocument
        {
            Title = Shortened(parsed.Title ?? Path.GetFileNameWithoutExtension(name), 300),
            Year = parsed.Year,
            Issuer = parsed.Issuer,
            DocumentNumber = parsed.DocumentNumber,
            IssuedOn = parsed.IssuedOn,
            PublishedOn = parsed.PublishedOn,
            Kind = Spelling.Of(parsed.Kind),
            Disclosure = disclosure,
            OwnerId = owner.Id,
            FileName = name,
            FileDigest = digest,
            FileSize = request.Bytes.Length,
            TextDigest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parsed.Text))),
            State = DocumentState.Read,
            Coverage = parsed.Coverage,
            TaskCount = parsed.Tasks.Count,
            Demonstration = request.Demonstration,
            ImportedBy = actor.AccountId!.Value,
            ImportedAt = now,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.Documents.Add(document);
        await db.SaveChangesAsync(cancel);
        db.DocumentReadings.Add(new DocumentReading
        {
            DocumentId = document.Id,
            Text = parsed.Text,
            Source = ReadingJson.Write(source),
            Parse = ReadingJson.Write(parsed),
            Parser = BoundedReading.Parser,
            ParsedAt = now,
        });
        AuditLog.Append(db, actor, now, "document.import", $"document/{document.Id.Value}",
            new { document.FileName, document.FileDigest, document.TextDigest, disclosure = disclosure.ToString(), tasks = parsed.Tasks.Count });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Response(document.Id, document.Title, document.TaskCount, document.Coverage, Lacking(parsed));
    }

    /// <summary>Organisations that the actor may import for, the nearest first.</summary>
    public static async Task<IReadOnlyList<Organisation>> Owners(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        var offices = AccessPolicy.Offices(actor);
        var owners = await db.Organisations.AsNoTracking().Where(o => offices.Contains(o.Id)).ToListAsync(cancel);
        return [.. owners.Where(o => AccessPolicy.MayImport(actor, o.Path)).OrderBy(o => offices.ToList().IndexOf(o.Id))];
    }

    static async Task<Outcome<Organisation>> FindOwner(ZhiceDb db, Actor actor, OrganisationId? asked, CancellationToken cancel)
    {
        if (actor.AccountId is null) return new Forbidden("access.denied");
        if (asked is null) return await Owners(db, actor, cancel) is [var own, ..] ? own : new Forbidden("access.denied");
        var owner = await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Id == asked, cancel);
        return owner is not null && AccessPolicy.MayImport(actor, owner.Path) ? owner : new Forbidden("access.denied");
    }

    /// <summary>Fields that the text does not state and that a person can supply.</summary>
    public static IReadOnlyList<string> Lacking(PolicyDocument document)
    {
        var lacks = new List<string>();
        if (document.Title is null) lacks.Add("title");
        if (document.Year is null) lacks.Add("year");
        if (document.Issuer is null) lacks.Add("issuer");
        if (document.DocumentNumber is null) lacks.Add("documentNumber");
        if (document.IssuedOn is null) lacks.Add("issuedOn");
        return lacks;
    }

    /// <summary>The last part of a path, without control characters, at most 255 units; never empty.</summary>
    internal static string SafeName(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var kept = string.Concat(last.Where(c => !char.IsControl(c) && !char.IsSurrogate(c))).Trim();
        if (kept.Length > 255) kept = kept[..(255 - Math.Min(20, Path.GetExtension(kept).Length))] + Path.GetExtension(kept)[..Math.Min(20, Path.GetExtension(kept).Length)];
        return kept.Length == 0 ? "document" : kept;
    }

    /// <summary>At most <paramref name="most"/> units, a mark of omission at the end where some were cut.</summary>
    internal static string Shortened(string words, int most) => words.Length <= most ? words : string.Concat(words.AsSpan(0, most - 1), "…");
}
