using Zhice.Records.Index;
using Zhice.Records.Query;

namespace Zhice.Records.Search;

/// <summary>Answers a query over one segment by whole sets of bits: for what so many records hold that going from hit to hit would take longer.</summary>
internal sealed class DensePlan(Segment segment)
{
    /// <summary>A set that took fewer postings is made anew as quickly as it is found.</summary>
    const int WorthKeeping = 4_000;

    readonly Dictionary<WordsNode, WordSet> sets = [];

    /// <summary>Whether whole sets are quicker: the rarest part holds a good share of what all parts hold together.</summary>
    internal static bool Suits(RecordCursor cursor, int records) => cursor.Cost > 256 && cursor.Cost * 24 > cursor.Work + records / 16;

    /// <summary>The set of some words, made once.</summary>
    internal WordSet Set(WordsNode words)
    {
        if (sets.TryGetValue(words, out var set)) return set;
        set = segment.Sets.Find(words);
        if (set is null)
        {
            set = WordSetMaker.Make(segment, words);
            if (set.Weights.Length > WorthKeeping || words.Words.Length > 2) segment.Sets.Keep(words, set);
        }
        return sets[words] = set;
    }

    /// <summary>The records of a query; the array belongs to whoever asked.</summary>
    internal ulong[] Of(QueryNode node)
    {
        switch (node)
        {
            case WordsNode words: return [.. Set(words).Bits];
            case AndNode and: return And(and);
            case OrNode or:
                var any = Of(or.Parts[0]);
                foreach (var part in or.Parts.Skip(1)) Bits.Or(any, Shared(part));
                return any;
            case NotNode not:
                var rest = All();
                Bits.Except(rest, Shared(not.Part));
                return rest;
            case AllNode: return All();
            default: return Walked(new QueryPlan(segment).Of(node));
        }
    }

    // What is only read need not be copied.
    ulong[] Shared(QueryNode node) => node is WordsNode words ? Set(words).Bits : Of(node);

    ulong[] And(AndNode and)
    {
        ulong[]? all = null;
        foreach (var part in and.Parts.Where(p => p is not NotNode))
            if (all is null) all = Of(part);
            else Bits.And(all, Shared(part));
        all ??= All();
        foreach (var not in and.Parts.OfType<NotNode>()) Bits.Except(all, Shared(not.Part));
        return all;
    }

    ulong[] All()
    {
        var bits = Bits.New(segment.Count);
        Bits.Fill(bits, segment.Count);
        return bits;
    }

    ulong[] Walked(RecordCursor cursor)
    {
        var bits = Bits.New(segment.Count);
        if (cursor.Record == RecordCursor.End) return bits;
        for (var record = cursor.Advance(0); record != RecordCursor.End; record = cursor.Advance(record + 1)) Bits.Set(bits, record);
        return bits;
    }
}
