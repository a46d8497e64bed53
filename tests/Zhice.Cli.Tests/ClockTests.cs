using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Zhice.Cli.Tests;

/// <summary>The clock of supervision in a running server that is killed while it fires and while it delivers.</summary>
public sealed class ClockTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)] // a rung that never fires must not hold up all that comes after
    public async Task A_server_killed_between_rungs_fires_each_of_them_once_and_none_without_what_follows()
    {
        using var folder = new Folder();
        await folder.Demonstrate();
        using var db = Open(folder.Path);
        // Everything is owed and was due on 10 March 2026: three rungs each have had their day, whatever day it is now.
        Run(db, """
            UPDATE prog_task SET due_kind = 'by-date', due_on = '2026-03-10';
            INSERT INTO prog_obligation (programme_id, task_id, measure_id, organisation_id, level, role, basis, as_of, publication_id)
                SELECT o.programme_id, o.task_id, o.measure_id, g.id, 1, o.role, o.basis, o.as_of, o.publication_id
                FROM (SELECT * FROM prog_obligation ORDER BY id LIMIT 8) o CROSS JOIN org_organisation g;
            UPDATE prog_obligation SET level = 1;
            DELETE FROM work_state; -- what is done fires no rung
            -- the demonstration's own ladder has fired a few rungs already
            DELETE FROM sup_letter_step; DELETE FROM sup_letter_suspension; DELETE FROM sup_letter; DELETE FROM sup_event; DELETE FROM sup_firing; DELETE FROM sup_rung; DELETE FROM sup_ladder;
            INSERT INTO sup_ladder (programme_id, active_from, paused, version) SELECT id, '2026-01-01', 0, 1 FROM prog_programme;
            INSERT INTO sup_rung (programme_id, days, kind) SELECT id, 1, 1 FROM prog_programme UNION ALL SELECT id, 5, 2 FROM prog_programme UNION ALL SELECT id, 10, 4 FROM prog_programme;
            """);
        var due = Number(db, "SELECT 3 * count(*) FROM prog_obligation WHERE withdrawn_by IS NULL");
        Assert.True(due > 60_000, $"{due}");

        var (kills, before) = (0, 0L);
        while (Number(db, "SELECT count(*) FROM sup_firing") < due)
        {
            await using var server = await Server.Start(folder.Path, "--demonstration");
            while (Number(db, "SELECT count(*) FROM sup_firing") is var fired && fired == before && fired < due) await Task.Delay(5, Cancel);
            if (kills < 4)
            {
                await server.Kill();
                kills++;
            }
            else
            {
                while (Number(db, "SELECT count(*) FROM sup_firing") < due) await Task.Delay(50, Cancel);
            }
            before = Number(db, "SELECT count(*) FROM sup_firing");
            // Whenever it was killed: each rung that fired has its event, each urging letter its draft, and no rung fired twice.
            Assert.Equal(before, Number(db, "SELECT count(*) FROM (SELECT DISTINCT subject, subject_id, due_on, days FROM sup_firing)"));
            Assert.Equal(before, Number(db, "SELECT count(DISTINCT firing_id) FROM sup_event"));
            Assert.Equal(before, Number(db, "SELECT count(*) FROM sup_event"));
            Assert.Equal(Number(db, "SELECT count(*) FROM sup_firing f JOIN org_organisation g ON g.id = f.organisation_id JOIN prog_programme p ON p.id = f.programme_id WHERE f.kind = 4 AND coalesce(g.parent_id, p.owner_id) <> g.id"),
                Number(db, "SELECT count(*) FROM sup_letter"));
        }

        Assert.Equal(due, before);
        Assert.True(kills > 1, $"killed {kills} times");
    }

    [Fact(Timeout = 300_000)]
    public async Task What_a_killed_server_had_on_its_way_is_delivered_by_the_next_one_under_the_same_key()
    {
        Environment.SetEnvironmentVariable("ZHICE_WEBHOOK_LOCAL", "true");
        using var folder = new Folder();
        await folder.Demonstrate();
        using var patient = new CancellationTokenSource();
        var (arrived, taken) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        var answers = false;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var receiver = builder.Build();
        receiver.Urls.Add("http://127.0.0.1:0");
        receiver.MapPost("/hook", async (HttpRequest request) =>
        {
            var key = request.Headers["X-Zhice-Event-Id"].ToString();
            if (!Volatile.Read(ref answers))
            {
                arrived.Enqueue(key);
                await Task.Delay(Timeout.Infinite, patient.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            else taken.Enqueue(key);
            return Results.NoContent();
        });
        await receiver.StartAsync(Cancel);
        using var db = Open(folder.Path);
        using (var keys = new ServiceCollection().AddDataProtection().SetApplicationName("zhice").PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(folder.Path, "keys"))).Services.BuildServiceProvider())
            Run(db, $"""
                INSERT INTO sup_webhook (organisation_id, url, topic, protected_secret, created_by, created_at)
                    SELECT id, '{receiver.Urls.First()}/hook', 'test.', '{keys.GetRequiredService<IDataProtectionProvider>().CreateProtector("zhice.webhook").Protect("s")}', (SELECT min(id) FROM acc_account), '2026-03-10 00:00:00'
                    FROM org_organisation WHERE code = 'cnipa';
                INSERT INTO sup_event (at, topic, subject, organisation_id, spread) SELECT '2026-03-10 00:00:00', 'test.one', 'letter/1', id, 0 FROM org_organisation WHERE code = 'cnipa';
                """);

        await using (var first = await Server.Start(folder.Path, "--demonstration"))
        {
            while (arrived.IsEmpty) await Task.Delay(20, Cancel);
            await first.Kill();
        }
        Assert.Equal(0, Number(db, "SELECT count(*) FROM sup_delivery WHERE state = 1")); // on its way when it died, and not lost
        Volatile.Write(ref answers, true);
        Run(db, "UPDATE sup_delivery SET next_at = '2026-03-10 00:00:00'"); // its lease runs out
        await using var second = await Server.Start(folder.Path, "--demonstration");
        while (Number(db, "SELECT count(*) FROM sup_delivery WHERE state = 1") == 0) await Task.Delay(20, Cancel);

        Assert.Equal([Assert.Single(arrived)], taken);
        Assert.Equal(1, Number(db, "SELECT count(*) FROM sup_delivery"));
        await patient.CancelAsync();
    }

    static SqliteConnection Open(string home)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(home, "zhice.db"), DefaultTimeout = 30, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    static void Run(SqliteConnection db, string sql)
    {
        using var command = db.CreateCommand();
#pragma warning disable CA2100 // words of this test
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    static long Number(SqliteConnection db, string sql)
    {
        using var command = db.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
