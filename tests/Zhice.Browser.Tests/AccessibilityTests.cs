using Xunit;

namespace Zhice.Browser.Tests;

/// <summary>Every page at WCAG 2.1 AA, as axe-core sees it.</summary>
public sealed class AccessibilityTests(Product product)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/login?lang=en")]
    [InlineData("/documents")]
    [InlineData("/programmes")]
    [InlineData("/programmes/1")]
    [InlineData("/organisations")]
    [InlineData("/tasks/1")]
    [InlineData("/organisations/office-340000")]
    [InlineData("/search")]
    [InlineData("/no-such-page")]
    public async Task A_page_for_everyone_has_no_accessibility_fault(string path)
    {
        await using var visitor = await product.Visit();
        await visitor.Page.GotoAsync(path);
        Assert.Empty(await visitor.Faults());
    }

    [Theory]
    [InlineData("guojia", "/")]
    [InlineData("guojia", "/documents")]
    [InlineData("guojia", "/documents/new")]
    [InlineData("guojia", "/documents/1")]
    [InlineData("guojia", "/documents/1/metadata")]
    [InlineData("guojia", "/documents/1/publish")]
    [InlineData("guojia", "/programmes/1")]
    [InlineData("guojia", "/programmes/1?lang=en")]
    [InlineData("guojia", "/programmes/1?view=departments")]
    [InlineData("guojia", "/programmes/1/decisions")]
    [InlineData("guojia", "/programmes/1/decisions?state=decided")]
    [InlineData("guojia", "/organisations?under=office-340000")]
    [InlineData("guojia", "/statuses/import")]
    [InlineData("guojia", "/tasks/1")]
    [InlineData("guojia", "/organisations/office-340000")]
    [InlineData("hefei", "/organisations/office-340100")]
    [InlineData("guojia", "/statuses")]
    [InlineData("guojia", "/search?q=专利")]
    [InlineData("guojia", "/accounts")]
    [InlineData("guojia", "/account")]
    [InlineData("guojia", "/ui")]
    [InlineData("shenji", "/audit")]
    [InlineData("yunyong", "/")]
    [InlineData("anhui", "/")]
    [InlineData("shenji", "/")]
    public async Task A_page_behind_the_login_has_no_accessibility_fault(string login, string path)
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn(login);
        await visitor.Open(path);
        Assert.Empty(await visitor.Faults());
        await visitor.Photograph($"{login}{path.Replace('/', '-').Replace('?', '-').Replace('=', '-')}");
    }
}
