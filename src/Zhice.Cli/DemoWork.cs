using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Audit;
using Zhice.Data.Storage;
using Zhice.Data.Working;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Cli;

/// <summary>Invented work on the demonstration's programme, so that a new user sees lights, a break-down and a feed: through the same cores as the pages, and a few states of other provinces at once.</summary>
internal sealed class DemoWork(ZhiceStore store, TimeProvider clock)
{
    static readonly string[] Elsewhere = ["office-110000", "office-310000", "office-320000", "office-330000", "office-370000", "office-440000", "office-510000"];

    internal async Task Build(ProgrammeId programme, Actor nation, Actor province, Actor city, Actor department)
    {
        await Do(db => ProgrammeRules.Set(db, nation, programme, null, 30, 100, 0, clock)).ConfigureAwait(false);
        await Province(programme, province, city).ConfigureAwait(false);
        await Department(programme, department).ConfigureAwait(false);
        await Others(programme, nation).ConfigureAwait(false);
    }

    // Anhui starts, hands down to two cities, is held up once, takes one optional obligation on and declines another.
    async Task Province(ProgrammeId programme, Actor province, Actor city)
    {
        var due = await Owed(programme, province, ObligationLevel.Mandatory, 3).ConfigureAwait(false);
        foreach (var (id, blocker) in due.Zip((string?[])[null, "等待市级数据汇总（演示）", null]))
            await Do(db => ObligationWork.ChangeStatus(db, province, id, WorkStatus.UnderWay, null, blocker, 0, clock)).ConfigureAwait(false);
        var optional = await Owed(programme, province, ObligationLevel.Optional, 2).ConfigureAwait(false);
        foreach (var (id, choice) in optional.Zip([OptChoice.TakenOn, OptChoice.Declined]))
            await Do(db => ObligationWork.Choose(db, province, id, choice, choice == OptChoice.Declined ? "本年度暂不具备条件（演示）。" : null, 0, clock)).ConfigureAwait(false);
        if (due.Count == 0) return;

        using var db = store.CreateContext();
        var cities = await db.Organisations.Where(o => o.Code == "office-340100" || o.Code == "office-340200").OrderBy(o => o.Code).Select(o => o.Id).ToListAsync().ConfigureAwait(false);
        var own = await Do(fresh => BreakDown.Give(fresh, province, new(due[0], null, null, [], province.AccountId, new WorkItemDraft("制定实施方案并分工（演示）", "综合处", null, null)), clock)).ConfigureAwait(false);
        await Do(fresh => BreakDown.Move(fresh, province, own[0].Id, WorkStatus.Done, null, 0, clock)).ConfigureAwait(false);
        var given = await Do(fresh => BreakDown.Give(fresh, province, new(due[0], null, null, cities, null, new WorkItemDraft("组织本市落实并报送情况（演示）", null, null, null)), clock)).ConfigureAwait(false);
        await Do(fresh => BreakDown.Move(fresh, city, given[0].Id, WorkStatus.UnderWay, "人员不足，已申请增派（演示）", 0, clock)).ConfigureAwait(false);
        await Do(fresh => BreakDown.Give(fresh, city, new(due[0], given[0].Id, null, [], city.AccountId, new WorkItemDraft("走访重点企业（演示）", "运用促进科", null, null)), clock)).ConfigureAwait(false);
    }

    async Task Department(ProgrammeId programme, Actor department)
    {
        foreach (var (id, blocker) in (await Owed(programme, department, null, 2).ConfigureAwait(false)).Zip((string?[])["等待有关部门反馈意见（演示）", null]))
            await Do(db => ObligationWork.ChangeStatus(db, department, id, WorkStatus.UnderWay, null, blocker, 0, clock)).ConfigureAwait(false);
    }

    // What only reports bring in earnest: stage results, completion, and work on which nothing was reported for four months.
    async Task Others(ProgrammeId programme, Actor nation)
    {
        using var db = store.CreateContext();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
        var now = clock.GetUtcNow();
        var today = ChinaTime.DayOf(now);
        var owed = await db.Obligations.Where(o => o.ProgrammeId == programme && o.WithdrawnBy == null && o.Level != ObligationLevel.Optional
            && !db.ObligationStates.Any(s => s.ObligationId == o.Id) && db.Organisations.Any(p => p.Id == o.OrganisationId && Elsewhere.Contains(p.Code))).OrderBy(o => o.Id).Take(120).ToListAsync().ConfigureAwait(false);
        var written = 0;
        foreach (var (obligation, at) in owed.Select((o, at) => (o, at)).Where(o => o.at % 4 != 3))
        {
            var state = ObligationState.Untouched(obligation.Id, programme);
            (state.Status, state.Result, state.ReportedOn) = (at % 4) switch
            {
                0 => (WorkStatus.Done, at % 8 == 0 ? WorkResult.Met : WorkResult.Exceeded, today.AddDays(-20)),
                1 => (WorkStatus.UnderWay, WorkResult.None, today.AddDays(-15)),
                _ => (WorkStatus.UnderWay, WorkResult.None, today.AddDays(-130)),
            };
            state.Version = 1;
            db.ObligationStates.Add(state);
            written++;
        }
        AuditLog.Append(db, nation, now, "demonstration.work", $"programme/{programme.Value}", new { states = written });
        await db.SaveChangesAsync().ConfigureAwait(false);
    }

    async Task<List<ObligationId>> Owed(ProgrammeId programme, Actor actor, ObligationLevel? level, int count)
    {
        using var db = store.CreateContext();
        var office = actor.Roles[0].OrganisationId;
        return await db.Obligations.Where(o => o.ProgrammeId == programme && o.WithdrawnBy == null && o.OrganisationId == office && (level == null || o.Level == level)
                && !db.ObligationStates.Any(s => s.ObligationId == o.Id)) // what reports have moved already stays as it is
            .OrderBy(o => o.Id).Take(count).Select(o => o.Id).ToListAsync().ConfigureAwait(false);
    }

    // The demonstration is ours: a refusal is a fault of the program.
    async Task<T> Do<T>(Func<ZhiceDb, Task<Outcome<T>>> useCase) where T : notnull
    {
        using var db = store.CreateContext();
        return (await useCase(db).ConfigureAwait(false)).Accepted(out var done, out var refusal)
            ? done
            : throw new InvalidOperationException($"The demonstration was refused: {refusal.Code} {string.Join(", ", refusal.Defects)}");
    }
}
