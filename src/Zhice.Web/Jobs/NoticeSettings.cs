namespace Zhice.Web.Jobs;

/// <summary>How an instance tells others. From the environment; nothing is sent unless it is set.</summary>
/// <param name="MailHost">Name of the SMTP server; null for no mail.</param>
/// <param name="MailPort">Its port.</param>
/// <param name="MailFrom">Address that mails come from.</param>
/// <param name="MailUser">Login at the server; null for none.</param>
/// <param name="MailPassword">Its password.</param>
/// <param name="MailTls">True for STARTTLS.</param>
/// <param name="PublicUrl">Address of this instance as people reach it, for links; null leaves links out.</param>
/// <param name="LocalWebhooks">True when webhooks may lead to this machine itself: for tests and for a receiver beside it.</param>
public sealed record NoticeSettings(string? MailHost, int MailPort, string? MailFrom, string? MailUser, string? MailPassword, bool MailTls, Uri? PublicUrl, bool LocalWebhooks)
{
    /// <summary>Nothing is set.</summary>
    public static readonly NoticeSettings None = new(null, 25, null, null, null, false, null, false);

    /// <summary>True when mail can be sent.</summary>
    public bool SendsMail => MailHost is not null && MailFrom is not null;

    /// <summary>
    /// ZHICE_SMTP_HOST, ZHICE_SMTP_PORT (25), ZHICE_SMTP_FROM, ZHICE_SMTP_USER, ZHICE_SMTP_PASSWORD_FILE or ZHICE_SMTP_PASSWORD, ZHICE_SMTP_TLS (true),
    /// ZHICE_PUBLIC_URL, ZHICE_WEBHOOK_LOCAL (true).
    /// </summary>
    /// <exception cref="InvalidDataException">A port or an address that is none.</exception>
    public static NoticeSettings FromEnvironment()
    {
        var port = Of("ZHICE_SMTP_PORT") is { } number
            ? int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var parsed) && parsed is > 0 and < 65536
                ? parsed : throw new InvalidDataException("ZHICE_SMTP_PORT is no port.")
            : 25;
        var url = Of("ZHICE_PUBLIC_URL") is { } address
            ? Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : throw new InvalidDataException("ZHICE_PUBLIC_URL is no address.")
            : null;
        var password = Of("ZHICE_SMTP_PASSWORD_FILE") is { } file ? File.ReadAllText(file).Trim() : Of("ZHICE_SMTP_PASSWORD");
        return new NoticeSettings(Of("ZHICE_SMTP_HOST"), port, Of("ZHICE_SMTP_FROM"), Of("ZHICE_SMTP_USER"), password, Of("ZHICE_SMTP_TLS") == "true", url, Of("ZHICE_WEBHOOK_LOCAL") == "true");
    }

    static string? Of(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
