using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Zhice.Data.Supervision;

namespace Zhice.Web.Jobs;

/// <summary>Sends one event to one address, signed. A redirect is not followed, and this machine itself is not reached unless that is allowed.</summary>
/// <remarks>
/// The signature is <c>X-Zhice-Signature: t=SECONDS,v1=HEX</c>: HMAC-SHA256 of "SECONDS.BODY" under the address's secret. The header
/// <c>X-Zhice-Event-Id</c> is the same on every try: a receiver drops what it has seen.
/// </remarks>
public sealed class WebhookSender : IDisposable
{
    /// <summary>Purpose of the keys that protect the secrets at rest.</summary>
    public const string Purpose = "zhice.webhook";

    readonly IDataProtector keys;
    readonly HttpClient client;

    /// <summary>A sender of an instance.</summary>
    public WebhookSender(IDataProtectionProvider protection, NoticeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        keys = protection.CreateProtector(Purpose);
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = (context, cancel) => Connect(context.DnsEndPoint, settings.LocalWebhooks, cancel),
        }) { Timeout = TimeSpan.FromSeconds(10) };
    }

    /// <summary>Sends it; null when it was taken (status 2xx), else what went wrong.</summary>
    public async Task<string?> Send(LeasedDelivery delivery, DateTimeOffset now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        try
        {
            var body = Deliveries.Body(delivery);
            var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            using var request = new HttpRequestMessage(HttpMethod.Post, delivery.Url) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
            request.Headers.Add("X-Zhice-Event-Id", delivery.Event.Id.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("X-Zhice-Topic", delivery.Event.Topic);
            request.Headers.Add("X-Zhice-Signature", $"t={seconds},v1={Sign(keys.Unprotect(delivery.ProtectedSecret), seconds, body)}");
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return answer.IsSuccessStatusCode ? null : string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)answer.StatusCode}");
        }
        catch (Exception failure) when (failure is HttpRequestException or CryptographicException or IOException or SocketException || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return failure is OperationCanceledException ? "no answer within 10 s" : (failure.InnerException ?? failure).Message;
        }
    }

    /// <summary>The signature of a body, lower-case hexadecimal.</summary>
    public static string Sign(string secret, string seconds, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.UTF8.GetBytes(seconds + "."));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    /// <summary>The fault of a delivery to this machine itself; pages show it in the reader's language.</summary>
    internal const string LeadsHere = "The address leads to this machine itself.";

    /// <summary>True for an address that says by itself that nothing will be delivered to it: this machine, or a link-local one.</summary>
    internal static bool LeadsToItself(Uri address) =>
        address.IsLoopback || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var literal) && IsOwn(literal));

    // The address is looked at after its name was resolved, so that a name cannot lead to where an address may not.
    static async ValueTask<Stream> Connect(DnsEndPoint target, bool local, CancellationToken cancel)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancel);
        var allowed = addresses.Where(a => local || !IsOwn(a)).ToArray();
        if (allowed.Length == 0) throw new HttpRequestException(LeadsHere);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Loopback, "this network" and link-local, where clouds keep their secrets. Private networks are where offices live: they are allowed.
    static bool IsOwn(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(plain) || plain.IsIPv6LinkLocal || plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any)
            || (plain.AddressFamily == AddressFamily.InterNetwork && plain.GetAddressBytes() is [0, ..] or [169, 254, ..]);
    }
}
