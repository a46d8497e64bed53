using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>填写表单: the item's form with what is known filled in. What is sound is saved, what is not is said at its field. Fields that depend on others come with the next save.</summary>
public static class FillCase
{
    /// <summary>The page.</summary>
    /// <param name="Case">The case.</param>
    /// <param name="Values">What stands in the fields: what was typed where something was wrong.</param>
    public sealed record View(OpenedCase Case, IReadOnlyDictionary<string, string> Values);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/my/cases/{id:long}/form", Show);
        routes.MapPost("/my/cases/{id:long}/form", Save).DisableAntiforgery();
        routes.MapPost("/my/cases/{id:long}/move-on", MoveOn).DisableAntiforgery();
    }

    /// <summary>Opens a case that its applicant may write.</summary>
    internal static async Task<Outcome<OpenedCase>> Open(ZhiceDb db, ServiceHouse house, Visit visit, long id, CancellationToken cancel)
    {
        if (visit.Actor.IsPublic) return new Forbidden("access.denied");
        if (!(await CaseBook.Open(db, house, visit.Actor, new(id), cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (!opened.IsApplicant) return new Missing("case.missing");
        return opened.State.Phase is CasePhase.Draft or CasePhase.Returned ? opened : new Blocked("case.not-now");
    }

    static async Task<IResult> MoveOn(long id, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await CaseDrafts.MoveOn(db, house, visit.Actor, new(id), cancel)).Accepted(out var moved, out var refusal) ? Answer.Done(visit, $"{CaseText.Own(moved)}/form", "svc.behind-done") : Answer.Refused(visit, refusal);

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await Open(db, house, visit, id, cancel)).Accepted(out var opened, out var refusal) ? Answer.Page<CaseFormPage>(new View(opened, CaseDrafts.Read(opened.Row.Draft))) : Answer.Refused(visit, refusal);

    static async Task<IResult> Save(long id, HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var before = await Open(db, house, visit, id, cancel);
        if (!before.Accepted(out var opened, out var refusal)) return Answer.Refused(visit, refusal);
        // A choice that other fields hang on, or a number that is computed with, was changed: the form as it would be, and nothing is saved.
        if (form["do"] == "look") return Answer.Page<CaseFormPage>(new View(opened, Typed(form, opened.Item, FormCheck.Run(opened.Item, code => CaseInput.Typed(form, code), complete: false))));
        var known = CaseDrafts.Read(opened.Row.Draft);
        if (!(await CaseDrafts.Save(db, house, visit.Actor, new(id), code => CaseInput.Typed(form, code), cancel)).Accepted(out var check, out refusal)) return Answer.Refused(visit, refusal);
        if (check.Defects.Count > 0) return Answer.Again<CaseFormPage>(visit, new View(opened, Typed(form, opened.Item, check)), new Invalid(check.Defects));
        // A choice that brings further fields shows them before anything else.
        var more = opened.Item.Form.Any(f => FormCheck.Asked(f, check.Values) && !FormCheck.Asked(f, known) && !check.Values.ContainsKey(f.Code));
        // What contradicts itself is kept, and told before the papers: whoever wants to go on later saves it.
        if (form["do"] != "save" && !more && FormCheck.Broken(opened.Item, check.Values, opened.RuleFacts(opened.Facts.Today)) is { Count: > 0 } broken)
            return Answer.Again<CaseFormPage>(visit, new View(opened, check.Values), new Invalid(broken));
        return form["do"] == "save" || more ? Answer.Done(visit, $"{CaseText.Own(new(id))}/form", more ? "svc.more-fields" : "svc.saved") : Results.LocalRedirect($"{CaseText.Own(new(id))}/materials");
    }

    // What was typed into fields that are asked for, sound or not, and what is computed of it.
    static Dictionary<string, string> Typed(IFormCollection form, ServiceItem item, CheckedForm check)
    {
        var typed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in item.Form.Where(field => FormCheck.Asked(field, typed)))
            if ((field.Computed is null ? form[FormCheck.Prefix + field.Code].ToString() : check.Values.GetValueOrDefault(field.Code)) is { Length: > 0 and <= 10_000 } value) typed[field.Code] = value;
        return typed;
    }
}
