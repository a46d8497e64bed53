using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Names;

namespace Zhice.Records.Store;

/// <summary>The records of an instance: rows in SQLite, words and columns in segment files, both under <c>records/</c> of the data folder.</summary>
/// <remarks>Any number of threads may read. One process at a time writes, through <see cref="RecordWriter"/>; readers see a batch when it is committed.</remarks>
public sealed class RecordStore
{
    internal const string RowsName = "records.db";

    /// <summary>How long a snapshot may be old.</summary>
    static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    readonly Lock turn = new();
    readonly Dictionary<long, WeakReference<Segment>> open = [];
    RecordSnapshot snapshot = new([], [], [], [], [], new FormerNames());
    long stamp = -1, looked;

    /// <summary>Opens the store of a data folder; nothing is written before a writer comes.</summary>
    public RecordStore(string home) => Folder = Path.Combine(home, "records");

    /// <summary>The store's own folder.</summary>
    public string Folder { get; }

    /// <summary>True when the store holds anything at all.</summary>
    public bool Exists => File.Exists(Path.Combine(Folder, RowsName));

    /// <summary>The index as last committed, at most half a second ago.</summary>
    public RecordSnapshot Snapshot()
    {
        if (looked != 0 && Stopwatch.GetElapsedTime(looked) < Fresh) return snapshot;
        lock (turn)
        {
            if (!Exists) return snapshot;
            for (var tries = 0; ; tries++)
            {
                try
                {
                    Refresh();
                    break;
                }
                catch (FileNotFoundException) when (tries < 5)
                {
                    // A merge has taken a segment away between the list and the opening: the next list has the merged one.
                }
            }
            MappedPages.Ease(snapshot.Segments);
            looked = Stopwatch.GetTimestamp();
            return snapshot;
        }
    }

    /// <summary>Has the next reader look anew.</summary>
    public void Forget() => looked = 0;

