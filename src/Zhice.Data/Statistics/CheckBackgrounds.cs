using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>What the checks of returns go by, for one office or for all of a round: five commands in either case.</summary>
internal static class CheckBackgrounds
{
    const int YearsBack = 5, MostNeighbours = 60;

    /// <summary>Reads the backgrounds and what stands for the period itself.</summary>
    /// <param name="db">The store.</param>
    /// <param name="elements">The form's elements.</param>
    /// <param name="offices">The offices.</param>
    /// <param name="period">The period.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>For each office its background and the values of the period that stand.</returns>
    internal static async Task<IReadOnlyDictionary<OrganisationId, (CheckBackground Background, IReadOnlyDictionary<string, decimal> Standing)>> Of(
        ZhiceDb db, IReadOnlyList<DataElement> elements, IReadOnlyList<Organisation> offices, Period period, CancellationToken cancel)
    {
        var codes = elements.Select(e => e.Code).ToList();
        var back = new List<Period>();
        for (var earlier = period; back.Count < YearsBack * Period.CountIn(period.Kind) && earlier.Year > Period.FirstYear; back.Add(earlier)) earlier = earlier.Previous;
        var before = period.Year > Period.FirstYear ? period.AddYears(-1) : period;
        var parents = offices.Select(o => o.ParentId).Distinct().ToList();
        var around = await db.Organisations.AsNoTracking().Where(o => parents.Contains(o.ParentId)).OrderBy(o => o.Id).Select(o => new { o.Id, o.ParentId, o.Kind, o.Level }).ToListAsync(cancel);
        var beside = offices.ToDictionary(o => o.Id, o => around.Where(a => a.ParentId == o.ParentId && a.Id != o.Id && a.Kind == o.Kind && a.Level == o.Level).Take(MostNeighbours).Select(a => a.Id).ToList());
        var own = (await Observations.Read(db, new(codes, [period, .. back, .. PlatformData.Shorter(before).SelectMany(s => s), .. PlatformData.Shorter(period).SelectMany(s => s)]) { Organisations = [.. offices.Select(o => o.Id)] }, cancel))
            .ToLookup(v => v.Organisation);
        var near = (await Observations.Read(db, new(codes, [period, before]) { Organisations = [.. beside.Values.SelectMany(b => b).Distinct()] }, cancel)).ToLookup(v => v.Organisation);
        return offices.ToDictionary(o => o.Id, o => (Background(elements, [.. own[o.Id].Where(v => v.Period != period)], [.. beside[o.Id].SelectMany(b => near[b])], period, before),
            (IReadOnlyDictionary<string, decimal>)own[o.Id].Where(v => v.Period == period).ToDictionary(v => v.Element, v => v.Value, StringComparer.Ordinal)));
    }

    static CheckBackground Background(IReadOnlyList<DataElement> elements, List<ObservedValue> own, List<ObservedValue> beside, Period period, Period before)
    {
        var yearBefore = own.Where(v => v.Period == before).ToDictionary(v => v.Element, v => v.Value, StringComparer.Ordinal);
        // A year before that was reported by months is compared with what these make, as the cell itself is filled in.
        foreach (var element in elements.Where(e => before != period && e.Kind != ElementKind.Distinct && !yearBefore.ContainsKey(e.Code)))
        {
            var parts = own.Where(v => v.Element == element.Code).ToDictionary(v => v.Period, v => v.Value);
            if (PlatformData.Shorter(before).FirstOrDefault(s => s.All(parts.ContainsKey)) is { } whole) yearBefore[element.Code] = element.Kind == ElementKind.Flow ? whole.Sum(p => parts[p]) : parts[whole[^1]];
        }
        return new CheckBackground(yearBefore)
        {
            Earlier = own.Where(v => v.Period.Kind == period.Kind).GroupBy(v => v.Element, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => (IReadOnlyList<decimal>)[.. g.OrderByDescending(v => v.Period).Select(v => v.Value)], StringComparer.Ordinal),
            Bounds = elements.Where(e => e.Kind == ElementKind.Distinct)
                .Select(e => (e.Code, Bounds: DistinctCount.Bounds(period, own.Where(v => v.Element == e.Code).ToDictionary(v => v.Period, v => v.Value))))
                .Where(b => b.Bounds is not null).ToDictionary(b => b.Code, b => b.Bounds!.Value, StringComparer.Ordinal),
            Neighbours = beside.GroupBy(v => v.Element, StringComparer.Ordinal).ToDictionary(g => g.Key, Pairs, StringComparer.Ordinal),
        };

        IReadOnlyList<(decimal, decimal)> Pairs(IGrouping<string, ObservedValue> values) =>
            [.. values.GroupBy(v => v.Organisation).Where(g => g.Count() == 2).Select(g => (g.First(v => v.Period == period).Value, g.First(v => v.Period == before).Value))];
    }
}
