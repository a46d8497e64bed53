using System.Numerics;
using Zhice.Records.Index;
using Zhice.Records.Query;

namespace Zhice.Records.Search;

/// <summary>Answers a query over one segment by whole sets of bits: for what so many records hold that going from hit to hit would take longer.</summary>
/// <remarks>Of a phrase first the records that hold all of its terms are taken, and met with all else that is wanted; positions are looked at only in what is left.</remarks>
/// <param name="segment">The segment.</param>
/// <param name="pledged">As <see cref="QueryPlan"/> takes it.</param>
/// <param name="time">How long it may take; null for any time.</param>
internal sealed class DensePlan(Segment segment, int[]? pledged = null, SearchTime? time = null)
{
    const int WorthThreads = 20_000;

    readonly SearchTime time = time ?? SearchTime.Unbounded;
    readonly QueryPlan plan = new(segment, pledged, time);

    /// <summary>Whether whole sets are quicker: the rarest part holds a good share of what all parts hold together.</summary>
    internal static bool Suits(RecordCursor cursor, int records) => cursor.Cost > 256 && cursor.Cost * 300 > cursor.Work + records / 16;

    /// <summary>The records of a query; the array belongs to whoever asked.</summary>
    internal ulong[] Of(QueryNode node)
    {
        time.Check();
        switch (node)
        {
            case WordsNode: return And([node]);
            case AndNode and: return And(and.Parts);
            case OrNode or:
                var any = Of(or.Parts[0]);
                foreach (var part in or.Parts.Skip(1)) Bits.Or(any, Of(part));
                return any;
            case NotNode: return And([node]);
            default: return Walked(plan.Of(node));
        }
    }

    ulong[] And(IReadOnlyList<QueryNode> parts)
    {
        var all = Bits.New(segment.Count);
        Bits.Fill(all, segment.Count);
        var open = new List<Open>();
        foreach (var part in parts)
            if (part is WordsNode words) Words(words, all, open);
            else if (part is NotNode not) Bits.Except(all, Of(not.Part));
            else if (part is not AllNode) Bits.And(all, Of(part));
        // The phrase that fewest records can hold is looked at first.
        foreach (var phrase in open.OrderBy(o => o.Count)) Verify(phrase, all);
        return all;
    }

    /// <summary>A phrase whose positions have not been looked at.</summary>
    sealed record Open(WordsNode Words, List<(TermPlace Place, int Offset)> Terms, ulong[] Holders, int Count);

    // Takes away what cannot hold the words; what remains to be looked at goes to the open ones.
    void Words(WordsNode words, ulong[] all, List<Open> open)
    {
        if (segment.Sets.Find(words) is { } known)
        {
            Bits.And(all, known);
            return;
        }
        if (Terms(words) is not { } terms)
        {
            Bits.And(all, Walked(plan.Words(words)));
            return;
        }
        var holders = Bits.New(segment.Count);
        if (terms.Count > 0) Fill(terms[0].Place, holders);
        foreach (var (place, _) in terms.Skip(1))
        {
            var other = Bits.New(segment.Count);
            Fill(place, other);
            Bits.And(holders, other);
        }
        Bits.And(all, holders);
        if (terms.Count > 1 || words.Field == TextField.Title) open.Add(new(words, terms, holders, Bits.Count(holders)));
    }

    // The terms of words that stand as they are, the rarest first; null when a part means several, or when a place in the text matters for a term alone.
    List<(TermPlace Place, int Offset)>? Terms(WordsNode words)
    {
        if (words.Field is TextField.Abstract or TextField.Claims or TextField.Description) return null;
        var parts = WordPattern.Parts(words.Words, out var width);
        if (!parts.TrueForAll(p => p.Kind is PartKind.Pair or PartKind.Word or PartKind.Gap)) return null;
        if (parts is [var only] && (only.Offset > 0 || width != (only.Kind == PartKind.Pair ? 2 : 1))) return null;
        var places = parts.ConvertAll(p => (Place: segment.Find(Keys.Of(QueryPlan.Space(words.Field), p.Text)), p.Offset));
        return places.Exists(p => p.Place.Term < 0) ? [] : [.. places.OrderBy(p => p.Place.Frequency)];
    }

    void Verify(Open phrase, ulong[] all)
    {
        if (phrase.Terms.Count == 0) return;
        // Where most of what can hold the phrase is looked at anyway, all of it is, and the answer is kept.
        if (Bits.Count(all) * 2L <= phrase.Count)
        {
            Look(phrase, all);
            return;
        }
        Look(phrase, phrase.Holders);
        segment.Sets.Keep(phrase.Words, phrase.Holders);
        Bits.And(all, phrase.Holders);
    }

    // Each thread has its own piece of the set.
    void Look(Open phrase, ulong[] bits)
    {
        var pieces = Bits.Count(bits) < WorthThreads ? 1 : Environment.ProcessorCount;
        if (pieces == 1) Look(phrase, bits, 0, bits.Length);
        else Parallel.For(0, pieces, i => Look(phrase, bits, (int)((long)bits.Length * i / pieces), (int)((long)bits.Length * (i + 1) / pieces)));
    }

    void Look(Open phrase, ulong[] bits, int from, int to)
    {
        var check = new PhraseCheck(segment, phrase.Terms, phrase.Words.Field);
        for (var i = from; i < to; i++)
        {
            if ((i & 0xFF) == 0) time.Check();
            for (var word = bits[i]; word != 0; word &= word - 1)
                if (!check.Holds((i << 6) + BitOperations.TrailingZeroCount(word))) bits[i] &= ~(word & (0 - word));
        }
    }

    ulong[] Walked(RecordCursor cursor)
    {
        var bits = Bits.New(segment.Count);
        if (cursor.Record == RecordCursor.End) return bits;
        for (var record = cursor.Advance(0); record != RecordCursor.End; record = cursor.Advance(record + 1)) Bits.Set(bits, record);
        return bits;
    }

    unsafe void Fill(TermPlace place, ulong[] bits)
    {
        if (place.Term < 0) return;
        var list = segment.Postings(place.Term);
        var records = stackalloc int[SegmentWriter.BlockSize];
        for (var number = 0; number < list.Blocks; number++) list.Block(number).Fill(bits, records);
    }
}
