using System.Net;
using Xunit;

namespace Zhice.Web.Tests;

/// <summary>The limit on one address; a site of its own, as the tests of another class would be locked out with it.</summary>
public sealed class LoginLimitTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task One_address_may_guess_sixty_times_a_minute_over_all_accounts_and_is_then_told_to_wait()
    {
        using var browser = site.Browse();
        using var other = site.Browse();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 61; i++) answers.Add((await browser.Post("/login", ("login", $"guess{i}"))).StatusCode);

        var refused = await other.LogIn("somebody");
        Assert.Equal(60, answers.Count(a => a != HttpStatusCode.TooManyRequests));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("操作过于频繁", await refused.Text(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/")).StatusCode); // reading goes on
    }
}

/// <summary>The limit on registrations, on a site of its own.</summary>
public sealed class RegistrationLimitTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task One_address_may_register_thirty_applicants_an_hour_and_leaves_those_who_log_in_alone()
    {
        using var browser = site.Browse();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 31; i++) answers.Add((await browser.Post("/my/register", ("login", $"fresh{i}"))).StatusCode);
        Assert.Equal((30, HttpStatusCode.TooManyRequests), (answers.Count(a => a != HttpStatusCode.TooManyRequests), answers[^1]));
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await browser.LogIn("somebody")).StatusCode);
    }
}
