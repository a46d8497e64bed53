using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Organisations;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Organisations;

/// <summary>登记机构: departments and bodies of a region that its documents name, such as 省科技厅, taken into the directory, a line each.</summary>
public static class AddBodies
{
    /// <summary>The page.</summary>
    /// <param name="Office">The region's IP office, under which they stand.</param>
    /// <param name="Offices">Offices to choose from: those that the actor keeps the directory for, the provinces' for the national administrator.</param>
    /// <param name="Lines">The lines, as typed; at first one for each name that the programme's documents write and nobody has.</param>
    /// <param name="From">First day of their existence for the computation.</param>
    /// <param name="Programme">The programme whose open questions led here; null without one.</param>
    public sealed record View(Organisation Office, IReadOnlyList<Organisation> Offices, string Lines, DateOnly From, YearProgramme? Programme);

    /// <summary>The form.</summary>
    public sealed class Form
    {
        /// <summary>Code of the region's IP office.</summary>
        public string? Under { get; set; }
        /// <summary>The lines.</summary>
        public string? Bodies { get; set; }
        /// <summary>First day, as 2026-01-01.</summary>
        public string? From { get; set; }
        /// <summary>Key of the programme that led here; empty for none.</summary>
        public string? Programme { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/organisations/new", Show);
        routes.MapPost("/organisations/new", Handle).DisableAntiforgery();
        routes.MapPost("/organisations/{code}/end", End).DisableAntiforgery();
    }

    /// <summary>Reads the lines: a full name, then ｜ or | or a tab, then the names that documents write, divided by 、 or ，.</summary>
    internal static List<NewBody> Read(string lines) =>
        [.. lines.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(['|', '｜', '\t'], 2))
            .Select(parts => new NewBody(Plain(parts[0]), parts.Length < 2 ? [] : [.. parts[1].Split(['、', '，', ',', ';', '；'], StringSplitOptions.RemoveEmptyEntries).Select(Plain).Where(a => a.Length > 0)]))];

    static string Plain(string name) => string.Concat(name.Where(c => !char.IsWhiteSpace(c)));

    /// <summary>The page for an office, with the names that wait in a programme's open questions.</summary>
    public static async Task<Outcome<View>> Load(ZhiceDb db, Actor actor, string? under, ProgrammeId? programme, DateOnly today, CancellationToken cancel)
    {
        var kept = actor.Roles.Where(r => r.Role == Role.RegionalAdministrator).Select(r => r.OrganisationId).ToList();
        var national = actor.Holds(Role.NationalAdministrator);
        if (!national && kept.Count == 0) return new Forbidden("organisation.forbidden");
        var asked = programme is { } key ? await db.VisibleProgrammes(actor).FirstOrDefaultAsync(p => p.Id == key, cancel) : null;
        var owner = asked?.OwnerId ?? default;
        var offices = await db.Organisations.AsNoTracking().Where(o => o.Kind == OrganisationKind.LocalOffice && o.ValidTo == null
            && (kept.Contains(o.Id) || o.Code == under || o.Id == owner || (national && o.Level == DivisionLevel.Province))).OrderBy(o => o.Level).ThenBy(o => o.DivisionCode).Take(100).ToListAsync(cancel);
        offices.RemoveAll(o => !AccessPolicy.MayKeepDirectory(actor, o.Path));
        if ((under is null ? offices.Find(o => o.Id == owner) ?? offices.FirstOrDefault() : offices.Find(o => o.Code == under)) is not { } office) return under is null ? new Forbidden("organisation.forbidden") : new Missing("organisation.missing");
        return new View(office, offices, asked is null ? "" : await Waiting(db, actor, asked, office, cancel), new DateOnly(asked?.Year ?? today.Year, 1, 1), asked);
    }

    /// <summary>各市人民政府 and 有关部门 are many, and no body of the directory.</summary>
    internal static bool IsBody(string name) => !name.StartsWith('各') && !name.StartsWith("有关", StringComparison.Ordinal) && !name.StartsWith("相关", StringComparison.Ordinal);

    // 省科技厅, of which nobody knows the full name: the region's name in front is a proposal.
    static async Task<string> Waiting(ZhiceDb db, Actor actor, YearProgramme programme, Organisation office, CancellationToken cancel)
    {
        var names = await db.VisibleDecisions(actor)
            .Where(d => d.ProgrammeId == programme.Id && d.WithdrawnBy == null && d.DecidedAt == null && d.Reason == PendingReason.OrganisationUnknown && d.Subject != null)
            .Select(d => d.Subject!).Distinct().OrderBy(n => n).Take(OrganisationDesk.Most).ToListAsync(cancel);
        var region = await db.Divisions.Where(d => d.Code == office.DivisionCode && d.ValidTo == null).Select(d => d.Name).FirstOrDefaultAsync(cancel) ?? "";
        return string.Join('\n', names.Where(IsBody).Select(name => region.Length > 0 && name[0] == region[^1] ? $"{region}{name[1..]}｜{name}" : name));
    }

    static async Task<IResult> Show(string? under, long? programme, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Load(db, visit.Actor, under is "" ? null : under, programme is { } id ? new ProgrammeId(id) : null, visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<AddBodiesPage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Handle([FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        ProgrammeId? programme = long.TryParse(form.Programme, out var id) ? new ProgrammeId(id) : null;
        if (!(await Load(db, visit.Actor, form.Under ?? "", programme, visit.Today, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var from = DateOnly.TryParseExact(form.From, "yyyy-MM-dd", out var day) ? day : view.From;
        if ((await OrganisationDesk.Add(db, visit.Actor, form.Under ?? "", Read(form.Bodies ?? ""), from, clock, cancel)).Accepted(out _, out refusal))
            return Answer.Done(visit, view.Programme is { } back ? $"/programmes/{back.Id.Value}/decisions" : $"/organisations?under={Uri.EscapeDataString(view.Office.Code)}", "organisation.added");
        return refusal is Invalid ? Answer.Again<AddBodiesPage>(visit, view with { Lines = form.Bodies ?? "", From = from }, refusal) : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> End(string code, [FromForm] DateOnly? on, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await OrganisationDesk.End(db, visit.Actor, code, on ?? visit.Today, clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, $"/organisations/{Uri.EscapeDataString(code)}", "organisation.endedDone")
            : Answer.Refused(visit, refusal);
}
