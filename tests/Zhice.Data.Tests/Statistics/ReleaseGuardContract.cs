using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Statistics;

public sealed class SqliteReleaseGuard(PostgresCluster cluster) : ReleaseGuardContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresReleaseGuard(PostgresCluster cluster) : ReleaseGuardContract(StoreProvider.PostgreSql, cluster);

/// <summary>What is reviewed, approved and published are the figures of that moment; a draft of others is made anew or given up. And an office that ended reports for no later period.</summary>
public abstract class ReleaseGuardContract : SeededContract
{
    readonly Ticking clock = new(new DateTimeOffset(2026, 10, 8, 2, 0, 0, TimeSpan.Zero));

    protected ReleaseGuardContract(StoreProvider provider, PostgresCluster cluster) : base(provider, cluster)
    {
        for (var i = 1; i <= 4; i++) Db.Accounts.Add(new Account { Login = $"p{i}", DisplayName = $"人员{i}", CreatedAt = clock.GetUtcNow() });
        Db.SaveChanges();
    }

    Actor Person(int account, Role role, string at) => Db.Actor(role, at) with { AccountId = new AccountId(account) };
    Actor Drafter => Person(2, Role.DepartmentOfficer, "cnipa-utilisation");
    Actor Reviewer => Person(3, Role.DepartmentOfficer, "cnipa-utilisation");

    async Task Load(params string[] lines)
    {
        Db.ChangeTracker.Clear();
        (await ObservationLoad.Run(Db, Admin, new MemoryStream(Encoding.UTF8.GetBytes("element,organisation,period,value\n" + string.Join('\n', lines) + "\n")), new LoadRequest(StatisticsFiles.Shipped.Elements), clock, Cancel)).Accept();
    }

    Task<Outcome<StatisticalRelease>> Begin(DateOnly day, string code = "stock-2025") =>
        ReleaseDesk.Begin(Db, Drafter, new(code, "有效量年报", "2025", DivisionLevel.Province, ["hv_valid"], day, "cnipa"), clock, Cancel);

    async Task<Outcome<StatisticalRelease>> Move(ReleaseId id, Actor actor, ReleaseState to)
    {
        Db.ChangeTracker.Clear();
        var version = await Db.StatisticalReleases.Where(r => r.Id == id).Select(r => r.Version).SingleAsync(Cancel);
        return await ReleaseDesk.Move(Db, actor, id, version, to, null, clock, Cancel);
    }

    async Task<decimal?> Total(ReleaseId id)
    {
        Db.ChangeTracker.Clear();
        return ReleaseBody.Read((await Db.StatisticalReleases.SingleAsync(r => r.Id == id, Cancel)).Body).Columns[0].Total;
    }

    [Fact]
    public async Task A_draft_whose_figures_have_changed_takes_no_step_until_it_is_made_anew_and_reviewed_again()
    {
        await Load("hv_valid,office-340000,2025-12,10", "hv_valid,office-320000,2025-12,20");
        (await OfficeFacts.Record(Db, Admin, new("office-340000", [("office-320000", 1m)], new(2025, 1, 1), SuccessionKind.Merger, "测试文件"), clock, Cancel)).Accept();
        var id = (await Begin(new(2026, 10, 8))).Accept().Id;
        Assert.Equal(20m, await Total(id));
        Assert.Equal("release.current", (await Move(id, Drafter, ReleaseState.Draft)).Refusal());
        (await Move(id, Reviewer, ReleaseState.Reviewed)).Accept();
        // The wrong succession is withdrawn: no new batch, and other figures.
        Db.ChangeTracker.Clear();
        (await OfficeFacts.Withdraw(Db, Admin, Db.Successions.Single().Id, "登记错了机构", clock, Cancel)).Accept();
        Assert.Equal("release.outdated", (await Move(id, Admin, ReleaseState.Approved)).Refusal());

        (await Move(id, Drafter, ReleaseState.Draft)).Accept();
        Assert.Equal(30m, await Total(id));
        Assert.Equal("release.not-now", (await Move(id, Admin, ReleaseState.Approved)).Refusal()); // the review was of other figures
        await Load("hv_valid,office-330000,2025-12,5");
        Assert.Equal("release.outdated", (await Move(id, Reviewer, ReleaseState.Reviewed)).Refusal());
        (await Move(id, Drafter, ReleaseState.Draft)).Accept(); // a draft too is made anew
        (await Move(id, Reviewer, ReleaseState.Reviewed)).Accept();
        (await Move(id, Admin, ReleaseState.Approved)).Accept();
        await Load("hv_valid,office-330000,2025-11,5"); // of another month: nothing of the release has changed
        (await Move(id, Admin, ReleaseState.Published)).Accept();
        Assert.Equal(35m, await Total(id));
        Assert.Empty((await StatisticsVerifier.Verify(Db, Cancel)).Faults);
    }

