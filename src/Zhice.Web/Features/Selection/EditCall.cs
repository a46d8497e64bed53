using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Selection;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Selection;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Selection;

/// <summary>起草征集通知: a kind is chosen, its terms stand in the form, and everything may be changed until the notice is published.</summary>
public static class EditCall
{
    /// <summary>The form as it stands: lines of text for the lists.</summary>
    public sealed record Typed(string Kind, string Owner, string Title, string OpensOn, string ClosesOn, string Quota, string ValidFrom, string Conditions, string Materials, string Sheet,
        string Experts, string PublicityDays, string SupplementDays, string ValidMonths);

    /// <summary>The page.</summary>
    /// <param name="Id">The draft; null for a new one.</param>
    /// <param name="Version">Its version.</param>
    /// <param name="Kind">The kind; null while none is chosen.</param>
    /// <param name="Owners">Offices whose calls the reader runs.</param>
    /// <param name="Form">What stands in the form.</param>
    public sealed record View(CallId? Id, int Version, SelectionKind? Kind, IReadOnlyList<(string Code, string Name)> Owners, Typed? Form);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/selections/new", ShowNew);
        routes.MapPost("/selections/new", Create).DisableAntiforgery();
        routes.MapGet("/selections/{id:long}/edit", ShowEdit);
        routes.MapPost("/selections/{id:long}/edit", Change).DisableAntiforgery();
    }

    /// <summary>True for those who may run calls of some office.</summary>
    public static bool May(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.HoldsAny(Role.NationalAdministrator, Role.DepartmentOfficer, Role.RegionalAdministrator);
    }

    static async Task<IResult> ShowNew(string? kind, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!May(visit.Actor)) return Answer.Refused(visit, new Forbidden("access.denied"));
        var chosen = SelectionFiles.Find(kind ?? "");
        var owners = await Owners(db, visit.Actor, cancel);
        return Answer.Page<EditCallPage>(new View(null, 0, chosen, owners, chosen is null ? null : Of(chosen, owners.Count > 0 ? owners[0].Code : "", visit.Today)));
    }

    static async Task<IResult> Create(HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var (typed, request) = Read(await http.ReadFormAsync(cancel), visit);
        if ((await CallDesk.Draft(db, visit.Actor, request, clock, cancel)).Accepted(out var call, out var refusal)) return Answer.Done(visit, $"/selections/{call.Id.Value}", "selection.drafted");
        db.ChangeTracker.Clear();
        return refusal is Invalid ? Answer.Again<EditCallPage>(visit, new View(null, 0, SelectionFiles.Find(typed.Kind), await Owners(db, visit.Actor, cancel), typed), refusal) : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> ShowEdit(long id, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var call = new CallId(id);
        var row = await (from found in db.VisibleCalls(visit.Actor) where found.Id == call join owner in db.Organisations on found.OwnerId equals owner.Id select new { found, owner }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null) return Answer.Refused(visit, new Missing("selection.missing"));
        if (!AccessPolicy.MayRunSelection(visit.Actor, row.owner.Path)) return Answer.Refused(visit, new Forbidden("access.denied"));
        if (row.found.State != CallState.Draft) return Results.LocalRedirect($"/selections/{id}"); // published: there is nothing to edit any more
        var terms = TermsJson.Read(row.found.Terms);
        var typed = Of(terms, row.found.Kind, row.owner.Code, row.found.Title, row.found.OpensOn, row.found.ClosesOn, row.found.Quota, row.found.ValidFrom);
        return Answer.Page<EditCallPage>(new View(call, row.found.Version, SelectionFiles.Find(row.found.Kind), [(row.owner.Code, row.owner.Name)], typed));
    }

    static async Task<IResult> Change(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var (typed, request) = Read(form, visit);
        var version = Number(form["version"].ToString());
        if ((await CallDesk.Edit(db, visit.Actor, new(id), version, request, clock, cancel)).Accepted(out _, out var refusal)) return Answer.Done(visit, $"/selections/{id}", "selection.saved");
        db.ChangeTracker.Clear();
        return refusal is Invalid ? Answer.Again<EditCallPage>(visit, new View(new(id), version, SelectionFiles.Find(typed.Kind), [(typed.Owner, typed.Owner)], typed), refusal) : Answer.Refused(visit, refusal);
    }

    static async Task<IReadOnlyList<(string Code, string Name)>> Owners(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        var run = db.RunOffices(actor);
        var keys = actor.Roles.SelectMany(r => Organisation.KeysOf(r.Path)).Distinct().ToList();
        var found = await db.Organisations.AsNoTracking().Where(o => keys.Contains(o.Id) && run.Any(r => r == o.Id) && (o.Kind == OrganisationKind.NationalOffice || o.Kind == OrganisationKind.LocalOffice))
            .OrderBy(o => o.Id).Select(o => new { o.Code, o.Name, o.Path }).ToListAsync(cancel);
        return [.. found.Where(o => AccessPolicy.MayRunSelection(actor, o.Path)).Select(o => (o.Code, o.Name))];
    }

    static Typed Of(SelectionKind kind, string owner, DateOnly today) =>
        Of(kind.Terms, kind.Code, owner, FormattableString.Invariant($"关于开展{today.Year}年{kind.Name}申报工作的通知"), today, today.AddDays(30), 10, null);

    static Typed Of(SelectionTerms terms, string kind, string owner, string title, DateOnly opens, DateOnly closes, int quota, DateOnly? validFrom) => new(
        kind, owner, title, Visit.Day(opens), Visit.Day(closes), Text(quota), validFrom is { } from ? Visit.Day(from) : "", string.Join('\n', terms.Conditions),
        string.Join('\n', terms.Materials.Select(m => m.Required ? m.Name : $"{m.Name}|{Optional}")),
        string.Join('\n', terms.Sheet.Select(i => FormattableString.Invariant($"{i.Name}|{i.Most:0.##}|{i.Weight:0.##}"))), Text(terms.Experts), Text(terms.PublicityDays), Text(terms.SupplementDays), Text(terms.ValidMonths));

    /// <summary>The mark behind a material that need not be handed in.</summary>
    internal const string Optional = "选交";

    static (Typed, CallRequest) Read(IFormCollection form, Visit visit)
    {
        var typed = new Typed(One("kind"), One("owner"), One("title"), One("opensOn"), One("closesOn"), One("quota"), One("validFrom"), One("conditions"), One("materials"), One("sheet"),
            One("experts"), One("publicityDays"), One("supplementDays"), One("validMonths"));
        // Materials and items keep the code that they have in the kind, by their name; others get one of their own.
        var known = SelectionFiles.Find(typed.Kind)?.Terms;
        var terms = new SelectionTerms
        {
            Conditions = Lines(typed.Conditions),
            Materials = [.. Lines(typed.Materials).Select((line, i) =>
            {
                var cells = line.Split(['|', '｜'], 2, StringSplitOptions.TrimEntries);
                return new SelectionMaterial(known?.Materials.FirstOrDefault(m => m.Name == cells[0])?.Code ?? FormattableString.Invariant($"m{i + 1}"), cells[0], cells.Length < 2 || cells[1] is not (Optional or "optional"));
            })],
            Sheet = [.. Lines(typed.Sheet).Select((line, i) =>
            {
                var cells = line.Split(['|', '｜'], StringSplitOptions.TrimEntries);
                return new SheetItem(known?.Sheet.FirstOrDefault(m => m.Name == cells[0])?.Code ?? FormattableString.Invariant($"i{i + 1}"), cells[0], Figure(cells, 1), Figure(cells, 2));
            })],
            Experts = Number(typed.Experts), PublicityDays = Number(typed.PublicityDays), SupplementDays = Number(typed.SupplementDays), ValidMonths = typed.ValidMonths.Length == 0 ? -1 : Number(typed.ValidMonths),
        };
        return (typed, new CallRequest(typed.Kind, typed.Owner, typed.Title, Day(typed.OpensOn), Day(typed.ClosesOn), Number(typed.Quota), Day(typed.ValidFrom), terms) { Demonstration = visit.Demonstration });

        string One(string name) => form[name].ToString().ReplaceLineEndings("\n").Trim();
    }

    static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    static decimal Figure(string[] cells, int at) => at < cells.Length && decimal.TryParse(cells[at], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var figure) ? figure : 0;

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    internal static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
