using Xunit;

namespace Zhice.Records.Tests;

/// <summary>Real records beside the repository; a test that needs them says so when they are absent.</summary>
internal static class Samples
{
    internal static string Folder(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            foreach (var shared in new[] { Path.Combine(at.FullName, "shared"), Path.Combine(at.FullName, "..", "shared") })
                if (Directory.Exists(Path.Combine(shared, "records", name))) return Path.GetFullPath(Path.Combine(shared, "records", name));
        Assert.Skip($"../shared/records/{name} is absent.");
        throw new InvalidOperationException();
    }
}
