namespace Zhice.Bench;

/// <summary>Where the repository and the reference documents are.</summary>
internal static class Places
{
    internal static readonly string Root = Up("Zhice.slnx", File.Exists) ?? throw new InvalidOperationException("Run it from inside the repository.");

    internal static readonly string? Policies = Environment.GetEnvironmentVariable("ZHICE_SHARED") is { Length: > 0 } named
        ? Path.Combine(named, "policies")
        : Up(Path.Combine("shared", "policies"), Directory.Exists) is { } above ? Path.Combine(above, "shared", "policies") : null;

    static string? Up(string wanted, Func<string, bool> exists)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (exists(Path.Combine(folder, wanted))) return folder;
        return null;
    }
}
