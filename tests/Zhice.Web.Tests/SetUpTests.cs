using System.Net;
using Xunit;
using Zhice.Data;
using Zhice.Data.Seeding;

namespace Zhice.Web.Tests;

public sealed class SetUpTests(EmptySite site) : IClassFixture<EmptySite>
{
    [Fact]
    public async Task The_token_makes_the_first_administrator_once()
    {
        using var browser = site.Browse();
        (string, string)[] form = [("token", "once"), ("login", "first"), ("name", "首位"), ("password", Site.Password), ("again", Site.Password)];
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/setup?token=guess")).StatusCode);

        var made = await browser.Submit("/setup?token=once", "/setup", form);
        var again = await browser.Get("/setup?token=once");
        await browser.LogIn("first");

        Assert.Equal("/login", made.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/accounts")).StatusCode);
    }
}

/// <summary>A real instance at its first start: organisations, and no account.</summary>
public sealed class EmptySite : Site
{
    protected override HostSettings Settings => base.Settings with { FirstAdministratorToken = "once" };

    protected override Task<bool> Fill(ZhiceDb db)
    {
        Seed.Run(db);
        return Task.FromResult(true);
    }
}
