using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
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

    /// <summary>Puts texts into the index, or replaces what it holds of them, within the context's transaction.</summary>
    internal void Write(ZhiceDb db, IEnumerable<(long Id, string Text)> rows)
    {
        var connection = db.Database.GetDbConnection();
        var transaction = db.Database.CurrentTransaction?.GetDbTransaction() ?? throw new InvalidOperationException("The index is written within a transaction only.");
        using var remove = Command(connection, transaction, $"DELETE FROM {Name} WHERE {Key(connection)} = @id", "@id");
        using var insert = Command(connection, transaction, connection is NpgsqlConnection
            ? $"INSERT INTO {Name} (id, tokens) VALUES (@id, array_to_tsvector(@tokens))"
            : $"INSERT INTO {Name} (rowid, tokens) VALUES (@id, @tokens)", "@id", "@tokens");
        foreach (var (id, text) in rows)
        {
            var tokens = CjkBigrams.Tokens(text).Distinct(StringComparer.Ordinal).ToArray();
            remove.Parameters[0].Value = id;
            remove.ExecuteNonQuery();
            insert.Parameters[0].Value = id;
            insert.Parameters[1].Value = connection is NpgsqlConnection ? tokens : string.Join(' ', tokens);
            insert.ExecuteNonQuery();
        }
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
