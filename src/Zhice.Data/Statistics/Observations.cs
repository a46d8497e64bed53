using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>Which values are asked for.</summary>
/// <param name="Elements">Codes of elements.</param>
/// <param name="Periods">Periods, of any kind.</param>
public sealed record ObservationQuery(IReadOnlyCollection<string> Elements, IReadOnlyCollection<Period> Periods)
{
    /// <summary>The organisations; null for all.</summary>
    public IReadOnlyCollection<OrganisationId>? Organisations { get; init; }
    /// <summary>As known at this moment; null for now.</summary>
    public DateTimeOffset? KnownAt { get; init; }
    /// <summary>As known up to this batch; goes before <see cref="KnownAt"/>.</summary>
    public int? KnownBatch { get; init; }
}

/// <summary>A value as it was known.</summary>
/// <param name="Element">Code of the element.</param>
/// <param name="Period">The period.</param>
/// <param name="Organisation">The organisation.</param>
/// <param name="Value">The value, in the element's unit.</param>
/// <param name="Batch">The batch that it is known from.</param>
public readonly record struct ObservedValue(string Element, Period Period, OrganisationId Organisation, decimal Value, int Batch);

/// <summary>One version in the history of a value.</summary>
/// <param name="Value">The value; null where it was taken back.</param>
/// <param name="From">The batch that brought it.</param>
/// <param name="Until">When it was known to be no longer so; null while it holds.</param>
public sealed record ValueVersion(decimal? Value, ObservationBatch From, DateTimeOffset? Until);

/// <summary>Reads values as they were known at a moment. Who may see which organisation's values is the caller's to have asked.</summary>
public static class Observations
{
    /// <summary>The last batch at or before a moment; 0 where nothing was known. Two moments with the same answer know the same values.</summary>
    public static async Task<int> KnownBatch(ZhiceDb db, DateTimeOffset at, CancellationToken cancel) =>
        await db.ObservationBatches.Where(b => b.At <= at).OrderByDescending(b => b.At).Select(b => (int?)b.Id).FirstOrDefaultAsync(cancel) ?? 0;

    /// <summary>The values, in no particular order: at most three commands. For pages and forms; a whole country's months are <see cref="Scan"/>'s.</summary>
    public static async Task<IReadOnlyList<ObservedValue>> Read(ZhiceDb db, ObservationQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(query);
        if (query.Elements.Count == 0 || query.Periods.Count == 0 || query.Organisations is { Count: 0 }) return [];
        var codes = await db.ElementKeys.AsNoTracking().Where(e => query.Elements.Contains(e.Code)).ToDictionaryAsync(e => e.Id, e => e.Code, cancel);
        if (codes.Count == 0) return [];
        var (keys, periods) = (codes.Keys.ToList(), query.Periods.Select(p => p.Key).Distinct().ToList());
        var asked = db.Observations.AsNoTracking().Where(o => keys.Contains(o.Element) && periods.Contains(o.Period) && o.Value != null);
        if (query.Organisations is { } organisations)
        {
            var offices = organisations.Select(o => (int)o.Value).Distinct().ToList();
            asked = asked.Where(o => offices.Contains(o.Organisation));
        }
        if (query.KnownBatch is null && query.KnownAt is null) asked = asked.Where(o => o.EndedBy == 0);
        else
        {
            var known = query.KnownBatch ?? await KnownBatch(db, query.KnownAt!.Value, cancel);
            asked = asked.Where(o => o.Batch <= known && (o.EndedBy == 0 || o.EndedBy > known));
        }
        var rows = await asked.Select(o => new { o.Element, o.Period, o.Organisation, o.Value, o.Batch }).ToListAsync(cancel);
        return [.. rows.Select(r => new ObservedValue(codes[r.Element], Period.FromKey(r.Period), new(r.Organisation), r.Value!.Value, r.Batch))];
    }

    /// <summary>Every version of one value, the newest first: the original is the last.</summary>
    public static async Task<IReadOnlyList<ValueVersion>> History(ZhiceDb db, string element, OrganisationId organisation, Period period, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (office, key) = ((int)organisation.Value, period.Key);
        var rows = await (
            from o in db.Observations
            join e in db.ElementKeys on o.Element equals e.Id
            join b in db.ObservationBatches on o.Batch equals b.Id
            where e.Code == element && o.Period == key && o.Organisation == office
            orderby o.Batch descending
            select new { o.Value, Batch = b, Until = db.ObservationBatches.Where(u => u.Id == o.EndedBy).Select(u => (DateTimeOffset?)u.At).FirstOrDefault() })
            .AsNoTracking().Take(200).ToListAsync(cancel);
        return [.. rows.Select(r => new ValueVersion(r.Value, r.Batch, r.Until))];
    }

