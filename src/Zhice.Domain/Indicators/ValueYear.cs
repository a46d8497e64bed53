using Zhice.Domain.Statistics;

namespace Zhice.Domain.Indicators;

/// <summary>The values of some elements for all offices of a year, packed: one array, one pass. Millionths in 64 bits; <see cref="long.MinValue"/> for none.</summary>
public sealed class ValueYear
{
    const long None = long.MinValue;

    readonly ReportingTree tree;
    readonly Dictionary<string, int> elements = new(StringComparer.Ordinal);
    readonly ElementKind[] kinds;
    readonly long[] values;
    bool[]? existed;
    string lastCode = "";
    int lastElement = -1;

    /// <summary>Room for the values of a year.</summary>
    /// <param name="tree">The offices.</param>
    /// <param name="elements">The elements.</param>
    /// <param name="year">The year; that of the tree where none is given. Another one compares the same offices with themselves.</param>
    public ValueYear(ReportingTree tree, IReadOnlyList<DataElement> elements, int? year = null)
    {
        this.tree = tree;
        Year = year ?? tree.Year;
        kinds = new ElementKind[elements.Count];
        for (var at = 0; at < elements.Count; at++) (this.elements[elements[at].Code], kinds[at]) = (at, elements[at].Kind);
        values = new long[elements.Count * tree.Count * Period.Slots];
        Array.Fill(values, None);
    }

    ValueYear(ValueYear other)
    {
        (tree, elements, kinds, values, Year, Strays) = (other.tree, other.elements, other.kinds, [.. other.values], other.Year, other.Strays);
    }

    /// <summary>The same values in an array of their own.</summary>
    public ValueYear Copy() => new(this);

    /// <summary>The year.</summary>
    public int Year { get; }

    /// <summary>Values that nobody has a place for: an unknown organisation, an element that was not asked for, a period of another year, or one that begins on the
    /// day on which the organisation ended or later: its heirs answer for that. Counted, and used for nothing.</summary>
    public int Strays { get; private set; }

    // Whether the office of a place existed on some day of the period.
    bool[] Existed => existed ??= tree.Standing(Year).Existed;

    /// <summary>Takes a value, in millionths of the element's unit; a second one for the same place takes the first one's.</summary>
    public void Take(string element, int periodKey, long organisation, long millionths)
    {
        var at = Place(element, periodKey, organisation);
        if (at < 0 || !Existed[at % (tree.Count * Period.Slots)]) Strays++;
        else values[at] = millionths;
    }

    /// <summary>Puts a year's values on a later footing: each heir takes the values of those whose places it holds, by their shares, and its own.</summary>
    /// <remarks>An heir has a value only where all have one who stood in the period and whose place it holds: half of a merged office is missing, not small.</remarks>
    /// <param name="then">Values on the footing of their year.</param>
    /// <param name="passing">Who holds the place of an office by now, by which shares of its figures.</param>
    public void TakeOver(ValueYear then, SuccessionShares passing)
    {
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(passing);
        var (existed, _) = then.tree.Standing(Year);
        var movers = Enumerable.Range(0, then.tree.Count).Where(place => passing.Passed(then.tree.Offices[place].Id)).ToList();
        // Offices that nothing came to and that passed nothing on keep their own.
        var touched = movers.SelectMany(place => passing.Of(then.tree.Offices[place].Id).Select(h => tree.PlaceOf(h.Heir.Value)).Append(tree.PlaceOf(then.tree.Offices[place].Id.Value))).Where(at => at >= 0).ToHashSet();
        var still = Enumerable.Range(0, then.tree.Count).Except(movers).Select(place => (Place: place, At: tree.PlaceOf(then.tree.Offices[place].Id.Value))).Where(p => p.At >= 0).ToList();
        for (var slot = 0; slot < Period.Slots; slot++)
            foreach (var stock in (bool[])[false, true])
            {
                var contributors = touched.ToDictionary(at => at, _ => new List<(int Place, decimal Share)>());
                foreach (var (place, at) in still.Where(p => contributors.ContainsKey(p.At))) contributors[at].Add((place, 1m));
                foreach (var place in movers)
                    foreach (var (heir, share) in passing.Of(then.tree.Offices[place].Id, Period.OfSlot(Year, slot), stock))
                        if (tree.PlaceOf(heir.Value) is >= 0 and var at && contributors.TryGetValue(at, out var all)) all.Add((place, share));
                for (var element = 0; element < kinds.Length; element++)
                    if (stock == (kinds[element] == ElementKind.Stock)) Take(element, slot, contributors);
            }

        void Take(int element, int slot, Dictionary<int, List<(int Place, decimal Share)>> contributors)
        {
            foreach (var (place, at) in still)
                if (!touched.Contains(at) && existed[place * Period.Slots + slot] && then.TryValue(element, place, slot, out var own)) values[(element * tree.Count + at) * Period.Slots + slot] = own;
            foreach (var (at, from) in contributors)
            {
                var (sum, any, whole) = (0m, false, true);
                foreach (var (place, share) in from)
                {
                    if (!existed[place * Period.Slots + slot]) continue;
                    if (then.TryValue(element, place, slot, out var value)) (sum, any) = (sum + value * share, true);
                    else whole = false;
                }
                if (any && whole && Math.Abs(sum) < long.MaxValue) values[(element * tree.Count + at) * Period.Slots + slot] = (long)Math.Round(sum, MidpointRounding.AwayFromZero);
            }
        }
    }

