using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>常住人口权重: how much of a whole stands behind a total, where not all offices have a figure: 29 of 32 regions may be a tenth of the people, or nearly all.</summary>
public static class PopulationWeights
{
    const string Element = "population";
    const int MostYearsBack = 3;

    /// <summary>Reads the population at year end of each office, of the last year up to the period, and at most three before, of which all of them have one: one command.</summary>
    /// <param name="db">The store.</param>
    /// <param name="offices">The offices.</param>
    /// <param name="period">The period of the total.</param>
    /// <param name="knownBatch">The last batch of values that is known; null for all.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>The year, and 万人 in the order of the offices; null where there is no such year.</returns>
    public static async Task<(int Year, IReadOnlyList<decimal> Weights)?> Of(ZhiceDb db, IReadOnlyList<OrganisationId> offices, Period period, int? knownBatch, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(offices);
        if (offices.Count == 0) return null;
        var years = Enumerable.Range(0, MostYearsBack + 1).Select(back => period.Year - back).Where(year => year >= Period.FirstYear).ToList();
        var (periods, keys, known) = (years.ConvertAll(year => Period.OfYear(year).Key), offices.Select(o => (int)o.Value).ToList(), knownBatch ?? int.MaxValue);
        var found = await (
            from value in db.Observations
            join element in db.ElementKeys on value.Element equals element.Id
            where element.Code == Element && periods.Contains(value.Period) && keys.Contains(value.Organisation) && value.Value > 0 && value.Batch <= known && (value.EndedBy == 0 || value.EndedBy > known)
            select new { value.Period, value.Organisation, Value = value.Value!.Value }).ToDictionaryAsync(v => (v.Period, v.Organisation), v => v.Value, cancel);
        foreach (var year in years)
            if (keys.TrueForAll(o => found.ContainsKey((Period.OfYear(year).Key, o)))) return (year, keys.ConvertAll(o => found[(Period.OfYear(year).Key, o)]));
        return null;
    }

    /// <summary>Hundredths of the whole that those have together which count, to one place.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="counts">Which of them count, in the same order.</param>
    public static decimal Share(IReadOnlyList<decimal> weights, IEnumerable<bool> counts) =>
        Math.Round(100m * weights.Zip(counts).Where(w => w.Second).Sum(w => w.First) / weights.Sum(), 1, MidpointRounding.AwayFromZero);
}
