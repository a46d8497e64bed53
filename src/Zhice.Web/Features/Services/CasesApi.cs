using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Services;
using Zhice.Web.Features.Evidence;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>办件接口: an applicant's program lists its cases, reads one, begins an application, saves its form, hands papers over and hands it in. The rules are those of the pages; each request may be sent again.</summary>
public static class CasesApi
{
    const int PageSize = 100;

    /// <summary>An application that is begun, with its form.</summary>
    public sealed record NewCase(string? Item, long? Applicant, string? Office, IReadOnlyDictionary<string, string?>? Values);

    /// <summary>A form.</summary>
    public sealed record Form(IReadOnlyDictionary<string, string?>? Values);

    /// <summary>A promise in place of a paper.</summary>
    public sealed record Promise(string? Material);

    /// <summary>Words that go with handing in.</summary>
    public sealed record Words(string? Reason);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/cases", List);
        routes.MapPost("/api/v1/cases", Begin);
        routes.MapGet("/api/v1/cases/{id:long}", Show);
        routes.MapPut("/api/v1/cases/{id:long}/form", Save);
        routes.MapPost("/api/v1/cases/{id:long}/files", Upload).TakesEvidence();
        routes.MapPost("/api/v1/cases/{id:long}/promises", Promised);
        routes.MapPost("/api/v1/cases/{id:long}/submit", Submit);
        routes.MapPost("/api/v1/cases/{id:long}/move-on", MoveOn);
        routes.MapGet("/api/v1/applicants", Those);
    }

    static async Task<IResult> Those(Visit visit, ZhiceDb db, CancellationToken cancel) => visit.Actor.AccountId is not { } me ? Answer.Problem(visit, new Forbidden("access.denied"))
        : Results.Json((await Applicants.Of(db, me, visit.Today).AsNoTracking().OrderBy(a => a.Id).Take(PageSize).ToListAsync(cancel)).Select(a => new { id = a.Id.Value, a.Number, kind = a.Kind.ToString(), a.Name, a.CreditCode }));

    static async Task<IResult> List(int? page, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await ListOwnCases.Run(db, house, visit.Actor, visit.Today, page ?? 1, PageSize, cancel)).Accepted(out var view, out var refusal)
            ? Results.Json(new { total = view.Total, page = view.Page, size = PageSize, cases = view.Rows.Select(r => Brief(r.Case, r.Applicant, r.OfficeCode)) }) : Answer.Problem(visit, refusal);

    static object Brief(ServiceCase row, string applicant, string office) => new
    {
        id = row.Id.Value, row.Number, row.Item, row.ItemVersion, row.Title, applicant, office, phase = row.Phase.ToString(), row.Step, row.DueOn, row.SubmittedOn, row.DecidedOn, row.Decision, row.Version, row.Demonstration,
    };

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        if (!(await ShowOwnCase.Run(db, house, visit, id, null, cancel)).Accepted(out var view, out var refusal)) return Answer.Problem(visit, refusal);
        var opened = view.Case;
        var signing = await CoSigning.Of(db, visit.Actor, opened, view.Materials, cancel);
        return Results.Json(new
        {
            @case = Brief(opened.Row, opened.Applicant.Name, opened.Office.Code), held = CaseText.Holding(opened, visit.Words), holder = opened.Holding.Holder.ToString(), opened.Holding.Due, dueUnverified = opened.Holding.Unknown,
            values = opened.State.Phase is CasePhase.Draft or CasePhase.Returned ? CaseDrafts.Read(opened.Row.Draft) : opened.State.Values,
            papers = view.Materials.Select(m => new { m.Id, m.Material, m.FileName, m.Size, m.Sha256, m.Promised }),
            signers = signing.Signers.Select(s => new { s.Applicant.Name, s.Applicant.Number, signed = s.Holds is not null }),
            actions = opened.Actions.Where(a => CaseText.Shows(a.Kind)).Select(a => new { a.Sequence, kind = a.Kind.ToString(), party = a.Party.ToString(), a.At, reason = CaseText.Tells(a.Kind) ? a.Reason : "", a.Digest }),
            certificates = view.Certificates.Select(c => new { c.Code, c.Edition, c.IssuedAt, validTo = c.ValidTo?.AddDays(-1), c.EndedAt, end = c.End?.ToString() }),
            allowed = opened.Allowed.Select(k => k.ToString()),
        });
    }

    static async Task<IResult> Begin(NewCase? asked, [FromHeader(Name = "Idempotency-Key")] string? key, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        if (Key(key) is not { } mine) return Answer.Problem(visit, new Invalid(new Defect("case.key", "Idempotency-Key", CaseAction.LongestKey)));
        var begun = await CaseDrafts.Begin(db, house, visit.Actor, asked?.Item ?? "", new(asked?.Applicant ?? 0), asked?.Office ?? "", visit.Demonstration, cancel, mine);
        if (!begun.Accepted(out var row, out var refusal)) return Answer.Problem(visit, refusal);
        var fresh = db.Entry(row).State != EntityState.Detached; // one that the key began before is only read
        db.ChangeTracker.Clear();
        if (Unknown(house.ItemOf(row), asked?.Values) is { } unknown) return Answer.Problem(visit, unknown, null, new KeyValuePair<string, object?>("id", row.Id.Value));
        if (!fresh && asked?.Values is { } again)
        {
            // Another form under the same key is a slip: it is neither kept nor passed off as kept.
            var (now, stands) = (FormCheck.Run(house.ItemOf(row), code => again.GetValueOrDefault(code), complete: false), CaseDrafts.Read(row.Draft));
            if (now.Defects.Count > 0 || now.Values.Any(v => again.ContainsKey(v.Key) && stands.GetValueOrDefault(v.Key) != v.Value))
                return Answer.Problem(visit, new Invalid(new Defect("case.key-used", "key")), null, new KeyValuePair<string, object?>("id", row.Id.Value));
        }
        else if (asked?.Values is { Count: > 0 })
        {
            if (!(await CaseDrafts.Save(db, house, visit.Actor, row.Id, code => asked.Values.GetValueOrDefault(code), cancel)).Accepted(out var check, out refusal)) return Answer.Problem(visit, refusal);
            // It is begun, and what was sound is kept; what was not is said.
            if (check.Defects.Count > 0) return Answer.Problem(visit, new Invalid(check.Defects), null, new KeyValuePair<string, object?>("id", row.Id.Value));
        }
        return Results.Json(new { id = row.Id.Value, row.Number, address = $"/api/v1/cases/{row.Id.Value}" }, statusCode: StatusCodes.Status201Created);
    }

    // What the item does not ask for, or computes itself, is not dropped in silence.
    static Invalid? Unknown(ServiceItem item, IReadOnlyDictionary<string, string?>? values) => values is null ? null
        : values.Keys.Where(code => !item.Form.Any(field => field.Code == code && field.Computed is null)).Take(20).Select(code => new Defect("form.unknown", FormCheck.Prefix + code, code)).ToList() is { Count: > 0 } defects ? new Invalid(defects) : null;

    static async Task<IResult> Save(long id, Form? form, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        if (!(await CaseBook.Open(db, house, visit.Actor, new(id), cancel)).Accepted(out var opened, out var missing)) return Answer.Problem(visit, missing);
        if (form?.Values is null) return Answer.Problem(visit, new Invalid(new Defect("case.values-missing", "values")));
        if (Unknown(opened.Item, form.Values) is { } unknown) return Answer.Problem(visit, unknown);
        db.ChangeTracker.Clear();
        if (!(await CaseDrafts.Save(db, house, visit.Actor, new(id), code => form.Values.GetValueOrDefault(code), cancel)).Accepted(out var check, out var refusal)) return Answer.Problem(visit, refusal);
        return check.Defects.Count > 0 ? Answer.Problem(visit, new Invalid(check.Defects)) : Results.Json(new { values = check.Values });
    }

    static async Task<IResult> Upload(long id, HttpContext context, Visit visit, ZhiceDb db, ZhiceStore store, ServiceHouse house, CancellationToken cancel)
    {
        if (StreamedForm.Of(context) is not { } form) return Answer.Problem(visit, new Invalid(new Defect("evidence.no-file", "file")));
        var taken = await EvidenceIntake.Guarded(() => GiveMaterials.Taken(id, form, visit, db, store, house, cancel));
        return taken.Accepted(out var row, out var refusal) ? Results.Json(new { row.Id, row.Material, row.FileName, row.Size, row.Sha256 }, statusCode: StatusCodes.Status201Created) : Answer.Problem(visit, refusal);
    }

    static async Task<IResult> Promised(long id, Promise? promise, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await CaseDrafts.Promise(db, house, visit.Actor, new(id), promise?.Material ?? "", cancel)).Accepted(out var row, out var refusal)
            ? Results.Json(new { row.Id, row.Material, row.Promised }, statusCode: StatusCodes.Status201Created) : Answer.Problem(visit, refusal);

    static async Task<IResult> Submit(long id, Words? words, [FromHeader(Name = "Idempotency-Key")] string? key, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        if (!(await CaseBook.Open(db, house, visit.Actor, new(id), cancel)).Accepted(out var opened, out var missing)) return Answer.Problem(visit, missing);
        // The key decides first: sent again after a return, it is the submission that it was.
        var repeated = opened.Actions.FirstOrDefault(a => a.Key == key)?.Kind;
        var kind = repeated is CaseActionKind.Submit or CaseActionKind.Answer ? repeated.Value : opened.State.WasReturned ? CaseActionKind.Answer : CaseActionKind.Submit;
        var done = await CaseWork.Act(db, house, visit.Actor, new(id), new(kind, key ?? "", null, words?.Reason ?? "", new()), cancel);
        return done.Accepted(out var taken, out var refusal) ? Results.Json(new { id, sequence = taken.Sequence, repeated = taken.Repeated }, statusCode: taken.Repeated ? StatusCodes.Status200OK : StatusCodes.Status201Created) : Answer.Problem(visit, refusal);
    }

    static async Task<IResult> MoveOn(long id, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await CaseDrafts.MoveOn(db, house, visit.Actor, new(id), cancel)).Accepted(out _, out var refusal) ? Results.Json(new { id, address = $"/api/v1/cases/{id}" }) : Answer.Problem(visit, refusal);

    static string? Key(string? key) => key is { Length: > 0 and <= CaseAction.LongestKey } && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? key : null;
}
