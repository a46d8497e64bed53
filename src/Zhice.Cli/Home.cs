using Zhice.Data.Definitions;
using Zhice.Data.Seeding;
using Zhice.Data.Storage;
using static Zhice.Cli.Tongue;

namespace Zhice.Cli;

/// <summary>The data folder of one instance, and which database holds its rows.</summary>
/// <remarks>
/// A folder of the demonstration carries the file <c>DEMONSTRATION</c>. Real data is never beside it: what is meant for the
/// real instance refuses a marked folder, and the other way about.
/// </remarks>
internal sealed class Home
{
    const string Mark = "DEMONSTRATION";

    Home(string folder, string? postgreSql) => (Folder, PostgreSql) = (folder, postgreSql);

    /// <summary>Full path of the data folder; it exists.</summary>
    internal string Folder { get; }

    /// <summary>Connection string of PostgreSQL; null for SQLite in the folder.</summary>
    internal string? PostgreSql { get; }

    /// <summary>True when the folder is marked as the demonstration's.</summary>
    internal bool IsDemonstration => File.Exists(Path.Combine(Folder, Mark));

    /// <summary>True when nothing has been put into the folder yet but definitions of the instance.</summary>
    internal bool IsEmpty => !Directory.EnumerateFileSystemEntries(Folder).Any(entry => Path.GetFileName(entry) != InstanceDefinitions.Folder);

    /// <summary>The folder that ZHICE_HOME names, else <c>var/real</c> beside the program's sources; made when absent.</summary>
    internal static Home FromEnvironment()
    {
        var folder = Place();
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            // Passwords' digests and keys lie in it: nobody else on the machine reads it.
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        return new Home(folder, ConnectionFromEnvironment());
    }

    /// <summary>Full path of that folder; nothing is made.</summary>
    internal static string Place() => Path.GetFullPath(Environment.GetEnvironmentVariable("ZHICE_HOME") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetEnvironmentVariable("ZHICE_ROOT") ?? Environment.CurrentDirectory, "var", "real"));

    /// <summary>Has this process compute and ask by the definitions of the instance, where its folder holds any; refuses with file and line of every fault.</summary>
    internal InstanceDefinitions.Laid? UseDefinitions()
    {
        var laid = InstanceDefinitions.Use(Path.Combine(Folder, InstanceDefinitions.Folder));
        if (laid is not { Faults.Count: > 0 }) return laid;
        throw new RefusedException(string.Join(Environment.NewLine, laid.Faults.Select(Verbs.IndicatorVerb.Line)
            .Append(Say("本单位的定义有错误，没有启动。改正后再试，可用 zhice indicators check 检查。", "The definitions of this instance have faults; nothing was started. zhice indicators check names them."))));
    }

    /// <summary>Connection string of the PostgreSQL that answers searches of records (ZHICE_RECORDS_DB); null for the embedded store.</summary>
    internal static string? RecordsPostgreSql => Environment.GetEnvironmentVariable("ZHICE_RECORDS_DB") is { Length: > 0 } value ? Connection(value) : null;

    static string? ConnectionFromEnvironment() =>
        Environment.GetEnvironmentVariable("ZHICE_DB") is { Length: > 0 } value ? Connection(value) : null;

    /// <summary>A connection string, or what the file of that path holds, so that a secret need not stand in the environment or on a command line.</summary>
    internal static string Connection(string value)
    {
        if (value.Contains('=', StringComparison.Ordinal)) return value;
        if (!File.Exists(value))
            throw new RefusedException(Say($"既不是连接串，也不是文件：{value}", $"Neither a connection string nor a file: {value}"));
        return File.ReadAllText(value).Trim();
    }

    /// <summary>Refuses a folder of the other kind.</summary>
    internal void MustBe(bool demonstration)
    {
        if (IsDemonstration == demonstration || IsEmpty) return;
        throw new RefusedException(demonstration
            ? Say($"{Folder} 不是演示目录（没有 {Mark} 标记）。", $"{Folder} is not a folder of the demonstration (it has no {Mark} mark).")
            : Say($"{Folder} 是演示目录，真实数据不能与演示数据放在一起。请另设 ZHICE_HOME。",
                $"{Folder} holds the demonstration; real data is never beside it. Set another ZHICE_HOME."));
    }

    /// <summary>Marks the folder as the demonstration's, in words for whoever opens it.</summary>
    internal void MarkAsDemonstration() => File.WriteAllText(Path.Combine(Folder, Mark),
        "演示数据。此目录中的文件、账号和资格均为虚构。\nDemonstration. Documents, accounts and statuses in this folder are invented.\n");

    /// <summary>Where rows and files are.</summary>
    internal StoreSettings Settings => new(Folder, PostgreSql, ObjectStoreSettings.FromEnvironment());

    /// <summary>Opens the database and files, and brings the tables up to date.</summary>
    /// <param name="seed">True adds the divisions and organisations that came with the program and are missing; about 0.2 s when none are.</param>
    internal ZhiceStore OpenStore(bool seed = false)
    {
        var store = ZhiceStore.Open(Settings);
        try
        {
            if (store.Migrate() || seed)
            {
                using var db = store.CreateContext();
                Seed.Run(db);
                Zhice.Data.Services.RegisterIndex.Refill(db);
            }
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
