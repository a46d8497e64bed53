using System.Text;
using Microsoft.Net.Http.Headers;
using Zhice.Data;
using Zhice.Data.Storage;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Submitting;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Papers;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Submitting;

/// <summary>文件: the paper as DOCX and PDF, the annex as a workbook, the signed package and the signed answer.</summary>
public static class DownloadSubmission
{
    const string DocxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/submissions/{id:long}/report.docx", Docx);
        routes.MapGet("/submissions/{id:long}/report.pdf", Pdf);
        routes.MapGet("/submissions/{id:long}/annex.xlsx", Annex);
        routes.MapGet("/submissions/{id:long}/package.json", (long id, Visit visit, ZhiceDb db, ZhiceStore store, CancellationToken cancel) =>
            Signed(id, visit, db, store, s => s.Package, "报送", cancel));
        routes.MapGet("/submissions/{id:long}/answer.json", (long id, Visit visit, ZhiceDb db, ZhiceStore store, CancellationToken cancel) =>
            Signed(id, visit, db, store, s => s.Answer, "回执", cancel));
    }

    static Task<Outcome<OpenedSubmission>> Open(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        SubmissionDesk.Open(db, visit.Actor, new(id), ShowSubmission.Asked(visit, id).Revision, cancel);

    static async Task<IResult> Docx(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Open(id, visit, db, cancel)).Accepted(out var opened, out var refusal)
            ? Results.File(OfficialDocx.Write(SubmissionPaper.Of(opened)), DocxType, $"{Name(opened)}.docx")
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Pdf(long id, Visit visit, ZhiceDb db, Soffice soffice, CancellationToken cancel)
    {
        if (!(await Open(id, visit, db, cancel)).Accepted(out var opened, out var refusal)) return Answer.Refused(visit, refusal);
        if (soffice.Program is null) return Answer.Refused(visit, new Missing("submission.no-soffice"));
        return await soffice.ToPdf(OfficialDocx.Write(SubmissionPaper.Of(opened)), cancel) is { } pdf
            ? Results.File(pdf, "application/pdf", $"{Name(opened)}.pdf")
            : Answer.Refused(visit, new Blocked("submission.pdf-failed"));
    }

    static async Task<IResult> Annex(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Open(id, visit, db, cancel)).Accepted(out var opened, out var refusal)
            ? Results.File(SubmissionPaper.Workbook(opened), TableFile.XlsxType, $"{Name(opened)}-附件.xlsx")
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Signed(long id, Visit visit, ZhiceDb db, ZhiceStore store, Func<Submission, string?> which, string kind, CancellationToken cancel)
    {
        if (!(await SubmissionDesk.Open(db, visit.Actor, new(id), null, cancel)).Accepted(out var opened, out var refusal)) return Answer.Refused(visit, refusal);
        if (which(opened.Submission) is not { } digest || await store.Files.Read(digest, cancel) is not { } bytes) return Answer.Refused(visit, new Missing("submission.no-file"));
        return Results.File(bytes, "application/json", $"{opened.Programme.Year}-{opened.Office.Code}-{opened.Submission.Revision}-{kind}.json",
            entityTag: new EntityTagHeaderValue($"\"{digest}\""));
    }

    static string Name(OpenedSubmission opened) =>
        new StringBuilder(opened.Body.Title).Replace('/', '-').Replace('\\', '-').Append('（').Append('第').Append(opened.Revision.Number).Append("稿）").ToString();
}
