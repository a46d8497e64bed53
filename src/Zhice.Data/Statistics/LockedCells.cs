using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>What changes by a correction only: figures of the offices that a collection past its lock day asked, and of nobody else.</summary>
public sealed class LockedCells
{
    // A form's list of elements is one object, so that a return costs a number and not its elements.
    readonly Dictionary<(IReadOnlyList<string> Elements, int Period), HashSet<int>> asked = [];
    Dictionary<(string Element, int Period), List<HashSet<int>>>? byElement;

    /// <summary>Nothing.</summary>
    public static LockedCells None { get; } = new();

    /// <summary>Locks an office's return.</summary>
    /// <param name="elements">Codes of its elements.</param>
    /// <param name="period">Its period, packed (<see cref="Period.Key"/>).</param>
    /// <param name="office">The office.</param>
    public void Add(IReadOnlyList<string> elements, int period, OrganisationId office)
    {
        if (!asked.TryGetValue((elements, period), out var offices)) asked[(elements, period)] = offices = [];
        offices.Add((int)office.Value);
        byElement = null;
    }

    /// <summary>True where the office's figure of the element for the period is locked.</summary>
    public bool Holds(string element, Period period, int office)
    {
        if (asked.Count == 0) return false;
        byElement ??= asked.SelectMany(a => a.Key.Elements.Select(code => (Cell: (code, a.Key.Period), Offices: a.Value))).GroupBy(a => a.Cell).ToDictionary(g => g.Key, g => g.Select(a => a.Offices).ToList());
        return byElement.TryGetValue((element, period.Key), out var found) && found.Exists(o => o.Contains(office));
    }
}
