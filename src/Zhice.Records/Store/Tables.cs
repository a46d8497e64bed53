using Microsoft.Data.Sqlite;

namespace Zhice.Records.Store;

/// <summary>The tables of the record store (<c>records/records.db</c> in the data folder), and small ways to speak to them.</summary>
static class Tables
{
    internal const string Make = """
        CREATE TABLE IF NOT EXISTS dataset (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, source TEXT NOT NULL, licence TEXT NOT NULL, cycle TEXT NOT NULL,
          inside INTEGER NOT NULL, synthetic INTEGER NOT NULL, updated INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE TABLE IF NOT EXISTS record (id INTEGER PRIMARY KEY, key TEXT NOT NULL, dataset INTEGER NOT NULL, digest BLOB NOT NULL, body BLOB NOT NULL, UNIQUE (key, dataset)) STRICT;
        CREATE INDEX IF NOT EXISTS record_dataset ON record (dataset, id);
        CREATE TABLE IF NOT EXISTS twin (key TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS removed (id INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE IF NOT EXISTS removal (number INTEGER PRIMARY KEY AUTOINCREMENT, id INTEGER NOT NULL, key TEXT NOT NULL, dataset INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS class_text (symbol TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS change (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS gone (id INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE IF NOT EXISTS party (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, shown TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS industry (number INTEGER PRIMARY KEY, symbol TEXT NOT NULL, code TEXT NOT NULL, only_words TEXT NOT NULL, without_words TEXT NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS industry_symbol ON industry (symbol);
        CREATE TABLE IF NOT EXISTS former (name TEXT PRIMARY KEY, now TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS segment (id INTEGER PRIMARY KEY AUTOINCREMENT, first INTEGER NOT NULL, count INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS job (id INTEGER PRIMARY KEY, file TEXT NOT NULL, digest TEXT NOT NULL, dataset INTEGER NOT NULL, state INTEGER NOT NULL, done INTEGER NOT NULL, added INTEGER NOT NULL,
          replaced INTEGER NOT NULL, unchanged INTEGER NOT NULL, rejected INTEGER NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL, fault TEXT NOT NULL, elsewhere INTEGER NOT NULL DEFAULT 0, removed INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE TABLE IF NOT EXISTS reject (job INTEGER NOT NULL, number INTEGER NOT NULL, line INTEGER NOT NULL, reason TEXT NOT NULL, excerpt TEXT NOT NULL, PRIMARY KEY (job, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS quality (dataset INTEGER NOT NULL, measure TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (dataset, measure)) STRICT, WITHOUT ROWID;
        """;

    /// <summary>Number of the format of rows and index (<c>user_version</c>); 0 was before there were numbers, 1 has its rows as now and its index half made, 2 read marks and sums by fewer writings, 3 knew no families and legal events, 4 let what stands in two parts of a record be near each other, 5 did not tell the right of a contract and knew fewer legal forms of companies.</summary>
    internal const long Format = 6, HalfMade = 1;

    /// <summary>Says of which format the store is, as a part of what is being written.</summary>
    internal const string MarkWhole = "PRAGMA user_version = 6", MarkHalfMade = "PRAGMA user_version = 1";

    internal static long FormatOf(SqliteConnection db) => Number(db, "PRAGMA user_version");

    internal static bool IsEmpty(SqliteConnection db) => Number(db, "SELECT count(*) FROM sqlite_master WHERE name = 'record'") == 0;

    /// <summary>Something that readers hold changed without a record: terms of a dataset, names of parties.</summary>
    internal static void Changed(SqliteConnection db) => Run(db, "INSERT INTO change VALUES (1, 1) ON CONFLICT (one) DO UPDATE SET number = number + 1");

    internal static SqliteConnection Open(string folder, bool write) => OpenFile(Path.Combine(folder, RecordStore.RowsName), write, pooled: !write);

    internal static SqliteConnection OpenFile(string file, bool write, bool pooled = false)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file, Mode = write ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadOnly, Pooling = pooled,
        }.ToString());
        connection.Open();
        Run(connection, write ? "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA busy_timeout = 10000" : "PRAGMA cache_size = -8192; PRAGMA mmap_size = 268435456; PRAGMA busy_timeout = 10000");
        return connection;
    }

    internal static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this assembly; values go as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        return command;
    }

    internal static int Run(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    internal static long Number(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteScalar() is long number ? number : 0;
    }

    internal static List<T> Rows<T>(SqliteConnection connection, Func<SqliteDataReader, T> row, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }
}
