using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Zhice.Cli.Tests;

/// <summary>The built program, run as a person at a terminal runs it.</summary>
/// <param name="ExitCode">0 done, 1 not done, 2 not understood.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record Command(int ExitCode, string Out, string Error)
{
    public static readonly string Root = Up("Zhice.slnx");

    static readonly string Program = Directory
        .EnumerateFiles(Path.Combine(Root, "src", "Zhice.Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name), "zhice", SearchOption.AllDirectories)
        .First();

    public static string Demo(string name) => Path.Combine(Root, "data", "demo", name);

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<Command> Run(string home, params string[] arguments)
    {
        using var process = Start(home, "C.UTF-8", arguments);
        var (read, readError) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Command(process.ExitCode, await read, await readError);
    }

    /// <summary>Runs a verb to its end, at a Chinese terminal.</summary>
    public static async Task<Command> RunInChinese(string home, params string[] arguments)
    {
        using var process = Start(home, "zh_CN.UTF-8", arguments);
        var (read, readError) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Command(process.ExitCode, await read, await readError);
    }

    internal static Process Start(string home, string language, params string[] arguments) => Start(Program, home, language, arguments);

    internal static Process StartOn(string? database, string home, params string[] arguments) => Start(Program, home, "C.UTF-8", arguments, database);

    internal static Process StartOnSmallDisk(string home, int megabytes) => Start("unshare", home, "C.UTF-8", ["-rm", "sh", "-c",
        string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"mount -t tmpfs -o size={megabytes}m tmpfs '{home}' && '{Program}' demo >/dev/null && exec '{Program}' serve --demonstration --port 0")]);

    static Process Start(string program, string home, string language, string[] arguments, string? database = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["ZHICE_HOME"] = home;
        start.Environment["LC_ALL"] = language;
        start.Environment.Remove("ZHICE_DB");
        if (database is not null) start.Environment["ZHICE_DB"] = database;
        return Process.Start(start)!;
    }

    static string Up(string wanted)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, wanted)))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run from inside the repository.");
        return folder;
    }
}

/// <summary>A running `zhice serve` on a free port; ended by SIGTERM, as systemd does.</summary>
public sealed partial class Server : IAsyncDisposable
{
    readonly Process process;
    readonly StringBuilder said;

    Server(Process process, StringBuilder said, string address) => (this.process, this.said, Address) = (process, said, address);

    public string Address { get; }

    /// <summary>Its number; <c>/proc/N/root</c> is the file system as it sees it.</summary>
    public int Number => process.Id;

    /// <summary>All that it has printed so far.</summary>
    public string Said
    {
        get
        {
            lock (said) return said.ToString();
        }
    }

    public static Task<Server> Start(string home, params string[] options) => Announced(Command.Start(home, "C.UTF-8", ["serve", "--port", "0", .. options]));

    /// <summary>With rows in a PostgreSQL database; null for those in the folder.</summary>
    public static Task<Server> StartOn(string? database, string home, params string[] options) =>
        Announced(Command.StartOn(database, home, ["serve", "--port", "0", .. options]));

    /// <summary>The demonstration, made and served on a small disk in memory that only these processes see.</summary>
    public static Task<Server> StartOnSmallDisk(string home, int megabytes) => Announced(Command.StartOnSmallDisk(home, megabytes));

    static async Task<Server> Announced(Process process)
    {
        var said = new StringBuilder();
        var announced = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Keep(string? line)
        {
            if (line is null) return;
            lock (said) said.AppendLine(line);
            if (Loopback().Match(line) is { Success: true } found) announced.TrySetResult(found.Value);
        }
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ = process.WaitForExitAsync().ContinueWith(
            _ => announced.TrySetException(new InvalidOperationException($"It ended: {said}")), TaskScheduler.Default);
        return new Server(process, said, await announced.Task.WaitAsync(TimeSpan.FromMinutes(4)));
    }

    /// <summary>Asks it to end, and waits; answers its exit code.</summary>
    public async Task<int> Stop()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Ends it at once, as a power cut or the kernel would (SIGKILL).</summary>
    public Task Kill()
    {
        process.Kill(entireProcessTree: true);
        return process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await Stop();
        process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Loopback();
}

/// <summary>An empty data folder that goes with the test.</summary>
public sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("zhice-cli-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    // Built once for all tests, which each work on a copy of their own: it takes longer than most of them.
    static readonly Lazy<Task<string>> Built = new(async () =>
    {
        var home = Directory.CreateTempSubdirectory("zhice-cli-demo-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(home, recursive: true);
        var built = await Command.Run(home, "demo");
        return built.ExitCode == 0 ? home : throw new InvalidOperationException(built.Error);
    });

    /// <summary>Fills the folder with the demonstration, as <c>zhice demo</c> makes it.</summary>
    public async Task Demonstrate()
    {
        var home = await Built.Value;
        foreach (var folder in Directory.EnumerateDirectories(home, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(home, folder)));
        foreach (var file in Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories))
            System.IO.File.Copy(file, System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(home, file)));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
