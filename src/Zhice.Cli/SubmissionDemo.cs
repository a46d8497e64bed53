using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Indicators;
using Zhice.Data.Reporting;
using Zhice.Data.Storage;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Submitting;
using Zhice.Domain.Working;

namespace Zhice.Cli;

/// <summary>Two yearly submissions of one province: last year's with its receipt, and this year's draft beside it. All words in them are invented.</summary>
internal sealed class SubmissionDemo(ZhiceStore store, TimeProvider clock)
{
    internal async Task Build(Actor writer, Actor head, Actor nation)
    {
        var office = await Find(db => db.Organisations.AsNoTracking().SingleAsync(o => o.Code == "office-340000")).ConfigureAwait(false);
        foreach (var year in (int[])[2025, 2026])
        {
            var programme = await Find(db => db.Programmes.AsNoTracking().OrderBy(p => p.Id).FirstAsync(p => p.Year == year && p.Demonstration)).ConfigureAwait(false);
            var owed = await Find(db => db.Obligations.AsNoTracking()
                .Where(o => o.ProgrammeId == programme.Id && o.OrganisationId == office.Id && o.WithdrawnBy == null && o.Level != ObligationLevel.Optional
                    && !db.Reports.Any(r => r.ObligationId == o.Id && r.State != ReportState.Accepted))
                .OrderBy(o => o.Id).Take(3).ToListAsync()).ConfigureAwait(false);
            for (var i = 0; i < owed.Count; i++) await Report(writer, head, nation, owed[i], year, withEvidence: i == 0).ConfigureAwait(false);
            var begun = await Do(db => SubmissionDesk.Begin(db, writer, DefinitionFiles.InUse, programme.Id, office.Id, clock, CancellationToken.None)).ConfigureAwait(false);
            if (year == 2026) continue; // left as a draft, to try one's hand on
            foreach (var (who, move) in ((Actor, SubmissionMove)[])[(writer, SubmissionMove.ToSignOff), (head, SubmissionMove.Sign), (nation, SubmissionMove.Receive)])
            {
                var version = await Find(db => db.Submissions.Where(s => s.Id == begun.Id).Select(s => s.Version).SingleAsync()).ConfigureAwait(false);
                await Do(db => SubmissionWay.Move(db, store, who, begun.Id, version, move, null, clock, CancellationToken.None)).ConfigureAwait(false);
            }
        }
    }

    async Task Report(Actor writer, Actor head, Actor nation, Obligation owed, int year, bool withEvidence)
    {
        var title = await Find(db => db.Tasks.Where(t => t.Id == owed.TaskId).Select(t => t.Title).SingleAsync()).ConfigureAwait(false);
        var sentences = await Find(db => db.Commitments.Where(c => c.MeasureId == owed.MeasureId && c.WithdrawnBy == null).OrderBy(c => c.Ordinal).Select(c => c.Id).ToListAsync()).ConfigureAwait(false);
        // What an earlier report has brought to its end is not reported as half done.
        var done = year == 2025 || await Find(db => db.ObligationStates.AnyAsync(s => s.ObligationId == owed.Id && s.Status == WorkStatus.Done)).ConfigureAwait(false);
        var words = $"围绕“{title}”，会同有关市局制定年度工作方案，明确牵头处室和完成时限（演示）。\n截至三季度末，{(done ? "年度任务已经完成" : "相关工作按计划推进，形成阶段性成果")}并在全省通报（演示）。";
        var content = new ReportContent(new(year, 1, 1), new(year, 9, 30), words, done ? WorkStatus.Done : WorkStatus.StageReached, done ? WorkResult.Met : WorkResult.PartlyMet, sentences);
        var saved = await Do(db => ReportDesk.Begin(db, writer, owed.Id, copy: false, clock, CancellationToken.None)).ConfigureAwait(false);
        saved = await Do(db => ReportDesk.Save(db, writer, saved.Report, saved.Version, content, clock, CancellationToken.None)).ConfigureAwait(false);
        if (withEvidence && await Find(db => db.Evidence.Where(e => e.OrganisationId == owed.OrganisationId).OrderBy(e => e.Id).Select(e => (EvidenceId?)e.Id).FirstOrDefaultAsync()).ConfigureAwait(false) is { } evidence)
            await Do(db => EvidenceLinks.Link(db, writer, new(saved.Report, saved.Version, evidence), clock, CancellationToken.None)).ConfigureAwait(false);
        foreach (var who in (Actor[])[writer, head, head, nation])
        {
            var version = await Find(db => db.Reports.Where(r => r.Id == saved.Report).Select(r => r.Version).SingleAsync()).ConfigureAwait(false);
            await Do(db => ReportSteps.Take(db, who, saved.Report, new ReportStepRequest(WayAction.Forward, version, []), clock, CancellationToken.None)).ConfigureAwait(false);
        }
    }

    async Task<T> Find<T>(Func<ZhiceDb, Task<T>> query)
    {
        using var db = store.CreateContext();
        return await query(db).ConfigureAwait(false);
    }

    async Task<T> Do<T>(Func<ZhiceDb, Task<Outcome<T>>> useCase) where T : notnull
    {
        using var db = store.CreateContext();
        return (await useCase(db).ConfigureAwait(false)).Accepted(out var done, out var refusal)
            ? done
            : throw new InvalidOperationException($"The demonstration was refused: {refusal.Code} {string.Join(", ", refusal.Defects)}");
    }
}
