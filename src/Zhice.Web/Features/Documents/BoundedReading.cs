using Zhice.Policy;

namespace Zhice.Web.Features.Documents;

/// <summary>Reads files away from the threads that answer requests, two at a time, and not longer or larger than a limit.</summary>
public static class BoundedReading
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Longest reading.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);

    /// <summary>Largest growth of the process's memory while a file is read, in bytes.</summary>
    const long MostGrowth = 1L << 30;

    static readonly SemaphoreSlim places = new(2);

    /// <summary>Name of the parser as stored with a reading: its version and build.</summary>
    public static string Parser { get; } =
        $"{typeof(PolicyReader).Assembly.GetName().Version?.ToString(3)}+{typeof(PolicyReader).Module.ModuleVersionId.ToString("N")[..8]}";

    /// <summary>Does <paramref name="work"/> within the limits; null when it ran into one.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static async Task<T?> Run<T>(Func<CancellationToken, T> work, CancellationToken cancel) where T : class
    {
        await places.WaitAsync(cancel);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(MostTime);
            var before = GC.GetTotalMemory(forceFullCollection: false);
            var reading = Task.Factory.StartNew(() => work(limit.Token), limit.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            while (await Task.WhenAny(reading, Task.Delay(200, CancellationToken.None)) != reading)
                if (GC.GetTotalMemory(forceFullCollection: false) - before > MostGrowth) await limit.CancelAsync();
            return await reading;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            places.Release();
        }
    }
}
