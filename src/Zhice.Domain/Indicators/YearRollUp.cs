using Zhice.Domain.Statistics;

namespace Zhice.Domain.Indicators;

/// <summary>One figure of an indicator, with how much of the whole stands behind it.</summary>
/// <param name="Office">Place of the office in the tree.</param>
/// <param name="Slot">Place of the period in the year.</param>
/// <param name="Figure">The figure, not rounded.</param>
/// <param name="Known">Offices next below that have a figure; 1 where the office reported for itself.</param>
/// <param name="Expected">Offices next below that there were in the period; 1 where the office reported for itself.</param>
public readonly record struct RolledFigure(int Office, int Slot, Figure Figure, int Known, int Expected)
{
    /// <summary>Where the office reported for itself: what those below it make, if all of them have a figure, or a sum of some is larger already; null otherwise.</summary>
    public Figure? Below { get; init; }

    /// <summary>What the formula was computed from, in the order of its parts, where this figure was to be explained and is made of those below; null otherwise.</summary>
    public IReadOnlyList<Figure>? Operands { get; init; }
}

/// <summary>汇总: an indicator for all offices and periods of a year, from the leaves up, by the definition's rule.</summary>
/// <remarks>
/// An office that reported for itself stands for all below it. Where it did not, its figure comes from the offices next below that have one.
/// A formula is computed from sums over those offices only that have all of its parts: a numerator of 29 regions is never divided by a denominator of 32.
/// </remarks>
public sealed class YearRollUp
{
    readonly ReportingTree tree;
    readonly ValueYear values;
    readonly ValueYear? yearBefore;
    readonly DateOnly today;
    readonly (bool[] Existed, bool[] StoodAtEnd) standing;

    /// <summary>Takes what was reported.</summary>
    /// <param name="tree">The offices of the year.</param>
    /// <param name="values">Values of the year, completed.</param>
    /// <param name="yearBefore">Values of the year before for the same offices, completed; null where nothing needs them.</param>
    /// <param name="today">The day it is: a period that has not ended has no figure yet.</param>
    public YearRollUp(ReportingTree tree, ValueYear values, ValueYear? yearBefore, DateOnly today) =>
        (this.tree, this.values, this.yearBefore, this.today, standing) = (tree, values, yearBefore, today, tree.Standing(tree.Year));

    /// <summary>The figure that is to be explained by <see cref="RolledFigure.Operands"/>; null for none.</summary>
    public (int Office, int Slot)? Explain { get; init; }

    /// <summary>Computes an indicator; gives nothing where its formula needs more than one year back.</summary>
    /// <param name="definition">The version for the year.</param>
    /// <param name="formula">Its formula.</param>
    /// <param name="take">Takes each figure; offices come after those below them.</param>
    public void Run(IndicatorDefinition definition, BoundFormula formula, Action<RolledFigure> take)
    {
        if (formula.Parts.Any(p => p.YearsBack > 1)) return;
        var parts = formula.Parts.Select(p => ((p.YearsBack == 0 ? values : yearBefore)?.ElementPlace(p.Code) ?? -1, Back: p.YearsBack == 1)).ToArray();
        var weight = definition.Weight is { } code ? values.ElementPlace(code) : -1;
        var run = new Pass(this, definition.RollUp, formula, parts, weight);
        for (var slot = 0; slot < Period.Slots; slot++)
        {
            var period = Period.OfSlot(tree.Year, slot);
            if (period.Kind > definition.Period || definition.ValidFrom > period.LastDay) continue;
            run.Slot(period, take);
        }
    }

    // Ten thousand products of this size still fit a decimal when they are added.
    const decimal HeaviestProduct = 1_000_000_000_000_000_000_000_000m;

    sealed class Pass(YearRollUp year, RollUp rule, BoundFormula formula, (int Element, bool Back)[] parts, int weight)
    {
        readonly int width = parts.Length;
        readonly ReportingTree tree = year.tree;
        readonly Int128[] sums = new Int128[year.tree.Count * parts.Length];
        readonly bool[] has = new bool[year.tree.Count];
        readonly int[] known = new int[year.tree.Count];
        readonly int[] expected = new int[year.tree.Count];
        readonly decimal[] totals = new decimal[year.tree.Count];
        readonly decimal[] weights = new decimal[year.tree.Count];
        readonly FigureState[] worst = new FigureState[year.tree.Count];
        readonly Figure[] operands = new Figure[parts.Length];
        readonly bool[] there = parts.All(p => p.Element >= 0 && year.values.IsStock(p.Element)) ? year.standing.StoodAtEnd : year.standing.Existed;