    /// <summary>Takes something off a value that is there, such as what abnormal applicants hold.</summary>
    /// <returns>False where there is no value for it, or less than is to be taken off; then nothing is.</returns>
    public bool Deduct(string element, int periodKey, long organisation, long millionths)
    {
        if (!Holds(element, periodKey, organisation, millionths)) return false;
        values[Place(element, periodKey, organisation)] -= millionths;
        return true;
    }

    /// <summary>True where there is a value that is at least as large as what is to be taken off.</summary>
    public bool Holds(string element, int periodKey, long organisation, long millionths) =>
        millionths >= 0 && Place(element, periodKey, organisation) is >= 0 and var at && values[at] != None && values[at] >= millionths;

    /// <summary>Longer periods that were reported themselves and hold the figure of a shorter one: of a flow those around it, of a stock those that end with it, of a distinct count none. To be asked before <see cref="Complete"/>.</summary>
    /// <returns>Their keys, the shortest period first.</returns>
    public IEnumerable<int> ReportedAround(string element, int periodKey, long organisation)
    {
        if (Place(element, periodKey, organisation) is not (>= 0 and var at)) yield break;
        var (slot, row) = (at % Period.Slots, at - at % Period.Slots);
        var kind = kinds[row / (tree.Count * Period.Slots)];
        // What a quarter counts too often, the year need not count at all.
        if (kind == ElementKind.Distinct) yield break;
        var part = Period.OfSlot(Year, slot);
        for (var longer = 6; longer >= 0; longer--)
        {
            var whole = Period.OfSlot(Year, longer);
            if (longer != slot && values[row + longer] != None && whole.Contains(part) && (kind == ElementKind.Flow || whole.LastDay == part.LastDay)) yield return whole.Key;
        }
    }

    /// <summary>Makes the longer periods of the shorter ones wherever nobody reported them: a flow is the sum of its parts, a stock the last of them. A distinct count is never made.</summary>
    /// <remarks>All parts must be there in which the office existed: a year of eleven months is missing, not small.</remarks>
    public void Complete(DateOnly today)
    {
        // What is reported for a period that has not ended is no figure yet.
        var open = Enumerable.Range(0, Period.Slots).Select(slot => Period.OfSlot(Year, slot).LastDay >= today).ToArray();
        for (var element = 0; element < kinds.Length; element++)
            for (var office = 0; office < tree.Count; office++)
            {
                var row = values.AsSpan((element * tree.Count + office) * Period.Slots, Period.Slots);
                if (row.IndexOfAnyExcept(None) < 0) continue;
                for (var slot = kinds[element] == ElementKind.Distinct ? -1 : 6; slot >= 0; slot--)
                    if (row[slot] == None) row[slot] = Made(row, kinds[element], Existed.AsSpan(office * Period.Slots, Period.Slots), slot);
                for (var slot = 0; slot < Period.Slots; slot++)
                    if (open[slot]) row[slot] = None;
            }
    }

    /// <summary>The value of a place; missing where there is none.</summary>
    public Figure Of(string element, Period period, long organisation) =>
        Place(element, period.Key, organisation) is >= 0 and var at && values[at] != None ? Figure.Of(Millionths(values[at])) : Figure.Missing;

    internal int ElementPlace(string code) => elements.GetValueOrDefault(code, -1);

    internal bool TryValue(int element, int office, int slot, out long value)
    {
        value = values[(element * tree.Count + office) * Period.Slots + slot];
        return value != None;
    }

    internal bool IsStock(int element) => kinds[element] == ElementKind.Stock;

    internal static decimal Millionths(Int128 value) => (decimal)value / 1_000_000m;

    int Place(string element, int periodKey, long organisation)
    {
        // Values come in the order of elements.
        if (!ReferenceEquals(element, lastCode)) (lastCode, lastElement) = (element, ElementPlace(element));
        var office = tree.PlaceOf(organisation);
        var slot = periodKey - Year * 100;
        return lastElement < 0 || office < 0 || slot is < 0 or >= Period.Slots ? -1 : (lastElement * tree.Count + office) * Period.Slots + slot;
    }

    internal static readonly (int First, int Count)[][] PartsOf =
    [
        [(1, 2), (3, 4), (7, 12)], // a year: halves, quarters, months
        [(3, 2), (7, 6)], [(5, 2), (13, 6)],
        [(7, 3)], [(10, 3)], [(13, 3)], [(16, 3)],
    ];

    static long Made(ReadOnlySpan<long> row, ElementKind kind, ReadOnlySpan<bool> existed, int made)
    {
        foreach (var (first, count) in PartsOf[made])
        {
            if (kind == ElementKind.Stock)
            {
                if (row[first + count - 1] is not None and var last) return last;
                continue;
            }
            Int128 sum = 0;
            var (whole, any) = (true, false);
            for (var slot = first; slot < first + count && whole; slot++)
                if (row[slot] != None) (sum, any) = (sum + row[slot], true);
                else whole = !existed[slot];
            if (whole && any && sum < long.MaxValue && sum > None) return (long)sum;
        }
        return None;
    }
}
