using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Submitting;
using Zhice.Domain.Supervision;
using Zhice.Domain.Working;

namespace Zhice.Data.Supervision;

/// <summary>The commands of <see cref="Inbox"/>. Everybody opens it several times a day and most of it finds nothing: compiled once, so that their trees are not
/// compared with the known ones each time.</summary>
internal static class InboxQueries
{
    /// <summary>The document that a row's words come from: whoever may not see it sees no such row.</summary>
    /// <param name="Document">Key.</param>
    /// <param name="Disclosure">Who may see it.</param>
    /// <param name="OwnerPath">Path of its owner; null where it is public, as then nobody asks.</param>
    internal sealed record Origin(DocumentId Document, Disclosure Disclosure, string? OwnerPath);
    internal sealed record DueRow(
        ObligationId Id, MeasureId MeasureId, ObligationLevel Level, string Title, DueTime Due, int Year, string Code, string Name, WorkStatus? Status, OptChoice? Choice, DateOnly? ExtendedTo, string Programme, Origin Origin);
    internal sealed record UndecidedRow(ProgrammeId Id, string OwnerPath);
    internal sealed record ItemRow(WorkItemId Id, ObligationId ObligationId, string Title, DateOnly? Due, DateTimeOffset CreatedAt, string Code, string Name, Origin Origin);
    internal sealed record ReportRow(ReportId Id, ReportState State, DateTimeOffset? MovedAt, string Title, string Code, string Name, Origin Origin);
    internal sealed record SubmissionRow(SubmissionId Id, SubmissionState State, DateTimeOffset? SubmittedAt, string Title, string Code, string Name);
    internal sealed record UnsentRow(ProgrammeId Programme, string Name, ReportDuty Duty, SubmissionId? Submission, string Code, string Office, string OwnerPath, bool AnyPublic);
    internal sealed record LetterRow(LetterId Id, LetterState State, DateOnly? AnswerBy, DateTimeOffset CreatedAt, string Title, string Code, string Name, Origin Origin);

    /// <summary>Open obligations of the offices.</summary>
    internal static readonly Func<ZhiceDb, List<OrganisationId>, IAsyncEnumerable<DueRow>> Obligations = OnceCompiled.Query((ZhiceDb db, List<OrganisationId> offices) => (
        from obligation in db.Obligations
        where offices.Contains(obligation.OrganisationId) && obligation.WithdrawnBy == null
        join task in db.Tasks on obligation.TaskId equals task.Id
        join document in db.Documents on task.DocumentId equals document.Id
        join programme in db.Programmes on obligation.ProgrammeId equals programme.Id
        join office in db.Organisations on obligation.OrganisationId equals office.Id
        from state in db.ObligationStates.Where(s => s.ObligationId == obligation.Id).DefaultIfEmpty()
        where task.WithdrawnBy == null && (obligation.Level != ObligationLevel.Optional || state.Choice == OptChoice.TakenOn)
            && (state == null || (state.Status != WorkStatus.Done && state.Status != WorkStatus.NotApplicable))
        orderby obligation.Id descending
        select new DueRow(obligation.Id, obligation.MeasureId, obligation.Level, task.Title, task.Due, programme.Year, office.Code, office.Name,
            (WorkStatus?)state.Status, (OptChoice?)state.Choice, state.ExtendedTo, programme.Name,
            new Origin(document.Id, document.Disclosure, document.Disclosure == Disclosure.Public ? null : db.Organisations.Where(o => o.Id == document.OwnerId).Select(o => o.Path).FirstOrDefault()))).Take(10 * Inbox.Most).AsNoTracking());

    /// <summary>Programmes in which a question is open, with their owners.</summary>
    internal static readonly Func<ZhiceDb, IAsyncEnumerable<UndecidedRow>> Undecided = OnceCompiled.Query((ZhiceDb db) => (
        from programme in db.Programmes
        where db.Decisions.Any(d => d.ProgrammeId == programme.Id && d.DecidedAt == null && d.WithdrawnBy == null)
        join owner in db.Organisations on programme.OwnerId equals owner.Id
        orderby programme.Id descending
        select new UndecidedRow(programme.Id, owner.Path)).Take(Inbox.Most));

