using System.Text.Encodings.Web;
using System.Text.Json;
using Zhice.Domain.Organisations;
using Zhice.Domain.Supervision;

namespace Zhice.Data.Supervision;

/// <summary>Writes down what others may be told. An event is added to the context that makes the change, so that both are saved or neither.</summary>
public static class Outbox
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds an event to the context; the caller saves.</summary>
    /// <param name="db">The context that makes the change.</param>
    /// <param name="at">When.</param>
    /// <param name="topic">What, such as <c>letter.issued</c>.</param>
    /// <param name="subject">What it is about, such as <c>letter/12</c>.</param>
    /// <param name="organisation">The office that it concerns.</param>
    /// <param name="facts">Further facts, written as JSON; no secret and no personal data.</param>
    public static OutboxEvent Append(ZhiceDb db, DateTimeOffset at, string topic, string subject, OrganisationId organisation, object? facts = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        var happened = new OutboxEvent
        {
            At = at, Topic = topic, Subject = subject, OrganisationId = organisation, Body = facts is null ? null : JsonSerializer.Serialize(facts, facts.GetType(), Plain),
        };
        db.OutboxEvents.Add(happened);
        return happened;
    }
}
