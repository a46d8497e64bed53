namespace Zhice.Domain.Tests;

/// <summary>Files of the repository that the tests run in, found by walking up from the test's own folder.</summary>
static class Repository
{
    public static string Root { get; } = Up(AppContext.BaseDirectory, folder => File.Exists(Path.Combine(folder, "Zhice.slnx")))
        ?? throw new InvalidOperationException("Zhice.slnx is not above the tests.");

    /// <summary>The folder of real documents; null where it is absent, and the test that asks is to be skipped.</summary>
    public static string? SharedPolicies =>
        Environment.GetEnvironmentVariable("ZHICE_SHARED") is { Length: > 0 } named ? Path.Combine(named, "policies")
        : Up(Root, folder => Directory.Exists(Path.Combine(folder, "shared", "policies"))) is { } folder ? Path.Combine(folder, "shared", "policies")
        : null;

    static string? Up(string from, Func<string, bool> found)
    {
        for (var at = new DirectoryInfo(from); at is not null; at = at.Parent)
            if (found(at.FullName)) return at.FullName;
        return null;
    }
}
