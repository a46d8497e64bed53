using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Zhice.Records.Index;

/// <summary>Bounds the pages of mapped segments that stay resident. The system keeps every page that was ever touched in the process's resident set while memory is plenty: at ten million records 6 GB, which a limit on the process takes for its own.</summary>
/// <remarks>A page that is let go stays in the system's cache: touching it again costs a minor fault and reads nothing from disk.</remarks>
internal static partial class MappedPages
{
    /// <summary>Resident pages of files, in bytes, beyond which those of segments are let go.</summary>
    internal const long Most = 512L << 20;

    const int DontNeed = 4;

    /// <summary>Lets the pages of segments go where the process holds too many; on Linux, which tells how many.</summary>
    internal static void Ease(IReadOnlyList<Segment> segments, long most = Most)
    {
        if (!OperatingSystem.IsLinux() || Resident() <= most) return;
        foreach (var segment in segments) segment.LetGo();
    }

    /// <summary>Resident pages of files, in bytes: the third number of statm.</summary>
    internal static long Resident() =>
        File.ReadAllText("/proc/self/statm").Split(' ') is [_, _, var shared, ..] && long.TryParse(shared, CultureInfo.InvariantCulture, out var pages) ? pages * Environment.SystemPageSize : 0;

    /// <summary>Lets the pages of a whole view go.</summary>
    internal static void LetGo(MemoryMappedViewAccessor view) => _ = Advise(view.SafeMemoryMappedViewHandle.DangerousGetHandle(), (nuint)view.SafeMemoryMappedViewHandle.ByteLength, DontNeed); // advice: not taken, it changes nothing

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint start, nuint length, int advice);
}
