using System.Runtime.InteropServices;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Records.Analysis;

/// <summary>Counts the tables of a navigation analysis in one walk over a query's hits, from the columns alone.</summary>
public static class RecordAnalysis
{
    const int MostRows = 20, MostYears = 12, FirstYear = 1985, YearSlots = 400;

    /// <summary>The tables.</summary>
    /// <param name="hits">The hits.</param>
    /// <param name="today">The day that 维持年限 is counted to.</param>
    /// <param name="excluded">Records of those whose filings were found to be abnormal; null for those alone that bear the mark.</param>
    public static AnalysisResult Of(HitSet hits, DateOnly today, HitSet? excluded = null)
    {
        ArgumentNullException.ThrowIfNull(hits);
        var basis = AnalysisBasis.Of(hits);
        var walk = new Walk(today, hits.Snapshot, hits.Inside);
        var outside = excluded?.Segments.Where(s => s.Count > 0).ToDictionary(s => s.Segment, s => s.AsBits());
        foreach (var segment in basis.Hits.Segments) walk.Add(segment.Segment, segment.All(), outside?.GetValueOrDefault(segment.Segment));
        var years = walk.Years();
        var (kinds, _) = hits.ByKindAndState();
        var (_, states) = basis.Hits.ByKindAndState();
        return new AnalysisResult(hits.Count, basis, hits.CountOf(RecordFacts.Synthetic), years, Growth(years, today.Year), basis.Hits.ByApplicant(MostRows),
            HitSet.Top(basis.Hits.ByProvince(), 40), HitSet.Top(walk.Classes, MostRows),
            HitSet.Top(kinds, 20), HitSet.Top(states, 20),
            walk.OverYears(today.Year), [.. walk.Pairs.Select(p => new Together((int)(p.Key >> 32), (int)p.Key, p.Value)).OrderByDescending(p => p.Count).ThenBy(p => p.First).ThenBy(p => p.Second).Take(MostRows)],
            Concentrated(walk.First), Waited(walk.Waits), walk.Value());
    }

    /// <summary>Region, year and class together: how many records of each. The roll-up of the indicators.</summary>
    public static IReadOnlyDictionary<(int Province, int Year, int Class), int> RollUp(HitSet hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        var parts = new Dictionary<long, int>[hits.Segments.Count];
        Parallel.For(0, parts.Length, s => parts[s] = RollUp(hits.Segments[s]));
        var all = new Dictionary<(int, int, int), int>();
        foreach (var (key, count) in parts.SelectMany(p => p))
            CollectionsMarshal.GetValueRefOrAddDefault(all, ((int)(key >> 40) * 10000, (int)(key >> 24 & 0xFFFF), (int)(key & 0xFFFFFF)), out _) += count;
        return all;
    }

    static Dictionary<long, int> RollUp(SegmentHits hits)
    {
        var counts = new Dictionary<long, int>();
        var regions = hits.Segment.Numbers(Column.Region);
        var days = hits.Segment.Numbers(Column.Filed);
        var classes = hits.Segment.Numbers(Column.MainClass);
        Span<int> some = stackalloc int[1024];
        for (var from = 0; hits.Next(ref from, some) is > 0 and var count;)
            foreach (var record in some[..count])
                CollectionsMarshal.GetValueRefOrAddDefault(counts, (long)(regions[record] / 10000) << 40 | (long)Year(days[record]) << 24 | (uint)classes[record], out _)++;
        return counts;
    }

    static int Year(int day) => day == 0 ? 0 : DateOnly.FromDayNumber(day).Year;

    static double? Growth(IReadOnlyList<YearFigures> years, int now)
    {
        // This year is not over, and of the last not all is published: both stay out.
        var (last, first) = (years.FirstOrDefault(y => y.Year == now - 2), years.FirstOrDefault(y => y.Year == now - 7));
        return last is null || first is not { Filed: > 0 } || last.Filed == 0 ? null : Math.Pow((double)last.Filed / first.Filed, 1 / 5.0) - 1;
    }

    static Concentration Concentrated(Dictionary<int, int> first)
    {
        var all = (double)Math.Max(1, first.Values.Sum(v => (long)v));
        return new Concentration(first.Values.OrderDescending().Take(4).Sum() / all, first.Values.Sum(v => Math.Pow(100 * v / all, 2)), first.Count);
    }

    static Pendency? Waited(List<int> days)
    {
        if (days.Count == 0) return null;
        days.Sort();
        static double Months(double d) => d / 30.4375;
        // Of an even count the median is the mean of the middle two.
        var median = (days[(days.Count - 1) / 2] + days[days.Count / 2]) / 2.0;
        return new Pendency(days.Count, Months(median), Months(days[(int)(days.Count * 0.9)]), Months(days.Average()),
            [.. days.GroupBy(d => Math.Min(10, (int)(Months(d) / 6))).Select(g => new FacetCount(g.Key, g.Count()))]);
    }

    sealed class Walk(DateOnly today, RecordSnapshot snapshot, bool inside)
    {
        readonly int[] filed = new int[YearSlots], granted = new int[YearSlots];
        readonly Dictionary<int, HashSet<int>> applicants = [];
        readonly Dictionary<long, int> classYears = [];
        int inForce, emerging, foreign, kept, pledged, awarded, union, excluded;

