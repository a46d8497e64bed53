namespace Zhice.Browser.Tests;

/// <summary>Places in the repository that the tests run from.</summary>
public static class Repository
{
    /// <summary>The folder with Zhice.slnx.</summary>
    public static readonly string Root = Up("Zhice.slnx", File.Exists)
        ?? throw new InvalidOperationException("The tests run from inside the repository.");

    /// <summary>The command line as it was built with these tests.</summary>
    public static readonly string Program = Directory
        .EnumerateFiles(Path.Combine(Root, "src", "Zhice.Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name), "zhice", SearchOption.AllDirectories)
        .First();

    /// <summary>The reference documents beside the repository; null where they are absent.</summary>
    public static readonly string? Policies = Environment.GetEnvironmentVariable("ZHICE_SHARED") is { Length: > 0 } named
        ? Path.Combine(named, "policies")
        : Up(Path.Combine("shared", "policies"), Directory.Exists) is { } above ? Path.Combine(above, "shared", "policies") : null;

    /// <summary>A file of the demonstration.</summary>
    public static string Demo(string name) => Path.Combine(Root, "data", "demo", name);

    /// <summary>A folder under artifacts, which git ignores.</summary>
    public static string Artifacts(string name) => Directory.CreateDirectory(Path.Combine(Root, "artifacts", name)).FullName;

    static string? Up(string wanted, Func<string, bool> exists)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (exists(Path.Combine(folder, wanted))) return folder;
        return null;
    }
}
