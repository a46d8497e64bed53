using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>Values that published releases rest on: these change by a correction only, with its reason and second person.</summary>
public sealed class PublishedCells
{
    readonly Dictionary<string, List<(Period Period, string Owner)>> byElement = new(StringComparer.Ordinal);

    PublishedCells()
    {
    }

    /// <summary>Reads what was published: one command.</summary>
    public static async Task<PublishedCells> Load(ZhiceDb db, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var releases = await (
            from release in db.StatisticalReleases
            where release.State >= ReleaseState.Published
            join owner in db.Organisations on release.OwnerId equals owner.Id
            select new { release.Period, release.Content, owner.Path }).AsNoTracking().Distinct().ToListAsync(cancel);
        var cells = new PublishedCells();
        foreach (var release in releases)
            foreach (var (element, period) in release.Content.Split(',').SelectMany(code => Behind(code, Period.FromKey(release.Period))))
            {
                if (!cells.byElement.TryGetValue(element, out var known)) cells.byElement[element] = known = [];
                known.Add((period, release.Path));
            }
        return cells;
    }

    /// <summary>True where a figure of the office for the period went into a release, alone or as a part of a longer one or of a total above.</summary>
    public bool Holds(string element, Period period, string officePath) =>
        byElement.TryGetValue(element, out var published) && published.Any(p => p.Period.Contains(period) && officePath.StartsWith(p.Owner, StringComparison.Ordinal));

    static IEnumerable<(string Element, Period Period)> Behind(string code, Period period)
    {
        if (StatisticsFiles.InUse.Elements.ContainsKey(code)) return [(code, period)];
        var catalogue = DefinitionFiles.InUse;
        return catalogue.InForce(code, period) is { } definition && catalogue.FormulaOf(definition) is { } formula
            ? formula.Parts.Where(p => period.Year - p.YearsBack >= Period.FirstYear).Select(p => (p.Code, period.AddYears(-p.YearsBack))).Concat(definition.Weight is { } weight ? [(weight, period)] : [])
            : [];
    }
}
