using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Seeding;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;
using Zhice.Web.Features.Accounts;

namespace Zhice.Bench;

/// <summary>Service cases in bulk, through the door of a running server: the page of a case, the desk, the search of the register, an action at twenty officers, a spike, a soak; and a million live clocks.</summary>
internal static partial class ServicesBench
{
    const int Users = 20, PerSecond = 50, Seconds = 20;

    /// <summary>What may be told after the word: how many cases, how many minutes of soak.</summary>
    internal static async Task Run(int count, int minutes)
    {
        var home = Directory.CreateTempSubdirectory("zhice-bench-").FullName;
        try
        {
            var waiting = await Fill(home, count);
            using var server = WebBench.Start(home);
            try
            {
                var address = await WebBench.Address(server);
                using var client = WebBench.Client(address);
                await WebBench.LogIn(client, "bench");
                Func<int, string> open = i => string.Create(CultureInfo.InvariantCulture, $"/service-cases/{1 + (long)i * 7919 % count}");
                await Measure("a case (goal: p95 60 ms)", i => OpenLoop.Get(client, open(i)));
                await Measure("the desk (goal: p95 60 ms)", i => OpenLoop.Get(client, $"/service-cases?page={1 + i % 5}"));
                await Measure("the desk, one phase, one item", i => OpenLoop.Get(client, $"/service-cases?phase={(i % 2 == 0 ? "Handling" : "Received")}&item=open_licence"));
                await Measure("everything, first page", _ => OpenLoop.Get(client, "/service-cases?which=all"));
                await Measure("register by number (goal: p95 60 ms)", i => OpenLoop.Get(client, $"/registers/open_licence?q={ExampleForm.Patent(i * 7919 % count)}"));
                await Measure("register by words (goal: p95 60 ms)", i => OpenLoop.Get(client, $"/registers/open_licence?q={Uri.EscapeDataString(i % 2 == 0 ? "散热装置" : "一次总付 发明")}"));
                await Actions(address, waiting);
                await Spike(client, open);
                if (minutes > 0) await Soak(client, open, server.Id, minutes);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"memory after it",-40} resident {Machine.ResidentMegabytes(server.Id):F0} MiB, peak {Machine.PeakMegabytes(server.Id):F0} MiB"));
            }
            finally
            {
                server.Kill(entireProcessTree: true);
                await server.WaitForExitAsync();
            }
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    static async Task<List<long>> Fill(string home, int count)
    {
        using var store = ZhiceStore.Open(new StoreSettings(home));
        store.Migrate();
        using var db = store.CreateContext();
        Seed.Run(db);
        var house = new ServiceHouse(ServiceFiles.Shipped, StatutoryLimits.Book, home, TimeProvider.System);
        await CaseCounting.CatchUp(db, house, default);
        var office = await db.Organisations.AsNoTracking().FirstAsync(o => o.Code == "cnipa");
        var officers = Enumerable.Range(0, Users + 1).Select(i => Person(i == 0 ? "bench" : $"officer{i}")).ToList();
        var person = Person("person");
        db.AddRange([.. officers, person]);
        await db.SaveChangesAsync();
        db.AddRange(officers.Select(o => new RoleGrant { AccountId = o.Id, Role = Role.NationalAdministrator, OrganisationId = office.Id, GrantedAt = house.Clock.GetUtcNow() }));
        await db.SaveChangesAsync();
        if (!(await Applicants.Register(db, new Actor(person.Id, "person", []), new(ApplicantKind.Person, "测量用申请人", null, "person", "010-60000000"), false, house.Clock, default)).Accepted(out var applicant, out var refusal)) throw new InvalidOperationException(refusal.Code);
        db.ChangeTracker.Clear();
        var began = Stopwatch.GetTimestamp();
        var actions = LargeCases.Write(db, house, applicant, office.Id, officers[0].Id, count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"## {count:N0} cases with {actions:N0} actions written in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s, {new FileInfo(store.Settings.SqliteFile).Length / 1e6:F0} MB; pages at {PerSecond} requests/s, open loop, {Seconds} s after 5 s of warming"));
        return [.. (await db.ServiceCases.Where(c => c.Phase == CasePhase.Received).OrderBy(c => c.Id).Select(c => c.Id).Take(4000).ToListAsync()).Select(id => id.Value)];

        Account Person(string login) => new() { Login = login, DisplayName = login, PasswordHash = Passwords.Hash(Cli.Demonstration.Password), CreatedAt = house.Clock.GetUtcNow() };
    }

