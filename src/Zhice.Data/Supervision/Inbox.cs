using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Reporting;
using Zhice.Data.Services;
using Zhice.Data.Statistics;
using Zhice.Data.Working;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Documents;
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
    /// <summary>A yearly submission to begin.</summary>
    SubmissionToBegin,
    /// <summary>A yearly submission in draft, to finish.</summary>
    SubmissionToFinish,
    /// <summary>A yearly submission that came back.</summary>
    SubmissionReturned,
    /// <summary>A yearly submission to sign.</summary>
    SubmissionToSign,
    /// <summary>A yearly submission from below, to receive or return.</summary>
    SubmissionToReceive,
    /// <summary>Offices that say what stands in their way, one line a task.</summary>
    Blocked,
    /// <summary>Service cases with a red card, one line an office: the own ones and those below.</summary>
    CaseRed,
    /// <summary>Service cases of the own office with a yellow card.</summary>
    CaseYellow,
    /// <summary>Service cases of the own office past their retention, to be appraised.</summary>
    RetentionOver,
    /// <summary>A statistical return to send.</summary>
    ReturnToSend,
    /// <summary>A correction of a figure, to decide as the second person.</summary>
    CorrectionToDecide,
    /// <summary>An objection to a filled-in figure, to answer.</summary>
    DisputeToAnswer,
}

/// <summary>One thing that waits for a person.</summary>
/// <param name="Kind">What.</param>
/// <param name="Id">Key of the obligation, work item, report, letter, submission, of the programme for questions and for submissions to begin, or of the task for what stands in the way.</param>
/// <param name="Title">The task, the work item, or the programme.</param>
/// <param name="OfficeCode">Code of the office that it is about.</param>
/// <param name="Office">Its name.</param>
/// <param name="Due">The last day in time; null where there is none.</param>
/// <param name="Since">When it came; null where that is not kept.</param>
/// <param name="Count">How many it stands for; 1 but for questions and offices that are held up.</param>
/// <param name="Above">Key of the obligation that a work item belongs to, or of the return that an objection is to; 0 for all else.</param>
/// <param name="Programme">Name of an obligation's programme: the same title may be owed in two; null for all else.</param>
public sealed record InboxItem(InboxKind Kind, long Id, string Title, string OfficeCode, string Office, DateOnly? Due, DateTimeOffset? Since, int Count, long Above = 0, string? Programme = null);

/// <summary>Everything that waits for a person, as one list. At most fourteen commands, and two of them for few, each bounded: what is beyond the bound of a kind is in the list of that kind.</summary>
public static class Inbox
{
    /// <summary>Most things of one kind.</summary>
    public const int Most = 200;