    /// <summary>Open pieces of work of the offices, of nobody by name or of the person.</summary>
    internal static readonly Func<ZhiceDb, List<OrganisationId>, AccountId?, DateOnly, IAsyncEnumerable<ItemRow>> WorkItems = OnceCompiled.Query(
        (ZhiceDb db, List<OrganisationId> offices, AccountId? me, DateOnly until) => (
            from item in db.WorkItems
            where offices.Contains(item.OrganisationId) && (item.PersonId == null || item.PersonId == me) && item.WithdrawnAt == null
                && item.Status != WorkStatus.Done && item.Status != WorkStatus.NotApplicable && (item.Due == null || item.Due <= until)
            join office in db.Organisations on item.OrganisationId equals office.Id
            join obligation in db.Obligations on item.ObligationId equals obligation.Id
            join task in db.Tasks on obligation.TaskId equals task.Id
            join document in db.Documents on task.DocumentId equals document.Id
            orderby item.Due == null, item.Due, item.Id descending
            select new ItemRow(item.Id, item.ObligationId, item.Title, item.Due, item.CreatedAt, office.Code, office.Name,
                new Origin(document.Id, document.Disclosure, document.Disclosure == Disclosure.Public ? null : db.Organisations.Where(o => o.Id == document.OwnerId).Select(o => o.Path).FirstOrDefault()))).Take(Inbox.Most).AsNoTracking());

    /// <summary>Reports that wait: returned to those who write, to review, to sign, and as the superior itself (Domain's Superior) the office above and the
    /// programme's owner for departments and ministries. Administrators further up may act as well, but it does not wait for them.</summary>
    /// <remarks>Each kind by itself keeps its bound and its index; one condition with "or" would read the whole table.</remarks>
    internal static readonly Func<ZhiceDb, List<OrganisationId>, List<OrganisationId>, List<OrganisationId>, List<OrganisationId>, IAsyncEnumerable<ReportRow>> Reports =
        OnceCompiled.Query((ZhiceDb db, List<OrganisationId> writing, List<OrganisationId> reviewing, List<OrganisationId> signing, List<OrganisationId> accepting) =>
            from report in db.Reports
            where db.Reports.Where(r => writing.Contains(r.OrganisationId) && r.State == ReportState.Returned).Select(r => r.Id).Take(Inbox.Most)
                .Concat(db.Reports.Where(r => reviewing.Contains(r.OrganisationId) && r.State == ReportState.InReview).Select(r => r.Id).Take(Inbox.Most))
                .Concat(db.Reports.Where(r => signing.Contains(r.OrganisationId) && r.State == ReportState.InSignOff).Select(r => r.Id).Take(Inbox.Most))
                .Concat(db.Reports.Where(r => db.Organisations.Where(o => o.Kind == OrganisationKind.LocalOffice && o.ParentId != null && accepting.Contains(o.ParentId.Value)).Select(o => o.Id).Contains(r.OrganisationId)
                    && r.State == ReportState.Submitted && !db.Programmes.Any(p => p.Id == r.ProgrammeId && p.OwnerId == r.OrganisationId)).Select(r => r.Id).Take(Inbox.Most))
                // Most offices run no programme: the first condition then ends it before the organisations are looked through.
                .Concat(db.Reports.Where(r => db.Programmes.Any(p => accepting.Contains(p.OwnerId))
                    && db.Organisations.Where(o => o.Kind != OrganisationKind.LocalOffice).Select(o => o.Id).Contains(r.OrganisationId)
                    && r.State == ReportState.Submitted && db.Programmes.Any(p => p.Id == r.ProgrammeId && accepting.Contains(p.OwnerId))).Select(r => r.Id).Take(Inbox.Most))
                .Contains(report.Id)
            join obligation in db.Obligations on report.ObligationId equals obligation.Id
            join task in db.Tasks on obligation.TaskId equals task.Id
            join document in db.Documents on task.DocumentId equals document.Id
            join office in db.Organisations on report.OrganisationId equals office.Id
            select new ReportRow(report.Id, report.State, report.MovedAt, task.Title, office.Code, office.Name,
                new Origin(document.Id, document.Disclosure, document.Disclosure == Disclosure.Public ? null : db.Organisations.Where(o => o.Id == document.OwnerId).Select(o => o.Path).FirstOrDefault())));

    /// <summary>Reports that wait for a department: of local offices, on the tasks that it is assigned to. Some are among <see cref="Reports"/> as well.</summary>
    internal static readonly Func<ZhiceDb, List<OrganisationId>, IAsyncEnumerable<ReportRow>> ReportsForDepartments = OnceCompiled.Query((ZhiceDb db, List<OrganisationId> accepting) => (
        from report in db.Reports
        where report.State == ReportState.Submitted
        join office in db.Organisations on report.OrganisationId equals office.Id
        where office.Kind == OrganisationKind.LocalOffice
        join obligation in db.Obligations on report.ObligationId equals obligation.Id
        where db.Assignments.Any(a => a.TaskId == obligation.TaskId && a.WithdrawnBy == null && a.OrganisationId != null && accepting.Contains(a.OrganisationId.Value))
        join task in db.Tasks on obligation.TaskId equals task.Id
        join document in db.Documents on task.DocumentId equals document.Id
        select new ReportRow(report.Id, report.State, report.MovedAt, task.Title, office.Code, office.Name,
            new Origin(document.Id, document.Disclosure, document.Disclosure == Disclosure.Public ? null : db.Organisations.Where(o => o.Id == document.OwnerId).Select(o => o.Path).FirstOrDefault()))).Take(Inbox.Most));

