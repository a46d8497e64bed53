using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Supervision;

/// <summary>Something that happened and that others may be told: written in the transaction of what happened, so that neither is without the other.</summary>
public sealed class OutboxEvent
{
    /// <summary>Key, growing; the receiver's mark against doubles.</summary>
    public long Id { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>What, such as <c>supervision.fired</c> or <c>letter.issued</c>.</summary>
    public required string Topic { get; init; }
    /// <summary>What it is about, such as <c>obligation/12</c>.</summary>
    public required string Subject { get; init; }
    /// <summary>The office that it concerns.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>The firing, where it was one; its facts make the body.</summary>
    public long? FiringId { get; init; }
    /// <summary>Further facts as JSON; null where there are none.</summary>
    public string? Body { get; init; }
    /// <summary>True when deliveries have been made out for everyone who asked.</summary>
    public bool Spread { get; set; }
}

/// <summary>An address of another system that is told of events, by a signed request.</summary>
public sealed class Webhook
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The office whose subtree it hears of.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>Where to: an address of http or https.</summary>
    public required string Url { get; init; }
    /// <summary>Beginning of the topics that it hears of; empty for all.</summary>
    public required string Topic { get; init; }
    /// <summary>The key of the signature, protected by the instance's keys.</summary>
    public required string ProtectedSecret { get; init; }
    /// <summary>Who set it up.</summary>
    public AccountId CreatedBy { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>When it was switched off; null while it is told.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}

/// <summary>How a delivery stands.</summary>
public enum DeliveryState
{
    /// <summary>Waits for its time, or for a worker whose lease ran out.</summary>
    Waiting,
    /// <summary>Taken by the receiver.</summary>
    Delivered,
    /// <summary>Given up after the last try; an administrator may send it again.</summary>
    Failed,
}

/// <summary>One event for one address. At least once: the event's key tells the receiver a double.</summary>
public sealed class Delivery
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The address.</summary>
    public long WebhookId { get; init; }
    /// <summary>The event.</summary>
    public long EventId { get; init; }
    /// <summary>How it stands.</summary>
    public DeliveryState State { get; set; }
    /// <summary>Tries so far.</summary>
    public int Attempts { get; set; }
    /// <summary>Not before.</summary>
    public DateTimeOffset NextAt { get; set; }
    /// <summary>What the last try met; null before the first, and where it went well.</summary>
    public string? Fault { get; set; }
    /// <summary>When it was taken; null before.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }
}

/// <summary>每日摘要: one mail for an account and day. The row is the claim.</summary>
public sealed class Digest
{
    /// <summary>The account.</summary>
    public AccountId AccountId { get; init; }
    /// <summary>The day in China.</summary>
    public DateOnly Day { get; init; }
    /// <summary>How it stands.</summary>
    public DeliveryState State { get; set; }
    /// <summary>Tries so far.</summary>
    public int Attempts { get; set; }
    /// <summary>Not before: the time of the next try, or the end of a worker's lease.</summary>
    public DateTimeOffset NextAt { get; set; }
    /// <summary>What the last try met; null where it went well.</summary>
    public string? Fault { get; set; }
    /// <summary>When it was handed over, or found empty and not sent; null before.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }
}

/// <summary>How an account wants to be told: its own choice, nothing by default.</summary>
public sealed class NoticePreference
{
    /// <summary>The account.</summary>
    public AccountId AccountId { get; init; }
    /// <summary>Address of the digest; null for none.</summary>
    public string? Mail { get; set; }
    /// <summary>First hour without mail, 0–23 in China; equal to the other for none.</summary>
    public int QuietFrom { get; set; } = 20;
    /// <summary>First hour with mail again.</summary>
    public int QuietTo { get; set; } = 8;
    /// <summary>SHA-256 of the calendar feed's secret, lower-case hexadecimal; null where there is no feed.</summary>
    public string? FeedKey { get; set; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }

    /// <summary>True when an hour of the day, in China, is quiet; the hours may run over midnight.</summary>
    public bool IsQuiet(int hour) => QuietFrom < QuietTo ? hour >= QuietFrom && hour < QuietTo : QuietFrom > QuietTo && (hour >= QuietFrom || hour < QuietTo);
}

/// <summary>When a failed delivery is tried again.</summary>
public static class Backoff
{
    /// <summary>Tries before it is given up: the last comes about 26 hours after the first.</summary>
    public const int MostAttempts = 14;

    /// <summary>The pause after the tries so far: 30 seconds, doubling, at most 6 hours.</summary>
    public static TimeSpan After(int attempts) => TimeSpan.FromSeconds(Math.Min(30d * Math.Pow(2, Math.Max(0, attempts - 1)), 6 * 3600));
}
