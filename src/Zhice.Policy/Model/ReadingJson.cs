using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Zhice.Policy.Layout;

namespace Zhice.Policy;

/// <summary>Stores a reading and what it was made from as JSON that reads back whole; the text itself is kept beside it, once.</summary>
public static class ReadingJson
{
    static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        IgnoreReadOnlyProperties = true,
        Converters = { new SpanConverter(), new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { TellBlocksApart } },
    };

    /// <summary>The reading without its text.</summary>
    public static string Write(PolicyDocument document) => JsonSerializer.Serialize(document with { Text = "" }, options);

    /// <summary>Reads what <see cref="Write(PolicyDocument)"/> wrote.</summary>
    /// <exception cref="JsonException">The stored reading is damaged.</exception>
    public static PolicyDocument Read(string json, string text) =>
        (JsonSerializer.Deserialize<PolicyDocument>(json, options) ?? throw new JsonException("A reading is an object.")) with { Text = text };

    /// <summary>The blocks of a canonical text, without the text.</summary>
    public static string Write(SourceText source) => JsonSerializer.Serialize(source with { Text = "" }, options);

    /// <summary>Reads what <see cref="Write(SourceText)"/> wrote.</summary>
    /// <exception cref="JsonException">The stored blocks are damaged.</exception>
    public static SourceText ReadSource(string json, string text) =>
        (JsonSerializer.Deserialize<SourceText>(json, options) ?? throw new JsonException("A source is an object.")) with { Text = text };

    static void TellBlocksApart(JsonTypeInfo type)
    {
        if (type.Type != typeof(Block)) return;
        type.PolymorphismOptions = new JsonPolymorphismOptions
        {
            TypeDiscriminatorPropertyName = "is",
            DerivedTypes = { new JsonDerivedType(typeof(LineBlock), "line"), new JsonDerivedType(typeof(TableBlock), "table") },
        };
    }

    // A pair of numbers: a long text has tens of thousands of spans.
    sealed class SpanConverter : JsonConverter<Span>
    {
        public override Span Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray || !reader.Read()) throw new JsonException("A span is a pair of numbers.");
            var start = reader.GetInt32();
            reader.Read();
            var end = reader.GetInt32();
            if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray) throw new JsonException("A span is a pair of numbers.");
            return new Span(start, end);
        }

        public override void Write(Utf8JsonWriter writer, Span value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(value.Start);
            writer.WriteNumberValue(value.End);
            writer.WriteEndArray();
        }
    }
}
