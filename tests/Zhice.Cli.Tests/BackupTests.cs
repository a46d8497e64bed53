namespace Zhice.Cli.Tests;

/// <summary>`zhice backup`, `restore` and `audit verify`, as an administrator uses them.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task What_was_backed_up_is_there_again_in_another_folder_and_still_marked_as_demonstration()
    {
        using var folder = new Folder();
        using var other = new Folder();
        using var archives = new Folder();
        await folder.Demonstrate();
        await using (await Server.Start(folder.Path)) // a running server need not be stopped
            Assert.Equal((0, ""), Ended(await Command.Run(folder.Path, "backup", archives.File("zhice.zip"))));

        Assert.Equal((0, ""), Ended(await Command.Run(other.Path, "restore", archives.File("zhice.zip"))));
        Assert.True(File.Exists(other.File("DEMONSTRATION")));
        Assert.Equal((0, ""), Ended(await Command.Run(other.Path, "audit", "verify")));
        await using var server = await Server.Start(other.Path, "--demonstration");
        using var browser = new HttpClient { BaseAddress = new Uri(server.Address) };
        Assert.Contains("2026年知识产权高质量发展任务清单", await browser.GetStringAsync("/documents", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_with_data_is_replaced_only_when_forced_and_what_was_there_is_kept_aside()
    {
        using var archives = new Folder();
        using var above = new Folder();
        var home = Path.Combine(above.Path, "home");
        Assert.Equal(0, (await Command.Run(home, "import", Command.Demo("task-list.txt"))).ExitCode);
        Assert.Equal(0, (await Command.Run(home, "backup", archives.File("one.zip"))).ExitCode);
        Assert.Equal(1, (await Command.Run(home, "backup", archives.File("one.zip"))).ExitCode); // nor is a backup written over unasked
        Assert.Equal(0, (await Command.Run(home, "backup", archives.File("one.zip"), "--force")).ExitCode);

        var refused = await Command.Run(home, "restore", archives.File("one.zip"));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), Ended(await Command.Run(home, "restore", archives.File("one.zip"), "--force")));
        Assert.Single(Directory.EnumerateDirectories(above.Path, "home.before-*"));
    }

    [Fact]
    public async Task A_file_that_is_no_backup_changes_nothing()
    {
        using var folder = new Folder();
        using var other = new Folder();
        await File.WriteAllTextAsync(other.File("no.zip"), "not a zip", TestContext.Current.CancellationToken);
        var ran = await Command.RunInChinese(folder.Path, "restore", other.File("no.zip"));
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("不是知策的备份", ran.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("zhice.db")));
    }

    static (int, string) Ended(Command ran) => (ran.ExitCode, ran.Error);
}
