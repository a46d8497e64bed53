using Xunit;

namespace Zhice.Browser.Tests;

/// <summary>Every page at WCAG 2.1 AA, as axe-core sees it.</summary>
public sealed class AccessibilityTests(Product product)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/?lang=en")]
    public async Task A_page_for_everyone_has_no_accessibility_fault(string path)
    {
        await using var visitor = await product.Visit();
        await visitor.Open(path);
        Assert.Empty(await visitor.Faults());
    }
}
