using Zhice.Records.Query;

namespace Zhice.Records.Search;

/// <summary>Records of one segment that hold some phrase, as they were found lately: phrases that many records hold are asked for again and again.</summary>
/// <remarks>A segment never changes, so that nothing here grows old. Bounded by bytes; what was not used for longest goes first.</remarks>
internal sealed class WordSets(int records)
{
    const int BytesForRecord = 16;
    const long MostBytes = 24 << 20;

    readonly Dictionary<WordsNode, (ulong[] Bits, long Used)> kept = [];
    readonly Lock turn = new();
    readonly long most = Math.Min(MostBytes, (long)records * BytesForRecord) / Math.Max(1, records / 8L + 100);
    long clock;

    /// <summary>The set, which nobody may change; null when it is not there.</summary>
    internal ulong[]? Find(WordsNode words)
    {
        lock (turn)
        {
            if (!kept.TryGetValue(words, out var set)) return null;
            kept[words] = (set.Bits, ++clock);
            return set.Bits;
        }
    }

    internal void Keep(WordsNode words, ulong[] bits)
    {
        if (most < 2) return;
        lock (turn)
        {
            kept[words] = (bits, ++clock);
            if (kept.Count > most) kept.Remove(kept.MinBy(k => k.Value.Used).Key);
        }
    }
}