    void Refresh()
    {
        using var db = Tables.Open(Folder, write: false);
        using var together = db.BeginTransaction(deferred: true);
        // While the index is made anew, readers go on with the one that they have.
        if (snapshot.Segments.Count > 0 && Tables.FormatOf(db) == Tables.HalfMade) return;
        Known(db);
        var highest = Tables.Number(db, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'segment'");
        var changes = Tables.Number(db, "SELECT coalesce(sum(updated), 0) + count(*) FROM dataset");
        var changed = HashCode.Combine(highest, changes, Tables.Number(db, "SELECT number FROM change"));
        if (stamp == changed) return;
        var rows = Tables.Rows(db, r => (Id: r.GetInt64(0), First: r.GetInt64(1)), "SELECT id, first FROM segment ORDER BY first");
        var segments = new List<Segment>(rows.Count);
        foreach (var (id, first) in rows)
        {
            if (!open.TryGetValue(id, out var known) || !known.TryGetTarget(out var segment)) open[id] = new(segment = new Segment(SegmentPath(Folder, id), first));
            segments.Add(segment);
        }
        foreach (var old in open.Keys.Except(rows.Select(r => r.Id)).ToList()) open.Remove(old);
        snapshot = new RecordSnapshot(segments, [.. Tables.Rows(db, r => r.GetInt64(0), "SELECT id FROM gone")], Datasets(db), Twins(db), Held(db), Former(db));
        stamp = changed;
    }

    internal static List<Twin> Twins(SqliteConnection db) =>
        Tables.Rows(db, r => new Twin(r.GetString(0), r.GetInt64(1), r.GetBoolean(2)), "SELECT t.key, t.id, d.inside FROM twin t JOIN record r ON r.id = t.id JOIN dataset d ON d.id = r.dataset ORDER BY t.key");

    // The quality report counts what a dataset holds now.
    static Dictionary<int, long> Held(SqliteConnection db) =>
        Tables.Rows(db, r => (r.GetInt32(0), r.GetInt64(1)), "SELECT dataset, count FROM quality WHERE measure = 'records'").ToDictionary(r => r.Item1, r => r.Item2);

    static void Known(SqliteConnection db)
    {
        if (Tables.FormatOf(db) is not Tables.Format and var format && !Tables.IsEmpty(db))
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The record store is of format {format}; this version reads {Tables.Format}. Build it anew: zhice records rebuild"));
    }

    /// <summary>True for a store that an earlier version wrote, or whose rebuilding broke off: <see cref="RecordRebuild"/> brings it up to date.</summary>
    public bool IsOfEarlierFormat
    {
        get
        {
            if (!Exists) return false;
            using var db = Tables.Open(Folder, write: false);
            return Tables.FormatOf(db) != Tables.Format && !Tables.IsEmpty(db);
        }
    }

    internal static string SegmentPath(string folder, long id) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{id:D8}.segment"));

    /// <summary>Records by number, in the order asked for; a number that is gone is left out.</summary>
    public IReadOnlyList<(long Id, IpRecord Record, int Dataset)> Load(IReadOnlyList<long> ids)
    {
        if (ids.Count == 0 || !Exists) return [];
        using var db = Tables.Open(Folder, write: false);
        using var command = Tables.Command(db, "SELECT body, dataset FROM record WHERE id = $id", ("$id", 0L));
        var records = new List<(long, IpRecord, int)>(ids.Count);
        foreach (var id in ids)
        {
            command.Parameters[0].Value = id;
            using var row = command.ExecuteReader();
            if (row.Read()) records.Add((id, Read((byte[])row[0]), row.GetInt32(1)));
        }
        return records;
    }

    /// <summary>Records of a dataset with numbers above one, ascending, as JSON in UTF-8.</summary>
    public IReadOnlyList<(long Id, byte[] Json)> After(int dataset, long after, int most)
    {
        if (!Exists) return [];
        using var db = Tables.Open(Folder, write: false);
        return Tables.Rows(db, r => (r.GetInt64(0), (byte[])r[1]), "SELECT id, body FROM record WHERE dataset = $dataset AND id > $after ORDER BY id LIMIT $most", ("$dataset", dataset), ("$after", after), ("$most", most));
    }

    /// <summary>Records numbered behind one.</summary>
    public long CountBehind(long id)
    {
        if (!Exists) return 0;
        using var db = Tables.Open(Folder, write: false);
        return Tables.Number(db, "SELECT count(*) FROM record WHERE id > $id", ("$id", id));
    }

    /// <summary>Records of a dataset that their source took back, in the order in which that was said, behind one of these numbers.</summary>
    public IReadOnlyList<(long Number, long Record, string Key, DateTimeOffset On)> Removals(int dataset, long after, int most)
    {
        if (!Exists) return [];
        using var db = Tables.Open(Folder, write: false);
        return Tables.Rows(db, r => (r.GetInt64(0), r.GetInt64(1), r.GetString(2), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(3))),
            "SELECT number, id, key, at FROM removal WHERE dataset = $dataset AND number > $after ORDER BY number LIMIT $most", ("$dataset", dataset), ("$after", after), ("$most", most));
    }

