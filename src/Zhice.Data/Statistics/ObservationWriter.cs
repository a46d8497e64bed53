using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Zhice.Data.Statistics;

/// <summary>A value on its way into the store.</summary>
/// <param name="Element">Short key of the element.</param>
/// <param name="Period">Key of the period.</param>
/// <param name="Organisation">Key of the organisation.</param>
/// <param name="Value">The value in millionths; null takes back what stood.</param>
/// <param name="Line">Where it was read, to say so of a second value for the same place.</param>
internal readonly record struct IncomingValue(int Element, int Period, int Organisation, long? Value, int Line) : IComparable<IncomingValue>
{
    public int CompareTo(IncomingValue other)
    {
        var by = Element.CompareTo(other.Element);
        if (by == 0) by = Period.CompareTo(other.Period);
        if (by == 0) by = Organisation.CompareTo(other.Organisation);
        return by == 0 ? Line.CompareTo(other.Line) : by;
    }

    public bool SamePlace(in IncomingValue other) => Element == other.Element && Period == other.Period && Organisation == other.Organisation;
}

/// <summary>Writes the values of one batch in the order of the key: what stood until now is ended, what is the same as before is left alone.</summary>
/// <remarks>A second, different value for one place in the same batch is no value: it is collected in <see cref="Conflicts"/> and the caller gives the batch up.</remarks>
internal abstract class ObservationWriter(int batch) : IDisposable
{
    const int MostConflicts = 200;

    /// <summary>Rows written.</summary>
    public long Written { get; protected set; }
    /// <summary>Values that were the same as what stood.</summary>
    public long Unchanged { get; protected set; }
    /// <summary>Values that stood twice in the batch and agreed.</summary>
    public long Repeated { get; protected set; }
    /// <summary>Values that another one of before was ended for.</summary>
    public long Replaced { get; protected set; }
    /// <summary>Elements and periods of which the batch brought any value.</summary>
    public HashSet<(int Element, int Period)> Touched { get; } = [];
    /// <summary>Lines of values that contradict an earlier line of the same batch.</summary>
    public List<int> Conflicts { get; } = [];

    protected int Batch { get; } = batch;

    /// <summary>The writer for the context's store; a transaction must be open.</summary>
    public static ObservationWriter Of(ZhiceDb db, int batch)
    {
        var transaction = db.Database.CurrentTransaction?.GetDbTransaction() ?? throw new InvalidOperationException("Values are written within a transaction only.");
        return db.Database.IsNpgsql() ? new PostgresObservationWriter(transaction, batch) : new SqliteObservationWriter(transaction, batch);
    }

    /// <summary>Writes a stretch of values; sorts them in place.</summary>
    public void Write(Span<IncomingValue> values)
    {
        values.Sort();
        var kept = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (kept > 0 && values[kept - 1].SamePlace(values[i]))
            {
                if (values[kept - 1].Value == values[i].Value) Repeated++;
                else Conflict(values[i].Line);
                continue;
            }
            if (kept == 0 || values[kept - 1].Element != values[i].Element || values[kept - 1].Period != values[i].Period) Touched.Add((values[i].Element, values[i].Period));
            values[kept++] = values[i];
        }
        if (kept > 0) WriteSorted(values[..kept]);
    }

    /// <summary>Writes values in the order of the key, each place once.</summary>
    protected abstract void WriteSorted(ReadOnlySpan<IncomingValue> values);

    protected void Conflict(int line)
    {
        if (Conflicts.Count < MostConflicts) Conflicts.Add(line);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
