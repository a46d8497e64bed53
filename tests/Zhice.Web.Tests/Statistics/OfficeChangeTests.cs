using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Web.Tests.Statistics;

/// <summary>An office is founded and takes the place of another; totals show it by quarters; a release tells its own total from its publisher's figure and names who ended.</summary>
public sealed class OfficeChangeTests(SampleSite site) : IClassFixture<SampleSite>
{
    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    static async Task Load(Browser nation, params string[] lines)
    {
        var loaded = await nation.Upload("/statistics/load", "/statistics/load", [("reason", "与下级报送的范围不同")], ("a.csv", Encoding.UTF8.GetBytes("element,organisation,period,value\n" + string.Join('\n', lines) + "\n")));
        Assert.Equal(HttpStatusCode.Found, loaded.StatusCode);
    }

    [Fact]
    public async Task An_administrator_founds_an_office_records_its_succession_and_sees_the_totals_by_quarters()
    {
        using var nation = await As("nationaladministrator");
        await Load(nation, "pledge_projects,office-341000,2025Q2,209");
        (string, string)[] office = [("under", "安徽省知识产权局 office-340000"), ("name", "黄山市知识产权保护局"), ("level", "City"), ("division", "341000"), ("from", "2025-07-01")];
        var refused = await nation.Submit("/statistics/offices", "/statistics/offices/found", [.. office.Select(f => f.Item1 == "division" ? ("division", "321000") : f)]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var again = await refused.Text();
        Assert.Contains("并在上级机构的区划之内", again, StringComparison.Ordinal);
        Assert.Contains("value=\"黄山市知识产权保护局\"", again, StringComparison.Ordinal); // nothing typed is lost
        Assert.Equal(HttpStatusCode.Found, (await nation.Submit("/statistics/offices", "/statistics/offices/found", office)).StatusCode);
        var renamed = await nation.Submit("/statistics/offices", "/statistics/offices/succession", ("kind", nameof(SuccessionKind.Rename)), ("predecessor", "office-341000"), ("heirs", "office-341000-2"), ("on", "2025-07-01"), ("source", "测试批复"));
        Assert.Equal(HttpStatusCode.Found, renamed.StatusCode);

        var page = await nation.Read("/statistics/offices?element=pledge_projects&superior=office-340000&period=quarter");
        var row = page[page.IndexOf("<th scope=\"row\">2025Q2</th>", StringComparison.Ordinal)..];
        row = row[..row.IndexOf("</tr>", StringComparison.Ordinal)];
        Assert.Equal(3, row.Split(">209 <").Length - 1); // as then, as now, bridged
        Assert.Contains("<option value=\"quarter\" selected", page, StringComparison.Ordinal);
        Assert.DoesNotContain("2025Q2", await nation.Read("/statistics/offices?element=pledge_projects&superior=office-340000"), StringComparison.Ordinal);
        var months = await nation.Read("/statistics/offices?element=pledge_projects&superior=office-340000&period=month");
        Assert.Equal(36, months.Split("<th scope=\"row\">20").Length - 1);

        using var anhui = await As("regionalofficer");
        Assert.DoesNotContain("/statistics/offices/found", await anhui.Read("/statistics/offices"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_shows_the_total_of_its_rows_the_publishers_own_figure_and_who_ended_in_the_period()
    {
        using var nation = await As("nationaladministrator");
        await Load(nation, "pledge_amount,office-340100,2024,20", "pledge_amount,office-340200,2024,11.96", "pledge_amount,office-340000,2024,141.01");
        var ended = await nation.Submit("/statistics/offices", "/statistics/offices/succession", ("kind", nameof(SuccessionKind.Merger)), ("predecessor", "office-340200"), ("heirs", "office-340500"), ("on", "2024-11-01"), ("source", "测试批复"));
        Assert.Equal(HttpStatusCode.Found, ended.StatusCode);
        await site.With(async db =>
        {
            var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Login == "nationaladministrator");
            var office = await db.Organisations.AsNoTracking().SingleAsync(o => o.Code == "cnipa");
            var actor = new Actor(account.Id, account.DisplayName, [new HeldRole(Role.NationalAdministrator, office.Id, office.Path)]);
            var release = Accept(await ReleaseDesk.Begin(db, actor, new("rows-2024", "各市质押融资", "2024", DivisionLevel.City, ["pledge_financing"], ChinaTime.Today(TimeProvider.System), "office-340000"), TimeProvider.System, default));
            foreach (var (to, by) in ((ReleaseState, int)[])[(ReleaseState.Reviewed, 9001), (ReleaseState.Approved, 9002), (ReleaseState.Published, 9002)])
            {
                db.ChangeTracker.Clear();
                var version = await db.StatisticalReleases.Where(r => r.Id == release.Id).Select(r => r.Version).SingleAsync();
                Accept(await ReleaseDesk.Move(db, actor with { AccountId = new AccountId(by) }, release.Id, version, to, null, TimeProvider.System, default));
            }
            return 0;
        });
        using var everyone = site.Browse();
        var page = await everyone.Read("/open/statistics/rows-2024");
        Assert.Contains("各行合计", page, StringComparison.Ordinal);
        Assert.Contains("<strong>31.96</strong><span class=\"coverage\">2 / 16 个机构</span>", page, StringComparison.Ordinal);
        Assert.Contains("141.01<span class=\"coverage\">自行填报</span>", page, StringComparison.Ordinal);
        Assert.Contains("芜湖市知识产权局 自 2024-11-01 起并入马鞍山市知识产权局", page, StringComparison.Ordinal);
        var csv = await everyone.Read("/open/statistics/rows-2024/data.csv");
        Assert.All((string[])["\"各行合计\",\"31.96\"", "\"2/16\"", "\"141.01\"", "\"1/1\""], said => Assert.Contains(said, csv, StringComparison.Ordinal));
    }

    static T Accept<T>(Outcome<T> outcome) where T : notnull =>
        outcome.Accepted(out var value, out var refusal) ? value : throw new InvalidOperationException($"{refusal.Code} {string.Join("; ", refusal.Defects)}");
}
