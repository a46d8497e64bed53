using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;
using Zhice.Records.Text;

namespace Zhice.Data.Statistics;

/// <summary>What a file of values brought.</summary>
/// <param name="Batch">Its batch; 0 where nothing in it was new.</param>
/// <param name="Lines">Values read.</param>
/// <param name="Written">Values that are new.</param>
/// <param name="Unchanged">Values that stood already.</param>
/// <param name="Repeated">Values that stood twice in the file and agreed.</param>
/// <param name="Known">True where the same request had been done before: nothing was done now.</param>
/// <param name="Replaced">Of the new values, those that took the place of another one.</param>
public sealed record LoadResult(int Batch, long Lines, long Written, long Unchanged, long Repeated, bool Known, long Replaced = 0);

/// <summary>A file of values and how it is to be taken.</summary>
/// <param name="Elements">The elements by code.</param>
public sealed record LoadRequest(IReadOnlyDictionary<string, DataElement> Elements)
{
    /// <summary>Name of the file, for the record.</summary>
    public string Name { get; init; } = "";
    /// <summary>Key by which the sender may repeat the request; null where there is none.</summary>
    public string? Key { get; init; }
    /// <summary>Elements and periods that change by correction only; null where none do.</summary>
    public LockedCells Locked { get; init; } = LockedCells.None;
    /// <summary>True for invented values.</summary>
    public bool Demonstration { get; init; }
    /// <summary>Rules of which those of importance error refuse the file; those that come with the program unless said otherwise.</summary>
    public IReadOnlyList<ValidationRule> Rules { get; init; } = StatisticsFiles.InUse.Rules;
    /// <summary>The answer to what the checks ask, and why figures may stand beside others that contradict them: a year beside its months, an office beside those below it. Kept in the record; null where nothing was said.</summary>
    public string? Reason { get; init; }
}

/// <summary>导入数据: takes a CSV file of values, all or nothing. Every line is checked; all faults, up to two hundred, are told at once.</summary>
public static class ObservationLoad
{
    /// <summary>Most faults that are told.</summary>
    public const int MostFaults = 200;

    /// <summary>Longest reason for figures that contradict others.</summary>
    public const int LongestReason = 280;

    // Sorted and written together: a file goes office by office, the store element by element, and every stretch touches most of its pages once.
    const int Stretch = 2_000_000;

    /// <summary>Reads, checks and writes in one transaction, in bounded memory: at most 64 MiB besides the store's own.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who.</param>
    /// <param name="file">Can be read a second time (<see cref="Stream.CanSeek"/>), to name the lines of what the figures themselves contradict. UTF-8 or GB18030, with the head <c>element,organisation,period,value[,unit]</c>; organisations by code or by full name.</param>
    /// <param name="request">How.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops; nothing is kept.</param>
    /// <returns>Refusals: <c>load.*</c>, <c>figure.*</c> and <c>check.*-line</c> with line and text, <c>load.key-used</c>, <c>load.reason</c>, <c>access.denied</c>.</returns>
    public static async Task<Outcome<LoadResult>> Run(ZhiceDb db, Actor actor, Stream file, LoadRequest request, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(file);
        if (AccessPolicy.Offices(actor).Count == 0) return new Forbidden("access.denied");
        if (request.Reason is { } reason && reason.Trim().Length is < CorrectionDesk.ShortestReason or > LongestReason) return new Invalid(new Defect("load.reason", "reason", CorrectionDesk.ShortestReason, LongestReason));
        var start = file.Position;
        using var hash = SHA256.Create();
        var hashed = new CryptoStream(file, hash, CryptoStreamMode.Read, leaveOpen: true);
        await using (hashed)
        {
            var transaction = await db.Database.BeginTransactionAsync(cancel);
            await using (transaction)
            {
                var outcome = await Take(db, actor, hashed, () => Convert.ToHexStringLower(hash.Hash!), (file, start), request, clock, cancel);
                if (outcome.Accepted(out var done, out _) && done is { Known: false, Batch: > 0 }) await transaction.CommitAsync(cancel);
                else
                {
                    await transaction.RollbackAsync(cancel);
                    db.ChangeTracker.Clear();
                }
                return outcome;
            }
        }
    }

