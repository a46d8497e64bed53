using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Zhice.Data.Storage;
using Zhice.Records.Text;

namespace Zhice.Data.Searching;

/// <summary>A table of the full-text index: keys with the tokens of their texts, per store the same tokens.</summary>
/// <param name="Name">Name of the table, a constant of the program.</param>
internal sealed record TokenTable(string Name)
{
    /// <summary>Tasks and commitments: 2 × the task's key, or 2 × the commitment's key + 1.</summary>
    internal static readonly TokenTable Programme = new("search_programme");

    /// <summary>Titles and file names of evidence, by its key.</summary>
    internal static readonly TokenTable Evidence = new("search_evidence");

    /// <summary>The newest words of reports, by the report's key; <see cref="ReportIndex"/> adds who can reach them.</summary>
    internal static readonly TokenTable Reports = new("search_report");

    /// <summary>Puts texts into the index, or replaces what it holds of them, within the context's transaction.</summary>
    internal void Write(ZhiceDb db, IEnumerable<(long Id, string Text)> rows) => Write(db, rows.Select(r => (r.Id, CjkBigrams.Tokens(r.Text))));

    /// <summary>As above, of tokens.</summary>
    internal void Write(ZhiceDb db, IEnumerable<(long Id, IEnumerable<string> Tokens)> rows)
    {
        var connection = db.Database.GetDbConnection();
        var transaction = db.Database.CurrentTransaction?.GetDbTransaction() ?? throw new InvalidOperationException("The index is written within a transaction only.");
        using var remove = Command(connection, transaction, $"DELETE FROM {Name} WHERE {Key(connection)} = @id", "@id");
        using var insert = Command(connection, transaction, connection is NpgsqlConnection
            ? $"INSERT INTO {Name} (id, tokens) VALUES (@id, array_to_tsvector(@tokens)) ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens"
            : $"INSERT INTO {Name} (rowid, tokens) VALUES (@id, @tokens)", "@id", "@tokens");
        foreach (var (id, words) in rows)
        {
            var tokens = words.Distinct(StringComparer.Ordinal).ToArray();
            remove.Parameters[0].Value = id;
            remove.ExecuteNonQuery();
            insert.Parameters[0].Value = id;
            insert.Parameters[1].Value = connection is NpgsqlConnection ? tokens : string.Join(' ', tokens);
            insert.ExecuteNonQuery();
        }
    }

    /// <summary>Whether there is any row.</summary>
#pragma warning disable EF1002 // names of ours
    internal bool Holds(ZhiceDb db) => db.Database.SqlQueryRaw<long>($"SELECT {Key(db.Database.GetDbConnection())} AS \"Value\" FROM {Name} LIMIT 1").Any();
#pragma warning restore EF1002

    /// <summary>Puts the tokens of many new rows into the index, within the context's transaction.</summary>
    internal void Fill(ZhiceDb db, IEnumerable<(long Id, IEnumerable<string> Tokens)> rows)
    {
        if (!db.Database.IsNpgsql())
        {
            var row = new object?[2];
            BulkInsert.Write(db, Name, ["rowid", "tokens"], rows.Select(r =>
            {
                (row[0], row[1]) = (r.Id, string.Join(' ', r.Tokens.Distinct(StringComparer.Ordinal)));
                return row;
            }));
            return;
        }
        Write(db, rows);
    }

    /// <summary>Keys of the rows that hold all tokens of the query: candidates, as pairs of characters may come from different places.</summary>
    internal async Task<IReadOnlyList<long>> All(ZhiceDb db, string query, CancellationToken cancel)
    {
        // The tokens are letters, digits and Chinese characters only: nothing in them ends a quotation.
        var tokens = CjkBigrams.Query(query);
        if (tokens.Count == 0) return [];
        var postgres = db.Database.IsNpgsql();
        var sql = postgres ? $"SELECT id AS \"Value\" FROM {Name} WHERE tokens @@ {{0}}::tsquery" : $"SELECT rowid AS \"Value\" FROM {Name} WHERE {Name} MATCH {{0}}";
        var match = postgres
            ? string.Join(" & ", tokens.Select(t => $"'{t.Token}'{(t.Prefix ? ":*" : "")}"))
            : string.Join(" AND ", tokens.Select(t => $"\"{t.Token}\"{(t.Prefix ? "*" : "")}"));
        return await db.Database.SqlQueryRaw<long>(sql, match).ToListAsync(cancel);
    }

