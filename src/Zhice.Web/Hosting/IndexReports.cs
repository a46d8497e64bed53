using System.Data.Common;
using Zhice.Data.Searching;
using Zhice.Data.Storage;

namespace Zhice.Web.Hosting;

/// <summary>After a start: takes reports into the search that were written before there was an index of them, a few at a time, so that nobody waits for it.</summary>
internal sealed partial class IndexReports(ZhiceStore store, TimeProvider clock, ILogger<IndexReports> log) : BackgroundService
{
    static readonly TimeSpan Calm = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(Calm, clock, stoppingToken);
            for (long? before = long.MaxValue; before is { } key;)
            {
                try
                {
                    await using var db = store.CreateContext();
                    before = await ReportIndex.CatchUp(db, key, stoppingToken);
                }
                catch (DbException fault)
                {
                    Postponed(log, fault);
                }
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop: the next start goes on.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reports could not be taken into the search; the next turn tries again.")]
    static partial void Postponed(ILogger log, Exception fault);
}
