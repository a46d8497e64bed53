using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Zhice.Browser.Tests.Product))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Zhice.Browser.Tests;

/// <summary>The program as a stranger starts it: `zhice demo`, then `zhice serve`, in a folder of its own; and one browser. Shared by all tests.</summary>
public sealed partial class Product : IAsyncLifetime
{
    // The shell draws pages without a browser's own windows around them: the journeys take half the time.
    static readonly string[] Browsers = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

    readonly string home = Directory.CreateTempSubdirectory("zhice-browser-").FullName;
    readonly StringBuilder output = new();
    readonly Dictionary<string, Cookie[]> sessions = [];
    Process? server;
    IPlaywright? playwright;
    IBrowser? browser;
    string? axe;

    /// <summary>Where the site is.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The SQLite store behind it.</summary>
    public string Store => Path.Combine(home, "zhice.db");

    /// <summary>What is missing on this machine; the tests are skipped with it.</summary>
    public string? Missing { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var chromium = Array.Find(Browsers, File.Exists);
        var script = Path.Combine(Repository.Root, "node_modules", "axe-core", "axe.min.js");
        if (chromium is null) Missing = "Chromium is not installed (apt-get install chromium-headless-shell).";
        else if (!File.Exists(script)) Missing = "axe-core is not installed (npm ci).";
        if (Missing is not null) return;

        axe = await File.ReadAllTextAsync(script);
        using (var demo = Start("demo"))
        {
            await demo.WaitForExitAsync();
            if (demo.ExitCode != 0) throw new InvalidOperationException($"zhice demo ended with {demo.ExitCode}:\n{output}");
        }
        server = Start("serve", "--demonstration", "--port", "0");
        Address = await Announced(server);

        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = chromium,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--force-color-profile=srgb",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (server is { HasExited: false })
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
        server?.Dispose();
        Directory.Delete(home, recursive: true);
    }

    /// <summary>A new visitor: no cookies, 1280 × 800, Chinese.</summary>
    /// <param name="script">False for a browser with JavaScript switched off.</param>
    public async Task<Visitor> Visit(bool script = true)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = Address,
            Locale = "zh-CN",
            ViewportSize = new() { Width = 1280, Height = 800 },
            JavaScriptEnabled = script,
            BypassCSP = script, // axe is put into the page by the test
            ReducedMotion = ReducedMotion.Reduce,
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout(15_000);
        return new Visitor(context, await context.NewPageAsync(), axe!, sessions);
    }

    /// <summary>A second server, of a real instance without accounts, and the address that it prints for making the first.</summary>
    public static async Task<(Process Server, string SetUp)> StartEmpty(string folder)
    {
        var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = Start(folder, line =>
        {
            if (SetUpLine().Match(line ?? "") is { Success: true } found) said.TrySetResult(found.Value);
        }, "serve", "--port", "0");
        return (process, await said.Task.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    Process Start(params string[] arguments) => Start(home, Keep, arguments);

    static Process Start(string folder, Action<string?> said, params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.Program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["ZHICE_HOME"] = folder;
        start.Environment["ZHICE_ROOT"] = Repository.Root;
        start.Environment.Remove("ZHICE_DB");
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => said(line.Data);
        process.ErrorDataReceived += (_, line) => said(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    void Keep(string? line)
    {
        lock (output) output.AppendLine(line);
    }

    async Task<string> Announced(Process process)
    {
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromSeconds(60))
        {
            string said;
            lock (output) said = output.ToString();
            if (AddressLine().Match(said) is { Success: true } found) return found.Value;
            if (process.HasExited) break;
            await Task.Delay(50);
        }
        throw new InvalidOperationException($"The server did not start:\n{output}");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex AddressLine();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/setup\S+")]
    private static partial Regex SetUpLine();
}
