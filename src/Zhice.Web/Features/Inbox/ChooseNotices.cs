using System.Buffers.Text;
using System.Net.Mail;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Supervision;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Inbox;

/// <summary>通知设置: each account's own choice of a daily mail, quiet hours, and a calendar feed. Nothing is sent by default.</summary>
public static class ChooseNotices
{
    /// <summary>The page.</summary>
    /// <param name="Preference">The choice so far.</param>
    /// <param name="FeedUrl">Address of a feed made just now; shown once.</param>
    /// <param name="SendsMail">False where this instance has no mail server: an address is kept, and nothing is sent.</param>
    public sealed record View(NoticePreference Preference, string? FeedUrl, bool SendsMail);

    /// <summary>The form.</summary>
    public sealed class Form
    {
        /// <summary>Address of the daily mail; empty for none.</summary>
        public string? Mail { get; set; }
        /// <summary>First quiet hour.</summary>
        public int QuietFrom { get; set; }
        /// <summary>First hour with mail again.</summary>
        public int QuietTo { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/inbox/notices", async (Visit visit, ZhiceDb db, IServiceProvider services, CancellationToken cancel) => visit.Actor.AccountId is { } me
            ? Answer.Page<NoticesPage>(new View(await Load(db, me, cancel), null, Sends(services))) : Answer.Refused(visit, new Forbidden("access.denied")));
        routes.MapPost("/inbox/notices", Save).DisableAntiforgery();
        routes.MapPost("/inbox/notices/feed", (Visit visit, ZhiceDb db, TimeProvider clock, HttpRequest request, CancellationToken cancel) => Feed(true, visit, db, clock, request, cancel)).DisableAntiforgery();
        routes.MapPost("/inbox/notices/unfeed", (Visit visit, ZhiceDb db, TimeProvider clock, HttpRequest request, CancellationToken cancel) => Feed(false, visit, db, clock, request, cancel)).DisableAntiforgery();
    }

    // Where no clock runs, as in a site without the command line, nothing is sent either.
    static bool Sends(IServiceProvider services) => services.GetService<Jobs.NoticeSettings>() is { SendsMail: true };

    static async Task<NoticePreference> Load(ZhiceDb db, AccountId me, CancellationToken cancel) =>
        await db.NoticePreferences.FirstOrDefaultAsync(p => p.AccountId == me, cancel) ?? new NoticePreference { AccountId = me };

    static async Task<IResult> Save([FromForm] Form form, Visit visit, ZhiceDb db, IServiceProvider services, TimeProvider clock, CancellationToken cancel)
    {
        if (visit.Actor.AccountId is not { } me) return Answer.Refused(visit, new Forbidden("access.denied"));
        var mail = form.Mail?.Trim() is { Length: > 0 } typed ? typed : null;
        var defects = new List<Defect>();
        if (mail is not null && (mail.Length > 254 || mail.Any(char.IsControl) || !MailAddress.TryCreate(mail, out var address) || address.Address != mail)) defects.Add(new Defect("notices.badMail", "mail"));
        if (form.QuietFrom is < 0 or > 23) defects.Add(new Defect("notices.badHour", "quietFrom"));
        if (form.QuietTo is < 0 or > 23) defects.Add(new Defect("notices.badHour", "quietTo"));
        if (defects.Count > 0)
            return Answer.Again<NoticesPage>(visit, new View(new NoticePreference { AccountId = me, Mail = form.Mail, QuietFrom = form.QuietFrom, QuietTo = form.QuietTo }, null, Sends(services)), new Invalid(defects));

        await Change(db, visit.Actor, me, clock, "notices.set", p => (p.Mail, p.QuietFrom, p.QuietTo) = (mail, form.QuietFrom, form.QuietTo), cancel);
        return Answer.Done(visit, "/inbox/notices", "notices.saved");
    }

    static async Task<IResult> Feed(bool wanted, Visit visit, ZhiceDb db, TimeProvider clock, HttpRequest request, CancellationToken cancel)
    {
        if (visit.Actor.AccountId is not { } me) return Answer.Refused(visit, new Forbidden("access.denied"));
        var secret = wanted ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)) : null;
        var preference = await Change(db, visit.Actor, me, clock, wanted ? "feed.make" : "feed.revoke", p => p.FeedKey = secret is null ? null : SessionCookie.KeyOf(secret), cancel);
        return secret is null
            ? Answer.Done(visit, "/inbox/notices", "notices.unfed")
            : Answer.Page<NoticesPage>(new View(preference, $"{request.Scheme}://{request.Host}/calendar/{secret}.ics", Sends(request.HttpContext.RequestServices)));
    }

    // The address itself is personal data: the log says that it was set, not to what.
    static async Task<NoticePreference> Change(ZhiceDb db, Actor actor, AccountId me, TimeProvider clock, string action, Action<NoticePreference> change, CancellationToken cancel)
    {
        var preference = await db.NoticePreferences.AsTracking().FirstOrDefaultAsync(p => p.AccountId == me, cancel);
        if (preference is null) db.NoticePreferences.Add(preference = new NoticePreference { AccountId = me });
        change(preference);
        preference.Version++;
        AuditLog.Append(db, actor, clock.GetUtcNow(), action, $"account/{me.Value}", new { mail = preference.Mail is not null, feed = preference.FeedKey is not null });
        await db.SaveChangesAsync(cancel);
        return preference;
    }
}
