using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Data.Storage;
using Zhice.Domain.Documents;
using Zhice.Domain.Reporting;

namespace Zhice.Web.Tests;

/// <summary>Evidence as an officer meets it: brought in once, used where it fits, seen by those who may.</summary>
public sealed partial class EvidenceTests(SampleSite site) : IClassFixture<SampleSite>
{
    static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n");

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    FileStore Files => new(Path.Combine(site.Home, "files"));

    [Fact]
    public async Task A_file_is_brought_in_without_script_and_comes_back_byte_for_byte_as_an_attachment()
    {
        using var browser = await As("regionaladministrator");
        var bytes = Fresh("年度总结");
        var added = await browser.Upload("/evidence/new", "/evidence/new", Fields("开放许可总结"), ("../..\\总结\u202E.pdf", bytes));
        Assert.Equal(HttpStatusCode.Found, added.StatusCode);
        var address = added.Headers.Location!.ToString();
        var page = await browser.Read(address);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(bytes)), page, StringComparison.Ordinal);
        Assert.Matches("SM3 [0-9a-f]{64}", page);
        Assert.Contains("总结.pdf", page, StringComparison.Ordinal);
        Assert.Contains("开放许可总结", await browser.Read($"/evidence?q={Uri.EscapeDataString("许可总结")}"), StringComparison.Ordinal);

        var file = await browser.Get(address + "/versions/1/file");
        Assert.Equal(bytes, await file.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(("attachment", "application/pdf", (long)bytes.Length), (file.Content.Headers.ContentDisposition!.DispositionType, file.Content.Headers.ContentType!.MediaType, file.Content.Headers.ContentLength!.Value));
        Assert.Contains("sandbox", file.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("<html><body><p>公告</p></body></html>", "公告.html")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><title>图</title></svg>", "图.svg")]
    public async Task A_page_without_script_is_served_as_bytes_in_a_sandbox(string content, string name)
    {
        using var browser = await As("regionaladministrator");
        var added = await browser.Upload("/evidence/new", "/evidence/new", Fields(name), (name, Encoding.UTF8.GetBytes(content)));
        var file = await browser.Get(added.Headers.Location! + "/versions/1/file");
        Assert.Equal(("attachment", "application/octet-stream"), (file.Content.Headers.ContentDisposition!.DispositionType, file.Content.Headers.ContentType!.MediaType));
        Assert.StartsWith("sandbox;", file.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MZ\u0001\u0002\u0003", "说明.pdf", "不接受程序文件")]
    [InlineData("%PDF-1.7 x", "说明.docx", "扩展名 .docx 与文件内容不符")]
    [InlineData("", "空.txt", "文件是空的")]
    [InlineData("<html><body><script>alert(1)</script></body></html>", "a.html", "脚本")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "a.svg", "脚本")]
    public async Task What_is_refused_says_why_keeps_what_was_typed_and_leaves_nothing(string content, string name, string words)
    {
        using var browser = await As("regionaladministrator");
        var before = Files.All();
        var answer = await browser.Upload("/evidence/new", "/evidence/new", Fields("要被拒绝的"), (name, Encoding.Latin1.GetBytes(content)));
        var page = await answer.Text();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Contains("要被拒绝的", page, StringComparison.Ordinal);
        Nothing(before);
    }

    [Fact]
    public async Task All_that_is_missing_is_said_at_once_and_before_the_file_is_read()
    {
        using var browser = await As("regionaladministrator");
        var page = await (await browser.Upload("/evidence/new", "/evidence/new", [("kind", "File"), ("to", "2026-01-01")], ("a.pdf", Pdf))).Text();
        Assert.Contains("请填写证明期间的起始日", page, StringComparison.Ordinal);
        Assert.Contains("请选择公开属性", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_without_the_token_of_a_page_is_refused_unread()
    {
        using var client = new HttpClient { BaseAddress = site.Address };
        using var form = new MultipartFormDataContent { { new StringContent("x"), "title" }, { new ByteArrayContent(Pdf), "file", "a.pdf" } };
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("/evidence/new", form, Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_digest_of_the_sender_that_differs_fails_the_save()
    {
        using var browser = await As("regionaladministrator");
        var before = Files.All();
        var answer = await browser.Upload("/evidence/new", "/evidence/new", [.. Fields("摘要不符"), ("sha256", new string('0', 64))], ("a.pdf", Fresh("摘要")));
        Assert.Contains("SHA-256 摘要不符", await answer.Text(), StringComparison.Ordinal);
        Nothing(before);
    }

    [Fact]
    public async Task An_upload_that_is_cut_off_leaves_nothing()
    {
        using var browser = await As("regionaladministrator");
        var before = Files.All();
        var page = await browser.Read("/evidence/new");
        var token = WebUtility.HtmlDecode(Token().Match(page).Groups[1].Value);
        var cookie = string.Join("; ", browser.Cookies);
        var head = $"--b\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n{token}\r\n"
            + string.Concat(Fields("断线").Select(f => $"--b\r\nContent-Disposition: form-data; name=\"{f.Name}\"\r\n\r\n{f.Value}\r\n"))
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\n" + new string('x', 300_000);
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(site.Address.Host, site.Address.Port, Cancel);
            var bytes = Encoding.UTF8.GetBytes(head);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /evidence/new HTTP/1.1\r\nHost: {site.Address.Authority}\r\nCookie: {cookie}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {bytes.Length + 1_000_000}\r\n\r\n"), Cancel);
            await socket.GetStream().WriteAsync(bytes, Cancel);
            await Until(() => Directory.EnumerateFiles(site.Home, "*.part", SearchOption.AllDirectories).Any()); // it is on its way
        }
        await Until(() => !Directory.EnumerateFiles(site.Home, "*.part", SearchOption.AllDirectories).Any());
        Nothing(before);
        Assert.False(await site.With(db => db.Evidence.AnyAsync(e => e.Title == "断线")));
    }

    [Fact]
    public async Task The_same_bytes_are_answered_with_what_is_held()
    {
        using var browser = await As("regionaladministrator");
        var bytes = Fresh("重复");
        var first = await browser.Upload("/evidence/new", "/evidence/new", Fields("第一次上传"), ("a.pdf", bytes));
        var again = await browser.Upload("/evidence/new", "/evidence/new", Fields("第二次上传"), ("b.pdf", bytes));
        var page = await again.Text();
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Contains("已有，直接引用：同样的文件已保存为《第一次上传》", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{first.Headers.Location}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_a_report_a_file_is_uploaded_once_and_the_same_bytes_are_linked_and_counted()
    {
        using var browser = await As("regionaladministrator");
        var (first, second) = (await Report("office-340000"), await Report("office-340000", skip: 1));
        var bytes = Fresh("一次上传");
        var added = await browser.Upload($"/evidence/new?report={first}", "/evidence/new", [.. Fields("开展情况"), ("report", $"{first}"), ("version", "0")], ("a.pdf", bytes));
        Assert.Equal($"/reports/{first}/evidence", added.Headers.Location!.ToString());
        var again = await browser.Upload($"/evidence/new?report={second}", "/evidence/new", [.. Fields("开展情况"), ("report", $"{second}"), ("version", "0")], ("又一次.pdf", bytes));
        Assert.Equal($"/reports/{second}/evidence", again.Headers.Location!.ToString());
        Assert.Contains("已有，直接引用", await browser.Read(again.Headers.Location!.ToString()), StringComparison.Ordinal);
        Assert.Equal([(first, false), (second, true)], await site.With(async db => (await db.EvidenceUses.Where(u => u.ReportId == new ReportId(first) || u.ReportId == new ReportId(second))
            .OrderBy(u => u.ReportId).Select(u => new { u.ReportId, u.Reused }).ToListAsync()).ConvertAll(u => (u.ReportId.Value, u.Reused))));
        Assert.Contains("免重复上传", await browser.Read("/evidence"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_held_and_fits_is_offered_taken_behind_a_sentence_and_given_up_again()
    {
        using var browser = await As("regionaladministrator");
        var report = await Report("office-340000", skip: 2);
        var added = await browser.Upload("/evidence/new", "/evidence/new", Fields("演示制度落实办结率统计表"), ("统计表.pdf", Fresh("统计")));
        var evidence = added.Headers.Location!.ToString().Split('/')[^1];
        var page = await browser.Read($"/reports/{report}/evidence");
        Assert.Contains("已有材料，可直接引用", page, StringComparison.Ordinal);
        Assert.Contains("引用《演示制度落实办结率统计表》", page, StringComparison.Ordinal);
        var obligation = await site.With(db => db.Reports.Where(r => r.Id == new ReportId(report)).Select(r => r.ObligationId).SingleAsync());
        Assert.Contains("演示制度落实办结率统计表", await browser.Read($"/obligations/{obligation.Value}/evidence"), StringComparison.Ordinal); // and before there is a report
        var sentence = SentenceOption().Match(page).Groups[1].Value;

        var stale = await browser.Submit($"/reports/{report}/evidence", $"/reports/{report}/evidence", ("evidence", evidence), ("version", "9"));
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        var linked = await browser.Submit($"/reports/{report}/evidence", $"/reports/{report}/evidence", ("evidence", evidence), ("version", "0"), ("commitment", sentence), ("back", "//evil.example"));
        Assert.Equal($"/reports/{report}/evidence", linked.Headers.Location!.ToString());
        Assert.Contains("对应：", await browser.Read($"/reports/{report}/evidence"), StringComparison.Ordinal);
        Assert.Contains($"/reports/{report}/evidence", await browser.Read($"/evidence/{evidence}"), StringComparison.Ordinal); // where it is used

        await browser.Submit($"/reports/{report}/evidence", $"/reports/{report}/evidence/remove", ("evidence", evidence), ("version", "0"));
        Assert.DoesNotContain("移除《演示制度落实办结率统计表》", await browser.Read($"/reports/{report}/evidence"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_version_and_a_withdrawal_are_asked_for_with_the_version_that_was_seen()
    {
        using var browser = await As("regionaladministrator");
        var address = (await browser.Upload("/evidence/new", "/evidence/new", Fields("办法"), ("办法.pdf", Fresh("一")))).Headers.Location!.ToString();
        var second = Fresh("二");
        Assert.Equal(HttpStatusCode.Found, (await browser.Upload(address, address + "/versions", [("version", "0")], ("办法.pdf", second))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.Upload(address, address + "/versions", [("version", "0")], ("办法.pdf", Fresh("三")))).StatusCode);
        Assert.Equal(second, await (await browser.Get(address + "/versions/2/file")).Content.ReadAsByteArrayAsync(Cancel));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Submit(address, address + "/withdraw", ("version", "1"), ("reason", ""))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit(address, address + "/withdraw", ("version", "1"), ("reason", "作废"))).StatusCode);
        var page = await browser.Read(address);
        Assert.Contains("不能再引用", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/withdraw", page, StringComparison.Ordinal);
        using var auditor = await As("auditor");
        Assert.Contains("作废", await auditor.Read("/audit?action=evidence."), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Disclosure.Public, ReportState.Accepted, "regionaladministrator regionalofficer departmentofficer nationaladministrator auditor systemadministrator ")]
    [InlineData(Disclosure.Public, ReportState.Submitted, "regionaladministrator regionalofficer departmentofficer nationaladministrator auditor")]
    [InlineData(Disclosure.Public, ReportState.Draft, "regionaladministrator regionalofficer nationaladministrator auditor")]
    [InlineData(Disclosure.Withheld, ReportState.Accepted, "regionaladministrator departmentofficer nationaladministrator auditor")]
    public async Task Each_path_to_a_piece_of_evidence_is_open_to_those_who_may_see_it_only(Disclosure disclosure, ReportState state, string expected)
    {
        using var owner = await As("regionaladministrator");
        var title = $"核验{Guid.NewGuid():N}";
        var address = (await owner.Upload("/evidence/new", "/evidence/new", Fields(title, disclosure), ($"{title}.pdf", Fresh(title)))).Headers.Location!.ToString();
        var report = await Report("office-340000", led: "cnipa-utilisation");
        Assert.Equal(HttpStatusCode.Found, (await owner.Submit($"/reports/{report}/evidence", $"/reports/{report}/evidence", ("evidence", address.Split('/')[^1]), ("version", "0"))).StatusCode);
        await Move(report, state);

        var seen = new List<string>();
        foreach (var login in (string[])["regionaladministrator", "regionalofficer", "departmentofficer", "nationaladministrator", "auditor", "systemadministrator", ""])
        {
            using var browser = await As(login);
            var open = (await browser.Get(address)).StatusCode == HttpStatusCode.OK;
            Assert.Equal(open, (await browser.Get(address + "/versions/1/file")).StatusCode == HttpStatusCode.OK);
            Assert.Equal(open, (await browser.Read("/evidence")).Contains(title, StringComparison.Ordinal));
            Assert.Equal(open, Regex.IsMatch(await browser.Read($"/evidence?q={title}"), $"<a class=\"evidence-title\"[^>]*>{title}<"));
            if (login.Length == 0) Assert.NotEqual(HttpStatusCode.OK, (await browser.Get($"/reports/{report}/evidence")).StatusCode);
            if (open) seen.Add(login);
        }
        Assert.Equal(expected.Split(' '), seen);
    }

    [Fact]
    public async Task Pages_with_everything_on_them_send_at_most_twelve_commands()
    {
        using var browser = await As("regionaladministrator");
        var report = await Report("office-340000", skip: 3);
        var address = (await browser.Upload("/evidence/new", "/evidence/new", Fields("演示制度落实台账"), ("台账.pdf", Fresh("台账")))).Headers.Location!.ToString();
        await browser.Submit($"/reports/{report}/evidence", $"/reports/{report}/evidence", ("evidence", address.Split('/')[^1]), ("version", "0"));
        foreach (var path in (string[])[address, $"/reports/{report}/evidence?q={Uri.EscapeDataString("台账")}", $"/evidence?q={Uri.EscapeDataString("台账")}&programme=1&office=office-340000&on=2026-05-01", $"/evidence/new?report={report}"])
        {
            site.Commands.Reset();
            Assert.Equal(HttpStatusCode.OK, (await browser.Get(path)).StatusCode);
            Assert.True(site.Commands.Sent.Count <= 12, $"{path}: {site.Commands.Sent.Count}");
        }
    }

    static (string Name, string Value)[] Fields(string title, Disclosure disclosure = Disclosure.OnRequest) =>
        [("kind", "File"), ("title", title), ("from", "2026-01-01"), ("to", ""), ("disclosure", disclosure.ToString())];

    static byte[] Fresh(string words) => [.. Pdf, .. Encoding.UTF8.GetBytes(words), .. RandomNumberGenerator.GetBytes(16)];

    void Nothing(IReadOnlyList<string> before)
    {
        Assert.Equal(before, Files.All());
        Assert.Empty(Directory.EnumerateFiles(site.Home, "*.part", SearchOption.AllDirectories));
    }

    /// <summary>A draft of the office on one of its obligations.</summary>
    Task<long> Report(string office, int skip = 0, string? led = null) => site.With(async db =>
    {
        var organisation = await db.Organisations.SingleAsync(o => o.Code == office);
        var obligation = await db.Obligations.Where(o => o.OrganisationId == organisation.Id && db.Tasks.Any(t => t.Id == o.TaskId && t.DocumentId == site.Sample.Public.Id)
            && (led == null || db.Assignments.Any(a => a.TaskId == o.TaskId && db.Organisations.Any(d => d.Id == a.OrganisationId && d.Code == led)))).OrderBy(o => o.Id).Skip(skip).FirstAsync();
        var report = new ProgressReport
        {
            ObligationId = obligation.Id, ProgrammeId = obligation.ProgrammeId, OrganisationId = organisation.Id, From = new(2026, 1, 1), To = new(2026, 6, 30), State = ReportState.Draft,
            Revision = 1, CreatedBy = new(1), CreatedAt = site.Clock.GetUtcNow(),
        };
        db.Add(report);
        await db.SaveChangesAsync();
        return report.Id.Value;
    });

    Task<bool> Move(long report, ReportState state) => site.With(async db =>
    {
        var row = await db.Reports.AsTracking().SingleAsync(r => r.Id == new ReportId(report));
        row.State = state;
        if (state != ReportState.Draft)
        {
            row.SubmittedAt = site.Clock.GetUtcNow();
            db.Add(new ReportStep { ReportId = row.Id, Revision = 1, To = ReportState.Submitted, By = new(1), At = site.Clock.GetUtcNow().AddMinutes(1) });
        }
        await db.SaveChangesAsync();
        return true;
    });

    static async Task Until(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 600, "It did not come about within a minute.");
            await Task.Delay(100, Cancel);
        }
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        if (login.Length > 0) Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    [GeneratedRegex("name=\"_token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<option value=\"([0-9]+)\" lang")]
    private static partial Regex SentenceOption();
}
