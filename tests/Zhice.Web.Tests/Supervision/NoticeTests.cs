using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zhice.Data.Storage;
using Zhice.Data.Supervision;
using Zhice.Domain.Supervision;
using Zhice.Records.Store;
using Zhice.Web.Jobs;

namespace Zhice.Web.Tests.Supervision;

/// <summary>What is told to others goes through real servers: mail to a real SMTP server, events to a real receiver, the feed to a reader without a session.</summary>
public sealed class NoticeTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task The_daily_mail_reaches_the_server_once_with_what_waits_and_its_days()
    {
        using var server = await MailServer.Start();
        using var officer = await As("regionalofficer");
        Assert.Equal(HttpStatusCode.Found, (await officer.Submit("/inbox/notices", "/inbox/notices", ("mail", "hefei@example.cn"), ("quietFrom", "20"), ("quietTo", "8"))).StatusCode);
        var duty = await Overdue("office-340100");
        var job = Job(new NoticeSettings("127.0.0.1", server.Port, "zhice@example.cn", null, null, false, new Uri("https://zhice.example.cn"), false));

        await job.Turn(TestContext.Current.CancellationToken); // nine o'clock on a Monday in China
        await job.Turn(TestContext.Current.CancellationToken);

        // Other tests of this class make other officers subscribe: only this one's mail is looked at.
        var mail = Assert.Single(server.Mails, m => m.Contains("To: hefei@example.cn", StringComparison.Ordinal));
        Assert.Matches("Message-ID: <digest-[0-9]+-20260302@example.cn>", mail);
        var text = Decoded(mail);
        Assert.Contains("其中 1 项已逾期", text, StringComparison.Ordinal);
        Assert.Contains("催办方案（2026-02-24 逾期 6 天）", text, StringComparison.Ordinal); // due on a rest day: the first working day after 春节
        Assert.Contains($"https://zhice.example.cn/obligations/{duty}/items/", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_costs_nobody_the_mail_and_is_asked_again()
    {
        using var admin = await As("regionaladministrator");
        await admin.Submit("/inbox/notices", "/inbox/notices", ("mail", "anhui@example.cn"), ("quietFrom", "0"), ("quietTo", "0"));
        await Overdue("office-340000");
        var job = Job(new NoticeSettings("127.0.0.1", MailServer.FreePort(), "zhice@example.cn", null, null, false, null, false));

        await job.Turn(TestContext.Current.CancellationToken);

        var digest = await site.With(async db => await (from d in db.Digests join p in db.NoticePreferences on d.AccountId equals p.AccountId where p.Mail == "anhui@example.cn" select d).SingleAsync());
        Assert.Equal((DeliveryState.Waiting, 1), (digest.State, digest.Attempts));
        Assert.True(digest.NextAt > site.Clock.GetUtcNow());
        Assert.NotNull(digest.Fault);
    }

    [Fact]
    public async Task A_webhook_is_signed_and_tried_again_until_it_is_taken()
    {
        var seen = new List<(string Body, string Signature, string Event)>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var receiver = builder.Build();
        receiver.Urls.Add("http://127.0.0.1:0");
        receiver.MapPost("/hook", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            seen.Add((await reader.ReadToEndAsync(), request.Headers["X-Zhice-Signature"].ToString(), request.Headers["X-Zhice-Event-Id"].ToString()));
            return seen.Count == 1 ? Results.StatusCode(503) : Results.NoContent();
        });
        await receiver.StartAsync(TestContext.Current.CancellationToken);
        using var nation = await As("nationaladministrator");
        var office = await site.With(async db => (await db.Organisations.SingleAsync(o => o.Code == "cnipa")).Id.Value);
        var page = await (await nation.Submit("/webhooks", "/webhooks", ("office", $"{office}"), ("url", $"{receiver.Urls.First()}/hook"), ("topic", "test."))).Text();
        var secret = Regex.Match(page, "<code class=\"secret\">([^<]+)</code>").Groups[1].Value;
        await site.With(async db =>
        {
            Outbox.Append(db, site.Clock.GetUtcNow(), "test.happened", "letter/7", new(office), new { words = "督办" });
            return await db.SaveChangesAsync();
        });
        var job = Job(NoticeSettings.None with { LocalWebhooks = true });

        await job.Turn(TestContext.Current.CancellationToken);
        Assert.Single(seen);
        Assert.Contains("HTTP 503", await nation.Read("/webhooks"), StringComparison.Ordinal);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await job.Turn(TestContext.Current.CancellationToken);

        Assert.Equal(2, seen.Count);
        Assert.Equal(seen[0].Event, seen[1].Event);
        var (seconds, signature) = (Regex.Match(seen[1].Signature, "t=([0-9]+)").Groups[1].Value, Regex.Match(seen[1].Signature, "v1=([0-9a-f]{64})$").Groups[1].Value);
        Assert.Equal(WebhookSender.Sign(secret, seconds, Encoding.UTF8.GetBytes(seen[1].Body)), signature);
        Assert.Equal(("test.happened", "cnipa", "督办"), Facts(seen[1].Body));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080/")]
    [InlineData("http://localhost:5080/")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://[::1]/")]
    public async Task A_webhook_does_not_lead_to_the_machine_itself(string url)
    {
        using var sender = new WebhookSender(site.Services.GetRequiredService<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider>(), NoticeSettings.None);
        var secret = Microsoft.AspNetCore.DataProtection.DataProtectionCommonExtensions.Protect(
            Microsoft.AspNetCore.DataProtection.DataProtectionCommonExtensions.CreateProtector(
                site.Services.GetRequiredService<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider>(), [WebhookSender.Purpose]), "s");
        var delivery = new LeasedDelivery(1, 1, url, secret, new OutboxEvent { Topic = "t", Subject = "s" }, "cnipa", null);
        Assert.Contains("this machine itself", await sender.Send(delivery, DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_is_read_without_a_session_and_not_after_it_was_revoked()
    {
        using var officer = await As("departmentofficer");
        var address = new Uri(Regex.Match(await (await officer.Submit("/inbox/notices", "/inbox/notices/feed")).Text(), "<code class=\"secret\">([^<]+)</code>").Groups[1].Value).AbsolutePath;
        await Overdue("cnipa-utilisation");
        using var program = site.Browse();

        var answer = await program.Get(address);
        Assert.Equal("text/calendar", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("DTSTART;VALUE=DATE:20260224", await answer.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain(address["/calendar/".Length..^".ics".Length], await officer.Read("/inbox/notices"), StringComparison.Ordinal);

        await officer.Submit("/inbox/notices", "/inbox/notices/unfeed");
        Assert.Equal(HttpStatusCode.NotFound, (await program.Get(address)).StatusCode);
    }

    NoticeDelivery Job(NoticeSettings settings) => new(site.Services.GetRequiredService<ZhiceStore>(), site.Services.GetRequiredService<RecordStore>(), site.Clock, settings,
        new WebhookSender(site.Services.GetRequiredService<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider>(), settings), new DigestMail(settings), NullLogger<NoticeDelivery>.Instance);

    /// <summary>A work item of the office that was due on a day of 春节; answers its obligation.</summary>
    Task<long> Overdue(string office) => site.With(async db =>
    {
        var organisation = (await db.Organisations.SingleAsync(o => o.Code == office)).Id;
        var obligation = await db.Obligations.FirstAsync();
        db.Add(new Domain.Working.WorkItem
        {
            ObligationId = obligation.Id, GivenBy = obligation.OrganisationId, OrganisationId = organisation, Title = "催办方案", Due = new DateOnly(2026, 2, 20), CreatedAt = site.Clock.GetUtcNow(),
        });
        await db.SaveChangesAsync();
        return obligation.Id.Value;
    });

    static (string?, string?, string?) Facts(string body)
    {
        using var json = JsonDocument.Parse(body);
        return (json.RootElement.GetProperty("topic").GetString(), json.RootElement.GetProperty("organisation").GetString(), json.RootElement.GetProperty("facts").GetProperty("words").GetString());
    }

    // The text comes as base64 of UTF-8, in lines.
    internal static string Decoded(string mail)
    {
        var body = mail.ReplaceLineEndings("\n").Split("\n\n", 2)[1];
        return Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace("\n", "", StringComparison.Ordinal)));
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
