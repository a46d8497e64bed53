using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Reporting;
using Zhice.Data.Working;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Submitting;
using Zhice.Domain.Supervision;
using Zhice.Domain.Working;

namespace Zhice.Data.Supervision;

/// <summary>What waits, in the order in which equal days are listed.</summary>
public enum InboxKind
{
    /// <summary>An urging letter to answer.</summary>
    LetterToAnswer,
    /// <summary>An obligation that is due.</summary>
    Obligation,
    /// <summary>A work item that is due.</summary>
    WorkItem,
    /// <summary>A report that came back.</summary>
    ReportReturned,
    /// <summary>A report to review.</summary>
    ReportToReview,
    /// <summary>A report to sign.</summary>
    ReportToSign,
    /// <summary>A report from below to accept or return.</summary>
    ReportToAccept,
    /// <summary>An answer to a letter, to close or send back.</summary>
    LetterToClose,
    /// <summary>A draft of a letter, to issue or let go.</summary>
    LetterToIssue,
    /// <summary>Questions to decide.</summary>
    Decision,
    /// <summary>A yearly submission that came back.</summary>
    SubmissionReturned,
    /// <summary>A yearly submission to sign.</summary>
    SubmissionToSign,
    /// <summary>A yearly submission from below, to receive or return.</summary>
    SubmissionToReceive,
}

/// <summary>One thing that waits for a person.</summary>
/// <param name="Kind">What.</param>
/// <param name="Id">Key of the obligation, work item, report, letter, submission, or of the programme for questions.</param>
/// <param name="Title">The task, the work item, or the programme.</param>
/// <param name="OfficeCode">Code of the office that it is about.</param>
/// <param name="Office">Its name.</param>
/// <param name="Due">The last day in time; null where there is none.</param>
/// <param name="Since">When it came; null where that is not kept.</param>
/// <param name="Count">How many it stands for; 1 but for questions.</param>
/// <param name="Above">Key of the obligation that a work item belongs to; 0 for all else.</param>
public sealed record InboxItem(InboxKind Kind, long Id, string Title, string OfficeCode, string Office, DateOnly? Due, DateTimeOffset? Since, int Count, long Above = 0);

/// <summary>Everything that waits for a person, as one list. At most eleven commands, each bounded: what is beyond the bound of a kind is in the list of that kind.</summary>
public static class Inbox
{
    /// <summary>Most things of one kind.</summary>
    public const int Most = 200;