    static async Task Measure(string what, Func<int, Task<bool>> send)
    {
        await OpenLoop.Run(send, PerSecond / 2, 5);
        Console.WriteLine($"{what,-40} {await OpenLoop.Run(send, PerSecond, Seconds)}");
    }

    // Twenty officers, each taking up one case after the other, a second of thought between two.
    static async Task Actions(string address, List<long> waiting)
    {
        var clients = new List<(HttpClient Client, string Token)>();
        for (var i = 1; i <= Users; i++)
        {
            var client = WebBench.Client(address);
            await WebBench.LogIn(client, $"officer{i}");
            clients.Add((client, WebUtility.HtmlDecode(Token().Match(await client.GetStringAsync("/account")).Groups[1].Value)));
        }
        async Task<bool> Accept(int i)
        {
            if (i >= waiting.Count) return false;
            var (client, token) = clients[i % Users];
            using var form = new FormUrlEncodedContent([new("_token", token), new("Kind", "Accept"), new("Key", $"bench-{i}"), new("Reason", "")]);
            using var answer = await client.PostAsync($"/service-cases/{waiting[i]}/act", form);
            return answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther;
        }
        var warm = Math.Min(100, waiting.Count / 5);
        await OpenLoop.Run(Accept, Users, warm / Users);
        Console.WriteLine($"{"an action, 20 officers (goal: p95 120 ms)",-40} {await OpenLoop.Run(i => Accept(warm + i), Users, Math.Min(30, (waiting.Count - warm) / Users))}");
        foreach (var (client, _) in clients) client.Dispose();
    }

    // Five times the load for ten seconds, then the usual one: how long until its p95 is what it was.
    static async Task Spike(HttpClient client, Func<int, string> open)
    {
        var calm = await OpenLoop.Run(i => OpenLoop.Get(client, open(i)), PerSecond, 10);
        var spike = await OpenLoop.Run(i => OpenLoop.Get(client, open(i + 1000)), PerSecond * 5, 10);
        var clock = Stopwatch.StartNew();
        OpenLoop.Result after;
        do after = await OpenLoop.Run(i => OpenLoop.Get(client, open(i + 9000)), PerSecond, 5);
        while (after.P95 > Math.Max(60, calm.P95 * 1.5) && clock.Elapsed < TimeSpan.FromMinutes(2));
        Console.WriteLine($"{$"{PerSecond * 5} requests/s for 10 s",-40} {spike}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"recovered (goal: 60 s)",-40} p95 {calm.P95:F1} ms before; {after.P95:F1} ms in the stretch that ended {clock.Elapsed.TotalSeconds:F0} s after it"));
    }

    static async Task Soak(HttpClient client, Func<int, string> open, int server, int minutes)
    {
        for (var minute = 1; minute <= minutes; minute++)
        {
            var at = minute;
            var result = await OpenLoop.Run(i => OpenLoop.Get(client, i % 3 == 0 ? "/service-cases" : i % 3 == 1 ? open(i * at) : $"/registers/open_licence?q={ExampleForm.Patent(i)}"), PerSecond, 60);
            if (minute == 1 || minute % 5 == 0 || minute == minutes)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{$"soak, minute {minute}",-40} p95 {result.P95:F1} ms, {result.Failed} failed, resident {Machine.ResidentMegabytes(server):F0} MiB"));
        }
    }

    [GeneratedRegex("name=\"_token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
