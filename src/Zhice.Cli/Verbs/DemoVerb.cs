using static Zhice.Cli.Tongue;

namespace Zhice.Cli.Verbs;

/// <summary><c>zhice demo</c>: builds the demonstration in an empty data folder, through the same cores as the pages.</summary>
internal static class DemoVerb
{
    internal const string Form = "demo [--large]";

    internal static async Task<int> Run(string[] words)
    {
        var arguments = new Arguments(words, ["--large"]);
        arguments.None(Form);
        var home = Home.FromEnvironment();
        home.UseDefinitions();
        if (home.IsDemonstration)
        {
            Console.Out.WriteLine(Say($"{home.Folder} 中已有演示库。", $"{home.Folder} already holds the demonstration."));
            return 0;
        }
        if (!home.IsEmpty || home.PostgreSql is not null)
            throw new RefusedException(Say($"{home.Folder} 不是空目录，演示库只建在空目录中，且只用 SQLite。",
                $"{home.Folder} is not empty: the demonstration is built in an empty folder, on SQLite only."));

        home.MarkAsDemonstration();
        using var held = FolderLock.Take(home);
        using var store = home.OpenStore(seed: true);
        var builder = new DemoBuilder(store, home.Folder, TimeProvider.System);
        await builder.Build().ConfigureAwait(false);
        if (arguments.Has("--large"))
        {
            Console.Out.WriteLine(Say("正在写入大型演示数据（约一分钟）……", "Writing the large demonstration (about a minute) …"));
            var written = await builder.Enlarge().ConfigureAwait(false);
            Console.Out.WriteLine(Say($"账号 {written.Accounts:N0}、应办任务 {written.Obligations:N0}、进展报送 {written.Reports:N0}、佐证材料 {written.Evidence:N0}。",
                $"{written.Accounts:N0} accounts, {written.Obligations:N0} obligations, {written.Reports:N0} progress reports, {written.Evidence:N0} pieces of evidence."));
        }
        Console.Out.WriteLine(Say($"演示库已建在 {home.Folder}", $"The demonstration is in {home.Folder}"));
        return 0;
    }
}
