using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Records.Store;

namespace Zhice.Data.Maintenance;

/// <summary>What a backup holds: digests of every part.</summary>
/// <param name="Format">1.</param>
/// <param name="At">When it was made, UTC.</param>
/// <param name="Database">SHA-256 of <c>zhice.db</c>.</param>
/// <param name="Files">SHA-256 of each kept file, which is its name too.</param>
/// <param name="Keys">Names and SHA-256 of the data-protection keys, without which no one's session survives.</param>
/// <param name="Records">Names and SHA-256 of the parts of the record store; null where there is none, and in backups made before there was one.</param>
public sealed record BackupManifest(int Format, DateTimeOffset At, string Database, IReadOnlyList<string> Files, IReadOnlyDictionary<string, string> Keys, IReadOnlyDictionary<string, string>? Records = null);

/// <summary>One ZIP with a consistent copy of the database, of the record store, and all files, those of an object store too; they are restored into the folder. PostgreSQL has its own tools (pg_dump, archiving): there the files alone are ours to copy.</summary>
public static class Backup
{
    const string ManifestName = "manifest.json", DatabaseName = "zhice.db";

    /// <summary>Writes the backup of an SQLite home; work may go on meanwhile. The ZIP appears under its name only when it is whole.</summary>
    /// <exception cref="InvalidDataException">A kept file no longer has the digest that names it.</exception>
    public static async Task<BackupManifest> Write(StoreSettings settings, string zip, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(clock);
        var copy = Path.Combine(settings.Home, $"backup-{Path.GetRandomFileName()}.db");
        var part = zip + ".part";
        try
        {
            Copy(settings.SqliteFile, copy);
            using var objects = settings.Objects is { } remote ? new ObjectStore(remote) : null;
            var store = new FileStore(Path.Combine(settings.Home, "files"), objects);
            // After the rows were copied, and once: a file that comes in from now on belongs to the next backup.
            var files = await store.Kept(cancel);
            var keys = new SortedDictionary<string, string>(StringComparer.Ordinal);
            BackupManifest manifest;
            var archive = await ZipFile.OpenAsync(part, ZipArchiveMode.Create, cancel);
            await using (archive)
            {
                await archive.CreateEntryFromFileAsync(copy, DatabaseName, CompressionLevel.Fastest, cancel);
                foreach (var digest in files) await Pack(archive, store, digest, cancel);
                foreach (var key in KeyFiles(settings.Home))
                {
                    keys.Add(Path.GetFileName(key), await Digest(key, cancel));
                    await archive.CreateEntryFromFileAsync(key, $"keys/{Path.GetFileName(key)}", CompressionLevel.Fastest, cancel);
                }
                var records = await PackRecords(archive, settings.Home, cancel);
                manifest = new BackupManifest(1, clock.GetUtcNow(), await Digest(copy, cancel), files, keys, records);
                var entry = await archive.CreateEntry(ManifestName).OpenAsync(cancel);
                await using (entry) await JsonSerializer.SerializeAsync(entry, manifest, JsonSerializerOptions.Web, cancel);
            }
            File.Move(part, zip, overwrite: true);
            return manifest;
        }
        finally
        {
            File.Delete(copy);
            File.Delete(part);
        }
    }

    /// <summary>
    /// Restores into a home. Everything is unpacked and checked beside the home first; only then it takes its place.
    /// Refusals: <c>restore.not-empty</c>, <c>restore.not-a-backup</c>, <c>restore.damaged</c> (name of the part).
    /// </summary>
    /// <param name="zip">The backup.</param>
    /// <param name="home">The data folder, which no process may be using.</param>
    /// <param name="force">True to replace what the home holds; it is moved aside to <c>home.before-…</c>, not deleted.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops before the home is touched.</param>
    public static async Task<Outcome<BackupManifest>> Restore(string zip, string home, bool force, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(home));
        // The folder's lock may be held by the caller already: a folder with nothing else in it is empty.
        var filled = Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any(entry => Path.GetFileName(entry) != "lock");
        if (filled && !force) return new Blocked("restore.not-empty", full);

