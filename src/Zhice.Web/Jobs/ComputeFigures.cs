using System.Data.Common;
using Zhice.Data.Indicators;
using Zhice.Data.Storage;
using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;

namespace Zhice.Web.Jobs;

/// <summary>Computes the figures of years whose values, exclusions or definitions changed. Pages say so while a change waits.</summary>
public sealed partial class ComputeFigures(ZhiceStore store, IndicatorCatalogue catalogue, TimeProvider clock, ILogger<ComputeFigures> log) : BackgroundService
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Turn(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop: a year that was not finished is computed after the next start.
        }
    }

    /// <summary>One look at every year.</summary>
    public async Task Turn(CancellationToken cancel)
    {
        try
        {
            using var db = store.CreateContext();
            foreach (var year in await IndicatorRun.Years(db, ChinaTime.Today(clock), cancel))
            {
                await IndicatorRun.Compute(db, catalogue, year, clock, false, cancel);
                db.ChangeTracker.Clear();
            }
        }
        catch (Exception failure) when (failure is DbException or InvalidDataException)
        {
            Failed(log, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Figures could not be computed this time")]
    static partial void Failed(ILogger log, Exception failure);
}
