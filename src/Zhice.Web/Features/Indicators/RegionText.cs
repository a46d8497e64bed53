using System.Globalization;
using Zhice.Domain.Indicators;
using Zhice.Data.Indicators;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Indicators;

/// <summary>How a region's profile writes changes, places and targets: on its page, in its files and on paper alike.</summary>
internal static class RegionText
{
    /// <summary>+2.31, −4.0 百分点 with sign and the indicator's places.</summary>
    internal static string Difference(IndicatorDefinition definition, YearChange change, WordTable words)
    {
        var places = definition.Decimals == 0 ? "" : "." + new string('0', definition.Decimals);
        var number = change.Difference.ToString($"+#,##0{places};-#,##0{places};0{places}", CultureInfo.InvariantCulture);
        return definition.Unit.Text == "%" ? words["region.points", number] : number;
    }

    /// <summary>（+4.2%）; empty where a percentage means nothing.</summary>
    internal static string Percent(YearChange change, WordTable words) =>
        change.Percent is { } percent ? words["region.percent-of", percent.ToString("+#,##0.0;-#,##0.0;0.0", CultureInfo.InvariantCulture)] : "";

    /// <summary>第 3 位 / 29（共 32 个）; why there is no place where there is none.</summary>
    internal static string Standing(RegionLine line, WordTable words) => line.Standing switch
    {
        null => "",
        { Rank: { } rank } s => words["region.rank-of", rank, s.Known],
        { Hidden: > 0 } => words["region.rank-hidden"],
        _ when line.Definition.Direction == IndicatorDirection.Watched => words["region.rank-watched"],
        _ => "",
    };

    /// <summary>2026年 不低于 18.00 件/万人.</summary>
    internal static string Target(IndicatorDefinition definition, ShowIndicator.TargetLine line, WordTable words) => words["target.line", line.Target.Year, words.Of(line.Target.Comparator), Value(definition, line, words)];

    static string Value(IndicatorDefinition definition, ShowIndicator.TargetLine line, WordTable words) => line.Target.Growth
        ? line.Aim is { } aim && aim != line.Target.Value
            ? words["target.growth-of", line.Target.Value.ToString("0.##", CultureInfo.InvariantCulture), FigureText.Of(aim, definition.Decimals), definition.Unit.Text]
            : words["target.growth-only", line.Target.Value.ToString("0.##", CultureInfo.InvariantCulture)]
        : $"{FigureText.Of(line.Target.Value, definition.Decimals)} {definition.Unit.Text}";

    /// <summary>Colour of a state; its words say the same.</summary>
    internal static string Tone(AttainmentState state) => state switch
    {
        AttainmentState.Reached or AttainmentState.Likely => "green",
        AttainmentState.Uncertain => "amber",
        AttainmentState.Missed or AttainmentState.Unlikely => "red",
        _ => "plain",
    };
}
