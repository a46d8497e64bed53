using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using Zhice.Data;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Web.Features.Accounts;

namespace Zhice.Web.Tests;

/// <summary>The real site on a free port, with an SQLite store in a folder of its own. One for each test class.</summary>
public class Site : IAsyncLifetime
{
    public const string Password = "correct horse 电池";

    readonly string home = Directory.CreateTempSubdirectory("zhice-web-").FullName;
    WebApplication? app;

    public CommandCounter Commands { get; } = new();
    public TestClock Clock { get; } = new();
    public string Home => home;
    public IServiceProvider Services => app!.Services;
    public Uri Address => new(app!.Urls.First());

    protected virtual HostSettings Settings => new() { Home = home, Urls = ["http://127.0.0.1:0"] };

    public virtual async ValueTask InitializeAsync()
    {
        app = ZhiceHost.Build(Settings with
        {
            Services = services =>
            {
                services.AddLogging(log => log.ClearProviders());
                services.AddSingleton<TimeProvider>(Clock);
                Change(services);
            },
            Interceptors = [Commands],
        });
        app.Services.GetRequiredService<ZhiceStore>().Migrate();
        await With(Fill);
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (app is not null) await app.DisposeAsync();
        Closed();
        Directory.Delete(home, recursive: true);
    }

    /// <summary>After the server has stopped.</summary>
    protected virtual void Closed()
    {
    }

    /// <summary>A last word on the services.</summary>
    protected virtual void Change(IServiceCollection services)
    {
    }

    /// <summary>What the store holds before the first test.</summary>
    protected virtual Task<bool> Fill(ZhiceDb db) => Task.FromResult(true);

    /// <summary>Works on the store directly.</summary>
    public async Task<T> With<T>(Func<ZhiceDb, Task<T>> work)
    {
        await using var scope = app!.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<ZhiceDb>());
    }

    /// <summary>Makes an account with a password.</summary>
    public Task<Account> GivenAccount(string login, bool demonstration = false) => With(async db =>
    {
        var account = new Account
        {
            Login = login, DisplayName = login, PasswordHash = Passwords.Hash(Password), CreatedAt = Clock.GetUtcNow(), Demonstration = demonstration,
        };
        db.Add(account);
        await db.SaveChangesAsync();
        return account;
    });

    /// <summary>A browser without script: cookies are kept, redirects are shown, not followed.</summary>
    public Browser Browse() => new(Address);
}

/// <summary>A browser without script.</summary>
public sealed partial class Browser(Uri address) : IDisposable
{
    readonly CookieContainer jar = new();
    HttpClient? opened;

    HttpClient Client => opened ??= new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = jar }) { BaseAddress = address };

    /// <summary>The cookies that it would send, each as name=value.</summary>
    public IEnumerable<string> Cookies => jar.GetCookies(address).Select(cookie => cookie.ToString());

    public Task<HttpResponseMessage> Get(string path) => Client.GetAsync(path, TestContext.Current.CancellationToken);

    public async Task<string> Read(string path) => await (await Get(path)).Text();

    /// <summary>Sends a form as the page at <paramref name="from"/> would: with its token.</summary>
    public async Task<HttpResponseMessage> Submit(string from, string to, params (string Name, string Value)[] fields)
    {
        var token = TokenField().Match(await Read(from)).Groups[1].Value;
        return await Post(to, [("_token", WebUtility.HtmlDecode(token)), .. fields]);
    }

    /// <summary>Sends a form as it is.</summary>
    public Task<HttpResponseMessage> Post(string to, params (string Name, string Value)[] fields) =>
        Client.PostAsync(to, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))), TestContext.Current.CancellationToken);

    /// <summary>Sends a body as it is.</summary>
    public Task<HttpResponseMessage> Body(string to, HttpContent content) => Client.PostAsync(to, content, TestContext.Current.CancellationToken);

    /// <summary>Sends files as the form at <paramref name="from"/> would.</summary>
    public async Task<HttpResponseMessage> Upload(string from, string to, (string Name, string Value)[] fields, params (string Name, byte[] Bytes)[] files)
    {
        using var form = new MultipartFormDataContent { { new StringContent(WebUtility.HtmlDecode(TokenField().Match(await Read(from)).Groups[1].Value)), "_token" } };
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        foreach (var (name, bytes) in files) form.Add(new ByteArrayContent(bytes), "file", name);
        return await Client.PostAsync(to, form, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends JSON as a script of the page at <paramref name="from"/> would: with the token of its head.</summary>
    public async Task<HttpResponseMessage> Send(string from, string to, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = System.Net.Http.Json.JsonContent.Create(body) };
        request.Headers.Add("X-Form-Token", WebUtility.HtmlDecode(TokenMeta().Match(await Read(from)).Groups[1].Value));
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The token that a program sends with its changes.</summary>
    public async Task<string> ApiToken() => System.Text.Json.JsonDocument.Parse(await Read("/api/v1/session")).RootElement.GetProperty("formToken").GetString()!;

    /// <summary>Sends JSON as a program would.</summary>
    public async Task<HttpResponseMessage> Call(HttpMethod method, string to, object body, params (string Name, string Value)[] headers) =>
        await Call(method, to, body, await ApiToken(), headers);

    /// <summary>Sends JSON as a program would, with a token that it holds.</summary>
    public async Task<HttpResponseMessage> Call(HttpMethod method, string to, object body, string token, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, to) { Content = System.Net.Http.Json.JsonContent.Create(body) };
        request.Headers.Add("X-Form-Token", token);
        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a text with headers of one's own, as a program would.</summary>
    public async Task<HttpResponseMessage> Raw(HttpMethod method, string to, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, to) { Content = new StringContent(body) };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> LogIn(string login, string password = Site.Password, string back = "") =>
        Submit("/login", "/login", ("login", login), ("password", password), ("return", back));

    public void Dispose() => opened?.Dispose();

    [GeneratedRegex("name=\"form-token\" content=\"([^\"]*)\"")]
    private static partial Regex TokenMeta();

    [GeneratedRegex("name=\"_token\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}

internal static class Answers
{
    /// <summary>The body as text.</summary>
    public static Task<string> Text(this HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