    /// <summary>Hands over every value, element by element, period by period, organisation by organisation: for roll-ups over millions.</summary>
    /// <param name="db">The store; its connection is opened when closed.</param>
    /// <param name="query">What is asked for; <see cref="ObservationQuery.Organisations"/> are looked up one by one, so leave them out for many.</param>
    /// <param name="take">Code of the element, key of the period (<see cref="Period.Key"/>), key of the organisation, value in millionths (<see cref="StoredFigure.FromStored"/>).</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>How many.</returns>
    public static async Task<long> Scan(ZhiceDb db, ObservationQuery query, Action<string, int, int, long> take, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(take);
        if (query.Elements.Count == 0 || query.Periods.Count == 0) return 0;
        return await ScanOf(db, await db.ElementKeys.AsNoTracking().Where(e => query.Elements.Contains(e.Code)).ToDictionaryAsync(e => e.Id, e => e.Code, cancel), query, take, cancel);
    }

    /// <summary>The same for elements whose keys are known already.</summary>
    internal static async Task<long> ScanOf(ZhiceDb db, Dictionary<int, string> codes, ObservationQuery query, Action<string, int, int, long> take, CancellationToken cancel)
    {
        if (codes.Count == 0 || query.Periods.Count == 0) return 0;
        var known = query.KnownBatch ?? (query.KnownAt is { } at ? await KnownBatch(db, at, cancel) : null as int?);
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            var sql = Sql(codes.Keys, query, known);
            return db.Database.GetDbConnection() is SqliteConnection sqlite ? ScanSqlite(sqlite, sql, codes, take, cancel) : ScanOther(db.Database.GetDbConnection(), sql, codes, take);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    // Whole numbers of ours only, so that they may stand in the text: the planner sees them, and thousands of parameters are spared.
    static string Sql(IEnumerable<int> elements, ObservationQuery query, int? known)
    {
        var sql = new StringBuilder("SELECT element, period, organisation, value FROM stat_observation WHERE element IN (").AppendJoin(',', elements.Order())
            .Append(") AND period IN (").AppendJoin(',', query.Periods.Select(p => p.Key).Distinct().Order()).Append(')');
        if (query.Organisations is { } organisations) sql.Append(" AND organisation IN (").AppendJoin(',', organisations.Select(o => o.Value).Distinct().Order().DefaultIfEmpty(-1)).Append(')');
        sql.Append(known is { } batch
            ? string.Create(CultureInfo.InvariantCulture, $" AND batch <= {batch} AND (ended_by = 0 OR ended_by > {batch})")
            : " AND ended_by = 0");
        return sql.Append(" AND value IS NOT NULL").ToString();
    }

    static long ScanSqlite(SqliteConnection connection, string sql, Dictionary<int, string> codes, Action<string, int, int, long> take, CancellationToken cancel)
    {
        if (raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement) != raw.SQLITE_OK)
            throw new SqliteException(raw.sqlite3_errmsg(connection.Handle).utf8_to_string(), raw.sqlite3_errcode(connection.Handle));
        using (statement)
        {
            var (count, last, code) = (0L, -1, "");
            int step;
            while ((step = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
            {
                if ((++count & 0xFFFF) == 0) cancel.ThrowIfCancellationRequested();
                var element = raw.sqlite3_column_int(statement, 0);
                if (element != last) (last, code) = (element, codes[element]);
                take(code, raw.sqlite3_column_int(statement, 1), raw.sqlite3_column_int(statement, 2), raw.sqlite3_column_int64(statement, 3));
            }
            return step == raw.SQLITE_DONE ? count : throw new SqliteException(raw.sqlite3_errmsg(connection.Handle).utf8_to_string(), step);
        }
    }

    static long ScanOther(DbConnection connection, string sql, Dictionary<int, string> codes, Action<string, int, int, long> take)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // numbers of ours, never a user's words
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var count = 0L;
        for (; reader.Read(); count++) take(codes[reader.GetInt32(0)], reader.GetInt32(1), reader.GetInt32(2), reader.GetInt64(3));
        return count;
    }
}
