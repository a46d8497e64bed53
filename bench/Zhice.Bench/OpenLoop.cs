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
    internal static async Task<Result> Run(HttpClient client, IReadOnlyList<string> paths, int perSecond, int seconds)
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
            running.Add(Send(paths[i % paths.Count], due));
        }
        await Task.WhenAll(running).ConfigureAwait(false);
        var sorted = latencies.Order().ToArray();
        return new Result(total, failed, At(sorted, 0.50), At(sorted, 0.95), At(sorted, 0.99), At(sorted, 1));

        async Task Send(string path, TimeSpan due)
        {
            try
            {
                using var answer = await client.GetAsync(path).ConfigureAwait(false);
                await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
                if (!answer.IsSuccessStatusCode) Interlocked.Increment(ref failed);
                latencies.Add((clock.Elapsed - due).TotalMilliseconds);
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref failed);
            }
        }
    }

    static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}
