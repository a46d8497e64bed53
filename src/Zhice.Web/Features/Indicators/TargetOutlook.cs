using Zhice.Data.Indicators;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Web.Features.Indicators;

/// <summary>目标进展: how targets of an office stand beside its figures: reached or missed where the year has ended, and how likely they are where it has not.</summary>
internal static class TargetOutlook
{
    /// <summary>How a target stands.</summary>
    /// <param name="catalogue">The definitions.</param>
    /// <param name="shown">The version that is shown: stands for the target's year where no other was in force.</param>
    /// <param name="series">The office's figures, also of shorter periods.</param>
    /// <param name="target">The target.</param>
    /// <param name="sentence">The sentence that sets it; null where there is none.</param>
    internal static ShowIndicator.TargetLine Of(IndicatorCatalogue catalogue, IndicatorDefinition shown, IReadOnlyList<SeriesPoint> series, IndicatorTarget target, TargetSentence? sentence)
    {
        var definition = catalogue.InForce(target.Indicator, Period.OfYear(target.Year)) ?? shown;
        var figure = series.FirstOrDefault(p => p.Period == Period.OfYear(target.Year))?.Figure ?? Figure.Missing;
        var aim = Aim(shown, series, target);
        var projection = figure.IsKnown || catalogue.FormulaOf(definition) is null ? null : Projected(catalogue, series, definition, target.Year);
        var state = aim is { } value ? Attainment.Of(target.Comparator, Math.Round(value, definition.Decimals, MidpointRounding.AwayFromZero), figure, projection, definition.Decimals, definition.Direction) : AttainmentState.Unknown;
        return new(target, aim, state, figure, projection, catalogue.RewardsFilings(definition, target.Growth) || sentence is { Filings: true },
            sentence is { Open: true } ? Documents.ReaderAddress.Of(sentence.Document, sentence.Start, sentence.End) : null)
        {
            Source = TargetSentences.SourceOf(target, sentence),
            Distinct = catalogue.FormulaOf(definition)?.Parts.Any(p => catalogue.Element(p.Code)!.Kind == ElementKind.Distinct) == true,
        };
    }

    // The value to reach, in the indicator's unit: of a growth, so much over the figure of the year before.
    static decimal? Aim(IndicatorDefinition shown, IReadOnlyList<SeriesPoint> series, IndicatorTarget target)
    {
        if (!target.Growth) return target.Value;
        // A growth of something that is a growth itself is meant as its value.
        if (shown.Formula.References.Any(r => r.YearsBack > 0)) return target.Value;
        return series.FirstOrDefault(p => p.Period == Period.OfYear(target.Year - 1)) is { Figure.IsKnown: true } before ? before.Figure.Value * (1 + target.Value / 100m) : null;
    }

    // Where a year will probably end, from its months and the years before.
    static Projection? Projected(IndicatorCatalogue catalogue, IReadOnlyList<SeriesPoint> series, IndicatorDefinition definition, int year)
    {
        // What another version made is no measure for this one: a trend is not drawn across a break.
        var known = series.Where(p => p.Figure.IsKnown && p.Version == definition.Version).ToDictionary(p => p.Period, p => p.Figure.Value);
        var elements = catalogue.FormulaOf(definition)!.Parts.Select(p => catalogue.Element(p.Code)!).ToList();
        // The months of a distinct count say little about its year: who comes again is not counted again.
        var apart = elements.Any(e => e.Kind == ElementKind.Distinct);
        decimal?[] Months(int of) => apart ? [] : [.. Period.OfYear(of).Parts(PeriodKind.Month).Select(m => known.TryGetValue(m, out var value) ? value : (decimal?)null)];
        var before = Enumerable.Range(1, 5).Select(back => year - back).TakeWhile(y => y >= Period.FirstYear && known.ContainsKey(Period.OfYear(y)))
            .Select(y => ((IReadOnlyList<decimal?>)Months(y), known[Period.OfYear(y)])).ToList();
        var shape = elements.All(e => e.Kind == ElementKind.Stock) ? YearShape.LastOf
            : definition.RollUp == RollUp.Sum && elements.All(e => e.Kind == ElementKind.Flow) ? YearShape.Added
            : YearShape.Averaged;
        var projection = Projection.Of(shape, Months(year), before);
        // A growth follows from its level: a line through growths says another thing than the level does.
        if (projection is { Method: ProjectionMethod.Line } && definition.Formula.References.Any(r => r.YearsBack > 0)) return null;
        var (least, most) = definition.Possible;
        return projection?.Within(least, most);
    }
}
