using System.Data.Common;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Data.Supervision;

namespace Zhice.Web.Jobs;

/// <summary>The clock over service cases: papers that nobody looked at in time count as accepted, returns that were not answered end the case. Every node runs it; a timer is claimed once.</summary>
public sealed partial class CaseTimers(ZhiceStore store, ServiceHouse house, TimeProvider clock, ILogger<CaseTimers> log) : BackgroundService
{
    /// <summary>Time between two turns.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    string? carded;
    bool kept;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            do await Turn(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Asked to stop: what is due is dealt with at the next start.
        }
    }

    async Task Turn(CancellationToken cancel)
    {
        try
        {
            await using var db = store.CreateContext();
            if (await CaseCounting.CatchUp(db, house, cancel) is > 0 and var counted) Counted(log, counted);
            // Once for each set of rules, limits and working days: what is acted on is counted with the action.
            var basis = AlarmDesk.Basis(house.Limits, await Calendars.Load(db, cancel));
            if (basis != carded)
            {
                if (await AlarmDesk.CatchUp(db, house, cancel) is > 0 and var seen) Carded(log, seen);
                carded = basis;
            }
            if (!kept)
            {
                if (await Retention.CatchUp(db, house, cancel) is > 0 and var closed) Closed(log, closed);
                kept = true; // once: with each later action the row is brought along
            }
            if (await CaseSweep.Run(db, house, cancel) is > 0 and var acted) Acted(log, acted);
        }
        catch (Exception failure) when (failure is DbException or InvalidDataException)
        {
            Failed(log, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The clock acted on {Cases} service cases")]
    static partial void Acted(ILogger log, int cases);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Cases} service cases from before were counted into data elements")]
    static partial void Counted(ILogger log, int cases);

    [LoggerMessage(Level = LogLevel.Information, Message = "The yellow and red days of {Cases} open service cases were counted anew")]
    static partial void Carded(ILogger log, int cases);

    [LoggerMessage(Level = LogLevel.Information, Message = "The retention of {Cases} service cases from before was counted")]
    static partial void Closed(ILogger log, int cases);

    [LoggerMessage(Level = LogLevel.Error, Message = "The clock over service cases could not take its turn; the next one tries again")]
    static partial void Failed(ILogger log, Exception failure);
}
