using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhice.Domain.Submitting;

/// <summary>The one way to write what is digested and signed: UTF-8, no white space, properties in the order of the records, null left out.</summary>
/// <remarks>Writing what was read gives the same bytes, so a file that reads but does not write back alike was not written by us.</remarks>
public static class BodyJson
{
    /// <summary>Longest body, in UTF-16 units.</summary>
    public const int Longest = 8 * 1024 * 1024;

    static readonly JsonSerializerOptions Canonical = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        IgnoreReadOnlyProperties = true,
        MaxDepth = 24,
    };

    /// <summary>The canonical text.</summary>
    public static string Write<T>(T value) where T : notnull => JsonSerializer.Serialize(value, Canonical);

    /// <summary>Reads canonical text; null where it is none: not JSON, not these records, or written another way.</summary>
    public static T? Read<T>(string text) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Canonical) is { } read && Write(read) == text ? read : null;
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException or NotSupportedException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
    }
}
