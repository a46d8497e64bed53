using System.Globalization;
using Zhice.Data;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Records.Reading;
using Zhice.Records.Store;

namespace Zhice.Web.Features.Records;

/// <summary>A file that is being taken in.</summary>
/// <param name="File">Its name.</param>
/// <param name="Progress">The last batch's counts; null before the first.</param>
public sealed record IngestAtWork(string File, IngestProgress? Progress);

/// <summary>Takes in one file at a time behind the pages. A server that stops leaves the job; the same file sent again goes on from its last batch.</summary>
public sealed partial class RecordIngest(RecordStore store, CarryRecords carry, HostSettings settings, ILogger<RecordIngest> log, IHostApplicationLifetime life)
{
    int busy;

    /// <summary>What is at work; null when nothing is.</summary>
    public IngestAtWork? AtWork { get; private set; }

    /// <summary>Keeps the file of a form and begins.</summary>
    public async Task<Outcome<string>> Begin(ZhiceDb db, Actor actor, IFormCollection form, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(form);
        var (code, name) = (form["code"].ToString().Trim(), form["name"].ToString().Trim());
        var defects = new List<Defect>();
        if (code.Length is 0 or > 40 || !code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) defects.Add(new Defect("ingest.code", "code"));
        // A dataset that is there keeps the name that it has.
        if (name.Length > 100 || name.Length == 0 && !store.Snapshot().Datasets.Any(d => d.Code == code)) defects.Add(new Defect("ingest.name", "name"));
        if (form.Files.GetFile("file") is not { Length: > 0 } file || !RecordFiles.Takes(file.FileName)) { defects.Add(new Defect("ingest.file", "file", string.Join(' ', RecordFiles.Endings))); return new Invalid(defects); }
        TableMapping? mapping = null;
        try
        {
            if (form["mapping"].ToString() is { Length: > 0 and < 20_000 } text && !string.IsNullOrWhiteSpace(text)) mapping = TableMapping.Read(text);
        }
        catch (InvalidDataException fault)
        {
            defects.Add(new Defect("ingest.mapping", "mapping", fault.Message));
        }
        if (defects.Count > 0) return new Invalid(defects);
        if (Interlocked.Exchange(ref busy, 1) == 1) return new Blocked("ingest.busy");
        var path = Path.Combine(Directory.CreateDirectory(store.Folder).FullName, "incoming.part");
        try
        {
            await using (var kept = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None)) await file.CopyToAsync(kept, cancel);
            AuditLog.Append(db, actor, clock.GetUtcNow(), "records.ingest", "dataset/" + code, new { file = Path.GetFileName(file.FileName), bytes = file.Length });
            await db.SaveChangesAsync(cancel);
        }
        catch
        {
            busy = 0;
            throw;
        }
        var (source, licence, cycle) = (Short(form["source"].ToString()), Short(form["licence"].ToString()), Short(form["cycle"].ToString()));
        var inside = form["inside"].ToString().Length > 0;
        AtWork = new IngestAtWork(Path.GetFileName(file.FileName), null);
        _ = Task.Run(() => Work(path, Path.GetFileName(file.FileName), mapping, writer => writer.Register(code, name, source, licence, cycle, inside, synthetic: false)), CancellationToken.None);
        return code;
    }

    void Work(string path, string name, TableMapping? mapping, Func<RecordWriter, int> dataset)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var digest = RecordFiles.Digest(stream, mapping);
            stream.Position = 0;
            using var writer = new RecordWriter(store);
            IngestRun.Take(writer, dataset(writer), name, digest, stream.Length, RecordFiles.Read(stream, name, mapping), progress => AtWork = new IngestAtWork(name, progress), life.ApplicationStopping);
        }
#pragma warning disable CA1031 // Nobody stands above this: whatever a file brought about, it is told, and the next file may come.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Failed(log, fault, name, settings.Home);
        }
        finally
        {
            store.Forget();
            File.Delete(path);
            AtWork = null;
            busy = 0;
            carry.Wake();
        }
    }

    /// <summary>Changes what the catalogue says of a dataset, and who may see it. Refusals: <c>ingest.busy</c>, <c>dataset.missing</c>, <c>dataset.not-carried</c> where PostgreSQL, which answers searches, was not told.</summary>
    public async Task<Outcome<string>> SetTerms(ZhiceDb db, Actor actor, Dataset terms, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(clock);
        if (Interlocked.Exchange(ref busy, 1) == 1) return new Blocked("ingest.busy");
        try
        {
            AuditLog.Append(db, actor, clock.GetUtcNow(), "records.terms", "dataset/" + terms.Code, new { terms.Name, terms.Source, terms.Licence, terms.Cycle, terms.Inside });
            await db.SaveChangesAsync(cancel);
            using (var writer = new RecordWriter(store))
                if (!writer.SetTerms(terms.Code, terms.Name, terms.Source, terms.Licence, terms.Cycle, terms.Inside)) return new Missing("dataset.missing");
            store.Forget();
            if (await carry.Once(cancel)) return terms.Code;
            carry.Wake();
            return new Blocked("dataset.not-carried");
        }
        catch (IOException)
        {
            return new Blocked("ingest.busy"); // the command line is taking a file in
        }
        finally
        {
            busy = 0;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ingest of {Name} into {Home} ended with a fault.")]
    static partial void Failed(ILogger logger, Exception fault, string name, string home);

    static string Short(string text) => text.Trim() is { Length: > 200 } long_ ? long_[..200] : text.Trim();

    /// <summary>Time left as shown: 1:05.</summary>
    public static string Left(TimeSpan? left) => left is { } time ? time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture) : "–";
}
