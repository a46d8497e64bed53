using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhice.Domain.Statistics;

/// <summary>A column of a release: one element.</summary>
/// <param name="Code">Code.</param>
/// <param name="Name">Name.</param>
/// <param name="EnglishName">English name.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Total">The sum over the organisations.</param>
/// <param name="Covered">Organisations with a figure.</param>
public sealed record ReleaseColumn(string Code, string Name, string EnglishName, string Unit, decimal? Total, int Covered);

/// <summary>A row of a release: one organisation.</summary>
/// <param name="Code">Code.</param>
/// <param name="Name">Name as it was.</param>
/// <param name="Values">Figures in the order of the columns; null where there is none.</param>
public sealed record ReleaseRow(string Code, string Name, IReadOnlyList<decimal?> Values);

/// <summary>What a release says: nothing but figures and whose they are, so that the same figures have the same digest.</summary>
/// <param name="Code">Code of the release.</param>
/// <param name="Period">The period, as written.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Rows">Rows in the order of codes.</param>
public sealed record ReleaseBody(string Code, string Period, IReadOnlyList<ReleaseColumn> Columns, IReadOnlyList<ReleaseRow> Rows)
{
    static readonly JsonSerializerOptions form = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = false, Converters = { new PlainFigures() },
    };

    /// <summary>Canonical JSON: properties in the order above, figures without useless zeros.</summary>
    public string Write() => JsonSerializer.Serialize(this, form);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ReleaseBody Read(string json) => JsonSerializer.Deserialize<ReleaseBody>(json, form) ?? throw new InvalidDataException("A release has no body.");

    /// <summary>SHA-256 of the text in UTF-8, lower-case hexadecimal.</summary>
    public static string Digest(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    /// <summary>The next link of the chain: SHA-256 over the link before (empty for the first), place, code, revision, batch and digest, each on a line.</summary>
    public static string Link(string before, int sequence, string code, int revision, int knownBatch, string digest) =>
        Digest(string.Create(CultureInfo.InvariantCulture, $"{before}\n{sequence}\n{code}\n{revision}\n{knownBatch}\n{digest}"));

    sealed class PlainFigures : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();
        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteRawValue(StoredFigure.Write(value));
    }
}
