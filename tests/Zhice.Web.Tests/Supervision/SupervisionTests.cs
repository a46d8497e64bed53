using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zhice.Data.Storage;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Web.Jobs;

namespace Zhice.Web.Tests.Supervision;

/// <summary>The calendar, the ladder, letters, the inbox and the clock's alarm, through the door.</summary>
public sealed class SupervisionTests(SampleSite site) : IClassFixture<SampleSite>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_year_is_shown_with_its_notice_and_brought_after_a_preview()
    {
        using var nation = await As("nationaladministrator");
        Assert.Contains("国办发明电〔2025〕7号", await nation.Read("/calendar?year=2026"), StringComparison.Ordinal);
        Assert.Contains("2031 年还没有节假日安排", await nation.Read("/calendar?year=2031"), StringComparison.Ordinal);
        const string Csv = "起始,截止,类型,节日,文号,待核\n2031-01-01,,放假,元旦,试发〔2030〕1号,是\n";

        var preview = await (await nation.Submit("/calendar/import", "/calendar/import", ("year", "2031"), ("csv", Csv))).Text();
        Assert.Contains("2031 年：1 行，此前没有", preview, StringComparison.Ordinal);
        Assert.Contains("2031 年还没有节假日安排", await nation.Read("/calendar?year=2031"), StringComparison.Ordinal);
        await nation.Submit("/calendar/import", "/calendar/import", ("year", "2031"), ("csv", Csv), ("confirmed", "true"));

        var page = await nation.Read("/calendar?year=2031");
        Assert.Contains("试发〔2030〕1号", page, StringComparison.Ordinal);
        Assert.Contains("有 1 行尚未与通知原文核对", page, StringComparison.Ordinal);
        using var officer = await As("regionalofficer");
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Get("/calendar/import")).StatusCode);
    }

    [Fact]
    public async Task A_ladder_is_previewed_saved_and_its_letter_goes_its_whole_way()
    {
        using var nation = await As("nationaladministrator");
        using var anhui = await As("regionaladministrator");
        using var officer = await As("regionalofficer"); // of Hefei: neither side of the letter
        var programme = site.Sample.Programme.Id.Value;
        var ladder = $"/programmes/{programme}/ladder";
        (string, string)[] rungs = [("kind[0]", "OverdueNotice"), ("days[0]", "1"), ("kind[1]", "UrgingLetter"), ("days[1]", "2"), ("activeFrom", "2026-02-01"), ("version", "0")];

        Assert.Contains("将会怎样", await (await nation.Submit(ladder, ladder, rungs)).Text(), StringComparison.Ordinal);
        Assert.Contains("提醒不能在到期之后", await (await nation.Submit(ladder, ladder, ("kind[0]", "Reminder"), ("days[0]", "5"), ("activeFrom", "2026-02-01"), ("version", "0"), ("confirmed", "true"))).Text(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await nation.Submit(ladder, ladder, [.. rungs, ("confirmed", "true")])).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await anhui.Submit(ladder, ladder, [.. rungs, ("confirmed", "true")])).StatusCode);

        var (obligation, office) = await DueOn("office-340000", new DateOnly(2026, 2, 24));
        using var clock = new SupervisionClock(site.Services.GetRequiredService<ZhiceStore>(), site.Clock, NullLogger<SupervisionClock>.Instance);
        await clock.Turn(Cancel);
        await clock.Turn(Cancel);

        Assert.Contains("督办单", await anhui.Read("/supervision"), StringComparison.Ordinal);
        var letter = await site.With(db => db.Letters.AsNoTracking().SingleAsync(l => l.ObligationId == obligation));
        var address = $"/letters/{letter.Id.Value}";
        Assert.Equal(HttpStatusCode.NotFound, (await anhui.Get(address)).StatusCode); // a draft is the issuer's own
        Assert.Contains("督办单待签发", await nation.Read("/inbox"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await nation.Submit(address, address + "/issue", ("version", "0"), ("demand", "请说明原因。"), ("answerDays", "10"))).StatusCode);
        Assert.Contains("督办〔2026〕1号", await anhui.Read(address), StringComparison.Ordinal);
        Assert.Contains("督办单待回复", await anhui.Read("/inbox"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Get(address)).StatusCode);
        await anhui.Submit(address, address + "/answer", ("version", "1"), ("words", "三月底前完成。"));
        await nation.Submit(address, address + "/close", ("version", "2"), ("words", "属实。"));
        Assert.Contains("已办结", await anhui.Read(address), StringComparison.Ordinal);
        Assert.Contains(Regex.Escape("2026-02-24"), Regex.Escape(await anhui.Read($"/obligations/{obligation.Value}/supervision")), StringComparison.Ordinal);
        Assert.NotEqual(0, office);
    }

    [Fact]
    public async Task The_alarm_sounds_when_the_clock_stands_and_readiness_does_not_change()
    {
        using var browser = site.Browse();
        using var clock = new SupervisionClock(site.Services.GetRequiredService<ZhiceStore>(), site.Clock, NullLogger<SupervisionClock>.Instance);
        await clock.Turn(Cancel);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/healthz/clock")).StatusCode);

        site.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.Get("/healthz/clock")).StatusCode);
        Assert.Contains("告警：督办时钟停止", await browser.Read("/health"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/healthz")).StatusCode);
        await clock.Turn(Cancel);
        Assert.DoesNotContain("告警：督办时钟停止", await browser.Read("/health"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_inbox_lists_what_is_due_this_week_and_filters_by_kind_and_time()
    {
        using var hefei = await As("regionalofficer");
        await site.With(async db =>
        {
            var office = (await db.Organisations.SingleAsync(o => o.Code == "office-340100")).Id;
            var obligation = await db.Obligations.FirstAsync();
            foreach (var (title, due) in new[] { ("本周分解", new DateOnly(2026, 3, 6)), ("月内分解", new DateOnly(2026, 3, 20)), ("以后分解", new DateOnly(2026, 9, 1)) })
                db.Add(new WorkItem { ObligationId = obligation.Id, GivenBy = office, OrganisationId = office, Title = title, Due = due, CreatedAt = site.Clock.GetUtcNow() });
            return await db.SaveChangesAsync();
        });
        static string Shown(string page) => string.Join(' ', Regex.Matches(page, "(本周|月内|以后)分解").Select(m => m.Groups[1].Value));

        Assert.Equal("本周", Shown(await hefei.Read("/inbox")));
        Assert.Equal("本周 月内", Shown(await hefei.Read("/inbox?due=Month")));
        Assert.Equal("本周 月内 以后", Shown(await hefei.Read("/inbox?due=All&kind=WorkItem")));
        Assert.Equal("", Shown(await hefei.Read("/inbox?due=All&kind=Decision")));
        using var stranger = await As("departmentofficer");
        Assert.Equal("", Shown(await stranger.Read("/inbox?due=All")));
    }

    Task<(ObligationId Obligation, long Office)> DueOn(string office, DateOnly day) => site.With(async db =>
    {
        var organisation = (await db.Organisations.SingleAsync(o => o.Code == office)).Id;
        var obligation = await db.Obligations.FirstAsync(o => o.OrganisationId == organisation && o.Level != ObligationLevel.Optional && !db.ObligationStates.Any(s => s.ObligationId == o.Id));
        db.Add(new ObligationState { ObligationId = obligation.Id, ProgrammeId = obligation.ProgrammeId, Status = WorkStatus.UnderWay, ExtendedTo = day, Version = 1 });
        await db.SaveChangesAsync();
        return (obligation.Id, organisation.Value);
    });

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
