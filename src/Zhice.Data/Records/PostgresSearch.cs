using System.Globalization;
using Zhice.Domain;
using Zhice.Records.Query;
using Zhice.Records.Relational;
using Zhice.Records.Search;

namespace Zhice.Data.Records;

/// <summary>One search at one moment: totals, facets, and the first hits by relevance or day.</summary>
/// <remarks>Each shard sorts its own hits and gives the first; only these come together. What ranking weighs by is counted over all shards, so that a score is the same wherever a record stands, and the same when a server is down.</remarks>
sealed class PostgresSearch(PostgresAsking asking, SearchRequest request, IReadOnlyList<int> missing)
{
    const int MostFacets = 20;

    readonly Dictionary<string, string[]> meant = new(StringComparer.Ordinal);
    string more = "";
    QueryNode query = request.Query;
    IReadOnlyList<(string Number, int Day)> pledged = [];

    internal async Task<Outcome<RecordAnswer>> Run(CancellationToken cancel)
    {
        if (!DatasetNode.LookedUp(request.Query, await asking.Datasets(cancel), request.Inside).Accepted(out var known, out var unknown)) return unknown;
        query = (await asking.Former(cancel)).Widened(known);
        var sizes = await asking.Sizes(cancel);
        var (held, absent) = (sizes.Sum(s => s.Records), await asking.Absent(missing, sizes, cancel));
        var all = held + absent.Behind;
        foreach (var term in TermWanted.Wild(request.Query))
        {
            var terms = await asking.Meant(term, cancel);
            if (terms.Count > TermWanted.Most) return new Invalid(new Defect("query.wide", "q", term.Name[1..]));
            meant[term.Name] = [.. terms];
        }
        if (missing.Count == RecordRow.Shards) return new RecordAnswer(0, all, [], request.Facets ? new FacetCounts([], [], [], [], [], []) : null, absent);
        more = PostgresAsking.Shards(missing) + (request.After > 0 ? string.Create(CultureInfo.InvariantCulture, $" AND id > {request.After}") : "");
        var unseen = await asking.Unseen(request.Inside, cancel);
        more += unseen;
        if (FactNode.AsksForPledges(query)) pledged = await asking.Pledged(PostgresAsking.Shards(missing) + unseen, cancel);

        var (total, facets) = request.Facets ? await Facets(cancel) : (await Total(cancel), null);
        var (skip, take) = (Math.Clamp(request.Skip, 0, RecordSearch.Deepest), Math.Clamp(request.Take, 0, RecordSearch.Deepest));
        var counting = TermWanted.Counting(request.Query);
        var shown = take == 0 || total <= skip ? [] : request.Sort == SortOrder.Relevance && counting.Count > 0
            ? await Ranked(counting, held, sizes.Sum(s => s.Length), skip + take, cancel)
            : await Dated(request.Sort == SortOrder.Oldest, skip + take, cancel);
        return new RecordAnswer(total, all, shown.Count > skip ? shown[skip..] : [], facets, absent);
    }

    RecordSql Wanted() => RecordSql.Of(query, meant, pledged);

    string Where(RecordSql wanted) => $"WHERE ({wanted.Condition}){more}";

    async Task<long> Total(CancellationToken cancel)
    {
        var wanted = Wanted();
        return (await asking.Rows($"SELECT shard, count(*) FROM ip_record {Where(wanted)} GROUP BY shard", wanted.Values, r => r.GetInt64(1), cancel)).Sum();
    }

    // Four of the facets and the total are sums of one table of counts.
    async Task<(long, FacetCounts)> Facets(CancellationToken cancel)
    {
        var wanted = Wanted();
        var rows = await asking.Rows($"SELECT shard, kind, status, year, region / 10000, count(*) FROM ip_record {Where(wanted)} GROUP BY 1, 2, 3, 4, 5", wanted.Values,
            r => (Kind: r.GetInt32(1), Status: r.GetInt32(2), Year: r.GetInt32(3), Province: r.GetInt32(4), Count: r.GetInt64(5)), cancel);
        IReadOnlyList<FacetCount> By(Func<(int Kind, int Status, int Year, int Province, long Count), int> value, int most, bool noughtToo = false) =>
            [.. rows.GroupBy(value).Where(g => noughtToo || g.Key != 0).Select(g => new FacetCount(g.Key, (int)g.Sum(r => r.Count))).OrderByDescending(f => f.Count).ThenBy(f => f.Value).Take(most)];
        return (rows.Sum(r => r.Count), new FacetCounts(By(r => r.Year, 40), await Several("ip_class", wanted, cancel), By(r => r.Province * 10_000, 40), await Several("ip_applicant", wanted, cancel),
            By(r => r.Kind, 20, noughtToo: true), By(r => r.Status, 20, noughtToo: true)));
    }

    Task<List<FacetCount>> Several(string view, RecordSql wanted, CancellationToken cancel) => asking.Rows(
        $"SELECT value, sum(n)::bigint FROM (SELECT shard, value, count(*) AS n FROM {view} {Where(wanted)} GROUP BY shard, value) s GROUP BY value ORDER BY 2 DESC, 1 LIMIT {MostFacets}", wanted.Values,
        r => new FacetCount(r.GetInt32(0), (int)r.GetInt64(1)), cancel);

    async Task<List<Hit>> Ranked(IReadOnlyList<(WordsNode Words, IReadOnlyList<TermWanted> Parts)> counting, long all, long length, int most, CancellationToken cancel)
    {
        var holders = await asking.Holders(counting.SelectMany(c => c.Parts).Where(p => !p.IsRange).Select(p => p.Name), cancel);
        foreach (var range in counting.SelectMany(c => c.Parts).Where(p => p.IsRange).Distinct()) holders[range.Name] = await asking.Sum(range, cancel);
        var wanted = Wanted();
        var score = wanted.Score([.. counting.Select(c => c.Words)], [.. counting.Select(c => Bm25.Rarity(all, c.Parts.Min(p => holders.GetValueOrDefault(p.Name))))], Bm25.LengthNorm(all, length));
        return await First(wanted, $", {score} AS score", "score DESC, sort_day DESC, id DESC", most, r => new Hit(r.GetInt64(0), r.GetDouble(2)), cancel);
    }

    Task<List<Hit>> Dated(bool oldest, int most, CancellationToken cancel) =>
        First(Wanted(), "", oldest ? "sort_day, id DESC" : "sort_day DESC, id DESC", most, r => new Hit(r.GetInt64(0), 0), cancel);

    // Each shard by its name: the limit then goes to its server, too.
    Task<List<Hit>> First(RecordSql wanted, string column, string order, int most, Func<Npgsql.NpgsqlDataReader, Hit> hit, CancellationToken cancel)
    {
        var limit = string.Create(CultureInfo.InvariantCulture, $"ORDER BY {order} LIMIT {most}");
        var shards = PostgresAsking.Left(missing).Select(shard => $"(SELECT id, sort_day{column} FROM {RecordShards.Table(shard)} {Where(wanted)} {limit})");
        return asking.Rows($"SELECT * FROM ({string.Join(" UNION ALL ", shards)}) s {limit}", wanted.Values, hit, cancel);
    }
}
