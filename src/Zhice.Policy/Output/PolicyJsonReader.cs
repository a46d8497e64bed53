using System.Globalization;
using System.Text.Json;

namespace Zhice.Policy.Output;

/// <summary>Reads the JSON of <see cref="PolicyJson.Write(PolicyDocument)"/> back.</summary>
internal static class PolicyJsonReader
{
    public static PolicyDocument Read(ReadOnlyMemory<byte> utf8)
    {
        using var parsed = JsonDocument.Parse(utf8);
        try
        {
            return Document(parsed.RootElement);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("A field of the policy JSON is missing or of another type.", e);
        }
    }

    static PolicyDocument Document(JsonElement json) => new()
    {
        Text = Text(json, "text") ?? throw new FormatException("The policy JSON holds no text."),
        Title = Text(json, "title"),
        Year = Number(json, "year"),
        Issuer = Text(json, "issuer"),
        DocumentNumber = Text(json, "documentNumber"),
        IssuedOn = Date(json, "issuedOn"),
        PublishedOn = Date(json, "publishedOn"),
        Kind = PolicyWords.ReadKind(Text(json, "kind")),
        FirstNamedLeads = json.GetProperty("firstNamedLeads").GetBoolean(),
        Sections = List(json, "sections", s => new PolicySection(Need(s, "id"), Text(s, "number"), Need(s, "title"), s.GetProperty("level").GetInt32(), Text(s, "parent"), Range(s, "span"))),
        Tasks = List(json, "tasks", Task),
        Targets = List(json, "targets", Target),
        Submissions = List(json, "submissions", s => new SubmissionDuty(Date(s, "due"), Text(s, "to"), Strings(s, "who"), Text(s, "what"), Strings(s, "form"), Range(s, "span"))),
        Citations = List(json, "citations", c => new Citation(Need(c, "name"), Range(c, "span"))),
        Definitions = List(json, "definitions", d => new Definition(Need(d, "shortName"), Need(d, "fullName"), Range(d, "span"))),
        Parts = List(json, "parts", p => new TextPart(PolicyWords.ReadPart(Text(p, "role")), Range(p, "span"), Text(p, "node"))),
        Coverage = json.GetProperty("coverage").GetDouble(),
        Places = List(json, "places", p => new SourcePlace(Range(p, "span"), Number(p, "page"), Number(p, "row"), Number(p, "column"), Number(p, "line"))),
    };

    static PolicyTask Task(JsonElement json) => new()
    {
        Id = Need(json, "id"),
        Number = Text(json, "number"),
        SectionPath = Strings(json, "sectionPath"),
        Title = Text(json, "title"),
        TitleSpan = MaybeRange(json, "titleSpan"),
        Span = Range(json, "span"),
        Measures = List(json, "measures", Measure),
        Assignments = List(json, "assignments", Assignment),
        Deadline = Deadline(json.GetProperty("deadline")),
    };

    static Measure Measure(JsonElement json) => new()
    {
        Id = Need(json, "id"),
        Scope = PolicyWords.ReadScope(Text(json, "scope")),
        ScopeSpan = MaybeRange(json, "scopeSpan"),
        Text = Need(json, "text"),
        Span = Range(json, "span"),
        Commitments = List(json, "commitments", c => new Commitment
        {
            Id = Need(c, "id"),
            Text = Need(c, "text"),
            Span = Range(c, "span"),
            Assignments = List(c, "assignments", Assignment),
            Deadline = Deadline(c.GetProperty("deadline")),
            Targets = List(c, "targets", Target),
        }),
        Applicability = List(json, "applicability", r => new ApplicabilityRule(
            Text(r, "level") is { } level ? PolicyWords.ReadLevel(level) : RegionLevel.Unstated, Need(r, "text"),
            r.GetProperty("must") is { ValueKind: not JsonValueKind.Null } must ? must.GetBoolean() : null, Range(r, "span"))),
    };

    static Assignment Assignment(JsonElement json) =>
        new(Need(json, "organisation"), PolicyWords.ReadRole(Text(json, "role")), PolicyWords.ReadMode(Text(json, "mode")), Range(json, "span"));

    static Deadline Deadline(JsonElement json) => new(PolicyWords.ReadDeadline(Text(json, "kind")), Date(json, "date"), Text(json, "text"), MaybeRange(json, "span"));

    static QuantityTarget Target(JsonElement json) => new(
        Need(json, "what"), PolicyWords.ReadComparator(Text(json, "comparator")), json.GetProperty("value").GetDecimal(), Need(json, "unit"),
        json.GetProperty("growth").GetBoolean(), Date(json, "due"), Text(json, "task"), Text(json, "commitment"), Range(json, "span"));

    static string Need(JsonElement json, string name) => Text(json, name) ?? throw new FormatException($"The policy JSON lacks '{name}'.");

    static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    static int? Number(JsonElement json, string name) => json.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt32() : null;

    static DateOnly? Date(JsonElement json, string name) =>
        Text(json, name) is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    static Span Range(JsonElement json, string name) => MaybeRange(json, name) ?? throw new FormatException($"The policy JSON lacks the range '{name}'.");

    static Span? MaybeRange(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: JsonValueKind.Object } range ? new Span(range.GetProperty("start").GetInt32(), range.GetProperty("end").GetInt32()) : null;

    static List<string> Strings(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(e => e.GetString()!)];

    static List<T> List<T>(JsonElement json, string name, Func<JsonElement, T> read) => [.. json.GetProperty(name).EnumerateArray().Select(read)];
}
