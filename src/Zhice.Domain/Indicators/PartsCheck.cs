using Zhice.Domain.Statistics;

namespace Zhice.Domain.Indicators;

/// <summary>A longer period whose figure is not what its parts make.</summary>
/// <param name="Whole">Slot of the longer period.</param>
/// <param name="First">Slot of its first part.</param>
/// <param name="Last">Slot of its last part.</param>
/// <param name="Made">What the parts make, in millionths; of a distinct count the bound that is not kept.</param>
/// <param name="Complete">False where parts are missing and those that are there make more already.</param>
public readonly record struct PartsConflict(int Whole, int First, int Last, long Made, bool Complete);

/// <summary>长短期核对: a year beside its months, a quarter beside its own. A flow is their sum, a stock the last of them; a distinct count lies between the largest of them and their sum.</summary>
public static class PartsCheck
{
    /// <summary>Stands for no value.</summary>
    public const long None = long.MinValue;

    /// <summary>The conflicts among one office's values of a year.</summary>
    /// <param name="element">The element. Parts that were rounded may make a sum that differs by half of the last place each; whole numbers may not.</param>
    /// <param name="values">By slot (<see cref="Period.Slot"/>), in millionths; <see cref="None"/> where there is none.</param>
    public static IReadOnlyList<PartsConflict> Run(DataElement element, ReadOnlySpan<long> values)
    {
        ArgumentNullException.ThrowIfNull(element);
        List<PartsConflict>? found = null;
        for (var whole = 0; whole < ValueYear.PartsOf.Length; whole++)
        {
            if (values[whole] == None) continue;
            foreach (var (first, count) in ValueYear.PartsOf[whole])
                if (Of(element, values, whole, first, count) is { } conflict) (found ??= []).Add(conflict);
        }
        return found ?? [];
    }

    /// <summary>By how much a sum of rounded figures may differ from the rounded sum: half of the last place each, in millionths; 0 for whole numbers.</summary>
    public static long Tolerance(DataElement element, int parts)
    {
        ArgumentNullException.ThrowIfNull(element);
        return element.Decimals == 0 ? 0 : parts * (long)(500_000 / Math.Pow(10, element.Decimals));
    }

    static PartsConflict? Of(DataElement element, ReadOnlySpan<long> values, int whole, int first, int count)
    {
        var last = first + count - 1;
        if (element.Kind == ElementKind.Stock)
            return values[last] != None && values[last] != values[whole] ? new(whole, first, last, values[last], true) : null;
        var (sum, known, most) = ((Int128)0, 0, None);
        for (var slot = first; slot <= last; slot++)
            if (values[slot] != None) (sum, known, most) = (sum + values[slot], known + 1, Math.Max(most, values[slot]));
        if (known == 0) return null;
        // Whoever counted in one part counts in the whole; nobody counts in the whole who counted in no part.
        if (element.Kind == ElementKind.Distinct)
            return most > values[whole] ? new(whole, first, last, most, known == count)
                : known == count && sum < values[whole] ? new(whole, first, last, (long)sum, true) : null;
        var over = sum - values[whole];
        var apart = known == count ? Int128.Abs(over) > Tolerance(element, count) : element.NonNegative && over > Tolerance(element, known);
        return apart ? new(whole, first, last, (long)Int128.Min(sum, long.MaxValue), known == count) : null;
    }
}
