using System.Text.Json;
using Zhice.Data.Indicators;
using Zhice.Data.Services;
using Zhice.Domain.Indicators;

namespace Zhice.Data.Tests.Indicators;

/// <summary>Definitions from YAML: what comes with the program is whole, and a fault names its file and line.</summary>
public sealed class DefinitionFileTests
{
    const string Element = """
        code: cases
        name: 案件数
        english: Cases
        unit: 件
        kind: flow
        definition: 本期办结案件数
        source: 台账
        """;

    const string Indicator = """
        code: it
        name: 指标
        english: Indicator
        group: 保护
        unit: 件
        decimals: 0
        direction: higher
        kind: 预期性
        period: month
        formula: cases
        roll-up: sum
        valid-from: 2020-01-01
        source: 文件
        quality:
          verification: 核实
          sources: 来源
        """;

    static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Zhice.slnx"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No Zhice.slnx above.");
            return folder;
        }
    }

    [Fact]
    public void The_definitions_that_come_with_the_program_are_sound()
    {
        var catalogue = DefinitionFiles.Shipped;
        Assert.True(catalogue.Codes.Count() >= 30);
        Assert.Equal(catalogue.Codes, catalogue.Definitions.Select(d => d.Code).Distinct());
        Assert.All(catalogue.Definitions, definition => Assert.Empty(definition.UnfitForPublication));
        var used = catalogue.Definitions.SelectMany(d => catalogue.FormulaOf(d)!.Parts.Select(p => p.Code).Append(d.Weight)).ToHashSet();
        // Nobody is asked for what nothing is made of; what cases count is asked of nobody.
        Assert.All(catalogue.Elements, element => Assert.True(used.Contains(element.Code) || ServiceFiles.Shipped.FeedsOf(element.Code).Any(), element.Code));
    }

    [Theory]
    [InlineData("invention_pendency", "月")]
    [InlineData("high_value_density", "件/万人")]
    [InlineData("pii_share", "%")]
    [InlineData("pledge_financing", "亿元")]
    [InlineData("adjudication_time", "日")]
    [InlineData("protection_satisfaction_score", "分")]
    public void What_the_documents_ask_for_is_among_them(string code, string unit) =>
        Assert.Equal(unit, DefinitionFiles.Shipped.Versions(code)[0].Unit.Text);

    [Fact]
    public void The_schema_for_editors_knows_every_key_that_the_program_reads()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "data", "indicators", "schema.json")));
        var keys = schema.RootElement.GetProperty("oneOf").EnumerateArray()
            .SelectMany(kind => kind.GetProperty("properties").EnumerateObject().Select(p => p.Name)).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "data", "indicators"), "*.yaml")
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "data", "elements"), "*.yaml")))
            Assert.All(File.ReadLines(file).Where(l => l.Length > 0 && char.IsAsciiLetterLower(l[0])), line => Assert.Contains(line.Split(':')[0], keys));
    }

    [Theory]
    [InlineData("unit: 件", "unit: 头", 5, "definition.unit")]
    [InlineData("unit: 件", "unit: 家", 10, "formula.unit.result")] // the formula is where it shows
    [InlineData("formula: cases", "formula: cases +", 10, "formula.ends")]
    [InlineData("formula: cases", "formula: nobody", 10, "formula.unknown")]
    [InlineData("formula: cases", "formula: it", 10, "formula.cycle")]
    [InlineData("decimals: 0", "decimals: 7", 6, "yaml.whole")]
    [InlineData("decimals: 0", "decimalls: 0", 6, "yaml.unknown")]
    [InlineData("kind: 预期性", "kind: 猜测性", 8, "yaml.word")]
    [InlineData("valid-from: 2020-01-01", "valid-from: 2020-02-30", 12, "yaml.day")]
    [InlineData("group: 保护", "group: 别的", 4, "yaml.word")]
    [InlineData("name: 指标", "name: [一, 二]", 2, "yaml.text")]
    [InlineData("name: 指标", "name: &a 指标", 1, "yaml.mapping")] // anchors could make a small file grow without end
    [InlineData("name: 指标", "name: \"指标", 2, "yaml.syntax")]
    [InlineData("code: it", "code: other", 1, "definition.file")]
    public void A_fault_names_its_file_and_line(string was, string becomes, int line, string code)
    {
        var (catalogue, faults) = DefinitionFiles.Read([("cases.yaml", Element)], [("it.yaml", Indicator.Replace(was, becomes, StringComparison.Ordinal))]);
        Assert.Contains(faults, fault => (fault.File, fault.Line, fault.Defect.Code) == ("it.yaml", line, code));
        Assert.Empty(catalogue.Codes);
    }

    [Fact]
    public void A_definition_without_its_five_statements_is_kept_but_not_fit_for_publication()
    {
        var (catalogue, faults) = DefinitionFiles.Read([("cases.yaml", Element)], [("it.yaml", Indicator)]);
        Assert.Empty(faults);
        Assert.Equal(["accuracy", "limits", "compensation"], catalogue.Versions("it")[0].UnfitForPublication.Select(d => d.Field));
    }

    [Fact]
    public void A_later_version_says_only_what_differs()
    {
        var (catalogue, faults) = DefinitionFiles.Read([("cases.yaml", Element)],
            [("it.yaml", Indicator + "\nlater:\n  - valid-from: 2022-01-01\n    break: 口径扩大\n    decimals: 2\n")]);
        Assert.Empty(faults);
        Assert.Equal([("指标", 0, RollUp.Sum), ("指标", 2, RollUp.Sum)], catalogue.Versions("it").Select(d => (d.Name, d.Decimals, d.RollUp)));
        Assert.Equal("口径扩大", catalogue.Versions("it")[1].Break);

        var (_, missing) = DefinitionFiles.Read([("cases.yaml", Element)], [("it.yaml", Indicator + "\nlater:\n  - valid-from: 2022-01-01\n")]);
        Assert.Equal(("it.yaml", "definition.break"), (missing.Single().File, missing.Single().Defect.Code));
    }
}
