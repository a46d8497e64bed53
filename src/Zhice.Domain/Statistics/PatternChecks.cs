using System.Globalization;

namespace Zhice.Domain.Statistics;

/// <summary>Checks for what is out of the ordinary. Each says its figures and asks; none says that anything is wrong, since there is often a good reason.</summary>
/// <remarks>
/// Modified Z-score: Iglewicz and Hoaglin 1993, 0.6745 × (value − median) ÷ median absolute deviation, out of the ordinary above 3.5. Where more than half of the values are equal that deviation is zero,
/// and the mean absolute deviation stands for it: (value − median) ÷ (1.253314 × mean deviation).
/// End digits: chi-square with nine degrees of freedom, 27.88 at one in a thousand.
/// </remarks>
public static class PatternChecks
{
    /// <summary>Fewest values for the modified Z-score.</summary>
    public const int FewestForScore = 8;
    /// <summary>Fewest numbers for the end-digit test: five for each digit.</summary>
    public const int FewestForDigits = 50;
    /// <summary>Fewest neighbours for the trend.</summary>
    public const int FewestNeighbours = 5;
    /// <summary>Fewest figures that may be the same as last year's by chance.</summary>
    public const int FewestCopies = 3;

    const double Extreme = 3.5, DigitLimit = 27.88;
    // A history that never moved has no spread: half of what it always was, and ten at least, is asked about.
    const decimal ConstantShare = 0.5m, ConstantLeast = 10m;

    /// <summary>离群值: the value against the office's own earlier values of the element.</summary>
    public static Finding? Outlier(string element, TermName name, decimal value, IReadOnlyCollection<decimal> earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        if (earlier.Count < FewestForScore) return null;
        var median = Median(earlier);
        var spread = Median([.. earlier.Select(v => Math.Abs(v - median))]);
        if (spread == 0) return OfConstant(element, name, value, median, earlier);
        var score = 0.6745 * (double)((value - median) / spread);
        return Math.Abs(score) <= Extreme ? null : Of("outlier", element, new Defect("pattern.outlier", element, name, Said(value), earlier.Count, Said(median), Said(spread), Round(score)));
    }

    static Finding? OfConstant(string element, TermName name, decimal value, decimal usual, IReadOnlyCollection<decimal> earlier)
    {
        var mean = earlier.Average(v => Math.Abs(v - usual));
        if (Math.Abs(value - usual) < Math.Max(ConstantLeast, Math.Abs(usual) * ConstantShare)) return null;
        if (mean == 0m) return Of("outlier", element, new Defect("pattern.constant", element, name, Said(value), earlier.Count, Said(usual)));
        var score = (double)((value - usual) / mean) / 1.253314;
        return Math.Abs(score) <= Extreme ? null : Of("outlier", element, new Defect("pattern.outlier-mean", element, name, Said(value), earlier.Count, Said(usual), Said(mean), Round(score)));
    }

    /// <summary>尾数检验: whether the last digits of whole numbers of two digits and more fall as evenly as counted things do.</summary>
    public static Finding? EndDigits(IEnumerable<decimal> values)
    {
        var digits = new int[10];
        foreach (var value in values)
            if (Math.Abs(value) >= 10 && decimal.Truncate(value) == value) digits[(int)(Math.Abs(value) % 10)]++;
        var count = digits.Sum();
        if (count < FewestForDigits) return null;
        var even = count / 10.0;
        var square = digits.Sum(n => (n - even) * (n - even) / even);
        if (square <= DigitLimit) return null;
        var most = Array.IndexOf(digits, digits.Max());
        return Of("digits", "", new Defect("pattern.digits", null, count, Round(square), DigitLimit.ToString(CultureInfo.InvariantCulture), most, digits[most], Round(even)));
    }

    /// <summary>与上年相同: figures that are exactly last year's, where they are three or more and half of those that can be compared. Zeros and numbers of one digit often stay.</summary>
    public static Finding? CopyOfLastYear(IReadOnlyDictionary<string, decimal> now, IReadOnlyDictionary<string, decimal> yearBefore, Func<string, TermName> name)
    {
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(yearBefore);
        ArgumentNullException.ThrowIfNull(name);
        var comparable = now.Where(v => Math.Abs(v.Value) >= 10 && yearBefore.ContainsKey(v.Key)).OrderBy(v => v.Key, StringComparer.Ordinal).ToList();
        var same = comparable.Where(v => yearBefore[v.Key] == v.Value).ToList();
        if (same.Count < FewestCopies || same.Count * 2 < comparable.Count) return null;
        return new Finding("copy", Importance.Warning, [.. same.Select(v => v.Key)],
            new Defect("pattern.copy", same[0].Key, same.Count, comparable.Count, TermName.Join(same.Take(6).Select(v => name(v.Key).With(Said(v.Value))))), null);
    }

    /// <summary>趋势突变: the change against last year beside that of the neighbours, the other offices under the same superior.</summary>
    /// <param name="element">Code of the element.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    /// <param name="yearBefore">The value a year before.</param>
    /// <param name="neighbours">Values of the neighbours: now and a year before.</param>
    public static Finding? Jump(string element, TermName name, decimal value, decimal yearBefore, IEnumerable<(decimal Now, decimal Before)> neighbours)
    {
        if (yearBefore <= 0) return null;
        var changes = neighbours.Where(n => n.Before > 0).Select(n => Change(n.Now, n.Before)).ToList();
        if (changes.Count < FewestNeighbours) return null;
        var (own, median) = (Change(value, yearBefore), Median(changes));
        var spread = Median([.. changes.Select(c => Math.Abs(c - median))]);
        // Half again as much as before is the least that is asked about, however alike the neighbours are.
        var limit = Math.Max(50m, 5 * spread);
        return Math.Abs(own - median) <= limit ? null : Of("jump", element,
            new Defect("pattern.jump", element, name, Percent(own), changes.Count, Percent(median), Percent(Math.Abs(own - median)), Percent(limit)));

        static decimal Change(decimal now, decimal before) => (now - before) / before * 100;
    }

    /// <summary>The middle value; the mean of the two in the middle of an even count.</summary>
    internal static decimal Median(IReadOnlyCollection<decimal> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }

    static Finding Of(string check, string element, Defect said) => new(check, Importance.Warning, element.Length == 0 ? [] : [element], said, null);

    static string Said(decimal value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    static string Percent(decimal value) => decimal.Round(value, 1).ToString("0.0", CultureInfo.InvariantCulture);

    static string Round(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