        internal Dictionary<int, int> First { get; } = [];
        internal Dictionary<int, int> Classes { get; } = [];
        internal Dictionary<long, int> Pairs { get; } = [];
        internal List<int> Waits { get; } = [];

        internal void Add(Segment segment, int[] records, ulong[]? outside)
        {
            var pledged = snapshot.Pledged(inside).GetValueOrDefault(segment);
            var (days, grants, packed, flags) = (segment.Numbers(Column.Filed).ToArray(), segment.Numbers(Column.Granted).ToArray(), segment.Numbers(Column.Packed).ToArray(), segment.Numbers(Column.Flags).ToArray());
            foreach (var record in records)
            {
                var year = Year(days[record]);
                if (year >= FirstYear && year < FirstYear + YearSlots) filed[year - FirstYear]++;
                if (grants[record] > 0 && Year(grants[record]) is var grant && grant >= FirstYear && grant < FirstYear + YearSlots) granted[grant - FirstYear]++;
                var parties = segment.PartiesOf(record);
                if (parties.Length > 0)
                {
                    HitSet.Add(First, parties[0], 1);
                    (CollectionsMarshal.GetValueRefOrAddDefault(applicants, year, out _) ??= []).Add(parties[0]);
                }
                for (var i = 0; i < parties.Length && i < 20; i++)
                    for (var j = i + 1; j < parties.Length && j < 20; j++)
                        CollectionsMarshal.GetValueRefOrAddDefault(Pairs, (long)Math.Min(parties[i], parties[j]) << 32 | (uint)Math.Max(parties[i], parties[j]), out _)++;
                foreach (var code in segment.ClassesOf(record))
                {
                    HitSet.Add(Classes, code, 1);
                    CollectionsMarshal.GetValueRefOrAddDefault(classYears, (long)code << 32 | (uint)year, out _)++;
                }
                Count((RecordKind)(packed[record] & 0xFF), (RecordStatus)(packed[record] >> 8 & 0xFF), (RecordFacts)flags[record] | (pledged is not null && pledged[record] > 0 ? RecordFacts.LargePledge : 0),
                    days[record], grants[record], outside is not null && (outside[record >> 6] & 1UL << record) != 0);
            }
        }

        void Count(RecordKind kind, RecordStatus status, RecordFacts facts, int filedOn, int grantedOn, bool outside)
        {
            if (kind != RecordKind.Invention) return;
            if (grantedOn > filedOn && filedOn > 0) Waits.Add(grantedOn - filedOn);
            if (status != RecordStatus.InForce || grantedOn == 0 || !facts.HasFlag(RecordFacts.Domestic) || facts.HasFlag(RecordFacts.Abroad)) return;
            inForce++;
            var old = filedOn > 0 && DateOnly.FromDayNumber(filedOn).AddYears(10) < today;
            var any = old;
            if (old) kept++;
            foreach (var fact in (ReadOnlySpan<RecordFacts>)[RecordFacts.EmergingIndustry, RecordFacts.ForeignFamily, RecordFacts.LargePledge, RecordFacts.Award])
            {
                if (!facts.HasFlag(fact)) continue;
                any = true;
                if (fact == RecordFacts.EmergingIndustry) emerging++;
                else if (fact == RecordFacts.ForeignFamily) foreign++;
                else if (fact == RecordFacts.LargePledge) pledged++;
                else awarded++;
            }
            if (!any) return;
            union++;
            if (outside || facts.HasFlag(RecordFacts.Abnormal)) excluded++;
        }

        internal HighValue Value() => new(inForce, emerging, foreign, kept, pledged, awarded, union, excluded);

        // Every year between the first and the last has its place, also one without records.
        internal IReadOnlyList<YearFigures> Years()
        {
            var (first, last) = (Array.FindIndex(filed, 0, Any), Array.FindLastIndex(filed, Any));
            (first, last) = (Least(first, Array.FindIndex(granted, 0, Any)), Math.Max(last, Array.FindLastIndex(granted, Any)));
            return first < 0 ? [] : [.. Enumerable.Range(first, last - first + 1).Select(i => new YearFigures(i + FirstYear, filed[i], granted[i], applicants.GetValueOrDefault(i + FirstYear)?.Count ?? 0))];

            static bool Any(int count) => count > 0;
            static int Least(int one, int other) => one < 0 ? other : other < 0 ? one : Math.Min(one, other);
        }

        // The years up to the last one with filings, this year at most.
        internal ClassYears OverYears(int now)
        {
            var end = Array.FindLastIndex(filed, Math.Clamp(now - FirstYear, 0, YearSlots - 1), c => c > 0) is >= 0 and var last ? last + FirstYear : now;
            var years = Enumerable.Range(end - MostYears + 1, MostYears).ToList();
            return new ClassYears(years, [.. HitSet.Top(Classes, 12).Select(c => (c.Value, (IReadOnlyList<int>)[.. years.Select(y => classYears.GetValueOrDefault((long)c.Value << 32 | (uint)y))]))]);
        }
    }
}
