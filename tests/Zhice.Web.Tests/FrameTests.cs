using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Xunit;
using Zhice.Web.Hosting;

namespace Zhice.Web.Tests;

public sealed class FrameTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task The_site_is_healthy_when_the_store_answers()
    {
        using var browser = site.Browse();
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/healthz")).StatusCode);
    }

    [Fact]
    public async Task Chinese_comes_first_and_as_itself_and_English_stays_once_asked_for()
    {
        using var browser = site.Browse();

        var first = await browser.Read("/");
        await browser.Read("/?lang=en");
        var later = await browser.Read("/");

        Assert.Contains("<html lang=\"zh-CN\">", first, StringComparison.Ordinal);
        Assert.Contains("首页", first, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\">", later, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_forbids_frames_foreign_scripts_and_guessing_of_types()
    {
        using var browser = site.Browse();
        foreach (var path in new[] { "/", "/nowhere", "/css/base.css", "/healthz" })
        {
            var headers = (await browser.Get(path)).Headers;
            Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
            var policy = Assert.Single(headers.GetValues("Content-Security-Policy"));
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unknown_address_is_answered_with_a_page_that_leads_home()
    {
        using var browser = site.Browse();
        var answer = await browser.Get("/nowhere");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("href=\"/\"", await answer.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_style_sheet_named_by_its_content_is_kept_for_a_year_and_any_has_an_entity_tag()
    {
        using var browser = site.Browse();
        var page = await browser.Read("/");
        var sheet = page[page.IndexOf("/css/base.css?v=", StringComparison.Ordinal)..];
        var answer = await browser.Get(sheet[..sheet.IndexOf('"', StringComparison.Ordinal)]);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.NotNull(answer.Headers.ETag);
    }

    [Fact]
    public async Task A_program_is_answered_with_problem_details()
    {
        using var browser = site.Browse();
        var answer = await browser.Get("/api/v1/nothing");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }
}

/// <summary>A site of its own, as its store is broken on purpose.</summary>
public sealed class FaultTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_fault_shows_a_number_and_nothing_of_the_inside()
    {
        await site.With(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE org_status RENAME TO gone"));
        using var browser = site.Browse();

        var answer = await browser.Get("/statuses");
        var page = await answer.Text();

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Matches("故障编号 [0-9a-f]{12}", page);
        Assert.DoesNotContain("org_status", page, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", page, StringComparison.Ordinal);
    }
}

/// <summary>A site without its files: every page fails while it is written, the page of the fault too.</summary>
public sealed class SheetlessSite : Site
{
    protected override void Change(IServiceCollection services) => services.AddSingleton(new Assets(new NullFileProvider()));
}

public sealed class LastResortTests(SheetlessSite site) : IClassFixture<SheetlessSite>
{
    [Fact]
    public async Task Even_when_the_page_of_the_fault_fails_its_number_is_answered()
    {
        using var browser = site.Browse();

        var answer = await browser.Get("/ui");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Matches("故障编号 [0-9a-f]{12}", await answer.Text());
        Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
    }
}
