using System.Diagnostics;

namespace Zhice.Bench;

/// <summary>A program run to its end: how long it took, its largest memory, and how it ended.</summary>
internal sealed record Child(double Milliseconds, double PeakMegabytes, int ExitCode)
{
    internal static readonly string Zhice = Path.Combine(Places.Root, "zhice");

    internal static Child Run(string program, IReadOnlyList<string> arguments, string? home = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (home is not null) start.Environment["ZHICE_HOME"] = home;
        var from = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, line) => { if (line.Data is { Length: > 0 } said) Console.Error.WriteLine(said); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var peak = 0.0;
        while (!process.WaitForExit(5)) peak = Math.Max(peak, Machine.PeakMegabytes(process.Id));
        return new Child(Stopwatch.GetElapsedTime(from).TotalMilliseconds, peak, process.ExitCode);
    }
}
