using Microsoft.EntityFrameworkCore;
using Zhice.Data.Seeding;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Data.Tests;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Cli.Tests;

/// <summary>The clock over service cases in running servers that are killed (SIGKILL) while it fires: each clock that is due fires once, none twice, none is missed, and no case is half done.</summary>
public sealed class CaseTimerTests(PostgresCluster cluster)
{
    const int Live = 2_000, Due = 240;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 600_000)]
    public async Task A_server_and_workers_beside_it_killed_while_they_fire_leave_no_clock_out_and_fire_none_twice()
    {
        using var folder = new Folder();
        await Killed(folder, null, kills: 3);
    }

    [Fact(Timeout = 600_000)]
    public async Task On_PostgreSQL_two_servers_killed_in_turn_leave_no_clock_out_and_fire_none_twice()
    {
        var database = cluster.NewDatabase();
        using var folder = new Folder();
        await Killed(folder, database, kills: 3);
    }

    static async Task Killed(Folder folder, string? database, int kills)
    {
        using var store = ZhiceStore.Open(new StoreSettings(folder.Path, database));
        var house = await Filled(store);
        // On PostgreSQL a second server has a folder of its own; SQLite's folder belongs to one server, and this process works beside it.
        using var second = new Folder();
        for (var life = 0; life <= kills; life++)
        {
            var before = await Fired(store);
            await using (var server = await Server.StartOn(database, folder.Path))
            await using (var other = database is null ? null : await Server.StartOn(database, second.Path))
            using (var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel))
            {
                var beside = database is null ? Beside(store, house, stop.Token) : Task.CompletedTask;
                while (await Fired(store) is var now && now < Due && (life == kills || now < before + Due / (kills + 2))) await Task.Delay(life == kills ? 100 : 10, Cancel);
                await (life % 2 == 1 && other is not null ? other : server).Kill();
                await stop.CancelAsync();
                await beside;
            }
            await Whole(store);
        }
        Assert.Equal(Due, await Fired(store));
        await using var db = store.CreateContext();
        Assert.Equal(Live - Due, await db.CaseTimers.CountAsync(t => t.FiredAt == null, Cancel)); // what is not due lives on
        Assert.Equal(Due, await db.ServiceCases.CountAsync(c => c.Phase == CasePhase.Handling, Cancel));
    }

    // Each clock that fired acted, with its one action and its entry in the audit log; and none acted that is still live.
    static async Task Whole(ZhiceStore store)
    {
        await using var db = store.CreateContext();
        var fired = await db.CaseTimers.AsNoTracking().Where(t => t.FiredAt != null).OrderBy(t => t.CaseId).Select(t => new { t.CaseId, t.Acted }).ToListAsync(Cancel);
        var deemed = await db.CaseActions.AsNoTracking().Where(a => a.Kind == CaseActionKind.DeemAccepted).OrderBy(a => a.CaseId).Select(a => a.CaseId).ToListAsync(Cancel);
        Assert.All(fired, t => Assert.True(t.Acted));
        Assert.Equal(fired.ConvertAll(t => t.CaseId), deemed);
        Assert.Equal(deemed.Count, await db.AuditEntries.CountAsync(a => a.Action == "service.act", Cancel));
        Assert.Equal(deemed.Count, await db.ServiceCases.CountAsync(c => c.Version == 2, Cancel));
    }

    static async Task<int> Fired(ZhiceStore store)
    {
        await using var db = store.CreateContext();
        return await db.CaseTimers.CountAsync(t => t.FiredAt != null, Cancel);
    }

    static async Task Beside(ZhiceStore store, ServiceHouse house, CancellationToken stop) => await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
    {
        try
        {
            await using var db = store.CreateContext();
            while (!stop.IsCancellationRequested) await CaseSweep.Run(db, house, stop);
        }
        catch (OperationCanceledException)
        {
            // The round is over.
        }
    }, CancellationToken.None)));

    static async Task<ServiceHouse> Filled(ZhiceStore store)
    {
        store.Migrate();
        await using var db = store.CreateContext();
        Seed.Run(db);
        var house = new ServiceHouse(ServiceFiles.Shipped, StatutoryLimits.Book, store.Settings.Home, TimeProvider.System);
        var person = new Account { Login = "person", DisplayName = "person", CreatedAt = house.Clock.GetUtcNow() };
        db.Add(person);
        await db.SaveChangesAsync(Cancel);
        var registered = await Applicants.Register(db, new Actor(person.Id, "person", []), new(ApplicantKind.Person, "测量用申请人", null, "person", "010-60000000"), false, house.Clock, Cancel);
        if (!registered.Accepted(out var applicant, out var refusal)) throw new InvalidOperationException(refusal.Code);
        db.ChangeTracker.Clear();
        LargeCases.Wait(db, house, applicant, await db.Organisations.Where(o => o.Code == "cnipa").Select(o => o.Id).SingleAsync(Cancel), Live, Due, Cancel);
        return house;
    }
}
