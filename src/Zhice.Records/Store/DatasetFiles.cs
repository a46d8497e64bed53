using System.Globalization;

namespace Zhice.Records.Store;

/// <summary>All records of a dataset as one file of JSON lines.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Records">Its records.</param>
/// <param name="Tag">Entity tag with its quotes (RFC 9110, 8.8.3): another one when the dataset has changed.</param>
/// <param name="Made">When the dataset last changed.</param>
public sealed record DatasetFile(string Path, long Bytes, long Records, string Tag, DateTimeOffset Made);

/// <summary>Datasets as files, for downloads that go on by byte ranges: each is written once for a version of its dataset, into <c>records/downloads</c> of the data folder.</summary>
public sealed class DatasetFiles
{
    readonly Lock turn = new();
    readonly Dictionary<int, (string Name, Task<DatasetFile> Made)> files = [];

    /// <summary>The file of a dataset as it stands now; written first where there is none of this version. Who leaves meanwhile does not stop the writing.</summary>
    public Task<DatasetFile> Of(RecordStore store, Dataset dataset, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(dataset);
        var (last, updated) = store.Version(dataset.Id);
        var name = string.Create(CultureInfo.InvariantCulture, $"{dataset.Id}-{updated.ToUnixTimeMilliseconds()}-{last}");
        lock (turn)
        {
            if (!files.TryGetValue(dataset.Id, out var known) || known.Name != name || known.Made.IsFaulted) files[dataset.Id] = known = (name, Task.Run(() => Made(store, dataset, name, updated), CancellationToken.None));
            return known.Made.WaitAsync(cancel);
        }
    }

    static DatasetFile Made(RecordStore store, Dataset dataset, string name, DateTimeOffset updated)
    {
        var folder = Directory.CreateDirectory(Path.Combine(store.Folder, "downloads")).FullName;
        var path = Path.Combine(folder, name + ".jsonl");
        var records = 0L;
        // Written aside and then named: a file that is there is whole.
        if (!File.Exists(path))
        {
            using (var file = new FileStream(path + ".part", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
            {
                foreach (var body in store.Bodies(dataset.Id))
                {
                    file.Write(body);
                    file.WriteByte((byte)'\n');
                }
                file.Flush(flushToDisk: true);
            }
            File.Move(path + ".part", path, overwrite: true);
        }
        using (var lines = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 20))
        {
            var buffer = new byte[1 << 20];
            for (int read; (read = lines.Read(buffer)) > 0;) records += buffer.AsSpan(0, read).Count((byte)'\n');
        }
        // The version before may just be on its way to somebody.
        foreach (var old in Directory.EnumerateFiles(folder, string.Create(CultureInfo.InvariantCulture, $"{dataset.Id}-*")).Where(f => f != path).OrderByDescending(File.GetLastWriteTimeUtc).Skip(1)) File.Delete(old);
        return new DatasetFile(path, new FileInfo(path).Length, records, $"\"{name}\"", updated);
    }
}
