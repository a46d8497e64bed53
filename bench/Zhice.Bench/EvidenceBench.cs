using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Zhice.Bench;

/// <summary>A file of 2 GiB uploaded to and downloaded from a running `zhice serve`, and how much its memory grows meanwhile.</summary>
internal static partial class EvidenceBench
{
    const long Size = 2L << 30;
    const long Warming = 64L << 20;

    internal static async Task Run(string home)
    {
        Console.WriteLine("## Evidence: one file of 2 GiB over loopback, SHA-256 and SM3 in one pass");
        using var server = WebBench.Start(home);
        try
        {
            using var client = WebBench.Client(await WebBench.Address(server).ConfigureAwait(false));
            client.Timeout = Timeout.InfiniteTimeSpan;
            await WebBench.LogIn(client, "anhui").ConfigureAwait(false);
            await Download(client, await Upload(client, Warming, 1).ConfigureAwait(false)).ConfigureAwait(false);

            var before = Machine.ResidentMegabytes(server.Id);
            using var done = new CancellationTokenSource();
            var watch = Watch(server.Id, done.Token);
            var from = Stopwatch.GetTimestamp();
            var address = await Upload(client, Size, 2).ConfigureAwait(false);
            var up = Stopwatch.GetElapsedTime(from);
            var peakUp = Machine.ResidentMegabytes(server.Id);
            from = Stopwatch.GetTimestamp();
            var read = await Download(client, address).ConfigureAwait(false);
            var down = Stopwatch.GetElapsedTime(from);
            await done.CancelAsync().ConfigureAwait(false);
            var peak = await watch.ConfigureAwait(false);
            if (read != Size) throw new InvalidOperationException($"{read} bytes came back.");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"upload {up.TotalSeconds:F1} s ({Size / 1e6 / up.TotalSeconds:F0} MB/s), download {down.TotalSeconds:F1} s ({Size / 1e6 / down.TotalSeconds:F0} MB/s), memory before {before:F0} MiB, after the upload {peakUp:F0}, highest {peak:F0}: grew by {peak - before:F0} MiB (goal: under 64)"));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync().ConfigureAwait(false);
        }
    }

    static async Task<double> Watch(int process, CancellationToken stop)
    {
        var highest = 0.0;
        while (!stop.IsCancellationRequested)
        {
            highest = Math.Max(highest, Machine.ResidentMegabytes(process));
            await Task.Delay(50, CancellationToken.None).ConfigureAwait(false);
        }
        return highest;
    }

    static async Task<string> Upload(HttpClient client, long size, byte mark)
    {
        var page = await client.GetStringAsync("/evidence/new").ConfigureAwait(false);
        using var form = new MultipartFormDataContent { { new StringContent(WebUtility.HtmlDecode(Token().Match(page).Groups[1].Value)), "_token" } };
        foreach (var (name, value) in ((string, string)[])[("kind", "File"), ("title", "测量用大文件"), ("from", "2026-01-01"), ("disclosure", "OnRequest")]) form.Add(new StringContent(value), name);
        form.Add(new StreamContent(new MadeBytes(size, mark), 128 * 1024), "file", "大文件.pdf");
        using var answer = await client.PostAsync("/evidence/new", form).ConfigureAwait(false);
        return answer.StatusCode == HttpStatusCode.Found ? answer.Headers.Location!.ToString() : throw new InvalidOperationException($"The upload was answered {answer.StatusCode}.");
    }

    static async Task<long> Download(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address + "/versions/1/file", HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        var stream = await answer.Content.ReadAsStreamAsync().ConfigureAwait(false);
        var buffer = new byte[256 * 1024];
        long total = 0;
        for (int read; (read = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0;) total += read;
        return total;
    }

    [GeneratedRegex("name=\"_token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    /// <summary>So many bytes that begin like a PDF.</summary>
    sealed class MadeBytes(long size, byte mark) : Stream
    {
        long at;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => size;
        public override long Position { get => at; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            count = (int)Math.Min(count, size - at);
            buffer.AsSpan(offset, count).Fill((byte)((at >> 17) ^ mark));
            if (at == 0) "%PDF-1.7\n"u8.CopyTo(buffer.AsSpan(offset));
            at += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
