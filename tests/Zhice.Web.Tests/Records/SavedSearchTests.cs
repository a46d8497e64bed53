using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Records.Model;
using Zhice.Records.Reading;
using Zhice.Records.Store;
using Zhice.Web.Jobs;
using Zhice.Web.Tests.Supervision;

namespace Zhice.Web.Tests.Records;

/// <summary>Searches that people keep: sets, what is new in them, and the mail that tells of it.</summary>
public sealed class SavedSearchTests(RecordSite site) : IClassFixture<RecordSite>
{
    const string Page = "/records/searches";

    [Fact]
    public async Task Kept_searches_are_combined_by_their_numbers_and_hold_when_the_first_is_removed()
    {
        using var officer = await As("regionalofficer");
        await Keep(officer, "隔膜", "锂硫 OR 电解液");
        await Keep(officer, "公开的", "锂硫 NOT 保密");
        var numbers = await Numbers("regionalofficer");

        var combined = await officer.Get($"{Page}/combine?first={numbers["隔膜"]}&how=not&second={numbers["公开的"]}");
        Assert.Equal($"/records?q=#{numbers["隔膜"]} NOT #{numbers["公开的"]}", Uri.UnescapeDataString(combined.Headers.Location!.OriginalString));
        var found = await officer.Read(combined.Headers.Location!.OriginalString);
        Assert.Contains("(&quot;锂硫&quot; OR &quot;电解液&quot;) AND NOT (&quot;锂硫&quot; AND NOT &quot;保密&quot;)", found, StringComparison.Ordinal);
        Assert.Contains("CN112345699A", found, StringComparison.Ordinal);
        Assert.DoesNotContain("/records/item/CN112345678A", found, StringComparison.Ordinal);
        Assert.Contains("CN112345699A", await officer.Read($"/api/v1/records?q={Uri.EscapeDataString($"#{numbers["隔膜"]} NOT #{numbers["公开的"]}")}"), StringComparison.Ordinal);

        await Keep(officer, "差集", $"#{numbers["隔膜"]} NOT #{numbers["公开的"]}");
        var first = await site.With(db => db.SavedSearches.SingleAsync(s => s.Name == "隔膜"));
        await officer.Submit(Page, $"{Page}/{first.Id.Value}/remove");
        Assert.Contains("CN112345699A", await officer.Read($"/records?q=%23{(await Numbers("regionalofficer"))["差集"]}"), StringComparison.Ordinal);
        Assert.Contains($"您没有编号为 #{first.Number} 的检索式", await officer.Read($"/records?q=%23{first.Number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_is_seen_and_changed_by_its_owner_only_and_the_public_keeps_none()
    {
        using var owner = await As("departmentofficer");
        await Keep(owner, "只有我", "锂硫");
        var mine = await site.With(db => db.SavedSearches.SingleAsync(s => s.Name == "只有我"));
        using var other = await As("auditor");
        using var anyone = site.Browse();

        Assert.DoesNotContain("只有我", await other.Read(Page), StringComparison.Ordinal);
        foreach (var act in new[] { "seen", "alerts", "remove" })
            Assert.Equal(HttpStatusCode.NotFound, (await other.Submit(Page, $"{Page}/{mine.Id.Value}/{act}", ("last", "1"), ("alerts", "true"))).StatusCode);
        Assert.Contains("没有编号为", await other.Read($"/records?q=%23{mine.Number}"), StringComparison.Ordinal);
        Assert.Contains("没有编号为", await anyone.Read($"/records?q=%23{mine.Number}"), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await anyone.Get(Page)).StatusCode);
        Assert.Equal((mine.SeenThrough, false), await site.With(db => db.SavedSearches.Where(s => s.Id == mine.Id).Select(s => new ValueTuple<long, bool>(s.SeenThrough, s.Alerts)).SingleAsync()));
    }

    [Fact]
    public async Task What_is_refused_says_why_and_keeps_what_was_typed()
    {
        using var officer = await As("regionaladministrator");
        await Keep(officer, "一次", "锂硫");
        var twice = await (await officer.Submit(Page, Page, ("name", "一次"), ("query", "隔膜"))).Text();
        Assert.Contains("已有名为“一次”的检索式", twice, StringComparison.Ordinal);
        Assert.Contains("value=\"隔膜\"", twice, StringComparison.Ordinal);
        Assert.Contains("第 4 个字符处的括号没有闭合", await (await officer.Submit(Page, Page, ("name", "坏"), ("query", "锂硫 (隔膜"))).Text(), StringComparison.Ordinal);
        Assert.Contains("请填写名称", await (await officer.Submit(Page, Page, ("name", " "), ("query", "隔膜"))).Text(), StringComparison.Ordinal);

        await site.With(async db =>
        {
            var me = await db.Accounts.Where(a => a.Login == "regionaladministrator").Select(a => a.Id).SingleAsync();
            db.AddRange(Enumerable.Range(1, SavedSearch.Most - 1).Select(i => new SavedSearch { AccountId = me, Number = 1000 + i, Name = $"第{i}条", Query = "\"隔膜\"" }));
            return await db.SaveChangesAsync();
        });
        Assert.Contains("最多保存 100 条", await (await officer.Submit(Page, Page, ("name", "又一条"), ("query", "隔膜"))).Text(), StringComparison.Ordinal);
        site.Commands.Reset();
        Assert.Contains("第19条", await officer.Read(Page), StringComparison.Ordinal);
        Assert.True(site.Commands.Sent.Count <= 3, $"{site.Commands.Sent.Count} commands");
    }

    [Fact]
    public async Task What_came_since_is_counted_shown_and_told_by_one_mail()
    {
        using var server = await MailServer.Start();
        using var officer = await As("nationaladministrator");
        await officer.Submit("/inbox/notices", "/inbox/notices", ("mail", "tixing@example.cn"), ("quietFrom", "20"), ("quietTo", "8"));
        await officer.Submit(Page, Page, ("name", "提醒我"), ("query", "石墨烯散热"), ("alerts", "true"));
        await officer.Submit(Page, Page, ("name", "不提醒"), ("query", "石墨烯"));
        Take("CN112345701A", "一种石墨烯散热片");
        var job = Job(new NoticeSettings("127.0.0.1", server.Port, "zhice@example.cn", null, null, false, new Uri("https://zhice.example.cn"), false));

        await job.Turn(TestContext.Current.CancellationToken);

        var text = NoticeTests.Decoded(Assert.Single(server.Mails, m => m.Contains("To: tixing@example.cn", StringComparison.Ordinal)));
        Assert.Contains("提醒我：1 件", text, StringComparison.Ordinal);
        Assert.DoesNotContain("不提醒", text, StringComparison.Ordinal);
        var kept = await site.With(db => db.SavedSearches.SingleAsync(s => s.Name == "提醒我"));
        Assert.Contains($"since={kept.SeenThrough}", text, StringComparison.Ordinal);
        Assert.True(kept.ToldThrough > kept.SeenThrough);

        // The next day's mail does not tell of it again; the page shows it until it was looked at.
        Take("CN112345702A", "一种石墨烯散热膜");
        site.Clock.Advance(TimeSpan.FromDays(1));
        await job.Turn(TestContext.Current.CancellationToken);
        Assert.Contains("提醒我：1 件", NoticeTests.Decoded(server.Mails.Last(m => m.Contains("To: tixing@example.cn", StringComparison.Ordinal))), StringComparison.Ordinal);
        var fresh = await officer.Read($"/records?q=石墨烯散热&since={kept.SeenThrough}");
        Assert.Contains("命中 2 件", fresh, StringComparison.Ordinal);
        Assert.Contains("只显示上次查看之后", fresh, StringComparison.Ordinal);
        Assert.Equal(3, (await officer.Read($"/records/export.csv?q=石墨烯散热&since={kept.SeenThrough}")).Trim().Split("\r\n").Length);
        var last = Regex.Match(await officer.Read(Page), "name=\"last\" value=\"([0-9]+)\"").Groups[1].Value;
        await officer.Submit(Page, $"{Page}/{kept.Id.Value}/seen", ("last", last));
        Assert.DoesNotContain($"将“提醒我”的新记录标为已看", await officer.Read(Page), StringComparison.Ordinal);
    }

    void Take(string number, string title)
    {
        var store = site.Services.GetRequiredService<RecordStore>();
        using var writer = new RecordWriter(store);
        var dataset = writer.Register("later", "后来", "", "", "", inside: false, synthetic: true);
        IngestRun.Take(writer, dataset, "made", number, 0, [new ReadRecord(1, new IpRecord { Kind = RecordKind.Invention, Publication = number, Title = title })], null, CancellationToken.None);
        store.Forget();
    }

    Task<Dictionary<string, int>> Numbers(string login) => site.With(db =>
        (from s in db.SavedSearches join a in db.Accounts on s.AccountId equals a.Id where a.Login == login select s).ToDictionaryAsync(s => s.Name, s => s.Number));

    static async Task Keep(Browser browser, string name, string query) =>
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit(Page, Page, ("name", name), ("query", query))).StatusCode);

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        await browser.LogIn(login);
        return browser;
    }

    NoticeDelivery Job(NoticeSettings settings) => new(site.Services.GetRequiredService<ZhiceStore>(), site.Services.GetRequiredService<RecordStore>(), site.Clock, settings,
        new WebhookSender(site.Services.GetRequiredService<IDataProtectionProvider>(), settings), new DigestMail(settings), NullLogger<NoticeDelivery>.Instance);
}
