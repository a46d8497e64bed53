using Microsoft.EntityFrameworkCore;

namespace Zhice.Data.Services;

/// <summary>How long cases were at a step.</summary>
/// <param name="Item">Code of the item.</param>
/// <param name="Step">Code of the step.</param>
/// <param name="Count">How many ended there.</param>
/// <param name="Median">Half of them took so many calendar days or fewer.</param>
/// <param name="Ninth">Nine of ten did.</param>
public sealed record StepTime(string Item, string Step, int Count, int Median, int Ninth);

/// <summary>办理时长: median and 90th percentile of calendar days at each step, for everybody.</summary>
public static class StepTimes
{
    /// <summary>Fewest cases of which a step's times are told: a median of one is that one case.</summary>
    public const int Least = 5;

    /// <summary>All steps of all items that <see cref="Least"/> cases have ended. One command.</summary>
    public static async Task<IReadOnlyList<StepTime>> Load(ZhiceDb db, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var counts = await db.CaseStays.GroupBy(s => new { s.Item, s.Step, s.Days }).Select(g => new { g.Key.Item, g.Key.Step, g.Key.Days, Count = g.Count() }).ToListAsync(cancel);
        return [.. counts.GroupBy(c => (c.Item, c.Step)).OrderBy(g => g.Key.Item, StringComparer.Ordinal).ThenBy(g => g.Key.Step, StringComparer.Ordinal).Select(g =>
        {
            var total = g.Sum(c => c.Count);
            List<(int Days, int Count)> sorted = [.. g.OrderBy(c => c.Days).Select(c => (c.Days, c.Count))];
            return new StepTime(g.Key.Item, g.Key.Step, total, At(sorted, (total + 1) / 2), At(sorted, (total * 9 + 9) / 10));
        }).Where(time => time.Count >= Least)];
    }

    // The value of the given rank, from 1.
    static int At(List<(int Days, int Count)> sorted, int rank)
    {
        foreach (var (days, count) in sorted)
            if ((rank -= count) <= 0) return days;
        return sorted[^1].Days;
    }
}
