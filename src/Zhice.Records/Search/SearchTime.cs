using System.Diagnostics;

namespace Zhice.Records.Search;

/// <summary>A search that took too long.</summary>
sealed class TooSlowException : Exception;

/// <summary>The time that one search may take; looked at by whatever goes over many records without finding any.</summary>
/// <param name="most">How long.</param>
internal sealed class SearchTime(TimeSpan most)
{
    /// <summary>How long a search may take unless its caller says otherwise.</summary>
    internal static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    readonly long until = Stopwatch.GetTimestamp() + (long)(most.TotalSeconds * Stopwatch.Frequency);
    int looks;

    /// <summary>For whoever has no bound of its own: a plan whose cursors answer in any case.</summary>
    internal static SearchTime Unbounded { get; } = new(TimeSpan.FromDays(1000));

    /// <summary>Looks at the clock every 256th time. Threads may share it: a look more or less does not matter.</summary>
    /// <exception cref="TooSlowException">The time is over.</exception>
    internal void Look()
    {
        if ((++looks & 0xFF) == 0) Check();
    }

    /// <summary>Looks at the clock.</summary>
    /// <exception cref="TooSlowException">The time is over.</exception>
    internal void Check()
    {
        if (Stopwatch.GetTimestamp() > until) throw new TooSlowException();
    }
}
