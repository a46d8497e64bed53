using System.Collections.Concurrent;
using Zhice.Policy;
using Zhice.Policy.Corrections;

namespace Zhice.Data.Documents;

/// <summary>The readings that were used last, so that a click in the reader costs no parsing of JSON. Bounded by the length of their texts.</summary>
/// <remarks>Everything kept is immutable and follows from its key, so that an old entry can only be unused, never wrong.</remarks>
internal static class ReadingCache
{
    /// <summary>UTF-16 units of text kept at most; a reading of a list of 60 tasks has about 10,000.</summary>
    const long Room = 4_000_000;

    static readonly ConcurrentDictionary<string, Kept> all = new(StringComparer.Ordinal);
    static long clock;

    /// <summary>The machine's reading of a key; null where it must be fetched.</summary>
    public static PolicyDocument? Machine(string key)
    {
        if (!all.TryGetValue(key, out var kept)) return null;
        kept.UsedAt = Interlocked.Increment(ref clock);
        return kept.Machine;
    }

    public static void Keep(string key, PolicyDocument machine)
    {
        all[key] = new Kept(machine) { UsedAt = Interlocked.Increment(ref clock) };
        while (all.Count > 1 && all.Values.Sum(k => (long)k.Machine.Text.Length) > Room && all.MinBy(k => k.Value.UsedAt).Key is { } oldest)
            all.TryRemove(oldest, out _);
    }

    /// <summary>Applies corrections, going on from the last result where the list only grew.</summary>
    public static ReviewResult Review(string key, PolicyDocument machine, IReadOnlyList<(string Body, Correction Correction)> corrections)
    {
        var last = all.TryGetValue(key, out var kept) ? kept.Last : null;
        var done = last is not null && last.Bodies.Count <= corrections.Count && last.Bodies.SequenceEqual(corrections.Take(last.Bodies.Count).Select(c => c.Body))
            ? last
            : new Applied([], new ReviewResult(machine, []));
        if (done.Bodies.Count < corrections.Count)
        {
            var more = Policy.Corrections.Review.Apply(done.Result.Document, [.. corrections.Skip(done.Bodies.Count).Select(c => c.Correction)]);
            done = new Applied(
                [.. corrections.Select(c => c.Body)],
                new ReviewResult(more.Document, [.. done.Result.Lost, .. more.Lost.Select(l => l with { Index = l.Index + done.Bodies.Count })]));
        }
        if (kept is not null) kept.Last = done;
        return done.Result;
    }

    sealed class Kept(PolicyDocument machine)
    {
        public PolicyDocument Machine { get; } = machine;
        public long UsedAt { get; set; }
        public Applied? Last { get; set; }
    }

    sealed record Applied(IReadOnlyList<string> Bodies, ReviewResult Result);
}
