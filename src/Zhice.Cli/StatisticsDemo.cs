using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Cli;

/// <summary>统计演示: a month that is open, a quarter that is locked with a correction that waits, and a release in two revisions. All figures are invented.</summary>
internal sealed class StatisticsDemo(ZhiceStore store, TimeProvider clock)
{
    internal async Task Build(Actor nation, Actor anhui, Actor wanju, Actor hefei, Actor yunyong, Actor second)
    {
        var today = ChinaTime.Today(clock);
        var month = Period.Containing(PeriodKind.Month, today).Previous;
        // The last quarter whose lock day is past by now.
        var quarter = Period.Containing(PeriodKind.Quarter, today.AddDays(-45)).Previous;
        var cnipa = await Office("cnipa").ConfigureAwait(false);
        await Do(db => CollectionDesk.Open(db, nation, "protection_monthly", month, cnipa, true, clock, CancellationToken.None, new(DueOn: month.LastDay.AddDays(25) is var due && due < today ? today : due))).ConfigureAwait(false);
        await Draft(hefei, "office-340100", month).ConfigureAwait(false);

        var then = new Earlier(quarter.LastDay.AddDays(10));
        await Do(db => CollectionDesk.Open(db, nation, "pledge_quarterly", quarter, cnipa, true, then, CancellationToken.None)).ConfigureAwait(false);
        await Send(hefei, "office-340100", quarter, then).ConfigureAwait(false);
        var releases = new DemoReleases(store, clock);
        var release = await releases.Publish(yunyong, second, nation, new("pledge-cities-demo", $"{quarter}知识产权质押融资（演示）", quarter.ToString(), DivisionLevel.City,
            ["pledge_projects", "pledge_smes", "pledge_amount"], today, "cnipa") { Demonstration = true }).ConfigureAwait(false);

        var asked = await Do(db => CorrectionDesk.Ask(db, hefei, new("pledge_projects", "office-340100", quarter.ToString(), "38", "漏报两个续期项目（演示）"), clock, CancellationToken.None)).ConfigureAwait(false);
        await Do(db => CorrectionDesk.Decide(db, anhui, asked.Id, 0, true, "已核对登记台账（演示）", clock, CancellationToken.None)).ConfigureAwait(false);
        await releases.Restate(yunyong, second, nation, release.Id, "合肥市更正项目数（演示）").ConfigureAwait(false);
        await Do(db => CorrectionDesk.Ask(db, hefei, new("pledge_smes", "office-340100", quarter.ToString(), "30", "一家企业重复计算（演示）"), clock, CancellationToken.None)).ConfigureAwait(false);
        await Do(db => OfficeFacts.Name(db, nation, "office-340000", "wanju", clock, CancellationToken.None)).ConfigureAwait(false);
        await Do(db => InterferenceLog.Write(db, wanju, new("演示人员", "电话", "要求调高某项数据（演示）", "质押融资金额", "未改动，已说明依据"), clock, CancellationToken.None)).ConfigureAwait(false);
    }

    async Task Draft(Actor actor, string office, Period period)
    {
        var sheet = await ReturnOf(office, period).ConfigureAwait(false);
        await Do(db => ReturnDesk.Save(db, actor, sheet.Id, new ReturnContent(sheet.Version, new Dictionary<string, string> { ["aid_requests"] = "24", ["aid_closed"] = "26" }, new Dictionary<string, string>()), clock, CancellationToken.None)).ConfigureAwait(false);
    }

    async Task Send(Actor actor, string office, Period period, TimeProvider at)
    {
        var sheet = await ReturnOf(office, period).ConfigureAwait(false);
        Dictionary<string, string> texts = new() { ["pledge_projects"] = "36", ["pledge_inclusive_projects"] = "22", ["pledge_smes"] = "31", ["pledge_amount"] = "4.85" };
        await Do(db => ReturnDesk.Send(db, actor, sheet.Id, new ReturnContent(sheet.Version, texts, new Dictionary<string, string>()), at, CancellationToken.None)).ConfigureAwait(false);
    }

    async Task<StatisticalReturn> ReturnOf(string office, Period period)
    {
        using var db = store.CreateContext();
        var key = period.Key;
        return await (
            from sheet in db.StatisticalReturns
            join round in db.CollectionRounds on sheet.CollectionId equals round.Id
            join organisation in db.Organisations on sheet.OrganisationId equals organisation.Id
            where organisation.Code == office && round.Period == key
            select sheet).AsNoTracking().SingleAsync().ConfigureAwait(false);
    }

    async Task<OrganisationId> Office(string code)
    {
        using var db = store.CreateContext();
        return await db.Organisations.Where(o => o.Code == code).Select(o => o.Id).SingleAsync().ConfigureAwait(false);
    }

    async Task<T> Do<T>(Func<ZhiceDb, Task<Outcome<T>>> useCase) where T : notnull
    {
        using var db = store.CreateContext();
        return (await useCase(db).ConfigureAwait(false)).Accepted(out var done, out var refusal)
            ? done
            : throw new InvalidOperationException($"The demonstration was refused: {refusal.Code} {string.Join(", ", refusal.Defects)}");
    }

    // The offices answered while the quarter was open; the batches' moments still follow one another.
    sealed class Earlier(DateOnly day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(day.ToDateTime(new TimeOnly(2, 0)), TimeSpan.Zero);
    }
}
