using System.Collections.Immutable;
using Zhice.Data.Services;
using Zhice.Domain.Services;

namespace Zhice.Data.Access;

/// <summary>Codes of the items that may keep records for the office and the parties alone: those of the program, and those that were published since. A code is never taken out: cases of older versions go on.</summary>
public static class SecretItems
{
    static ImmutableSortedSet<string> codes = [.. ServiceFiles.Shipped.All.Where(item => item.KeepsSecrets()).Select(item => item.Code)];

    /// <summary>The codes.</summary>
    public static IReadOnlyList<string> Codes => codes;

    /// <summary>Takes in what was published.</summary>
    internal static void Learn(IEnumerable<ServiceItem> items)
    {
        foreach (var item in items)
            if (item.KeepsSecrets()) ImmutableInterlocked.Update(ref codes, known => known.Add(item.Code));
    }
}
