using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Domain.Indicators;

/// <summary>The organisations whose figures are added up in one year: every office that existed on some day of it, each under its parent. Immutable.</summary>
/// <remarks>As the tree stood then: an office that was merged in July is a part of its parent up to June, and its successor from July on.</remarks>
public sealed class ReportingTree
{
    readonly Dictionary<long, int> places = [];
    readonly DateOnly[] from;
    readonly DateOnly[] until;

    /// <summary>Takes the offices that serve a division.</summary>
    /// <param name="organisations">All organisations, in any order.</param>
    /// <param name="year">The year.</param>
    public ReportingTree(IEnumerable<Organisation> organisations, int year) : this(organisations, year, null)
    {
    }

    /// <summary>The offices that stand on a day, as if they had stood all through the year: today's footing for figures of an earlier year.</summary>
    /// <param name="organisations">All organisations, in any order.</param>
    /// <param name="year">The year.</param>
    /// <param name="day">The day whose tree it is.</param>
    public static ReportingTree AsOn(IEnumerable<Organisation> organisations, int year, DateOnly day) => new(organisations, year, day);

    ReportingTree(IEnumerable<Organisation> organisations, int year, DateOnly? day)
    {
        Year = year;
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        // A path is longer than that of its parent, so that parents come first.
        var standing = organisations.Where(o => o.Kind is OrganisationKind.LocalOffice or OrganisationKind.NationalOffice
            && (day is { } on ? o.ExistsOn(on) : o.ValidFrom <= last && (o.ValidTo is null || o.ValidTo > first)))
            .OrderBy(o => o.Path.Count(c => c == '/')).ThenBy(o => o.DivisionCode, StringComparer.Ordinal).ThenBy(o => o.Id.Value).ToList();
        Offices = standing;
        Parents = new int[standing.Count];
        (from, until) = (new DateOnly[standing.Count], new DateOnly[standing.Count]);
        for (var at = 0; at < standing.Count; at++)
        {
            places[standing[at].Id.Value] = at;
            Parents[at] = standing[at].ParentId is { } parent && places.TryGetValue(parent.Value, out var above) ? above : -1;
            (from[at], until[at]) = day is null ? (standing[at].ValidFrom, standing[at].ValidTo ?? DateOnly.MaxValue) : (DateOnly.MinValue, DateOnly.MaxValue);
        }
    }

    /// <summary>The year.</summary>
    public int Year { get; }
    /// <summary>The offices, each after its parent.</summary>
    public IReadOnlyList<Organisation> Offices { get; }
    /// <summary>Place of the parent of each office; −1 for a root.</summary>
    internal int[] Parents { get; }

    /// <summary>How many.</summary>
    public int Count => Offices.Count;

    /// <summary>Place of an organisation; −1 where it is none of the offices.</summary>
    public int PlaceOf(long organisation) => places.GetValueOrDefault(organisation, -1);

    /// <summary>For each office and slot of a year, whether it existed on some day of the period, and whether on its last day; an office's slots stand together.</summary>
    internal (bool[] Existed, bool[] StoodAtEnd) Standing(int year)
    {
        var (existed, stood) = (new bool[Count * Period.Slots], new bool[Count * Period.Slots]);
        for (var slot = 0; slot < Period.Slots; slot++)
        {
            var (first, last) = (Period.OfSlot(year, slot).FirstDay, Period.OfSlot(year, slot).LastDay);
            for (var place = 0; place < Count; place++)
            {
                existed[place * Period.Slots + slot] = from[place] <= last && until[place] > first;
                stood[place * Period.Slots + slot] = from[place] <= last && until[place] > last;
            }
        }
        return (existed, stood);
    }
}