    /// <summary>Yearly submissions that came back, wait for a signature, or were sent to the offices that receive.</summary>
    internal static readonly Func<ZhiceDb, List<OrganisationId>, List<OrganisationId>, List<OrganisationId>, IAsyncEnumerable<SubmissionRow>> Submissions = OnceCompiled.Query(
        (ZhiceDb db, List<OrganisationId> writing, List<OrganisationId> signing, List<OrganisationId> receiving) => (
            from submission in db.Submissions
            where (submission.State == SubmissionState.Returned && !submission.Imported && writing.Contains(submission.OrganisationId))
                || (submission.State == SubmissionState.InSignOff && signing.Contains(submission.OrganisationId))
                || (submission.State == SubmissionState.Submitted && receiving.Contains(submission.ReceiverId))
            join programme in db.Programmes on submission.ProgrammeId equals programme.Id
            join office in db.Organisations on submission.OrganisationId equals office.Id
            orderby submission.Id descending
            select new SubmissionRow(submission.Id, submission.State, submission.SubmittedAt, programme.Name, office.Code, office.Name)).Take(Inbox.Most).AsNoTracking());

    /// <summary>Yearly submissions that the offices owe to the office above them and have not begun, or have in draft, of programmes from a year on:
    /// a row for each duty that names a day.</summary>
    internal static readonly Func<ZhiceDb, List<OrganisationId>, int, IAsyncEnumerable<UnsentRow>> Unsent = OnceCompiled.Query((ZhiceDb db, List<OrganisationId> writing, int year) => (
        from programme in db.Programmes
        where programme.Year >= year
        from duty in db.ReportDuties.Where(d => d.ProgrammeId == programme.Id && d.Due != null)
        from office in db.Organisations.Where(o => writing.Contains(o.Id) && o.Kind == OrganisationKind.LocalOffice && o.ParentId == programme.OwnerId)
        from submission in db.Submissions.Where(s => s.ProgrammeId == programme.Id && s.OrganisationId == office.Id).DefaultIfEmpty()
        where (submission == null || (submission.State == SubmissionState.Draft && !submission.Imported))
            && db.Obligations.Any(o => o.ProgrammeId == programme.Id && o.OrganisationId == office.Id && o.WithdrawnBy == null)
        orderby programme.Id
        select new UnsentRow(programme.Id, programme.Name, duty,
            (SubmissionId?)submission.Id, office.Code, office.Name, db.Organisations.Where(o => o.Id == programme.OwnerId).Select(o => o.Path).First(),
            db.Publications.Any(u => u.ProgrammeId == programme.Id && db.Documents.Any(d => d.Id == u.DocumentId && d.Disclosure == Disclosure.Public)))).Take(Inbox.Most).AsNoTracking());

    /// <summary>Urging letters to answer, to close or to issue.</summary>
    internal static readonly Func<ZhiceDb, List<OrganisationId>, List<OrganisationId>, IAsyncEnumerable<LetterRow>> Letters = OnceCompiled.Query(
        (ZhiceDb db, List<OrganisationId> offices, List<OrganisationId> issuing) => (
            from letter in db.Letters
            where (letter.State == LetterState.Issued && offices.Contains(letter.DebtorId))
                || ((letter.State == LetterState.Draft || letter.State == LetterState.Answered) && issuing.Contains(letter.IssuerId))
            join obligation in db.Obligations on letter.ObligationId equals obligation.Id
            join task in db.Tasks on obligation.TaskId equals task.Id
            join document in db.Documents on task.DocumentId equals document.Id
            join debtor in db.Organisations on letter.DebtorId equals debtor.Id
            orderby letter.Id
            select new LetterRow(letter.Id, letter.State, letter.AnswerBy, letter.CreatedAt, task.Title, debtor.Code, debtor.Name,
                new Origin(document.Id, document.Disclosure, document.Disclosure == Disclosure.Public ? null : db.Organisations.Where(o => o.Id == document.OwnerId).Select(o => o.Path).FirstOrDefault()))).Take(Inbox.Most).AsNoTracking());
}
