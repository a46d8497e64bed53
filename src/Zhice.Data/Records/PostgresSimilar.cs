using System.Globalization;
using Zhice.Records.Search;

namespace Zhice.Data.Records;

/// <summary>Similar records in PostgreSQL: weighed as the embedded store does, but only among records that hold one of the rarest tokens.</summary>
/// <remarks>At most 2,000 are weighed, in our code. A record that shares only common tokens is not found here; the embedded store finds it.</remarks>
sealed class PostgresSimilar(PostgresAsking asking, IReadOnlyList<int> missing)
{
    const int MostWeighed = 2_000;

    internal async Task<IReadOnlyList<long>> Of(string title, string text, int most, long except, bool inside, CancellationToken cancel)
    {
        var counts = TellingTerms.Of(title, text);
        var all = (await asking.Sizes(cancel)).Sum(s => s.Records);
        var holders = await asking.Holders(counts.Keys.Select(TellingTerms.Term), cancel);
        var telling = counts.Select(c => (Term: TellingTerms.Term(c.Key), Holders: holders.GetValueOrDefault(TellingTerms.Term(c.Key)), Times: c.Value))
            .Select(c => (c.Term, c.Holders, Weight: TellingTerms.Weight(c.Times, all, c.Holders))).Where(c => c.Weight > 0).OrderByDescending(c => c.Weight).Take(TellingTerms.Most).ToList();
        if (telling.Count == 0 || missing.Count == Zhice.Records.Relational.RecordRow.Shards) return [];
        var (asked, sum) = (new List<string>(), 0L);
        foreach (var term in telling.OrderBy(t => t.Holders))
        {
            if (asked.Count > 0 && sum + term.Holders > MostWeighed) break;
            asked.Add(term.Term);
            sum += term.Holders;
        }
        var weights = telling.ToDictionary(t => t.Term, t => t.Weight, StringComparer.Ordinal);
        var more = PostgresAsking.Shards(missing) + await asking.Unseen(inside, cancel);
        var weighed = await asking.Rows(string.Create(CultureInfo.InvariantCulture, $"SELECT id, tokens FROM ip_record WHERE tokens && $1 AND id <> $2{more} LIMIT {MostWeighed}"), [asked.ToArray(), except],
            row => (Id: row.GetInt64(0), Weight: row.GetFieldValue<string[]>(1).Sum(token => weights.GetValueOrDefault(token))), cancel);
        return [.. weighed.OrderByDescending(w => w.Weight).ThenBy(w => w.Id).Take(most).Select(w => w.Id)];
    }
}
