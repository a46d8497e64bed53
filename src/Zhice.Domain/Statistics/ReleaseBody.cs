using System.Globalization;
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
    /// <summary>Indicators; null, and not written, where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ReleaseIndicator>? Indicators { get; init; }

    /// <summary>The sets of exclusions that went into the indicators; null, and not written, where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ReleaseExclusion>? Exclusions { get; init; }

    /// <summary>True where values of shorter periods made some that nobody reported for the whole; null, and not written, where none did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Completed { get; init; }

    /// <summary>True where exclusions came off those indicators only whose definition has a clause on them, and each off all values or none; null, and not written, where there are none.
    /// The releases with exclusions that lack it took them off every figure with the element, and are made again so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? ByClause { get; init; }

    /// <summary>True where the totals of the indicators are those of the rows; null, and not written, where there are no indicators, and in releases of before, whose totals are those of the office that publishes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? OfRows { get; init; }

    /// <summary>Population of the rows, 万人 at the end of <see cref="WeightsOf"/>, in their order: what share of the people stands behind a total. Null, and not written, where one of them has none, and in releases of before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<decimal>? Weights { get; init; }

    /// <summary>The year of <see cref="Weights"/>; null, and not written, without them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? WeightsOf { get; init; }

    /// <summary>True where neither an element nor an indicator has a figure.</summary>
    [JsonIgnore]
    public bool IsEmpty => Columns.All(c => c.Covered == 0) && Indicators?.Any(i => i.Whole.Value is not null || i.Figures.Any(f => f.Value is not null)) is not true;

    static readonly JsonSerializerOptions form = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = false, Converters = { new PlainFigures() },
    };

    /// <summary>Canonical JSON: properties in the order above, figures without useless zeros.</summary>
    public string Write() => JsonSerializer.Serialize(this, form);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ReleaseBody Read(string json) => JsonSerializer.Deserialize<ReleaseBody>(json, form) ?? throw new InvalidDataException("A release has no body.");

    /// <summary>The next link of the chain: SHA-256 over the link before (empty for the first), place, code, revision, batch and digest, then title, period, level, office, day and
    /// moment of publication, content and reason, each on a line.</summary>
    /// <param name="before">The link before.</param>
    /// <param name="release">The release, with its place.</param>
    /// <param name="publishedAt">When it was published; null for the shorter form, over the first six lines only, in which the first releases were chained.</param>
    public static string Link(string before, StatisticalRelease release, DateTimeOffset? publishedAt)
    {
        ArgumentNullException.ThrowIfNull(release);
        return TextDigest.Of($"{before}\n{LinkedText(release, publishedAt)}");
    }

    /// <summary>What stands in the chain after the link before: the lines of <see cref="Link"/> but for the first.</summary>
    /// <param name="release">The release, with its place.</param>
    /// <param name="publishedAt">As for <see cref="Link"/>.</param>
    public static string LinkedText(StatisticalRelease release, DateTimeOffset? publishedAt)
    {
        ArgumentNullException.ThrowIfNull(release);
        var text = string.Create(CultureInfo.InvariantCulture, $"{release.Sequence}\n{release.Code}\n{release.Revision}\n{release.KnownBatch}\n{release.Digest}");
        return publishedAt is not { } at ? text : string.Create(CultureInfo.InvariantCulture,
            $"{text}\n{release.Title}\n{release.Period}\n{(int)release.Level}\n{release.OwnerId.Value}\n{release.PlannedOn:yyyy-MM-dd}\n{at.ToUnixTimeSeconds()}\n{release.Content}\n{release.Reason}");
    }

    sealed class PlainFigures : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();
        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteRawValue(StoredFigure.Write(value));
    }
}
