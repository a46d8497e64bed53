using static Zhice.Cli.Tongue;

namespace Zhice.Cli.Verbs;

/// <summary>Verbs on the store as a whole.</summary>
internal static class StoreVerbs
{
    internal const string MigrateForm = "migrate";

    internal static int Migrate(string[] words)
    {
        new Arguments(words).None(MigrateForm);
        var home = Home.FromEnvironment();
        using var held = FolderLock.Take(home);
        using var store = home.OpenStore(seed: true);
        Console.Out.WriteLine(Say($"{home.Folder} 的数据库已是最新。", $"The database of {home.Folder} is up to date."));
        return 0;
    }
}
