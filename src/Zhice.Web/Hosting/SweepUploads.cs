using Zhice.Data.Storage;

namespace Zhice.Web.Hosting;

/// <summary>At start, throws away the parts of uploads that a killed process left behind.</summary>
internal sealed partial class SweepUploads(ZhiceStore store, TimeProvider clock, ILogger<SweepUploads> log) : IHostedService
{
    /// <summary>Where several nodes may share the folder, a part that was written to lately may be another's.</summary>
    static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var swept = store.Files.Sweep(store.Provider == StoreProvider.Sqlite ? DateTimeOffset.MaxValue : clock.GetUtcNow() - Lately);
            if (swept > 0) Swept(log, swept);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Failed(log, fault);
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} parts of unfinished uploads were thrown away.")]
    static partial void Swept(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Parts of unfinished uploads could not be thrown away.")]
    static partial void Failed(ILogger log, Exception fault);
}
