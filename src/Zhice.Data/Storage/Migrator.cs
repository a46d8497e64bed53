using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Zhice.Data.Storage;

/// <summary>One hand-written step of the tables' history, for one store.</summary>
/// <param name="Number">1, 2, 3 …</param>
/// <param name="Name">Short name from the file's name.</param>
/// <param name="Up">SQL that makes the step.</param>
/// <param name="Down">SQL that takes it back.</param>
/// <param name="Digest">SHA-256 of the file, lower-case hexadecimal.</param>
public sealed record Migration(int Number, string Name, string Up, string Down, string Digest);

/// <summary>Applies the embedded SQL files <c>Migrations/{Sqlite,Postgres}/NNNN_name.sql</c>, each in a transaction of its own.</summary>
/// <remarks>
/// A file holds the way up, a line <c>-- down</c>, and the way down. What was applied is recorded in <c>zhice_migration</c> with the
/// file's digest: a file changed after its use is damage, and a database with unknown steps belongs to a newer program.
/// </remarks>
public static class Migrator
{
    const string Table =
        "CREATE TABLE IF NOT EXISTS zhice_migration (number integer NOT NULL PRIMARY KEY, name text NOT NULL, digest text NOT NULL, applied_at text NOT NULL)";

    /// <summary>All steps of a store, in order.</summary>
    public static IReadOnlyList<Migration> All(StoreProvider provider)
    {
        var folder = provider == StoreProvider.Sqlite ? "migrations/Sqlite/" : "migrations/Postgres/";
        var assembly = typeof(Migrator).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Read(assembly, name, name[folder.Length..]))];
    }

    /// <summary>Applies what is missing, up to <paramref name="last"/>; answers the steps done.</summary>
    /// <param name="connection">A connection to the database; opened when closed.</param>
    /// <param name="provider">Which store it is.</param>
    /// <param name="last">Number of the last step to apply; all by default.</param>
    /// <exception cref="InvalidDataException">The database is newer than this program, or a step was changed after it was applied.</exception>
    public static IReadOnlyList<Migration> Up(DbConnection connection, StoreProvider provider, int last = int.MaxValue)
    {
        Open(connection);
        Execute(connection, null, Table);
        var applied = Applied(connection);
        var known = All(provider);
        Check(known, applied);

        var done = new List<Migration>();
        foreach (var step in known.Where(m => !applied.ContainsKey(m.Number) && m.Number <= last))
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, transaction, step.Up);
            Execute(connection, transaction, string.Create(CultureInfo.InvariantCulture,
                $"INSERT INTO zhice_migration (number, name, digest, applied_at) VALUES ({step.Number}, '{step.Name}', '{step.Digest}', '{DateTime.UtcNow:O}')"));
            transaction.Commit();
            done.Add(step);
        }
        return done;
    }

    /// <summary>Takes back every applied step above <paramref name="target"/>, newest first.</summary>
    public static void Down(DbConnection connection, StoreProvider provider, int target)
    {
        Open(connection);
        Execute(connection, null, Table);
        var applied = Applied(connection);
        foreach (var step in All(provider).Reverse().Where(m => m.Number > target && applied.ContainsKey(m.Number)))
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, transaction, step.Down);
            Execute(connection, transaction, string.Create(CultureInfo.InvariantCulture, $"DELETE FROM zhice_migration WHERE number = {step.Number}"));
            transaction.Commit();
        }
    }

    /// <summary>True when every step has been applied, and none that this program does not know.</summary>
    public static bool IsCurrent(DbConnection connection, StoreProvider provider)
    {
        Open(connection);
        Execute(connection, null, Table);
        var applied = Applied(connection);
        return All(provider).All(m => applied.GetValueOrDefault(m.Number) == m.Digest) && applied.Count == All(provider).Count;
    }

    static void Check(IReadOnlyList<Migration> known, Dictionary<int, string> applied)
    {
        foreach (var (number, digest) in applied)
        {
            var step = known.FirstOrDefault(m => m.Number == number)
                ?? throw new InvalidDataException($"The database holds step {number}, which this program does not know: it belongs to a newer one.");
            if (step.Digest != digest)
                throw new InvalidDataException($"Step {number} ({step.Name}) was changed after it was applied to this database.");
        }
    }

    static Migration Read(Assembly assembly, string resource, string file)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = reader.ReadToEnd();
        var parts = text.Split("\n-- down\n");
        if (parts.Length != 2) throw new InvalidDataException($"{file} must hold one line '-- down'.");
        var number = int.Parse(file.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture);
        return new Migration(number, Path.GetFileNameWithoutExtension(file)[5..], parts[0], parts[1], Digest(text));
    }

    static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static Dictionary<int, string> Applied(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT number, digest FROM zhice_migration";
        using var reader = command.ExecuteReader();
        var applied = new Dictionary<int, string>();
        while (reader.Read()) applied.Add(reader.GetInt32(0), reader.GetString(1));
        return applied;
    }

    static void Open(DbConnection connection)
    {
        if (connection.State == System.Data.ConnectionState.Open) return;
        connection.Open();
        if (connection is Microsoft.Data.Sqlite.SqliteConnection) KeptConnections.Apply(connection);
    }

    static void Execute(DbConnection connection, DbTransaction? transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
