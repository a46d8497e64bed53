using System.Net;
using System.Text.RegularExpressions;
using Xunit;
using Zhice.Domain.Services;

namespace Zhice.Web.Tests.Services;

/// <summary>What the tests of services do as an applicant, through the door.</summary>
static class Applying
{
    /// <summary>Registers a person with an account of its own and stays logged in.</summary>
    public static async Task RegisterPerson(this Browser browser, string login)
    {
        var answer = await browser.Submit("/my/register", "/my/register", ("login", login), ("password", Site.Password), ("kind", nameof(ApplicantKind.Person)), ("name", $"申请人{login}"), ("contact", "联系人"), ("phone", "010-60000099"));
        Assert.Equal((HttpStatusCode.Found, "/my"), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    /// <summary>Begins an application for the first applicant at the first office; answers its address.</summary>
    public static async Task<string> BeginCase(this Browser browser, string item)
    {
        var page = await browser.Read($"/services/{item}/apply");
        var applicant = Regex.Match(page, "<select id=\"applicant\".*?value=\"(\\d+)\"", RegexOptions.Singleline).Groups[1].Value;
        var office = Regex.Match(page, "<select id=\"office\".*?value=\"([^\"]+)\"", RegexOptions.Singleline).Groups[1].Value;
        var begun = await browser.Submit($"/services/{item}/apply", $"/services/{item}/apply", ("applicant", applicant), ("office", office));
        return begun.Headers.Location!.ToString().Replace("/form", "", StringComparison.Ordinal);
    }
}
