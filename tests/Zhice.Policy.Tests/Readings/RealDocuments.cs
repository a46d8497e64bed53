using Xunit;

namespace Zhice.Policy.Tests.Readings;

/// <summary>The five real documents, which are not part of the repository: they lie in shared/policies beside it, or in ZHICE_SHARED.</summary>
internal static class RealDocuments
{
    static readonly string? Folder = Find();

    public static string PathOf(string name)
    {
        Assert.SkipWhen(Folder is null, "The real documents (shared/policies) are not here.");
        return Path.Combine(Folder!, name);
    }

    public static PolicyDocument Read(string name)
    {
        var reading = PolicyReader.Read(File.ReadAllBytes(PathOf(name)), name, TestContext.Current.CancellationToken);
        Assert.True(reading.Document is not null, reading.Refusal?.English);
        return reading.Document;
    }

    static string? Find()
    {
        if (Environment.GetEnvironmentVariable("ZHICE_SHARED") is { Length: > 0 } named)
            return new[] { named, Path.Combine(named, "policies") }.FirstOrDefault(f => File.Exists(Path.Combine(f, "gold", "2023-task-list.json")));
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var policies = Path.Combine(folder.FullName, "shared", "policies");
            if (File.Exists(Path.Combine(policies, "gold", "2023-task-list.json"))) return policies;
        }
        return null;
    }
}