    static async Task<Outcome<LoadResult>> Take(
        ZhiceDb db, Actor actor, Stream file, Func<string> digest, (Stream File, long Start) again, LoadRequest request, TimeProvider clock, CancellationToken cancel)
    {
        var keys = await Batches.Keys(db, [.. request.Elements.Keys], cancel);
        var rules = await ValueRules.Load(db, actor, request.Elements, keys, request.Locked, ChinaTime.Today(clock), cancel);
        var batch = await Batches.Begin(db, new BatchHead(ObservationSource.Import, actor.AccountId)
        {
            RequestKey = request.Key, Note = request.Reason is { } why ? $"{request.Name}；{why.Trim()}" : request.Name, Demonstration = request.Demonstration,
        }, clock, cancel);

        var defects = new List<Defect>();
        long lines, written, unchanged, repeated, replaced;
        IReadOnlySet<(int Element, int Period)> touched;
        using (var text = new StreamReader(file, TableEncoding.Of(again.File, strict: true), true, 1 << 16, leaveOpen: true))
        using (var writer = ObservationWriter.Of(db, batch.Id))
        {
            try
            {
                lines = Read(new ValueFile(text), rules, writer, defects, cancel);
            }
            catch (DecoderFallbackException)
            {
                return new Invalid(new Defect("load.not-utf8", "file"));
            }
            defects.AddRange(writer.Conflicts.Order().Take(MostFaults - defects.Count).Select(line => new Defect("load.twice", "file", line)));
            (written, unchanged, repeated, replaced, touched) = (writer.Written, writer.Unchanged, writer.Repeated, writer.Replaced, writer.Touched);
        }
        if (defects.Count > 0) return new Invalid(defects);
        if (lines == 0) return new Invalid(new Defect("load.empty", "file"));

        var entry = db.Entry(batch);
        entry.Property(b => b.Digest).CurrentValue = digest();
        if (request.Key is { } key && await db.ObservationBatches.AsNoTracking().FirstOrDefaultAsync(b => b.RequestKey == key, cancel) is { } before)
            return before.Digest == batch.Digest ? new LoadResult(before.Id, lines, before.Values, 0, 0, true) : new Blocked("load.key-used");
        if (written == 0) return new LoadResult(0, lines, 0, unchanged, repeated, false);
        var faults = await new LoadChecks(db, request, keys, rules.Organisations, batch.Id).Run(touched, replaced > 0, cancel);
        if (faults.Count > 0)
        {
            again.File.Position = again.Start;
            return new Invalid(LoadLines.Name(again.File, rules, faults));
        }
        batch.Values = checked((int)written);
        AuditLog.Append(db, actor, batch.At, "statistics.load", $"batch/{batch.Id}", new { file = request.Name, digest = batch.Digest, lines, written, unchanged, repeated, replaced, reason = request.Reason?.Trim() });
        await db.SaveChangesAsync(cancel);
        return new LoadResult(batch.Id, lines, written, unchanged, repeated, false, replaced);
    }

    static long Read(ValueFile file, ValueRules rules, ObservationWriter writer, List<Defect> defects, CancellationToken cancel)
    {
        if (file.Head() is { } wrong)
        {
            defects.Add(wrong);
            return 0;
        }
        var values = new IncomingValue[1 << 14];
        var (count, lines) = (0, 0L);
        while (defects.Count < MostFaults && file.Next(out var whole))
        {
            lines++;
            IncomingValue value = default;
            var defect = whole
                ? rules.Take(file[ValueColumn.Element], file[ValueColumn.Organisation], file[ValueColumn.Period], file[ValueColumn.Value], file[ValueColumn.Unit], file.Line, out value)
                : new Defect("load.fields", "file", file.Line);
            if (defect is not null) defects.Add(defect);
            else if (defects.Count == 0)
            {
                if (count == values.Length) Array.Resize(ref values, Math.Min(Stretch, count * 2));
                values[count++] = value;
            }
            if (count < Stretch) continue;
            cancel.ThrowIfCancellationRequested();
            writer.Write(values);
            count = 0;
        }
        if (defects.Count == 0) writer.Write(values.AsSpan(0, count));
        return lines;
    }
}
