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
    readonly EmergingIndustries industries = EmergingIndustries.None;
    readonly string folder;
    long nextId;

    /// <summary>Takes the store's turn.</summary>
    /// <exception cref="IOException">Another writer holds it.</exception>
    /// <exception cref="InvalidDataException">An earlier version wrote it: <see cref="RecordRebuild"/> brings it up to date.</exception>
    public RecordWriter(RecordStore store) : this(store, rebuilds: false) { }

    internal RecordWriter(RecordStore store, bool rebuilds)
    {
        ArgumentNullException.ThrowIfNull(store);
        folder = store.Folder;
        Directory.CreateDirectory(folder);
        held = new FileStream(Path.Combine(folder, "writer.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        db = Tables.Open(folder, write: true);
        try
        {
            if (!Tables.IsEmpty(db) && Tables.FormatOf(db) is var format && format != (rebuilds ? Tables.HalfMade : Tables.Format))
                throw new InvalidDataException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The record store is of format {format}; this version writes {Tables.Format}. Build it anew: zhice records rebuild"));
            Tables.Run(db, Tables.Make);
            if (!rebuilds) Tables.Run(db, Tables.MarkWhole);
        }
        catch
        {
            Dispose();
            throw;
        }
        nextId = Tables.Number(db, "SELECT coalesce(max(first + count), 1) FROM segment");
        if (nextId == 0) nextId = 1;
        RemoveOrphans();
        foreach (var (name, now) in Tables.Rows(db, r => (r.GetString(0), r.GetString(1)), "SELECT name, now FROM former")) former.Add(name, now);
        industries = RecordStore.Industries(db);
    }

    internal SqliteConnection Db => db;

    /// <summary>The store's folder.</summary>
    public string Folder => folder;

    /// <summary>Adds a dataset to the catalogue; returns its number. One that is there already keeps what is not said anew, and what is the office's own stays so: only <see cref="SetTerms"/> opens it.</summary>
    /// <param name="code">Stable short name.</param>
    /// <param name="name">Name on screen; null or empty for the one it has, for a new one its code.</param>
    /// <param name="source">Where it comes from; empty for what was said before.</param>
    /// <param name="licence">Terms of use; empty for what was said before.</param>
    /// <param name="cycle">How often it is brought up to date; empty for what was said before.</param>
    /// <param name="inside">True when only people of the office may see it; false leaves one that is there as it is.</param>
    /// <param name="synthetic">True when the generator made it.</param>
    public int Register(string code, string? name, string source, string licence, string cycle, bool inside, bool synthetic)
    {
        Tables.Run(db, """
            INSERT INTO dataset (code, name, source, licence, cycle, inside, synthetic) VALUES ($code, iif($name = '', $code, $name), $source, $licence, $cycle, $inside, $synthetic)
            ON CONFLICT (code) DO UPDATE SET name = iif($name = '', name, $name), source = iif($source = '', source, $source), licence = iif($licence = '', licence, $licence), cycle = iif($cycle = '', cycle, $cycle), inside = max(inside, $inside)
            """, ("$code", code), ("$name", name ?? ""), ("$source", source), ("$licence", licence), ("$cycle", cycle), ("$inside", inside), ("$synthetic", synthetic));
        Tables.Changed(db);
        return (int)Tables.Number(db, "SELECT id FROM dataset WHERE code = $code", ("$code", code));
    }

    /// <summary>Changes what the catalogue says of a dataset, and who may see it: the one way by which the office's own becomes open to all. False when there is no such dataset.</summary>
    public bool SetTerms(string code, string name, string source, string licence, string cycle, bool inside)
    {
        using var together = db.BeginTransaction();
        var known = Tables.Run(db, "UPDATE dataset SET name = $name, source = $source, licence = $licence, cycle = $cycle, inside = $inside WHERE code = $code",
            ("$code", code), ("$name", name), ("$source", source), ("$licence", licence), ("$cycle", cycle), ("$inside", inside)) == 1;
        Tables.Changed(db);
        together.Commit();
        return known;
    }

    /// <summary>Takes in the table of classes and emerging industries in the place of the one before; the index is then made anew by <see cref="RecordRebuild"/>, and the store is not written before.</summary>
    public void SetIndustries(IReadOnlyList<IndustryRow> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var together = db.BeginTransaction();
        Tables.Run(db, "DELETE FROM industry");
        using (var insert = Tables.Command(db, "INSERT INTO industry (symbol, code, only_words, without_words) VALUES ($symbol, $code, $only, $without)", ("$symbol", ""), ("$code", ""), ("$only", ""), ("$without", "")))
            foreach (var row in table)
            {
                (insert.Parameters[0].Value, insert.Parameters[1].Value, insert.Parameters[2].Value, insert.Parameters[3].Value) = (row.Symbol, row.Code, string.Join(';', row.Only), string.Join(';', row.Without));
                insert.ExecuteNonQuery();
            }
        Tables.Run(db, "DELETE FROM segment");
        Tables.Run(db, Tables.MarkHalfMade);
        together.Commit();
    }

    /// <summary>Takes in texts of classes beside those that are there; one that is there is replaced.</summary>
    public void AddClassTexts(IEnumerable<(string Symbol, string Text)> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        using var together = db.BeginTransaction();
        using var insert = Tables.Command(db, "INSERT INTO class_text VALUES ($symbol, $text) ON CONFLICT (symbol) DO UPDATE SET text = excluded.text", ("$symbol", ""), ("$text", ""));
        foreach (var (symbol, text) in texts)
        {
            (insert.Parameters[0].Value, insert.Parameters[1].Value) = (symbol, text);
            insert.ExecuteNonQuery();
        }
        together.Commit();
    }

    /// <summary>Says that a party was called otherwise before: all records of both names, also those taken in already, count under the name now.</summary>
    public void AddFormerName(string name, string now)
    {
        ArgumentNullException.ThrowIfNull(now);
        former.Add(name, now);
        Tables.Run(db, "INSERT OR REPLACE INTO former VALUES ($name, $now)", ("$name", PartyName.Normal(name)), ("$now", PartyName.Normal(now)));
        Tables.Run(db, "INSERT OR IGNORE INTO party (name, shown) VALUES ($name, $shown)", ("$name", PartyName.Normal(now)), ("$shown", now.Trim()));
        Tables.Changed(db);
        CountUnderNamesOfToday();
    }

    // Columns name parties by number: a segment that has one of before is written anew with that of today.
    void CountUnderNamesOfToday()
    {
        var today = new Dictionary<int, int>();
        foreach (var (name, _) in former.Said)
            if (Party(name) is var old and > 0 && Party(former.Now(name)) is var now and > 0 && old != now) today[old] = now;
        parties.Clear();
        if (today.Count == 0) return;
        foreach (var row in Tables.Rows(db, r => (Id: r.GetInt64(0), First: r.GetInt64(1), Count: r.GetInt32(2)), "SELECT id, first, count FROM segment"))
        {
            using var segment = new Segment(RecordStore.SegmentPath(folder, row.Id), row.First);
            if (segment.HasParty(today.Keys)) Join([row], today);
        }

        int Party(string name) => (int)Tables.Number(db, "SELECT id FROM party WHERE name = $name", ("$name", name));
    }

    /// <summary>Writes a batch and commits it with <paramref name="also"/>; the same key twice in a batch: the later one holds.</summary>
    internal BatchCounts Write(int dataset, IReadOnlyList<IpRecord> records, Action<SqliteConnection, WrittenBatch> also)
    {
        using var together = db.BeginTransaction();
        var (fresh, counts, gone) = Sorted(dataset, records);
        if (fresh.Count > 0)
        {
            var segment = Tables.Number(db, "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'segment'");
            if (segment == 0) segment = 1;
            var facts = fresh.ConvertAll(f => new IndexedFacts(dataset, PartiesOf(f.Record), RecordFactsOf.Record(f.Record, industries)));
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
        also(db, new(counts, fresh.Select(f => f.Record), gone));
        together.Commit();
        Merge();
        return counts;
    }

    // A record to be written; Others are records of the same number in other datasets.
    sealed record Fresh(string Key, IpRecord Record, byte[] Digest, byte[] Body, IReadOnlyList<long> Others);

    (List<Fresh> Fresh, BatchCounts Counts, List<IpRecord> Gone) Sorted(int dataset, IReadOnlyList<IpRecord> records)
    {
        using var find = Tables.Command(db, "SELECT id, digest, dataset, body FROM record WHERE key = $key", ("$key", ""));
        using var bury = Tables.Command(db, "INSERT INTO gone VALUES ($id)", ("$id", 0L));
        using var remove = Tables.Command(db, "DELETE FROM record WHERE id = $id", ("$id", 0L));
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var (fresh, gone) = (new List<Fresh?>(records.Count), new List<IpRecord>());
        var (added, replaced, unchanged, repeated, elsewhere, removed) = (0, 0, 0, 0, 0, 0);
        foreach (var record in records)
        {
            var key = record.Key!;
            var body = JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Default.IpRecord);
            var digest = SHA256.HashData(body)[..16];
            if (places.TryGetValue(key, out var place))
            {
                var before = fresh[place]!;
                if (record.Deleted) { fresh[place] = null; places.Remove(key); removed++; }
                else if (before.Digest.AsSpan().SequenceEqual(digest)) unchanged++;
                else { fresh[place] = before with { Record = record, Digest = digest, Body = body }; repeated++; }
                continue;
            }
            var (old, same, others) = Held(key, dataset, digest);
            if (record.Deleted ? old == 0 : same) { unchanged++; continue; }
            if (old > 0)
            {
                (bury.Parameters[0].Value, remove.Parameters[0].Value) = (old, old);
                bury.ExecuteNonQuery();
                remove.ExecuteNonQuery();
                if (record.Deleted)
                {
                    Tables.Run(db, "INSERT INTO removed VALUES ($id)", ("$id", old));
                    Tables.Run(db, "INSERT INTO removal (id, key, dataset, at) VALUES ($id, $key, $dataset, $at)", ("$id", old), ("$key", key), ("$dataset", dataset), ("$at", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
                    removed++;
                    continue;
                }
                replaced++;
            }
            else added++;
            if (others.Count > 0) elsewhere++;
            places[key] = fresh.Count;
            fresh.Add(new(key, record, digest, body, others));
        }
        return ([.. fresh.OfType<Fresh>()], new BatchCounts(added, replaced + repeated, unchanged, elsewhere, removed), gone);

        (long Old, bool Same, IReadOnlyList<long> Others) Held(string key, int dataset, byte[] digest)
        {
            var (old, same, others) = (0L, false, (List<long>?)null);
            find.Parameters[0].Value = key;
            using var row = find.ExecuteReader();
            while (row.Read())
                if (row.GetInt32(2) != dataset) (others ??= []).Add(row.GetInt64(0));
                else
                {
                    (old, same) = (row.GetInt64(0), ((byte[])row[1]).AsSpan().SequenceEqual(digest));
                    if (!same) gone.Add(JsonSerializer.Deserialize((byte[])row[3], RecordJson.Default.IpRecord)!);
                }
            return (old, same, others ?? (IReadOnlyList<long>)[]);
        }
    }

    void InsertRows(int dataset, List<Fresh> fresh)
    {
        using var insert = Tables.Command(db, "INSERT INTO record VALUES ($id, $key, $dataset, $digest, $body)", ("$id", 0L), ("$key", ""), ("$dataset", dataset), ("$digest", Array.Empty<byte>()), ("$body", Array.Empty<byte>()));
        for (var i = 0; i < fresh.Count; i++)
        {
            insert.Parameters[0].Value = nextId + i;
            insert.Parameters[1].Value = fresh[i].Key;
            insert.Parameters[3].Value = fresh[i].Digest;
            insert.Parameters[4].Value = fresh[i].Body;
            insert.ExecuteNonQuery();
            // A number that came again leaves its old twin behind, which no record has any more: readers pass over it.
            if (fresh[i].Others is { Count: > 0 } others)
                foreach (var twin in others.Append(nextId + i)) Tables.Run(db, "INSERT OR IGNORE INTO twin VALUES ($key, $id)", ("$key", fresh[i].Key), ("$id", twin));
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

    /// <summary>Writes the next piece of an index that is made anew; returns the number of its last record.</summary>
    internal long Indexed(long last, int most)
    {
        if (nextId > last) return last;
        using var together = db.BeginTransaction();
        var end = Math.Min(last, nextId + most - 1);
        var rows = Tables.Rows(db, r => (Id: r.GetInt64(0), Record: JsonSerializer.Deserialize((byte[])r[1], RecordJson.Default.IpRecord)!, Dataset: r.GetInt32(2)),
            "SELECT id, body, dataset FROM record WHERE id BETWEEN $first AND $end ORDER BY id", ("$first", nextId), ("$end", end));
        var next = nextId;
        foreach (var (id, record, dataset) in rows)
        {
            for (; next < id; next++) Hole(next);
            builder.Add(record, new IndexedFacts(dataset, PartiesOf(record), RecordFactsOf.Record(record, industries)));
            next++;
        }
        for (; next <= end; next++) Hole(next);
        var segment = Math.Max(1, Tables.Number(db, "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'segment'"));
        builder.Write(RecordStore.SegmentPath(folder, segment));
        Tables.Run(db, "INSERT INTO segment (id, first, count) VALUES ($id, $first, $count)", ("$id", segment), ("$first", nextId), ("$count", (int)(end - nextId + 1)));
        together.Commit();
        nextId = end + 1;
        Merge();
        return end;

        void Hole(long id)
        {
            builder.AddHole();
            Tables.Run(db, "INSERT OR IGNORE INTO gone VALUES ($id)", ("$id", id));
        }
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

    void Join(List<(long Id, long First, int Count)> rows, IReadOnlyDictionary<int, int>? partiesNow = null)
    {
        var segments = rows.ConvertAll(r => new Segment(RecordStore.SegmentPath(folder, r.Id), r.First));
        try
        {
            var id = Tables.Number(db, "SELECT seq + 1 FROM sqlite_sequence WHERE name = 'segment'");
            SegmentMerge.Write(segments, RecordStore.SegmentPath(folder, id), partiesNow);
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
/// <param name="Elsewhere">Of those added or replaced, held by another dataset too.</param>
/// <param name="Removed">Taken out.</param>
public readonly record struct BatchCounts(int Added, int Replaced, int Unchanged, int Elsewhere, int Removed);

/// <summary>A batch as it was written.</summary>
/// <param name="Counts">The counts.</param>
/// <param name="Fresh">Records written.</param>
/// <param name="Gone">Records in whose place others came, or that were taken out.</param>
readonly record struct WrittenBatch(BatchCounts Counts, IEnumerable<IpRecord> Fresh, IReadOnlyList<IpRecord> Gone);
