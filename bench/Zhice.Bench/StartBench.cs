using System.Globalization;

namespace Zhice.Bench;

/// <summary>How long `./zhice` takes from the shell to its end: the median of eleven starts on a built tree.</summary>
internal static class StartBench
{
    internal static void Run()
    {
        Console.WriteLine("## Start of ./zhice, median of 11");
        Time("without a database (goal: 400 ms)", ["version"], null);
        Time("one document, no database", ["policy", "parse", Path.Combine(Places.Root, "data", "demo", "task-list.docx"), "--json"], null);
        var home = Directory.CreateTempSubdirectory("zhice-bench-").FullName;
        try
        {
            Time("with a database (goal: 1000 ms)", ["migrate"], home);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    static void Time(string what, IReadOnlyList<string> arguments, string? home)
    {
        Child.Run(Child.Zhice, arguments, home); // the first may build
        var times = new double[11];
        for (var i = 0; i < times.Length; i++)
        {
            var child = Child.Run(Child.Zhice, arguments, home);
            if (child.ExitCode != 0) throw new InvalidOperationException($"zhice {string.Join(' ', arguments)} ended with {child.ExitCode}");
            times[i] = child.Milliseconds;
        }
        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-36} {times[5],8:F0} ms"));
    }
}
