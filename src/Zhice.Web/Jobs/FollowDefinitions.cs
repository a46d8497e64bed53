using System.Data.Common;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Services;

namespace Zhice.Web.Jobs;

/// <summary>Definitions that were published on another node, or before this one started, come into force here: before the first request, and again every few seconds.</summary>
public sealed partial class FollowDefinitions(ZhiceStore store, ServiceCatalogue catalogue, TimeProvider clock, ILogger<FollowDefinitions> log) : BackgroundService
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Look(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Look(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    async Task Look(CancellationToken cancel)
    {
        try
        {
            await using var db = store.CreateContext();
            foreach (var broken in await ServiceDefinitions.Refresh(db, catalogue, cancel)) Broken(log, broken);
        }
        catch (DbException failure)
        {
            Failed(log, failure); // no tables yet, or no store for a moment: the next look tries again
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The published definition {Definition} does not read and is left out")]
    static partial void Broken(ILogger log, string definition);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Published definitions could not be looked for")]
    static partial void Failed(ILogger log, Exception failure);
}
