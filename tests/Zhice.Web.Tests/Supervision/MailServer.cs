using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Zhice.Web.Tests.Supervision;

/// <summary>A real SMTP server of Debian's package python3-aiosmtpd, which keeps what it takes in a Maildir. Without the package, tests that ask for it are skipped.</summary>
public sealed class MailServer : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("zhice-mail-").FullName;
    readonly Process process;

    MailServer(int port)
    {
        Port = port;
        process = Process.Start(new ProcessStartInfo("aiosmtpd",
            ["-n", "-l", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), "-c", "aiosmtpd.handlers.Mailbox", Path.Combine(folder, "box")]) { RedirectStandardError = true })!;
    }

    public int Port { get; }

    /// <summary>Mails taken so far, as their source text.</summary>
    public IReadOnlyList<string> Mails => Directory.Exists(Path.Combine(folder, "box", "new"))
        ? [.. Directory.EnumerateFiles(Path.Combine(folder, "box", "new")).Order(StringComparer.Ordinal).Select(File.ReadAllText)] : [];

    /// <summary>Starts a server and waits until it listens.</summary>
    public static async Task<MailServer> Start()
    {
        if (!File.Exists("/usr/bin/aiosmtpd")) Assert.Skip("No SMTP server is installed (Debian: apt-get install python3-aiosmtpd).");
        var server = new MailServer(FreePort());
        for (var tries = 0; tries < 200; tries++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, server.Port);
                return server;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }
        throw new InvalidOperationException("aiosmtpd does not listen.");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
