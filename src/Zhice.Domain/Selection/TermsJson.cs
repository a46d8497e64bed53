using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Zhice.Domain.Selection;

/// <summary>Kinds and terms as JSON: names in camel case, enums by name, nothing unknown and nothing missing.</summary>
public static class TermsJson
{
    /// <summary>How they are read and written.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>The terms as text.</summary>
    public static string Write(SelectionTerms terms) => JsonSerializer.Serialize(terms, Options);

    /// <summary>The terms of a call.</summary>
    public static SelectionTerms Read(string json) => JsonSerializer.Deserialize<SelectionTerms>(json, Options)!;
}
