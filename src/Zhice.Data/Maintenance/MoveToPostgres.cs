using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Searching;
using Zhice.Data.Storage;
using Zhice.Domain;

namespace Zhice.Data.Maintenance;

/// <summary>One table that was moved.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Rows">Rows on both sides.</param>
/// <param name="Digest">SHA-256 of all values in the order of the key, the same on both sides.</param>
public sealed record MovedTable(string Table, long Rows, string Digest);

/// <summary>Copies an SQLite database into an empty PostgreSQL one: all tables or nothing, in one transaction, compared value by value.</summary>
public static class MoveToPostgres
{
    /// <summary>Copies every table in an order that its links allow, moves the counting of keys behind the rows, builds the search index anew and compares.</summary>
    /// <param name="from">An opened and migrated SQLite store that nobody writes to meanwhile.</param>
    /// <param name="to">An opened PostgreSQL store; its tables are made when missing.</param>
    /// <param name="cancel">Stops and leaves the target empty.</param>
    /// <returns>The tables, or <c>move.not-empty</c>, or <c>move.differs</c> (name of the table).</returns>
    public static async Task<Outcome<IReadOnlyList<MovedTable>>> Run(ZhiceStore from, ZhiceStore to, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        to.Migrate();
        using var source = from.CreateContext();
        using var target = to.CreateContext();
        var tables = Ordered(source.Model);
        await source.Database.OpenConnectionAsync(cancel);

        var transaction = await target.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            foreach (var table in tables)
                if (Count(target, table.Name) > 0) return new Blocked("move.not-empty", table.Name);

            var moved = new List<MovedTable>();
            foreach (var table in tables)
            {
                cancel.ThrowIfCancellationRequested();
                using var sent = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var rows = BulkInsert.Write(target, table.Name, table.Columns, Digested(Read(source, table), sent));
                using var kept = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var count = Digested(Read(target, table), kept).LongCount();
                var digest = Convert.ToHexStringLower(sent.GetHashAndReset());
                if (count != rows || Convert.ToHexStringLower(kept.GetHashAndReset()) != digest) return new Blocked("move.differs", table.Name);
                if (table.Counted) BulkInsert.MoveSequence(target.Database.GetDbConnection(), transaction.GetDbTransaction(), table.Name);
                moved.Add(new MovedTable(table.Name, rows, digest));
            }
            SearchIndex.Write(target, source.Tasks.AsNoTracking().Select(t => new { t.Id, t.Title }).AsEnumerable().Select(t => (t.Id, t.Title)),
                source.Commitments.AsNoTracking().Select(c => new { c.Id, c.Quote.Words }).AsEnumerable().Select(c => (c.Id, c.Words)));
            ReportIndex.WriteAll(source, target);
            Services.RegisterIndex.WriteAll(source, target);
            EvidenceRegister.Index(target, source.Evidence.AsNoTracking().AsEnumerable(), source.EvidenceVersions.AsNoTracking().Where(v => v.FileName != null).AsEnumerable());
            await transaction.CommitAsync(cancel);
            return moved;
        }
    }

    /// <summary>A table with the CLR type that each column's stored value has.</summary>
    sealed record Table(string Name, IReadOnlyList<string> Columns, IReadOnlyList<Type> Types, IReadOnlyList<string> Key, bool Counted);

    static List<Table> Ordered(IModel model)
    {
        var left = model.GetEntityTypes().ToList();
        var ordered = new List<IEntityType>();
        while (left.Count > 0)
        {
            var free = left.FindAll(e => e.GetForeignKeys().All(f => f.PrincipalEntityType == e || ordered.Contains(f.PrincipalEntityType)));
            if (free.Count == 0) throw new InvalidOperationException("The tables hold one another in a circle.");
            ordered.AddRange(free);
            left.RemoveAll(free.Contains);
        }
        return [.. ordered.Select(Of)];
    }

    static Table Of(IEntityType entity)
    {
        var table = entity.GetTableMappings().Single().Table;
        var columns = table.Columns.OrderBy(c => c.Name, StringComparer.Ordinal).ToList();
        var key = entity.FindPrimaryKey()!.Properties.Select(p => p.GetColumnName()).ToList();
        return new Table(table.Name, [.. columns.Select(c => c.Name)], [.. columns.Select(c => c.PropertyMappings[0].TypeMapping is var mapping
            ? mapping.Converter?.ProviderClrType ?? mapping.ClrType : typeof(object)).Select(t => Nullable.GetUnderlyingType(t) ?? t)], key, key is ["id"]);
    }

    // A link to the own table points to a lower key, so the order of keys is an order in which rows can be written.
    static IEnumerable<object?[]> Read(ZhiceDb db, Table table)
    {
        using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // names of the model
        command.CommandText = $"SELECT {Names(table.Columns)} FROM {table.Name} ORDER BY {Names(table.Key)}";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var row = new object?[table.Columns.Count];
        while (reader.Read())
        {
            for (var i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : Value(reader, i, table.Types[i]);
            yield return row;
        }
    }

    static object Value(DbDataReader reader, int column, Type type) =>
        type == typeof(int) || type.IsEnum ? reader.GetInt32(column)
        : type == typeof(long) ? reader.GetInt64(column)
        : type == typeof(bool) ? reader.GetBoolean(column)
        : type == typeof(double) ? reader.GetDouble(column)
        : type == typeof(string) ? reader.GetString(column)
        : type == typeof(DateOnly) ? reader.GetFieldValue<DateOnly>(column)
        : type == typeof(DateTime) ? Moment(reader.GetDateTime(column))
        : type == typeof(byte[]) ? reader.GetFieldValue<byte[]>(column)
        : throw new InvalidOperationException($"A column of {type} needs its reading here.");

    // PostgreSQL holds microseconds; a statement of our own may have written a finer moment into SQLite.
    static DateTime Moment(DateTime stored) => new(stored.Ticks - stored.Ticks % TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc);

    static IEnumerable<object?[]> Digested(IEnumerable<object?[]> rows, IncrementalHash hash)
    {
        foreach (var row in rows)
        {
            foreach (var value in row)
            {
                var bytes = value switch
                {
                    null => [],
                    byte[] raw => raw,
                    DateTime moment => BitConverter.GetBytes(moment.Ticks),
                    _ => Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!),
                };
                hash.AppendData(BitConverter.GetBytes(value is null ? -1 : bytes.Length));
                hash.AppendData(bytes);
            }
            yield return row;
        }
    }

    static long Count(ZhiceDb db, string table)
    {
        using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100
        command.CommandText = $"SELECT count(*) FROM {table}";
#pragma warning restore CA2100
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    static string Names(IReadOnlyList<string> columns) => string.Join(',', columns.Select(name => $"\"{name}\""));
}
