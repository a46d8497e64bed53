using System.Data.Common;
using Zhice.Data.Audit;
using Zhice.Data.Storage;

namespace Zhice.Web.Hosting;

/// <summary>Links new audit entries into the chain, a little after they were written, so that no writer waits for it.</summary>
internal sealed partial class AuditSealing(ZhiceStore store, ILogger<AuditSealing> log) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var db = store.CreateContext();
                await AuditSealer.Seal(db, stoppingToken);
            }
            catch (DbException fault)
            {
                // A busy or restarting store: the next turn seals what this one could not.
                Postponed(log, fault);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Audit entries could not be sealed; the next turn tries again.")]
    static partial void Postponed(ILogger log, Exception fault);
}
