namespace Zhice.Web.Hosting;

/// <summary>Gives memory back when nothing goes on: after an import or a large paper the collector holds what it took until it is needed again, which may be tomorrow.</summary>
internal sealed class IdleHeap(TimeProvider clock) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    // Bytes grown since the last time; less is not worth a collection of all.
    const long Worth = 24 << 20;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        var (young, kept) = (-1, 0L);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // No collection of the young since the last look: hardly anything was asked.
                var now = GC.CollectionCount(0);
                if (now == young && Committed - kept > Worth)
                {
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                    (now, kept) = (GC.CollectionCount(0), Committed);
                }
                young = now;
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    static long Committed => GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
}