    /// <summary>Loads the list, by due day. A piece of work that names no day waits until somebody has done it, so that it is always listed.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">The person.</param>
    /// <param name="today">Today in China.</param>
    /// <param name="until">Last day of what is due; null for all.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<IReadOnlyList<InboxItem>> Load(ZhiceDb db, Actor actor, DateOnly today, DateOnly? until, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var offices = AccessPolicy.Offices(actor);
        if (offices.Count == 0) return [];
        var calendar = await Calendars.Load(db, cancel);
        var items = new List<InboxItem>();
        items.AddRange(await Obligations(db, offices, calendar, cancel));
        items.AddRange(await WorkItems(db, actor, offices, calendar, until ?? DateOnly.MaxValue, cancel));
        var staff = await ReportStaff.Of(db, actor, today, cancel);
        items.AddRange(await Reports(db, actor, staff, cancel));
        items.AddRange(await Submissions(db, actor, staff, cancel));
        items.AddRange(await Letters(db, actor, offices, cancel));
        items.AddRange(await Decisions(db, actor, cancel));
        return [.. items.Where(i => i.Kind is not (InboxKind.Obligation or InboxKind.WorkItem) || until is null || i.Due is null || i.Due <= until)
            .OrderBy(i => i.Due ?? DateOnly.MaxValue).ThenBy(i => i.Kind).ThenBy(i => i.Since ?? DateTimeOffset.MaxValue).ThenBy(i => i.Id)];
    }

    static async Task<IEnumerable<InboxItem>> Obligations(ZhiceDb db, IReadOnlyList<OrganisationId> offices, WorkCalendar calendar, CancellationToken cancel)
    {
        var rows = await (
            from obligation in db.Obligations
            where offices.Contains(obligation.OrganisationId) && obligation.WithdrawnBy == null
            join task in db.Tasks on obligation.TaskId equals task.Id
            join programme in db.Programmes on obligation.ProgrammeId equals programme.Id
            join office in db.Organisations on obligation.OrganisationId equals office.Id
            from state in db.ObligationStates.Where(s => s.ObligationId == obligation.Id).DefaultIfEmpty()
            where task.WithdrawnBy == null && (obligation.Level != ObligationLevel.Optional || state.Choice == OptChoice.TakenOn)
                && (state == null || (state.Status != WorkStatus.Done && state.Status != WorkStatus.NotApplicable))
            orderby obligation.Id descending
            select new { obligation, task.Title, task.Due, programme.Year, office.Code, office.Name, State = state }).Take(10 * Most).AsNoTracking().ToListAsync(cancel);
        var sentences = await LightReader.Sentences(db, rows.Select(r => (r.obligation.MeasureId, r.Due)), cancel);
        return from row in rows
               let words = DueDays.Of(row.Due, sentences[row.obligation.MeasureId])
               let due = ObligationDue.Of(words, row.Year, row.State?.ExtendedTo)
               where due is not null && OpenDates.IsOpen(row.obligation, words, row.State)
               select new InboxItem(InboxKind.Obligation, row.obligation.Id.Value, row.Title, row.Code, row.Name, Effective(calendar, due), null, 1);
    }

    static async Task<IEnumerable<InboxItem>> WorkItems(
        ZhiceDb db, Actor actor, IReadOnlyList<OrganisationId> offices, WorkCalendar calendar, DateOnly until, CancellationToken cancel)
    {
        var me = actor.AccountId;
        var rows = await (
            from item in db.WorkItems
            where offices.Contains(item.OrganisationId) && (item.PersonId == null || item.PersonId == me) && item.WithdrawnAt == null
                && item.Status != WorkStatus.Done && item.Status != WorkStatus.NotApplicable && (item.Due == null || item.Due <= until)
            join office in db.Organisations on item.OrganisationId equals office.Id
            orderby item.Due == null, item.Due, item.Id descending
            select new { item.Id, item.ObligationId, item.Title, item.Due, item.CreatedAt, office.Code, office.Name }).Take(Most).AsNoTracking().ToListAsync(cancel);
        return rows.Select(r => new InboxItem(
            InboxKind.WorkItem, r.Id.Value, r.Title, r.Code, r.Name, r.Due is { } due ? Effective(calendar, new ObligationDue(due, false)) : null, r.CreatedAt, 1, r.ObligationId.Value));
    }

    static async Task<IEnumerable<InboxItem>> Reports(ZhiceDb db, Actor actor, ReportStaff staff, CancellationToken cancel)
    {
        if (staff.Duties.Count == 0) return [];
        var (writing, reviewing, signing) = (staff.OfficesFor(OfficeStep.Write), staff.OfficesFor(OfficeStep.Review), staff.OfficesFor(OfficeStep.SignOff));
        // Each kind by itself keeps its bound and its index; one condition with "or" would read the whole table.
        IQueryable<ReportId> Own(ReportState state, IReadOnlyList<OrganisationId> offices) =>
            db.Reports.Where(r => offices.Contains(r.OrganisationId) && r.State == state).Select(r => r.Id).Take(Most);
        var ids = Own(ReportState.Returned, writing).Concat(Own(ReportState.InReview, reviewing)).Concat(Own(ReportState.InSignOff, signing))
            .Concat(Below(db, [.. reviewing.Union(signing)], departments: actor.Holds(Role.DepartmentOfficer)));
        var rows = await (
            from report in db.Reports
            where ids.Contains(report.Id)
            join obligation in db.Obligations on report.ObligationId equals obligation.Id
            join task in db.Tasks on obligation.TaskId equals task.Id
            join office in db.Organisations on report.OrganisationId equals office.Id
            select new { report.Id, report.State, report.MovedAt, task.Title, office.Code, office.Name }).AsNoTracking().ToListAsync(cancel);
        return rows.Select(r => new InboxItem(r.State switch
        {
            ReportState.Returned => InboxKind.ReportReturned,
            ReportState.InReview => InboxKind.ReportToReview,
            ReportState.InSignOff => InboxKind.ReportToSign,
            _ => InboxKind.ReportToAccept,
        }, r.Id.Value, r.Title, r.Code, r.Name, null, r.MovedAt, 1));
    }

    // What waits for the superior itself (Domain's Superior): the office above, the programme's owner for departments and ministries, and the department
    // of the task. Administrators further up may act as well, but it does not wait for them.
    static IQueryable<ReportId> Below(ZhiceDb db, List<OrganisationId> accepting, bool departments)
    {
        var children = db.Organisations.Where(o => o.Kind == OrganisationKind.LocalOffice && o.ParentId != null && accepting.Contains(o.ParentId.Value)).Select(o => o.Id);
        var central = db.Organisations.Where(o => o.Kind != OrganisationKind.LocalOffice).Select(o => o.Id);
        var below = db.Reports.Where(r => children.Contains(r.OrganisationId) && r.State == ReportState.Submitted
            && !db.Programmes.Any(p => p.Id == r.ProgrammeId && p.OwnerId == r.OrganisationId)).Select(r => r.Id).Take(Most);
        var beside = db.Reports.Where(r => central.Contains(r.OrganisationId) && r.State == ReportState.Submitted
            && db.Programmes.Any(p => p.Id == r.ProgrammeId && accepting.Contains(p.OwnerId))).Select(r => r.Id).Take(Most);
        if (!departments) return below.Concat(beside);
        var tasks = db.Assignments.Where(a => a.WithdrawnBy == null && a.OrganisationId != null && accepting.Contains(a.OrganisationId.Value)).Select(a => a.TaskId);
        return below.Concat(beside).Concat(db.Reports.Where(r => r.State == ReportState.Submitted && !central.Contains(r.OrganisationId)
            && db.Obligations.Any(o => o.Id == r.ObligationId && tasks.Contains(o.TaskId))).Select(r => r.Id).Take(Most));
    }

    static async Task<IEnumerable<InboxItem>> Submissions(ZhiceDb db, Actor actor, ReportStaff staff, CancellationToken cancel)
    {
        var (writing, signing) = (staff.OfficesFor(OfficeStep.Write), staff.OfficesFor(OfficeStep.SignOff));
        var receiving = Administered(actor);
        if (writing.Count + signing.Count + receiving.Count == 0) return [];
        var rows = await (
            from submission in db.Submissions
            where (submission.State == SubmissionState.Returned && !submission.Imported && writing.Contains(submission.OrganisationId))
                || (submission.State == SubmissionState.InSignOff && signing.Contains(submission.OrganisationId))
                || (submission.State == SubmissionState.Submitted && receiving.Contains(submission.ReceiverId))
            join programme in db.Programmes on submission.ProgrammeId equals programme.Id
            join office in db.Organisations on submission.OrganisationId equals office.Id
            orderby submission.Id descending
            select new { submission.Id, submission.State, submission.SubmittedAt, Title = programme.Name, office.Code, office.Name }).Take(Most).AsNoTracking().ToListAsync(cancel);
        return rows.Select(r => new InboxItem(r.State switch
        {
            SubmissionState.Returned => InboxKind.SubmissionReturned,
            SubmissionState.InSignOff => InboxKind.SubmissionToSign,
            _ => InboxKind.SubmissionToReceive,
        }, r.Id.Value, r.Title, r.Code, r.Name, null, r.State == SubmissionState.Submitted ? r.SubmittedAt : null, 1));
    }

    // Where the person administers: what is sent there waits for them, and letters are issued from there.
    static List<OrganisationId> Administered(Actor actor) =>
        [.. actor.Roles.Where(r => r.Role is Role.NationalAdministrator or Role.RegionalAdministrator).Select(r => r.OrganisationId).Distinct()];

    static async Task<IEnumerable<InboxItem>> Letters(ZhiceDb db, Actor actor, IReadOnlyList<OrganisationId> offices, CancellationToken cancel)
    {
        var issuing = Administered(actor);
        var rows = await (
            from letter in db.Letters
            where (letter.State == LetterState.Issued && offices.Contains(letter.DebtorId))
                || ((letter.State == LetterState.Draft || letter.State == LetterState.Answered) && issuing.Contains(letter.IssuerId))
            join obligation in db.Obligations on letter.ObligationId equals obligation.Id
            join task in db.Tasks on obligation.TaskId equals task.Id
            join debtor in db.Organisations on letter.DebtorId equals debtor.Id
            orderby letter.Id
            select new { letter.Id, letter.State, letter.AnswerBy, letter.CreatedAt, task.Title, debtor.Code, debtor.Name }).Take(Most).AsNoTracking().ToListAsync(cancel);
        return rows.Select(r => new InboxItem(r.State switch
        {
            LetterState.Issued => InboxKind.LetterToAnswer,
            LetterState.Answered => InboxKind.LetterToClose,
            _ => InboxKind.LetterToIssue,
        }, r.Id.Value, r.Title, r.Code, r.Name, r.State == LetterState.Issued ? r.AnswerBy : null, r.CreatedAt, 1));
    }

    // Questions are decided in groups on a page of their own: one line a programme.
    static async Task<IEnumerable<InboxItem>> Decisions(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        if (!actor.HoldsAny(Role.NationalAdministrator, Role.RegionalAdministrator, Role.DepartmentOfficer)) return [];
        var rows = await (
            from decision in db.VisibleDecisions(actor)
            where decision.DecidedAt == null && decision.WithdrawnBy == null
            join programme in db.Programmes on decision.ProgrammeId equals programme.Id
            join owner in db.Organisations on programme.OwnerId equals owner.Id
            join measure in db.Measures on decision.MeasureId equals measure.Id
            group decision by new { programme.Id, programme.Name, owner.Code, Owner = owner.Name, owner.Path, Assigned = db.AssignedTasks(actor).Contains(measure.TaskId) } into open
            select new { open.Key, Count = open.Count() }).Take(Most).ToListAsync(cancel);
        return from row in rows
               where AccessPolicy.MayDecide(actor, row.Key.Path, row.Key.Assigned)
               group row by (row.Key.Id, row.Key.Name, row.Key.Code, row.Key.Owner) into programme
               select new InboxItem(InboxKind.Decision, programme.Key.Id.Value, programme.Key.Name, programme.Key.Code, programme.Key.Owner, null, null, programme.Sum(r => r.Count));
    }

    static DateOnly Effective(WorkCalendar calendar, ObligationDue due) => due.Falls(calendar)?.Effective ?? due.On;
}
