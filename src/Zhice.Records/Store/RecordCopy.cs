namespace Zhice.Records.Store;

/// <summary>A copy of the record store as it stood at one commit, for a backup; an ingest may go on meanwhile.</summary>
/// <remarks>The rows are copied first, then the segments that they name are held open, so that a merge cannot take them away while they are read.</remarks>
public sealed class RecordCopy : IDisposable
{
    const int Tries = 5;

    readonly string rows;
    readonly List<(string Name, FileStream File)> parts = [];

    RecordCopy(string rows) => this.rows = rows;

    /// <summary>The parts by name, each to be read once from its beginning.</summary>
    public IReadOnlyList<(string Name, FileStream File)> Parts => parts;

    /// <summary>Makes the copy of a data folder's store; null when it has none.</summary>
    /// <exception cref="IOException">An ingest merged its segments faster than they could be copied, five times.</exception>
    public static RecordCopy? Of(string home)
    {
        var store = new RecordStore(home);
        if (!store.Exists) return null;
        for (var tries = 1; ; tries++)
        {
            var copy = new RecordCopy(Path.Combine(store.Folder, $"copy-{Path.GetRandomFileName()}.db"));
            try
            {
                copy.Take(store.Folder);
                return copy;
            }
            catch (FileNotFoundException) when (tries < Tries)
            {
                copy.Dispose(); // a merge came between: the next copy names the merged segment
            }
            catch
            {
                copy.Dispose();
                throw;
            }
        }
    }

    void Take(string folder)
    {
        using (var db = Tables.Open(folder, write: false)) Tables.Run(db, "VACUUM INTO $to", ("$to", rows));
        using (var db = Tables.OpenFile(rows, write: false))
            foreach (var id in Tables.Rows(db, r => r.GetInt64(0), "SELECT id FROM segment ORDER BY first"))
            {
                var segment = RecordStore.SegmentPath(folder, id);
                parts.Add((Path.GetFileName(segment), new FileStream(segment, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete)));
            }
        parts.Insert(0, (RecordStore.RowsName, File.OpenRead(rows)));
    }

    /// <summary>Whether a name is one that a part of a store may have; a backup of elsewhere must not write anything else.</summary>
    public static bool IsPartName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name == RecordStore.RowsName || name.Length == 16 && name.EndsWith(".segment", StringComparison.Ordinal) && name.AsSpan(0, 8).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var (_, file) in parts) file.Dispose();
        File.Delete(rows);
    }
}
