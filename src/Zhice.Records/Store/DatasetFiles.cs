using System.Globalization;
using System.IO.Compression;

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
    readonly Dictionary<(int Dataset, bool Packed), (string Name, Task<DatasetFile> Made)> files = [];

    /// <summary>The file of a dataset as it stands now; written first where there is none of this version. Who leaves meanwhile does not stop the writing.</summary>
    /// <param name="store">The store.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="packed">True for the file packed with gzip.</param>
    /// <param name="cancel">Stops waiting for it.</param>
    public Task<DatasetFile> Of(RecordStore store, Dataset dataset, bool packed, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(dataset);
        var (last, updated) = store.Version(dataset.Id);
        var name = string.Create(CultureInfo.InvariantCulture, $"{dataset.Id}-{updated.ToUnixTimeMilliseconds()}-{last}");
        lock (turn)
        {
            if (!files.TryGetValue((dataset.Id, false), out var plain) || plain.Name != name || plain.Made.IsFaulted) files[(dataset.Id, false)] = plain = (name, Task.Run(() => Made(store, dataset, name, updated), CancellationToken.None));
            if (!packed) return plain.Made.WaitAsync(cancel);
            if (!files.TryGetValue((dataset.Id, true), out var known) || known.Name != name || known.Made.IsFaulted) files[(dataset.Id, true)] = known = (name, Task.Run(async () => Packed(await plain.Made), CancellationToken.None));
            return known.Made.WaitAsync(cancel);
        }
    }

    static DatasetFile Packed(DatasetFile plain)
    {
        var path = plain.Path + ".gz";
        if (!File.Exists(path))
        {
            using (var from = new FileStream(plain.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 20))
            using (var file = new FileStream(path + ".part", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
            {
                using (var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true)) from.CopyTo(gzip);
                file.Flush(flushToDisk: true);
            }
            File.Move(path + ".part", path, overwrite: true);
        }
        return plain with { Path = path, Bytes = new FileInfo(path).Length, Tag = plain.Tag[..^1] + "-gz\"" };
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
        foreach (var old in Directory.EnumerateFiles(folder, string.Create(CultureInfo.InvariantCulture, $"{dataset.Id}-*")).Where(f => !f.StartsWith(path, StringComparison.Ordinal)).OrderByDescending(File.GetLastWriteTimeUtc).Skip(2)) File.Delete(old);
        return new DatasetFile(path, new FileInfo(path).Length, records, $"\"{name}\"", updated);
    }
}
