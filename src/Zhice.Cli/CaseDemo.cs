using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Cases;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Cases;

namespace Zhice.Cli;

/// <summary>典型案例演示: two published cases, and one of the city that says much the same as the first and waits for its review. Invented.</summary>
internal sealed class CaseDemo(ZhiceStore store, TimeProvider clock)
{
    internal async Task Build(Actor nation, Actor province, Actor provinceAdministrator, Actor city)
    {
        var guidance = await Begin(city, "office-340100", new("商标品牌指导站进产业园（演示）", "在五个产业园设立商标品牌指导站，编制品牌建设清单，每季度由指导员上门诊断，问题当场登记、限期回访。", "服务企业一百二十家，新增集体商标两件。（演示，虚构）")).ConfigureAwait(false);
        await Publish(guidance, city, provinceAdministrator, "演示产业园管理委员会").ConfigureAwait(false);
        var first = await Begin(province, "office-340000", new("质押登记一窗办理（演示）", "整合质押登记受理窗口，推行线上预审，申请材料由四份减为一份，当日办结，并向银行开放进度查询。", "平均办理时间由五天缩短为一天，惠及企业三百家。（演示，虚构）")).ConfigureAwait(false);
        await Publish(first, province, nation, "演示银行").ConfigureAwait(false);
        var second = await Begin(city, "office-340100", new("质押登记当日办结（演示）", "推行质押登记受理窗口整合和线上预审，申请材料减为一份，实现当日办结，银行可以查询进度。", "企业办理质押少跑两趟。（演示，虚构）")).ConfigureAwait(false);
        await Step(second, (db, v) => CaseDesk.Move(db, city, second, v, TypicalCaseState.Submitted, null, null, clock, CancellationToken.None)).ConfigureAwait(false);
    }

    async Task Publish(TypicalCaseId id, Actor office, Actor reviewer, string agreed)
    {
        await Step(id, (db, v) => CaseDesk.Move(db, office, id, v, TypicalCaseState.Submitted, null, null, clock, CancellationToken.None)).ConfigureAwait(false);
        await Step(id, (db, v) => CaseDesk.Consent(db, office, id, v, agreed, "单位名称、做法和成效", ChinaTime.Today(clock), clock, CancellationToken.None)).ConfigureAwait(false);
        foreach (var to in (TypicalCaseState[])[TypicalCaseState.Accepted, TypicalCaseState.Published])
            await Step(id, (db, v) => CaseDesk.Move(db, reviewer, id, v, to, null, null, clock, CancellationToken.None)).ConfigureAwait(false);
    }

    async Task<TypicalCaseId> Begin(Actor actor, string office, CaseWords words)
    {
        using var db = store.CreateContext();
        // Of last year's work where the office owed some, so that its yearly report tells of it.
        var year = ChinaTime.Today(clock).Year - 1;
        var obligation = await db.Obligations.Where(o => o.WithdrawnBy == null && db.Organisations.Any(x => x.Id == o.OrganisationId && x.Code == office))
            .OrderByDescending(o => db.Programmes.Any(p => p.Id == o.ProgrammeId && p.Year == year)).ThenBy(o => o.Id).Select(o => o.Id).FirstAsync().ConfigureAwait(false);
        return Done(await CaseDesk.Begin(db, actor, obligation, null, words, true, clock, CancellationToken.None).ConfigureAwait(false)).Id;
    }

    async Task Step(TypicalCaseId id, Func<ZhiceDb, int, Task<Outcome<TypicalCase>>> step)
    {
        using var db = store.CreateContext();
        Done(await step(db, await db.TypicalCases.Where(c => c.Id == id).Select(c => c.Version).SingleAsync().ConfigureAwait(false)).ConfigureAwait(false));
    }

    static T Done<T>(Outcome<T> outcome) where T : notnull =>
        outcome.Accepted(out var done, out var refusal) ? done : throw new InvalidOperationException($"The demonstration was refused: {refusal.Code}");
}
