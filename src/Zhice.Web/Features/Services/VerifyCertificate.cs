using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Services;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Services;
using Zhice.Domain.Submitting;
using Zhice.Web.Exports;
using Zhice.Web.Features.Submitting;
using Zhice.Web.Hosting;
using Zhice.Web.Papers;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>证书核验: by its code, or by the signed file, which needs no look into the store; the list of revoked ones; the paper to print, as PDF where LibreOffice is there.</summary>
public static class VerifyCertificate
{
    /// <summary>The page that asks.</summary>
    /// <param name="Typed">What was typed; null at first.</param>
    /// <param name="Finding">What was found in it; null at first.</param>
    /// <param name="Body">What the certificate says; null where nothing sound was found.</param>
    /// <param name="Code">Code of the certificate of this house; null where the words came with the file only.</param>
    public sealed record AskView(string? Typed, CertificateFinding? Finding, CertificateBody? Body, string? Code);

    /// <summary>A certificate.</summary>
    public sealed record View(ServiceCertificate Certificate, CertificateBody Body, CertificateFinding Finding, bool Pdf);

    /// <summary>A certificate whose words are not for the reader.</summary>
    public sealed record ClosedView(string Code, CertificateFinding Finding);

    /// <summary>A signed certificate as a file.</summary>
    public sealed record Signed(string Body, string Signature, string PublicKey);

    /// <summary>A line of the list of revoked certificates.</summary>
    public sealed record RevokedRow(string Code, DateTimeOffset EndedAt, CertificateEnd End, string? Reason);

    /// <summary>The list of revoked certificates.</summary>
    public sealed record RevokedView(IReadOnlyList<RevokedRow> Rows, int Total, int Page);

