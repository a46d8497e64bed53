using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: Xunit.AssemblyFixture(typeof(Zhice.Data.Tests.PostgresCluster))]

namespace Zhice.Data.Tests;

/// <summary>A throw-away PostgreSQL of Debian's package, started at first use and gone with the tests. Without the package, tests that ask for it are skipped.</summary>
public sealed class PostgresCluster : IDisposable
{
    readonly Lock gate = new();
    string? folder;
    string? connection;
    string? missing;
    int databases;

    /// <summary>Connection string of a new empty database; skips the test where there is no PostgreSQL.</summary>
    public string NewDatabase()
    {
        lock (gate)
        {
            if (connection is null && missing is null) Start();
            if (missing is not null) Xunit.Assert.Skip(missing);
            var name = string.Create(CultureInfo.InvariantCulture, $"test{++databases}");
            using var admin = new NpgsqlConnection(connection + ";Database=postgres;Pooling=false");
            admin.Open();
            using var command = admin.CreateCommand();
            command.CommandText = $"CREATE DATABASE {name}";
            command.ExecuteNonQuery();
            return $"{connection};Database={name};Maximum Pool Size=10";
        }
    }

    public void Dispose()
    {
        if (folder is null) return;
        Run("pg_ctl", $"-D {folder}/data -m immediate stop");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Has all processes of the server stop where they stand (it takes connections still, and says nothing), or go on.</summary>
    public void Hang(bool hang)
    {
        var pid = File.ReadLines($"{folder}/data/postmaster.pid").First().Trim();
        var all = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).OfType<string>().Where(p => p.All(char.IsAsciiDigit)).Where(p => p == pid || Parent(p) == pid).ToList();
        Check("kill", [hang ? "-STOP" : "-CONT", .. all]);
    }

    static string? Parent(string process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("PPid:", StringComparison.Ordinal))?[5..].Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }

    static string? Binaries() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")).LastOrDefault(d => File.Exists(Path.Combine(d, "initdb")))
            : null;

    void Start()
    {
        if (Binaries() is null)
        {
            missing = "PostgreSQL is not installed (Debian: apt-get install postgresql).";
            return;
        }
        folder = Directory.CreateTempSubdirectory("zhice-pg-").FullName;
        if (Environment.IsPrivilegedProcess) Check("chown", ["postgres", folder]); // the server refuses to run as root
        var port = FreePort();
        Run("initdb", $"-D {folder}/data -U zhice --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync");
        Run("pg_ctl", $"-D {folder}/data -w -l {folder}/log -o \"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60\" start");
        connection = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=zhice");
    }

    static void Run(string program, string arguments)
    {
        var command = $"cd /tmp && {Path.Combine(Binaries()!, program)} {arguments} > /dev/null";
        if (Environment.IsPrivilegedProcess) Check("runuser", ["-u", "postgres", "--", "sh", "-c", command]);
        else Check("sh", ["-c", command]);
    }

    static void Check(string program, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
