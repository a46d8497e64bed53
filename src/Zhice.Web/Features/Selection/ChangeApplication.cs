using Zhice.Data;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Selection;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Documents;
using Zhice.Domain.Reporting;
using Zhice.Domain.Selection;
using Zhice.Web.Features.Evidence;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Selection;

/// <summary>What is done to an application: written, handed in, checked, given to experts, objected to.</summary>
public static class ChangeApplication
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/selections/applications/{id:long}", Own).DisableAntiforgery();
        routes.MapPost("/selections/applications/{id:long}/materials", Upload).TakesEvidence();
        routes.MapPost("/selections/applications/{id:long}/check", Check).DisableAntiforgery();
        routes.MapPost("/selections/applications/{id:long}/experts", Assign).DisableAntiforgery();
        routes.MapPost("/selections/applications/{id:long}/objections", Decide).DisableAntiforgery();
    }

    // One form with several buttons: what was typed is saved before it is submitted.
    static async Task<IResult> Own(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var (key, version, actor) = (new ApplicationKey(id), EditCall.Number(form["version"]), visit.Actor);
        switch (form["do"].ToString())
        {
            case "withdraw":
                return await Answered(id, await ApplicationDesk.Withdraw(db, actor, key, version, form["reason"].ToString(), clock, cancel), "selection.withdrawn", visit, db, cancel);
            case "out":
                return await Answered(id, await ApplicationDesk.Detach(db, actor, key, version, form["material"].ToString(), clock, cancel), "selection.saved", visit, db, cancel);
            default:
                var saved = await ApplicationDesk.Save(db, actor, key, version, form["statement"].ToString(), clock, cancel);
                if (!saved.Accepted(out var application, out _) || form["do"] != "submit") return await Answered(id, saved, "selection.saved", visit, db, cancel);
                db.ChangeTracker.Clear();
                return await Answered(id, await ApplicationDesk.Submit(db, actor, key, application.Version, clock, cancel), "selection.submitted", visit, db, cancel);
        }
    }

    static async Task<IResult> Upload(long id, HttpContext context, Visit visit, ZhiceDb db, ZhiceStore store, TimeProvider clock, CancellationToken cancel)
    {
        if (StreamedForm.Of(context) is not { } form) return Answer.Refused(visit, new Invalid(new Defect("evidence.no-file", "file")));
        return await Answered(id, await EvidenceIntake.Guarded(() => Taken(new(id), form, visit, db, store, clock, cancel)), "selection.material-in", visit, db, cancel);
    }

    // Everything that can be refused without the file is refused before its first byte is read. Bytes that the office holds already are not kept again.
    static async Task<Outcome<SelectionApplication>> Taken(ApplicationKey id, StreamedForm form, Visit visit, ZhiceDb db, ZhiceStore store, TimeProvider clock, CancellationToken cancel)
    {
        var file = await form.NextFile(cancel);
        if (!(await ShowApplication.Run(db, visit.Actor, id, visit.Today, cancel)).Accepted(out var view, out var refusal)) return refusal;
        if (!view.Moves.Contains(ApplicationMove.Save)) return new Blocked("selection.not-now");
        var material = form["material"] ?? "";
        if (view.Terms.Materials.FirstOrDefault(m => m.Code == material) is not { } asked) return new Invalid(new Defect("selection.material-unknown", "material"));
        if (file is null) return new Invalid(new Defect("evidence.no-file", "file"));
        if (!(await EvidenceIntake.Take(store.Files, form, file.Value, cancel)).Accepted(out var taken, out refusal)) return refusal;
        await using (taken)
        {
            var evidence = (await EvidenceRegister.FindSame(db, visit.Actor, view.Office.Id, taken.Digests.Sha256, othersToo: false, cancel))?.Id;
            if (evidence is null)
            {
                await taken.Incoming.Keep(cancel);
                var details = new EvidenceDetails($"{view.Application.Applicant} {asked.Name}", visit.Today, null, Disclosure.OnRequest);
                if (!(await EvidenceRegister.Add(db, visit.Actor, view.Office, EvidenceKind.File, details, taken.Content, clock, cancel)).Accepted(out var added, out refusal)) return refusal;
                evidence = added.Id;
            }
            db.ChangeTracker.Clear();
            return await ApplicationDesk.Attach(db, visit.Actor, id, (int)(EvidenceIntake.Number(form, "version") ?? view.Application.Version), material, evidence.Value, clock, cancel);
        }
    }

    static async Task<IResult> Check(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var move = form["move"].ToString() switch { nameof(ApplicationMove.Pass) => ApplicationMove.Pass, nameof(ApplicationMove.Reject) => ApplicationMove.Reject, _ => ApplicationMove.Return };
        var reasons = form["reasons"].ToString().ReplaceLineEndings("\n").Split('\n');
        return await Answered(id, await ApplicationDesk.Check(db, visit.Actor, new(id), EditCall.Number(form["version"]), move, reasons, clock, cancel), "selection.checked", visit, db, cancel);
    }

    static async Task<IResult> Assign(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if (long.TryParse(form["end"], out var sheet)) return await Answered(id, await ScoreDesk.End(db, visit.Actor, new(sheet), form["reason"].ToString(), clock, cancel), "selection.sheet-ended", visit, db, cancel);
        return await Answered(id, await ScoreDesk.Assign(db, visit.Actor, new(id), form["expert"].ToString(), clock, cancel), "selection.assigned", visit, db, cancel);
    }

    static async Task<IResult> Decide(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        _ = long.TryParse(form["objection"], out var objection);
        return await Answered(id, await PublicityDesk.Decide(db, visit.Actor, objection, form["decision"] == "uphold", form["answer"].ToString(), clock, cancel), "selection.objection-done", visit, db, cancel);
    }

    static async Task<IResult> Answered<T>(long id, Outcome<T> outcome, string code, Visit visit, ZhiceDb db, CancellationToken cancel) where T : notnull
    {
        if (outcome.Accepted(out _, out var refusal)) return Answer.Done(visit, $"/selections/applications/{id}", code);
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await ShowApplication.Run(db, visit.Actor, new(id), visit.Today, cancel)).Accepted(out var view, out _)
            ? Answer.Again<ApplicationPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
