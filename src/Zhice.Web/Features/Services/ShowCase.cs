using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Assessment;
using Zhice.Data.Inspection;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Inspection;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>办理: form and papers side by side, with check marks; what may be done now, each with what it asks; the clock; what else there is about the same thing.</summary>
public static class ShowCase
{
    /// <summary>The page.</summary>
    /// <param name="Case">The case.</param>
    /// <param name="Materials">Files and promises.</param>
    /// <param name="Conflicts">Numbers of standing entries and open cases about the same thing.</param>
    /// <param name="Handler">Name of who handles it.</param>
    /// <param name="Certificate">Code of the certificate that stands; null for none.</param>
    /// <param name="Tried">The action that was refused just now.</param>
    /// <param name="Inspections">Plans of inspection that the case is a reason of.</param>
    /// <param name="Plans">Plans that it may be attached to; none where it may not.</param>
    /// <param name="Alarms">The clocks that are watched.</param>
    /// <param name="Found">What entries of registers mean for the decision.</param>
    /// <param name="Beside">Standing entries of other registers about the same patent.</param>
    /// <param name="MayPlan">True where the reader may begin a plan for the office.</param>
    /// <param name="Archived">Lists that say where its archive went.</param>
    public sealed record View(
        OpenedCase Case, IReadOnlyList<CaseMaterial> Materials, IReadOnlyList<string> Conflicts, string? Handler, string? Certificate, CaseActionKind? Tried, IReadOnlyList<InspectedBy> Inspections, IReadOnlyList<InspectionPlan> Plans, bool MayPlan,
        IReadOnlyList<CaseAlarm> Alarms, IReadOnlyList<ConflictFound> Found, IReadOnlyList<EntryBeside> Beside, IReadOnlyList<ArchiveMention> Archived)
    {
        /// <summary>Who is named in its history.</summary>
        public CaseNames Names { get; init; } = CaseNames.None;
        /// <summary>The sides of a case between two; null for others.</summary>
        public SidesView? Sides { get; init; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/service-cases/{id:long}", Show);
        routes.MapPost("/service-cases/{id:long}/act", Act).DisableAntiforgery();
        routes.MapPost("/service-cases/{id:long}/checks", Check).DisableAntiforgery();
        routes.MapGet("/service-cases/{id:long}/letters/{sequence:int}", Letter);
    }

    /// <summary>Reads a kind of action; false for a name that was forged.</summary>
    internal static bool Kind([NotNullWhen(true)] string? text, out CaseActionKind kind) => Enum.TryParse(text, out kind) && Enum.IsDefined(kind) && kind.ToString() == text;

    internal static async Task<Outcome<View>> Run(ZhiceDb db, ServiceHouse house, Visit visit, long id, CaseActionKind? tried, CancellationToken cancel)
    {
        if (visit.Actor.IsPublic) return new Forbidden("access.denied");
        if (!(await CaseBook.Open(db, house, visit.Actor, new(id), cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (opened.IsApplicant || opened.IsSigner) return new Missing("case.missing"); // the applicant's side has a page of its own
        var key = new CaseId(id);
        var handler = opened.State.Handler is { } account ? await db.Accounts.Where(a => a.Id == account).Select(a => a.DisplayName).FirstOrDefaultAsync(cancel) : null;
        var certificate = opened.State.Edition == 0 ? null : await db.ServiceCertificates.Where(c => c.CaseId == key && c.EndedAt == null).Select(c => c.Code).FirstOrDefaultAsync(cancel);
        var inspections = opened.Item.Inspects ? await CaseInspections.Of(db, visit.Actor, key, cancel) : [];
        var plans = opened.Item.Inspects && opened.Allowed.Contains(CaseActionKind.Inspect) ? await CaseInspections.Open(db, visit.Actor, opened).AsNoTracking().OrderByDescending(p => p.Id).Take(50).ToListAsync(cancel) : [];
        var open = opened.State.Phase is CasePhase.Received or CasePhase.Handling or CasePhase.Notice;
        var (found, beside) = open ? await RegisterConflicts.Look(db, opened, beside: true, cancel) : ([], []);
        return new View(opened, await GiveMaterials.Standing(db, key, cancel), await Registers.Conflicts(db, opened, cancel), handler, certificate, tried, inspections, plans, InspectionMoves.MayPlan(visit.Actor, opened.Office.Path) || opened.Facts.Parties.Contains(CaseParty.Officer),
            CaseAlarms.Of(opened.Item, opened.State, house.Limits, opened.Calendar, AlarmFiles.Rules), found, beside, opened.State.Closed ? await ArchiveShelf.Of(db, visit.Actor, key, cancel) : []) { Names = await CaseNames.Of(db, opened, cancel), Sides = await SidesView.Of(db, house, opened, inside: true, cancel) };
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await Run(db, house, visit, id, null, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<CaseDeskPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Act(long id, HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if (!Kind(form["kind"], out var kind) || kind is CaseActionKind.Submit or CaseActionKind.Answer or CaseActionKind.Enter or CaseActionKind.PutEvidence) return Answer.Refused(visit, new Invalid(new Defect("case.kind")));
        if (kind == CaseActionKind.Inspect && form["inspection"] == "new")
        {
            if (!(await Planned(db, house, visit, new(id), cancel)).Accepted(out var plan, out var unplanned)) return Answer.Refused(visit, unplanned);
            db.ChangeTracker.Clear();
            return await Done(new CaseRequest(kind, form["key"].ToString(), CaseInput.Seen(form["seen"]), form["reason"].ToString(), new() { Inspection = plan.Id.Value }));
        }
        // A day that cannot be read is told, not left out.
        List<Defect> odd = [.. ((string[])["until", "on"]).Where(name => form[name].ToString().Trim() is { Length: > 0 } day && CaseInput.Day(day) is null).Select(name => new Defect("case.day-odd", name, FieldRules.Cut(form[name].ToString().Trim(), 20)))];
        if (odd.Count > 0) return await Again(new Invalid(odd));
        var login = form["login"].ToString().Trim().ToLowerInvariant();
        var organisation = form["organisation"].ToString().Trim();
        var recall = form["recall"].ToString();
        var payload = new CasePayload
        {
            Decision = form["decision"], Until = CaseInput.Day(form["until"]), Special = form["special"], Objection = CaseInput.Small(form["objection"]), Upheld = CaseInput.Choice(form["upheld"]), Delivery = form["delivery"],
            Account = login.Length == 0 ? null : (await db.Accounts.Where(a => a.Login == login).Select(a => (AccountId?)a.Id).FirstOrDefaultAsync(cancel))?.Value ?? 0,
            Organisation = organisation.Length == 0 ? null : (await db.Organisations.Where(o => o.Code == organisation || o.Name == organisation).Select(o => (OrganisationId?)o.Id).FirstOrDefaultAsync(cancel))?.Value ?? 0,
            Title = form["title"], On = CaseInput.Day(form["on"]), Abroad = form["abroad"] == "yes", Side = CaseInput.Small(form["side"]), Exhibit = CaseInput.Small(form["exhibit"]),
            Panel = kind == CaseActionKind.FormPanel ? await Members(db, form["members"].ToString(), cancel) : null,
            Record = form["record"], Inspection = CaseInput.Number(form["inspection"]),
            Values = kind is CaseActionKind.Correct or CaseActionKind.Note ? CaseInput.Typed(form) : null,
        };
        if (kind == CaseActionKind.Recall) payload = new() { Organisation = recall.StartsWith('o') ? CaseInput.Number(recall[1..]) : null, Account = recall.StartsWith('a') ? CaseInput.Number(recall[1..]) : null };
        return await Done(new CaseRequest(kind, form["key"].ToString(), CaseInput.Seen(form["seen"]), form["reason"].ToString(), payload));

        async Task<IResult> Done(CaseRequest request)
        {
            var done = await CaseWork.Act(db, house, visit.Actor, new(id), request, cancel);
            // A case that went to another office may be out of sight now.
            if (done.Accepted(out _, out var refusal)) return Answer.Done(visit, kind == CaseActionKind.Transfer ? "/service-cases" : CaseText.Desk(new(id)), kind == CaseActionKind.Transfer ? "svc.transferred" : "svc.done");
            db.ChangeTracker.Clear();
            return await Again(refusal);
        }

        async Task<IResult> Again(Refusal refusal) =>
            refusal is Invalid or Blocked && (await Run(db, house, visit, id, kind, cancel)).Accepted(out var view, out _) ? Answer.Again<CaseDeskPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    // A name that nobody has stays in the list as 0, which no panel takes.
    static async Task<IReadOnlyList<long>> Members(ZhiceDb db, string text, CancellationToken cancel)
    {
        List<string> logins = [.. text.Split([' ', ',', '，', '、', ';', '；', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Take(20).Select(login => login.ToLowerInvariant())];
        var found = await db.Accounts.Where(a => logins.Contains(a.Login)).ToDictionaryAsync(a => a.Login, a => a.Id.Value, cancel);
        return [.. logins.Select(login => found.GetValueOrDefault(login))];
    }

    // 由投诉举报起草检查方案: what it is about and when; offices, draw and approval follow on its own page.
    static async Task<Outcome<InspectionPlan>> Planned(ZhiceDb db, ServiceHouse house, Visit visit, CaseId id, CancellationToken cancel)
    {
        if (!(await CaseBook.Open(db, house, visit.Actor, id, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (CaseMoves.Decide(opened.Item, opened.State, CaseActionKind.Inspect, opened.Facts) is { } notNow) return notNow;
        var request = new PlanRequest($"{opened.Item.Name}核查（{opened.Row.Number}）", $"办件 {opened.Row.Number}", $"核查办件 {opened.Row.Number} 反映的事项，以及同类情况", [SchemeFiles.Law.Methods[0].Code], visit.Today, visit.Today.AddMonths(3))
        {
            Demonstration = opened.Row.Demonstration,
        };
        return await InspectionDesk.Write(db, visit.Actor, request, house.Clock, cancel, opened.Office);
    }

    static async Task<IResult> Check(long id, HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var outcome = await CaseDrafts.Check(db, house, visit.Actor, new(id), CaseInput.Number(form["row"]) ?? 0, form["mark"].ToString() switch { "ok" => true, "wrong" => false, _ => null }, form["remark"], cancel);
        return outcome.Accepted(out _, out var refusal) ? Answer.Done(visit, CaseText.Desk(new(id)), "svc.saved") : Answer.Refused(visit, refusal);
    }

    // A letter is made of the action that it tells of; both sides may print it.
    static async Task<IResult> Letter(long id, int sequence, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        if (!(await CaseBook.Open(db, house, visit.Actor, new(id), cancel)).Accepted(out var opened, out var refusal)) return Answer.Refused(visit, visit.Actor.IsPublic ? new Forbidden("access.denied") : refusal);
        if (opened.Actions.FirstOrDefault(a => a.Sequence == sequence) is not { } action || !CaseLetters.Tells(action.Kind)) return Answer.Refused(visit, new Missing("case.letter"));
        return Answer.Page<CaseLetterPage>(await CaseLetters.Of(db, house, opened, action, inside: !opened.IsApplicant && !opened.IsSigner, cancel));
    }
}
