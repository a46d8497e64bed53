using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Zhice.Web.Tests;

/// <summary>A document that is not public shows nowhere to those who may not see it: lists, pages, counts, exports, whatever the address.</summary>
public sealed class DisclosureTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Theory]
    [InlineData("", false, false)]
    [InlineData("systemadministrator", false, false)] // an administration sees what the public sees
    [InlineData("auditadministrator", false, false)]
    [InlineData("regionalofficer", true, false)] // owes a task of the document on request; not in the owner's subtree of the withheld one
    [InlineData("regionaladministrator", true, false)] // owes tasks of the withheld document, and may not see it all the same
    [InlineData("auditor", true, true)]
    [InlineData("nationaladministrator", true, true)]
    public async Task Its_words_are_read_only_by_those_who_may(string login, bool onRequest, bool withheld)
    {
        using var browser = site.Browse();
        if (login.Length > 0) await browser.LogIn(login);
        var programme = site.Sample.Programme.Id.Value;
        string[] pages =
        [
            "/", "/programmes", $"/programmes/{programme}", $"/programmes/{programme}?view=departments", $"/programmes/{programme}/board.csv", "/documents",
            $"/organisations/office-340000?programme={programme}", $"/organisations/cnipa-law?programme={programme}", $"/organisations/office-340100?programme={programme}&asOf=2026-03-01",
            "/lineage", .. login.Length > 0 ? ["/inbox?due=All", "/inbox?due=All&tables=csv"] : Array.Empty<string>(), $"/organisations/office-340000/alignment?programme={programme}", $"/organisations/office-340000/alignment.csv?programme={programme}",
            $"/search?q={Uri.EscapeDataString("健全工作机制")}", .. site.Sample.Tasks.Select(t => $"/tasks/{t.Id.Value}"),
        ];

        var (sawOnRequest, sawWithheld) = (false, false);
        foreach (var page in pages)
        {
            var text = await browser.Read(page);
            sawOnRequest |= Shows(text, Sample.OnRequestWords) || Shows(text, site.Sample.OnRequest.Title);
            sawWithheld |= Shows(text, Sample.WithheldWords) || Shows(text, site.Sample.Withheld.Title);
        }

        Assert.Equal((onRequest, withheld), (sawOnRequest, sawWithheld));
    }

    [Fact]
    public async Task A_search_marks_the_words_and_leads_to_the_task()
    {
        using var browser = site.Browse();
        var page = await browser.Read($"/search?q={Uri.EscapeDataString("本地落实 90")}");
        Assert.Contains("<mark>本地落实</mark>", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/tasks/{site.Sample.Tasks[0].Id.Value}\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 20)] // titles and sentences of the ten public tasks
    [InlineData("&kind=Task", 10)]
    [InlineData("&kind=Commitment", 10)]
    [InlineData("&kind=Measure", 10)]
    [InlineData("&kind=Target", 10)] // each sentence has one
    [InlineData("&scope=CapableRegions", 4)] // every fifth task, with its title
    [InlineData("&scope=CapableRegions&kind=Measure", 2)]
    [InlineData("&document=1", 20)]
    [InlineData("&document=2", 0)] // on request: not for the public, whatever is asked
    [InlineData("&year=2025", 0)]
    public async Task Filters_narrow_a_search_within_what_the_reader_may_see(string filters, int expected)
    {
        using var browser = site.Browse();
        var page = await browser.Read($"/search?q={Uri.EscapeDataString("演示")}{filters}");
        Assert.Equal(expected > 0 ? $"共 {expected} 条" : "没有找到", Regex.Match(page, "共 [0-9]+ 条|没有找到").Value);
    }

    [Fact]
    public async Task A_task_of_it_is_answered_as_if_it_did_not_exist()
    {
        using var browser = site.Browse();
        var hidden = site.Sample.Tasks.Where(t => t.DocumentId == site.Sample.Withheld.Id).ToList();
        Assert.NotEmpty(hidden);
        foreach (var task in hidden)
        {
            var there = await browser.Get($"/tasks/{task.Id.Value}");
            var nowhere = await browser.Get("/tasks/999999");
            Assert.Equal(HttpStatusCode.NotFound, there.StatusCode);
            Assert.Equal(await nowhere.Text(), Regex.Replace(await there.Text(), $"/tasks/{task.Id.Value}", "/tasks/999999"));
        }
    }

    static bool Shows(string text, string words) => text.Contains(words, StringComparison.Ordinal);
}
