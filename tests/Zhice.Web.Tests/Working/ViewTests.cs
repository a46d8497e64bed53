using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Data.Working;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Web.Features.Working;

namespace Zhice.Web.Tests.Working;

/// <summary>Board of lights, map, comparison, timeline, activity, workbench: the same figures everywhere, and to each reader what that reader may see.</summary>
public sealed class ViewTests(SampleSite site) : IClassFixture<SampleSite>
{
    string At => $"/programmes/{site.Sample.Programme.Id.Value}";

    [Theory]
    [InlineData("", "302 302 302 302 200")] // the timeline of the tasks is public, the work is not
    [InlineData("systemadministrator", "403 403 403 403 200")]
    [InlineData("regionalofficer", "200 200 200 200 200")]
    [InlineData("auditor", "200 200 200 200 200")]
    public async Task The_work_shows_to_those_who_do_business_and_to_the_auditor(string login, string expected)
    {
        using var browser = await As(login);
        var answers = new List<int>();
        foreach (var view in (string[])["progress", "map", "compare", "activity", "timeline"]) answers.Add((int)(await browser.Get($"{At}/{view}")).StatusCode);
        Assert.Equal(expected, string.Join(' ', answers));
    }

    [Fact]
    public async Task The_board_is_right_at_once_after_a_change()
    {
        using var nation = await As("nationaladministrator");
        using var province = await As("regionaladministrator");
        var (task, page) = await site.With(async db =>
        {
            var owed = await Own(db, "office-340000").FirstAsync();
            return (owed.TaskId, $"/obligations/{owed.Id.Value}");
        });
        Assert.Contains("<td class=\"lGreen\">", await Cell(nation, task), StringComparison.Ordinal);
        Assert.Contains("<td class=\"lGreen\">", await Cell(nation, task), StringComparison.Ordinal); // from what was kept

        await province.Submit(page, page + "/status", ("status", "NotApplicable"), ("reason", "不涉及"), ("version", "0"));

        Assert.Contains("<td class=\"lNone\">", await Cell(nation, task), StringComparison.Ordinal);
        await province.Submit(page, page + "/status", ("status", "UnderWay"), ("version", "1"));
        Assert.Contains("<td class=\"lGreen\">", await Cell(nation, task), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nationaladministrator")]
    [InlineData("departmentofficer")] // whole rows of what is kept
    [InlineData("regionaladministrator")] // a whole column of it
    [InlineData("regionalofficer")] // counted anew
    [InlineData("auditor")]
    public async Task Every_figure_counts_the_work_that_the_policy_lets_this_reader_see_and_nothing_else(string login)
    {
        var id = site.Sample.Programme.Id;
        var today = new DateOnly(2026, 3, 2);
        await site.With(async db =>
        {
            var grant = await db.RoleGrants.SingleAsync(g => g.RevokedAt == null && db.Accounts.Any(a => a.Id == g.AccountId && a.Login == login));
            var place = await db.Organisations.SingleAsync(o => o.Id == grant.OrganisationId);
            var actor = new Actor(grant.AccountId, login, [new HeldRole(grant.Role, place.Id, place.Path)]);
            Assert.True((await ProgressData.Load(db, actor, new ProgressSnapshots(), id, today, default)).Accepted(out var data, out _));
            var readings = await LightReader.Of(db, actor, db.Obligations.Where(o => o.ProgrammeId == id && o.WithdrawnBy == null), today, default);
            var offices = await db.Organisations.Where(o => o.DivisionCode != null).ToDictionaryAsync(o => o.Id);
            var expected = readings.Values.Where(r => offices.ContainsKey(r.Obligation.OrganisationId))
                .GroupBy(r => (r.Obligation.TaskId, Province: offices[r.Obligation.OrganisationId].DivisionCode![..2], Own: offices[r.Obligation.OrganisationId].Level == DivisionLevel.Province))
                .ToDictionary(g => g.Key, g => g.Aggregate(default(LightTally), (sum, r) => sum.With(r.Reading.Light)));
            Assert.NotEmpty(expected);
            foreach (var task in data.Tasks)
                foreach (var province in data.Provinces)
                {
                    var work = data.Of(task, province);
                    Assert.Equal(expected.GetValueOrDefault((task.Id, province.Prefix, true)), work.Own);
                    Assert.Equal(expected.GetValueOrDefault((task.Id, province.Prefix, false)), work.Below);
                }
            return true;
        });
    }

    [Fact]
    public async Task What_was_kept_for_one_reader_is_not_shown_to_another()
    {
        using var nation = await As("nationaladministrator");
        using var city = await As("regionalofficer");
        Assert.Contains("office-110000?programme", Regex.Match(await nation.Read($"{At}/progress"), "<tbody>.*</tbody>", RegexOptions.Singleline).Value, StringComparison.Ordinal);
        Assert.DoesNotContain("office-110000?programme", Regex.Match(await city.Read($"{At}/progress"), "<tbody>.*</tbody>", RegexOptions.Singleline).Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_map_has_a_tile_for_every_province_and_the_table_says_the_same()
    {
        using var nation = await As("nationaladministrator");
        var page = await nation.Read($"{At}/map");
        Assert.Equal(32, Regex.Count(page, "class=\"tile l"));
        Assert.Equal(32, Regex.Matches(page, "class=\"tile l[A-Za-z]+\" x=\"[0-9]+\" y=\"[0-9]+\"").Select(m => m.Value[m.Value.IndexOf(" x=", StringComparison.Ordinal)..]).Distinct().Count()); // none on another
        var csv = await (await nation.Get($"{At}/map.csv")).Text();
        Assert.Equal(33, csv.Trim().Split('\n').Length);
        Assert.Contains("安徽省", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_reader_may_not_see_is_said_on_the_map_and_not_counted_as_nothing()
    {
        using var city = await As("regionalofficer");
        var page = await city.Read($"{At}/map");
        var csv = (await (await city.Get($"{At}/map.csv")).Text()).Replace("\"", "", StringComparison.Ordinal).Trim().Split('\n');

        Assert.Contains("江苏省：不在您的查看范围内", page, StringComparison.Ordinal);
        Assert.EndsWith(",,,,,,不在您的查看范围内", csv.Single(line => line.StartsWith("江苏省", StringComparison.Ordinal)).Trim(), StringComparison.Ordinal);
        using var nation = await As("nationaladministrator");
        Assert.DoesNotContain("不在您的查看范围内", await nation.Read($"{At}/map"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Regions_are_compared_by_one_address()
    {
        using var nation = await As("nationaladministrator");
        foreach (var address in (string[])[$"{At}/compare?regions=34,32", $"{At}/compare?regions=34&regions=32"])
        {
            var table = Regex.Match(await nation.Read(address), "<h2 id=\"counts\">.*?</table>", RegexOptions.Singleline).Value;
            Assert.Contains("安徽省", table, StringComparison.Ordinal);
            Assert.Contains("江苏省", table, StringComparison.Ordinal);
            Assert.DoesNotContain("北京市", table, StringComparison.Ordinal);
        }
        var csv = await (await nation.Get($"{At}/compare?regions=34,32&tables=csv")).Text();
        Assert.Contains("江苏省", csv, StringComparison.Ordinal);
        Assert.Matches("(?s)状态灯.*逐项任务", csv); // both tables
    }

    [Fact]
    public async Task The_feed_tells_what_happened_to_those_who_may_see_the_work()
    {
        using var nation = await As("nationaladministrator");
        using var city = await As("regionalofficer");
        Assert.Contains("状态变更：进行中", await nation.Read($"{At}/activity"), StringComparison.Ordinal);
        Assert.DoesNotContain("状态变更：进行中", await city.Read($"{At}/activity"), StringComparison.Ordinal);
        Assert.Contains("状态变更", await (await nation.Get($"{At}/activity.csv?kind=Status")).Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("状态变更", await (await nation.Get($"{At}/activity.csv?kind=Extended")).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_timeline_of_all_tasks_counts_the_lights_of_each_for_who_may_see_them()
    {
        using var nation = await As("nationaladministrator");
        using var someone = site.Browse();
        var csv = (await (await nation.Get($"{At}/timeline.csv")).Text()).Replace("\"", "", StringComparison.Ordinal).Trim().Split('\n');
        var page = await nation.Read($"{At}/timeline");

        var owed = csv.Skip(1).Select(line => line.Trim().Split(',').TakeLast(5).Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).ToArray()).ToList();
        Assert.Contains(owed, n => n[4] > 0);
        Assert.All(owed, n => Assert.Equal(n[4], n.Take(4).Sum()));
        Assert.Contains("<rect class=\"lGreen\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<rect class=\"lGreen\"", await someone.Read($"{At}/timeline"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_timeline_of_an_office_shows_its_lights_to_itself_and_its_days_to_the_public()
    {
        using var province = await As("regionaladministrator");
        using var someone = site.Browse();
        var address = $"{At}/timeline?office=office-340000";
        var page = await province.Read(address);
        Assert.Contains("class=\"gantt\"", page, StringComparison.Ordinal);
        Assert.Contains("/obligations/", page, StringComparison.Ordinal);
        var open = await someone.Read(address);
        Assert.Contains("2026-12-31", open, StringComparison.Ordinal);
        Assert.DoesNotMatch("/obligations/|class=\"light ", open);
        Assert.Equal("PK", (await (await province.Get($"{At}/timeline.xlsx")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken))[..2]);
    }

    [Fact]
    public async Task The_start_page_of_an_officer_counts_the_lights_of_the_own_office()
    {
        using var province = await As("regionaladministrator");
        var owed = await site.With(db => Own(db, "office-340000")
            .CountAsync(o => o.WithdrawnBy == null && db.Tasks.Any(t => t.Id == o.TaskId && t.DocumentId != site.Sample.Withheld.Id))); // of what it may not read it sees nothing
        var page = Regex.Match(await province.Read("/"), $"id=\"bench-office-340000-{site.Sample.Programme.Id.Value}\".*?</section>", RegexOptions.Singleline).Value;
        Assert.Equal(owed, Regex.Matches(page, "<strong>([0-9]+)</strong>").Sum(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
        using var someone = site.Browse();
        Assert.DoesNotContain("bench", await someone.Read("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_programme_does_not_hide_the_work_of_the_one_under_way()
    {
        const string piece = "整理本市行政裁决台账";
        var (newer, link) = await site.With(async db =>
        {
            var next = new YearProgramme { Year = site.Sample.Programme.Year, Name = "同年另一年度工作", OwnerId = site.Sample.Programme.OwnerId, CreatedAt = site.Clock.GetUtcNow() };
            var owed = await Own(db, "office-340000").FirstAsync();
            var city = await db.Organisations.SingleAsync(o => o.Code == "office-340100");
            var item = new WorkItem { ObligationId = owed.Id, GivenBy = owed.OrganisationId, OrganisationId = city.Id, Title = piece, CreatedAt = site.Clock.GetUtcNow() };
            db.AddRange(next, item);
            await db.SaveChangesAsync();
            return (next, $"/obligations/{owed.Id.Value}/items/{item.Id.Value}");
        });
        using var officer = await As("regionalofficer");
        using var province = await As("regionaladministrator");
        try
        {
            Assert.Contains(piece, await officer.Read("/"), StringComparison.Ordinal);
            Assert.Contains($"bench-office-340000-{site.Sample.Programme.Id.Value}", await province.Read("/"), StringComparison.Ordinal);
            // A piece that names no day waits all the same.
            Assert.Contains(link, await officer.Read("/inbox"), StringComparison.Ordinal);
            Assert.Contains(link, await officer.Read("/inbox?due=All&kind=WorkItem"), StringComparison.Ordinal);
            // A title may be owed in two programmes: each line says in which.
            Assert.Contains($">{site.Sample.Programme.Name}</small>", await province.Read("/inbox?due=All&kind=Obligation"), StringComparison.Ordinal);
        }
        finally
        {
            await site.With(db => db.Programmes.Where(p => p.Id == newer.Id).ExecuteDeleteAsync());
        }
    }

    [Fact]
    public async Task A_board_that_has_not_changed_costs_three_commands()
    {
        using var nation = await As("nationaladministrator");
        await nation.Read($"{At}/progress");
        site.Commands.Reset();
        await nation.Read($"{At}/progress");
        Assert.True(site.Commands.Sent.Count <= 3, $"{site.Commands.Sent.Count} commands"); // the session, the stamp, and the reader's named filters
    }

    [Fact]
    public async Task A_new_calendar_makes_a_kept_board_old_at_once()
    {
        using var nation = await As("nationaladministrator");
        await nation.Read($"{At}/progress");
        site.Commands.Reset();
        await nation.Read($"{At}/progress");
        var kept = site.Commands.Sent.Count;
        await nation.Submit("/calendar/import", "/calendar/import",
            ("year", "2032"), ("csv", "起始,截止,类型,节日,文号,待核\n2032-01-01,,放假,元旦,试发〔2031〕1号,是\n"), ("confirmed", "true"));
        site.Commands.Reset();
        await nation.Read($"{At}/progress");
        Assert.True(site.Commands.Sent.Count > kept, "the board was shown from before the calendar");
    }

    static IQueryable<Obligation> Own(Zhice.Data.ZhiceDb db, string office) => db.Obligations.Where(o => db.Organisations.Any(p => p.Id == o.OrganisationId && p.Code == office)).OrderBy(o => o.Id);

    async Task<string> Cell(Browser browser, TaskId task)
    {
        var row = (await browser.Read($"{At}/progress")).Split("<tr>").Single(r => r.Contains($"/tasks/{task.Value}\"", StringComparison.Ordinal));
        return row.Split("<td").Where(c => c.Contains("office-340000", StringComparison.Ordinal)).Select(c => "<td" + c).Single();
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        if (login.Length > 0) Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
