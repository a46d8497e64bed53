using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Zhice.Data.Submitting;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>What cases are worked with: the definitions, the limits of the law, the instance's key, and the clock. One for a process; safe for all threads.</summary>
/// <param name="Catalogue">All items in all versions.</param>
/// <param name="Limits">The limits of the law.</param>
/// <param name="Home">The data folder, which holds the key.</param>
/// <param name="Clock">The clock.</param>
public sealed record ServiceHouse(ServiceCatalogue Catalogue, LimitBook Limits, string Home, TimeProvider Clock)
{
    const string Letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    static readonly ConcurrentDictionary<string, InstanceKey> keys = new(StringComparer.Ordinal);

    /// <summary>The SM2 key that signs actions and certificates; made at its first use.</summary>
    public InstanceKey Key => keys.GetOrAdd(Home, InstanceKey.Of);

    /// <summary>The definition that a case follows. A version that is gone from the files is a fault of the installation, not of the case.</summary>
    /// <exception cref="InvalidDataException">The definition is not there.</exception>
    public ServiceItem ItemOf(ServiceCase row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Catalogue.Versions(row.Item).FirstOrDefault(item => item.Version == row.ItemVersion)
            ?? throw new InvalidDataException($"The definition of {row.Item}, version {row.ItemVersion}, is not there: cases follow it.");
    }

    /// <summary>A number of the same letters that a text leads to, and that does not lead back.</summary>
    internal static string LotOf(string text, int length) => string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(text)).Take(length).Select(b => Letters[b % Letters.Length]));

    /// <summary>A number that cannot be guessed, of letters and digits that are not taken for one another.</summary>
    internal static string Lot(int length) => RandomNumberGenerator.GetString(Letters, length);
}
