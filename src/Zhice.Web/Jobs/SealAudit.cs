using System.Data.Common;
using Zhice.Data.Audit;
using Zhice.Data.Storage;

namespace Zhice.Web.Jobs;

/// <summary>Links new audit rows into the chain every few seconds, so that those who write never wait for it.</summary>
public sealed partial class SealAudit(ZhiceStore store, TimeProvider clock, ILogger<SealAudit> log) : BackgroundService
{
    /// <summary>Time between two sealings.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Seal(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop: what is not sealed yet is sealed at the next start.
        }
    }

    async Task Seal(CancellationToken cancel)
    {
        try
        {
            using var db = store.CreateContext();
            await AuditSealer.Seal(db, cancel);
        }
        catch (DbException failure)
        {
            // The rows are safe; the next turn seals them.
            Failed(log, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Audit rows could not be sealed this time")]
    static partial void Failed(ILogger log, Exception failure);
}
