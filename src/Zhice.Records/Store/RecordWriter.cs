using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Names;

namespace Zhice.Records.Store;

/// <summary>Writes records in batches; each batch is whole or not there. One writer at a time: a second one is refused.</summary>
/// <remarks>
/// A batch first becomes a segment file that is flushed to the disk, then one transaction writes rows, the segment's name and the job's place.
/// A process killed between leaves a file that nobody names; the next writer removes it.
/// </remarks>
public sealed class RecordWriter : IDisposable
{
    const int MergeAt = 8;

    readonly FileStream held;
    readonly SqliteConnection db;
    readonly SegmentBuilder builder = new();
    readonly Dictionary<string, int> parties = new(StringComparer.Ordinal);
    readonly FormerNames former = new();
    readonly string folder;
    long nextId;

    /// <summary>Takes the store's turn.</summary>
    /// <exception cref="IOException">Another writer holds it.</exception>
    public RecordWriter(RecordStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        folder = store.Folder;
        Directory.CreateDirectory(folder);
        held = new FileStream(Path.Combine(folder, "writer.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        db = Tables.Open(folder, write: true);
        Tables.Run(db, Tables.Make);
        nextId = Tables.Number(db, "SELECT coalesce(max(first + count), 1) FROM segment");
        if (nextId == 0) nextId = 1;
        RemoveOrphans();
        foreach (var (name, now) in Tables.Rows(db, r => (r.GetString(0), r.GetString(1)), "SELECT name, now FROM former")) former.Add(name, now);
    }

    internal SqliteConnection Db => db;

    /// <summary>The store's folder.</summary>
    public string Folder => folder;

    /// <summary>Adds a dataset to the catalogue, or brings what it says up to date; returns its number.</summary>
    public int Register(string code, string name, string source, string licence, string cycle, bool inside, bool synthetic)
    {
        Tables.Run(db, """
            INSERT INTO dataset (code, name, source, licence, cycle, inside, synthetic) VALUES ($code, $name, $source, $licence, $cycle, $inside, $synthetic)
            ON CONFLICT (code) DO UPDATE SET name = $name, source = $source, licence = $licence, cycle = $cycle, inside = $inside
            """, ("$code", code), ("$name", name), ("$source", source), ("$licence", licence), ("$cycle", cycle), ("$inside", inside), ("$synthetic", synthetic));
        return (int)Tables.Number(db, "SELECT id FROM dataset WHERE code = $code", ("$code", code));
    }

    /// <summary>Says that a party was called otherwise before; records written later count under the name now.</summary>
    public void AddFormerName(string name, string now)
    {
        former.Add(name, now);
        Tables.Run(db, "INSERT OR REPLACE INTO former VALUES ($name, $now)", ("$name", PartyName.Normal(name)), ("$now", PartyName.Normal(now)));
    }

    /// <summary>Writes a batch and commits it with <paramref name="also"/>; the same key twice in a batch: the later one holds.</summary>
    internal BatchCounts Write(int dataset, IReadOnlyList<IpRecord> records, Action<SqliteConnection, BatchCounts, IEnumerable<IpRecord>> also)
    {
        using var together = db.BeginTransaction();
        var (fresh, counts) = Sorted(dataset, records);
        if (fresh.Count > 0)
        {
            var segment = Tables.Number(db, "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'segment'");
            if (segment == 0) segment = 1;
            var facts = fresh.ConvertAll(f => new IndexedFacts(dataset, PartiesOf(f.Record), RecordFactsOf.Record(f.Record)));
            var path = RecordStore.SegmentPath(folder, segment);
            // The index on one core, the rows on the other.
            var index = Task.Run(() =>
            {
                for (var i = 0; i < fresh.Count; i++) builder.Add(fresh[i].Record, facts[i]);
                builder.Write(path);
            });
            try
            {
                InsertRows(dataset, fresh);
            }
            finally
            {
                index.Wait();
            }
            Tables.Run(db, "INSERT INTO segment (id, first, count) VALUES ($id, $first, $count)", ("$id", segment), ("$first", nextId), ("$count", fresh.Count));
            nextId += fresh.Count;
        }
        Tables.Run(db, "UPDATE dataset SET updated = $now WHERE id = $id", ("$now", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()), ("$id", dataset));
        also(db, counts, fresh.Select(f => f.Record));
        together.Commit();
        Merge();
        return counts;
    }

    (List<(string Key, IpRecord Record, byte[] Digest, byte[] Body)> Fresh, BatchCounts Counts) Sorted(int dataset, IReadOnlyList<IpRecord> records)
    {
        using var find = Tables.Command(db, "SELECT id, digest, dataset FROM record WHERE key = $key", ("$key", ""));
        using var bury = Tables.Command(db, "INSERT INTO gone VALUES ($id)", ("$id", 0L));
        using var remove = Tables.Command(db, "DELETE FROM record WHERE id = $id", ("$id", 0L));
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var fresh = new List<(string Key, IpRecord Record, byte[] Digest, byte[] Body)>(records.Count);
        var (added, replaced, unchanged, repeated) = (0, 0, 0, 0);
        foreach (var record in records)
        {
            var key = record.Key!;
            var body = JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Default.IpRecord);
            var digest = SHA256.HashData(body)[..16];
            if (places.TryGetValue(key, out var place))
            {
                if (fresh[place].Digest.AsSpan().SequenceEqual(digest)) unchanged++;
                else { fresh[place] = (key, record, digest, body); repeated++; }
                continue;
            }
            find.Parameters[0].Value = key;
            long old = 0;
            using (var row = find.ExecuteReader())
                if (row.Read())
                {
                    if (row.GetInt32(2) == dataset && ((byte[])row[1]).AsSpan().SequenceEqual(digest)) { unchanged++; continue; }
                    old = row.GetInt64(0);
                }
            if (old > 0)
            {
                (bury.Parameters[0].Value, remove.Parameters[0].Value) = (old, old);
                bury.ExecuteNonQuery();
                remove.ExecuteNonQuery();
                replaced++;
            }
            else added++;
            places[key] = fresh.Count;
            fresh.Add((key, record, digest, body));
        }
        return (fresh, new BatchCounts(added, replaced + repeated, unchanged));
    }

    void InsertRows(int dataset, List<(string Key, IpRecord Record, byte[] Digest, byte[] Body)> fresh)
    {
        using var insert = Tables.Command(db, "INSERT INTO record VALUES ($id, $key, $dataset, $digest, $body)", ("$id", 0L), ("$key", ""), ("$dataset", dataset), ("$digest", Array.Empty<byte>()), ("$body", Array.Empty<byte>()));
        for (var i = 0; i < fresh.Count; i++)
        {
            insert.Parameters[0].Value = nextId + i;
            insert.Parameters[1].Value = fresh[i].Key;
            insert.Parameters[3].Value = fresh[i].Digest;
            insert.Parameters[4].Value = fresh[i].Body;
            insert.ExecuteNonQuery();
        }
    }

    List<int> PartiesOf(IpRecord record)
    {
        var ids = new List<int>(1);
        foreach (var party in record.Parties)
        {
            if (party.Role != PartyRole.Applicant) continue;
            var name = former.Now(PartyName.Normal(party.Name));
            if (name.Length == 0) continue;
            if (!parties.TryGetValue(name, out var id))
            {
                if (parties.Count > 500_000) parties.Clear();
                Tables.Run(db, "INSERT OR IGNORE INTO party (name, shown) VALUES ($name, $shown)", ("$name", name), ("$shown", party.Name.Trim()));
                parties[name] = id = (int)Tables.Number(db, "SELECT id FROM party WHERE name = $name", ("$name", name));
            }
            if (!ids.Contains(id)) ids.Add(id);
        }
        return ids;
    }

    /// <summary>Joins the last segments where eight of about one size have come together, so that there are never many.</summary>
    internal void Merge()
    {
        for (; ; )
        {
            var rows = Tables.Rows(db, r => (Id: r.GetInt64(0), First: r.GetInt64(1), Count: r.GetInt32(2)), "SELECT id, first, count FROM segment ORDER BY first DESC LIMIT 64");
            if (rows.Count < MergeAt) return;
            var tier = Tier(rows[MergeAt - 1].Count);
            var last = rows.TakeWhile(r => Tier(r.Count) <= tier).Take(MergeAt * 2).Reverse().ToList();
            if (last.Count < MergeAt) return;
            Join(last);
        }
    }

    static int Tier(int count) => (int)Math.Log(Math.Max(count, 1), 8);

    void Join(List<(long Id, long First, int Count)> rows)
    {
        var segments = rows.ConvertAll(r => new Segment(RecordStore.SegmentPath(folder, r.Id), r.First));
        try
        {
            var id = Tables.Number(db, "SELECT seq + 1 FROM sqlite_sequence WHERE name = 'segment'");
            SegmentMerge.Write(segments, RecordStore.SegmentPath(folder, id));
            using var together = db.BeginTransaction();
            foreach (var row in rows) Tables.Run(db, "DELETE FROM segment WHERE id = $id", ("$id", row.Id));
            Tables.Run(db, "INSERT INTO segment (id, first, count) VALUES ($id, $first, $count)", ("$id", id), ("$first", rows[0].First), ("$count", rows.Sum(r => r.Count)));
            together.Commit();
        }
        finally
        {
            foreach (var segment in segments) segment.Dispose();
        }
        foreach (var row in rows) File.Delete(RecordStore.SegmentPath(folder, row.Id));
    }

    void RemoveOrphans()
    {
        var named = Tables.Rows(db, r => RecordStore.SegmentPath(folder, r.GetInt64(0)), "SELECT id FROM segment").ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*.segment"))
            if (!named.Contains(file)) File.Delete(file);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        db.Dispose();
        held.Dispose();
    }
}

/// <summary>What became of the records of a batch.</summary>
/// <param name="Added">New ones.</param>
/// <param name="Replaced">With other content than before.</param>
/// <param name="Unchanged">As they were.</param>
public readonly record struct BatchCounts(int Added, int Replaced, int Unchanged);
