using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Accounts;

namespace Zhice.Web.Tests;

public sealed partial class AccountTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task A_new_account_gets_a_password_shown_once_that_opens_a_session()
    {
        using var admin = await As("nationaladministrator");

        var page = await (await admin.Submit("/accounts", "/accounts", ("login", "xin"), ("name", "新人"), ("role", "RegionalOfficer"), ("organisation", "office-340200"))).Text();
        var password = Secret().Match(page).Groups[1].Value;
        using var browser = site.Browse();

        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn("xin", password)).StatusCode);
        Assert.DoesNotContain(password, await admin.Read("/accounts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_made_by_somebody_else_opens_nothing_but_its_own_change()
    {
        using var admin = await As("nationaladministrator");
        var made = await (await admin.Submit("/accounts", "/accounts", ("login", "yici"), ("name", "改密"), ("role", "RegionalOfficer"), ("organisation", "office-340200"))).Text();
        var given = Secret().Match(made).Groups[1].Value;
        using var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn("yici", given)).StatusCode);

        foreach (var page in new[] { "/", "/documents", "/programmes/1", "/organisations/office-340200", "/search?q=制度", "/accounts" })
        {
            var answer = await browser.Get(page);
            Assert.Equal((page, HttpStatusCode.Found, "/account"), (page, answer.StatusCode, answer.Headers.Location?.OriginalString));
        }
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Submit("/account", "/documents", ("title", "x"))).StatusCode);
        Assert.Contains("一次性密码", await browser.Read("/account"), StringComparison.Ordinal);
        var weak = await browser.Submit("/account", "/account/password", ("current", given), ("new", given), ("again", given));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, weak.StatusCode); // the same password is no change
        Assert.Equal(HttpStatusCode.Found, (await browser.Get("/")).StatusCode);

        await browser.Submit("/account", "/account/password", ("current", given), ("new", "another horse 电池"), ("again", "another horse 电池"));

        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/")).StatusCode);
        var id = await site.With(db => db.Accounts.Where(a => a.Login == "yici").Select(a => a.Id).SingleAsync());
        await admin.Submit("/accounts", $"/accounts/{id.Value}/reset");
        Assert.NotNull(await site.With(db => db.Accounts.Where(a => a.Login == "yici").Select(a => a.PasswordGivenAt).SingleAsync())); // a reset asks for it again
    }

    [Theory]
    [InlineData("SecurityAdministrator", "office-340000", "RegionalOfficer")] // an administration and a business role
    [InlineData("SecurityAdministrator", "cnipa", "AuditAdministrator")] // two of the three administrations
    public async Task Roles_that_must_be_apart_are_refused_to_one_account(string first, string place, string second)
    {
        var login = "apart" + second.ToLowerInvariant();
        var account = await site.GivenAccount(login);
        using var security = await As("securityadministrator");
        Assert.Equal(HttpStatusCode.Found, (await Grant(security, account, first, "cnipa")).StatusCode);

        var refused = await Grant(security, account, second, place);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("三员分立", await refused.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RegionalOfficer", "office-340200", HttpStatusCode.Found)] // a city of the own province
    [InlineData("RegionalOfficer", "office-320100", HttpStatusCode.Forbidden)] // a city of another province
    [InlineData("NationalAdministrator", "cnipa", HttpStatusCode.Forbidden)] // more than the own role
    [InlineData("Auditor", "office-340000", HttpStatusCode.Forbidden)] // the security administrator's to give
    public async Task A_regional_administrator_gives_regional_roles_in_the_own_subtree_only(string role, string place, HttpStatusCode expected)
    {
        var account = await GivenOfficer($"officer-{role.ToLowerInvariant()}-{place}", "office-340100");
        using var region = await As("regionaladministrator");

        Assert.Equal(expected, (await Grant(region, account, role, place)).StatusCode);
    }

    [Fact]
    public async Task A_form_sent_without_a_role_and_organisation_says_so_at_both_fields()
    {
        using var admin = await As("nationaladministrator");

        var answer = await admin.Submit("/accounts", "/accounts", ("login", "kong"), ("name", "空"), ("role", ""), ("organisation", "无此机构"));
        var page = await answer.Text();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("id=\"role-problem\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"organisation-problem\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_regional_administrator_cannot_reset_the_password_of_a_national_one()
    {
        var national = await site.With(db => db.Accounts.SingleAsync(a => a.Login == "nationaladministrator"));
        using var region = await As("regionaladministrator");

        var answer = await region.Submit("/accounts", $"/accounts/{national.Id.Value}/reset");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task The_last_national_administrator_keeps_the_role()
    {
        var (account, grant) = await site.With(async db =>
        {
            var found = await db.RoleGrants.SingleAsync(g => g.Role == Role.NationalAdministrator && g.RevokedAt == null);
            return (found.AccountId, found.Id);
        });
        using var security = await As("securityadministrator");

        var answer = await security.Submit("/accounts", $"/accounts/{account.Value}/revoke/{grant}");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Fact]
    public async Task Changing_the_password_ends_the_other_sessions_and_weak_ones_are_refused_at_their_field()
    {
        await site.GivenAccount("gai");
        using var here = site.Browse();
        using var there = site.Browse();
        await here.LogIn("gai");
        await there.LogIn("gai");

        var weak = await here.Submit("/account", "/account/password", ("current", Site.Password), ("new", "12345678901"), ("again", "12345678901"));
        var changed = await here.Submit("/account", "/account/password", ("current", Site.Password), ("new", "a far better one"), ("again", "a far better one"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, weak.StatusCode);
        Assert.Contains("id=\"new-problem\"", await weak.Text(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.Get("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await there.Get("/account")).StatusCode);
    }

    [Fact]
    public async Task A_closed_account_is_out_at_once()
    {
        var account = await GivenOfficer("guan", "office-340300");
        using var closed = await As("guan");
        using var admin = await As("nationaladministrator");

        await admin.Submit("/accounts", $"/accounts/{account.Id.Value}/close");

        Assert.Equal(HttpStatusCode.Found, (await closed.Get("/account")).StatusCode);
        using var again = site.Browse();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await again.LogIn("guan")).StatusCode);
    }

    [Fact]
    public async Task Setup_is_not_there_once_an_account_exists()
    {
        using var browser = site.Browse();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/setup?token=once")).StatusCode);
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    async Task<Account> GivenOfficer(string login, string place)
    {
        var account = await site.GivenAccount(login);
        await site.With(async db =>
        {
            var organisation = await db.Organisations.SingleAsync(o => o.Code == place);
            db.Add(new RoleGrant { AccountId = account.Id, Role = Role.RegionalOfficer, OrganisationId = organisation.Id, GrantedAt = site.Clock.GetUtcNow() });
            return await db.SaveChangesAsync();
        });
        return account;
    }

    static Task<HttpResponseMessage> Grant(Browser browser, Account account, string role, string place) =>
        browser.Submit("/accounts", $"/accounts/{account.Id.Value}/grant", ("role", role), ("organisation", place));

    [GeneratedRegex("<code class=\"secret\">([^<]+)</code>")]
    private static partial Regex Secret();
}
