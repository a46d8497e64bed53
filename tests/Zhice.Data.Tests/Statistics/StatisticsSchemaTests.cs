using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Zhice.Data.Definitions;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Domain.Indicators;

namespace Zhice.Data.Tests.Statistics;

/// <summary>The schemas of forms and rules for editors: every file that comes with the program meets them, and they take and refuse what the reader takes and refuses.</summary>
public sealed class StatisticsSchemaTests
{
    static readonly Dictionary<string, DataElement> elements = DefinitionFiles.Shipped.Elements.ToDictionary(e => e.Code, StringComparer.Ordinal);

    static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Zhice.slnx"))) folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }

    public static TheoryData<string, string> Files() =>
        [.. ((string[])["forms", "rules"]).SelectMany(kind => Directory.EnumerateFiles(Path.Combine(Root, "data", kind), "*.yaml").Order(StringComparer.Ordinal).Select(f => (kind, Path.GetFileName(f))))];

    static JsonElement Schema(string kind) => JsonDocument.Parse(InstanceDefinitions.SchemaOf(kind)).RootElement;

    static bool Reads(string kind, string file, IEnumerable<(string Key, string Value)> entries)
    {
        (string, string)[] one = [(file, string.Join('\n', entries.Select(e => $"{e.Key}: {e.Value}")) + "\n")];
        return StatisticsFiles.Read(kind == "forms" ? one : [], kind == "rules" ? one : [], elements).Faults.Count == 0;
    }

    static List<(string Key, string Value)> Entries(string kind, string file) => [.. File.ReadLines(Path.Combine(Root, "data", kind, file)).Where(l => l.Length > 0 && char.IsAsciiLetterLower(l[0]))
        .Select(l => (l[..l.IndexOf(':', StringComparison.Ordinal)], l[(l.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_meets_its_schema_and_names_it_for_editors(string kind, string file)
    {
        Assert.True(Meets(Schema(kind), Entries(kind, file)));
        Assert.Equal("# yaml-language-server: $schema=schema.json", File.ReadLines(Path.Combine(Root, "data", kind, file)).First());
        Assert.Equal(File.ReadAllText(Path.Combine(Root, "data", kind, "schema.json")), InstanceDefinitions.SchemaOf(kind));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Schema_and_reader_take_and_refuse_the_same(string kind, string file)
    {
        var (schema, entries) = (Schema(kind), Entries(kind, file));
        Assert.True(Reads(kind, file, entries));
        var seen = new HashSet<bool>();
        void Same(List<(string Key, string Value)> changed, string what)
        {
            var read = Reads(kind, file, changed);
            seen.Add(read);
            Assert.True(read == Meets(schema, changed), $"{what}: the reader says {read}");
        }

        Same(entries, "as it is");
        foreach (var (key, _) in entries) Same([.. entries.Where(e => e.Key != key)], $"without {key}");
        foreach (var (key, _) in entries) Same([.. entries.Select(e => e.Key == key ? (e.Key + "s", e.Value) : e)], $"{key} misspelt");
        // Every key of any kind of rule, with a value that suits it, added where it does not stand.
        foreach (var (key, value) in Samples(schema).Where(s => entries.TrueForAll(e => e.Key != s.Key))) Same([.. entries, (key, value)], $"with {key}");
        foreach (var (key, _) in entries.Where(e => e.Key is "period" or "importance" or "comparison" or "kind" or "levels")) Same([.. entries.Select(e => e.Key == key ? (key, "fortnight") : e)], $"{key} of another word");
        foreach (var (key, _) in entries.Where(e => e.Key.EndsWith("-after", StringComparison.Ordinal))) Same([.. entries.Select(e => e.Key == key ? (key, "soon") : e)], $"{key} no number");
        Assert.Equal(2, seen.Count);
    }

    // The keys of the schema, each with the element's own code or a word of its list.
    static IEnumerable<(string Key, string Value)> Samples(JsonElement schema) => Kinds(schema).SelectMany(k => k.GetProperty("properties").EnumerateObject()).DistinctBy(p => p.Name)
        .Select(p => (p.Name, p.Value.TryGetProperty("enum", out var words) ? words[0].GetString()! : p.Name switch
        {
            "least" => "1", "most" => "1000000", "tolerance" => "1", "parts-may-fall-short" => "true", "other" or "parts" => "tisc", _ => "x",
        }));

    static List<JsonElement> Kinds(JsonElement schema) => schema.TryGetProperty("oneOf", out var kinds) ? [.. kinds.EnumerateArray()] : [schema];

    // As much of JSON Schema as the two use: a mapping of plain values.
    static bool Meets(JsonElement schema, List<(string Key, string Value)> entries) => Kinds(schema).Count(kind => Fits(kind, entries)) == 1;

    static bool Fits(JsonElement kind, List<(string Key, string Value)> entries)
    {
        var properties = kind.GetProperty("properties");
        bool Has(JsonElement required) => required.EnumerateArray().All(r => entries.Exists(e => e.Key == r.GetString()));
        return !kind.GetProperty("additionalProperties").GetBoolean() && entries.TrueForAll(e => properties.TryGetProperty(e.Key, out var property) && Fits(property, e.Value))
            && Has(kind.GetProperty("required")) && (!kind.TryGetProperty("anyOf", out var any) || any.EnumerateArray().Any(a => Has(a.GetProperty("required"))));
    }

    static bool Fits(JsonElement property, string value)
    {
        if (property.TryGetProperty("const", out var only)) return only.GetString() == value;
        if (property.TryGetProperty("enum", out var words)) return words.EnumerateArray().Any(w => w.GetString() == value);
        return property.GetProperty("type").GetString() switch
        {
            "integer" => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && whole >= property.GetProperty("minimum").GetInt32() && whole <= property.GetProperty("maximum").GetInt32(),
            "number" => decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out _),
            "boolean" => value is "true" or "false",
            _ => value.Length > 0 && (!property.TryGetProperty("pattern", out var pattern) || Regex.IsMatch(value, pattern.GetString()!)),
        };
    }
}
