using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Zhice.Data.Storage;

/// <summary>A text with U+0000 came as far as the store: the edge should have refused it with words of its own.</summary>
public sealed class UnstorableTextException(string message) : Exception(message);

/// <summary>Tells a store without room, and text that no store takes, from other faults, wherever they were met.</summary>
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

    /// <summary>True where what was sent holds U+0000 or half a character: a fault of the request, in what it asks for as in what it says.</summary>
    public static bool IsUnstorable(Exception? fault) => fault switch
    {
        null => false,
        UnstorableTextException or EncoderFallbackException => true,
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } => true,
        _ => IsUnstorable(fault.InnerException),
    };
}
