using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Zhice.Bench;

/// <summary>Pages of a running `zhice serve`, asked by a logged-in national administrator over loopback.</summary>
internal static partial class WebBench
{
    const int PerSecond = 100;
    const int Seconds = 20;

    internal static async Task Run(string home, string board, IReadOnlyList<string> organisations)
    {
        Console.WriteLine($"## Pages at {PerSecond} requests/s, open loop, {Seconds} s after 5 s of warming");
        var from = Stopwatch.GetTimestamp();
        using var server = Start(home);
        try
        {
            var address = await Address(server).ConfigureAwait(false);
            using var client = Client(address);
            using (var first = await client.GetAsync("/").ConfigureAwait(false)) first.EnsureSuccessStatusCode();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{"start to first page (goal: 3 s)",-40} {Stopwatch.GetElapsedTime(from).TotalSeconds:F2} s   resident {Machine.ResidentMegabytes(server.Id):F0} MiB"));
            await LogIn(client, Cli.Demonstration.People[0].Login).ConfigureAwait(false);

            await Measure(client, $"board, {board} (goal: p95 100 ms)", [board]).ConfigureAwait(false);
            await Measure(client, $"organisation, {organisations.Count} of them (goal: p95 40 ms)", organisations).ConfigureAwait(false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{"memory after it (goal: 250 MB)",-40} resident {Machine.ResidentMegabytes(server.Id):F0} MiB, peak {Machine.PeakMegabytes(server.Id):F0} MiB"));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync().ConfigureAwait(false);
        }
    }

    static async Task Measure(HttpClient client, string what, IReadOnlyList<string> paths)
    {
        await OpenLoop.Run(client, paths, PerSecond / 2, 5).ConfigureAwait(false);
        var result = await OpenLoop.Run(client, paths, PerSecond, Seconds).ConfigureAwait(false);
        Console.WriteLine($"{what,-40} {result}");
    }

    /// <summary>A server on a free port.</summary>
    internal static Process Start(string home, string? database = null)
    {
        var start = new ProcessStartInfo(Child.Zhice, ["serve", "--port", "0"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ZHICE_HOME"] = home;
        if (database is not null) start.Environment["ZHICE_DB"] = database;
        return Process.Start(start)!;
    }

    /// <summary>A browser of its own: cookies, no redirects.</summary>
    internal static HttpClient Client(string address) => new(new SocketsHttpHandler
    {
        CookieContainer = new CookieContainer(), AllowAutoRedirect = false, MaxConnectionsPerServer = 64, UseProxy = false,
    })
    { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Where the server listens, as it says itself.</summary>
    internal static async Task<string> Address(Process server)
    {
        server.ErrorDataReceived += static (_, line) => Console.Error.WriteLine(line.Data);
        server.BeginErrorReadLine();
        while (await server.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (Loopback().Match(line) is not { Success: true } found) continue;
            // What it says from here on is read away, or a full pipe would stop it.
            _ = server.StandardOutput.ReadToEndAsync();
            return found.Value;
        }
        throw new InvalidOperationException("The server ended before it listened.");
    }

    /// <summary>Logs the client in with the password of the demonstration.</summary>
    internal static async Task LogIn(HttpClient client, string login)
    {
        var page = await client.GetStringAsync("/login").ConfigureAwait(false);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_token"] = WebUtility.HtmlDecode(Token().Match(page).Groups[1].Value),
            ["login"] = login,
            ["password"] = Cli.Demonstration.Password,
            ["return"] = "/",
        });
        using var answer = await client.PostAsync("/login", form).ConfigureAwait(false);
        if (answer.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.SeeOther)) throw new InvalidOperationException($"The login answered {answer.StatusCode}.");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Loopback();

    [GeneratedRegex("name=\"_token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
