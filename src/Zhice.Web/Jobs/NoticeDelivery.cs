using System.Data.Common;
using System.Diagnostics;
using Zhice.Data.Records;
using Zhice.Data.Storage;
using Zhice.Data.Supervision;
using Zhice.Domain.Calendar;
using Zhice.Records.Store;
using Zhice.Web.Features.Inbox;
using Zhice.Web.Features.Records;

namespace Zhice.Web.Jobs;

/// <summary>Tells others: events to webhooks, the daily mail to those who asked for it. Every node runs it; leases keep two from doing the same.</summary>
public sealed partial class NoticeDelivery(
    ZhiceStore store, RecordStore records, TimeProvider clock, NoticeSettings settings, WebhookSender webhooks, DigestMail mails, ILogger<NoticeDelivery> log) : BackgroundService
{
    /// <summary>Name of its turns.</summary>
    public const string Job = "notices";

    /// <summary>Time between two turns.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    const int AtOnce = 8;
    static readonly TimeSpan MarkEvery = TimeSpan.FromSeconds(15);

    long marked;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            do await Turn(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Asked to stop: what is on its way is taken up at the next start.
        }
    }

    /// <summary>One turn: until nothing waits, or a minute has gone by.</summary>
    public async Task Turn(CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var count = 0;
        try
        {
            for (var round = -1; round != 0 && Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(1); count += round)
            {
                await using var db = store.CreateContext();
                round = await Deliveries.Spread(db, clock.GetUtcNow(), cancel);
                round += await SendEvents(await Deliveries.Take(db, clock.GetUtcNow(), AtOnce, cancel), cancel);
                if (settings.SendsMail) round += await SendMails(db, cancel);
                if (round > 0) await Mark(began, count, cancel); // a long turn is not a clock that stands
            }
            await Mark(began, count, cancel);
        }
        catch (DbException failure)
        {
            Failed(log, failure);
        }
    }

    // A mark every few seconds would be a write for nothing.
    async Task Mark(long began, int count, CancellationToken cancel)
    {
        if (marked != 0 && Stopwatch.GetElapsedTime(marked) < MarkEvery) return;
        await using var db = store.CreateContext();
        await JobTicks.Record(db, Job, SupervisionClock.Node, clock.GetUtcNow(), Stopwatch.GetElapsedTime(began), count, null, cancel);
        marked = Stopwatch.GetTimestamp();
    }

    async Task<int> SendEvents(IReadOnlyList<LeasedDelivery> leased, CancellationToken cancel)
    {
        await Task.WhenAll(leased.Select(async delivery =>
        {
            var fault = await webhooks.Send(delivery, clock.GetUtcNow(), cancel);
            await using var db = store.CreateContext();
            if (fault is null) await Deliveries.Done(db, delivery.Id, clock.GetUtcNow(), cancel);
            else await Deliveries.Fault(db, delivery.Id, delivery.Attempts, fault, clock.GetUtcNow(), cancel);
        }));
        return leased.Count;
    }

    async Task<int> SendMails(Data.ZhiceDb db, CancellationToken cancel)
    {
        await Digests.MakeOut(db, clock.GetUtcNow(), cancel);
        var leased = await Digests.Take(db, clock.GetUtcNow(), AtOnce, cancel);
        foreach (var digest in leased)
        {
            var today = ChinaTime.Today(clock);
            var actor = await AccountActors.Of(db, digest.AccountId, cancel);
            var items = actor is null ? [] : await Inbox.Load(db, actor, today, ShowInbox.Until(ShowInbox.Horizon.Week, today), cancel);
            var (searches, last) = actor is null ? ([], 0) : await SavedSearches.News(db, records, actor, cancel);
            string? fault = null;
            // Nothing to do and nothing new is no reason for a mail.
            if (items.Count > 0 || searches.Count > 0)
            {
                var (subject, text) = mails.Write(items, searches, today);
                fault = await mails.Send(digest, subject, text, cancel);
            }
            if (fault is null)
            {
                await Digests.Done(db, digest, clock.GetUtcNow(), cancel);
                if (searches.Count > 0) await SearchShelf.Told(db, digest.AccountId, last, cancel);
            }
            else await Digests.Fault(db, digest, fault, clock.GetUtcNow(), cancel);
        }
        return leased.Count;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Deliveries could not take their turn; the next one tries again")]
    static partial void Failed(ILogger log, Exception failure);
}
