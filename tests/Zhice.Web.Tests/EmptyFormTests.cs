using System.Net;
using Xunit;

namespace Zhice.Web.Tests;

/// <summary>Every form may arrive without its fields: by an old page, by a program, by ill will.</summary>
public sealed class EmptyFormTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Theory]
    [InlineData("nationaladministrator")]
    [InlineData("regionalofficer")]
    [InlineData("applicant")]
    public async Task A_form_without_its_fields_is_answered_and_breaks_nothing(string login)
    {
        using var browser = site.Browse();
        await browser.LogIn(login);
        var broken = new List<string>();
        var sent = 0;
        foreach (var path in RouteTests.Paths(site, "POST"))
        {
            if (path is "/logout" or "/login") continue;
            foreach (var fields in new (string, string)[][] { [], [("unknown", "1")] })
            {
                var answer = await browser.Submit("/search", path, fields);
                if (answer.StatusCode >= HttpStatusCode.InternalServerError) broken.Add($"{path}: {(int)answer.StatusCode}");
                sent++;
            }
        }

        Assert.Equal("", string.Join("\n", broken));
        Assert.True(sent > 200, $"{sent} forms");
    }
}
