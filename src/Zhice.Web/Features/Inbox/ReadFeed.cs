using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Supervision;
using Zhice.Domain;
using Zhice.Domain.Supervision;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Inbox;

/// <summary>日历订阅: the due days of one account as iCalendar, under an address that its owner can revoke. Whoever has the address reads it, as calendars need.</summary>
public static class ReadFeed
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/calendar/{token}.ics", Handle);

    static async Task<IResult> Handle(string token, Visit visit, HttpContext context, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var key = SessionCookie.KeyOf(token);
        var owner = await db.NoticePreferences.Where(p => p.FeedKey == key).Select(p => p.AccountId).ToListAsync(cancel);
        if (owner.Count == 0 || await AccountActors.Of(db, owner[0], cancel) is not { } actor) return Answer.Refused(visit, new Missing("feed.missing"));
        var items = await Data.Supervision.Inbox.Load(db, actor, visit.Today, null, cancel);
        var words = WordTable.Chinese;
        var site = $"{context.Request.Scheme}://{context.Request.Host}";
        var text = ICalendar.Write(words["feed.name"], items.Where(i => i.Due is not null).Take(500).Select(i => new FeedEntry(
            $"{i.Kind}-{i.Id}@{context.Request.Host.Host}", i.Due!.Value, $"{words.Of(i.Kind)}：{i.Title}", i.Office, site + ShowInbox.Address(i))), clock.GetUtcNow());
        context.Response.Headers.CacheControl = "private, max-age=900";
        return Results.Bytes(Encoding.UTF8.GetBytes(text), "text/calendar; charset=utf-8");
    }
}
