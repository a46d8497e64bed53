using Microsoft.Data.Sqlite;

namespace Zhice.Data.Storage;

/// <summary>Folds SQLite's write-ahead log back into the file beside the writers, not in the middle of one.</summary>
/// <remarks>
/// Left alone, SQLite does it inside the commit that makes the log longer than 1,000 pages: that writer, and all who wait for their turn behind it, then wait for the
/// disk, at a hundred saves a second twice a second. A checkpoint of kind PASSIVE on a connection of its own holds up nobody. Writers still do it themselves at
/// <see cref="LongestLog"/>, so the log stays bounded where this falls behind or a program ends before its turn.
/// </remarks>
internal sealed class Checkpoints : IDisposable
{
    /// <summary>Pages (4 KiB) after which a writer folds the log back itself: 32 MiB.</summary>
    public const int LongestLog = 8000;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    readonly string file;
    readonly Timer timer;
    readonly Lock running = new();
    int written;

    /// <param name="file">Connection string.</param>
    public Checkpoints(string file)
    {
        this.file = file;
        timer = new Timer(_ => Run());
    }

    /// <summary>Something was written: the log is folded back in a moment.</summary>
    public void Written()
    {
        if (Interlocked.Exchange(ref written, 1) == 0) timer.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    void Run()
    {
        lock (running)
        {
            Interlocked.Exchange(ref written, 0);
            try
            {
                using var connection = new SqliteConnection(file);
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
                command.ExecuteNonQuery();
            }
            catch (SqliteException)
            {
                // A full disk or a busy file: the log keeps what was written, and the next turn or a writer folds it back.
            }
        }
    }

    /// <summary>No turn begins any more, and one that runs has ended.</summary>
    public void Dispose()
    {
        using var ended = new ManualResetEvent(false);
        if (timer.Dispose(ended)) ended.WaitOne();
    }
}
