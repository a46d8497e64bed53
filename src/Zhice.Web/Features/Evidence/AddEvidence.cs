using Zhice.Data;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Organisations;
using Zhice.Domain.Reporting;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Evidence;

/// <summary>新增佐证材料: a file or a reference comes into the library, and, asked for from a report, into the report too. Bytes that are held already are not kept again.</summary>
public static class AddEvidence
{
    /// <summary>The page.</summary>
    /// <param name="Offices">Offices that may hold it.</param>
    /// <param name="Kind">Kind, as chosen.</param>
    /// <param name="Details">What was filled in.</param>
    /// <param name="Office">The office, as chosen.</param>
    /// <param name="Reference">The reference, as filled in.</param>
    /// <param name="Report">The report that it is for; null for the library alone.</param>
    public sealed record View(IReadOnlyList<Organisation> Offices, EvidenceKind Kind, EvidenceDetails Details, OrganisationId? Office, string? Reference, EvidencedReport? Report);

    /// <summary>What came of it.</summary>
    /// <param name="Address">Where to see it.</param>
    /// <param name="Code">Code of the sentence about it.</param>
    public sealed record Done(string Address, string Code);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/evidence/new", Show);
        routes.MapPost("/evidence/new", Handle).TakesEvidence();
        routes.MapPost("/api/v1/evidence", Handle).TakesEvidence();
    }

    static async Task<IResult> Show(Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var report = long.TryParse(visit.Asked("report"), out var id) ? new ReportId(id) : null as ReportId?;
        if (!(await Form(db, visit, report, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var kind = Enum.TryParse<EvidenceKind>(visit.Asked("kind"), out var asked) && Enum.IsDefined(asked) ? asked : EvidenceKind.File;
        return Answer.Page<AddEvidencePage>(view with { Kind = kind });
    }

    static async Task<Outcome<View>> Form(ZhiceDb db, Visit visit, ReportId? report, CancellationToken cancel)
    {
        EvidencedReport? found = null;
        if (report is { } id)
        {
            if (!(await EvidenceLinks.FindReport(db, visit.Actor, id, visit.Today, cancel)).Accepted(out found, out var refusal)) return refusal;
            if (!found.MayWrite) return new Forbidden("access.denied");
            if (!found.IsOpen) return new Blocked("evidence.report-closed");
        }
        var offices = await EvidenceRegister.Offices(db, visit.Actor, cancel);
        if (offices.Count == 0) return new Forbidden("access.denied");
        return new View(offices, EvidenceKind.File, new EvidenceDetails("", found?.Report.From, null, null), offices.FirstOrDefault(o => o.Id == found?.Office.Id)?.Id, null, found);
    }

    static async Task<IResult> Handle(HttpContext context, Visit visit, ZhiceDb db, ZhiceStore store, TimeProvider clock, CancellationToken cancel)
    {
        if (StreamedForm.Of(context) is not { } form) return Answer.Refused(visit, new Invalid(new Defect("evidence.no-file", "file")));
        var outcome = await EvidenceIntake.Guarded(() => Read(form, visit, db, store, context.RequestServices, clock, cancel));
        if (outcome.Accepted(out var done, out var refusal))
        {
            if (!visit.IsApi) return Answer.Done(visit, done.Address, done.Code);
            visit.Flash(done.Code);
            return Results.Json(new { address = done.Address, said = visit.Words[done.Code] }, statusCode: StatusCodes.Status201Created);
        }
        if (visit.IsApi || refusal is not (Invalid or Blocked)) return Answer.Refused(visit, refusal);
        if (!(await Form(db, visit, ReportOf(form), cancel)).Accepted(out var view, out var denied)) return Answer.Refused(visit, denied);
        var (kind, details) = EvidenceIntake.Details(form);
        return Answer.Again<AddEvidencePage>(visit, view with { Kind = kind ?? EvidenceKind.File, Details = details, Office = OfficeOf(form), Reference = form["reference"] }, refusal);
    }

    // Everything that can be refused without the file is refused before its first byte is read.
    static async Task<Outcome<Done>> Read(StreamedForm form, Visit visit, ZhiceDb db, ZhiceStore store, IServiceProvider services, TimeProvider clock, CancellationToken cancel)
    {
        var file = await form.NextFile(cancel);
        if (!(await Form(db, visit, ReportOf(form), cancel)).Accepted(out var view, out var refusal)) return refusal;
        var (asked, details) = EvidenceIntake.Details(form);
        if (asked is not { } kind) return new Invalid(new Defect("evidence.kind-unknown", "kind"));
        var office = OfficeOf(form) is { } chosen ? view.Offices.FirstOrDefault(o => o.Id == chosen) : view.Offices[0];
        if (office is null) return new Forbidden("access.denied");
        var defects = details.Defects(kind == EvidenceKind.File).ToList();
        if (kind == EvidenceKind.File && file is null) defects.Add(new Defect("evidence.no-file", "file"));
        if (defects.Count > 0) return new Invalid(defects);

        if (kind != EvidenceKind.File)
        {
            if (!(await EvidenceIntake.Reference(kind, form["reference"], visit, db, store, services, cancel)).Accepted(out var reference, out refusal)) return refusal;
            return await Added(db, visit, office, kind, details, reference, view.Report, form, clock, cancel);
        }
        if (!(await EvidenceIntake.Take(store.Files, form, file!.Value, cancel)).Accepted(out var taken, out refusal)) return refusal;
        await using (taken)
        {
            if (await EvidenceRegister.FindSame(db, visit.Actor, office.Id, taken.Digests.Sha256, othersToo: view.Report is not null, cancel) is { } same)
                return view.Report is { } report
                    ? await Linked(db, visit, report, form, same.Id, same.Number, sameBytes: true, clock, cancel)
                    : new Blocked("evidence.same", same.Title, same.Id.Value);
            await taken.Incoming.Keep(cancel);
            return await Added(db, visit, office, kind, details, taken.Content, view.Report, form, clock, cancel);
        }
    }

    static async Task<Outcome<Done>> Added(ZhiceDb db, Visit visit, Organisation office, EvidenceKind kind, EvidenceDetails details, EvidenceContent content,
        EvidencedReport? report, StreamedForm form, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await EvidenceRegister.Add(db, visit.Actor, office, kind, details, content, clock, cancel)).Accepted(out var evidence, out var refusal)) return refusal;
        return report is null
            ? new Done($"/evidence/{evidence.Id.Value}", "evidence.added")
            : await Linked(db, visit, report, form, evidence.Id, 1, sameBytes: false, clock, cancel);
    }

    static async Task<Outcome<Done>> Linked(ZhiceDb db, Visit visit, EvidencedReport report, StreamedForm form, EvidenceId evidence, int number, bool sameBytes,
        TimeProvider clock, CancellationToken cancel)
    {
        var id = report.Report.Id;
        var expected = (int)(EvidenceIntake.Number(form, "version") ?? report.Report.Version);
        var outcome = await EvidenceLinks.Link(db, visit.Actor, new(id, expected, evidence, number, SameBytes: sameBytes), clock, cancel);
        return outcome.Accepted(out _, out var refusal) ? new Done(LinkEvidence.Address(id), sameBytes ? "evidence.same-linked" : "evidence.added-linked") : refusal;
    }

    static ReportId? ReportOf(StreamedForm form) => EvidenceIntake.Number(form, "report") is { } id ? new ReportId(id) : null;

    static OrganisationId? OfficeOf(StreamedForm form) => EvidenceIntake.Number(form, "office") is { } id ? new OrganisationId(id) : null;
}
