using System.Diagnostics;
using System.Globalization;
using Zhice.Policy;

namespace Zhice.Bench;

/// <summary>Reading of each reference document, warm: the median of repeated readings of the same bytes.</summary>
internal static class ParseBench
{
    internal static void Run(string? policies)
    {
        var folder = policies ?? Path.Combine(Places.Root, "data", "demo");
        Console.WriteLine($"## Reading, warm median ({(policies is null ? "data/demo; ../shared is absent" : "../shared/policies")})");
        string[] kinds = [".txt", ".md", ".docx", ".html", ".pdf", ".ofd"];
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            var extension = Path.GetExtension(file);
            if (!kinds.Contains(extension) || Path.GetFileName(file) == "README.md") continue;
            var bytes = File.ReadAllBytes(file);
            var name = Path.GetFileName(file);
            var rounds = extension == ".pdf" ? 9 : 60;
            for (var i = 0; i < rounds; i++) PolicyReader.Read(bytes, name);
            var times = new double[rounds];
            PolicyDocument? read = null;
            for (var i = 0; i < rounds; i++)
            {
                var start = Stopwatch.GetTimestamp();
                read = PolicyReader.Read(bytes, name).Document;
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
            Array.Sort(times);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-32} {times[rounds / 2],8:F1} ms   {read?.Tasks.Count ?? 0,4} tasks, {bytes.Length / 1024.0,7:F1} KiB, goal {(extension == ".pdf" ? 250 : 25)} ms"));
        }
    }
}
