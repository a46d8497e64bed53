using Xunit;

namespace Zhice.Web.Tests.Submitting;

/// <summary>A draft as it was begun; on a site of its own, because the tests of editing change it.</summary>
public sealed class DraftTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task A_draft_shows_each_sentence_with_what_stands_behind_it_and_the_gaps()
    {
        using var browser = site.Browse();
        await browser.LogIn("regionaladministrator");
        var page = await browser.Read("/submissions/1");

        Assert.Contains(SampleSubmission.Words, page, StringComparison.Ordinal);
        Assert.Contains("演示总结网页", page, StringComparison.Ordinal);
        Assert.Contains("合肥市知识产权局：", page, StringComparison.Ordinal);
        Assert.Contains("有进展报告、无佐证", page, StringComparison.Ordinal);
        Assert.Contains("尚无已采纳的进展", page, StringComparison.Ordinal);
        Assert.Contains("办结率：92.5%（目标不低于90%）", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Sample.WithheldWords, page, StringComparison.Ordinal);
        Assert.DoesNotContain(SampleSubmission.Words, await browser.Read("/submissions/1?part=silent"), StringComparison.Ordinal);
    }
}
