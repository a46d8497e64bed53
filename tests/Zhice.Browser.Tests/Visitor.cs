using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Zhice.Browser.Tests;

/// <summary>A person at a browser window.</summary>
public sealed class Visitor(IBrowserContext context, IPage page, string axe, Dictionary<string, Cookie[]> sessions) : IAsyncDisposable
{
    public IPage Page => page;

    public IBrowserContext Context => context;

    public ValueTask DisposeAsync() => context.DisposeAsync();

    /// <summary>Opens an address and expects it to be there.</summary>
    public async Task Open(string path)
    {
        var answer = await page.GotoAsync(path);
        Assert.True(answer is { Ok: true }, $"{path} answered {answer?.Status}");
    }

    /// <summary>Logs in with an account of the demonstration, as the login page lists it. An earlier visit's session is used again.</summary>
    public async Task LogIn(string login)
    {
        if (sessions.TryGetValue(login, out var kept))
        {
            await context.AddCookiesAsync(kept);
            return;
        }
        await Open("/login");
        await page.FillAsync("input[name=login]", login);
        await page.FillAsync("input[name=password]", Zhice.Cli.Demonstration.Password);
        await page.ClickAsync("main form button[type=submit]");
        await page.WaitForURLAsync(url => !url.Contains("/login", StringComparison.Ordinal));
        sessions[login] = [.. (await context.CookiesAsync()).Where(c => c.Name == "zhice-session").Select(c =>
            new Cookie { Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path, HttpOnly = c.HttpOnly })];
    }

    /// <summary>Clicks where words begin: the box around words over two lines begins with somebody else's.</summary>
    public async Task ClickFirstCharacter(ILocator words)
    {
        var place = await words.EvaluateAsync<float[]>("e => { e.scrollIntoView({ block: 'center' }); const r = e.getClientRects()[0]; return [r.x + 4, r.y + r.height / 2]; }");
        await page.Mouse.ClickAsync(place[0], place[1]);
    }

    /// <summary>Keeps a picture under artifacts/screenshots.</summary>
    public async Task Photograph(string name, bool whole = false)
    {
        var options = new PageScreenshotOptions
        {
            Path = Path.Combine(Repository.Artifacts("screenshots"), name + ".png"),
            FullPage = whole,
            Animations = ScreenshotAnimations.Disabled,
        };
        try
        {
            await page.ScreenshotAsync(options);
        }
        catch (PlaywrightException notTaken) when (notTaken.Message.Contains("Unable to capture", StringComparison.Ordinal))
        {
            // A browser short of processor time may miss the frame; a picture is an artefact, asked for once more.
            await page.WaitForTimeoutAsync(1000);
            await page.ScreenshotAsync(options);
        }
    }

    /// <summary>What axe-core finds at WCAG 2.1 AA, one line a fault.</summary>
    public async Task<IReadOnlyList<string>> Faults()
    {
        await page.EvaluateAsync(axe);
        var found = await page.EvaluateAsync<string>(
            """
            async () => {
              const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] });
              return JSON.stringify(result.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary}`)));
            }
            """);
        return JsonSerializer.Deserialize<string[]>(found)!;
    }
}