    /// <summary>Loads the list, by due day. A piece of work that names no day waits until somebody has done it, so that it is always listed.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">The person.</param>
    /// <param name="today">Today in China.</param>
    /// <param name="until">Last day of what is due; null for all.</param>
    /// <param name="beside">True for the cards of service cases, those past their retention and what waits in statistics too: for mail and feed; the page has its commands full and fetches them beside it.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<IReadOnlyList<InboxItem>> Load(ZhiceDb db, Actor actor, DateOnly today, DateOnly? until, bool beside, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var offices = AccessPolicy.Offices(actor);
        if (offices.Count == 0) return [];
        var calendar = await Calendars.Load(db, cancel);
        var items = new List<InboxItem>();
        items.AddRange(await Obligations(db, actor, offices, calendar, cancel));
        items.AddRange(await WorkItems(db, actor, offices, calendar, until ?? DateOnly.MaxValue, cancel));
        var staff = await ReportStaff.Of(db, actor, today, cancel);
        items.AddRange(await Reports(db, actor, staff, cancel));
        items.AddRange(await Submissions(db, actor, staff, cancel));
        // Local offices owe submissions: nobody else asks for them.
        if (actor.HoldsAny(Role.RegionalAdministrator, Role.RegionalOfficer)) items.AddRange(await Unsent(db, actor, staff, calendar, today, cancel));
        items.AddRange(await Letters(db, actor, offices, cancel));
        items.AddRange(await Decisions(db, actor, cancel));
        items.AddRange(await Blocked(db, actor, cancel));
        if (beside) items.AddRange([.. await Cards(db, actor, today, cancel), .. await Retained(db, actor, today, cancel), .. await Statistics(db, actor, today, cancel)]);
        return [.. items.Where(i => i.Kind is not (InboxKind.ReturnToSend or InboxKind.Obligation or InboxKind.WorkItem or InboxKind.SubmissionToBegin or InboxKind.SubmissionToFinish) || until is null || i.Due is null || i.Due <= until)
            .OrderBy(i => i.Due ?? DateOnly.MaxValue).ThenBy(i => i.Kind).ThenBy(i => i.Since ?? DateTimeOffset.MaxValue).ThenBy(i => i.Id)];
    }

    static async Task<IEnumerable<InboxItem>> Obligations(ZhiceDb db, Actor actor, IReadOnlyList<OrganisationId> offices, WorkCalendar calendar, CancellationToken cancel)
    {
        var rows = await Seen(db, actor, await InboxQueries.Obligations(db, [.. offices]).ToListAsync(cancel), r => r.Origin, concerned: true, cancel);
        var sentences = await LightReader.Sentences(db, rows.Select(r => (r.MeasureId, r.Due)), cancel);
        return from row in rows
               let words = DueDays.Of(row.Due, sentences[row.MeasureId])
               let due = ObligationDue.Of(words, row.Year, row.ExtendedTo)
               where due is not null && OpenDates.IsOpen(row.Level, words, row.Status, row.Choice)
               select new InboxItem(InboxKind.Obligation, row.Id.Value, row.Title, row.Code, row.Name, Effective(calendar, due), null, 1, Programme: row.Programme);
    }

    static async Task<IEnumerable<InboxItem>> WorkItems(
        ZhiceDb db, Actor actor, IReadOnlyList<OrganisationId> offices, WorkCalendar calendar, DateOnly until, CancellationToken cancel)
    {
        var rows = await Seen(db, actor, await InboxQueries.WorkItems(db, [.. offices], actor.AccountId, until).ToListAsync(cancel), r => r.Origin, concerned: false, cancel);
        return rows.Select(r => new InboxItem(
            InboxKind.WorkItem, r.Id.Value, r.Title, r.Code, r.Name, r.Due is { } due ? Effective(calendar, new ObligationDue(due, false)) : null, r.CreatedAt, 1, r.ObligationId.Value));
    }

    static async Task<IEnumerable<InboxItem>> Reports(ZhiceDb db, Actor actor, ReportStaff staff, CancellationToken cancel)
    {
        if (staff.Duties.Count == 0) return [];
        var (writing, reviewing, signing) = (staff.OfficesFor(OfficeStep.Write), staff.OfficesFor(OfficeStep.Review), staff.OfficesFor(OfficeStep.SignOff));
        List<OrganisationId> accepting = [.. reviewing.Union(signing)];
        var rows = await InboxQueries.Reports(db, [.. writing], [.. reviewing], [.. signing], accepting).ToListAsync(cancel);
        if (actor.Holds(Role.DepartmentOfficer)) rows = [.. rows.UnionBy(await InboxQueries.ReportsForDepartments(db, accepting).ToListAsync(cancel), r => r.Id)];
        rows = await Seen(db, actor, rows, r => r.Origin, concerned: false, cancel);
        return rows.Select(r => new InboxItem(r.State switch
        {
            ReportState.Returned => InboxKind.ReportReturned,
            ReportState.InReview => InboxKind.ReportToReview,
            ReportState.InSignOff => InboxKind.ReportToSign,
            _ => InboxKind.ReportToAccept,
        }, r.Id.Value, r.Title, r.Code, r.Name, null, r.MovedAt, 1));
    }

    static async Task<IEnumerable<InboxItem>> Submissions(ZhiceDb db, Actor actor, ReportStaff staff, CancellationToken cancel)
    {
        var (writing, signing) = (staff.OfficesFor(OfficeStep.Write), staff.OfficesFor(OfficeStep.SignOff));
        var receiving = Administered(actor);
        if (writing.Count + signing.Count + receiving.Count == 0) return [];
        var rows = await InboxQueries.Submissions(db, [.. writing], [.. signing], receiving).ToListAsync(cancel);
        return rows.Select(r => new InboxItem(r.State switch
        {
            SubmissionState.Returned => InboxKind.SubmissionReturned,
            SubmissionState.InSignOff => InboxKind.SubmissionToSign,
            _ => InboxKind.SubmissionToReceive,
        }, r.Id.Value, r.Title, r.Code, r.Name, null, r.State == SubmissionState.Submitted ? r.SubmittedAt : null, 1));
    }

    // Those of this year and of the last: an older programme without a submission is a gap in the records and no work of this week.
    static async Task<IEnumerable<InboxItem>> Unsent(ZhiceDb db, Actor actor, ReportStaff staff, WorkCalendar calendar, DateOnly today, CancellationToken cancel)
    {
        var writing = staff.OfficesFor(OfficeStep.Write);
        if (writing.Count == 0) return [];
        var rows = await InboxQueries.Unsent(db, [.. writing], today.Year - 1).ToListAsync(cancel);
        if (rows.Exists(r => !ProgrammeShelf.SurelySees(actor, r.OwnerPath, r.AnyPublic)))
        {
            var programmes = rows.ConvertAll(r => r.Programme);
            var visible = await db.VisibleProgrammes(actor).Where(p => programmes.Contains(p.Id)).Select(p => p.Id).ToListAsync(cancel);
            rows.RemoveAll(r => !visible.Contains(r.Programme));
        }
        return from row in rows
               group row by (row.Programme, row.Code) into asked
               let due = SubmissionDue.Yearly(asked.Select(r => r.Duty))?.Due
               where due is not null
               let r = asked.First()
               select new InboxItem(r.Submission is null ? InboxKind.SubmissionToBegin : InboxKind.SubmissionToFinish, r.Submission?.Value ?? r.Programme.Value,
            r.Name, r.Code, r.Office, Effective(calendar, new ObligationDue(due.Value, false)), null, 1);
    }

    // What comes from a document that the person may not see shows nowhere, whoever owes it. The path of the owner tells it of nearly every document; of those given on
    // request elsewhere only the filter can.
    static async Task<List<TRow>> Seen<TRow>(ZhiceDb db, Actor actor, List<TRow> rows, Func<TRow, InboxQueries.Origin> origin, bool concerned, CancellationToken cancel)
    {
        bool Sees(InboxQueries.Origin from) => from.OwnerPath is null || AccessPolicy.MaySeeDocument(actor, from.Disclosure, from.OwnerPath, concerned);
        List<DocumentId> doubtful = [.. rows.Select(origin).Where(o => o.Disclosure == Disclosure.OnRequest && !Sees(o)).Select(o => o.Document).Distinct()];
        List<DocumentId> visible = doubtful.Count == 0 ? [] : await db.VisibleDocuments(actor).Where(d => doubtful.Contains(d.Id)).Select(d => d.Id).ToListAsync(cancel);
        return rows.TrueForAll(r => Sees(origin(r))) ? rows : rows.FindAll(r => Sees(origin(r)) || visible.Contains(origin(r).Document));
    }

    // Where the person administers: what is sent there waits for them, and letters are issued from there.
    static List<OrganisationId> Administered(Actor actor) =>
        [.. actor.Roles.Where(r => r.Role is Role.NationalAdministrator or Role.RegionalAdministrator).Select(r => r.OrganisationId).Distinct()];

    static async Task<IEnumerable<InboxItem>> Letters(ZhiceDb db, Actor actor, IReadOnlyList<OrganisationId> offices, CancellationToken cancel)
    {
        var rows = await Seen(db, actor, await InboxQueries.Letters(db, [.. offices], Administered(actor)).ToListAsync(cancel), r => r.Origin, concerned: false, cancel);
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
        // Most administrators run no programme with open questions; a department may decide on its tasks in any.
        List<ProgrammeId> own = [];
        var department = actor.Holds(Role.DepartmentOfficer);
        if (!department)
        {
            own = [.. (await InboxQueries.Undecided(db).ToListAsync(cancel)).Where(p => AccessPolicy.MayDecide(actor, p.OwnerPath, assigned: false)).Select(p => p.Id)];
            if (own.Count == 0) return [];
        }
        var rows = await (
            from decision in db.VisibleDecisions(actor)
            where decision.DecidedAt == null && decision.WithdrawnBy == null && (department || own.Contains(decision.ProgrammeId))
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

    static async Task<IEnumerable<InboxItem>> Blocked(ZhiceDb db, Actor actor, CancellationToken cancel) =>
        (await Blockers.Waiting(db, actor, Administered(actor), Most, cancel))
            .Select(b => new InboxItem(InboxKind.Blocked, b.Task.Value, b.Title, b.Code, b.Office, null, null, b.Offices));

    /// <summary>What of statistics waits for a person: six commands at most.</summary>
    public static async Task<IReadOnlyList<InboxItem>> Statistics(ZhiceDb db, Actor actor, DateOnly today, CancellationToken cancel) =>
    [
        .. (await StatisticsDuties.Returns(db, actor, today, cancel)).Select(r => new InboxItem(InboxKind.ReturnToSend, r.Return.Value, r.Title, r.Code, r.Office, r.Due, null, 1)),
        .. (await StatisticsDuties.Corrections(db, actor, cancel)).Select(c => new InboxItem(InboxKind.CorrectionToDecide, c.Id, c.Title, c.Code, c.Office, null, c.Since, 1)),
        .. (await StatisticsDuties.Disputes(db, actor, cancel)).Select(d => new InboxItem(InboxKind.DisputeToAnswer, d.Id, d.Title, d.Code, d.Office, null, d.Since, 1, d.Return!.Value.Value)),
    ];

    /// <summary>As above, with what the page fetches beside.</summary>
    public static Task<IReadOnlyList<InboxItem>> Load(ZhiceDb db, Actor actor, DateOnly today, DateOnly? until, CancellationToken cancel = default) => Load(db, actor, today, until, beside: true, cancel);

    static async Task<IEnumerable<InboxItem>> Cards(ZhiceDb db, Actor actor, DateOnly today, CancellationToken cancel)
    {
        if (!AccessPolicy.IsInside(actor)) return [];
        var own = Visibility.CaseOffices(actor);
        return (await AlarmDesk.Counts(db, actor, today, cancel)).SelectMany(c => (InboxItem[])
        [
            new(InboxKind.CaseRed, c.Id.Value, c.Office, c.Code, c.Office, null, null, c.Red), new(InboxKind.CaseYellow, c.Id.Value, c.Office, c.Code, c.Office, null, null, own.Contains(c.Id) ? c.Yellow : 0),
        ]).Where(i => i.Count > 0).Take(Most);
    }

    static async Task<IEnumerable<InboxItem>> Retained(ZhiceDb db, Actor actor, DateOnly today, CancellationToken cancel) =>
        (await ArchiveShelf.DueCounts(db, actor, today, cancel)).Select(c => new InboxItem(InboxKind.RetentionOver, c.Id.Value, c.Office, c.Code, c.Office, null, null, c.Count));

    static DateOnly Effective(WorkCalendar calendar, ObligationDue due) => due.Falls(calendar)?.Effective ?? due.On;
}
