using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Zhice.Data.Records;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;
using static Zhice.Cli.Tongue;

namespace Zhice.Cli.Verbs;

/// <summary><c>zhice records postgres make|load|search</c>: the records in PostgreSQL, on one server or with shards on several.</summary>
internal static class RecordsInPostgres
{
    internal static async Task<int> Run(Arguments arguments)
    {
        if (arguments.Rest is not [var what, var connection, ..]) throw Arguments.Misused(RecordsVerb.Form);
        var rest = arguments.Rest.Skip(2).ToList();
        await using var records = new PostgresRecords(Home.Connection(connection));
        try
        {
            return what switch
            {
                "make" => await Make(records, [.. rest.Select(Home.Connection)]).ConfigureAwait(false),
                "load" when rest.Count == 0 => await Load(records).ConfigureAwait(false),
                "search" => await Search(records, string.Join(' ', rest), arguments.Number("--most", 20, 0, 10_000)).ConfigureAwait(false),
                _ => throw Arguments.Misused(RecordsVerb.Form),
            };
        }
        catch (Exception fault) when (fault is NpgsqlException or InvalidDataException)
        {
            throw new RefusedException(Say($"PostgreSQL 未完成：{fault.Message}", $"PostgreSQL did not do it: {fault.Message}"));
        }
    }

    static async Task<int> Make(PostgresRecords records, IReadOnlyList<string> workers)
    {
        await records.Make(workers).ConfigureAwait(false);
        Console.Out.WriteLine(workers.Count == 0 ? Say("分区表已建好。", "The partitions are there.") : Say($"分区表已建好，分布在 {workers.Count} 台服务器上。", $"The partitions are there, on {workers.Count} servers."));
        return 0;
    }

    static async Task<int> Load(PostgresRecords records)
    {
        var start = Stopwatch.GetTimestamp();
        var written = await records.Load(new RecordStore(Home.FromEnvironment().Folder)).ConfigureAwait(false);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{written:N0} {Say("件已写入", "written")} · {written / Math.Max(0.001, Stopwatch.GetElapsedTime(start).TotalSeconds):N0}/s"));
        return 0;
    }

    static async Task<int> Search(PostgresRecords records, string query, int most)
    {
        if (!QueryParser.Parse(query).Accepted(out var node, out var refusal)) return RecordsVerb.Refused(refusal);
        var start = Stopwatch.GetTimestamp();
        if (!(await records.Search(new SearchRequest(node, Take: most, Inside: true), CancellationToken.None).ConfigureAwait(false)).Accepted(out var found, out refusal)) return RecordsVerb.Refused(refusal);
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var loaded = await records.Load([.. found.Hits.Select(h => h.Id)], CancellationToken.None).ConfigureAwait(false);
        var scores = found.Hits.ToDictionary(h => h.Id, h => h.Score);
        foreach (var record in loaded.Records) Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{record.Record.Key}\t{scores[record.Id]:F3}\t{record.Record.Title}"));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found.Total:N0} {Say("件", "found")} · {time:F1} ms · {node}"));
        if ((loaded.Missing.Any ? loaded.Missing : found.Missing) is not { Any: true } missing) return 0;
        Console.Error.WriteLine(Say($"部分结果：分区 {string.Join('、', missing.Shards)} 所在的服务器没有应答，其中约 {missing.Records:N0} 件记录没有查到，以上数字不含这些记录。", $"Partial: the server of shards {string.Join(", ", missing.Shards)} does not answer; the {missing.Records:N0} records that it holds are not in the figures above."));
        return 4;
    }
}
