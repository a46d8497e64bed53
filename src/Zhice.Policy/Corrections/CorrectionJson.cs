using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Zhice.Policy.Corrections;

/// <summary>Corrections as JSON: property names in camel case, enums as <see cref="Spelling"/> writes them, nothing for null.</summary>
public static class CorrectionJson
{
    static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>The correction as one line of JSON.</summary>
    public static string Write(Correction correction) => JsonSerializer.Serialize(correction, options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no correction: a stored row is damaged.</exception>
    public static Correction Read(string json) =>
        JsonSerializer.Deserialize<Correction>(json, options) is { Anchor: not null, From: not null, To: not null } correction
            ? correction
            : throw new JsonException("A correction needs an operation, an anchor, from and to.");
}
