using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Zhice.Domain.Programme;
using Zhice.Records.Text;

namespace Zhice.Data.Searching;

/// <summary>The full-text index over tasks and commitments, per store the same tokens.</summary>
internal static class SearchIndex
{
    /// <summary>Puts texts into the index, or replaces what it holds of them, within the context's transaction.</summary>
    public static void Write(ZhiceDb db, IEnumerable<(TaskId Id, string Text)> tasks, IEnumerable<(CommitmentId Id, string Text)> commitments)
    {
        var connection = db.Database.GetDbConnection();
        var transaction = db.Database.CurrentTransaction?.GetDbTransaction() ?? throw new InvalidOperationException("The index is written within a transaction only.");
        var rows = tasks.Select(t => (t.Id.Value * 2, t.Text)).Concat(commitments.Select(c => (c.Id.Value * 2 + 1, c.Text)));
        using var remove = Command(connection, transaction, connection is NpgsqlConnection
            ? "DELETE FROM search_programme WHERE id = @id" : "DELETE FROM search_programme WHERE rowid = @id", "@id");
        using var insert = Command(connection, transaction, connection is NpgsqlConnection
            ? "INSERT INTO search_programme (id, tokens) VALUES (@id, array_to_tsvector(@tokens))"
            : "INSERT INTO search_programme (rowid, tokens) VALUES (@id, @tokens)", "@id", "@tokens");
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
    public static async Task<IReadOnlyList<long>> Candidates(ZhiceDb db, string query, CancellationToken cancel)
    {
        var tokens = CjkBigrams.Query(query);
        if (tokens.Count == 0) return [];
        return db.Database.IsNpgsql()
            ? await db.Database.SqlQuery<long>($"SELECT id AS \"Value\" FROM search_programme WHERE tokens @@ {TsQuery(tokens)}::tsquery").ToListAsync(cancel)
            : await db.Database.SqlQuery<long>($"SELECT rowid AS \"Value\" FROM search_programme WHERE search_programme MATCH {Match(tokens)}").ToListAsync(cancel);
    }

    static string TsQuery(IEnumerable<(string Token, bool Prefix)> tokens) =>
        string.Join(" & ", tokens.Select(t => $"'{t.Token}'{(t.Prefix ? ":*" : "")}"));

    static string Match(IEnumerable<(string Token, bool Prefix)> tokens) =>
        string.Join(" AND ", tokens.Select(t => $"\"{t.Token}\"{(t.Prefix ? "*" : "")}"));

    static DbCommand Command(DbConnection connection, DbTransaction transaction, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // constants above
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
