using System.Net;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Web.Features.Accounts;

namespace Zhice.Web.Tests;

public sealed class LoginTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task The_right_password_opens_a_session_whose_secret_is_not_in_the_store()
    {
        await site.GivenAccount("wang");
        using var browser = site.Browse();

        var answer = await browser.LogIn("Wang ");

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("zhice-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        var secret = cookie["zhice-session=".Length..cookie.IndexOf(';', StringComparison.Ordinal)];
        Assert.False(await site.With(db => db.Sessions.AnyAsync(s => s.Key == secret)));
        Assert.Contains("wang", await browser.Read("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_one_and_a_quarter_of_an_hour_opens_it()
    {
        await site.GivenAccount("li");
        using var browser = site.Browse();
        for (var i = 1; i < LogIn.Tries; i++)
            Assert.Contains("登录名或密码不正确", await (await browser.LogIn("li", "wrong password")).Text(), StringComparison.Ordinal);

        var fifth = await browser.LogIn("li", "wrong password");
        var right = await browser.LogIn("li");
        site.Clock.Advance(LogIn.Lock);
        var later = await browser.LogIn("li");

        Assert.Contains("锁定", await fifth.Text(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, right.StatusCode);
        Assert.Equal(HttpStatusCode.Found, later.StatusCode);
    }

    [Fact]
    public async Task An_unknown_login_is_answered_like_a_wrong_password()
    {
        await site.GivenAccount("zhao");
        using var browser = site.Browse();

        var unknown = await browser.LogIn("nobody", "wrong password");
        var wrong = await browser.LogIn("zhao", "wrong password");

        Assert.Equal(wrong.StatusCode, unknown.StatusCode);
        Assert.Contains("登录名或密码不正确", await unknown.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/documents", "/documents")]
    [InlineData("//evil.example/", "/")] // another host, by a path that starts like one of ours
    [InlineData("https://evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")] // browsers read a backslash as a slash
    public async Task After_login_only_a_path_of_this_site_is_gone_to(string asked, string gone)
    {
        var login = $"qian{asked.Length}{asked.Count(c => c == '/')}";
        await site.GivenAccount(login);
        using var browser = site.Browse();

        var answer = await browser.LogIn(login, back: asked);

        Assert.Equal(gone, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_form_without_the_token_of_our_page_is_refused()
    {
        await site.GivenAccount("sun");
        using var browser = site.Browse();

        var answer = await browser.Post("/login", ("login", "sun"), ("password", Site.Password));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Logging_out_ends_the_session_in_the_store()
    {
        await site.GivenAccount("zhou");
        using var browser = site.Browse();
        await browser.LogIn("zhou");

        await browser.Submit("/", "/logout");

        Assert.True(await site.With(db => db.Sessions.AnyAsync(s => s.EndedAt != null)));
        Assert.DoesNotContain("/logout", await browser.Read("/"), StringComparison.Ordinal);
    }
}
