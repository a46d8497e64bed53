using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Text;
using Zhice.Data.Supervision;
using Zhice.Web.Features.Inbox;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Jobs;

/// <summary>The daily mail: what waits this week, as plain text, by SMTP.</summary>
public sealed class DigestMail(NoticeSettings settings)
{
    const int Most = 40;

    /// <summary>Subject and text for a list; the links lead to the things where the instance's address is known.</summary>
    public (string Subject, string Text) Write(IReadOnlyList<InboxItem> items, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(items);
        var words = WordTable.Chinese;
        var overdue = items.Count(i => i.Due < today);
        var text = new StringBuilder();
        text.AppendLine(words["digest.head", items.Count, overdue]).AppendLine();
        foreach (var item in items.Take(Most))
        {
            text.Append("· ").Append(words.Of(item.Kind)).Append('：').Append(item.Title);
            if (item.Due is { } due) text.Append(CultureInfo.InvariantCulture, $"（{Visit.Day(due)}{(due < today ? " " + words["inbox.overdue", today.DayNumber - due.DayNumber] : "")}）");
            text.AppendLine();
            if (settings.PublicUrl is { } url) text.Append("  ").AppendLine(new Uri(url, ShowInbox.Address(item)).ToString());
        }
        if (items.Count > Most) text.AppendLine(words["digest.more", items.Count - Most]);
        text.AppendLine().AppendLine(words["digest.foot"]);
        if (settings.PublicUrl is { } own) text.AppendLine(new Uri(own, "/inbox/notices").ToString());
        return (words["digest.subject", items.Count, overdue], text.ToString());
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
