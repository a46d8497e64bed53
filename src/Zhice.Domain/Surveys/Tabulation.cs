namespace Zhice.Domain.Surveys;

/// <summary>What a stratum gave: how many answers were scored, and their sums.</summary>
/// <param name="Answers">Answers with a score.</param>
/// <param name="Sum">Sum of the scores.</param>
/// <param name="Squares">Sum of their squares.</param>
public readonly record struct StratumSums(int Answers, decimal Sum, decimal Squares)
{
    /// <summary>With one more score.</summary>
    public StratumSums With(decimal score) => new(Answers + 1, Sum + score, Squares + score * score);

    /// <summary>Mean; there is one answer at least.</summary>
    public double Mean => (double)(Sum / Answers);

    /// <summary>Σ(y − ȳ)².</summary>
    public double Deviations => Math.Max(0, (double)(Squares - Sum * Sum / Answers));
}

/// <summary>An estimate with its margin of error at 95 %.</summary>
/// <param name="Value">0 to 100; null where there is no answer, or too few to be shown.</param>
/// <param name="Margin">Half the width of the interval; null where it cannot be estimated.</param>
/// <param name="Answers">Answers with a score.</param>
/// <param name="Complete">True where no part with a weight is without answers.</param>
public sealed record Estimate(decimal? Value, decimal? Margin, int Answers, bool Complete);

/// <summary>A stratum as tabulated.</summary>
/// <param name="Group">Code of the group.</param>
/// <param name="DivisionCode">Code of the division.</param>
/// <param name="Population">How many there are.</param>
/// <param name="Quota">How many answers are wanted.</param>
/// <param name="Estimate">The estimate.</param>
public sealed record StratumResult(string Group, string DivisionCode, long Population, int Quota, Estimate Estimate);

/// <summary>The result of a survey.</summary>
/// <param name="Index">The whole.</param>
/// <param name="Groups">By group.</param>
/// <param name="Regions">By division.</param>
/// <param name="Strata">By both.</param>
public sealed record SurveyResult(Estimate Index, IReadOnlyDictionary<string, Estimate> Groups, IReadOnlyDictionary<string, Estimate> Regions, IReadOnlyList<StratumResult> Strata);

/// <summary>Estimates of a stratified sample without replacement, with the finite population correction (docs/survey.md). Pure: the order of the input does not matter.</summary>
/// <remarks>
/// In a stratum h of N people with n answers: mean ȳ, s² = Σ(y − ȳ)² ÷ (n − 1), V = (1 − n ÷ N) s² ÷ n. A group is Σ W ȳ with W = N ÷ ΣN over its strata with answers, and its
/// variance Σ W² V. A region is Σ w ȳ over the groups' weights w, made to one over those with answers; the index is Σ w over the groups. The margin is 1.96 √V. Where a stratum has one
/// answer, its s² is that of its group, pooled. Fewer than five answers are not shown by themselves; they count in the wholes.
/// </remarks>
public static class Tabulation
{
    /// <summary>Fewest answers that are shown by themselves.</summary>
    public const int Fewest = 5;

    /// <summary>Value of the normal distribution for 95 %.</summary>
    public const double Z = 1.96;

    /// <summary>Tabulates.</summary>
    /// <param name="definition">The questionnaire, for its groups and their weights.</param>
    /// <param name="strata">The strata with what they gave; a division and group once.</param>
    public static SurveyResult Of(SurveyDefinition definition, IReadOnlyCollection<(SurveyStratum Stratum, StratumSums Sums)> strata)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(strata);
        var pooled = strata.GroupBy(s => s.Stratum.Group, StringComparer.Ordinal).ToDictionary(g => g.Key, g =>
        {
            var freedom = g.Sum(s => Math.Max(0, s.Sums.Answers - 1));
            return freedom == 0 ? null : g.Where(s => s.Sums.Answers > 1).Sum(s => s.Sums.Deviations) / freedom as double?;
        }, StringComparer.Ordinal);
        var parts = strata.OrderBy(s => s.Stratum.DivisionCode, StringComparer.Ordinal).ThenBy(s => s.Stratum.Group, StringComparer.Ordinal)
            .Select(s => new Part(s.Stratum, s.Sums, Variance(s.Stratum, s.Sums, pooled[s.Stratum.Group]))).ToList();