        public void Slot(Period period, Action<RolledFigure> take)
        {
            Array.Clear(sums);
            Array.Clear(has);
            Array.Clear(known);
            Array.Clear(expected);
            Array.Clear(totals);
            Array.Clear(weights);
            Array.Clear(worst);
            var ended = period.LastDay < year.today;
            // Parents come first in the tree, so that going backwards every office is done before the one above it.
            for (var office = tree.Count - 1; office >= 0; office--)
            {
                // What is counted on the last day concerns those that stood then; what is counted all along, those that stood at any time.
                if (!there[office * Period.Slots + period.Slot]) continue;
                var below = FromBelow(office);
                var explained = rule == RollUp.Recompute && has[office] && year.Explain == (office, period.Slot) ? operands.ToArray() : null;
                var own = Own(office, period.Slot);
                var figure = own;
                Figure? beside = null;
                if (own.State != FigureState.Missing)
                {
                    if (own.IsKnown && below.IsKnown && (known[office] == expected[office] || (rule == RollUp.Sum && below.Value > own.Value))) beside = below;
                    (known[office], expected[office]) = (1, 1);
                }
                else if (rule == RollUp.None && expected[office] > 0) (figure, expected[office]) = (Figure.NotRolledUp, 0);
                else figure = below;
                if (!ended && !figure.IsKnown) figure = Figure.NotYet;
                Upwards(office, figure);
                take(new(office, period.Slot, figure, known[office], expected[office]) { Below = ended ? beside : null, Operands = own.State == FigureState.Missing ? explained : null });
            }
        }

        Figure Own(int office, int slot)
        {
            var reported = false;
            for (var part = 0; part < width; part++)
            {
                var found = Value(part, office, slot, out var value);
                reported |= found;
                operands[part] = found ? Figure.Of(ValueYear.Millionths(value)) : Figure.Missing;
            }
            // orelse() makes up for a part, not for an office that reported nothing.
            var figure = reported ? formula.Evaluate(operands) : Figure.Missing;
            if (figure.State == FigureState.Missing) return figure;
            var (total, heavy) = (0m, 0m);
            if (rule == RollUp.WeightedMean)
            {
                // A figure without its weight could not go into any mean, so that it is not taken for one.
                if (weight < 0 || !year.values.TryValue(weight, office, slot, out var weighed)) return Figure.Missing;
                heavy = ValueYear.Millionths(weighed);
                if (figure.IsKnown && Math.Abs(total = figure.Value * heavy) > HeaviestProduct) figure = Figure.TooLarge;
            }
            // From here on the office's own data stand for what was added up below it.
            (totals[office], weights[office], has[office]) = figure.IsKnown ? (total, heavy, true) : (0m, 0m, true);
            for (var part = 0; part < width; part++) sums[office * width + part] = Value(part, office, slot, out var value) ? value : 0;
            return figure;
        }

        bool Value(int part, int office, int slot, out long value)
        {
            var (element, back) = parts[part];
            value = 0;
            return element >= 0 && (back ? year.yearBefore! : year.values).TryValue(element, office, slot, out value);
        }

        Figure FromBelow(int office)
        {
            if (!has[office]) return Figure.Missing;
            switch (rule)
            {
                case RollUp.Sum:
                    return worst[office] > FigureState.Known ? Figure.Stored(worst[office], 0m) : Figure.Of(totals[office]);
                case RollUp.WeightedMean:
                    return worst[office] > FigureState.Known ? Figure.Stored(worst[office], 0m)
                        : weights[office] == 0m ? Figure.DividedByZero
                        : Figure.Of(totals[office] / weights[office]);
                case RollUp.Recompute:
                    for (var part = 0; part < width; part++)
                    {
                        var sum = sums[office * width + part];
                        operands[part] = Int128.Abs(sum) > (Int128)Figure.Limit * 1_000_000 ? Figure.TooLarge : Figure.Of(ValueYear.Millionths(sum));
                    }
                    return formula.Evaluate(operands);
                default:
                    return Figure.Missing;
            }
        }

        void Upwards(int office, Figure figure)
        {
            var parent = tree.Parents[office];
            if (parent < 0) return;
            expected[parent]++;
            if (!has[office] || rule == RollUp.None) return;
            known[parent]++;
            has[parent] = true;
            for (var part = 0; part < width; part++) sums[parent * width + part] += sums[office * width + part];
            switch (rule)
            {
                case RollUp.Sum when figure.IsKnown:
                    totals[parent] += figure.Value;
                    break;
                case RollUp.WeightedMean when figure.IsKnown:
                    (totals[parent], weights[parent]) = (totals[parent] + totals[office], weights[parent] + weights[office]);
                    break;
                case RollUp.Sum or RollUp.WeightedMean when figure.State > worst[parent]:
                    worst[parent] = figure.State;
                    break;
            }
        }
    }
}
