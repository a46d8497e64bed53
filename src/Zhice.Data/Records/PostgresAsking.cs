using System.Globalization;
using Npgsql;
using Zhice.Records.Names;
using Zhice.Records.Relational;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Data.Records;

/// <summary>One connection at one moment, with the small tables that stand on the first server.</summary>
/// <param name="connection">The connection.</param>
/// <param name="moment">The moment.</param>
/// <param name="store">The embedded store that files are taken in by; null where there is none.</param>
sealed class PostgresAsking(NpgsqlConnection connection, NpgsqlTransaction? moment, RecordStore? store = null)
{
    /// <summary>A statement with its parameters, <c>$1</c> first.</summary>
    internal NpgsqlCommand Command(string sql, IReadOnlyList<object> values)
    {
        var command = new NpgsqlCommand(sql, connection, moment);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }

    internal async Task<List<T>> Rows<T>(string sql, IReadOnlyList<object> values, Func<NpgsqlDataReader, T> row, CancellationToken cancel)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel)) rows.Add(row(reader));
        return rows;
    }

    /// <summary>The shards that answer, as a condition; written out, so that the planner leaves the others alone.</summary>
    internal static string Shards(IReadOnlyList<int> missing) => missing.Count == 0 ? "" : $" AND shard IN ({string.Join(',', Left(missing).Select(s => s.ToString(CultureInfo.InvariantCulture)))})";

    internal static IEnumerable<int> Left(IReadOnlyList<int> missing) => Enumerable.Range(0, RecordRow.Shards).Except(missing);

    /// <summary>Records and positions of all shards, also of those that do not answer.</summary>
    internal async Task<IReadOnlyList<(int Shard, long Records, long Length)>> Sizes(CancellationToken cancel) =>
        await Rows("SELECT shard, records, length FROM ip_shard", [], r => ((int)r.GetInt16(0), r.GetInt64(1), r.GetInt64(2)), cancel);

    internal async Task<MissingRecords> Absent(IReadOnlyList<int> missing, CancellationToken cancel) => await Absent(missing, missing.Count == 0 ? [] : await Sizes(cancel), cancel);

    internal async Task<MissingRecords> Absent(IReadOnlyList<int> missing, IReadOnlyList<(int Shard, long Records, long Length)> sizes, CancellationToken cancel)
    {
        var behind = await Behind(cancel);
        return missing.Count == 0 && behind == 0 ? MissingRecords.None : new(missing, RecordRow.Shards, sizes.Where(s => missing.Contains(s.Shard)).Sum(s => s.Records)) { Behind = behind };
    }

    /// <summary>Records that the embedded store has and this database not yet.</summary>
    internal async Task<long> Behind(CancellationToken cancel)
    {
        // The table is made by the first load of a version that knows it; each of them sees to what is missing.
        if (store?.Snapshot().Last is not > 0 || (await Rows("SELECT to_regclass('ip_loaded') IS NOT NULL", [], r => r.GetBoolean(0), cancel)) is not [true]) return 0;
        var last = await Rows("SELECT last FROM ip_loaded", [], r => r.GetInt64(0), cancel) is [var reached] ? reached : 0;
        return store.Snapshot().Last <= last ? 0 : store.CountBehind(last);
    }

    internal async Task<IReadOnlyList<Dataset>> Datasets(CancellationToken cancel) =>
        await Rows("SELECT id, code, name, source, licence, cycle, inside, synthetic, updated FROM ip_dataset ORDER BY id", [], r => new Dataset(r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4),
            r.GetString(5), r.GetBoolean(6), r.GetBoolean(7), r.IsDBNull(8) ? null : r.GetFieldValue<DateTimeOffset>(8)), cancel);

    /// <summary>Datasets that only the office sees.</summary>
    internal async Task<int[]> Hidden(CancellationToken cancel) => [.. await Rows("SELECT id FROM ip_dataset WHERE inside ORDER BY id", [], r => r.GetInt32(0), cancel)];

    /// <summary>What a reader does not find, as a condition: datasets that only the office sees, and records for which another one of their number stands.</summary>
    internal async Task<string> Unseen(bool inside, CancellationToken cancel)
    {
        var (hidden, shadowed) = (inside ? [] : await Hidden(cancel), await Rows("SELECT id FROM ip_shadow WHERE inside = $1 ORDER BY id", [inside], r => r.GetInt64(0), cancel));
        return (hidden.Length == 0 ? "" : $" AND dataset NOT IN ({string.Join(',', hidden.Select(h => h.ToString(CultureInfo.InvariantCulture)))})")
            + (shadowed.Count == 0 ? "" : $" AND id <> ALL ('{{{string.Join(',', shadowed.Select(s => s.ToString(CultureInfo.InvariantCulture)))}}}'::bigint[])");
    }

    /// <summary>Patents that records of large pledges name, by the number of their application, each with the first day on which one was registered; 1 for a pledge without a day.</summary>
    /// <param name="more">Which records are looked at.</param>
    /// <param name="cancel">Stops.</param>
    internal async Task<IReadOnlyList<(string Number, int Day)>> Pledged(string more, CancellationToken cancel) =>
        [.. (await Rows($"SELECT exact, CASE WHEN granted > 0 THEN granted WHEN filed > 0 THEN filed ELSE 1 END FROM ip_record WHERE kind = $1 AND exact @> $2{more}", [(int)Zhice.Records.Model.RecordKind.Pledge, RecordRow.LargePledge.ToArray()],
            r => (Exact: r.GetFieldValue<string[]>(0), Day: r.GetInt32(1)), cancel)).SelectMany(r => r.Exact.Where(RecordRow.IsApplication).Select(number => (number, r.Day))).GroupBy(r => r.number, StringComparer.Ordinal).Select(g => (g.Key, g.Min(r => r.Day)))];

    /// <summary>Former names of parties.</summary>
    internal async Task<FormerNames> Former(CancellationToken cancel)
    {
        var former = new FormerNames();
        foreach (var (name, now) in await Rows("SELECT name, now FROM ip_former", [], r => (r.GetString(0), r.GetString(1)), cancel)) former.Add(name, now);
        return former;
    }

    /// <summary>How many records hold each of some terms; 0 for one that none holds.</summary>
    internal async Task<Dictionary<string, long>> Holders(IEnumerable<string> terms, CancellationToken cancel)
    {
        string[] names = [.. terms.Distinct()];
        return names.Length == 0 ? [] : (await Rows("SELECT token, holders FROM ip_term WHERE token = ANY($1)", [names], r => (Token: r.GetString(0), Holders: r.GetInt64(1)), cancel)).ToDictionary(r => r.Token, r => r.Holders, StringComparer.Ordinal);
    }

    /// <summary>What a word with a wildcard stands for, one more than may be at most; and how many records hold all of a range together.</summary>
    internal Task<List<string>> Meant(TermWanted term, CancellationToken cancel) =>
        Rows($"SELECT token FROM ip_term WHERE token >= $1 AND token < $2{Like(term)} AND holders > 0 LIMIT {TermWanted.Most + 1}", Range(term), r => r.GetString(0), cancel);

    internal async Task<long> Sum(TermWanted term, CancellationToken cancel) =>
        (await Rows($"SELECT coalesce(sum(holders), 0)::bigint FROM ip_term WHERE token >= $1 AND token < $2{Like(term)}", Range(term), r => r.GetInt64(0), cancel))[0];

    static string Like(TermWanted term) => term.Pattern is null ? "" : " AND token ~ $3";

    static IReadOnlyList<object> Range(TermWanted term) => term.Pattern is null ? [term.From, term.To] : [term.From, term.To, term.Pattern];
}
