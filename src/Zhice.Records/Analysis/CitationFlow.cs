using System.Runtime.InteropServices;
using Zhice.Records.Index;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Records.Analysis;

/// <summary>By what the two ends of a citation are told apart.</summary>
public enum FlowSide
{
    /// <summary>Section of the main class (A to H, Y).</summary>
    Section,
    /// <summary>Subclass of the main class.</summary>
    Subclass,
    /// <summary>Province of the first applicant.</summary>
    Province,
    /// <summary>The first applicant.</summary>
    Applicant,
}

/// <summary>Citations between two groups.</summary>
/// <param name="From">The group of the cited record, where the technology comes from: a letter, a <see cref="ClassCode"/>, six digits of a province or the number of a party; 0 for not told.</param>
/// <param name="To">The group of the citing record.</param>
/// <param name="Count">Pairs of a citing and a cited record.</param>
public readonly record struct Flow(int From, int To, int Count);

/// <summary>Where the technology that a query's hits cite comes from.</summary>
/// <param name="Flows">Flows, the largest first.</param>
/// <param name="Pairs">Pairs of a hit and a cited record that is in the store: the sum of the flows.</param>
/// <param name="Citing">Hits that cite anything.</param>
/// <param name="Outside">Citations of documents that the store does not hold.</param>
public sealed record FlowResult(IReadOnlyList<Flow> Flows, int Pairs, int Citing, int Outside);

/// <summary>Counts citations from the lists of the index: each hit with each document that it cites, once.</summary>
/// <remarks>An application and its grant are one document: the first of them that the store holds stands for it.</remarks>
public static class CitationFlow
{
    /// <summary>Counts.</summary>
    /// <param name="hits">The citing records.</param>
    /// <param name="from">How cited records are told apart.</param>
    /// <param name="to">How citing ones are.</param>
    /// <param name="inside">Whether cited records of the office's own datasets count.</param>
    public static FlowResult Of(HitSet hits, FlowSide from, FlowSide to, bool inside)
    {
        ArgumentNullException.ThrowIfNull(hits);
        var hidden = inside ? [] : hits.Snapshot.Datasets.Where(d => d.Inside).Select(d => d.Id).ToHashSet();
        var parts = new Part[hits.Segments.Count];
        Parallel.For(0, parts.Length, i => parts[i] = Count(hits.Snapshot, hits.Segments[i], from, to, hidden));
        var flows = new Dictionary<(int, int), int>();
        foreach (var (ends, count) in parts.SelectMany(p => p.Flows)) CollectionsMarshal.GetValueRefOrAddDefault(flows, ends, out _) += count;
        return new FlowResult([.. flows.Select(f => new Flow(f.Key.Item1, f.Key.Item2, f.Value)).OrderByDescending(f => f.Count).ThenBy(f => f.From).ThenBy(f => f.To)],
            flows.Values.Sum(), parts.Sum(p => p.Citing), parts.Sum(p => p.Outside));
    }

    sealed record Part(Dictionary<(int, int), int> Flows, int Citing, int Outside);

    static Part Count(RecordSnapshot snapshot, SegmentHits hits, FlowSide from, FlowSide to, HashSet<int> hidden)
    {
        var (flows, citing, outside) = (new Dictionary<(int, int), int>(), Bits.New(hits.Segment.Count), 0);
        if (hits.Count == 0) return new(flows, 0, 0);
        var (segment, bits, records) = (hits.Segment, hits.AsBits(), new List<int>());
        ReadOnlySpan<byte> space = [Keys.Cites];
        for (var term = segment.LowerBound(space); term < segment.Terms && segment.Key(term)[0] == Keys.Cites; term++)
        {
            if (Repeats(segment, term)) continue;
            records.Clear();
            TermHits.Each(segment, bits, new TermPlace(term, segment.Frequency(term)), records.Add);
            if (records.Count == 0) continue;
            foreach (var record in records) Bits.Set(citing, record);
            if (Cited(snapshot, segment.Key(term), hidden) is not { } cited) { outside += records.Count; continue; }
            var source = Group(cited.Segment, cited.Record, from);
            foreach (var record in records) CollectionsMarshal.GetValueRefOrAddDefault(flows, (source, Group(segment, record, to)), out _)++;
        }
        return new(flows, Bits.Count(citing), outside);
    }

    // A citation stands in the index as written and without its kind code: with the one, the other is passed over.
    static bool Repeats(Segment segment, int term)
    {
        var key = segment.Key(term);
        var cut = key.Length > 3 && IsLetter(key[^1]) ? key.Length - 1 : key.Length > 4 && IsLetter(key[^2]) ? key.Length - 2 : 0;
        return cut > 3 && segment.Find(key[..cut]).Term >= 0;
    }

    static bool IsLetter(byte c) => c is >= (byte)'A' and <= (byte)'Z';

    static (Segment Segment, int Record)? Cited(RecordSnapshot snapshot, ReadOnlySpan<byte> key, HashSet<int> hidden)
    {
        var number = key.ToArray();
        number[0] = Keys.Number;
        foreach (var segment in snapshot.Segments)
        {
            var place = segment.Find(number);
            if (place.Term < 0) continue;
            var cursor = new PostingCursor(segment, place);
            for (var record = cursor.Advance(0); record != RecordCursor.End; record = cursor.Advance(record + 1))
                // Nothing is hidden by its dataset either from who sees all, or where no dataset is the office's own: then both see the same.
                if (!snapshot.Hides(inside: hidden.Count == 0).Contains(segment.First + record) && !hidden.Contains(segment.Numbers(Column.Packed)[record] >> 16)) return (segment, record);
        }
        return null;
    }

    static int Group(Segment segment, int record, FlowSide side) => side switch
    {
        FlowSide.Section => ClassCode.Text(segment.Numbers(Column.MainClass)[record]) is { Length: > 0 } code ? code[0] : 0,
        FlowSide.Subclass => segment.Numbers(Column.MainClass)[record],
        FlowSide.Province => segment.Numbers(Column.Region)[record] / 10_000 * 10_000,
        _ => segment.PartiesOf(record) is [var first, ..] ? first : 0,
    };
}
