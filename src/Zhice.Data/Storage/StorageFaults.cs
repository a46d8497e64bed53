using Microsoft.Data.Sqlite;
using Npgsql;

namespace Zhice.Data.Storage;

/// <summary>Tells a store without room from other faults, wherever the room was missed.</summary>
public static class StorageFaults
{
    const int SqliteFull = 13;

    /// <summary>True where the disk, the database or the object store has no room left.</summary>
    public static bool IsFull(Exception? fault) => fault switch
    {
        null => false,
        StoreFullException => true,
        SqliteException { SqliteErrorCode: SqliteFull } => true,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => true,
        IOException io when DiskFull.Is(io) => true,
        _ => IsFull(fault.InnerException),
    };
}
