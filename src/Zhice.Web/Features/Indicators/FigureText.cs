using System.Globalization;
using Zhice.Data.Indicators;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Indicators;

/// <summary>Figures, periods and offices as they are written on pages, in charts and in their tables alike: one way of writing, so that these match.</summary>
public static class FigureText
{
    /// <summary>A figure with its places and separators of thousands, or the word for why there is none.</summary>
    public static string Of(Figure figure, int decimals, WordTable words) =>
        figure.IsKnown ? Of(figure.Value, decimals) : (words ?? throw new ArgumentNullException(nameof(words))).Of(figure.State);

    /// <summary>A figure of a series with the places of what made it: the version of the definition, or the release that published it.</summary>
    public static string Of(SeriesPoint point, WordTable words)
    {
        ArgumentNullException.ThrowIfNull(point);
        return Of(point.Figure, point.Decimals, words);
    }

    /// <summary>A number with its places.</summary>
    public static string Of(decimal value, int decimals) => value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>A period in words: 2025年, 2026年5月.</summary>
    public static string Of(Period period, WordTable words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var year = period.Year.ToString(CultureInfo.InvariantCulture);
        return period.Kind switch
        {
            PeriodKind.Year => words["period.year", year],
            PeriodKind.Half => words["period.half", year, period.Number],
            PeriodKind.Quarter => words["period.quarter", year, period.Number],
            _ => words["period.month", year, period.Number],
        };
    }

    /// <summary>Name of an indicator in the reader's language.</summary>
    public static string Name(IndicatorDefinition definition, WordTable words)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(words);
        return words.IsEnglish ? definition.EnglishName : definition.Name;
    }

    /// <summary>The region that an office stands for: 全国, 安徽省, 合肥市.</summary>
    public static string Region(Organisation office, WordTable words)
    {
        ArgumentNullException.ThrowIfNull(office);
        ArgumentNullException.ThrowIfNull(words);
        if (office.Kind == OrganisationKind.NationalOffice) return words["region.nation"];
        return words.Division(office.Level == DivisionLevel.Province ? office.DivisionCode![..2] : office.DivisionCode!, Bare(office));
    }

    // 北京市知识产权局 → 北京市, as its tile is to be read.
    static string Bare(Organisation office) => office.Name.IndexOf("知识产权", StringComparison.Ordinal) is > 0 and var at ? office.Name[..at] : office.Name;

    /// <summary>How much stands behind a figure: 32 个中的 29 个, or that the office reported it itself.</summary>
    public static string Coverage(int known, int expected, WordTable words) => (known, expected) switch
    {
        (1, 1) => (words ?? throw new ArgumentNullException(nameof(words)))["indicator.itself"],
        (_, 0) => "",
        _ => (words ?? throw new ArgumentNullException(nameof(words)))["indicator.covered", known, expected],
    };

    /// <summary>The short name of a province on a tile: 安徽, 内蒙古, 兵团.</summary>
    public static string Tile(Organisation office, WordTable words)
    {
        var name = Region(office, words);
        if (words.IsEnglish) return office.DivisionCode == "660000" ? "XPCC" : name.Length > 9 ? name[..8] + "." : name;
        if (name.EndsWith("兵团", StringComparison.Ordinal)) return "兵团";
        return name.StartsWith("内蒙古", StringComparison.Ordinal) || name.StartsWith("黑龙江", StringComparison.Ordinal) ? name[..3] : name.Length >= 2 ? name[..2] : name;
    }
}
