using Xunit;

namespace Zhice.Policy.Tests.Readers;

/// <summary>The real documents beside the repository; a test that needs one shows as skipped where they are absent.</summary>
internal static class SharedFiles
{
    static readonly string? Folder = Find();

    static string? Find()
    {
        if (Environment.GetEnvironmentVariable("ZHICE_SHARED") is { Length: > 0 } named) return Path.Combine(named, "policies");
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared", "policies") is var folder && Directory.Exists(folder)) return folder;
        return null;
    }

    internal static byte[] Bytes(string name)
    {
        var file = Folder is null ? "" : Path.Combine(Folder, name);
        Assert.SkipUnless(File.Exists(file), $"../shared/policies/{name} is not here.");
        return File.ReadAllBytes(file);
    }
}
