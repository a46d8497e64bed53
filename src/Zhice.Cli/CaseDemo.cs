using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Cases;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Cases;

namespace Zhice.Cli;

/// <summary>典型案例演示: one published case of the province and one of the city that says much the same and waits for its review. Invented.</summary>
internal sealed class CaseDemo(ZhiceStore store, TimeProvider clock)
{
    internal async Task Build(Actor nation, Actor province, Actor city)
    {
        var first = await Begin(province, "office-340000", new("质押登记一窗办理（演示）", "整合质押登记受理窗口，推行线上预审，申请材料由四份减为一份，当日办结，并向银行开放进度查询。", "平均办理时间由五天缩短为一天，惠及企业三百家。（演示，虚构）")).ConfigureAwait(false);
        await Step(first, (db, v) => CaseDesk.Move(db, province, first, v, TypicalCaseState.Submitted, null, null, clock, CancellationToken.None)).ConfigureAwait(false);
        await Step(first, (db, v) => CaseDesk.Consent(db, province, first, v, "演示银行", "单位名称、做法和成效", ChinaTime.Today(clock), clock, CancellationToken.None)).ConfigureAwait(false);
        await Step(first, (db, v) => CaseDesk.Move(db, nation, first, v, TypicalCaseState.Accepted, null, null, clock, CancellationToken.None)).ConfigureAwait(false);
        await Step(first, (db, v) => CaseDesk.Move(db, nation, first, v, TypicalCaseState.Published, null, null, clock, CancellationToken.None)).ConfigureAwait(false);
        var second = await Begin(city, "office-340100", new("质押登记当日办结（演示）", "推行质押登记受理窗口整合和线上预审，申请材料减为一份，实现当日办结，银行可以查询进度。", "企业办理质押少跑两趟。（演示，虚构）")).ConfigureAwait(false);
        await Step(second, (db, v) => CaseDesk.Move(db, city, second, v, TypicalCaseState.Submitted, null, null, clock, CancellationToken.None)).ConfigureAwait(false);
    }

    async Task<TypicalCaseId> Begin(Actor actor, string office, CaseWords words)
    {
        using var db = store.CreateContext();
        var obligation = await db.Obligations.Where(o => o.WithdrawnBy == null && db.Organisations.Any(x => x.Id == o.OrganisationId && x.Code == office)).OrderBy(o => o.Id).Select(o => o.Id).FirstAsync().ConfigureAwait(false);
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
