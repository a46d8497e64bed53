using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Searching;
using Zhice.Data.Storage;
using Zhice.Data.Tests;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;

namespace Zhice.Cli.Tests;

/// <summary>The server is killed (SIGKILL) while drafts are being saved: whatever it acknowledged is there afterwards, whole.</summary>
public sealed partial class KillTests(PostgresCluster cluster)
{
    [Fact]
    public async Task Every_save_that_was_acknowledged_before_a_kill_is_there_afterwards_and_no_row_is_half()
    {
        using var folder = new Folder();
        await folder.Demonstrate();
        await KilledWhileSaving(folder, null, saves: 1_000, lives: 4);
    }

    [Fact]
    public async Task On_PostgreSQL_too_every_save_that_was_acknowledged_before_a_kill_is_there_afterwards()
    {
        var database = cluster.NewDatabase();
        using var folder = new Folder();
        await folder.Demonstrate();
        var moved = await Command.Run(folder.Path, "move-to-postgres", database);
        Assert.Equal((0, ""), (moved.ExitCode, moved.Error));
        await KilledWhileSaving(folder, database, saves: 200, lives: 3);
    }

    static async Task KilledWhileSaving(Folder folder, string? database, int saves, int lives)
    {
        var obligation = await Owed(folder.Path);
        var random = new Random(9);
        var acknowledged = new List<(int Revision, string Words)>();
        var (report, sent, kills) = (0L, 0, 0);
        while (acknowledged.Count < saves)
        {
            await using var server = await Server.StartOn(database, folder.Path, "--demonstration");
            using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(server.Address) };
            report = report == 0 ? await Begun(client, obligation) : await LogIn(client) is { } ? report : 0;
            var page = await client.GetStringAsync($"/reports/{report}", TestContext.Current.CancellationToken);
            client.DefaultRequestHeaders.Add("X-Form-Token", WebUtility.HtmlDecode(TokenMeta().Match(page).Groups[1].Value));
            var version = int.Parse(VersionField().Match(page).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            // The last life runs to the end; the others are cut off at a moment that nobody chose.
            var life = kills < lives ? TimeSpan.FromMilliseconds(random.Next(400, 1_500)) : Timeout.InfiniteTimeSpan;
            var killed = life == Timeout.InfiniteTimeSpan ? Task.CompletedTask : Task.Delay(life, TestContext.Current.CancellationToken).ContinueWith(_ => server.Kill(), TaskScheduler.Default).Unwrap();
            try
            {
                while (acknowledged.Count < saves)
                {
                    var words = $"第{++sent}次保存，" + new string('进', sent % 900);
                    using var answer = await client.PostAsJsonAsync($"/reports/{report}/draft", new { version, from = "2026-01-01", to = "2026-03-31", status = "UnderWay", result = "None", narrative = words }, TestContext.Current.CancellationToken);
                    if (answer.StatusCode == HttpStatusCode.Conflict) break; // saved, but the answer was lost with the life before
                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                    var taken = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
                    version = taken.GetProperty("version").GetInt32();
                    acknowledged.Add((taken.GetProperty("revision").GetInt32(), words));
                }
            }
            catch (HttpRequestException)
            {
                kills++;
            }
            catch (IOException)
            {
                kills++;
            }
            await killed;
        }

        Assert.True(kills >= lives - 1, $"killed {kills} times only");
        using var store = ZhiceStore.Open(new StoreSettings(folder.Path, database));
        await using var db = store.CreateContext();
        var rows = await db.ReportRevisions.Where(r => r.ReportId == new ReportId(report)).ToDictionaryAsync(r => r.Number, r => r.Narrative, TestContext.Current.CancellationToken);
        Assert.All(acknowledged, save => Assert.Equal(save.Words, rows[save.Revision]));
        var head = await db.Reports.SingleAsync(r => r.Id == new ReportId(report), TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(1, head.Revision), rows.Keys.Order()); // the head names the newest row, and none is missing
        var audited = await db.AuditEntries.CountAsync(a => a.Action == "report.save" && a.Subject == $"report/{report}", TestContext.Current.CancellationToken);
        Assert.Equal(head.Revision - 1, audited); // each save with its entry, or neither
        // The words that are found are those of the newest save: index and row were written together.
        var found = await ReportSearch.Find(db, await Of(db, head.OrganisationId), acknowledged[^1].Words[..acknowledged[^1].Words.IndexOf('，', StringComparison.Ordinal)], null, null, 1, 20, TestContext.Current.CancellationToken);
        Assert.Contains(found.Hits, hit => hit.Report == new ReportId(report));
        if (database is null) Assert.Equal("ok", (await db.Database.SqlQueryRaw<string>("PRAGMA integrity_check").ToListAsync(TestContext.Current.CancellationToken))[0]);
    }