    [Fact]
    public async Task A_draft_is_given_up_by_who_may_draft_and_its_address_is_free_again()
    {
        var empty = (await Begin(new(2026, 10, 8))).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal("release.missing", (await ReleaseDesk.Discard(Db, Person(4, Role.RegionalAdministrator, "office-340000"), empty.Id, empty.Version, clock, Cancel)).Refusal());
        Assert.Equal("release.moved", (await ReleaseDesk.Discard(Db, Drafter, empty.Id, empty.Version + 1, clock, Cancel)).Refusal());
        Assert.Single(Db.ReleaseSteps); // a refusal leaves the steps
        (await ReleaseDesk.Discard(Db, Drafter, empty.Id, empty.Version, clock, Cancel)).Accept();
        Assert.Empty(Db.StatisticalReleases);
        Assert.Contains("stock-2025", Encoding.UTF8.GetString((await Db.AuditEntries.SingleAsync(a => a.Action == "statistics.release-discard", Cancel)).Body), StringComparison.Ordinal);

        await Load("hv_valid,office-340000,2025-12,10");
        var id = (await Begin(new(2026, 10, 8))).Accept().Id;
        (await Move(id, Reviewer, ReleaseState.Reviewed)).Accept();
        Assert.Equal("release.not-now", (await ReleaseDesk.Discard(Db, Drafter, id, 1, clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task The_announced_day_does_not_lie_before_the_day_of_drafting()
    {
        Assert.Equal("release.planned-past", (await Begin(new(2026, 10, 7))).Refusal());
        Assert.Equal("release.planned-past", (await Begin(new(2020, 1, 1))).Refusal());
        (await Begin(new(2026, 10, 8))).Accept();
    }

    [Fact]
    public async Task A_change_of_name_goes_to_an_office_that_begins_and_what_was_loaded_after_an_end_is_a_stray()
    {
        Assert.Equal("succession.rename", (await OfficeFacts.Record(Db, Admin, new("office-340300", [("office-340200", 1m)], new(2025, 7, 1), SuccessionKind.Rename, "测试文件"), clock, Cancel)).Refusal());
        await Load([.. Enumerable.Range(1, 12).SelectMany(m => (string[])[$"aid_requests,office-340300,2025-{m:00},10", $"aid_requests,office-340200,2025-{m:00},100"])]);
        (await OfficeFacts.Record(Db, Admin, new("office-340300", [("office-340200", 1m)], new(2025, 7, 1), SuccessionKind.Merger, "测试文件"), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Organisation[] offices = [Db.Organisation("office-340300"), Db.Organisation("office-340200")];
        var values = await CompletedValues.Read(Db, [StatisticsFiles.Shipped.Elements["aid_requests"]], offices, [Period.OfYear(2025)], null, new(2026, 10, 8), Cancel);
        // Its half of the year is its part; what a file brought for the other half is nobody's, and is told.
        Assert.Equal((60m, 1200m), (values[("aid_requests", offices[0].Id, Period.OfYear(2025))], values[("aid_requests", offices[1].Id, Period.OfYear(2025))]));
        Assert.Equal(("office-340300", 6), (await OfficeFacts.Strays(Db, ["aid_requests"], offices, Cancel)).Select(s => (s.Office.Code, s.Count)).Single());
    }

    [Fact]
    public async Task An_office_that_ended_sends_nothing_for_a_later_period_and_leaves_the_count_of_who_is_asked()
    {
        var round = (await CollectionDesk.Open(Db, Admin, "pledge_quarterly", Period.OfQuarter(2026, 3), Db.Organisation("cnipa").Id, false, clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var asked = (await CollectionDesk.Progress(Db, Admin, round, Cancel)).Single(l => l.Level == DivisionLevel.City).Asked;
        var hefei = Person(2, Role.RegionalOfficer, "office-340100");
        (await OfficeFacts.Record(Db, Admin, new("office-340100", [("office-340200", 1m)], new(2026, 6, 15), SuccessionKind.Merger, "测试文件"), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var office = Db.Organisation("office-340100").Id;
        var sheet = await Db.StatisticalReturns.AsNoTracking().SingleAsync(r => r.OrganisationId == office, Cancel);
        Dictionary<string, string> texts = new(StringComparer.Ordinal) { ["pledge_projects"] = "12", ["pledge_inclusive_projects"] = "8", ["pledge_smes"] = "9", ["pledge_amount"] = "1" };
        var content = new ReturnContent(sheet.Version, texts, new Dictionary<string, string>());
        foreach (var refused in (Refusal[])[Refused(await ReturnDesk.Send(Db, hefei, sheet.Id, content, clock, Cancel)), Refused(await ReturnDesk.Save(Db, hefei, sheet.Id, content, clock, Cancel))])
        {
            Assert.Equal("return.ended", refused.Code);
            Assert.Contains("芜湖", (string)refused.Defects[0].Arguments[1], StringComparison.Ordinal);
        }
        Assert.Empty(Db.Observations);
        Assert.Equal(asked - 1, (await CollectionDesk.Progress(Db, Admin, round, Cancel)).Single(l => l.Level == DivisionLevel.City).Asked);
        Assert.DoesNotContain(sheet.Id, await Db.AskedReturns(Admin, round).Select(r => r.Id).ToListAsync(Cancel));

        static Refusal Refused<T>(Outcome<T> outcome) where T : notnull => outcome.Accepted(out _, out var why) ? throw new InvalidOperationException("It was taken.") : why;
    }
}