        var staging = $"{full}.restore-{Path.GetRandomFileName()}";
        try
        {
            if (!(await Unpack(zip, staging, cancel)).Accepted(out var manifest, out var refusal)) return refusal;
            if (Directory.Exists(full))
            {
                if (filled) Directory.Move(full, string.Create(CultureInfo.InvariantCulture, $"{full}.before-{clock.GetUtcNow():yyyyMMddHHmmssfff}"));
                else Directory.Delete(full, recursive: true);
            }
            Directory.Move(staging, full);
            return manifest;
        }
        finally
        {
            if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
        }
    }

    static async Task<Outcome<BackupManifest>> Unpack(string zip, string folder, CancellationToken cancel)
    {
        try
        {
            var archive = await ZipFile.OpenReadAsync(zip, cancel);
            await using (archive)
            {
                if (archive.GetEntry(ManifestName) is not { } entry) return new Blocked("restore.not-a-backup");
                BackupManifest? manifest;
                var stream = await entry.OpenAsync(cancel);
                await using (stream) manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(stream, JsonSerializerOptions.Web, cancel);
                if (manifest is not { Format: 1, Files: not null, Keys: not null }) return new Blocked("restore.not-a-backup");
                var records = manifest.Records ?? new Dictionary<string, string>();
                if (!records.Keys.All(RecordCopy.IsPartName)) return new Blocked("restore.not-a-backup");

                // Only names of the manifest are asked for, so that no entry can lead out of the folder.
                var files = new FileStore(Path.Combine(folder, "files"));
                foreach (var (name, digest, place) in ((string, string, string)[])
                    [(DatabaseName, manifest.Database, Path.Combine(folder, DatabaseName)),
                     .. manifest.Files.Select(d => ($"files/{d}", d, files.PlaceOf(d))),
                     .. manifest.Keys.Select(k => ($"keys/{k.Key}", k.Value, Path.Combine(folder, "keys", Path.GetFileName(k.Key)))),
                     .. records.Select(r => ($"records/{r.Key}", r.Value, Path.Combine(folder, "records", r.Key)))])
                {
                    if (archive.GetEntry(name) is not { } part) return new Blocked("restore.damaged", name);
                    Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                    await part.ExtractToFileAsync(place, overwrite: false, cancel);
                    if (await Digest(place, cancel) != digest) return new Blocked("restore.damaged", name);
                }
                return manifest;
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException or ArgumentException)
        {
            return new Blocked("restore.not-a-backup");
        }
    }

    // Streamed, as evidence may be gigabytes; a damaged file is found now, not when it is needed.
    static async Task Pack(ZipArchive archive, FileStore store, string digest, CancellationToken cancel)
    {
        var file = await store.Open(digest, cancel) ?? throw new InvalidDataException($"The file {digest} went away during the backup.");
        await using (file)
        {
            var entry = await archive.CreateEntry($"files/{digest}", CompressionLevel.Fastest).OpenAsync(cancel);
            await using (entry) await file.CopyToAsync(entry, 128 * 1024, cancel);
        }
    }

    static async Task<IReadOnlyDictionary<string, string>?> PackRecords(ZipArchive archive, string home, CancellationToken cancel)
    {
        using var copy = RecordCopy.Of(home);
        if (copy is null) return null;
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, file) in copy.Parts)
        {
            digests.Add(name, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel)));
            file.Position = 0;
            var entry = await archive.CreateEntry($"records/{name}", CompressionLevel.Fastest).OpenAsync(cancel);
            await using (entry) await file.CopyToAsync(entry, 1 << 20, cancel);
        }
        return digests;
    }

    static void Copy(string from, string to)
    {
        using var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = from, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        source.Open();
        using var command = source.CreateCommand();
        command.CommandText = "VACUUM INTO @to"; // one snapshot, whole and compact
        command.Parameters.AddWithValue("@to", to);
        command.ExecuteNonQuery();
    }

    static IEnumerable<string> KeyFiles(string home)
    {
        var folder = Path.Combine(home, "keys");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal) : [];
    }

    static async Task<string> Digest(string file, CancellationToken cancel)
    {
        var stream = File.OpenRead(file);
        await using (stream) return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel));
    }
}
