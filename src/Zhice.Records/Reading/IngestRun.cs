using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Zhice.Records.Model;
using Zhice.Records.Store;

namespace Zhice.Records.Reading;

/// <summary>One thing that a reader gives: a record, or why there is none.</summary>
/// <param name="Line">Line that it begins on, counted from 1.</param>
/// <param name="Record">The record; null when refused.</param>
/// <param name="Reason">Code of the reason; null for a record.</param>
/// <param name="Excerpt">For whoever looks for it.</param>
/// <param name="Position">Bytes of the file read so far; 0 when not known.</param>
public sealed record ReadRecord(long Line, IpRecord? Record, string? Reason = null, string Excerpt = "", long Position = 0)
{
    /// <summary>The reason of a refusal behind which nothing more of the document was read.</summary>
    public const string NothingBehind = "record.rest";

    /// <summary>What is to be told of the whole file: a code of words, a tab and what it is about; null for nothing.</summary>
    public string? Told { get; init; }
}

/// <summary>How an ingest goes on.</summary>
/// <param name="Job">The counts.</param>
/// <param name="PerSecond">Records a second since the start of this run.</param>
/// <param name="Left">Time left, from the bytes read; null when it cannot be told.</param>
public sealed record IngestProgress(IngestJob Job, double PerSecond, TimeSpan? Left);

/// <summary>Takes what a reader gives into the store: batches, rejects, quality, and a place to go on from.</summary>
/// <remarks>A file is known by the digest of its bytes: when the last run on it did not end, records already committed are passed over.</remarks>
public static class IngestRun
{
    /// <summary>Records of a batch. A process that is killed does at most this much again.</summary>
    public const int BatchSize = 40_000;
    const int BatchCharacters = 60_000_000, MostRejects = 100_000, MostTold = 20;

    /// <summary>Reads to the end, or to a fault of the reader, which ends the job as failed and is thrown on.</summary>
    /// <param name="writer">Holds the store's turn.</param>
    /// <param name="dataset">Number of the dataset.</param>
    /// <param name="file">Name of the file.</param>
    /// <param name="digest">Digest of its bytes with the mapping.</param>
    /// <param name="bytes">Its length; 0 when not known.</param>
    /// <param name="records">The reader's.</param>
    /// <param name="progress">Told after each batch; null for nobody.</param>
    /// <param name="cancel">Ends after the batch at work; the job can be resumed.</param>
    public static IngestJob Take(RecordWriter writer, int dataset, string file, string digest, long bytes, IEnumerable<ReadRecord> records, Action<IngestProgress>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(records);
        var job = Begin(writer.Db, dataset, file, digest);
        var (started, before) = (Stopwatch.GetTimestamp(), job.Done + job.Rejected);
        var batch = new List<IpRecord>();
        var rejects = new List<ReadRecord>();
        var (seen, characters, position) = (0L, 0L, 0L);
        // A day later is still today somewhere.
        var today = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(1);
        var (told, end) = (new List<string>(), JobState.Done);
        try
        {
            foreach (var read in records)
            {
                position = read.Position;
                if (read.Reason == ReadRecord.NothingBehind)
                {
                    end = JobState.Partial;
                    Tell("ingest.rest\t" + read.Line.ToString(CultureInfo.InvariantCulture));
                }
                if (read.Told is not null) Tell(read.Told);
                if (read.Record?.More.GetValueOrDefault("bad-status") is { } status) Tell("ingest.status\t" + XmlParts.OneLine(status));
                if (++seen <= before) continue;
                var record = read.Record is null ? null : RecordCheck.Settled(read.Record, today);
                var reason = record is null ? read.Reason : RecordCheck.Fault(record);
                if (reason is not null) rejects.Add(read with { Reason = reason, Excerpt = read.Excerpt.Length > 0 ? read.Excerpt : record?.Key ?? record?.Title ?? "" });
                else
                {
                    batch.Add(record!);
                    characters += record!.Abstract.Length + record.Claims.Length + record.Description.Length;
                }
                if (batch.Count + rejects.Count < BatchSize && characters < BatchCharacters) continue;
                Commit(JobState.Running, "");
                if (cancel.IsCancellationRequested) return job;
            }
            Commit(end, string.Join('\n', told));
        }
        catch (Exception fault) when (fault is not (SqliteException or OutOfMemoryException))
        {
            try
            {
                Commit(JobState.Failed, fault.Message);
            }
            catch (Exception again) when (again is not (SqliteException or OutOfMemoryException))
            {
                // The batch itself cannot be written: the job ends without it, so that it is not left as if at work.
                batch.Clear();
                rejects.Clear();
                Commit(JobState.Failed, fault.Message);
            }
            throw;
        }
        return job;

        void Tell(string one)
        {
            if (told.Count < MostTold && !told.Contains(one)) told.Add(one);
        }

        void Commit(JobState state, string fault)
        {
            var next = job;
            writer.Write(dataset, batch, (db, written) =>
            {
                var counts = written.Counts;
                next = job with
                {
                    State = state, Fault = fault, Done = job.Done + batch.Count, Added = job.Added + counts.Added, Replaced = job.Replaced + counts.Replaced, Unchanged = job.Unchanged + counts.Unchanged,
                    Elsewhere = job.Elsewhere + counts.Elsewhere, Removed = job.Removed + counts.Removed, Rejected = job.Rejected + rejects.Count, Ended = state == JobState.Running ? null : DateTimeOffset.UtcNow,
                };
                Keep(db, job, next, rejects);
                QualityCount.Write(db, dataset, written);
            });
            job = next;
            batch.Clear(); rejects.Clear();
            characters = 0;
            var seconds = Math.Max(0.001, Stopwatch.GetElapsedTime(started).TotalSeconds);
            progress?.Invoke(new IngestProgress(job, (job.Done + job.Rejected - before) / seconds,
                bytes > 0 && position > 0 && position < bytes ? TimeSpan.FromSeconds(seconds / position * (bytes - position)) : null));
        }
    }

