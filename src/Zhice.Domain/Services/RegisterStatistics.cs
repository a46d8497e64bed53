using System.Globalization;

namespace Zhice.Domain.Services;

/// <summary>What the public figures of a register are made of, as the definition says: fields that it is broken down by, and numbers whose spread is shown.</summary>
/// <param name="By">Codes of choice, yes-no and patent-number fields; a patent number stands for the kind of patent that it tells.</param>
/// <param name="Values">Codes of number and money fields that may be summed.</param>
/// <param name="Rates">Codes of number fields that may not, such as percentages.</param>
public sealed record RegisterFigures(IReadOnlyList<string> By, IReadOnlyList<string> Values, IReadOnlyList<string> Rates)
{
    /// <summary>Amounts are shown of groups of more than twenty contracts only, as the office's licence-rate statistics do, and are brought up to date when as many new ones came.</summary>
    public const int Least = 21;

    /// <summary>All fields of which a spread is shown.</summary>
    public IReadOnlyList<string> Spreads() => [.. Values, .. Rates];

    /// <summary>What is wrong with it.</summary>
    public IEnumerable<Defect> Faults(ServiceItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var fields = item.FieldsByCode();
        foreach (var code in By)
            if (!fields.TryGetValue(code, out var field) || field.Type is not (FieldType.Choice or FieldType.YesNo or FieldType.PatentNumber)) yield return new("service.statistics-by", "statistics", code);
        foreach (var code in Values)
            if (!fields.TryGetValue(code, out var field) || !field.IsNumber) yield return new("service.statistics-value", "statistics", code);
            else if (field.Name.Contains('%', StringComparison.Ordinal) || field.Name.Contains('％', StringComparison.Ordinal)) yield return new("service.statistics-percent", "statistics", code);
        foreach (var code in Rates)
            if (!fields.TryGetValue(code, out var field) || field.Type != FieldType.Number) yield return new("service.statistics-value", "statistics", code);
        if (item.RegisterFields.Count == 0 || item.KeepsEntriesBack()) yield return new("service.statistics-register", "statistics");
    }
}

/// <summary>What a registered case says from a day on.</summary>
/// <param name="From">The first day.</param>
/// <param name="Stands">False while it is struck out.</param>
/// <param name="Groups">Group by field.</param>
/// <param name="Values">Number by field; none where it was not asked for.</param>
public sealed record FactState(DateOnly From, bool Stands, IReadOnlyDictionary<string, string> Groups, IReadOnlyDictionary<string, decimal> Values);

/// <summary>One registered case as figures need it.</summary>
/// <param name="Place">Province that registered the applicant, six digits; empty for a person.</param>
/// <param name="EnteredOn">Day of the entry.</param>
/// <param name="States">What it said from which day on, the first first; at least one.</param>
public sealed record RegisterFact(string Place, DateOnly EnteredOn, IReadOnlyList<FactState> States)
{
    /// <summary>What it says now.</summary>
    public FactState Now => States[^1];

    /// <summary>What it said at the end of a day; null before its entry.</summary>
    public FactState? At(DateOnly day)
    {
        for (var i = States.Count - 1; i >= 0; i--)
            if (States[i].From <= day) return States[i];
        return null;
    }
}

/// <summary>Spread of a number in a group, rounded so that no contract is told by the last digits.</summary>
/// <param name="AsOf">The end of the month that it stands for.</param>
/// <param name="Count">How many cases say it that stood then.</param>
/// <param name="Sum">Their sum, to three figures; null for a number that is not summed.</param>
/// <param name="Mean">Their mean, to three figures.</param>
/// <param name="Lower">A quarter of them is at most this, to two figures.</param>
/// <param name="Median">Half of them is.</param>
/// <param name="Upper">Three quarters are.</param>
public sealed record FigureSpread(DateOnly AsOf, int Count, decimal? Sum, decimal Mean, decimal Lower, decimal Median, decimal Upper);

/// <summary>A group of registered cases.</summary>
/// <param name="Key">The group.</param>
/// <param name="Count">Cases that were registered, struck out since or not.</param>
/// <param name="Standing">Those that stand.</param>
/// <param name="Values">Spread by field; null where none may be shown yet.</param>
public sealed record FigureGroup(string Key, int Count, int Standing, IReadOnlyDictionary<string, FigureSpread?> Values);