        var groups = definition.Groups.ToDictionary(g => g.Code, g => Combine(parts.Where(p => p.Stratum.Group == g.Code).Select(p => (p, (double)p.Stratum.Population))), StringComparer.Ordinal);
        var weights = definition.Groups.ToDictionary(g => g.Code, g => (double)g.Weight, StringComparer.Ordinal);
        var regions = parts.GroupBy(p => p.Stratum.DivisionCode, StringComparer.Ordinal)
            .ToDictionary(r => r.Key, r => Combine(r.Select(p => (p, weights[p.Stratum.Group]))), StringComparer.Ordinal);
        var index = Whole(definition.Groups.Select(g => (groups[g.Code], (double)g.Weight)));
        return new SurveyResult(Shown(index), groups.ToDictionary(g => g.Key, g => Shown(g.Value), StringComparer.Ordinal), regions.ToDictionary(r => r.Key, r => Shown(r.Value), StringComparer.Ordinal),
            [.. parts.Select(p => new StratumResult(p.Stratum.Group, p.Stratum.DivisionCode, p.Stratum.Population, p.Stratum.Quota,
                Shown(new Rough(p.Sums.Answers == 0 ? null : p.Sums.Mean, p.Variance, p.Sums.Answers, p.Sums.Answers > 0))))]);
    }

    sealed record Part(SurveyStratum Stratum, StratumSums Sums, double? Variance);

    sealed record Rough(double? Value, double? Variance, int Answers, bool Complete);

    static double? Variance(SurveyStratum stratum, StratumSums sums, double? pooled)
    {
        if (sums.Answers == 0) return null;
        var spread = sums.Answers > 1 ? sums.Deviations / (sums.Answers - 1) : pooled;
        // More answers than people: the population was understated, and nothing is left to be estimated.
        return spread * Math.Max(0, 1 - (double)sums.Answers / Math.Max(1, stratum.Population)) / sums.Answers;
    }

    static Rough Combine(IEnumerable<(Part Part, double Weight)> parts) =>
        Whole(parts.Select(p => (new Rough(p.Part.Sums.Answers == 0 ? null : p.Part.Sums.Mean, p.Part.Variance, p.Part.Sums.Answers, true), p.Weight)));

    static Rough Whole(IEnumerable<(Rough Part, double Weight)> parts)
    {
        var all = parts.Where(p => p.Weight > 0).ToList();
        var given = all.Where(p => p.Part.Value is not null).ToList();
        if (given.Count == 0) return new Rough(null, null, 0, false);
        var weight = given.Sum(p => p.Weight);
        double? variance = given.Any(p => p.Part.Variance is null) ? null : given.Sum(p => Math.Pow(p.Weight / weight, 2) * p.Part.Variance!.Value);
        return new Rough(given.Sum(p => p.Weight / weight * p.Part.Value!.Value), variance, given.Sum(p => p.Part.Answers), given.Count == all.Count && given.All(p => p.Part.Complete));
    }

    static Estimate Shown(Rough rough) => rough.Value is not { } value || rough.Answers < Fewest
        ? new Estimate(null, null, rough.Answers, rough.Complete)
        : new Estimate(Round(value), rough.Variance is { } variance ? Round(Z * Math.Sqrt(variance)) : null, rough.Answers, rough.Complete);

    static decimal Round(double figure) => Math.Round((decimal)figure, 2, MidpointRounding.AwayFromZero);

    /// <summary>The score of an answer: the mean of its scale questions as (value − 1) ÷ 4 × 100, without those answered 不了解 (0); null where none counts.</summary>
    public static decimal? Score(IReadOnlyList<int> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var counted = values.Where(v => v > 0).ToList();
        return counted.Count == 0 ? null : Math.Round(counted.Sum(v => (v - 1) * 25m) / counted.Count, 2, MidpointRounding.AwayFromZero);
    }

    /// <summary>Answers that a simple random sample needs for a margin, with the finite population correction: n₀ = z² s² ÷ e², n = n₀ ÷ (1 + n₀ ÷ N), rounded up.</summary>
    /// <param name="population">How many there are.</param>
    /// <param name="spread">Standard deviation that is expected, in points.</param>
    /// <param name="margin">The margin wanted, in points.</param>
    public static int Needed(long population, double spread, double margin)
    {
        var without = Math.Pow(Z * spread / margin, 2);
        return (int)Math.Min(population, Math.Ceiling(without / (1 + without / Math.Max(1, population))));
    }
}
