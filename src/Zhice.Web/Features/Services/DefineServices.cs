using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Definitions;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>事项定义: a national administrator pastes or uploads a text, is told what is wrong by line, looks at the guide and the form that it makes, and publishes it from its day on. Nothing is restarted.</summary>
public static class DefineServices
{
    /// <summary>The list, and the form.</summary>
    /// <param name="Rows">Texts that came this way, the newest first.</param>
    /// <param name="Text">What was typed.</param>
    /// <param name="Note">Why, as typed.</param>
    /// <param name="Faults">What is wrong with it, by line.</param>
    /// <param name="Items">Items in force, to begin with one's text.</param>
    public sealed record View(IReadOnlyList<ServiceDefinition> Rows, string Text, string Note, IReadOnlyList<FileFault> Faults, IReadOnlyList<ServiceItem> Items);

    /// <summary>A text.</summary>
    /// <param name="Row">The text.</param>
    /// <param name="Item">The item that it makes; null where it no longer reads.</param>
    /// <param name="Before">The version in force before it; null for a new item.</param>
    /// <param name="Cases">Open cases that follow other versions of the item.</param>
    public sealed record OneView(ServiceDefinition Row, ServiceItem? Item, ServiceItem? Before, int Cases);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/service-definitions", List);
        routes.MapPost("/service-definitions", Write).DisableAntiforgery();
        routes.MapGet("/service-definitions/{id:long}", Show);
        routes.MapPost("/service-definitions/{id:long}", Decide).DisableAntiforgery();
        routes.MapGet("/service-definitions/{id:long}/guide", Guide);
        routes.MapGet("/service-definitions/{id:long}/form", Form);
        routes.MapGet("/service-definitions/{id:long}/text.yaml", Text).WithMetadata(new IsNoPage());
    }

    static async Task<View> Run(ZhiceDb db, ServiceCatalogue catalogue, Visit visit, string text, string note, IReadOnlyList<FileFault> faults, CancellationToken cancel) =>
        new(await db.ServiceDefinitions.AsNoTracking().OrderByDescending(d => d.Id).Take(100).ToListAsync(cancel), text, note, faults, catalogue.On(visit.Today));

    static async Task<IResult> List(Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel) => !ServiceDefinitions.MayDefine(visit.Actor) ? Answer.Refused(visit, new Forbidden("access.denied"))
        : Answer.Page<DefinitionsPage>(await Run(db, catalogue, visit, "", "", [], cancel));

    static async Task<IResult> Write(HttpRequest http, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, TimeProvider clock, CancellationToken cancel)
    {
        if (!ServiceDefinitions.MayDefine(visit.Actor)) return Answer.Refused(visit, new Forbidden("access.denied"));
        var form = await http.ReadFormAsync(cancel);
        var (text, note) = (form["text"].ToString(), form["note"].ToString());
        if (form.Files.GetFile("file") is { Length: > 0 and <= 4 * ServiceDefinition.LongestText } file)
        {
            using var reader = new StreamReader(file.OpenReadStream());
            text = await reader.ReadToEndAsync(cancel);
        }
        if ((await ServiceDefinitions.Draft(db, catalogue, visit.Actor, text, note, clock, cancel)).Accepted(out var row, out var refusal)) return Answer.Done(visit, Address(row.Id), "svc.saved");
        db.ChangeTracker.Clear();
        // Faults of the text stand in a list with their lines; what is wrong with the rest stands at its field.
        List<Defect> rest = [.. refusal.Defects.Where(d => d.Field != "text")];
        var view = await Run(db, catalogue, visit, text[..Math.Min(text.Length, ServiceDefinition.LongestText)], note, ServiceDefinitions.Check(catalogue, text, visit.Today).Faults, cancel);
        return refusal is Invalid ? Answer.Again<DefinitionsPage>(visit, view, new Invalid(rest.Count > 0 ? rest : [new Defect("definition.faulty", "text", view.Faults.Count)])) : Answer.Refused(visit, refusal);
    }

    static async Task<Outcome<OneView>> Load(long id, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel)
    {
        if (!ServiceDefinitions.MayDefine(visit.Actor)) return new Forbidden("access.denied");
        if (await db.ServiceDefinitions.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, cancel) is not { } row) return new Missing("definition.missing");
        var (code, version) = (row.Code, row.Version);
        var cases = await db.ServiceCases.CountAsync(c => c.Item == code && c.ItemVersion != version && c.Phase >= CasePhase.Received && c.Phase <= CasePhase.Decided, cancel);
        return new OneView(row, ServiceDefinitions.Item(row), catalogue.Versions(code).LastOrDefault(v => v.Version != version && v.ValidFrom < row.ValidFrom), cases);
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel) =>
        (await Load(id, visit, db, catalogue, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<DefinitionPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Decide(long id, HttpRequest http, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var publish = form["do"] == "publish";
        if (!publish && form["do"] != "discard") return Answer.Refused(visit, new Invalid(new Defect("case.kind")));
        if ((await ServiceDefinitions.Decide(db, catalogue, visit.Actor, id, publish, clock, cancel)).Accepted(out _, out var refusal)) return Answer.Done(visit, Address(id), publish ? "definition.published" : "svc.saved");
        db.ChangeTracker.Clear();
        return refusal is Blocked && (await Load(id, visit, db, catalogue, cancel)).Accepted(out var view, out _) ? Answer.Again<DefinitionPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> Guide(long id, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel)
    {
        if (!(await Load(id, visit, db, catalogue, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        return view.Item is { } item ? Answer.Page<GuidePage>(ShowGuide.Preview(catalogue, item, await Zhice.Data.Supervision.Calendars.Load(db, cancel), visit.Today)) : Answer.Refused(visit, new Missing("definition.missing"));
    }

    static async Task<IResult> Form(long id, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel) =>
        !(await Load(id, visit, db, catalogue, cancel)).Accepted(out var view, out var refusal) ? Answer.Refused(visit, refusal)
            : view.Item is null ? Answer.Refused(visit, new Missing("definition.missing")) : Answer.Page<DefinitionFormPage>(view);

    static async Task<IResult> Text(long id, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel) =>
        (await Load(id, visit, db, catalogue, cancel)).Accepted(out var view, out var refusal) ? Results.File(System.Text.Encoding.UTF8.GetBytes(view.Row.Text), "application/yaml", $"{view.Row.Code}.yaml") : Answer.Refused(visit, refusal);

    internal static string Address(long id) => FormattableString.Invariant($"/service-definitions/{id}");
}