    static IngestJob Begin(SqliteConnection db, int dataset, string file, string digest)
    {
        var last = Tables.Rows(db, RecordStore.Job, "SELECT id, file, dataset, state, done, added, replaced, unchanged, rejected, started, ended, fault, elsewhere, removed FROM job WHERE digest = $digest AND dataset = $dataset ORDER BY id DESC LIMIT 1", ("$digest", digest), ("$dataset", dataset));
        if (last is [{ State: JobState.Running } unfinished]) return unfinished;
        var now = DateTimeOffset.UtcNow;
        Tables.Run(db, "INSERT INTO job (file, digest, dataset, state, done, added, replaced, unchanged, rejected, started, ended, fault) VALUES ($file, $digest, $dataset, 0, 0, 0, 0, 0, 0, $now, 0, '')",
            ("$file", file), ("$digest", digest), ("$dataset", dataset), ("$now", now.ToUnixTimeMilliseconds()));
        return new IngestJob(Tables.Number(db, "SELECT last_insert_rowid()"), file, dataset, JobState.Running, 0, 0, 0, 0, 0, now, null, "");
    }

    static void Keep(SqliteConnection db, IngestJob before, IngestJob job, List<ReadRecord> rejects)
    {
        Tables.Run(db, "UPDATE job SET state = $state, done = $done, added = $added, replaced = $replaced, unchanged = $unchanged, rejected = $rejected, ended = $ended, fault = $fault, elsewhere = $elsewhere, removed = $removed WHERE id = $id",
            ("$state", (int)job.State), ("$done", job.Done), ("$added", job.Added), ("$replaced", job.Replaced), ("$unchanged", job.Unchanged), ("$rejected", job.Rejected),
            ("$ended", job.Ended?.ToUnixTimeMilliseconds() ?? 0L), ("$fault", job.Fault), ("$elsewhere", job.Elsewhere), ("$removed", job.Removed), ("$id", job.Id));
        for (var i = 0; i < rejects.Count && before.Rejected + i < MostRejects; i++)
            Tables.Run(db, "INSERT INTO reject VALUES ($job, $number, $line, $reason, $excerpt)", ("$job", job.Id), ("$number", before.Rejected + i), ("$line", rejects[i].Line),
                ("$reason", rejects[i].Reason!), ("$excerpt", rejects[i].Excerpt.Length > 200 ? rejects[i].Excerpt[..200] : rejects[i].Excerpt));
    }
}