/// <summary>Public figures of a register: numbers of cases by group as they stand, and spreads of amounts that no single contract can be told from. Pure.</summary>
public static class RegisterStatistics
{
    /// <summary>Groups of the facts by a key, the largest first; of one key, of all facts where the key is always the same.</summary>
    /// <remarks>
    /// The register names who entered and when, so an amount that moves with each entry would tell it. Amounts are therefore released at the ends of closed months only, and only when at least
    /// <see cref="RegisterFigures.Least"/> cases that say it are new since the release before; a group is released with them when as many are new in it. What the released groups leave over of the total is always nothing or as
    /// many cases: where it would be fewer, the smallest of the groups waits for the next release. A release stands as it was made: corrections and revocations come into the next one. A sum of which one case is more than half is not
    /// shown, and all numbers are rounded. Of a single year only the numbers of cases are shown: amounts by year and group together would tell what the other years leave over.
    /// </remarks>
    /// <param name="facts">All facts.</param>
    /// <param name="key">The group of a fact by what it says at a time; null for one that is in none.</param>
    /// <param name="figures">What is shown.</param>
    /// <param name="today">The day: months before it are closed.</param>
    /// <param name="year">Only this year; null for all.</param>
    public static IReadOnlyList<FigureGroup> By(IReadOnlyCollection<RegisterFact> facts, Func<RegisterFact, FactState, string?> key, RegisterFigures figures, DateOnly today, int? year = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(figures);
        List<RegisterFact> ordered = [.. facts.OrderBy(f => f.EnteredOn)];
        var released = figures.Spreads().ToDictionary(v => v, v => year is null ? Released(ordered, key, v, figures.Values.Contains(v, StringComparer.Ordinal), today) : [], StringComparer.Ordinal);
        return [.. ordered.Where(f => year is null || f.EnteredOn.Year == year).Select(f => (Fact: f, Key: key(f, f.Now))).Where(f => f.Key is not null).GroupBy(f => f.Key!, StringComparer.Ordinal)
            .Select(g => new FigureGroup(g.Key, g.Count(), g.Count(f => f.Fact.Now.Stands), released.ToDictionary(v => v.Key, v => v.Value.GetValueOrDefault(g.Key), StringComparer.Ordinal)))
            .OrderByDescending(g => g.Count).ThenBy(g => g.Key, StringComparer.Ordinal)];
    }

    // What a fact outside every group counts as: it is in the total, so it is left over with the rest.
    const string None = "\u0001";

    // The last release of each group.
    static Dictionary<string, FigureSpread?> Released(List<RegisterFact> ordered, Func<RegisterFact, FactState, string?> key, string value, bool summed, DateOnly today)
    {
        var last = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        if (ordered.Count == 0) return [];
        var (fresh, waiting, next) = (new List<RegisterFact>(), new List<RegisterFact>(), 0);
        for (var end = MonthEnd(ordered[0].EnteredOn); end < today; end = MonthEnd(end.AddDays(1)))
        {
            for (; next < ordered.Count && ordered[next].EnteredOn <= end; next++)
            {
                fresh.Add(ordered[next]);
                waiting.Add(ordered[next]);
            }
            if (fresh.Count < RegisterFigures.Least && next == ordered.Count) break;
            if (fresh.Count(f => Says(f, end, value)) < RegisterFigures.Least) continue;
            fresh.Clear();
            var groups = waiting.Where(f => Says(f, end, value)).GroupBy(f => key(f, f.At(end)!) ?? None, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
            var ready = groups.Where(g => g.Value.Count >= RegisterFigures.Least).OrderByDescending(g => g.Value.Count).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key).ToList();
            var left = groups.Where(g => g.Value.Count < RegisterFigures.Least).Sum(g => g.Value.Count);
            if (left is > 0 and < RegisterFigures.Least && ready.Count > 0) ready.RemoveAt(ready.Count - 1); // its own cases are enough to hide the few
            foreach (var group in ready) last[group] = end;
            var gone = ready.SelectMany(group => groups[group]).ToHashSet(ReferenceEqualityComparer.Instance);
            waiting.RemoveAll(gone.Contains);
        }
        return last.ToDictionary(g => g.Key, g => Spread(ordered.Where(f => f.EnteredOn <= g.Value && Says(f, g.Value, value) && (key(f, f.At(g.Value)!) ?? None) == g.Key).Select(f => f.At(g.Value)!.Values[value]), g.Value, summed),
            StringComparer.Ordinal);
    }

    static bool Says(RegisterFact fact, DateOnly day, string value) => fact.At(day) is { Stands: true } state && state.Values.ContainsKey(value);

    /// <summary>The spread of numbers, rounded; null for fewer than <see cref="RegisterFigures.Least"/>, and where one of them is more than half of a sum.</summary>
    public static FigureSpread? Spread(IEnumerable<decimal> numbers, DateOnly asOf, bool summed)
    {
        List<decimal> sorted = [.. numbers.Order()];
        if (sorted.Count < RegisterFigures.Least) return null;
        var sum = sorted.Sum();
        if (summed && sorted[^1] * 2 > sum && sum > 0) return null;
        return new(asOf, sorted.Count, summed ? Rounded(sum, 3) : null, Rounded(sum / sorted.Count, 3), Rounded(At(sorted, 0.25m), 2), Rounded(At(sorted, 0.5m), 2), Rounded(At(sorted, 0.75m), 2));
    }

    /// <summary>The number to so many significant figures: 24,791,394.8 to three is 24,800,000.</summary>
    public static decimal Rounded(decimal number, int figures)
    {
        if (number == 0) return 0;
        var scale = 1m;
        for (var size = Math.Abs(number); size >= 10; size /= 10) scale *= 10;
        for (var size = Math.Abs(number); size < 1; size *= 10) scale /= 10;
        for (var i = 1; i < figures; i++) scale /= 10;
        return decimal.Parse((Math.Round(number / scale, 0, MidpointRounding.AwayFromZero) * scale).ToString("0.############", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    static DateOnly MonthEnd(DateOnly day) => new DateOnly(day.Year, day.Month, 1).AddMonths(1).AddDays(-1);

    // Between the two numbers around the place, by how far it lies between them.
    static decimal At(List<decimal> sorted, decimal part)
    {
        var place = (sorted.Count - 1) * part;
        var below = (int)decimal.Truncate(place);
        return below + 1 < sorted.Count ? sorted[below] + (sorted[below + 1] - sorted[below]) * (place - below) : sorted[below];
    }
}
