using System.Globalization;
using System.Runtime.InteropServices;

namespace Zhice.Bench;

/// <summary>The machine that the figures are from: no figure is worth anything without it.</summary>
internal static class Machine
{
    internal static string Line()
    {
        var cpu = Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();
        var kilobytes = long.Parse(Field("/proc/meminfo", "MemTotal")?.Split(' ')[0] ?? "0", CultureInfo.InvariantCulture);
        var load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?";
        return string.Create(CultureInfo.InvariantCulture,
            $"{cpu}, {Environment.ProcessorCount} cores, {kilobytes / 1024.0 / 1024:F0} GiB, {RuntimeInformation.OSDescription}, .NET {Environment.Version}, load {load}, {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC");
    }

    /// <summary>Largest resident memory of a process so far, in MiB.</summary>
    internal static double PeakMegabytes(int process) => Kilobytes(process, "VmHWM") / 1024.0;

    /// <summary>Resident memory of a process now, in MiB.</summary>
    internal static double ResidentMegabytes(int process) => Kilobytes(process, "VmRSS") / 1024.0;

    /// <summary>Resident memory of a process now without pages of files, which the system takes back when it needs them, in MiB.</summary>
    internal static double AnonymousMegabytes(int process) => Kilobytes(process, "RssAnon") / 1024.0;

    /// <summary>Processor time that a process has taken so far, in its own code and in the system's.</summary>
    internal static double ProcessorSeconds(int process)
    {
        using var running = System.Diagnostics.Process.GetProcessById(process);
        return running.TotalProcessorTime.TotalSeconds;
    }

    static long Kilobytes(int process, string name)
    {
        try
        {
            return long.Parse(Field($"/proc/{process}/status", name)?.Split(' ')[0] ?? "0", CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // it has just ended
        }
    }

    static string? Field(string file, string name) => !File.Exists(file) ? null : File.ReadLines(file)
        .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
}
