using Zhice.Records.Index;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Records.Analysis;

/// <summary>Somebody whose filings are taken out of figures.</summary>
/// <param name="Name">The name, in any writing.</param>
/// <param name="Agency">True for an agency, false for an applicant.</param>
public readonly record struct Excluded(string Name, bool Agency);

/// <summary>The exclusion layer over records: what bears the mark of an abnormal filing, and what names an excluded applicant, under any of its names, or agency.</summary>
public static class Exclusions
{
    /// <summary>The condition that finds what is taken out.</summary>
    /// <param name="store">The records: they know former names.</param>
    /// <param name="members">Who is excluded.</param>
    public static QueryNode Condition(RecordStore store, IReadOnlyList<Excluded> members)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(members);
        var parts = new List<QueryNode> { new FactNode(RecordFacts.Abnormal) };
        foreach (var name in store.NamesOf([.. members.Where(m => !m.Agency).Select(m => m.Name)])) parts.Add(new ExactNode(ExactField.Party, name));
        foreach (var member in members.Where(m => m.Agency))
            if (QueryParser.Parse($"agency:\"{member.Name.Replace("\"", " ", StringComparison.Ordinal)}\"").Accepted(out var agency, out _)) parts.Add(agency);
        return parts.Count == 1 ? parts[0] : new OrNode([.. parts.Distinct()]);
    }

    /// <summary>The records of the layer.</summary>
    public static HitSet? Of(RecordStore store, RecordSnapshot snapshot, IReadOnlyList<Excluded> members, bool inside) =>
        RecordSearch.Collect(snapshot, Condition(store, members), inside).Accepted(out var hits, out _) ? hits : null;
}
