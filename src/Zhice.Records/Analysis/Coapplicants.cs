using System.Runtime.InteropServices;
using Zhice.Records.Search;

namespace Zhice.Records.Analysis;

/// <summary>An applicant in the network of those who file together.</summary>
/// <param name="Party">Number of the party.</param>
/// <param name="Filings">Hits that it is an applicant of, alone or with others.</param>
public readonly record struct NetworkNode(int Party, int Filings);

/// <summary>The strongest ties between applicants of a query's hits.</summary>
/// <param name="Nodes">Applicants, the most filings first.</param>
/// <param name="Ties">Who files with whom, the most often first.</param>
/// <param name="Joint">Hits with two applicants or more.</param>
/// <param name="AllTies">Ties in all, those that are not shown with them.</param>
public sealed record Network(IReadOnlyList<NetworkNode> Nodes, IReadOnlyList<Together> Ties, int Joint, int AllTies);

/// <summary>Counts who files with whom.</summary>
public static class Coapplicants
{
    /// <summary>Applicants of one record that are looked at: one with more is a list, not a tie.</summary>
    public const int MostOfRecord = 20;

    /// <summary>Counts over all hits, then keeps the strongest ties while their applicants are few enough to be drawn.</summary>
    /// <param name="hits">The hits.</param>
    /// <param name="mostNodes">Most applicants.</param>
    /// <param name="mostTies">Most ties.</param>
    public static Network Of(HitSet hits, int mostNodes = 40, int mostTies = 80)
    {
        ArgumentNullException.ThrowIfNull(hits);
        var (filings, pairs, joint) = (new Dictionary<int, int>(), new Dictionary<long, int>(), 0);
        Span<int> some = stackalloc int[1024];
        foreach (var part in hits.Segments)
            for (var from = 0; part.Next(ref from, some) is > 0 and var count;)
                foreach (var record in some[..count])
                {
                    var parties = part.Segment.PartiesOf(record);
                    foreach (var party in parties) HitSet.Add(filings, party, 1);
                    if (parties.Length < 2) continue;
                    joint++;
                    for (var i = 0; i < Math.Min(parties.Length, MostOfRecord); i++)
                        for (var j = i + 1; j < Math.Min(parties.Length, MostOfRecord); j++)
                            CollectionsMarshal.GetValueRefOrAddDefault(pairs, (long)Math.Min(parties[i], parties[j]) << 32 | (uint)Math.Max(parties[i], parties[j]), out _)++;
                }
        var (nodes, ties) = (new HashSet<int>(), new List<Together>());
        foreach (var (key, count) in pairs.OrderByDescending(p => p.Value).ThenBy(p => p.Key))
        {
            var (first, second) = ((int)(key >> 32), (int)key);
            if (ties.Count == mostTies) break;
            if (nodes.Count + (nodes.Contains(first) ? 0 : 1) + (nodes.Contains(second) ? 0 : 1) > mostNodes) continue;
            nodes.Add(first);
            nodes.Add(second);
            ties.Add(new Together(first, second, count));
        }
        return new Network([.. nodes.Select(n => new NetworkNode(n, filings[n])).OrderByDescending(n => n.Filings).ThenBy(n => n.Party)], ties, joint, pairs.Count);
    }
}