    /// <summary>The newest rows that hold all tokens of the query and, where a scope is given, one of its tokens: keys, the highest first.</summary>
    /// <param name="db">The context.</param>
    /// <param name="query">What a person typed.</param>
    /// <param name="scope">Tokens of which one is enough; none for no narrowing.</param>
    /// <param name="most">Most keys.</param>
    /// <param name="cancel">Stops.</param>
    internal async Task<IReadOnlyList<long>> Newest(ZhiceDb db, string query, IReadOnlyCollection<string> scope, int most, CancellationToken cancel)
    {
        var tokens = CjkBigrams.Query(query);
        if (tokens.Count == 0) return [];
        // A single character (the check digit of a number, too) begins tokens of nearly every row, and the store would put all of them together first. These are candidates only: pairs and longer words narrow them.
        if (tokens.Any(t => !t.Prefix || t.Token.Length > 3)) tokens = [.. tokens.Where(t => !t.Prefix || t.Token.Length > 1)];
        var postgres = db.Database.IsNpgsql();
        var (key, and, or) = postgres ? ("id", " & ", " | ") : ("rowid", " AND ", " OR ");
        var wanted = tokens.Select(t => postgres ? $"'{t.Token}'{(t.Prefix ? ":*" : "")}" : $"\"{t.Token}\"{(t.Prefix ? "*" : "")}").ToList();
        if (scope.Count > 0) wanted.Add($"({string.Join(or, scope.Select(t => postgres ? $"'{t}'" : $"\"{t}\""))})");
        var matches = postgres ? "tokens @@ {0}::tsquery" : $"{Name} MATCH {{0}}";
#pragma warning disable EF1002 // names of ours; what was typed goes in as a parameter
        return await db.Database.SqlQueryRaw<long>($"SELECT {key} AS \"Value\" FROM {Name} WHERE {matches} ORDER BY {key} DESC LIMIT {{1}}", string.Join(and, wanted), most).ToListAsync(cancel);
#pragma warning restore EF1002
    }

    /// <summary>Keys of rows that hold any of the tokens, the highest first, among those that a condition on joined tables allows.</summary>
    /// <param name="db">The context.</param>
    /// <param name="tokens">Tokens as <see cref="CjkBigrams"/> makes them.</param>
    /// <param name="joins">Joins, written by the program, in which {key} stands for the row's key.</param>
    /// <param name="condition">The condition, written by the program, with {0}, {1} … for <paramref name="values"/>.</param>
    /// <param name="values">Values of the condition.</param>
    /// <param name="most">Most keys.</param>
    /// <param name="cancel">Stops.</param>
    internal async Task<IReadOnlyList<long>> Any(
        ZhiceDb db, IEnumerable<string> tokens, string joins, string condition, IReadOnlyList<object> values, int most, CancellationToken cancel)
    {
        var postgres = db.Database.IsNpgsql();
        var key = $"{Name}.{(postgres ? "id" : "rowid")}";
        var match = postgres ? string.Join(" | ", tokens.Select(t => $"'{t}'")) : string.Join(" OR ", tokens.Select(t => $"\"{t}\""));
        var matches = postgres ? $"{Name}.tokens @@ {{{values.Count}}}::tsquery" : $"{Name} MATCH {{{values.Count}}}";
        var sql = $"SELECT {key} AS \"Value\" FROM {Name} {joins.Replace("{key}", key, StringComparison.Ordinal)} WHERE {matches} AND {condition} ORDER BY {key} DESC LIMIT {{{values.Count + 1}}}";
        return await db.Database.SqlQueryRaw<long>(sql, [.. values, match, most]).ToListAsync(cancel);
    }

    static string Key(DbConnection connection) => connection is NpgsqlConnection ? "id" : "rowid";

    static DbCommand Command(DbConnection connection, DbTransaction transaction, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // names of the program's own tables
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
