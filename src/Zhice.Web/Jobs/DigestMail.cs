using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Text;
using Zhice.Data.Supervision;
using Zhice.Domain.Accounts;
using Zhice.Web.Features.Inbox;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Jobs;

/// <summary>The daily mail: what waits this week, as plain text, by SMTP.</summary>
public sealed class DigestMail(NoticeSettings settings)
{
    const int Most = 40;

    /// <summary>Subject and text for a list; the links lead to the things where the instance's address is known.</summary>
    /// <param name="items">What waits.</param>
    /// <param name="searches">Saved searches with what is new in each, one or more.</param>
    /// <param name="today">The day.</param>
    public (string Subject, string Text) Write(IReadOnlyList<InboxItem> items, IReadOnlyList<(SavedSearch Search, int New)> searches, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(searches);
        var words = WordTable.Chinese;
        var overdue = items.Count(i => i.Due < today);
        var text = new StringBuilder();
        if (items.Count > 0) text.AppendLine(words["digest.head", items.Count, overdue]).AppendLine();
        foreach (var item in items.Take(Most))
        {
            text.Append("· ").Append(words.Of(item.Kind)).Append('：').Append(item.Title);
            if (item.Due is { } due) text.Append(CultureInfo.InvariantCulture, $"（{Visit.Day(due)}{(due < today ? " " + words["inbox.overdue", today.DayNumber - due.DayNumber] : "")}）");
            text.AppendLine();
            if (settings.PublicUrl is { } url) text.Append("  ").AppendLine(new Uri(url, ShowInbox.Address(item)).ToString());
        }
        if (items.Count > Most) text.AppendLine(words["digest.more", items.Count - Most]);
        if (searches.Count > 0) text.AppendLine(items.Count > 0 ? "\n" + words["digest.searches"] : words["digest.searches"]).AppendLine();
        foreach (var (search, fresh) in searches)
        {
            text.Append("· ").AppendLine(words["digest.search", search.Name, fresh]);
            if (settings.PublicUrl is { } url) text.Append("  ").AppendLine(new Uri(url, Features.Records.SavedSearches.Fresh(search)).ToString());
        }
        text.AppendLine().AppendLine(words["digest.foot"]);
        if (settings.PublicUrl is { } own) text.AppendLine(new Uri(own, "/inbox/notices").ToString());
        return (items.Count > 0 ? words["digest.subject", items.Count, overdue] : words["digest.subject-searches", searches.Count], text.ToString());
    }

    /// <summary>Hands a mail over; null when the server took it, else what went wrong. The message's id is the same on every try of a day.</summary>
    public async Task<string?> Send(LeasedDigest digest, string subject, string text, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(digest);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            using var client = new SmtpClient(settings.MailHost, settings.MailPort) { EnableSsl = settings.MailTls };
            if (settings.MailUser is { } user) client.Credentials = new NetworkCredential(user, settings.MailPassword);
            var from = new MailAddress(settings.MailFrom!, WordTable.Chinese["site.name"], Encoding.UTF8);
            using var mail = new MailMessage(from, new MailAddress(digest.Mail))
            {
                Subject = subject, SubjectEncoding = Encoding.UTF8, Body = text, BodyEncoding = Encoding.UTF8,
            };
            mail.Headers.Add("Message-ID", string.Create(CultureInfo.InvariantCulture, $"<digest-{digest.AccountId.Value}-{digest.Day:yyyyMMdd}@{from.Host}>"));
            mail.Headers.Add("Auto-Submitted", "auto-generated");
            await client.SendMailAsync(mail, patience.Token);
            return null;
        }
        catch (Exception failure) when (failure is SmtpException or FormatException or IOException || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return failure is OperationCanceledException ? "no answer within 20 s" : (failure.InnerException ?? failure).Message;
        }
    }
}
