using System.Collections.Concurrent;
using System.Security.Cryptography;
using Zhice.Data.Indicators;
using Zhice.Data.Records;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Records.Store;
using Zhice.Web.Papers;

namespace Zhice.Web.Features.Records.Navigation;

/// <summary>How far the making of a paper has come.</summary>
/// <param name="Step">The step at work, from 1.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Failed">True when it ended by a fault: it may be begun again.</param>
public sealed record NavigationProgress(int Step, int Steps, bool Failed = false);

/// <summary>Makes papers of navigation reports behind the pages, two at a time. A server that stops leaves the paper of before; the report is made again by asking again.</summary>
public sealed partial class NavigationMaker(ZhiceStore store, RecordStore records, TimeProvider clock, ILogger<NavigationMaker> log, IHostApplicationLifetime life) : IDisposable
{
    readonly ConcurrentDictionary<long, NavigationProgress> atWork = [];
    readonly SemaphoreSlim places = new(2);

    /// <summary>How far a report is; null when it is not being made.</summary>
    public NavigationProgress? Of(NavigationReportId id) => atWork.GetValueOrDefault(id.Value);

    /// <summary>Begins; the task ends with the paper kept. One that is being made already is not begun again.</summary>
    /// <param name="report">What is made.</param>
    /// <param name="inside">Whether records of the office's own datasets count.</param>
    /// <param name="abnormal">Whether charts count what bears the mark of an abnormal filing.</param>
    public Task Begin(NavigationReport report, bool inside, bool abnormal = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        var begun = new NavigationProgress(0, NavigationPaper.Steps(report));
        if (!atWork.TryAdd(report.Id.Value, begun) && !(atWork.TryGetValue(report.Id.Value, out var old) && old.Failed && atWork.TryUpdate(report.Id.Value, begun, old))) return Task.CompletedTask;
        return Task.Run(() => Make(report, inside, abnormal, life.ApplicationStopping), CancellationToken.None);
    }

    async Task Make(NavigationReport report, bool inside, bool abnormal, CancellationToken cancel)
    {
        try
        {
            await places.WaitAsync(cancel);
            try
            {
                var now = clock.GetUtcNow();
                IReadOnlyList<Zhice.Records.Analysis.Excluded> excluded;
                using (var asked = store.CreateContext()) excluded = await ExcludedParties.Of(asked, ChinaTime.Today(clock), cancel);
                var (paper, found, last) = NavigationPaper.Of(report, records, inside, abnormal, ChinaTime.Today(clock), excluded, step =>
                {
                    cancel.ThrowIfCancellationRequested();
                    atWork[report.Id.Value] = new(step, NavigationPaper.Steps(report));
                });
                var bytes = OfficialDocx.Write(paper);
                using var db = store.CreateContext();
                await NavigationShelf.File(db, new NavigationFile { ReportId = report.Id, MadeAt = now, Records = found, LastRecord = last, Digest = Convert.ToHexStringLower(SHA256.HashData(bytes)), Bytes = bytes }, cancel);
            }
            finally
            {
                places.Release();
            }
            atWork.TryRemove(report.Id.Value, out _);
        }
        catch (OperationCanceledException)
        {
            atWork.TryRemove(report.Id.Value, out _);
        }
#pragma warning disable CA1031 // Whatever went wrong, the page has to say so, and nobody else waits for this task.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Failed(log, fault, report.Id.Value);
            atWork[report.Id.Value] = new(0, 0, Failed: true);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The paper of navigation report {Id} could not be made.")]
    static partial void Failed(ILogger logger, Exception fault, long id);

    /// <inheritdoc />
    public void Dispose() => places.Dispose();
}
