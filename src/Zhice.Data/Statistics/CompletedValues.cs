using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>Values of offices for some periods where shorter ones make those that nobody reported, as for indicators: a flow is their sum, a stock the last of them.</summary>
public static class CompletedValues
{
    /// <summary>The values: two commands.</summary>
    /// <param name="db">The store.</param>
    /// <param name="elements">The elements.</param>
    /// <param name="offices">The offices, as they stood in any of the years.</param>
    /// <param name="periods">The periods.</param>
    /// <param name="knownBatch">The last batch of values that is known; null for now.</param>
    /// <param name="today">A period that has not ended by then has no value.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<Dictionary<(string Element, OrganisationId Organisation, Period Period), decimal>> Read(
        ZhiceDb db, IReadOnlyList<DataElement> elements, IReadOnlyCollection<Organisation> offices, IReadOnlyCollection<Period> periods, int? knownBatch, DateOnly today, CancellationToken cancel)
    {
        var trees = periods.Select(p => p.Year).Distinct().ToDictionary(year => year, year => new ReportingTree(offices, year));
        var years = trees.ToDictionary(t => t.Key, t => new ValueYear(t.Value, elements));
        var slots = trees.Keys.SelectMany(year => Enumerable.Range(0, Period.Slots).Select(slot => Period.OfSlot(year, slot))).Where(part => periods.Any(p => p.Contains(part))).ToList();
        await Observations.Scan(db, new([.. elements.Select(e => e.Code)], slots) { KnownBatch = knownBatch }, (element, period, organisation, value) => years[period / 100].Take(element, period, organisation, value), cancel);
        var found = new Dictionary<(string, OrganisationId, Period), decimal>();
        foreach (var values in years.Values) values.Complete(today);
        foreach (var period in periods)
            foreach (var office in trees[period.Year].Offices)
                foreach (var element in elements)
                    if (years[period.Year].Of(element.Code, period, office.Id.Value) is { IsKnown: true } figure) found[(element.Code, office.Id, period)] = figure.Value;
        return found;
    }
}
