using Xunit;

namespace Zhice.Web.Tests;

public sealed class OrganisationSearchTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Theory]
    [InlineData("保护司", "/organisations/cnipa-protection")] // a short name
    [InlineData("安徽 知识产权局", "/organisations/office-340000")] // all words
    public async Task An_organisation_is_found_by_its_name_and_by_its_other_names(string words, string address)
    {
        using var citizen = site.Browse();

        Assert.Contains($"href=\"{address}\"", await citizen.Read($"/search?q={Uri.EscapeDataString(words)}"), StringComparison.Ordinal);
        Assert.Contains($"href=\"{address}\"", await citizen.Read($"/search?q={Uri.EscapeDataString(words)}&kind=Organisation"), StringComparison.Ordinal);
    }
}
