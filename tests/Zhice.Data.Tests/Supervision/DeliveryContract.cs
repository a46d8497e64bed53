using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Data.Supervision;
using Zhice.Domain.Accounts;
using Zhice.Domain.Supervision;

namespace Zhice.Data.Tests.Supervision;

public sealed class SqliteDeliveries(PostgresCluster cluster) : DeliveryContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresDeliveries(PostgresCluster cluster) : DeliveryContract(StoreProvider.PostgreSql, cluster);

/// <summary>What happened is told to whoever asked for it; what was leased by a worker that died is taken up by another.</summary>
public abstract class DeliveryContract(StoreProvider provider, PostgresCluster cluster) : SupervisedContract(provider, cluster)
{
    [Fact]
    public async Task An_address_hears_of_its_subtree_and_its_topics_only()
    {
        var (anhui, nation, letters) = (Hook("office-340000"), Hook("cnipa"), Hook("cnipa", "letter."));
        await Fired();

        while (await Deliveries.Spread(Db, Clock.Now, Cancel) > 0)
        {
        }

        Assert.Equal(1, await Db.Deliveries.CountAsync(d => d.WebhookId == anhui.Id, Cancel));
        Assert.Equal(32, await Db.Deliveries.CountAsync(d => d.WebhookId == nation.Id, Cancel));
        Assert.Equal(0, await Db.Deliveries.CountAsync(d => d.WebhookId == letters.Id, Cancel));
    }

    [Fact]
    public async Task Two_workers_share_the_deliveries_and_a_lease_that_ran_out_is_taken_up()
    {
        Hook("cnipa");
        await Fired();
        await Deliveries.Spread(Db, Clock.Now, Cancel);

        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var own = Another();
            return await Deliveries.Take(own, Clock.Now, 8, Cancel);
        }));
        Assert.Equal(32, taken.SelectMany(t => t).Select(d => d.Id).Distinct().Count());
        Assert.Empty(await Deliveries.Take(Db, Clock.Now, 8, Cancel)); // all are leased

        Clock.Now += Deliveries.Lease;
        Assert.Equal(8, (await Deliveries.Take(Db, Clock.Now, 8, Cancel)).Count); // their worker has died
    }

    [Fact]
    public async Task A_failed_delivery_waits_longer_each_time_is_given_up_and_sent_again_on_request()
    {
        var hook = Hook("office-340000");
        await Fired();
        await Deliveries.Spread(Db, Clock.Now, Cancel);
        for (var attempt = 1; attempt <= Backoff.MostAttempts; attempt++)
        {
            var leased = Assert.Single(await Deliveries.Take(Db, Clock.Now, 8, Cancel));
            Assert.Equal(attempt, leased.Attempts);
            await Deliveries.Fault(Db, leased.Id, leased.Attempts, "HTTP 500", Clock.Now, Cancel);
            Clock.Now += Backoff.After(attempt);
        }
        Assert.Equal(DeliveryState.Failed, (await Db.Deliveries.AsNoTracking().SingleAsync(Cancel)).State);
        Assert.Empty(await Deliveries.Take(Db, Clock.Now, 8, Cancel));

        Assert.Equal("access.denied", (await Deliveries.Replay(Db, Someone(Role.RegionalOfficer, "office-340000"), hook.Id, At("2026-01-01 00:00"), Clock, Cancel)).Refusal());
        Assert.Equal(1, (await Deliveries.Replay(Db, Admin, hook.Id, At("2026-01-01 00:00"), Clock, Cancel)).Accept());
        var again = Assert.Single(await Deliveries.Take(Db, Clock.Now, 8, Cancel));
        await Deliveries.Done(Db, again.Id, Clock.Now, Cancel);
        Assert.Equal(DeliveryState.Delivered, (await Db.Deliveries.AsNoTracking().SingleAsync(Cancel)).State);
    }

    [Fact]
    public async Task An_address_set_up_later_can_have_all_that_happened_before()
    {
        await Fired();
        while (await Deliveries.Spread(Db, Clock.Now, Cancel) > 0)
        {
        }
        var hook = Hook("cnipa");
        Assert.Equal(32, (await Deliveries.Replay(Db, Admin, hook.Id, At("2026-01-01 00:00"), Clock, Cancel)).Accept());
    }

    [Fact]
    public async Task A_daily_mail_is_made_out_once_on_a_working_day_outside_the_quiet_hours()
    {
        Db.Add(new NoticePreference { AccountId = Account, Mail = "a@example.cn" });
        await Db.SaveChangesAsync(Cancel);
        foreach (var (utc, made) in new[] { ("2026-10-01 02:00", 0), ("2026-10-07 23:30", 0), ("2026-10-08 02:00", 1), ("2026-10-08 03:00", 0), ("2026-10-08 13:00", 0), ("2026-10-09 02:00", 1) })
        {
            Clock.Now = At(utc); // a holiday; half past seven; ten o'clock; again; nine in the evening; the next day
            Assert.Equal((utc, made), (utc, await Digests.MakeOut(Db, Clock.Now, Cancel)));
        }
        var leased = Assert.Single(await Digests.Take(Db, Clock.Now, 8, Cancel)); // yesterday's, not sent, is given up
        Assert.Equal(new DateOnly(2026, 10, 9), leased.Day);
        Assert.Empty(await Digests.Take(Db, Clock.Now, 8, Cancel));
        Assert.Equal(DeliveryState.Failed, (await Db.Digests.AsNoTracking().SingleAsync(d => d.Day == new DateOnly(2026, 10, 8), Cancel)).State);
    }

    async Task Fired()
    {
        await Published();
        Clock.Now = At("2026-09-17 01:00");
        Assert.Equal(32, (await new Sweep().Run(Db, Clock, Cancel)).Fired);
    }

    Webhook Hook(string office, string topic = "")
    {
        var hook = new Webhook { OrganisationId = Db.Organisation(office).Id, Url = "https://example.cn/hook", Topic = topic, ProtectedSecret = "x", CreatedBy = Account, CreatedAt = Clock.Now };
        Db.Add(hook);
        Db.SaveChanges();
        return hook;
    }
}
