using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using SQLitePCL;

namespace Zhice.Data.Storage;

/// <summary>Writes many rows at once, past the change tracker: prepared inserts on SQLite, COPY on PostgreSQL.</summary>
internal static class BulkInsert
{
    /// <summary>Writes the rows within the context's current transaction; answers how many.</summary>
    /// <param name="db">The context; a transaction must be open.</param>
    /// <param name="table">Table.</param>
    /// <param name="columns">Columns, in the order of each row's values.</param>
    /// <param name="rows">Values: long, int, string, bool, DateOnly, UTC DateTime, byte[] or null. One array may be used again for each row.</param>
    public static long Write(ZhiceDb db, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        var transaction = db.Database.CurrentTransaction?.GetDbTransaction()
            ?? throw new InvalidOperationException("Rows in bulk are written within a transaction only.");
        return Write(transaction, table, columns, rows);
    }

    /// <summary>As above, on a bare connection's transaction.</summary>
    public static long Write(DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows) =>
        transaction.Connection is NpgsqlConnection postgres
            ? Copy(postgres, table, columns, rows)
            : Insert((SqliteConnection)transaction.Connection!, table, columns, rows);

    /// <summary>The next free key of a table whose key is <c>id</c>.</summary>
    public static long NextId(ZhiceDb db, string table)
    {
        using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // a table's name of ours, never a user's words
        command.CommandText = $"SELECT coalesce(max(id), 0) + 1 FROM {table}";
#pragma warning restore CA2100
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>After rows with keys of our own: the store's own counting goes on behind them.</summary>
    public static void MoveSequence(DbConnection connection, DbTransaction? transaction, string table)
    {
        if (connection is not NpgsqlConnection) return; // SQLite counts from the highest key by itself
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100
        command.CommandText = $"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    // Below ADO.NET: its parameter objects cost more than the rows themselves.
    static long Insert(SqliteConnection connection, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        var places = string.Join(',', Enumerable.Repeat("?", columns.Count));
        Check(connection, raw.sqlite3_prepare_v2(connection.Handle, $"INSERT INTO {table} ({Names(columns)}) VALUES ({places})", out var statement), raw.SQLITE_OK);
        using (statement)
        {
            var count = 0L;
            foreach (var row in rows)
            {
                for (var i = 0; i < columns.Count; i++) Check(connection, Bind(statement, i + 1, row[i]), raw.SQLITE_OK);
                Check(connection, raw.sqlite3_step(statement), raw.SQLITE_DONE);
                raw.sqlite3_reset(statement);
                count++;
            }
            return count;
        }
    }

    // The forms are those in which EF's own provider writes and reads these types.
    static int Bind(sqlite3_stmt statement, int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, place),
        long number => raw.sqlite3_bind_int64(statement, place, number),
        int number => raw.sqlite3_bind_int64(statement, place, number),
        bool flag => raw.sqlite3_bind_int64(statement, place, flag ? 1 : 0),
        double number => raw.sqlite3_bind_double(statement, place, number),
        string text => raw.sqlite3_bind_text(statement, place, text),
        DateOnly day => raw.sqlite3_bind_text(statement, place, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        DateTime moment => raw.sqlite3_bind_text(statement, place, moment.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)),
        byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
        _ => throw new InvalidOperationException($"A value of {value.GetType()} needs its binding here."),
    };

    static void Check(SqliteConnection connection, int code, int expected)
    {
        if (code != expected) throw new SqliteException(raw.sqlite3_errmsg(connection.Handle).utf8_to_string(), code, raw.sqlite3_extended_errcode(connection.Handle));
    }

    static long Copy(NpgsqlConnection connection, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        using var import = connection.BeginBinaryImport($"COPY {table} ({Names(columns)}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            import.StartRow();
            foreach (var value in row)
            {
                if (value is null) import.WriteNull();
                else import.Write(value);
            }
        }
        return (long)import.Complete();
    }

    // Some of our columns are words of SQL: "by", "to", "end".
    static string Names(IReadOnlyList<string> columns) => string.Join(',', columns.Select(name => $"\"{name}\""));
}
