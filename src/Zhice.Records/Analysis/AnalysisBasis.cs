using System.Numerics;
using Zhice.Records.Model;
using Zhice.Records.Search;

namespace Zhice.Records.Analysis;

/// <summary>What an analysis counts of a query's hits: applications, each once, and no contracts, cases or agencies.</summary>
/// <remarks>
/// A publication and a grant of one application are one filing. Licences, transfers and pledges name a patent and are none. Where there are patents among the hits, these are counted; where there are none,
/// the most frequent of the other rights is (marks, indications, works, varieties, layout designs).
/// </remarks>
public sealed class AnalysisBasis
{
    const int Patents = 1 << (int)RecordKind.Invention | 1 << (int)RecordKind.UtilityModel | 1 << (int)RecordKind.Design;
    static readonly RecordKind[] Others = [RecordKind.Trademark, RecordKind.GeographicalIndication, RecordKind.Copyright, RecordKind.PlantVariety, RecordKind.LayoutDesign];

    AnalysisBasis(HitSet all, HitSet once, int kinds, int rights) => (All, Hits, Kinds, Rest, Again) = (all, once, kinds, all.Count - rights, rights - once.Count);

    /// <summary>All hits.</summary>
    public HitSet All { get; }

    /// <summary>What is counted.</summary>
    public HitSet Hits { get; }

    /// <summary>Hits that are no right of the kinds counted.</summary>
    public int Rest { get; }

    /// <summary>Further records of applications that are counted already.</summary>
    public int Again { get; }

    int Kinds { get; }

    /// <summary>The condition that leaves only the kinds counted; null where all hits are of them.</summary>
    public string? Condition => Rest == 0 || Kinds == 0 ? null
        : BitOperations.PopCount((uint)Kinds) == 1 ? $"kind:{(RecordKind)BitOperations.TrailingZeroCount(Kinds)}"
        : $"({string.Join(" OR ", Enum.GetValues<RecordKind>().Where(k => (Kinds & 1 << (int)k) != 0).Select(k => $"kind:{k}"))})";

    /// <summary>Chooses what is counted.</summary>
    public static AnalysisBasis Of(HitSet hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        var (counts, _) = hits.ByKindAndState();
        var patents = counts.Where(c => (Patents & 1 << c.Key) != 0).Sum(c => c.Value);
        var (kinds, rights) = (Patents, patents);
        if (patents == 0)
        {
            var most = Others.MaxBy(k => counts.GetValueOrDefault((int)k));
            (kinds, rights) = counts.GetValueOrDefault((int)most) is > 0 and var found ? (1 << (int)most, found) : (0, 0);
        }
        var some = rights == hits.Count ? hits : hits.OfKinds(kinds);
        return new(hits, kinds == Patents ? SameApplications.Once(some) : some, kinds, rights);
    }
}
