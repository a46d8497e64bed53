using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Zhice.Data.Selection;
using Zhice.Data.Surveys;
using Zhice.Domain.Selection;
using Zhice.Domain.Surveys;

namespace Zhice.Data.Tests.Selection;

/// <summary>The kinds and questionnaires that are shipped, their schemas, and files with a fault.</summary>
public sealed class DefinitionFileTests
{
    static readonly string Data = Path.Combine(Root(), "data");

    [Fact]
    public void Every_shipped_file_is_read_and_its_status_is_one_that_documents_can_name()
    {
        Assert.Equal(5, SelectionFiles.Kinds.Count);
        Assert.All(SelectionFiles.Kinds, kind => Assert.False(Zhice.Domain.Programme.Rules.StatusName.Of(kind.Status).IsEmpty));
        Assert.Equal(["holder", "professional", "public"], Assert.Single(SurveyFiles.Definitions).Groups.Select(g => g.Code));
        Assert.Equal(SelectionFiles.Kinds.Count, Directory.GetFiles(Path.Combine(Data, "selections"), "*.json").Length - 1); // the schema
    }

    [Theory]
    [InlineData("selections/kind.schema.json", typeof(SelectionKind))]
    [InlineData("surveys/survey.schema.json", typeof(SurveyDefinition))]
    public void A_schema_names_the_members_of_the_type_that_reads_the_files(string file, Type type)
    {
        var written = JsonNode.Parse(File.ReadAllText(Path.Combine(Data, file)))!;
        Assert.Equal(Members(TermsJson.Options.GetJsonSchemaAsNode(type), ""), Members(written, ""));
    }

    [Theory]
    [InlineData("\"holder\": \"Division\"", "\"holder\": \"Nobody\"")]
    [InlineData("\"weight\": 30", "\"weight\": 31")]
    [InlineData("\"code\": \"protection-zone\"", "\"code\": \"other\"")]
    [InlineData("\"publicityDays\": 5", "\"publicityDays\": 0")]
    [InlineData("\"unverified\": true", "\"unknown\": true")]
    public void A_file_with_a_fault_is_refused(string right, string wrong)
    {
        var text = File.ReadAllText(Path.Combine(Data, "selections", "protection-zone.json"));
        Assert.Contains(right, text, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => SelectionFiles.Read("protection-zone.json", text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    // Names of all members with the path to them, sorted.
    static List<string> Members(JsonNode? node, string path)
    {
        var found = new List<string>();
        if (node?["properties"] is JsonObject properties)
            foreach (var (name, member) in properties)
            {
                found.Add(path + name);
                found.AddRange(Members(member, $"{path}{name}."));
            }
        if (node?["items"] is { } items) found.AddRange(Members(items, $"{path}[]."));
        return [.. found.Order(StringComparer.Ordinal)];
    }

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Zhice.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
