using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Reporting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Reporting;

/// <summary>进展报送: one report, to write for those who may, to read and to decide on for the others.</summary>
public static class ShowReport
{
    /// <summary>Accounts whose names are read for a page.</summary>
    const int Named = 500;

    /// <summary>The page.</summary>
    /// <param name="Case">The report with all that decides who may do what.</param>
    /// <param name="Place">What it is about.</param>
    /// <param name="Content">What is shown in the fields: the newest save, or what was typed.</param>
    /// <param name="Saved">The newest save.</param>
    /// <param name="Sentences">Sentences of the measure.</param>
    /// <param name="Evidence">Evidence that the report uses.</param>
    /// <param name="Names">Names of all accounts on the page.</param>
    /// <param name="Reasons">Reasons of returns, by step.</param>
    /// <param name="Next">Who may take the office's next step; null where it is not the office's turn, or not the reader's office.</param>
    /// <param name="Conflict">What another one saved meanwhile; null where there is no conflict.</param>
    public sealed record View(
        ReportCase Case, Subject Place, ReportContent Content, ReportRevision Saved, IReadOnlyList<Sentence> Sentences, IReadOnlyList<LinkedEvidence> Evidence,
        IReadOnlyDictionary<AccountId, string> Names, ILookup<long, ReportReason> Reasons, NextStep? Next, Meanwhile? Conflict)
    {
        /// <summary>The report's address.</summary>
        public string Address => $"/reports/{Case.Report.Id.Value}";

        /// <summary>True when the reader may write on.</summary>
        public bool MayWrite => Case.May(WayAction.Write);

        /// <summary>Name of an account.</summary>
        public string NameOf(AccountId? account) => account is { } id && Names.TryGetValue(id, out var name) ? name : "–";
    }

    /// <summary>The office's next step and the names of those who may take it.</summary>
    public sealed record NextStep(OfficeStep Step, IReadOnlyList<string> People);

    /// <summary>What a report is about.</summary>
    public sealed record Subject(
        TaskId Task, string? Number, string Title, DocumentId Document, Quotation Measure, DueTime Due, string OfficeCode, string OfficeName, ProgrammeId Programme, string ProgrammeName,
        WorkStatus Now);

    /// <summary>A sentence of the measure.</summary>
    public sealed record Sentence(CommitmentId Id, Quotation Quote, DueTime Due);

    /// <summary>Two versions that were written at once.</summary>
    /// <param name="Mine">What was typed.</param>
    /// <param name="Theirs">What another one saved first.</param>
    /// <param name="Joined">A proposal that holds both.</param>
    public sealed record Meanwhile(ReportContent Mine, ReportContent Theirs, ReportContent Joined);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/reports/{id:long}", Handle);

