using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Reporting;
using Zhice.Domain.Services;
using Zhice.Web.Features.Evidence;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>提交材料: files for each paper that the definition asks for, or a promise in its place; papers that are shared are not asked for. Files are looked into as evidence is.</summary>
public static class GiveMaterials
{
    /// <summary>The page.</summary>
    /// <param name="Case">The case.</param>
    /// <param name="Values">The form, which says what papers are needed.</param>
    /// <param name="Given">Files and promises that stand.</param>
    public sealed record View(OpenedCase Case, IReadOnlyDictionary<string, string> Values, IReadOnlyList<CaseMaterial> Given);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/my/cases/{id:long}/materials", Show);
        routes.MapPost("/my/cases/{id:long}/materials", Change).DisableAntiforgery();
        routes.MapPost("/my/cases/{id:long}/files", Upload).TakesEvidence();
        routes.MapGet("/service-cases/{id:long}/files/{material:long}", Download).WithMetadata(new IsNoPage());
    }

    /// <summary>Loads the page.</summary>
    internal static async Task<Outcome<View>> Run(ZhiceDb db, ServiceHouse house, Visit visit, long id, CancellationToken cancel)
    {
        if (!(await FillCase.Open(db, house, visit, id, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        return new View(opened, CaseDrafts.Read(opened.Row.Draft), await Standing(db, new(id), cancel));
    }

    /// <summary>Files and promises of a case that stand.</summary>
    internal static Task<List<CaseMaterial>> Standing(ZhiceDb db, CaseId id, CancellationToken cancel) =>
        db.CaseMaterials.AsNoTracking().Where(m => m.CaseId == id && m.RemovedAt == null && m.Material != CaseExhibit.Material).OrderBy(m => m.Id).Take(500).ToListAsync(cancel);

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await Run(db, house, visit, id, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<CaseMaterialsPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Change(long id, HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var outcome = form["do"] == "out" ? await CaseDrafts.Detach(db, house, visit.Actor, new(id), CaseInput.Number(form["row"]) ?? 0, cancel)
            : await CaseDrafts.Promise(db, house, visit.Actor, new(id), form["material"].ToString(), cancel);
        return await Answered(id, outcome, visit, db, house, cancel);
    }

    static async Task<IResult> Upload(long id, HttpContext context, Visit visit, ZhiceDb db, ZhiceStore store, ServiceHouse house, CancellationToken cancel)
    {
        if (StreamedForm.Of(context) is not { } form) return Answer.Refused(visit, new Invalid(new Defect("evidence.no-file", "file")));
        return await Answered(id, await EvidenceIntake.Guarded(() => Taken(id, form, visit, db, store, house, cancel)), visit, db, house, cancel);
    }

    // Whatever can be refused without the file is refused before its first byte is read.
    internal static async Task<Outcome<CaseMaterial>> Taken(long id, StreamedForm form, Visit visit, ZhiceDb db, ZhiceStore store, ServiceHouse house, CancellationToken cancel)
    {
        var file = await form.NextFile(cancel);
        if (!(await FillCase.Open(db, house, visit, id, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        var material = form["material"] ?? "";
        if (opened.Item.Materials.All(m => m.Code != material || m.Exempt)) return new Missing("case.material-unknown");
        if (file is null) return new Invalid(new Defect("evidence.no-file", "file"));
        if (!(await EvidenceIntake.Take(store.Files, form, file.Value, cancel)).Accepted(out var taken, out refusal)) return refusal;
        await using (taken)
        {
            await taken.Incoming.Keep(cancel);
            db.ChangeTracker.Clear();
            return await CaseDrafts.Attach(db, house, visit.Actor, new(id), material, taken.Content, taken.Digests, cancel);
        }
    }

    static async Task<IResult> Answered(long id, Outcome<CaseMaterial> outcome, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        if (outcome.Accepted(out _, out var refusal)) return Answer.Done(visit, $"{CaseText.Own(new(id))}/materials", "svc.saved");
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await Run(db, house, visit, id, cancel)).Accepted(out var view, out _) ? Answer.Again<CaseMaterialsPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    // Whoever may see the case may see its files, and nobody else: a foreign key is 404 like one that does not exist.
    static async Task<IResult> Download(long id, long material, Visit visit, HttpContext context, ZhiceDb db, ZhiceStore store, ServiceHouse house, CancellationToken cancel)
    {
        if (!(await CaseBook.Open(db, house, visit.Actor, new(id), cancel)).Accepted(out _, out var refusal)) return Answer.Refused(visit, refusal);
        var key = new CaseId(id);
        var row = await db.CaseMaterials.AsNoTracking().FirstOrDefaultAsync(m => m.CaseId == key && m.Id == material && m.Sha256 != null, cancel);
        return row is null ? Answer.Refused(visit, new Missing("case.material-unknown"))
            : await DownloadEvidence.Send(new EvidenceVersion { FileName = row.FileName, MediaType = row.MediaType, Size = row.Size, Sha256 = row.Sha256 }, visit, context, store, cancel);
    }
}
