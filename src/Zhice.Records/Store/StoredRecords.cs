using System.Text.Json;
using Microsoft.Data.Sqlite;
using Zhice.Records.Model;
using Zhice.Records.Names;
using Zhice.Records.Search;

namespace Zhice.Records.Store;

/// <summary>Reads a store from one end to the other as it stood at one moment: for whoever keeps its records elsewhere too.</summary>
public sealed class StoredRecords : IDisposable
{
    readonly SqliteConnection db;
    readonly SqliteTransaction moment;
    readonly FormerNames former;
    readonly Dictionary<string, int> parties = new(StringComparer.Ordinal);

    /// <summary>Opens it.</summary>
    /// <exception cref="InvalidOperationException">The store holds nothing at all.</exception>
    public StoredRecords(RecordStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (!store.Exists) throw new InvalidOperationException("There is no record store.");
        db = Tables.Open(store.Folder, write: false);
        moment = db.BeginTransaction(deferred: true);
        former = RecordStore.Former(db);
        Industries = RecordStore.Industries(db);
        Datasets = RecordStore.Datasets(db);
        var twins = RecordStore.Twins(db);
        Shadowed = ([.. RecordSnapshot.Shadowed(twins.Where(t => !t.Inside))], [.. RecordSnapshot.Shadowed(twins)]);
    }

    /// <summary>The datasets.</summary>
    public IReadOnlyList<Dataset> Datasets { get; }

    /// <summary>The table of classes and emerging industries.</summary>
    public EmergingIndustries Industries { get; }

    /// <summary>Records numbered behind one, ascending.</summary>
    public IEnumerable<StoredRecord> After(long id)
    {
        using var command = Tables.Command(db, "SELECT id, body, dataset FROM record WHERE id > $id ORDER BY id", ("$id", id));
        using var row = command.ExecuteReader();
        while (row.Read()) yield return new(row.GetInt64(0), JsonSerializer.Deserialize((byte[])row[1], RecordJson.Default.IpRecord)!, row.GetInt32(2));
    }

    /// <summary>Records that a reader does not find, as another one of their number stands for them: from outside the office, and from inside.</summary>
    public (IReadOnlyList<long> Outside, IReadOnlyList<long> Inside) Shadowed { get; }

    /// <summary>Numbers of records that their source took back.</summary>
    public IReadOnlyList<long> Removed => Tables.Rows(db, r => r.GetInt64(0), "SELECT id FROM removed ORDER BY id");

    /// <summary>Former names of parties with those of today, normal.</summary>
    public IReadOnlyList<(string Name, string Now)> FormerNames => [.. former.Said.Select(f => (f.Key, former.Now(f.Key)))];

    /// <summary>Parties numbered behind one, ascending: normal name, and name as shown.</summary>
    public IEnumerable<(int Id, string Name, string Shown)> PartiesAfter(int id)
    {
        using var command = Tables.Command(db, "SELECT id, name, shown FROM party WHERE id > $id ORDER BY id", ("$id", (long)id));
        using var row = command.ExecuteReader();
        while (row.Read()) yield return (row.GetInt32(0), row.GetString(1), row.GetString(2));
    }

    /// <summary>Numbers of a record's applicants, each once, in order; under the names of today.</summary>
    public IReadOnlyList<int> PartiesOf(IpRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var ids = new List<int>(1);
        foreach (var name in record.Parties.Where(p => p.Role == PartyRole.Applicant).Select(p => former.Now(PartyName.Normal(p.Name))))
        {
            if (name.Length == 0) continue;
            if (!parties.TryGetValue(name, out var id))
            {
                if (parties.Count > 500_000) parties.Clear();
                parties[name] = id = (int)Tables.Number(db, "SELECT id FROM party WHERE name = $name", ("$name", name));
            }
            if (id > 0 && !ids.Contains(id)) ids.Add(id);
        }
        return ids;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        moment.Dispose();
        db.Dispose();
    }
}
