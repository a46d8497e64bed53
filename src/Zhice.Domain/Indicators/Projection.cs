using System.Globalization;

namespace Zhice.Domain.Indicators;

/// <summary>How an indicator's months make its year: decides what a projection may do with them.</summary>
public enum YearShape
{
    /// <summary>Months are added.</summary>
    Added = 1,
    /// <summary>The year lies amid its months: a share, a mean time.</summary>
    Averaged = 2,
    /// <summary>The year is its last month.</summary>
    LastOf = 3,
}

/// <summary>How a projection was made; the page says it in words.</summary>
public enum ProjectionMethod
{
    /// <summary>The months so far, by the share that the same months had of earlier years.</summary>
    Seasonal = 1,
    /// <summary>The months so far, with the distance that the year before had between them and its end.</summary>
    Shifted = 2,
    /// <summary>A straight line through the years before.</summary>
    Line = 3,
}

/// <summary>推算: where a year that has not ended will probably end, with a range, and what it rests on. No promise and no finding.</summary>
/// <param name="Method">How it was made.</param>
/// <param name="Value">The middle.</param>
/// <param name="Low">What it is hardly below.</param>
/// <param name="High">What it is hardly above.</param>
/// <param name="Months">Months of this year that were known; 0 for <see cref="ProjectionMethod.Line"/>.</param>
/// <param name="Years">Years before that it rests on.</param>
public sealed record Projection(ProjectionMethod Method, decimal Value, decimal Low, decimal High, int Months, int Years)
{
    /// <summary>With one year to compare with, nothing is known of how much such years differ: a tenth to either side is taken.</summary>
    public const decimal BlindMargin = 0.10m;

    /// <summary>Makes the best one that the data allow.</summary>
    /// <param name="shape">How months make a year.</param>
    /// <param name="months">The months of this year from January on; null where one is not known.</param>
    /// <param name="before">Years before, the last one first: its twelve months, nulls where unknown, and its figure.</param>
    /// <returns>Null where nothing can be said: no month without a gap and fewer than three years.</returns>
    public static Projection? Of(YearShape shape, IReadOnlyList<decimal?> months, IReadOnlyList<(IReadOnlyList<decimal?> Months, decimal Year)> before)
    {
        ArgumentNullException.ThrowIfNull(months);
        ArgumentNullException.ThrowIfNull(before);
        var known = months.TakeWhile(m => m is not null).Select(m => m!.Value).ToList();
        // A gap in the middle would be taken for a quiet month.
        if (known.Count > 0 && months.Skip(known.Count).All(m => m is null))
        {
            var past = before.Where(b => b.Months.Count >= known.Count && b.Months.Take(known.Count).All(m => m is not null))
                .Select(b => (SoFar: SoFar(shape, [.. b.Months.Take(known.Count).Select(m => m!.Value)]), b.Year)).ToList();
            if (FromMonths(shape, SoFar(shape, known), past, known.Count) is { } made) return made;
        }
        return FromYears([.. before.Select(b => b.Year)]);
    }

    static decimal SoFar(YearShape shape, List<decimal> months) => shape switch
    {
        YearShape.Added => months.Sum(),
        YearShape.Averaged => months.Average(),
        _ => months[^1],
    };

    static Projection? FromMonths(YearShape shape, decimal soFar, List<(decimal SoFar, decimal Year)> past, int months)
    {
        if (past.Count == 0) return null;
        if (shape == YearShape.Added)
        {
            var shares = past.Where(p => p.SoFar > 0m && p.Year >= p.SoFar).Select(p => p.SoFar / p.Year).ToList();
            if (shares.Count == 0) return null;
            var ends = shares.Select(s => soFar / s).ToList();
            return Ranged(ProjectionMethod.Seasonal, soFar / shares.Average(), ends, soFar, months);
        }
        var shifts = past.Select(p => p.Year - p.SoFar).ToList();
        return Ranged(ProjectionMethod.Shifted, soFar + shifts.Average(), [.. shifts.Select(s => soFar + s)], null, months);
    }

    static Projection Ranged(ProjectionMethod method, decimal middle, List<decimal> ends, decimal? least, int months)
    {
        // What is still open shrinks with the year: the margin is that of the months to come.
        var margin = ends.Count == 1 ? Math.Abs(middle) * BlindMargin * (12 - months) / 12m : 0m;
        var low = Math.Min(ends.Min(), middle) - margin;
        return new(method, middle, least is { } floor ? Math.Max(floor, low) : low, Math.Max(ends.Max(), middle) + margin, months, ends.Count);
    }

    // Least squares over the years before, each as far from the next as the calendar says; the range is the worst miss among them.
    static Projection? FromYears(List<decimal> years)
    {
        if (years.Count < 3) return null;
        decimal n = years.Count, sumX = 0, sumY = 0, sumXy = 0, sumXx = 0;
        for (var i = 0; i < years.Count; i++)
        {
            decimal x = -1 - i;
            (sumX, sumY, sumXy, sumXx) = (sumX + x, sumY + years[i], sumXy + x * years[i], sumXx + x * x);
        }
        var slope = (n * sumXy - sumX * sumY) / (n * sumXx - sumX * sumX);
        var start = (sumY - slope * sumX) / n;
        var miss = years.Select((y, i) => Math.Abs(y - (start + slope * (-1 - i)))).Max();
        return new(ProjectionMethod.Line, start, start - miss, start + miss, 0, years.Count);
    }

    /// <summary>The same within what the figure can be.</summary>
    /// <param name="least">It is never below; null where it may be anything.</param>
    /// <param name="most">It is never above; null where it may be anything.</param>
    public Projection Within(decimal? least, decimal? most)
    {
        decimal Held(decimal value) => value < least ? least.Value : value > most ? most.Value : value;
        return this with { Value = Held(Value), Low = Held(Low), High = Held(High) };
    }

    /// <summary>Middle and range, for logs and tests.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Method} {Value:0.######} ({Low:0.######}–{High:0.######})");
}
