using System.Net;

namespace Zhice.Cli.Tests;

/// <summary>What the terminal is told, and with which exit code.</summary>
public sealed class CommandLineTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")] // no verb at all
    [InlineData("frobnicate")]
    [InlineData("serve --prot 80")] // a misspelt option is not silently ignored
    [InlineData("serve --port 99999")]
    [InlineData("serve --port")]
    [InlineData("demo extra")]
    [InlineData("import")]
    [InlineData("import a.txt --disclosure secret")]
    public async Task What_is_not_understood_ends_with_2_and_a_line_on_standard_error(string line)
    {
        using var folder = new Folder();
        var ran = await Command.Run(folder.Path, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, ran.ExitCode);
        Assert.NotEmpty(ran.Error);
        Assert.Empty(ran.Out);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal); // no stack trace
    }

    [Fact]
    public async Task Help_lists_every_verb_and_knows_each_of_them()
    {
        using var folder = new Folder();
        var help = await Command.Run(folder.Path, "help");
        Assert.Equal(0, help.ExitCode);
        foreach (var verb in new[] { "serve", "demo", "import", "policy", "backup", "restore", "move-to-postgres", "audit", "migrate", "version" })
        {
            Assert.Contains($"  {verb}", help.Out, StringComparison.Ordinal);
            Assert.Equal(0, (await Command.Run(folder.Path, "help", verb)).ExitCode);
        }
    }

    [Fact]
    public async Task The_terminal_is_spoken_to_in_its_own_language()
    {
        using var folder = new Folder();
        Assert.Contains("There is no verb", (await Command.Run(folder.Path, "frobnicate")).Error, StringComparison.Ordinal);
        Assert.Contains("没有“frobnicate”这个命令", (await Command.RunInChinese(folder.Path, "frobnicate")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_the_demonstration_is_never_served_as_real_nor_the_other_way_about()
    {
        using var demonstration = new Folder();
        using var real = new Folder();
        Assert.Equal(0, (await Command.Run(demonstration.Path, "demo")).ExitCode);
        Assert.Equal(0, (await Command.Run(real.Path, "migrate")).ExitCode);

        var asReal = await Command.Run(demonstration.Path, "serve", "--real", "--port", "0");
        var asDemonstration = await Command.Run(real.Path, "serve", "--demonstration", "--port", "0");
        var imported = await Command.Run(demonstration.Path, "import", "--real", Command.Demo("task-list.txt"));
        var overReal = await Command.Run(real.Path, "demo");

        Assert.All([asReal, asDemonstration, imported, overReal], ran => Assert.Equal(1, ran.ExitCode));
        Assert.Contains("real data is never beside it", asReal.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(real.File("DEMONSTRATION")));
    }

    [Fact]
    public async Task A_real_instance_without_accounts_prints_a_one_time_address_and_lists_no_account()
    {
        using var folder = new Folder();
        await using var server = await Server.Start(folder.Path, "--real");
        using var browser = new HttpClient { BaseAddress = new Uri(server.Address) };

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/healthz", Cancel)).StatusCode);
        Assert.Contains("/setup?token=", server.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(Demonstration.Password, await browser.GetStringAsync("/login", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_has_one_process_and_the_second_says_so()
    {
        using var folder = new Folder();
        await using var server = await Server.Start(folder.Path);
        var second = await Command.Run(folder.Path, "serve", "--port", "0");
        Assert.Equal(1, second.ExitCode);
        Assert.Contains("in use by another Zhice process", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_to_end_the_server_ends_in_order_and_leaves_the_folder_free()
    {
        using var folder = new Folder();
        await using var server = await Server.Start(folder.Path);
        Assert.Equal(0, await server.Stop());
        Assert.False(File.Exists(folder.File("console.sock")));
        Assert.Equal(0, (await Command.Run(folder.Path, "migrate")).ExitCode);
    }
}
