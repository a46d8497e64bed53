using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Inspection;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Inspection;
using Zhice.Domain.Organisations;
using Zhice.Web.Exports;
using Zhice.Web.Features.Assessment;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Inspection;

/// <summary>督查、检查: plans, the draw, and findings until they are closed.</summary>
public static class ManageInspections
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 30;

    /// <summary>A plan on the list.</summary>
    public sealed record Row(InspectionPlan Plan, string Owner, int Offices, int Open);

    /// <summary>The list.</summary>
    public sealed record ListView(IReadOnlyList<Row> Rows, int Page, int Total, bool MayWrite, PlanRequest? Typed, IReadOnlyList<Duty> Mine);

    /// <summary>A plan that the reader was drawn for as an inspector, with the offices that he goes to.</summary>
    public sealed record Duty(InspectionPlan Plan, IReadOnlyList<(string Code, string Name)> Offices);

    /// <summary>An office of a plan.</summary>
    public sealed record Place(string Code, string Name, string? RepeatReason);

    /// <summary>A finding with its steps.</summary>
    public sealed record Found(InspectionFinding Finding, string Office, string OfficeName, IReadOnlyList<FindingStep> Steps, bool Works);

    /// <summary>A plan.</summary>
    /// <param name="Plan">The plan.</param>
    /// <param name="Owner">The office that inspects.</param>
    /// <param name="Offices">Its offices.</param>
    /// <param name="Draw">The draw; null where none was made.</param>
    /// <param name="Repeated">True where the draw, made again now, comes out the same.</param>
    /// <param name="Findings">Findings that the reader may see.</param>
    /// <param name="Overlaps">Other inspections of the same offices; of a draft only.</param>
    /// <param name="Plans">True for who plans for the office.</param>
    /// <param name="Sound">True where the lock agrees with the plan.</param>
    /// <param name="Inspects">Offices at which the reader may write a finding down: those that he was drawn for, all of the plan for who plans; never one where he works.</param>
    /// <param name="People">Names of the inspectors by login.</param>
    /// <param name="Complaints">Service cases that are its reasons, as far as the reader may see them.</param>
    public sealed record View(InspectionPlan Plan, string Owner, IReadOnlyList<Place> Offices, InspectionDraw? Draw, bool Repeated, IReadOnlyList<Found> Findings, IReadOnlyList<Overlap> Overlaps, bool Plans, bool Sound, IReadOnlyList<Place> Inspects, IReadOnlyDictionary<string, string> People, IReadOnlyList<Zhice.Domain.Services.ServiceCase> Complaints);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/inspections", List);
        routes.MapPost("/inspections", Write).DisableAntiforgery();
        routes.MapGet("/inspections/{id:long}", Show);
        routes.MapGet("/inspections/{id:long}/findings.csv", Export);
        routes.MapGet("/inspections/{id:long}/findings.xlsx", Export);
        routes.MapPost("/inspections/{id:long}", Act).DisableAntiforgery();
    }

    /// <summary>The list.</summary>
    public static async Task<Outcome<ListView>> Listed(ZhiceDb db, Actor actor, int page, PlanRequest? typed, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!AccessPolicy.ReadsAll(actor) && AccessPolicy.Reach(actor).Count == 0) return new Forbidden("access.denied");
        var visible = db.VisiblePlans(actor);
        var total = await visible.CountAsync(cancel);
        page = Paging.Within(page, total, PageSize);
        var rows = await (
            from plan in visible
            join owner in db.Organisations on plan.OwnerId equals owner.Id
            orderby plan.From descending, plan.Id descending
            select new Row(plan, owner.Name, db.InspectionSubjects.Count(s => s.InspectionId == plan.Id), db.InspectionFindings.Count(f => f.InspectionId == plan.Id && f.State != FindingState.Closed)))
            .AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var drawn = await FindingDesk.Drawn(db, actor, cancel);
        var codes = drawn.SelectMany(d => d.Offices).Distinct(StringComparer.Ordinal).ToList();
        var names = codes.Count == 0 ? [] : await db.Organisations.AsNoTracking().Where(o => codes.Contains(o.Code)).ToDictionaryAsync(o => o.Code, o => o.Name, cancel);
        return new ListView(rows, page, total, actor.HoldsAny(Role.NationalAdministrator, Role.RegionalAdministrator), typed, [.. drawn.Select(d => new Duty(d.Plan, [.. d.Offices.Select(o => (o, names.GetValueOrDefault(o, o)))]))]);
    }

    /// <summary>One plan: eleven commands at most.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, InspectionId id, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await FindingDesk.Plan(db, actor, id, cancel) is not { } plan) return new Missing("inspect.missing");
        var owner = await db.Organisations.AsNoTracking().FirstAsync(o => o.Id == plan.OwnerId, cancel);
        var offices = await (
            from subject in db.InspectionSubjects
            join office in db.Organisations on subject.OrganisationId equals office.Id
            where subject.InspectionId == id
            orderby office.Code
            select new { subject.RepeatReason, office }).AsNoTracking().Take(InspectionDesk.MostOffices).ToListAsync(cancel);
        var draw = await db.InspectionDraws.AsNoTracking().FirstOrDefaultAsync(d => d.InspectionId == id, cancel);
        var plans = InspectionMoves.MayPlan(actor, owner.Path);
        // An inspected office sees what was found at it, and not at others.
        var all = plans || AccessPolicy.ReadsAll(actor) || plan.ApprovedBy == actor.AccountId || AccessPolicy.Offices(actor).Contains(plan.OwnerId);
        var logins = draw?.Inspectors.Split('\n') ?? [];
        var people = draw is null ? [] : await db.Accounts.AsNoTracking().Where(a => logins.Contains(a.Login)).Select(a => new { a.Id, a.Login, a.DisplayName }).ToListAsync(cancel);
        var drawn = people.FirstOrDefault(p => p.Id == actor.AccountId) is { } me ? FindingDesk.OfficesOf(draw!.Result, me.Login).ToHashSet(StringComparer.Ordinal) : [];
        List<OrganisationId> own = [.. AccessPolicy.Offices(actor), .. offices.Where(o => drawn.Contains(o.office.Code)).Select(o => o.office.Id)];
        var findings = await db.InspectionFindings.AsNoTracking().Where(f => f.InspectionId == id && (all || own.Contains(f.OrganisationId))).OrderBy(f => f.State == FindingState.Closed).ThenBy(f => f.DueOn).ThenBy(f => f.Id).Take(300).ToListAsync(cancel);
        var keys = findings.Select(f => f.Id).ToList();
        var steps = keys.Count == 0 ? null : (await db.FindingSteps.AsNoTracking().Where(s => keys.Contains(s.FindingId)).OrderBy(s => s.Id).Take(3000).ToListAsync(cancel)).ToLookup(s => s.FindingId);
        var names = offices.ToDictionary(o => o.office.Id, o => o.office);
        var overlaps = plans && plan.State == InspectionState.Draft ? await InspectionDesk.Overlaps(db, plan, cancel) : [];
        return new View(plan, owner.Name, [.. offices.Select(o => new Place(o.office.Code, o.office.Name, o.RepeatReason))], draw, draw is not null && await Repeats(db, draw, cancel),
            [.. findings.Select(f => new Found(f, names[f.OrganisationId].Code, names[f.OrganisationId].Name, [.. steps![f.Id]], Zhice.Data.Assessment.MarkDesk.WorksThere(actor, names[f.OrganisationId])))],
            overlaps, plans, plan.Lock is null || plan.Lock == InspectionMoves.Lock(plan, offices.Select(o => o.office.Code)),
            [.. offices.Where(o => (plans || drawn.Contains(o.office.Code)) && !AccessPolicy.Reach(actor).Any(path => path.StartsWith(o.office.Path, StringComparison.Ordinal))).Select(o => new Place(o.office.Code, o.office.Name, null))],
            people.ToDictionary(p => p.Login, p => p.DisplayName, StringComparer.Ordinal), await Zhice.Data.Services.CaseInspections.Cases(db, actor, id, today, cancel));
    }

    // The lot again, from the lists and the seed; who keeps away from where is read from the result's own absence of such pairs.
    static async Task<bool> Repeats(ZhiceDb db, InspectionDraw draw, CancellationToken cancel)
    {
        var (codes, logins) = (draw.Offices.Split('\n').ToList(), draw.Inspectors.Split('\n').ToList());
        var business = AccessPolicy.BusinessRoles;
        var apart = (await (
            from account in db.Accounts
            join grant in db.RoleGrants on account.Id equals grant.AccountId
            join held in db.Organisations on grant.OrganisationId equals held.Id
            from office in db.Organisations
            where logins.Contains(account.Login) && business.Contains(grant.Role) && grant.GrantedAt <= draw.At && (grant.RevokedAt == null || grant.RevokedAt > draw.At) && codes.Contains(office.Code) && held.Path.StartsWith(office.Path)
            select new { account.Login, office.Code }).AsNoTracking().Take(5000).ToListAsync(cancel)).Select(p => (p.Login, p.Code)).ToHashSet();
        return RandomDraw.Run(draw.Seed, codes, draw.Count, logins, draw.Team, (person, office) => apart.Contains((person, office))).Accepted(out var again, out _) && RandomDraw.Write(again) == draw.Result;
    }

    static async Task<IResult> List(Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Listed(db, visit.Actor, int.TryParse(visit.Asked("page"), out var page) ? page : 1, null, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<InspectionsPage>(view) : Answer.Refused(visit, refusal);

    static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    static async Task<IResult> Write(HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var request = new PlanRequest(form["title"].ToString(), form["basis"].ToString(), form["scope"].ToString(), [.. form["methods"].OfType<string>()], Day(form["from"]), Day(form["to"])) { Demonstration = visit.Demonstration };
        if ((await InspectionDesk.Write(db, visit.Actor, request, clock, cancel)).Accepted(out var plan, out var refusal)) return Answer.Done(visit, $"/inspections/{plan.Id.Value}", "inspect.written");
        db.ChangeTracker.Clear();
        return refusal is not Forbidden && (await Listed(db, visit.Actor, 1, request, cancel)).Accepted(out var view, out _) ? Answer.Again<InspectionsPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), visit.Today, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<InspectionPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(long id, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, new(id), visit.Today, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile($"findings-{id}", [new(words["assess.office"], 28), new(words["inspect.finding"], 60), new(words["inspect.due"]), new(words["assess.state"]), new(words["inspect.steps"], 60)],
            view.Findings.Select(f => (IReadOnlyList<Cell>)[Cell.Of(words.Organisation(f.Office, f.OfficeName)), Cell.Of(f.Finding.Text), Cell.Of(f.Finding.DueOn), Cell.Of(words.Of(f.Finding.State)),
                Cell.Of(string.Join("；", f.Steps.Select(s => $"{Visit.Moment(s.At)} {words.Of(s.To)} {s.Note}")))])).As(visit.Path, cancel);
    }

    static async Task<IResult> Act(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var (key, actor, version) = (new InspectionId(id), visit.Actor, ShowRound.Number(form["version"]));
        string[] Words(string name) => form[name].ToString().Split([',', '，', '\n', '\r', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var (said, refusal) = form["act"].ToString() switch
        {
            "offices" => ("inspect.offices-added", ShowRound.Why(await InspectionDesk.AddOffices(db, actor, key, Words("offices"), clock, cancel))),
            "draw" => ("inspect.drawn-now", ShowRound.Why(await InspectionDesk.Draw(db, actor, key, form["seed"].ToString(), await Candidates(db, Words("candidates"), cancel), ShowRound.Number(form["count"]), Words("inspectors"), ShowRound.Number(form["team"]), clock, cancel))),
            "repeat" => ("inspect.repeat-noted", ShowRound.Why(await InspectionDesk.Repeat(db, actor, key, form["office"].ToString(), form["reason"].ToString(), clock, cancel))),
            "approve" => ("inspect.approved-now", ShowRound.Why(await InspectionDesk.Approve(db, actor, key, version, clock, cancel))),
            "close" => ("inspect.closed-now", ShowRound.Why(await InspectionDesk.Close(db, actor, key, version, clock, cancel))),
            "find" => ("inspect.found", ShowRound.Why(await FindingDesk.Write(db, actor, key, form["office"].ToString(), form["text"].ToString(), Day(form["due"]), clock, cancel))),
            "step" => ("inspect.stepped", ShowRound.Why(await FindingDesk.Move(db, actor, new(ShowRound.Number(form["finding"])), version, (FindingState)ShowRound.Number(form["to"]), form["note"].ToString(), clock, cancel))),
            _ => ("", new Missing("inspect.missing")),
        };
        if (refusal is null) return Answer.Done(visit, $"/inspections/{id}", said);
        db.ChangeTracker.Clear();
        return refusal is not (Forbidden or Missing) && (await Run(db, actor, key, visit.Today, cancel)).Accepted(out var view, out _) ? Answer.Again<InspectionPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    // Without names, all provinces can be drawn.
    static async Task<IReadOnlyList<string>> Candidates(ZhiceDb db, string[] named, CancellationToken cancel) => named.Length > 0 ? named
        : await db.Organisations.AsNoTracking().Where(o => o.Kind == OrganisationKind.LocalOffice && o.Level == DivisionLevel.Province && o.ValidTo == null).OrderBy(o => o.Code).Select(o => o.Code).ToListAsync(cancel);
}
