using System.Data.Common;
using Npgsql;

namespace Zhice.Data.Statistics;

/// <summary>COPY into a scratch table of the transaction, then a handful of statements over the whole stretch.</summary>
internal sealed class PostgresObservationWriter : ObservationWriter
{
    const string SamePlace = "o.element = i.element AND o.period = i.period AND o.organisation = i.organisation";

    readonly NpgsqlConnection connection;
    readonly NpgsqlTransaction transaction;

    public PostgresObservationWriter(DbTransaction transaction, int batch) : base(batch)
    {
        this.transaction = (NpgsqlTransaction)transaction;
        connection = this.transaction.Connection!;
        Run("CREATE TEMP TABLE IF NOT EXISTS stat_incoming (element integer, period integer, organisation integer, value bigint, line integer) ON COMMIT DROP");
        Run("TRUNCATE stat_incoming");
    }

    protected override void WriteSorted(ReadOnlySpan<IncomingValue> values)
    {
        using (var copy = connection.BeginBinaryImport("COPY stat_incoming (element, period, organisation, value, line) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (ref readonly var value in values)
            {
                copy.StartRow();
                copy.Write(value.Element);
                copy.Write(value.Period);
                copy.Write(value.Organisation);
                if (value.Value is { } stored) copy.Write(stored);
                else copy.WriteNull();
                copy.Write(value.Line);
            }
            copy.Complete();
        }
        Run("ANALYZE stat_incoming");
        using (var command = Command($"SELECT i.line FROM stat_incoming i JOIN stat_observation o ON {SamePlace} WHERE o.batch = $1 AND o.value IS DISTINCT FROM i.value ORDER BY i.line LIMIT 200", Batch))
        using (var reader = command.ExecuteReader())
            while (reader.Read()) Conflict(reader.GetInt32(0));
        Repeated += Run($"DELETE FROM stat_incoming i USING stat_observation o WHERE {SamePlace} AND o.batch = $1", Batch);
        Unchanged += Run($"DELETE FROM stat_incoming i USING stat_observation o WHERE {SamePlace} AND o.ended_by = 0 AND o.value IS NOT DISTINCT FROM i.value");
        Unchanged += Run($"DELETE FROM stat_incoming i WHERE i.value IS NULL AND NOT EXISTS (SELECT 1 FROM stat_observation o WHERE {SamePlace} AND o.ended_by = 0)");
        Replaced += Run($"UPDATE stat_observation o SET ended_by = $1 FROM stat_incoming i WHERE {SamePlace} AND o.ended_by = 0", Batch);
        Written += Run("INSERT INTO stat_observation (element, period, organisation, batch, value, ended_by) SELECT element, period, organisation, $1, value, 0 FROM stat_incoming", Batch);
        Run("TRUNCATE stat_incoming");
    }

    int Run(string sql, params ReadOnlySpan<int> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    NpgsqlCommand Command(string sql, params ReadOnlySpan<int> values)
    {
#pragma warning disable CA2100 // texts of ours, never a user's words
        var command = new NpgsqlCommand(sql, connection, transaction);
#pragma warning restore CA2100
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = value });
        return command;
    }

    // The scratch table goes with the transaction.
    protected override void Dispose(bool disposing)
    {
    }
}
