using Zhice.Data.Statistics;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;
using Zhice.Web.Features.Indicators;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Statistics;

/// <summary>A cell of a release.</summary>
/// <param name="Value">The number; null for none.</param>
/// <param name="Text">As it is written, or why there is none.</param>
/// <param name="Before">Before exclusions; null where these change nothing.</param>
public sealed record ReleaseCell(decimal? Value, string Text, string? Before);

/// <summary>A column of a release as it is shown: an element with its sum, or an indicator with the figure that the rows make.</summary>
/// <param name="Code">Code.</param>
/// <param name="Name">Name in the reader's language.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Indicator">True for an indicator: it has a page of its own.</param>
/// <param name="Total">The first line.</param>
/// <param name="Covered">How many stand behind it.</param>
/// <param name="Expected">Of how many.</param>
/// <param name="Cells">One for each row.</param>
public sealed record ShownColumn(string Code, string Name, string Unit, bool Indicator, ReleaseCell Total, int Covered, int Expected, IReadOnlyList<ReleaseCell> Cells)
{
    /// <summary>The figure of the office that publishes, where it is another than the total of the rows; else null.</summary>
    public ReleaseCell? Own { get; init; }
    /// <summary>How many stand behind it, of how many; 1 of 1 where the office reported for itself.</summary>
    public (int Covered, int Expected) OwnCoverage { get; init; }
    /// <summary>Hundredths of the population of all rows that live in those with a figure; null where all have one, or it is not known.</summary>
    public decimal? People { get; init; }
}

/// <summary>The columns of a release, elements first: page, chart and files are all made of these, so that they say the same.</summary>
public static class ReleaseSheet
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 50;

    /// <summary>The columns.</summary>
    public static IReadOnlyList<ShownColumn> Of(ReleaseBody body, WordTable words)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(words);
        var elements = body.Columns.Select((c, at) => new ShownColumn(c.Code, words.IsEnglish ? c.EnglishName : c.Name, c.Unit, false, Plain(c.Total), c.Covered, body.Rows.Count, [.. body.Rows.Select(r => Plain(r.Values[at]))]) { People = People(body, c.Covered, body.Rows.Select(r => r.Values[at] is not null)) });
        var indicators = (body.Indicators ?? []).Select(i => new ShownColumn(i.Code, words.IsEnglish ? i.EnglishName : i.Name, i.Unit, true, Cell(i, i.Total), i.Total.Known, i.Total.Expected, [.. i.Figures.Select(f => Cell(i, f))])
        {
            Own = i.Own is { } own ? Cell(i, own) : null, OwnCoverage = (i.Whole.Known, i.Whole.Expected),
            People = People(body, i.Total.Known, i.Figures.Select(f => Enum.Parse<FigureState>(f.State) is not (FigureState.Missing or FigureState.NotYet or FigureState.NotRolledUp))),
        });
        ShownColumn[] all = [.. elements, .. indicators];
        // An element and the indicator made of it may bear one name.
        var twice = all.GroupBy(c => c.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        return [.. all.Select(c => twice.Contains(c.Name) ? c with { Name = $"{c.Name}（{words[c.Indicator ? "release.indicator" : "release.element"]}）" } : c)];

        // With as many places as are printed, so that files say 58.0 where pages do.
        ReleaseCell Cell(ReleaseIndicator indicator, ReleaseFigure figure) => new(figure.Value is { } plain ? plain + new decimal(0, 0, 0, false, (byte)indicator.Decimals) : null,
            figure.Value is { } value ? FigureText.Of(value, indicator.Decimals) : words.Of(Enum.Parse<FigureState>(figure.State)), figure.Before is { } before ? FigureText.Of(before, indicator.Decimals) : null);
    }

    // Where the total rests on other offices than the rows with a figure, nothing is said of them.
    static decimal? People(ReleaseBody body, int covered, IEnumerable<bool> given)
    {
        bool[] rows = [.. given];
        return body.Weights is { } weights && covered < rows.Length && rows.Count(g => g) == covered ? PopulationWeights.Share(weights, rows) : null;
    }

    /// <summary>The words for how much stands behind the total of a column.</summary>
    public static string Coverage(ShownColumn column, WordTable words)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(words);
        return column.People is { } people ? words["totals.people", column.Covered, column.Expected, people.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)] : words["totals.coverage", column.Covered, column.Expected];
    }

    /// <summary>What the first line is called: of releases made before totals were those of the rows it is the figure of the office that publishes.</summary>
    public static string TotalWord(ReleaseBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return body.Indicators is null ? "release.total" : body.OfRows == true ? "release.of-rows" : "release.whole";
    }

    static ReleaseCell Plain(decimal? value) => new(value, StatisticsWords.Figure(value), null);
}
