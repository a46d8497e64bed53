using System.Runtime.CompilerServices;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Search;

namespace Zhice.Records.Analysis;

/// <summary>A class with how many of a query's hits are in it or below it: what the query gives with <c>ipc:</c> and its symbol added.</summary>
/// <param name="Symbol">A, A61, A61K, A61K8, A61K8/00; <c>LOC:14</c>, <c>LOC:14-02</c>, <c>NICE:25</c>.</param>
/// <param name="Count">Hits.</param>
/// <param name="Below">The classes below it that were counted with it; a hit with two of them is in both, so that they may add up to more.</param>
public sealed record ClassCount(string Symbol, int Count, IReadOnlyList<ClassCount> Below);

/// <summary>Counts the trees of classes over a query's hits from the lists of the index, without reading a record.</summary>
public static class ClassTree
{
    /// <summary>Sections, classes and subclasses of patents that any hit has, the largest first on each step.</summary>
    public static IReadOnlyList<ClassCount> Map(HitSet hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        var counts = new Counter(hits);
        return counts.Of(Sections(), section => counts.Of(Classes(section), code => counts.Of(Subclasses(code), _ => [])));
    }

    /// <summary>The classes one step below another that any hit has, in the order of their symbols.</summary>
    /// <param name="hits">The hits.</param>
    /// <param name="at">The class; empty for the sections of patents, <c>LOC</c> and <c>NICE</c> for the classes of designs and marks, <c>VIENNA</c> for figurative elements, <c>GBT4754</c> for industries.</param>
    public static IReadOnlyList<ClassCount> Below(HitSet hits, string at)
    {
        ArgumentNullException.ThrowIfNull(hits);
        ArgumentNullException.ThrowIfNull(at);
        var counts = new Counter(hits);
        IEnumerable<string> below = at switch
        {
            "" => Sections(),
            "LOC" => Enumerable.Range(1, 32).Select(n => $"LOC:{n:00}"),
            "NICE" => Enumerable.Range(1, 45).Select(n => $"NICE:{n:00}"),
            "VIENNA" => Enumerable.Range(1, 29).Select(n => $"VIENNA:{n:00}"),
            "GBT4754" => Enumerable.Range(1, 97).Select(n => $"GBT4754:{n:00}"),
            ['V', 'I', 'E', 'N', 'N', 'A', ':', ..] => counts.Symbols(at + ".", symbol => symbol.IndexOf('.', at.Length + 1) < 0),
            ['G', 'B', 'T', '4', '7', '5', '4', ':', ..] => counts.Symbols(at, symbol => symbol.Length == at.Length + 1),
            { Length: 1 } => Classes(at),
            { Length: 3 } when char.IsAsciiDigit(at[^1]) => Subclasses(at),
            ['L', 'O', 'C', ':', ..] => at.Contains('-', StringComparison.Ordinal) ? [] : counts.Symbols(at + "-", _ => true),
            { Length: 4 } => counts.Symbols(at, symbol => symbol.Length > 4 && !symbol.Contains('/', StringComparison.Ordinal)),
            _ => at.Contains('/', StringComparison.Ordinal) || at.StartsWith("NICE:", StringComparison.Ordinal) ? [] : counts.Symbols(at + "/", _ => true),
        };
        return [.. counts.Of(below, _ => []).OrderBy(c => Place(c.Symbol))];
    }

    // The order of the classification: A61K8 before A61K31, and 8/02 before 8/11; others by their letters and padded numbers.
    static (string, int, string) Place(string symbol)
    {
        var slash = symbol.IndexOf('/', StringComparison.Ordinal);
        return symbol.Length > 4 && !symbol.Contains(':', StringComparison.Ordinal) && int.TryParse(symbol.AsSpan(4, (slash < 0 ? symbol.Length : slash) - 4), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var group) ? (symbol[..4], group, slash < 0 ? "" : symbol[slash..]) : (symbol, 0, "");
    }

    static IEnumerable<string> Sections() => "ABCDEFGHY".Select(letter => letter.ToString());

    static IEnumerable<string> Classes(string section) => Enumerable.Range(0, 100).Select(n => $"{section}{n:00}").Where(code => ClassSymbol.Asked(code) is not null);

    static IEnumerable<string> Subclasses(string code) => Enumerable.Range('A', 26).Select(letter => code + (char)letter);

    sealed class Counter(HitSet hits)
    {
        readonly (SegmentHits Hits, ulong[] Bits)[] parts = [.. hits.Segments.Where(s => s.Count > 0).Select(s => (s, s.AsBits()))];

        internal List<ClassCount> Of(IEnumerable<string> symbols, Func<string, IReadOnlyList<ClassCount>> below) =>
            [.. symbols.Select(symbol => (Symbol: symbol, Count: Count(symbol))).Where(c => c.Count > 0).Select(c => new ClassCount(c.Symbol, c.Count, below(c.Symbol))).OrderByDescending(c => c.Count).ThenBy(c => c.Symbol, StringComparer.Ordinal)];

        internal List<string> Symbols(string prefix, Func<string, bool> wanted)
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            var key = Keys.Of(Keys.Class, prefix);
            foreach (var (part, _) in parts)
                for (var term = part.Segment.LowerBound(key); term < part.Segment.Terms && part.Segment.Key(term).StartsWith(key); term++)
                    if (System.Text.Encoding.UTF8.GetString(part.Segment.Key(term)[1..]) is var symbol && wanted(symbol)) found.Add(symbol);
            return [.. found];
        }

        int Count(string symbol)
        {
            var key = Keys.Of(Keys.Class, symbol);
            return parts.Sum(part => TermHits.Count(part.Hits, part.Bits, part.Hits.Segment.Find(key)));
        }
    }
}

/// <summary>Meets the list of a term with hits.</summary>
static class TermHits
{
    /// <summary>How many hits hold the term.</summary>
    internal static int Count(SegmentHits hits, ulong[] bits, TermPlace place)
    {
        if (place.Term < 0) return 0;
        if (hits.Count == hits.Segment.Count) return place.Frequency;
        var count = 0;
        Each(hits.Segment, bits, place, _ => count++);
        return count;
    }

    /// <summary>Calls for each hit that holds the term, ascending.</summary>
    [SkipLocalsInit]
    internal static unsafe void Each(Segment segment, ulong[] bits, TermPlace place, Action<int> found)
    {
        if (place.Term < 0) return;
        var list = segment.Postings(place.Term);
        var records = stackalloc int[SegmentWriter.BlockSize];
        for (var number = 0; number < list.Blocks; number++)
        {
            var block = list.Block(number);
            block.Records(records);
            for (var i = 0; i < block.Count; i++)
                if ((bits[records[i] >> 6] >> records[i] & 1) != 0) found(records[i]);
        }
    }
}
