using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Zhice.Domain.Accounts;
using Zhice.Domain.Audit;

namespace Zhice.Data.Audit;

/// <summary>Writes changes down. An entry is added to the context that makes the change, so that both are saved or neither.</summary>
public static class AuditLog
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds an entry to the context; the caller saves.</summary>
    /// <param name="db">The context that makes the change.</param>
    /// <param name="actor">Who; the public where the system itself acts.</param>
    /// <param name="at">When; kept to the microsecond.</param>
    /// <param name="action">What was done, such as <c>document.import</c>.</param>
    /// <param name="subject">What it was done to, such as <c>document/12</c>.</param>
    /// <param name="details">Any further facts, written as JSON in the order of its properties; no secret and no personal data beyond names.</param>
    public static AuditEntry Append(ZhiceDb db, Actor actor, DateTimeOffset at, string action, string subject, object? details = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        var moment = new DateTimeOffset(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
        var entry = new AuditEntry
        {
            At = moment, By = actor.AccountId, Action = action, Subject = subject, Body = Body(moment, actor, action, subject, details),
        };
        db.AuditEntries.Add(entry);
        return entry;
    }

    /// <summary>True when the row's columns say what its bytes say.</summary>
    internal static bool Agrees(AuditEntry entry)
    {
        using var body = JsonDocument.Parse(entry.Body);
        var root = body.RootElement;
        return root.GetProperty("at").GetDateTimeOffset() == entry.At
            && root.GetProperty("action").GetString() == entry.Action
            && root.GetProperty("subject").GetString() == entry.Subject
            && (root.TryGetProperty("by", out var by) ? by.GetInt64() : null as long?) == entry.By?.Value;
    }

    /// <summary>The exact bytes that will be hashed: at, by, name, key, action, subject, details, in this order.</summary>
    static byte[] Body(DateTimeOffset at, Actor actor, string action, string subject, object? details)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("at", at);
            if (actor.AccountId is { } account) json.WriteNumber("by", account.Value);
            if (actor.Name is not null) json.WriteString("name", actor.Name);
            if (actor.Key is not null) json.WriteString("key", actor.Key);
            json.WriteString("action", action);
            json.WriteString("subject", subject);
            if (details is not null)
            {
                json.WritePropertyName("details");
                JsonSerializer.Serialize(json, details, details.GetType(), Plain);
            }
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
