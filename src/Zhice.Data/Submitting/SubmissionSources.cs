using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Submitting;
using Zhice.Domain.Working;

namespace Zhice.Data.Submitting;

/// <summary>Reads what a submission is built from: tasks that the office and those directly below it owe, with their newest accepted reports.</summary>
public static class SubmissionSources
{
    /// <summary>The source; fifteen commands, whatever the size.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who builds: tasks of documents that this person may not see stay out.</param>
    /// <param name="catalogue">The indicators.</param>
    /// <param name="programme">The year's work.</param>
    /// <param name="office">The office that submits.</param>
    /// <param name="receiver">Who receives.</param>
    /// <param name="today">The day in China.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<BodySource> Load(
        ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, YearProgramme programme, Organisation office, Organisation receiver, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(programme);
        ArgumentNullException.ThrowIfNull(office);
        ArgumentNullException.ThrowIfNull(receiver);
        var offices = await db.Organisations.AsNoTracking()
            .Where(o => o.Id == office.Id || (o.ParentId == office.Id && o.Kind == OrganisationKind.LocalOffice && o.ValidTo == null))
            .Select(o => new { o.Id, o.Code, o.Name }).ToDictionaryAsync(o => o.Id, o => new OfficeName(o.Code, o.Name), cancel);
        var ids = offices.Keys.ToList();
        var tasks = await (
            from task in db.VisibleTasks(actor)
            where task.ProgrammeId == programme.Id && task.WithdrawnBy == null
            join document in db.Documents on task.DocumentId equals document.Id
            orderby document.Id, task.Ordinal
            select new { task.Id, task.SourceId, task.Number, task.Section, task.Title, document.TextDigest, DocumentTitle = document.Title }).AsNoTracking().ToListAsync(cancel);
        var duties = await (
            from obligation in db.Obligations
            where obligation.ProgrammeId == programme.Id && obligation.WithdrawnBy == null && ids.Contains(obligation.OrganisationId)
            from state in db.ObligationStates.Where(s => s.ObligationId == obligation.Id).DefaultIfEmpty()
            select new { obligation.Id, obligation.TaskId, obligation.OrganisationId, obligation.Level, State = state }).AsNoTracking().ToListAsync(cancel);
        var reports = await Reports(db, programme.Id, ids, cancel);
        var targets = (await db.FoundTargets.AsNoTracking().Where(t => t.ProgrammeId == programme.Id && t.TaskId != null)
            .Select(t => new { t.TaskId, t.What, t.Comparator, t.Value, t.Unit, t.Growth }).ToListAsync(cancel))
            .ToLookup(t => t.TaskId!.Value, t => new TaskTarget(t.What, t.Comparator, t.Value, t.Unit, t.Growth));

        var confirmed = await SubmissionFigures.Confirmed(db, programme.Id, cancel);
        var figures = await SubmissionFigures.Of(db, actor, catalogue, office, programme.Year, today, cancel);

        var byTask = duties.ToLookup(d => d.TaskId);
        SourceDuty Duty(ObligationId id, OrganisationId owing, ObligationLevel level, ObligationState? state) => new(
            offices[owing], level, state?.Choice ?? OptChoice.Undecided, state?.Status ?? reports.GetValueOrDefault(id)?.Status ?? WorkStatus.NotStarted, state?.Result ?? reports.GetValueOrDefault(id)?.Result ?? WorkResult.None,
            state?.NotApplicableReason ?? state?.ChoiceReason, reports.GetValueOrDefault(id));
        return new BodySource(programme.Name, programme.Year, offices[office.Id], new OfficeName(receiver.Code, receiver.Name),
        [
            .. from task in tasks
               where byTask[task.Id].Any()
               select new SourceTask(
                   new TaskSource(task.TextDigest, task.DocumentTitle, task.SourceId, task.Number, task.Id.Value), task.Section, task.Title, [.. targets[task.Id]], [.. confirmed[task.Id]],
                   [.. byTask[task.Id].Where(d => d.OrganisationId == office.Id).OrderBy(d => d.Id.Value).Select(d => Duty(d.Id, d.OrganisationId, d.Level, d.State))],
                   [.. byTask[task.Id].Where(d => d.OrganisationId != office.Id).OrderBy(d => offices[d.OrganisationId].Code, StringComparer.Ordinal).ThenBy(d => d.Id.Value)
                       .Select(d => Duty(d.Id, d.OrganisationId, d.Level, d.State))]),
        ], figures);
    }

    /// <summary>The newest accepted report of each obligation of the offices; five commands.</summary>
    static async Task<Dictionary<ObligationId, SourceReport>> Reports(ZhiceDb db, ProgrammeId programme, List<OrganisationId> offices, CancellationToken cancel)
    {
        var heads = (await db.Reports.AsNoTracking()
            .Where(r => r.ProgrammeId == programme && r.State == ReportState.Accepted && offices.Contains(r.OrganisationId)).ToListAsync(cancel))
            .GroupBy(r => r.ObligationId).Select(g => g.OrderBy(r => r.To).ThenBy(r => r.Id.Value).Last()).ToList();
        var ids = heads.Select(r => r.Id).ToList();
        var words = await (
            from revision in db.ReportRevisions
            join report in db.Reports on revision.ReportId equals report.Id
            where ids.Contains(report.Id) && revision.Number == report.Revision
            select revision).AsNoTracking().ToDictionaryAsync(r => r.ReportId, cancel);
        var commitments = (await (
            from link in db.ReportCommitments
            where ids.Contains(link.ReportId)
            join commitment in db.Commitments on link.CommitmentId equals commitment.Id
            orderby commitment.Ordinal
            select new { link.ReportId, commitment.Id, commitment.SourceId, commitment.Quote.Words }).AsNoTracking().ToListAsync(cancel)).ToLookup(c => c.ReportId);
        var evidence = (await (
            from use in db.EvidenceUses
            where ids.Contains(use.ReportId)
            join piece in db.Evidence on use.EvidenceId equals piece.Id
            join version in db.EvidenceVersions on new { use.EvidenceId, use.Number } equals new { version.EvidenceId, version.Number }
            from commitment in db.Commitments.Where(c => c.Id == use.CommitmentId).DefaultIfEmpty()
            orderby use.EvidenceId
            select new { use.ReportId, use.EvidenceId, use.Number, piece.Title, version.Sha256, Commitment = (string?)commitment.SourceId })
            .AsNoTracking().ToListAsync(cancel)).ToLookup(e => e.ReportId);
        return heads.Where(head => words.ContainsKey(head.Id)).ToDictionary(head => head.ObligationId, head => new SourceReport(
            new ReportSource(head.Id.Value, head.Revision, head.From, head.To), words[head.Id].Narrative, words[head.Id].Status, words[head.Id].Result,
            [.. commitments[head.Id].Select(c => new PolicySentence(c.SourceId, c.Words))],
            [.. evidence[head.Id].Select(e => (new EvidenceSource(e.EvidenceId.Value, e.Number, e.Title, e.Sha256), e.Commitment))]));
    }
}
