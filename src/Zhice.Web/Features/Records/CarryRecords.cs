using Zhice.Data.Records;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Web.Features.Records;

/// <summary>Carries records that were taken in over to PostgreSQL, where it answers searches: at the start, after each file, and again every half minute as long as some are behind.</summary>
public sealed partial class CarryRecords(IRecordSource source, RecordStore store, ILogger<CarryRecords> log) : BackgroundService
{
    static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim waking = new(0, 1);

    /// <summary>Why the last attempt ended; null where it did not fail.</summary>
    public string? Fault { get; private set; }

    /// <summary>Records that searches do not have yet; null where that cannot be told because the database does not answer. 0 where the embedded store answers searches.</summary>
    public async Task<long?> Behind(CancellationToken cancel)
    {
        if (source is not PostgresRecords postgres) return 0;
        try
        {
            return await postgres.Behind(cancel);
        }
        catch (Exception fault) when (fault is Npgsql.NpgsqlException or IOException)
        {
            return null;
        }
    }

    /// <summary>Begins at once.</summary>
    public void Wake()
    {
        try
        {
            waking.Release();
        }
        catch (SemaphoreFullException)
        {
            // It was woken already.
        }
    }

    /// <summary>One attempt; returns whether all is over.</summary>
    public async Task<bool> Once(CancellationToken cancel)
    {
        if (source is not PostgresRecords postgres) return true;
        try
        {
            await postgres.Load(store, cancel);
            Fault = null;
            return true;
        }
#pragma warning disable CA1031 // Whatever keeps records from coming over, it is told on the page of data intake and tried again; the server goes on.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            if (Fault is null) NotCarried(log, fault);
            Fault = fault.Message;
            return false;
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (source is not PostgresRecords) return;
        await Task.Yield();
        try
        {
            for (var done = await Once(stoppingToken); ; done = await Once(stoppingToken))
                if (done) await waking.WaitAsync(stoppingToken);
                else await waking.WaitAsync(Again, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Records are in the embedded store, but not all of them in PostgreSQL; this is tried again every half minute.")]
    static partial void NotCarried(ILogger logger, Exception fault);

    /// <inheritdoc />
    public override void Dispose()
    {
        waking.Dispose();
        base.Dispose();
    }
}
