using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Seeding;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Bench;

/// <summary>Live clocks of service cases by the million, in a server that is killed while it fires: how fast it fires, and that none fires twice or is missed.</summary>
internal static class TimersBench
{
    const int Kills = 5;

    /// <summary>Runs it on SQLite, or on the PostgreSQL database whose connection string is given.</summary>
    internal static async Task Run(int live, int due, string? database)
    {
        var home = Directory.CreateTempSubdirectory("zhice-bench-").FullName;
        try
        {
            using var store = ZhiceStore.Open(new StoreSettings(home, database));
            var took = await Fill(store, live, due);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"## {live:N0} live clocks of cases, {due:N0} of them due, on {store.Provider}: written in {took:F0} s"));
            await Asked(store);
            var clock = Stopwatch.StartNew();
            for (var life = 0; life <= Kills; life++)
            {
                var before = await Fired(store);
                using var server = WebBench.Start(home, database);
                await WebBench.Address(server);
                while (await Fired(store) is var now && now < due && (life == Kills || now < before + due / (Kills + 2))) await Task.Delay(50);
                server.Kill(entireProcessTree: true);
                await server.WaitForExitAsync();
                await Whole(store);
            }
            var (seconds, fired, twice, alive) = (clock.Elapsed.TotalSeconds, await Fired(store), await Twice(store), await Live(store));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fired:N0} fired in {seconds:F0} s with {Kills + 1} starts of the server, each ended by SIGKILL: {twice} fired twice, {due - fired} missed, {alive:N0} live still"));
            await Asked(store);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    static async Task<double> Fill(ZhiceStore store, int live, int due)
    {
        store.Migrate();
        using var db = store.CreateContext();
        Seed.Run(db);
        var house = new ServiceHouse(ServiceFiles.Shipped, StatutoryLimits.Book, store.Settings.Home, TimeProvider.System);
        await CaseCounting.CatchUp(db, house, default);
        var person = new Account { Login = "person", DisplayName = "person", CreatedAt = house.Clock.GetUtcNow() };
        db.Add(person);
        await db.SaveChangesAsync();
        if (!(await Applicants.Register(db, new Actor(person.Id, "person", []), new(ApplicantKind.Person, "测量用申请人", null, "person", "010-60000000"), false, house.Clock, default)).Accepted(out var applicant, out var refusal)) throw new InvalidOperationException(refusal.Code);
        db.ChangeTracker.Clear();
        var office = await db.Organisations.Where(o => o.Code == "cnipa").Select(o => o.Id).SingleAsync();
        var began = Stopwatch.GetTimestamp();
        LargeCases.Wait(db, house, applicant, office, live, due);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    // What the clock asks at each turn.
    static async Task Asked(ZhiceStore store)
    {
        var took = new List<double>();
        for (var i = 0; i < 50; i++)
        {
            await using var db = store.CreateContext();
            var now = DateTimeOffset.UtcNow;
            var began = Stopwatch.GetTimestamp();
            await db.CaseTimers.AsNoTracking().Where(t => t.FiredAt == null && t.DueAt <= now).OrderBy(t => t.DueAt).ThenBy(t => t.Id).Take(200).ToListAsync();
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        took.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"what is due, asked of all",-40} p50 {took[25]:F1} ms, p95 {took[47]:F1} ms"));
    }

    // Each clock that fired acted once, and the case has its one action: asked after every kill.
    static async Task Whole(ZhiceStore store)
    {
        await using var db = store.CreateContext();
        var (fired, acted, deemed) = (await Fired(store), await db.CaseTimers.CountAsync(t => t.Acted), await db.CaseActions.CountAsync(a => a.Kind == CaseActionKind.DeemAccepted));
        if (fired != acted || fired != deemed) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{fired} clocks fired, {acted} acted, {deemed} cases have the action."));
    }

    static async Task<int> Twice(ZhiceStore store)
    {
        await using var db = store.CreateContext();
        return await db.CaseActions.Where(a => a.Kind == CaseActionKind.DeemAccepted).GroupBy(a => a.CaseId).CountAsync(g => g.Count() > 1);
    }

    static async Task<int> Fired(ZhiceStore store)
    {
        await using var db = store.CreateContext();
        return await db.CaseTimers.CountAsync(t => t.FiredAt != null);
    }

    static async Task<int> Live(ZhiceStore store)
    {
        await using var db = store.CreateContext();
        return await db.CaseTimers.CountAsync(t => t.FiredAt == null);
    }
}