    /// <summary>Loads the page.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ReportId id, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await ReportCase.Load(db, actor, id, ChinaTime.Today(clock), cancel)).Accepted(out var found, out var refusal)) return refusal;
        var report = found.Report;
        var place = await (
            from obligation in db.Obligations
            where obligation.Id == report.ObligationId
            join task in db.Tasks on obligation.TaskId equals task.Id
            join measure in db.Measures on obligation.MeasureId equals measure.Id
            join office in db.Organisations on obligation.OrganisationId equals office.Id
            join programme in db.Programmes on obligation.ProgrammeId equals programme.Id
            select new Subject(task.Id, task.Number, task.Title, task.DocumentId, measure.Quote, task.Due, office.Code, office.Name, programme.Id, programme.Name,
                db.ObligationStates.Where(s => s.ObligationId == obligation.Id).Select(s => (WorkStatus?)s.Status).FirstOrDefault() ?? WorkStatus.NotStarted)).SingleAsync(cancel);
        var saved = await db.ReportRevisions.SingleAsync(r => r.ReportId == id && r.Number == report.Revision, cancel);
        var sentences = await db.Commitments.Where(c => c.MeasureId == found.Obligation.MeasureId && c.WithdrawnBy == null)
            .OrderBy(c => c.Ordinal).Select(c => new Sentence(c.Id, c.Quote, c.Due)).ToListAsync(cancel);
        var evidence = await EvidenceLinks.Linked(db, actor, id, cancel);
        List<AccountId> people = [report.HolderId ?? report.CreatedBy, .. found.Saves.Select(s => s.By), .. found.Steps.Select(s => s.By), .. found.Steps.Select(s => s.For).OfType<AccountId>()];
        var reporting = report.OrganisationId;
        var known = await db.Accounts.Where(a => people.Contains(a.Id) || db.RoleGrants.Any(g => g.AccountId == a.Id && g.OrganisationId == reporting && g.RevokedAt == null))
            .Select(a => new
            {
                a.Id, a.DisplayName, a.Closed, Roles = db.RoleGrants.Where(g => g.AccountId == a.Id && g.OrganisationId == reporting && g.RevokedAt == null).Select(g => g.Role).ToList(),
            }).AsSingleQuery().OrderBy(a => a.DisplayName).ThenBy(a => a.Id).Take(Named).ToListAsync(cancel);
        var names = known.ToDictionary(a => a.Id, a => a.DisplayName);
        var next = AccessPolicy.Offices(actor).Contains(reporting) && Upcoming(found) is { } step
            ? await Next(db, found, step, [.. known.Where(a => !a.Closed).SelectMany(a => a.Roles.Select(r => new OfficeRole(a.Id, r, reporting)))], names, ChinaTime.Today(clock), cancel)
            : null;
        var steps = found.Steps.Where(s => s.To == ReportState.Returned).Select(s => s.Id).ToList();
        List<ReportReason> reasons = steps.Count == 0 ? [] : await db.ReportReasons.Where(r => steps.Contains(r.StepId)).OrderBy(r => r.StepId).ThenBy(r => r.Ordinal).ToListAsync(cancel);
        return new View(found, place, ReportContent.Of(saved), saved, sentences, evidence, names, reasons.ToLookup(r => r.StepId), next, null);
    }

    // What the office itself has still to do before the report leaves it; while it is being written, what comes after that.
    static OfficeStep? Upcoming(ReportCase found) => found.Way.State switch
    {
        ReportState.InReview => OfficeStep.Review,
        ReportState.InSignOff => OfficeStep.SignOff,
        ReportState.Draft or ReportState.Returned => found.Rules.Review ? OfficeStep.Review : found.Rules.SignOff ? OfficeStep.SignOff : null,
        _ => null,
    };

    static async Task<NextStep> Next(
        ZhiceDb db, ReportCase found, OfficeStep step, IReadOnlyList<OfficeRole> roles, Dictionary<AccountId, string> names, DateOnly today, CancellationToken cancel)
    {
        var office = found.Report.OrganisationId;
        var duties = await db.OfficeDuties.Where(d => d.OrganisationId == office && d.From <= today && (d.Until == null || d.Until >= today)).ToListAsync(cancel);
        return new NextStep(step, [.. roles.Select(r => r.AccountId).Distinct()
            .Where(a => !found.Authors.Contains(a) && Staffing.Of(a, roles, duties, today).Any(d => d.Step == step)).Select(a => names[a])]);
    }

    static async Task<IResult> Handle(long id, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), clock, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<ReportPage>(view) : Answer.Refused(visit, refusal);

    /// <summary>The colour of a state's tag.</summary>
    internal static string Tone(ReportState state) => state switch
    {
        ReportState.Accepted => "green",
        ReportState.Returned => "red",
        ReportState.Submitted => "violet",
        ReportState.InReview or ReportState.InSignOff => "amber",
        _ => "plain",
    };

    /// <summary>The colour of a status.</summary>
    internal static string Tone(WorkStatus status) => status switch
    {
        WorkStatus.Done => "green",
        WorkStatus.UnderWay or WorkStatus.StageReached => "blue",
        _ => "plain",
    };
}
