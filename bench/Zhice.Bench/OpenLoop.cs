using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Zhice.Bench;

/// <summary>An open-loop load on loopback: requests leave on a fixed clock, whether or not earlier ones have come back, and a
/// latency counts from the moment at which the request was due, so that a stalled server cannot hide its queue.</summary>
internal static class OpenLoop
{
    /// <summary>What came of a run, in milliseconds.</summary>
    internal sealed record Result(int Sent, int Failed, double P50, double P95, double P99, double Most)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{Sent} requests, {Failed} failed, p50 {P50:F1} ms, p95 {P95:F1} ms, p99 {P99:F1} ms, max {Most:F1} ms");
    }

    /// <summary>Sends <paramref name="perSecond"/> requests a second for <paramref name="seconds"/> seconds, over the paths in turn.</summary>
    internal static Task<Result> Run(HttpClient client, IReadOnlyList<string> paths, int perSecond, int seconds) =>
        Run(i => Get(client, paths[i % paths.Count]), perSecond, seconds);

    /// <summary>As above, whatever <paramref name="send"/> sends for the number of a request; it answers whether that was accepted.</summary>
    internal static async Task<Result> Run(Func<int, Task<bool>> send, int perSecond, int seconds)
    {
        var total = perSecond * seconds;
        var latencies = new ConcurrentBag<double>();
        var failed = 0;
        var running = new List<Task>(total);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < total; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / perSecond);
            var wait = due - clock.Elapsed;
            if (wait > TimeSpan.FromMilliseconds(1)) await Task.Delay(wait).ConfigureAwait(false);
            running.Add(One(i, due));
        }
        await Task.WhenAll(running).ConfigureAwait(false);
        var sorted = latencies.Order().ToArray();
        return new Result(total, failed, At(sorted, 0.50), At(sorted, 0.95), At(sorted, 0.99), At(sorted, 1));

        async Task One(int number, TimeSpan due)
        {
            if (!await Taken(send, number).ConfigureAwait(false)) Interlocked.Increment(ref failed);
            latencies.Add((clock.Elapsed - due).TotalMilliseconds);
        }
    }

    /// <summary>Asks without pause, <paramref name="atOnce"/> at a time; answers pages a second.</summary>
    internal static async Task<double> Throughput(Func<int, Task<bool>> send, int atOnce, int seconds)
    {
        var (count, next) = (0, 0);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            while (clock.Elapsed.TotalSeconds < seconds)
                if (await Taken(send, Interlocked.Increment(ref next)).ConfigureAwait(false)) Interlocked.Increment(ref count);
        })).ConfigureAwait(false);
        return count / clock.Elapsed.TotalSeconds;
    }

    /// <summary>One page, read to its end; false where it was refused.</summary>
    internal static async Task<bool> Get(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path).ConfigureAwait(false);
        await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        return answer.IsSuccessStatusCode;
    }

    // A request that timed out, or whose connection broke, has failed like one that was refused: the run goes on, and its latency counts.
    static async Task<bool> Taken(Func<int, Task<bool>> send, int number)
    {
        try
        {
            return await send(number).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
        {
            return false;
        }
    }

    static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}