    /// <summary>Texts of classes that were imported, by symbol as the trees have it; a main group has that of its first subgroup. What has none is left out.</summary>
    public IReadOnlyDictionary<string, string> ClassTexts(IReadOnlyList<string> symbols)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (symbols.Count == 0 || !Exists) return texts;
        using var db = Tables.Open(Folder, write: false);
        using var command = Tables.Command(db, "SELECT text FROM class_text WHERE symbol = $symbol", ("$symbol", ""));
        foreach (var symbol in symbols)
        {
            command.Parameters[0].Value = symbol.Length > 4 && symbol.AsSpan().IndexOfAny('/', ':') < 0 ? symbol + "/00" : symbol;
            if (command.ExecuteScalar() is string text) texts[symbol] = text;
        }
        return texts;
    }

    /// <summary>What tells a version of a dataset from another: the number of its last record, and when it last changed.</summary>
    internal (long Last, DateTimeOffset Updated) Version(int dataset)
    {
        if (!Exists) return (0, DateTimeOffset.UnixEpoch);
        using var db = Tables.Open(Folder, write: false);
        return (Tables.Number(db, "SELECT max(id) FROM record WHERE dataset = $dataset", ("$dataset", dataset)), DateTimeOffset.FromUnixTimeMilliseconds(Tables.Number(db, "SELECT updated FROM dataset WHERE id = $dataset", ("$dataset", dataset))));
    }

    /// <summary>All records of a dataset as they stand, ascending, as JSON in UTF-8.</summary>
    internal IEnumerable<byte[]> Bodies(int dataset)
    {
        if (!Exists) yield break;
        using var db = Tables.Open(Folder, write: false);
        using var command = Tables.Command(db, "SELECT body FROM record WHERE dataset = $dataset ORDER BY id", ("$dataset", dataset));
        using var row = command.ExecuteReader();
        while (row.Read()) yield return (byte[])row[0];
    }

    /// <summary>The records of a key that a reader may see, one for each dataset that holds it: the office's own first, then the newest. The first is the one that counts in searches.</summary>
    /// <param name="key">The key.</param>
    /// <param name="inside">Whether datasets of the office may be seen.</param>
    public IReadOnlyList<Search.StoredRecord> Holders(string key, bool inside)
    {
        if (!Exists) return [];
        using var db = Tables.Open(Folder, write: false);
        return Tables.Rows(db, r => new Search.StoredRecord(r.GetInt64(0), Read((byte[])r[1]), r.GetInt32(2)),
            "SELECT r.id, r.body, r.dataset FROM record r JOIN dataset d ON d.id = r.dataset WHERE r.key = $key AND ($inside OR d.inside = 0) ORDER BY d.inside DESC, r.id DESC", ("$key", key), ("$inside", inside));
    }

    /// <summary>Names of parties as shown.</summary>
    public IReadOnlyDictionary<int, string> PartyNames(IReadOnlyList<int> ids)
    {
        var names = new Dictionary<int, string>();
        if (ids.Count == 0 || !Exists) return names;
        using var db = Tables.Open(Folder, write: false);
        using var command = Tables.Command(db, "SELECT shown FROM party WHERE id = $id", ("$id", 0L));
        foreach (var id in ids)
        {
            command.Parameters[0].Value = (long)id;
            if (command.ExecuteScalar() is string shown) names[id] = shown;
        }
        return names;
    }

    /// <summary>Parties with all names that their records may bear; a number that nobody has is left out.</summary>
    public IReadOnlyDictionary<int, KnownParty> Parties(IReadOnlyList<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var known = new Dictionary<int, KnownParty>();
        if (ids.Count == 0 || !Exists) return known;
        using var db = Tables.Open(Folder, write: false);
        var former = Former(db);
        using var command = Tables.Command(db, "SELECT name, shown FROM party WHERE id = $id", ("$id", 0L));
        foreach (var id in ids)
        {
            command.Parameters[0].Value = (long)id;
            using var row = command.ExecuteReader();
            if (row.Read()) known[id] = KnownParty.Of(row.GetString(0), row.GetString(1), former);
        }
        return known;
    }

    /// <summary>A party by any writing of a name of today or before; null when no record names it as applicant.</summary>
    public (int Id, KnownParty Party)? Party(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Exists) return null;
        using var db = Tables.Open(Folder, write: false);
        var former = Former(db);
        // Nobody may bear the name of today yet.
        var today = former.Now(PartyName.Normal(name));
        foreach (var each in (string[])[today, .. former.Before(today)])
            if (Tables.Rows(db, r => (r.GetInt32(0), KnownParty.Of(r.GetString(1), r.GetString(2), former)), "SELECT id, name, shown FROM party WHERE name = $name", ("$name", each)) is [var found, ..]) return found;
        return null;
    }

    /// <summary>Normal names under which records of some parties may stand: each name given with those of before and of today, each once.</summary>
    public IReadOnlyList<string> NamesOf(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0 || !Exists) return [];
        using var db = Tables.Open(Folder, write: false);
        var former = Former(db);
        return [.. names.Select(PartyName.Normal).Where(n => n.Length > 0).Select(former.Now).SelectMany(today => (string[])[today, .. former.Before(today)]).Distinct(StringComparer.Ordinal)];
    }

    // A store that no version with the table has written yet has none.
    internal static EmergingIndustries Industries(SqliteConnection db) => Tables.Number(db, "SELECT count(*) FROM sqlite_master WHERE name = 'industry'") == 0 ? EmergingIndustries.None
        : Tables.Rows(db, r => new IndustryRow(r.GetString(0), r.GetString(1), EmergingIndustries.Words(r.GetString(2)), EmergingIndustries.Words(r.GetString(3))), "SELECT symbol, code, only_words, without_words FROM industry ORDER BY number") is { Count: > 0 } table
            ? new EmergingIndustries(table) : EmergingIndustries.None;

    /// <summary>The emerging industries of a record by its classes, after the table that was imported; none without one.</summary>
    public IReadOnlyList<string> IndustriesOf(IpRecord record)
    {
        var symbols = record?.Classes.Where(c => c.Scheme == "IPC").Select(c => c.Symbol).Distinct(StringComparer.Ordinal).ToList() ?? [];
        if (record is null || symbols.Count == 0 || !Exists) return [];
        using var db = Tables.Open(Folder, write: false);
        if (Tables.Number(db, "SELECT count(*) FROM sqlite_master WHERE name = 'industry'") == 0) return [];
        return new EmergingIndustries(symbols.SelectMany(symbol => Tables.Rows(db, r => new IndustryRow(symbol, r.GetString(0), EmergingIndustries.Words(r.GetString(1)), EmergingIndustries.Words(r.GetString(2))),
            "SELECT code, only_words, without_words FROM industry WHERE symbol = $symbol ORDER BY number", ("$symbol", symbol)))).Of(record);
    }

    internal static FormerNames Former(SqliteConnection db)
    {
        var former = new FormerNames();
        foreach (var (name, now) in Tables.Rows(db, r => (r.GetString(0), r.GetString(1)), "SELECT name, now FROM former")) former.Add(name, now);
        return former;
    }

    /// <summary>The last jobs, the newest first.</summary>
    public IReadOnlyList<IngestJob> Jobs(int most)
    {
        if (!Exists) return [];
        using var db = Tables.Open(Folder, write: false);
        return Tables.Rows(db, Job, "SELECT id, file, dataset, state, done, added, replaced, unchanged, rejected, started, ended, fault, elsewhere, removed FROM job ORDER BY id DESC LIMIT $most", ("$most", most));
    }

    /// <summary>Records that a job refused, in the order of the file.</summary>
    public IReadOnlyList<RejectedRecord> Rejects(long job, int most)
    {
        if (!Exists) return [];
        using var db = Tables.Open(Folder, write: false);
        return Tables.Rows(db, r => new RejectedRecord(r.GetInt64(0), r.GetString(1), r.GetString(2)), "SELECT line, reason, excerpt FROM reject WHERE job = $job ORDER BY number LIMIT $most", ("$job", job), ("$most", most));
    }

    /// <summary>The quality report of a dataset.</summary>
    public IReadOnlyList<QualityFigure> Quality(int dataset)
    {
        if (!Exists) return [];
        using var db = Tables.Open(Folder, write: false);
        return Tables.Rows(db, r => new QualityFigure(r.GetString(0), r.GetInt64(1)), "SELECT measure, count FROM quality WHERE dataset = $dataset ORDER BY measure", ("$dataset", dataset));
    }

    internal static List<Dataset> Datasets(SqliteConnection db) =>
        Tables.Rows(db, r => new Dataset(r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetBoolean(6), r.GetBoolean(7), Moment(r.GetInt64(8))),
            "SELECT id, code, name, source, licence, cycle, inside, synthetic, updated FROM dataset ORDER BY id");

    internal static IngestJob Job(SqliteDataReader r) =>
        new(r.GetInt64(0), r.GetString(1), r.GetInt32(2), (JobState)r.GetInt32(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7), r.GetInt64(8), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(9)), Moment(r.GetInt64(10)), r.GetString(11), r.GetInt64(12), r.GetInt64(13));

    static DateTimeOffset? Moment(long milliseconds) => milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    static IpRecord Read(byte[] body) => JsonSerializer.Deserialize(body, RecordJson.Default.IpRecord)!;
}
