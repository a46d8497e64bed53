using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Web.Tests.Working;

/// <summary>The page of an obligation through the door: who sees it, who changes it, and what happens when two do.</summary>
public sealed class ObligationTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Theory]
    [InlineData("", HttpStatusCode.Found)] // asked to log in: the working state is never public
    [InlineData("systemadministrator", HttpStatusCode.NotFound)]
    [InlineData("regionalofficer", HttpStatusCode.NotFound)] // a city below, which was handed nothing
    [InlineData("regionaladministrator", HttpStatusCode.OK)]
    [InlineData("nationaladministrator", HttpStatusCode.OK)]
    [InlineData("auditor", HttpStatusCode.OK)]
    public async Task The_work_of_a_province_is_seen_by_itself_and_by_those_above(string login, HttpStatusCode expected)
    {
        using var browser = await As(login);
        Assert.Equal(expected, (await browser.Get(await Page("office-340000"))).StatusCode);
    }

    [Theory]
    [InlineData("regionaladministrator", true, false)] // works, and does not extend its own day
    [InlineData("nationaladministrator", false, true)]
    [InlineData("auditor", false, false)]
    public async Task Each_reader_gets_the_forms_that_are_his(string login, bool works, bool extends)
    {
        using var browser = await As(login);
        var page = await browser.Read(await Page("office-340000"));
        Assert.Equal((works, extends), (page.Contains("/status\"", StringComparison.Ordinal), page.Contains("/due\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_light_says_its_rule_and_its_facts_and_the_office_starts_the_work()
    {
        using var browser = await As("regionaladministrator");
        var page = await Page("office-340000", 1);
        Assert.Contains("尚未启动，未到预警日：绿灯", await browser.Read(page), StringComparison.Ordinal);

        var answer = await browser.Submit(page, page + "/status", ("status", "UnderWay"), ("blocker", "等待数据接口"), ("version", "0"));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var after = await browser.Read(page);
        Assert.Contains("正在推进，未到预警日：绿灯", after, StringComparison.Ordinal);
        Assert.Contains("等待数据接口", after, StringComparison.Ordinal);
        Assert.Contains("状态变更：进行中", after, StringComparison.Ordinal); // what happened, by whom
        Assert.Contains("绿灯", await browser.Read($"/organisations/office-340000?programme={site.Sample.Programme.Id.Value}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_overtaken_sees_both_versions_and_keeps_what_was_typed()
    {
        using var first = await As("regionaladministrator");
        using var second = await As("regionaladministrator");
        var page = await Page("office-340000", 2);
        await first.Submit(page, page + "/status", ("status", "UnderWay"), ("blocker", "甲的说明"), ("version", "0"));

        var answer = await second.Submit(page, page + "/status", ("status", "NotApplicable"), ("reason", "乙的理由"), ("version", "0"));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var shown = await answer.Text();
        Assert.Contains("甲的说明", shown, StringComparison.Ordinal);
        Assert.Matches("<textarea[^>]*name=\"reason\"[^>]*>乙的理由</textarea>", shown);
        Assert.Contains("name=\"version\" value=\"1\"", shown, StringComparison.Ordinal); // and may save again, knowingly
        Assert.Equal(WorkStatus.UnderWay, await Status(page));
    }

    [Fact]
    public async Task Not_applicable_without_a_reason_is_answered_at_the_field()
    {
        using var browser = await As("regionaladministrator");
        var page = await Page("office-340000", 4);
        var answer = await browser.Submit(page, page + "/status", ("status", "NotApplicable"), ("reason", ""), ("version", "0"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("id=\"reason-problem\"", await answer.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auditor")] // reads all, changes nothing
    [InlineData("nationaladministrator")] // above: it does not do the office's work
    public async Task Nobody_else_changes_the_status(string login)
    {
        using var browser = await As(login);
        var page = await Page("office-340000");
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Submit("/account", page + "/status", ("status", "UnderWay"), ("version", "0"))).StatusCode);
    }

    [Fact]
    public async Task The_superior_extends_and_both_days_stay_on_the_page()
    {
        using var nation = await As("nationaladministrator");
        var page = await Page("office-320000", 0);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Submit(page, page + "/due", ("to", "2026-12-01"), ("reason", "太早"), ("version", "0"))).StatusCode);

        await nation.Submit(page, page + "/due", ("to", "2027-03-31"), ("reason", "等待国家标准发布"), ("version", "0"));

        var shown = await nation.Read(page);
        Assert.Contains("由 2026-12-31 延至 2027-03-31", shown, StringComparison.Ordinal);
        Assert.Contains("等待国家标准发布", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_optional_is_declined_with_a_reason_and_taken_on_again()
    {
        using var browser = await As("regionalofficer");
        var page = await Page("office-340100", 0, ObligationLevel.Optional);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.Submit(page, page + "/status", ("status", "UnderWay"), ("version", "0"))).StatusCode); // to be taken on first
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Submit(page, page + "/choice", ("choice", "Declined"), ("reason", ""), ("version", "0"))).StatusCode);

        await browser.Submit(page, page + "/choice", ("choice", "Declined"), ("reason", "不具备条件"), ("version", "0"));
        Assert.Contains("选做任务，已选择不承接，不计灯", await browser.Read(page), StringComparison.Ordinal);
        await browser.Submit(page, page + "/choice", ("choice", "TakenOn"), ("version", "1"));
        Assert.Contains("尚未启动，未到预警日：绿灯", await browser.Read(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_piece_is_handed_down_worked_on_below_counted_above_and_taken_back()
    {
        using var province = await As("regionaladministrator");
        using var city = await As("regionalofficer");
        var page = await Page("office-340000", 0);
        var hefei = await site.With(db => db.Organisations.Where(o => o.Code == "office-340100").Select(o => o.Id.Value).SingleAsync());
        var wuhu = await site.With(db => db.Organisations.Where(o => o.Code == "office-340200").Select(o => o.Id.Value).SingleAsync());

        var given = await province.Submit(page + "/items/new", page + "/items",
            ("title", "开展专项检查"), ("sentence", ""), ("unit", "保护处"), ("person", ""), ("start", ""), ("due", "2026-10-31"), ("offices", $"{hefei}"), ("offices", $"{wuhu}"));
        Assert.Equal(HttpStatusCode.Found, given.StatusCode);
        Assert.Contains("2 个事项中已完成 0 个", await province.Read(page), StringComparison.Ordinal);

        var seen = await city.Read(page);
        Assert.Contains("您看到的是交办给本单位的事项", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("芜湖", seen, StringComparison.Ordinal); // a neighbour's piece
        var item = Regex.Match(seen, $"{page}/items/[0-9]+").Value;
        var late = await city.Submit(item, item + "/change", ("title", "改题目"), ("unit", "执法科"), ("person", ""), ("due", "2027-01-01"), ("version", "0"));
        Assert.Equal(HttpStatusCode.Found, late.StatusCode); // title and day are the giver's: they stay
        var changed = await city.Read(item);
        Assert.Contains("执法科", changed, StringComparison.Ordinal);
        Assert.DoesNotContain("改题目", changed, StringComparison.Ordinal);
        await city.Submit(item, item + "/progress", ("status", "Done"), ("blocker", ""), ("version", "1"));
        Assert.Contains("2 个事项中已完成 1 个", await province.Read(page), StringComparison.Ordinal);
        Assert.Equal(WorkStatus.NotStarted, await Status(page)); // the duty is as it was

        Assert.Equal(HttpStatusCode.Forbidden, (await city.Submit(item, item + "/withdraw", ("version", "2"))).StatusCode);
        await province.Submit(item, item + "/withdraw", ("version", "2"));
        Assert.Contains("1 个事项中已完成 0 个", await province.Read(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await city.Get(page)).StatusCode);
    }

    [Fact]
    public async Task One_tick_hands_a_piece_to_every_office_below()
    {
        using var province = await As("regionaladministrator");
        var page = await Page("office-340000", 1);
        Assert.Equal(HttpStatusCode.Found, (await province.Submit(page + "/items/new", page + "/items", ("title", "报送联系人名单"), ("all", "true"))).StatusCode);
        Assert.Equal(16, await site.With(db => db.WorkItems.CountAsync(i => i.Title == "报送联系人名单" && db.Organisations.Any(o => o.Id == i.OrganisationId && o.Code.StartsWith("office-34")))));
        Assert.Contains("16 个事项中已完成 0 个", await province.Read(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_piece_for_which_no_office_is_ticked_is_the_offices_own()
    {
        using var province = await As("regionaladministrator");
        var page = await Page("office-340000", 1);
        Assert.Equal(HttpStatusCode.Found, (await province.Submit(page + "/items/new", page + "/items", ("title", "自己起草方案"), ("unit", "综合处"), ("person", ""), ("start", ""), ("due", ""))).StatusCode);
        Assert.Equal("office-340000", await site.With(db => (from i in db.WorkItems join o in db.Organisations on i.OrganisationId equals o.Id where i.Title == "自己起草方案" select o.Code).SingleAsync()));
        await site.With(db => db.WorkItems.Where(i => i.Title == "自己起草方案").ExecuteDeleteAsync()); // another test counts the pieces of this obligation
    }

    [Fact]
    public async Task A_form_that_names_another_provinces_city_is_answered_with_all_its_faults()
    {
        using var province = await As("regionaladministrator");
        var page = await Page("office-340000", 0);
        var nanjing = await site.With(db => db.Organisations.Where(o => o.Code == "office-320100").Select(o => o.Id.Value).SingleAsync());
        var answer = await province.Submit(page + "/items/new", page + "/items", ("title", ""), ("due", "2027-06-30"), ("offices", $"{nanjing}"));
        var shown = await answer.Text();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("有 3 处需要修改", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lead_sees_who_holds_it_up()
    {
        using var nation = await As("nationaladministrator");
        var (page, other) = await site.With(async db =>
        {
            var parts = await db.Obligations.Where(o => o.TaskId == site.Sample.Tasks[0].Id && o.Basis == ObligationBasis.Assigned).OrderBy(o => o.Id).ToListAsync();
            db.ObligationStates.Add(new ObligationState { ObligationId = parts[1].Id, ProgrammeId = parts[1].ProgrammeId, Status = WorkStatus.UnderWay, Blocker = "缺少数据", Version = 1 });
            await db.SaveChangesAsync();
            return ($"/obligations/{parts[0].Id.Value}", parts[1].OrganisationId);
        });
        var name = await site.With(db => db.Organisations.Where(o => o.Id == other).Select(o => o.Name).SingleAsync());
        var shown = await nation.Read(page);
        Assert.Contains($"有 1 个参与单位影响牵头推进：{name}", shown, StringComparison.Ordinal);
        Assert.Contains("缺少数据", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_in_a_regions_way_reaches_the_department_and_those_above_and_nobody_beside()
    {
        var (task, anhui, department) = await site.With(async db =>
        {
            var owed = await (
                from assignment in db.Assignments
                join responsible in db.Organisations on assignment.OrganisationId equals responsible.Id
                where responsible.Code == "cnipa-utilisation" && assignment.WithdrawnBy == null
                join obligation in db.Obligations on assignment.TaskId equals obligation.TaskId
                join office in db.Organisations on obligation.OrganisationId equals office.Id
                where office.Code == "office-340000" && obligation.WithdrawnBy == null && !db.ObligationStates.Any(s => s.ObligationId == obligation.Id)
                orderby obligation.Id
                select obligation).FirstAsync();
            db.ObligationStates.Add(new ObligationState { ObligationId = owed.Id, ProgrammeId = owed.ProgrammeId, Status = WorkStatus.UnderWay, Blocker = "缺少高校数据，需协调", Version = 1 });
            await db.SaveChangesAsync();
            var own = await db.Obligations.Where(o => o.TaskId == owed.TaskId && o.Basis == ObligationBasis.Assigned && db.Organisations.Any(g => g.Id == o.OrganisationId && g.Code == "cnipa-utilisation"))
                .Select(o => (long?)o.Id.Value).FirstOrDefaultAsync();
            return (owed.TaskId.Value, owed.Id.Value, own);
        });
        const string Said = "缺少高校数据，需协调";
        string[] pages = [$"/tasks/{task}", $"/blockers?task={task}", "/blockers", "/organisations/cnipa-utilisation", "/blockers?organisation=cnipa-utilisation", "/blockers.csv"];
        foreach (var login in (string[])["departmentofficer", "nationaladministrator"])
        {
            using var reader = await As(login);
            foreach (var page in pages) Assert.True((await reader.Read(page)).Contains(Said, StringComparison.Ordinal), $"{login} {page}");
            Assert.Contains($"/blockers?task={task}", await reader.Read("/inbox?due=All&kind=Blocked"), StringComparison.Ordinal);
            if (department is { } own) Assert.Contains(Said, await reader.Read($"/obligations/{own}"), StringComparison.Ordinal);
        }
        using var city = await As("regionalofficer"); // of Hefei: below, not above
        foreach (var page in pages) Assert.False((await city.Read(page)).Contains(Said, StringComparison.Ordinal), page);
        Assert.DoesNotContain("反映困难", await city.Read("/inbox?due=All"), StringComparison.Ordinal);
        using var nobody = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await nobody.Get("/blockers")).StatusCode);
        Assert.DoesNotContain(Said, await nobody.Read($"/tasks/{task}"), StringComparison.Ordinal);
        await site.With(db => db.ObligationStates.Where(s => s.ObligationId == new ObligationId(anhui)).ExecuteUpdateAsync(set => set.SetProperty(s => s.Status, WorkStatus.Done)));
        using var nation = await As("nationaladministrator");
        Assert.DoesNotContain(Said, await nation.Read("/blockers"), StringComparison.Ordinal); // what is done holds up nobody
    }

    [Fact]
    public async Task The_programmes_rules_change_the_lights()
    {
        using var nation = await As("nationaladministrator");
        var rules = $"/programmes/{site.Sample.Programme.Id.Value}/rules";
        var page = await Page("office-370000", 0);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Submit(rules, rules, ("warnDays", "999"), ("silentDays", ""), ("chooseUntil", ""), ("version", "0"))).StatusCode);
        Assert.Contains("未到预警日：绿灯", await nation.Read(page), StringComparison.Ordinal);
        await nation.Submit(rules, rules, ("warnDays", "365"), ("silentDays", "100"), ("chooseUntil", ""), ("version", "0"));
        Assert.Contains("距期限不超过预警天数而未完成：黄灯", await nation.Read(page), StringComparison.Ordinal);
        await nation.Submit(rules, rules, ("warnDays", "30"), ("silentDays", "100"), ("chooseUntil", ""), ("version", "1"));
        using var province = await As("regionaladministrator");
        Assert.Equal(HttpStatusCode.Forbidden, (await province.Submit(rules, rules, ("warnDays", "1"), ("silentDays", "1"), ("version", "2"))).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("systemadministrator")]
    public async Task Nothing_of_the_working_state_is_on_a_page_that_the_public_opens(string login)
    {
        using var browser = await As(login);
        foreach (var page in new[] { $"/organisations/office-340000?programme={site.Sample.Programme.Id.Value}", $"/tasks/{site.Sample.Tasks[0].Id.Value}" })
            Assert.DoesNotMatch("class=\"light|/obligations/", await browser.Read(page));
    }

    Task<string> Page(string office, int index = 0, ObligationLevel? level = null) => site.With(async db => $"/obligations/{(await db.Obligations
        .Where(o => db.Organisations.Any(p => p.Id == o.OrganisationId && p.Code == office) && (level == null || o.Level == level)).OrderBy(o => o.Id).Skip(index).FirstAsync()).Id.Value}");

    Task<WorkStatus> Status(string page) => site.With(async db =>
    {
        var id = new ObligationId(long.Parse(page.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture));
        return (await db.ObligationStates.FirstOrDefaultAsync(s => s.ObligationId == id))?.Status ?? WorkStatus.NotStarted;
    });

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        if (login.Length > 0) Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