    [Fact]
    public async Task On_a_full_disk_a_save_says_so_reading_goes_on_and_saving_too_once_there_is_room()
    {
        using var folder = new Folder();
        using (var may = System.Diagnostics.Process.Start("unshare", ["-rm", "true"]))
        {
            await may.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (may.ExitCode != 0) Assert.Skip("This machine lets nobody mount a small disk of their own.");
        }
        await using var server = await Server.StartOnSmallDisk(folder.Path, megabytes: 400);
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(server.Address) };
        await LogIn(client);
        var page = await client.GetStringAsync("/reports/1", TestContext.Current.CancellationToken); // the draft of the demonstration
        client.DefaultRequestHeaders.Add("X-Form-Token", WebUtility.HtmlDecode(TokenMeta().Match(page).Groups[1].Value));
        var filler = $"/proc/{server.Number}/root{folder.Path}/filler";
        Fill(filler);

        var full = HttpStatusCode.OK;
        for (var i = 0; i < 50 && full == HttpStatusCode.OK; i++) full = await Save($"第{i}次，" + new string('满', 15_000)); // pages that the database holds already may be left
        Assert.Equal(HttpStatusCode.InsufficientStorage, full);
        foreach (var address in (string[])["/reports/1", "/reports", "/reports/1/history?all=1"])
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode);
        File.Delete(filler);
        Assert.Equal(HttpStatusCode.OK, await Save("又有空间了"));
        Assert.Contains("又有空间了", await client.GetStringAsync("/reports/1", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        async Task<HttpStatusCode> Save(string words)
        {
            var version = int.Parse(VersionField().Match(await client.GetStringAsync("/reports/1", TestContext.Current.CancellationToken)).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            using var answer = await client.PostAsJsonAsync("/reports/1/draft", new { version, from = "2026-01-01", to = "2026-03-31", status = "UnderWay", result = "None", narrative = words }, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }

        static void Fill(string path)
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
            var block = new byte[4096];
            try
            {
                while (true) file.Write(block);
            }
            catch (IOException)
            {
                // Full, which is what was wanted.
            }
        }
    }

    // A draft is its own office's to find.
    static async Task<Actor> Of(ZhiceDb db, OrganisationId id)
    {
        var office = await db.Organisations.SingleAsync(o => o.Id == id, TestContext.Current.CancellationToken);
        return new Actor(new AccountId(1), "检查", [new HeldRole(Role.RegionalAdministrator, office.Id, office.Path)]);
    }

    static async Task<long> Owed(string home)
    {
        using var store = ZhiceStore.Open(new StoreSettings(home));
        await using var db = store.CreateContext();
        return (await db.Obligations.Where(o => o.Level == ObligationLevel.Mandatory && o.WithdrawnBy == null && !db.Reports.Any(r => r.ObligationId == o.Id)
            && db.Organisations.Any(p => p.Id == o.OrganisationId && p.Code == "office-340000")).OrderBy(o => o.Id).Select(o => o.Id).FirstAsync(TestContext.Current.CancellationToken)).Value;
    }

    static async Task<long> Begun(HttpClient client, long obligation)
    {
        await LogIn(client);
        using var begun = await Post(client, $"/obligations/{obligation}/report");
        return long.Parse(begun.RequestMessage!.RequestUri!.AbsolutePath["/reports/".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    static async Task<string> LogIn(HttpClient client)
    {
        using var answer = await Post(client, "/login", ("login", "anhui"), ("password", Demonstration.Password));
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    static async Task<HttpResponseMessage> Post(HttpClient client, string to, params (string Name, string Value)[] fields)
    {
        var token = TokenField().Match(await client.GetStringAsync(to == "/login" ? "/login" : "/account", TestContext.Current.CancellationToken)).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("_token", WebUtility.HtmlDecode(token)), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]);
        return await client.PostAsync(to, form, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("name=\"form-token\" content=\"([^\"]*)\"")]
    private static partial Regex TokenMeta();

    [GeneratedRegex("name=\"_token\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();

    [GeneratedRegex("name=\"version\" value=\"(\\d+)\"")]
    private static partial Regex VersionField();
}