    static readonly JsonSerializerOptions readable = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/certificates", Ask);
        routes.MapPost("/certificates", AskFile).RequireRateLimiting(LoginLimit.Name).DisableAntiforgery();
        routes.MapGet("/certificates/revoked", Revoked);
        routes.MapGet("/certificates/revoked.csv", RevokedFile);
        routes.MapGet("/certificates/verifier.html", Verifier).WithMetadata(new IsNoPage());
        routes.MapGet("/certificates/{certificate}", Show);
        routes.MapGet("/certificates/{certificate}/paper.json", Json);
        routes.MapGet("/certificates/{certificate}/paper.docx", Docx);
        routes.MapGet("/certificates/{certificate}/paper.pdf", Pdf);
    }

    static Task<ServiceCertificate?> Find(ZhiceDb db, string typed, CancellationToken cancel)
    {
        var code = typed.Trim().ToUpperInvariant();
        return db.ServiceCertificates.AsNoTracking().FirstOrDefaultAsync(c => c.Code == code, cancel);
    }

    static async Task<IResult> Ask(Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (visit.Asked("code") is not { Length: <= 200 } typed) return Answer.Page<AskCertificatePage>(new AskView(null, null, null, null));
        // A scanner reads the whole of the QR code; the code is its last word.
        var code = typed.Trim().Split([' ', '/'], StringSplitOptions.RemoveEmptyEntries) is [.., var last] ? last : "";
        return await Find(db, code, cancel) is { } certificate ? Results.LocalRedirect($"/certificates/{certificate.Code}") : Answer.Page<AskCertificatePage>(new AskView(typed, CertificateFinding.Unknown, null, null));
    }

    // The signature is checked with the key in the file, and the key compared with this house's: a file signed by anybody else is forged.
    static async Task<IResult> AskFile(HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var text = (await http.ReadFormAsync(cancel))["signed"].ToString();
        var signed = Read(text);
        var body = signed is null ? null : BodyJson.Read<CertificateBody>(signed.Body);
        var kept = body is null ? null : await Find(db, body.Code, cancel);
        var finding = signed is null || body is null ? CertificateFinding.Unknown
            : !InstanceKey.Verify(signed.PublicKey, signed.Body, signed.Signature) || (kept?.PublicKey ?? house.Key.PublicKey) != signed.PublicKey || (kept is not null && kept.Body != signed.Body) ? CertificateFinding.Forged
            : Certificates.Find(kept, visit.Today);
        return Answer.Page<AskCertificatePage>(new AskView("", finding, finding == CertificateFinding.Forged ? null : body, kept?.Code));
    }

    static Signed? Read(string text)
    {
        if (text.Length is 0 or > 200_000) return null;
        try
        {
            return JsonSerializer.Deserialize<Signed>(text, JsonSerializerOptions.Web) is { Body: not null, Signature: not null, PublicKey: not null } signed ? signed : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static async Task<IResult> Show(string certificate, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, Soffice soffice, CancellationToken cancel)
    {
        if (await Find(db, certificate, cancel) is not { } found) return Answer.Refused(visit, new Missing("certificate.missing"));
        var finding = Certificates.Find(found, visit.Today);
        return await Reads(db, catalogue, visit, found, cancel) ? Answer.Page<CertificatePage>(new View(found, Certificates.BodyOf(found), finding, soffice.Program is not null)) : Answer.Page<ClosedCertificatePage>(new ClosedView(found.Code, finding));
    }

    static async Task<IResult> Json(string certificate, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel) => (await Opened(db, catalogue, visit, certificate, cancel)).Accepted(out var found, out var refusal)
        ? Results.File(JsonSerializer.SerializeToUtf8Bytes(new Signed(found.Body, found.Signature, found.PublicKey), readable), "application/json", $"certificate-{found.Code}.json")
        : Answer.Refused(visit, refusal);

    static async Task<IResult> Docx(string certificate, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel) => (await Opened(db, catalogue, visit, certificate, cancel)).Accepted(out var found, out var refusal)
        ? Results.File(OfficialDocx.Write(Paper(found)), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", $"certificate-{found.Code}.docx") : Answer.Refused(visit, refusal);

    static async Task<IResult> Pdf(string certificate, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, Soffice soffice, CancellationToken cancel)
    {
        if (!(await Opened(db, catalogue, visit, certificate, cancel)).Accepted(out var found, out var refusal)) return Answer.Refused(visit, refusal);
        if (soffice.Program is null) return Answer.Refused(visit, new Missing("submission.no-soffice"));
        return await soffice.ToPdf(OfficialDocx.Write(Paper(found)), cancel) is { } pdf ? Results.File(pdf, "application/pdf", $"certificate-{found.Code}.pdf") : Answer.Refused(visit, new Blocked("submission.pdf-failed"));
    }

    static async Task<Outcome<ServiceCertificate>> Opened(ZhiceDb db, ServiceCatalogue catalogue, Visit visit, string certificate, CancellationToken cancel) =>
        await Find(db, certificate, cancel) is not { } found ? new Missing("certificate.missing") : await Reads(db, catalogue, visit, found, cancel) ? found : new Forbidden("certificate.closed");

    // The code is on the paper, in its QR code and in what is passed on: it tells whether the certificate holds. What it says is for whoever may see the case, and for whoever may read its register entry;
    // where the register masks names of natural persons, the paper with the full names is for the case's own sides alone.
    static async Task<bool> Reads(ZhiceDb db, ServiceCatalogue catalogue, Visit visit, ServiceCertificate certificate, CancellationToken cancel)
    {
        var id = certificate.CaseId;
        var entries = db.VisibleEntries(visit.Actor, visit.Today).Where(e => e.CaseId == id);
        var cases = db.VisibleCases(visit.Actor, visit.Today).Where(c => c.Id == id);
        return await db.ServiceCases.Where(c => c.Id == id).Select(c => new { c.Item, c.ItemVersion, Entry = entries.Any(), Case = cases.Any() }).FirstOrDefaultAsync(cancel) is { } found
            && (found.Case || (found.Entry && catalogue.Versions(found.Item).FirstOrDefault(v => v.Version == found.ItemVersion) is { } item && !item.MasksNames()));
    }

    static OfficialPaper Paper(ServiceCertificate certificate)
    {
        var body = Certificates.BodyOf(certificate);
        var text = QrText(certificate);
        return new OfficialPaper(body.Title, body.Demonstration ? "（演示，无效力）" : null, null,
        [
            new(PaperLevel.Text, $"编号：{body.Number}（第 {body.Edition} 版）"), new(PaperLevel.Text, $"事项：{body.Item}"), new(PaperLevel.Text, $"申请人：{body.Holder}"), new(PaperLevel.Text, $"决定：{body.Decision}"),
            .. body.Fields.Select(f => new PaperPart(PaperLevel.Text, $"{f.Name}：{f.Value}")),
            .. body.ValidTo is { } until ? [new PaperPart(PaperLevel.Text, string.Create(CultureInfo.InvariantCulture, $"有效期至：{until.AddDays(-1):yyyy-MM-dd}"))] : Array.Empty<PaperPart>(),
        ], body.Office, body.IssuedOn, [], new PaperCode(QrPicture.PngOf(text), $"核验码：{body.Code}", text));
    }

    /// <summary>What the QR code of a certificate says: readable by any scanner, and no address, so that it means the same in every network.</summary>
    internal static string QrText(ServiceCertificate certificate) => $"ZHICE CERT {certificate.Code}";

    // 离线核验页: to be saved. It is made anew each time, as the list of what ended goes into it.
    static async Task<IResult> Verifier(Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var ended = await Ended(db).OrderByDescending(c => c.EndedAt).Select(c => c.Code).Take(100_000).ToListAsync(cancel);
        var name = await db.Organisations.Where(o => o.Kind == Zhice.Domain.Organisations.OrganisationKind.NationalOffice).Select(o => o.Name).FirstOrDefaultAsync(cancel);
        // To be saved: opened here, the content policy would stop its script.
        return OfflineVerifier.Write($"{visit.Words["site.name"]} · {name}", house.Key.PublicKey, house.Key.Fingerprint, ended, Visit.Moment(visit.Now)) is { } page
            ? Results.File(page, "application/octet-stream", "zhice-verifier.html") : Answer.Refused(visit, new Missing("certificate.no-verifier"));
    }

    static async Task<IResult> Revoked(int? page, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var ended = Ended(db);
        var total = await ended.Take(10_000).CountAsync(cancel);
        var at = Ui.Paging.Within(page ?? 1, total, CaseText.PageSize);
        return Answer.Page<RevokedPage>(new RevokedView(await Rows(ended).Skip((at - 1) * CaseText.PageSize).Take(CaseText.PageSize).ToListAsync(cancel), total, at));
    }

    static async Task<IResult> RevokedFile(Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var words = visit.Words;
        var rows = await Rows(Ended(db)).Take(10_000).ToListAsync(cancel);
        return await new TableFile("revoked", [new(words["svc.code"], 26), new(words["svc.ended"], 20), new(words["svc.end"], 14), new(words["svc.reason"], 50)],
            rows.Select(r => (IReadOnlyList<Cell>)[Cell.Of(r.Code), Cell.Of(Visit.Moment(r.EndedAt)), Cell.Of(words.Of(r.End)), Cell.Of(r.End == CertificateEnd.Revoked ? r.Reason : null)])).As(visit.Path, cancel);
    }

    // Only what everybody finds in a register: of a complaint or of aid not even that there was one is told.
    static IQueryable<ServiceCertificate> Ended(ZhiceDb db) => db.ServiceCertificates.Where(c => c.EndedAt != null && db.RegisterEntries.Any(e => e.CaseId == c.CaseId && e.Access == RegisterLevel.Public));

    static IQueryable<RevokedRow> Rows(IQueryable<ServiceCertificate> ended) => ended.OrderByDescending(c => c.EndedAt).ThenByDescending(c => c.Id).Select(c => new RevokedRow(c.Code, c.EndedAt!.Value, c.End!.Value, c.EndReason));
}
