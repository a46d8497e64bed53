using Zhice.Records.Query;

namespace Zhice.Records.Search;

/// <summary>Word sets of one segment that were made lately: words that many records hold are asked for again and again.</summary>
/// <remarks>A segment never changes, so that nothing here grows old. Bounded by bytes; what was not used for longest goes first.</remarks>
internal sealed class WordSets(int records)
{
    const int BytesForRecord = 48;
    const long MostBytes = 24 << 20;

    readonly Dictionary<WordsNode, WordSet> kept = [];
    readonly Lock turn = new();
    readonly long room = Math.Min(MostBytes, (long)records * BytesForRecord);
    long held, clock;

    internal WordSet? Find(WordsNode words)
    {
        lock (turn)
        {
            if (!kept.TryGetValue(words, out var set)) return null;
            set.LastUsed = ++clock;
            return set;
        }
    }

    internal void Keep(WordsNode words, WordSet set)
    {
        if (set.Bytes > room / 4) return;
        lock (turn)
        {
            if (!kept.TryAdd(words, set)) return;
            set.LastUsed = ++clock;
            held += set.Bytes;
            while (held > room)
            {
                var oldest = kept.MinBy(k => k.Value.LastUsed);
                kept.Remove(oldest.Key);
                held -= oldest.Value.Bytes;
            }
        }
    }
}
