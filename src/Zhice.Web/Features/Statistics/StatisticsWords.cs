using System.Globalization;
using System.Text.Json;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Statistics;

/// <summary>Names and figures of statistics as pages show them.</summary>
internal static class StatisticsWords
{
    public static string Name(WordTable words, FormDefinition? form, string code) => form is null ? code : words.IsEnglish ? form.EnglishName : form.Name;

    public static string Name(WordTable words, DataElement element) => words.IsEnglish ? element.EnglishName : element.Name;

    public static string Tone(CollectionStage stage) => stage switch
    {
        CollectionStage.Open => "blue",
        CollectionStage.Late => "red",
        CollectionStage.Withdrawn => "amber",
        _ => "plain",
    };

    public static string Tone(Importance importance) => importance switch
    {
        Importance.Error => "red",
        Importance.Warning => "amber",
        _ => "plain",
    };

    /// <summary>A figure with separators; a dash for none.</summary>
    public static string Figure(decimal? value) => value is { } figure ? figure.ToString("#,0.######", CultureInfo.InvariantCulture) : "–";

    public static string Share(int part, int whole) => whole == 0 ? "–" : (100m * part / whole).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>The sentences of a list of findings that was kept.</summary>
    public static IEnumerable<string> Asked(WordTable words, string kept) =>
        from parts in JsonSerializer.Deserialize<string[][]>(kept) ?? []
        where parts.Length > 0
        select words[parts[0], [.. parts[1..]]];

    /// <summary>The sentence of a finding that was kept beside its answer.</summary>
    public static string Shown(WordTable words, string kept)
    {
        var parts = JsonSerializer.Deserialize<string[]>(kept) ?? [];
        return parts.Length < 2 ? "–" : words[parts[0], [.. parts[1..]]];
    }
}
