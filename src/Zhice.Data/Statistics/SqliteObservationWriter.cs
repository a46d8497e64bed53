using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Zhice.Data.Statistics;

/// <summary>Prepared statements below ADO.NET. What stood is looked up only where the element had any value for the period before.</summary>
internal sealed class SqliteObservationWriter : ObservationWriter
{
    readonly SqliteConnection connection;
    readonly sqlite3_stmt any, find, end, insert;
    readonly Dictionary<(int Element, int Period), bool> filled = [];
    readonly long cacheBefore;

    public SqliteObservationWriter(DbTransaction transaction, int batch) : base(batch)
    {
        connection = (SqliteConnection)transaction.Connection!;
        // The pages that are written stay in memory until the end: a quarter of a gibibyte holds some eight million values.
        cacheBefore = Pragma("PRAGMA cache_size");
        Pragma("PRAGMA cache_size = -262144");
        any = Prepare("SELECT 1 FROM stat_observation WHERE element = ? AND period = ? LIMIT 1");
        find = Prepare("SELECT batch, value FROM stat_observation WHERE element = ? AND period = ? AND organisation = ? AND ended_by = 0");
        end = Prepare("UPDATE stat_observation SET ended_by = ? WHERE element = ? AND period = ? AND organisation = ? AND batch = ?");
        insert = Prepare("INSERT INTO stat_observation (element, period, organisation, batch, value, ended_by) VALUES (?, ?, ?, ?, ?, 0)");
    }

    protected override void WriteSorted(ReadOnlySpan<IncomingValue> values)
    {
        foreach (ref readonly var value in values)
        {
            if (WasFilled(value.Element, value.Period)) Replace(value);
            else if (value.Value is null) Unchanged++;
            else if (!TryInsert(value)) Again(value);
        }
    }

    bool WasFilled(int element, int period)
    {
        if (filled.TryGetValue((element, period), out var known)) return known;
        raw.sqlite3_bind_int(any, 1, element);
        raw.sqlite3_bind_int(any, 2, period);
        var was = raw.sqlite3_step(any) == raw.SQLITE_ROW;
        raw.sqlite3_reset(any);
        return filled[(element, period)] = was;
    }

    void Replace(in IncomingValue value)
    {
        if (Standing(value) is not { } stands)
        {
            if (value.Value is null) Unchanged++;
            else if (!TryInsert(value)) throw Failure(raw.SQLITE_CONSTRAINT);
            return;
        }
        if (stands.Batch == Batch) Agree(stands.Value, value);
        else if (stands.Value == value.Value) Unchanged++;
        else
        {
            raw.sqlite3_bind_int(end, 1, Batch);
            Place(end, 2, value);
            raw.sqlite3_bind_int(end, 5, stands.Batch);
            Run(end);
            Replaced++;
            if (!TryInsert(value)) throw Failure(raw.SQLITE_CONSTRAINT);
        }
    }

    void Again(in IncomingValue value) =>
        Agree((Standing(value) ?? throw new InvalidOperationException("A value that is in the way cannot be found.")).Value, value);

    void Agree(long? stands, in IncomingValue value)
    {
        if (stands == value.Value) Repeated++;
        else Conflict(value.Line);
    }

    (int Batch, long? Value)? Standing(in IncomingValue value)
    {
        Place(find, 1, value);
        (int, long?)? stands = raw.sqlite3_step(find) == raw.SQLITE_ROW
            ? (raw.sqlite3_column_int(find, 0), raw.sqlite3_column_type(find, 1) == raw.SQLITE_NULL ? null : raw.sqlite3_column_int64(find, 1))
            : null;
        raw.sqlite3_reset(find);
        return stands;
    }

    // False where the place is taken in this batch already.
    bool TryInsert(in IncomingValue value)
    {
        Place(insert, 1, value);
        raw.sqlite3_bind_int(insert, 4, Batch);
        if (value.Value is { } stored) raw.sqlite3_bind_int64(insert, 5, stored);
        else raw.sqlite3_bind_null(insert, 5);
        var step = raw.sqlite3_step(insert);
        raw.sqlite3_reset(insert);
        if (step == raw.SQLITE_CONSTRAINT) return false;
        if (step != raw.SQLITE_DONE) throw Failure(step);
        Written++;
        return true;
    }

    static void Place(sqlite3_stmt statement, int from, in IncomingValue value)
    {
        raw.sqlite3_bind_int(statement, from, value.Element);
        raw.sqlite3_bind_int(statement, from + 1, value.Period);
        raw.sqlite3_bind_int(statement, from + 2, value.Organisation);
    }

    void Run(sqlite3_stmt statement)
    {
        var step = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        if (step != raw.SQLITE_DONE) throw Failure(step);
    }

    sqlite3_stmt Prepare(string sql) =>
        raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement) is var code && code == raw.SQLITE_OK ? statement : throw Failure(code);

    long Pragma(string sql)
    {
        using var statement = Prepare(sql);
        return raw.sqlite3_step(statement) == raw.SQLITE_ROW ? raw.sqlite3_column_int64(statement, 0) : 0;
    }

    SqliteException Failure(int code) => new(raw.sqlite3_errmsg(connection.Handle).utf8_to_string(), code, raw.sqlite3_extended_errcode(connection.Handle));

    protected override void Dispose(bool disposing)
    {
        foreach (var statement in (sqlite3_stmt[])[any, find, end, insert]) statement.Dispose();
        Pragma($"PRAGMA cache_size = {cacheBefore.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
    }
}
