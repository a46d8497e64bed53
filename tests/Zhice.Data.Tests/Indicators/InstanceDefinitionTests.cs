using Zhice.Data.Definitions;
using Zhice.Data.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Indicators;

/// <summary>Definitions of an instance from its own folder: they add and take versions on, and never change what an old period's figure means.</summary>
public sealed class InstanceDefinitionTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("zhice-definitions-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
        File.WriteAllText(Path.Combine(folder, file), text);
    }

    void Change(string kind, string code, Func<string, string> change) => Write($"{kind}/{code}.yaml", change(InstanceDefinitions.Text(kind, code)!));

    IEnumerable<string> Faults => InstanceDefinitions.Read(folder).Faults.Select(f => $"{Path.GetRelativePath(folder, f.File)}:{f.Line} {f.Defect.Code}");

    const string Centres = """
        code: dispute_centres
        name: 纠纷调解组织数
        english: Mediation bodies
        unit: 个
        kind: stock
        definition: 期末本地区知识产权纠纷调解组织数
        source: 本省统计制度
        """;

    const string CentreCount = """
        code: dispute_centre_density
        name: 每万人口纠纷调解组织数
        english: Mediation bodies per ten thousand
        group: 保护
        unit: 个/万人
        decimals: 2
        direction: higher
        kind: 导向性
        period: year
        formula: dispute_centres / population
        roll-up: recompute
        valid-from: 2025-01-01
        source: 本省统计制度
        """;

    [Fact]
    public void Without_a_folder_nothing_is_laid_over_the_programs_definitions()
    {
        Assert.Null(InstanceDefinitions.Use(Path.Combine(folder, "nothing")));
        Assert.Equal(DefinitionFiles.Shipped.Codes, InstanceDefinitions.Read(folder).Indicators.Codes);
        Assert.Same(DefinitionFiles.Shipped, DefinitionFiles.InUse);
    }

    [Fact]
    public void An_office_adds_an_element_an_indicator_of_it_and_a_form_that_asks_for_it()
    {
        Write("elements/dispute_centres.yaml", Centres);
        Write("indicators/dispute_centre_density.yaml", CentreCount); // population comes with the program
        Write("forms/disputes_annual.yaml", """
            code: disputes_annual
            name: 纠纷调解年报
            english: Annual return on mediation
            period: year
            levels: city
            elements: dispute_centres
            opens-after: 1
            due-after: 20
            locks-after: 40
            source: 本省统计制度
            """);
        var laid = InstanceDefinitions.Read(folder);
        Assert.Empty(laid.Faults);
        Assert.Equal(["elements/dispute_centres", "indicators/dispute_centre_density", "forms/disputes_annual"], laid.Added);
        Assert.NotNull(laid.Indicators.FormulaOf(laid.Indicators.Versions("dispute_centre_density")[0]));
        Assert.Equal(["dispute_centres"], laid.Statistics.Forms["disputes_annual"].Elements);
        Assert.Equal(DefinitionFiles.Shipped.Codes.Count() + 1, laid.Indicators.Codes.Count());
    }

    [Fact]
    public void A_later_version_speaks_of_later_periods_and_leaves_the_earlier_ones_alone()
    {
        Change("indicators", "pledge_financing", text => text + """

            later:
              - valid-from: 2027-01-01
                break: 自2027年起按新口径统计
                formula: pledge_amount * 2
            """);
        var laid = InstanceDefinitions.Read(folder);
        Assert.Empty(laid.Faults);
        Assert.Equal(["indicators/pledge_financing"], laid.Replaced);
        var shipped = DefinitionFiles.Shipped.Versions("pledge_financing");
        Assert.Equal(shipped.Count + 1, laid.Indicators.Versions("pledge_financing").Count);
        foreach (var year in new[] { 2024, 2025, 2026 })
            Assert.Equal(DefinitionVersions.Digest(DefinitionFiles.Shipped.InForce("pledge_financing", Period.OfYear(year))!), DefinitionVersions.Digest(laid.Indicators.InForce("pledge_financing", Period.OfYear(year))!));
        Assert.Equal("pledge_amount * 2", laid.Indicators.InForce("pledge_financing", Period.OfYear(2027))!.Formula.Text);
    }

    [Theory]
    [InlineData("formula: pledge_amount", "formula: pledge_amount * 2", "definition.kept-version")]
    [InlineData("valid-from: 2019-01-01", "valid-from: 2024-01-01", "definition.kept-version")]
    [InlineData("roll-up: sum", "roll-up: none", "definition.kept-version")]
    [InlineData("unit: 亿元", "unit: 亿 元", "definition.unit")]
    [InlineData("decimals: ", "decimals: 5 #", "definition.kept-version")]
    public void What_a_version_computes_is_kept_and_the_line_is_named(string before, string after, string code)
    {
        var shipped = InstanceDefinitions.Text("indicators", "pledge_financing")!;
        Assert.Contains(before, shipped, StringComparison.Ordinal);
        Change("indicators", "pledge_financing", text => text.Replace(before, after, StringComparison.Ordinal));
        var line = 1 + shipped[..shipped.IndexOf(before, StringComparison.Ordinal)].Count(c => c == '\n');
        Assert.Contains($"indicators/pledge_financing.yaml:{line} {code}", Faults);
    }

    /// <summary>What is left out, what a figure must rest on and whether growth of it is unfit belong to a version: none of them is dropped or added in silence.</summary>
    [Theory]
    [InlineData("invention_stock", "exclusions: ", "#", "exclusions")]
    [InlineData("patent_filing_count", "exclusions: ", "exclusions: 另", "exclusions")]
    [InlineData("patent_filing_count", "filing-count: true", "", "filing-count")]
    [InlineData("invention_stock", "roll-up: sum", "roll-up: sum\npublish-when: valid_inventions >= 10", "publish-when")]
    public void Clauses_belong_to_a_version(string code, string before, string after, string key)
    {
        Assert.Contains(before, InstanceDefinitions.Text("indicators", code)!, StringComparison.Ordinal);
        Change("indicators", code, text => text.Replace(before, after, StringComparison.Ordinal));
        Assert.Contains(InstanceDefinitions.Read(folder).Faults, f => f.Defect.Code == "definition.kept-version" && f.Defect.Field == key && f.File.EndsWith($"{code}.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public void Better_words_are_taken_and_a_version_that_came_with_the_program_is_not_left_out()
    {
        Change("indicators", "pledge_financing", text => text.Replace("name: ", "name: 本省", StringComparison.Ordinal));
        Assert.Empty(Faults);
        Assert.StartsWith("本省", InstanceDefinitions.Read(folder).Indicators.Versions("pledge_financing")[0].Name, StringComparison.Ordinal);

        Change("indicators", "high_value_density", text => text[..text.IndexOf("later:", StringComparison.Ordinal)]);
        Assert.Contains(Faults, f => f.EndsWith("definition.kept-versions", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("unit: 家", "unit: 件")]
    [InlineData("kind: distinct", "kind: flow")]
    public void Values_that_are_there_do_not_come_to_mean_something_else(string before, string after)
    {
        Change("elements", "pledge_smes", text => text.Replace(before, after, StringComparison.Ordinal));
        Assert.Contains(Faults, f => f.StartsWith("elements/pledge_smes.yaml:", StringComparison.Ordinal) && f.EndsWith("definition.kept-element", StringComparison.Ordinal));
    }

    [Fact]
    public void With_a_fault_nothing_of_the_folder_is_used()
    {
        Write("elements/dispute_centres.yaml", Centres.Replace("kind: stock", "kind: heap", StringComparison.Ordinal));
        var laid = InstanceDefinitions.Use(folder);
        Assert.Equal(["elements/dispute_centres.yaml:5 yaml.word"], laid!.Faults.Select(f => $"{Path.GetRelativePath(folder, f.File)}:{f.Line} {f.Defect.Code}"));
        Assert.Same(DefinitionFiles.Shipped, DefinitionFiles.InUse);
    }

    [Fact]
    public void A_tab_is_found_in_its_line()
    {
        Write("elements/dispute_centres.yaml", Centres.Replace("kind: stock", "\tkind: stock", StringComparison.Ordinal));
        Assert.Equal(["elements/dispute_centres.yaml:5 yaml.syntax"], Faults);
    }

    [Theory]
    [InlineData("indicators/a.yml")]
    [InlineData("indicators/a.YAML")]
    [InlineData("indicators/mine/a.yaml")]
    [InlineData("indicator/a.yaml")] // a misspelt folder
    [InlineData("a.yaml")]
    public void A_file_that_would_not_be_read_is_named(string file)
    {
        Write(file, CentreCount);
        Assert.Equal([$"{file}:1 yaml.name"], Faults);
        if (file.Contains('/', StringComparison.Ordinal)) Assert.NotEmpty(InstanceDefinitions.Use(folder)!.Faults); // the server does not start with it either
    }

    [Fact]
    public void A_file_in_another_encoding_is_named_and_a_mark_at_its_beginning_is_no_fault()
    {
        Directory.CreateDirectory(Path.Combine(folder, "elements"));
        File.WriteAllBytes(Path.Combine(folder, "elements/dispute_centres.yaml"), [.. System.Text.Encoding.UTF8.GetBytes("code: dispute_centres\nname: "), 0xBE, 0xC0, 0xBD, 0xE2]); // GBK
        Assert.Contains("elements/dispute_centres.yaml:1 yaml.encoding", Faults);
        File.WriteAllText(Path.Combine(folder, "elements/dispute_centres.yaml"), Centres, new System.Text.UTF8Encoding(true));
        Assert.Empty(Faults);
    }

    [Theory]
    [InlineData("board", "valid-from: 2025-01-01", 1, "definition.page")]
    [InlineData("exclusions", "valid-from: 2025-01-01", 1, "definition.page")]
    [InlineData("far", "valid-from: 2925-01-01", 12, "definition.day")]
    [InlineData("past", "valid-from: 0025-01-01", 12, "definition.day")]
    public void A_code_that_no_address_leads_to_and_a_day_that_cannot_be_meant_are_faults(string code, string day, int line, string fault)
    {
        Write("elements/dispute_centres.yaml", Centres);
        Write($"indicators/{code}.yaml", CentreCount.Replace("dispute_centre_density", code, StringComparison.Ordinal).Replace("valid-from: 2025-01-01", day, StringComparison.Ordinal));
        Assert.Contains($"indicators/{code}.yaml:{line} {fault}", Faults);
    }

    [Theory]
    [InlineData("kind: range\nleast: 10\nmost: 5", 6, "rule.empty")]
    [InlineData("kind: comparison\ncomparison: at-most\nother: hv_valid", 6, "rule.itself")]
    public void A_rule_that_nothing_or_everything_keeps_is_a_fault(string kind, int line, string fault)
    {
        Write("rules/mine.yaml", $"code: mine\nimportance: error\nelement: hv_valid\n{kind}\ninstruction: 请核对\nenglish: Please check\n");
        Assert.Contains($"rules/mine.yaml:{line} {fault}", Faults);
    }

    [Fact]
    public void The_schema_goes_with_them() => Assert.Contains("\"distinct\"", InstanceDefinitions.SchemaOf("elements"), StringComparison.Ordinal);
}
