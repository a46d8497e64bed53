namespace Zhice.Cli.Tests;

/// <summary>`zhice import` with a server running and without one.</summary>
public sealed class ImportTests
{
    [Fact]
    public async Task A_file_is_imported_under_the_folders_lock_when_no_server_runs()
    {
        using var folder = new Folder();
        var ran = await Command.Run(folder.Path, "import", Command.Demo("task-list.docx"));
        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
        Assert.Contains("2026年知识产权高质量发展任务清单", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_imported_through_the_running_server_and_a_second_time_refused()
    {
        using var folder = new Folder();
        await using var server = await Server.Start(folder.Path);
        var first = await Command.Run(folder.Path, "import", Command.Demo("task-list.txt"));
        var again = await Command.RunInChinese(folder.Path, "import", Command.Demo("task-list.txt"));
        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.Contains("2026年知识产权高质量发展任务清单", first.Out, StringComparison.Ordinal);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("✗", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_file_that_cannot_be_read_does_not_hinder_the_others()
    {
        using var folder = new Folder();
        var broken = folder.File("broken.docx");
        await File.WriteAllBytesAsync(broken, [0x50, 0x4B, 3, 4, 1, 2, 3], TestContext.Current.CancellationToken);
        using var home = new Folder();
        var ran = await Command.Run(home.Path, "import", broken, Command.Demo("annual-guideline.txt"));
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains($"✗ {broken}", ran.Error, StringComparison.Ordinal);
        Assert.Contains("✓", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_door_of_the_command_line_is_closed_to_the_network()
    {
        using var folder = new Folder();
        await using var server = await Server.Start(folder.Path);
        using var browser = new HttpClient { BaseAddress = new Uri(server.Address) };
        using var answer = await browser.PostAsync("/api/v1/console/import?name=a.txt&disclosure=Public", new StringContent("任务"), TestContext.Current.CancellationToken);
        Assert.False(answer.IsSuccessStatusCode);
    }
}
