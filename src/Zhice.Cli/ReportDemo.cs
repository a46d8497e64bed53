using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Reporting;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;

namespace Zhice.Cli;

/// <summary>A handful of invented reports of one province and one city, one in every state, made through the same cores as the pages.</summary>
internal sealed class ReportDemo(ZhiceStore store, TimeProvider clock)
{
    static readonly (string Words, WorkStatus Status, WorkResult Result, ReportState Until)[] Reports =
    [
        ("成立工作专班，起草实施方案，正在征求各市意见。（演示）", WorkStatus.UnderWay, WorkResult.None, ReportState.Draft),
        ("召开供需对接会2场，达成意向31项；下一步完善登记台账。（演示）", WorkStatus.UnderWay, WorkResult.None, ReportState.InReview),
        ("印发若干措施，完成首批12家单位备案。（演示）", WorkStatus.StageReached, WorkResult.PartlyMet, ReportState.InSignOff),
        ("开展专项检查1次，抽查单位40家，问题线索均已移交办理。（演示）", WorkStatus.UnderWay, WorkResult.None, ReportState.Submitted),
        ("培训业务骨干260人次，覆盖全部设区市，年度任务已完成。（演示）", WorkStatus.Done, WorkResult.Met, ReportState.Accepted),
        ("组织宣传活动，效果良好。（演示）", WorkStatus.UnderWay, WorkResult.None, ReportState.Returned),
    ];

    /// <summary>Makes them. The writer and the head are of one office; the superior returns one with two reasons and accepts another.</summary>
    internal async Task Build(Actor writer, Actor head, Actor superior, ProgrammeId programme)
    {
        var owed = await Owed(writer, programme).ConfigureAwait(false);
        foreach (var ((words, status, result, until), obligation) in Reports.Zip(owed))
        {
            var report = await Written(writer, obligation, words, status, result).ConfigureAwait(false);
            if (until == ReportState.Draft) continue;
            report = await Step(writer, report).ConfigureAwait(false);
            if (until == ReportState.InReview) continue;
            report = await Step(head, report).ConfigureAwait(false);
            if (until == ReportState.InSignOff) continue;
            report = await Step(head, report).ConfigureAwait(false);
            if (until == ReportState.Accepted) await Step(superior, report).ConfigureAwait(false);
            if (until == ReportState.Returned)
                await Step(superior, report, WayAction.Return, "请写明活动的场次、时间和参加人数。（演示）", "请附活动通知或现场照片作为佐证。（演示）").ConfigureAwait(false);
        }
    }

    /// <summary>A draft that waits on the desk of an officer.</summary>
    internal async Task Draft(Actor writer, ProgrammeId programme)
    {
        foreach (var obligation in (await Owed(writer, programme).ConfigureAwait(false)).Take(1))
            await Written(writer, obligation, "已完成本市情况摸底，建立登记台账。（演示）", WorkStatus.UnderWay, WorkResult.None).ConfigureAwait(false);
    }

    async Task<IReadOnlyList<ObligationId>> Owed(Actor actor, ProgrammeId programme)
    {
        using var db = store.CreateContext();
        var offices = AccessPolicy.Offices(actor);
        return await db.Obligations.Where(o => o.ProgrammeId == programme && offices.Contains(o.OrganisationId) && o.WithdrawnBy == null && o.Level != ObligationLevel.Optional)
            .OrderBy(o => o.Id).Select(o => o.Id).Take(Reports.Length).ToListAsync().ConfigureAwait(false);
    }

    async Task<SavedReport> Written(Actor actor, ObligationId obligation, string words, WorkStatus status, WorkResult result)
    {
        var begun = await Do(db => ReportDesk.Begin(db, actor, obligation, false, clock, CancellationToken.None)).ConfigureAwait(false);
        var sentences = await Sentences(obligation).ConfigureAwait(false);
        var content = new ReportContent(new(2026, 1, 1), new(2026, 3, 31), words, status, result, sentences);
        return await Do(db => ReportDesk.Save(db, actor, begun.Report, begun.Version, content, clock, CancellationToken.None)).ConfigureAwait(false);
    }

    async Task<IReadOnlyList<CommitmentId>> Sentences(ObligationId obligation)
    {
        using var db = store.CreateContext();
        return await db.Commitments.Where(c => db.Obligations.Any(o => o.Id == obligation && o.MeasureId == c.MeasureId)).OrderBy(c => c.Ordinal).Select(c => c.Id).Take(1).ToListAsync().ConfigureAwait(false);
    }

    Task<SavedReport> Step(Actor actor, SavedReport report, WayAction action = WayAction.Forward, params string[] reasons) =>
        Do(db => ReportSteps.Take(db, actor, report.Report, new ReportStepRequest(action, report.Version, [.. reasons.Select(r => new ReturnReason(r))]), clock, CancellationToken.None));

    async Task<T> Do<T>(Func<ZhiceDb, Task<Outcome<T>>> useCase) where T : notnull
    {
        using var db = store.CreateContext();
        return (await useCase(db).ConfigureAwait(false)).Accepted(out var done, out var refusal) ? done : throw new InvalidOperationException($"The demonstration was refused: {refusal.Code}");
    }
}
