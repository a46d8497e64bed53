using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Audit;
using Zhice.Data.Supervision;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Supervision;
using Zhice.Web.Jobs;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Supervision;

/// <summary>网络通知: addresses of other systems that are told of events; deliveries that failed; sending again from any moment.</summary>
public static class ManageWebhooks
{
    /// <summary>Deliveries that the page lists.</summary>
    public const int Shown = 50;

    /// <summary>One address with how its deliveries stand.</summary>
    public sealed record Row(Webhook Webhook, string Office, int Delivered, int Waiting, int Failed);

    /// <summary>A delivery that waits after a fault, or was given up.</summary>
    public sealed record Trouble(Delivery Delivery, string Url, string Topic, string Subject);

    /// <summary>The page.</summary>
    /// <param name="Rows">Addresses of the reader's offices.</param>
    /// <param name="Troubles">Deliveries with a fault, newest first.</param>
    /// <param name="Offices">Offices that the reader may set up addresses for.</param>
    /// <param name="Secret">The secret of an address made just now; shown once.</param>
    public sealed record View(IReadOnlyList<Row> Rows, IReadOnlyList<Trouble> Troubles, IReadOnlyList<(OrganisationId Id, string Name)> Offices, string? Secret);

    /// <summary>The form.</summary>
    public sealed class Form
    {
        /// <summary>The office whose subtree it hears of.</summary>
        public long Office { get; set; }
        /// <summary>Where to.</summary>
        public string? Url { get; set; }
        /// <summary>Beginning of topics; empty for all.</summary>
        public string? Topic { get; set; }
        /// <summary>First day to send again from.</summary>
        public DateOnly? Since { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/webhooks", async (Visit visit, ZhiceDb db, CancellationToken cancel) => Answer(visit, await Run(db, visit.Actor, null, cancel), null));
        routes.MapPost("/webhooks", Add).DisableAntiforgery();
        routes.MapPost("/webhooks/{id:long}/close", Close).DisableAntiforgery();
        routes.MapPost("/webhooks/{id:long}/replay", async (long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        {
            var since = new DateTimeOffset((form.Since ?? visit.Today).ToDateTime(TimeOnly.MinValue), ChinaTime.Offset);
            return (await Deliveries.Replay(db, visit.Actor, id, since, clock, cancel)).Accepted(out _, out var refusal)
                ? Hosting.Answer.Done(visit, "/webhooks", "webhook.replayed") : Hosting.Answer.Refused(visit, refusal);
        }).DisableAntiforgery();
    }

    /// <summary>Loads the page for administrators of offices. Five commands.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, string? secret, CancellationToken cancel)
    {
        var keys = Administered(actor);
        if (keys.Count == 0) return new Forbidden("access.denied");
        var offices = await db.Organisations.Where(o => keys.Contains(o.Id)).OrderBy(o => o.Path).ToListAsync(cancel);
        var hooks = await db.Webhooks.Where(w => keys.Contains(w.OrganisationId)).OrderByDescending(w => w.Id).Take(100).ToListAsync(cancel);
        var ids = hooks.Select(h => h.Id).ToList();
        var counts = await db.Deliveries.Where(d => ids.Contains(d.WebhookId)).GroupBy(d => new { d.WebhookId, d.State }).Select(g => new { g.Key.WebhookId, g.Key.State, Count = g.Count() }).ToListAsync(cancel);
        var troubles = await (
            from delivery in db.Deliveries
            where ids.Contains(delivery.WebhookId) && delivery.State != DeliveryState.Delivered && delivery.Fault != null
            join hook in db.Webhooks on delivery.WebhookId equals hook.Id
            join happened in db.OutboxEvents on delivery.EventId equals happened.Id
            orderby delivery.Id descending
            select new Trouble(delivery, hook.Url, happened.Topic, happened.Subject)).Take(Shown).ToListAsync(cancel);
        int Of(long id, DeliveryState state) => counts.Where(c => c.WebhookId == id && c.State == state).Sum(c => c.Count);
        return new View([.. hooks.Select(h => new Row(h, offices.First(o => o.Id == h.OrganisationId).Name, Of(h.Id, DeliveryState.Delivered), Of(h.Id, DeliveryState.Waiting), Of(h.Id, DeliveryState.Failed)))],
            troubles, [.. offices.Select(o => (o.Id, o.Name))], secret);
    }

    static List<OrganisationId> Administered(Actor actor) =>
        [.. actor.Roles.Where(r => r.Role is Role.NationalAdministrator or Role.RegionalAdministrator).Select(r => r.OrganisationId).Distinct()];

    static async Task<IResult> Add([FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, IDataProtectionProvider protection, IServiceProvider services, CancellationToken cancel)
    {
        if (!Administered(visit.Actor).Contains(new(form.Office)) || visit.Actor.AccountId is not { } me) return Hosting.Answer.Refused(visit, new Forbidden("access.denied"));
        var (url, topic) = (form.Url?.Trim() ?? "", form.Topic?.Trim() ?? "");
        var defects = new List<Defect>();
        if (url.Length > 500 || !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0) defects.Add(new Defect("webhook.url", "url"));
        else if (services.GetService<NoticeSettings>() is { LocalWebhooks: false } && WebhookSender.LeadsToItself(address)) defects.Add(new Defect("webhook.itself", "url"));
        if (topic.Length > 60 || topic.Any(c => !char.IsAsciiLetterLower(c) && c is not ('.' or '-'))) defects.Add(new Defect("webhook.topic", "topic"));
        if (defects.Count > 0) return Answer(visit, await Run(db, visit.Actor, null, cancel), new Invalid(defects));

        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var hook = new Webhook
        {
            OrganisationId = new(form.Office), Url = url, Topic = topic, ProtectedSecret = protection.CreateProtector(WebhookSender.Purpose).Protect(secret), CreatedBy = me, CreatedAt = clock.GetUtcNow(),
        };
        db.Webhooks.Add(hook);
        AuditLog.Append(db, visit.Actor, hook.CreatedAt, "webhook.add", $"organisation/{form.Office}", new { url, topic });
        await db.SaveChangesAsync(cancel);
        return Answer(visit, await Run(db, visit.Actor, secret, cancel), null);
    }

    static async Task<IResult> Close(long id, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var keys = Administered(visit.Actor);
        var hook = await db.Webhooks.AsTracking().FirstOrDefaultAsync(w => w.Id == id && keys.Contains(w.OrganisationId), cancel);
        if (hook is null) return Hosting.Answer.Refused(visit, new Missing("webhook.missing"));
        hook.ClosedAt ??= clock.GetUtcNow();
        AuditLog.Append(db, visit.Actor, clock.GetUtcNow(), "webhook.close", $"webhook/{id}");
        await db.SaveChangesAsync(cancel);
        return Hosting.Answer.Done(visit, "/webhooks", "webhook.closed");
    }

    static IResult Answer(Visit visit, Outcome<View> outcome, Refusal? wrong) => outcome.Accepted(out var view, out var refusal)
        ? wrong is null ? Hosting.Answer.Page<WebhooksPage>(view) : Hosting.Answer.Again<WebhooksPage>(visit, view, wrong)
        : Hosting.Answer.Refused(visit, refusal);
}
