using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Web.Tests;

/// <summary>The boards of a programme that a province runs: its own office and its cities stand side by side, and the counties are counted under them.</summary>
public sealed class ProvinceBoardTests(SampleSite site) : IClassFixture<SampleSite>
{
    // Anhui, its city Hefei and a county of Hefei owe the one task: 必做, 选做, 必做.
    async Task<long> Given() => await site.With(async db =>
    {
        if (await db.Programmes.FirstOrDefaultAsync(p => p.Name == "安徽省年度工作") is { } standing) return standing.Id.Value;
        var anhui = await db.Organisations.SingleAsync(o => o.Code == "office-340000");
        var county = await db.Organisations.OrderBy(o => o.DivisionCode).FirstAsync(o => o.Level == DivisionLevel.County && o.DivisionCode!.StartsWith("3401"));
        var hefei = await db.Organisations.SingleAsync(o => o.Code == "office-340100");
        var programme = new YearProgramme { Year = 2026, Name = "安徽省年度工作", OwnerId = anhui.Id, CreatedAt = site.Clock.GetUtcNow() };
        db.Add(programme);
        await db.SaveChangesAsync();
        var publication = new Publication { ProgrammeId = programme.Id, DocumentId = site.Sample.Public.Id, TextDigest = site.Sample.Public.TextDigest, AsOf = new(2026, 2, 1), By = site.Sample.Public.ImportedBy, At = site.Clock.GetUtcNow() };
        db.Add(publication);
        await db.SaveChangesAsync();
        var task = new ProgrammeTask { ProgrammeId = programme.Id, DocumentId = site.Sample.Public.Id, SourceId = "t1", Number = "1", Section = "", Title = "省内事项", Due = new("none", null, null), PublicationId = publication.Id, Ordinal = 1 };
        db.Add(task);
        await db.SaveChangesAsync();
        var measure = new ProgrammeMeasure { TaskId = task.Id, SourceId = "t1.m1", Scope = MeasureScope.AllRegions, Quote = new("省内事项。", 0, 5) };
        db.Add(measure);
        await db.SaveChangesAsync();
        foreach (var (office, level) in new[] { (anhui, ObligationLevel.Mandatory), (hefei, ObligationLevel.Optional), (county, ObligationLevel.Mandatory) })
            db.Add(new Obligation
            {
                ProgrammeId = programme.Id, TaskId = task.Id, MeasureId = measure.Id, OrganisationId = office.Id, Level = level, Role = AssignedRole.Responsible, Basis = ObligationBasis.EveryDivision, AsOf = new(2026, 2, 1),
                PublicationId = publication.Id,
            });
        await db.SaveChangesAsync();
        return programme.Id.Value;
    });

    async Task<string> Read(string path)
    {
        using var browser = site.Browse();
        await browser.LogIn("regionaladministrator");
        return await browser.Read(path);
    }

    [Fact]
    public async Task The_board_has_a_column_for_the_province_and_for_each_city_and_counts_counties_below()
    {
        var page = await Read($"/programmes/{await Given()}");

        Assert.Contains("合肥", page, StringComparison.Ordinal);
        Assert.Contains("芜湖", page, StringComparison.Ordinal); // owes nothing, and has its column
        Assert.DoesNotContain("href=\"/organisations/office-320000?", page, StringComparison.Ordinal);
        Assert.Matches("<td class=\"c4\"><a href=\"/organisations/office-340000[^>]*>必</a>", page);
        Assert.Matches("<td class=\"c2\"><a href=\"/organisations/office-340100[^>]*>选<small class=\"b4\">必1县</small>", page);
    }

    [Theory]
    [InlineData("progress")]
    [InlineData("map")]
    [InlineData("compare")]
    public async Task Progress_map_and_comparison_are_of_the_cities_too(string view)
    {
        var page = await Read($"/programmes/{await Given()}/{view}");

        Assert.Contains("/organisations/office-340100?", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/organisations/office-320000?", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_map_of_a_province_has_a_tile_for_each_city_and_speaks_of_counties()
    {
        var at = $"/programmes/{await Given()}";
        var map = await Read($"{at}/map");

        Assert.Equal(17, Regex.Count(map, "class=\"tile l")); // the province's own office and sixteen cities
        Assert.Equal(17, Regex.Matches(map, "class=\"tile l[A-Za-z]+\" x=\"[0-9]+\" y=\"[0-9]+\"").Select(m => m.Value[m.Value.IndexOf(" x=", StringComparison.Ordinal)..]).Distinct().Count());
        Assert.Contains("含所辖区县", map, StringComparison.Ordinal);
        foreach (var page in new[] { map, await Read($"{at}/compare"), await Read($"{at}/progress") }) Assert.DoesNotMatch("省级本级|含市县|市县办结", page);
    }
}
