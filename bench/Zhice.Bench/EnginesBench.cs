using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using Zhice.Records.Generating;
using Zhice.Records.Model;

namespace Zhice.Bench;

/// <summary>The plain engines beside the record store: the same synthetic patents and the same pairs of words in SQLite FTS5 with trigrams, in PostgreSQL with pg_trgm where a database is named, and in Groonga where it is installed.</summary>
/// <remarks>What a trigram index cannot answer, a word of two characters, the engine looks for in the texts themselves, as its user would have to.</remarks>
internal static class EnginesBench
{
    const int Pairs = 100;

    /// <param name="count">How many patents.</param>
    /// <param name="database">Connection string of an empty PostgreSQL database; null leaves PostgreSQL out.</param>
    internal static void Run(int count, string? database)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"## Plain engines: {count:N0} synthetic patents, title and abstract"));
        Sqlite(count);
        if (database is null) Console.WriteLine("PostgreSQL: no database was named");
        else Postgres(count, database);
        Groonga(count);
    }

    static void Sqlite(int count)
    {
        var folder = Directory.CreateTempSubdirectory("zhice-bench-").FullName;
        try
        {
            var path = Path.Combine(folder, "plain.db");
            using var db = new SqliteConnection($"Data Source={path};Pooling=false");
            db.Open();
            Do(db, "PRAGMA journal_mode=WAL");
            Do(db, "CREATE TABLE rows (id INTEGER PRIMARY KEY, day INTEGER NOT NULL, text TEXT NOT NULL)");
            Do(db, "CREATE VIRTUAL TABLE words USING fts5(text, tokenize='trigram', content='rows', content_rowid='id')");
            var start = Stopwatch.GetTimestamp();
            foreach (var part in Made(count).Chunk(10_000))
            {
                using var transaction = db.BeginTransaction();
                using var row = db.CreateCommand();
                row.CommandText = "INSERT INTO rows VALUES ($id, $day, $text)";
                using var word = db.CreateCommand();
                word.CommandText = "INSERT INTO words(rowid, text) VALUES ($id, $text)";
                foreach (var (id, day, text) in part)
                {
                    row.Parameters.Clear();
                    row.Parameters.AddWithValue("$id", id);
                    row.Parameters.AddWithValue("$day", day.DayNumber);
                    row.Parameters.AddWithValue("$text", text);
                    row.ExecuteNonQuery();
                    word.Parameters.Clear();
                    word.Parameters.AddWithValue("$id", id);
                    word.Parameters.AddWithValue("$text", text);
                    word.ExecuteNonQuery();
                }
                transaction.Commit();
            }
            Loaded("SQLite FTS5 trigram", count, start, new FileInfo(path).Length);
            Do(db, "CREATE INDEX by_day ON rows (day)");
            foreach (var (shortest, longest) in ((int, int)[])[(2, 2), (3, 4)])
            {
                var pairs = RecordsBench.Words(count, shortest, longest, Pairs);
                // Trigrams answer words of three and more; others are looked for in the rows.
                Times($"SQLite, {shortest} to {longest} characters: count", pairs, p => Long(db, longest < 3 ? "SELECT count(*) FROM rows WHERE text LIKE $a AND text LIKE $b" : "SELECT count(*) FROM words WHERE words MATCH $m", p));
                Times($"SQLite, {shortest} to {longest} characters: top 20 by date", pairs, p => Rows(db, longest < 3
                    ? "SELECT id FROM rows WHERE text LIKE $a AND text LIKE $b ORDER BY day DESC, id LIMIT 20"
                    : "SELECT r.id FROM words JOIN rows r ON r.id = words.rowid WHERE words MATCH $m ORDER BY r.day DESC, r.id LIMIT 20", p));
                if (longest >= 3) Times($"SQLite, {shortest} to {longest} characters: top 20 by BM25", pairs, p => Rows(db, "SELECT rowid, highlight(words, 0, '<', '>') FROM words WHERE words MATCH $m ORDER BY rank LIMIT 20", p));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static void Postgres(int count, string database)
    {
        using var db = new NpgsqlConnection(database);
        db.Open();
        Do(db, "CREATE EXTENSION IF NOT EXISTS pg_trgm");
        Do(db, "DROP TABLE IF EXISTS plain_rows");
        Do(db, "CREATE TABLE plain_rows (id integer PRIMARY KEY, day integer NOT NULL, text text NOT NULL)");
        Do(db, "CREATE INDEX plain_words ON plain_rows USING gin (text gin_trgm_ops)");
        var start = Stopwatch.GetTimestamp();
        using (var copy = db.BeginBinaryImport("COPY plain_rows FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var (id, day, text) in Made(count))
            {
                copy.StartRow();
                copy.Write(id, NpgsqlDbType.Integer);
                copy.Write(day.DayNumber, NpgsqlDbType.Integer);
                copy.Write(text, NpgsqlDbType.Text);
            }
            copy.Complete();
        }
        Do(db, "CREATE INDEX plain_days ON plain_rows (day)");
        Do(db, "VACUUM ANALYZE plain_rows"); // what waits for the index is taken in
        Loaded("PostgreSQL pg_trgm", count, start, Long(db, "SELECT pg_total_relation_size('plain_rows')", ("", "")));
        foreach (var (shortest, longest) in ((int, int)[])[(2, 2), (3, 4)])
        {
            var pairs = RecordsBench.Words(count, shortest, longest, Pairs);
            Times($"PostgreSQL, {shortest} to {longest} characters: count", pairs, p => Long(db, "SELECT count(*) FROM plain_rows WHERE text LIKE $a AND text LIKE $b", p));
            Times($"PostgreSQL, {shortest} to {longest} characters: top 20 by date", pairs, p => Rows(db, "SELECT id FROM plain_rows WHERE text LIKE $a AND text LIKE $b ORDER BY day DESC, id LIMIT 20", p));
        }
        Do(db, "DROP TABLE plain_rows");
    }

    static void Groonga(int count)
    {
        var folder = Directory.CreateTempSubdirectory("zhice-bench-").FullName;
        try
        {
            using var engine = GroongaEngine.Open(folder);
            if (engine is null)
            {
                Console.WriteLine("Groonga: not installed here, not measured");
                return;
            }
            var start = Stopwatch.GetTimestamp();
            engine.Load(Made(count));
            Loaded("Groonga, bigrams", count, start, Directory.EnumerateFiles(folder).Sum(file => new FileInfo(file).Length));
            foreach (var (shortest, longest) in ((int, int)[])[(2, 2), (3, 4)])
            {
                var pairs = RecordsBench.Words(count, shortest, longest, Pairs);
                Times($"Groonga, {shortest} to {longest} characters: count", pairs, p => engine.Count(p));
                Times($"Groonga, {shortest} to {longest} characters: top 20 by date", pairs, p => engine.Count(p, "--sort_keys -day,_key --limit 20 --output_columns _key"));
                Times($"Groonga, {shortest} to {longest} characters: top 20 by score", pairs, p => engine.Count(p, "--command_version 2 --sort_keys -_score --limit 20 --output_columns \"_key, highlight_html(text)\""));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static IEnumerable<(int Id, DateOnly Day, string Text)> Made(int count) =>
        new SyntheticRecords(1).Make(0, count).Select((IpRecord record, int i) => (i + 1, record.SortDay ?? DateOnly.MinValue, record.Title + "\n" + record.Abstract));

    static void Loaded(string name, int count, long start, long bytes)
    {
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name + ": load with index",-52} {count / seconds:N0} records/s ({seconds:F0} s), {bytes / 1e6:F0} MB of rows and index"));
    }

    static void Times(string name, List<(string First, string Second)> pairs, Func<(string First, string Second), long> run)
    {
        run(pairs[0]);
        var times = new double[pairs.Count];
        long hits = 0;
        for (var i = 0; i < pairs.Count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            hits += run(pairs[i]);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-52} p50 {times[times.Length / 2]:F1} ms, p95 {times[(int)(times.Length * 0.95)]:F1} ms, mean {(double)hits / pairs.Count:N0} rows"));
    }

    static void Do(DbConnection db, string text)
    {
        using var command = Command(db, text, ("", ""));
        command.ExecuteNonQuery();
    }

    static long Long(DbConnection db, string text, (string First, string Second) pair)
    {
        using var command = Command(db, text, pair);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    static long Rows(DbConnection db, string text, (string First, string Second) pair)
    {
        using var command = Command(db, text, pair);
        using var reader = command.ExecuteReader();
        var rows = 0L;
        while (reader.Read()) rows++;
        return rows;
    }

    // $a, $b: parts of the text; $m: the question as FTS5 reads it. Both drivers know the sign, PostgreSQL's by place.
    static DbCommand Command(DbConnection db, string text, (string First, string Second) pair)
    {
        var command = db.CreateCommand();
#pragma warning disable CA2100 // texts of this file
        command.CommandText = db is NpgsqlConnection ? text.Replace("$a", "@a", StringComparison.Ordinal).Replace("$b", "@b", StringComparison.Ordinal) : text;
#pragma warning restore CA2100
        foreach (var (name, value) in ((string, string)[])[("a", $"%{pair.First}%"), ("b", $"%{pair.Second}%"), ("m", $"\"{pair.First}\" AND \"{pair.Second}\"")])
        {
            if (!text.Contains("$" + name, StringComparison.Ordinal)) continue;
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ((db is NpgsqlConnection ? "@" : "$") + name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
