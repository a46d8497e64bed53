using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhice.Domain.Assessment;

/// <summary>Facts and scores as texts that are kept with their digests: the same facts give the same text, and the same scheme and facts the same scores.</summary>
public static class ScoreText
{
    static readonly JsonSerializerOptions options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Facts of offices, in the order of codes.</summary>
    public static string Write(IEnumerable<SubjectFacts> facts) => JsonSerializer.Serialize(facts.OrderBy(f => f.Office, StringComparer.Ordinal), options);

    /// <summary>Facts that were written.</summary>
    /// <exception cref="JsonException">The text is damaged.</exception>
    public static IReadOnlyList<SubjectFacts> ReadFacts(string text) => JsonSerializer.Deserialize<List<SubjectFacts>>(text, options) ?? [];

    /// <summary>A table of scores in the order of places, every number with the scheme's places: the bytes that a publication signs.</summary>
    public static string Write(AssessmentScheme scheme, IReadOnlyList<RankedScore> ranked)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(ranked);
        string Cut(decimal value) => scheme.Cut(value).ToString("F" + scheme.Decimals, System.Globalization.CultureInfo.InvariantCulture);
        var table = new PublishedTable(scheme.Code, scheme.Version,
            [.. ranked.Select(r => new PublishedRow(r.Place, r.Tied, r.Score.Office, r.Score.Name, Cut(r.Score.Self), Cut(r.Score.Review), Cut(r.Score.Total), Cut(r.Score.Vetoes.Sum(v => v.Points)),
                [.. scheme.Groups.Select(g => Cut(r.Score.Group(g.Code)))], [.. r.Score.Items.Select(i => Cut(i.Final))]))]);
        return JsonSerializer.Serialize(table, options);
    }

    /// <summary>A table that was written.</summary>
    /// <exception cref="JsonException">The text is damaged.</exception>
    public static PublishedTable ReadTable(string text) => JsonSerializer.Deserialize<PublishedTable>(text, options) ?? throw new JsonException("No table.");
}

/// <summary>The published table.</summary>
/// <param name="Scheme">Code of the scheme.</param>
/// <param name="Version">Its version.</param>
/// <param name="Rows">The offices, in the order of places.</param>
public sealed record PublishedTable(string Scheme, int Version, IReadOnlyList<PublishedRow> Rows);

/// <summary>An office of the published table; numbers as they are printed.</summary>
/// <param name="Place">Its place.</param>
/// <param name="Tied">True where it shares the place.</param>
/// <param name="Office">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Self">What it gave itself.</param>
/// <param name="Review">The review's column.</param>
/// <param name="Total">The score.</param>
/// <param name="Veto">What vetoes took.</param>
/// <param name="Groups">Points of each group.</param>
/// <param name="Items">Points of each item but the vetoes.</param>
public sealed record PublishedRow(int Place, bool Tied, string Office, string Name, string Self, string Review, string Total, string Veto, IReadOnlyList<string> Groups, IReadOnlyList<string> Items);
