using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Supervision;

// Keys in the SQL are numbers of ours.
#pragma warning disable EF1002, EF1003

namespace Zhice.Data.Supervision;

/// <summary>A delivery that a worker has leased: what to send where.</summary>
public sealed record LeasedDelivery(long Id, int Attempts, string Url, string ProtectedSecret, OutboxEvent Event, string OrganisationCode, Firing? Firing);

/// <summary>Events on their way to addresses: made out once, leased by one worker at a time, tried again with growing pauses, sent again on request.</summary>
/// <remarks>A lease is the time of the next try: a worker that dies lets it run out, and another takes over. So a receiver may see an event twice, with the same key.</remarks>
public static class Deliveries
{
    /// <summary>How long a worker has for what it leased.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    const int Batch = 500;

    /// <summary>Makes out deliveries for events that have none yet; answers the number of events.</summary>
    public static async Task<int> Spread(ZhiceDb db, DateTimeOffset now, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (!await db.OutboxEvents.AnyAsync(e => !e.Spread, cancel)) return 0;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (off, skip) = db.Database.IsNpgsql() ? ("false", " FOR UPDATE SKIP LOCKED") : ("0", "");
        var ids = await db.Database.SqlQueryRaw<long>($"SELECT id AS \"Value\" FROM sup_event WHERE spread = {off} ORDER BY id LIMIT {Batch}{skip}").ToListAsync(cancel);
        if (ids.Count == 0) return 0;
        var list = string.Join(',', ids);
        await db.Database.ExecuteSqlRawAsync($"{Insert} AND e.id IN ({list}) ON CONFLICT DO NOTHING", [now.UtcDateTime], cancel);
        await db.Database.ExecuteSqlRawAsync($"UPDATE sup_event SET spread = {(db.Database.IsNpgsql() ? "true" : "1")} WHERE id IN ({list})", cancel);
        await transaction.CommitAsync(cancel);
        return ids.Count;
    }

    // Who hears of an event: open addresses of an office whose subtree holds the event's, and whose topic begins it.
    const string Insert = """
        INSERT INTO sup_delivery (webhook_id, event_id, state, attempts, next_at)
        SELECT w.id, e.id, 0, 0, @p0
        FROM sup_event e JOIN org_organisation o ON o.id = e.organisation_id
        JOIN sup_webhook w ON w.closed_at IS NULL JOIN org_organisation h ON h.id = w.organisation_id
        WHERE substr(o.path, 1, length(h.path)) = h.path AND substr(e.topic, 1, length(w.topic)) = w.topic
        """;

    /// <summary>Takes some deliveries whose time has come; nobody else gets them before the lease runs out.</summary>
    public static async Task<IReadOnlyList<LeasedDelivery>> Take(ZhiceDb db, DateTimeOffset now, int most, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var skip = db.Database.IsNpgsql() ? " FOR UPDATE SKIP LOCKED" : "";
        if (!await db.Deliveries.AnyAsync(d => d.State == DeliveryState.Waiting && d.NextAt <= now, cancel)) return [];
        var ids = await db.Database.SqlQueryRaw<long>(
            $"UPDATE sup_delivery SET attempts = attempts + 1, next_at = @p1 WHERE id IN (SELECT id FROM sup_delivery WHERE state = 0 AND next_at <= @p0 ORDER BY next_at, id LIMIT {most}{skip}) RETURNING id AS \"Value\"",
            now.UtcDateTime, (now + Lease).UtcDateTime).ToListAsync(cancel);
        return await (
            from delivery in db.Deliveries.AsNoTracking()
            where ids.Contains(delivery.Id)
            join webhook in db.Webhooks on delivery.WebhookId equals webhook.Id
            join happened in db.OutboxEvents on delivery.EventId equals happened.Id
            join organisation in db.Organisations on happened.OrganisationId equals organisation.Id
            from firing in db.Firings.Where(f => f.Id == happened.FiringId).DefaultIfEmpty()
            orderby delivery.Id
            select new LeasedDelivery(delivery.Id, delivery.Attempts, webhook.Url, webhook.ProtectedSecret, happened, organisation.Code, firing)).ToListAsync(cancel);
    }

    /// <summary>The receiver took it.</summary>
    public static Task Done(ZhiceDb db, long id, DateTimeOffset now, CancellationToken cancel = default) => db.Deliveries.Where(d => d.Id == id).ExecuteUpdateAsync(
        set => set.SetProperty(d => d.State, DeliveryState.Delivered).SetProperty(d => d.DeliveredAt, now).SetProperty(d => d.Fault, (string?)null), cancel);

    /// <summary>It did not arrive: later, or given up.</summary>
    public static Task Fault(ZhiceDb db, long id, int attempts, string fault, DateTimeOffset now, CancellationToken cancel = default)
    {
        var (state, next, words) = (attempts >= Backoff.MostAttempts ? DeliveryState.Failed : DeliveryState.Waiting, now + Backoff.After(attempts), fault.Length > 300 ? fault[..300] : fault);
        return db.Deliveries.Where(d => d.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, state).SetProperty(d => d.NextAt, next).SetProperty(d => d.Fault, words), cancel);
    }

    /// <summary>Sends all events since a moment again, those that never went there too: <c>webhook.missing</c>, <c>access.denied</c>. Answers how many.</summary>
    public static async Task<Outcome<int>> Replay(ZhiceDb db, Actor actor, long webhook, DateTimeOffset since, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var path = await (from hook in db.Webhooks where hook.Id == webhook && hook.ClosedAt == null join office in db.Organisations on hook.OrganisationId equals office.Id select office.Path).FirstOrDefaultAsync(cancel);
        if (path is null) return new Missing("webhook.missing");
        if (!AccessPolicy.MayIssueLetters(actor, path)) return new Forbidden("access.denied");
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var count = await db.Database.ExecuteSqlRawAsync(
            $"{Insert} AND w.id = @p1 AND e.at >= @p2 ON CONFLICT (webhook_id, event_id) DO UPDATE SET state = 0, attempts = 0, next_at = @p0", [now.UtcDateTime, webhook, since.UtcDateTime], cancel);
        AuditLog.Append(db, actor, now, "webhook.replay", $"webhook/{webhook}", new { since, count });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return count;
    }

    /// <summary>What a receiver reads: the event's key, moment, topic, subject, office and facts.</summary>
    public static byte[] Body(LeasedDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("id", delivery.Event.Id);
            json.WriteString("at", delivery.Event.At);
            json.WriteString("topic", delivery.Event.Topic);
            json.WriteString("subject", delivery.Event.Subject);
            json.WriteString("organisation", delivery.OrganisationCode);
            if (delivery.Firing is { } firing)
            {
                json.WriteStartObject("facts");
                json.WriteString("rung", firing.Kind.ToString());
                json.WriteNumber("days", firing.Days);
                json.WriteString("due", firing.DueOn.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
                json.WriteString("lastDay", firing.EffectiveOn.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
                json.WriteNumber("obligation", firing.ObligationId.Value);
                json.WriteEndObject();
            }
            else if (delivery.Event.Body is { } body)
            {
                json.WritePropertyName("facts");
                json.WriteRawValue(body);
            }
            json.WriteEndObject();
        }
        return stream.ToArray();
    }
}
