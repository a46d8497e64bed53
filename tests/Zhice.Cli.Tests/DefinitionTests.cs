namespace Zhice.Cli.Tests;

/// <summary>Definitions of an instance at the terminal: copied, changed, checked, and refused with file and line before the server starts.</summary>
public sealed class DefinitionTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_definition_is_copied_given_a_later_version_and_checked_without_a_rebuild()
    {
        using var folder = new Folder();
        Assert.Contains("holds no definitions", (await Command.Run(folder.Path, "indicators", "check")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await Command.Run(folder.Path, "indicators", "copy", "pledge_financing")).ExitCode);
        var file = Path.Combine(folder.Path, "data", "indicators", "pledge_financing.yaml");
        Assert.True(File.Exists(Path.Combine(folder.Path, "data", "indicators", "schema.json")));
        foreach (var (kind, code) in (IEnumerable<(string, string)>)[("forms", "pledge_quarterly"), ("rules", "tisc_range")])
        {
            Assert.Equal(0, (await Command.Run(folder.Path, "indicators", "copy", code)).ExitCode);
            Assert.True(File.Exists(Path.Combine(folder.Path, "data", kind, "schema.json")));
            File.Delete(Path.Combine(folder.Path, "data", kind, code + ".yaml"));
        }
        Assert.Equal(1, (await Command.Run(folder.Path, "indicators", "copy", "pledge_financing")).ExitCode); // what is there is left alone
        Assert.Equal(1, (await Command.Run(folder.Path, "indicators", "copy", "nothing")).ExitCode);

        await File.AppendAllTextAsync(file, "later:\n  - valid-from: 2027-01-01\n    break: 新口径\n    formula: pledge_amount * 2\n", Cancel);
        var sound = await Command.Run(folder.Path, "indicators", "check");
        Assert.Equal((0, ""), (sound.ExitCode, sound.Error));
        Assert.Contains("replaced indicators/pledge_financing", sound.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_faulty_definition_stops_check_and_server_with_file_and_line()
    {
        using var folder = new Folder();
        Assert.Equal(0, (await Command.Run(folder.Path, "indicators", "copy", "pledge_financing")).ExitCode);
        var file = Path.Combine(folder.Path, "data", "indicators", "pledge_financing.yaml");
        var text = await File.ReadAllTextAsync(file, Cancel);
        await File.WriteAllTextAsync(file, text.Replace("formula: pledge_amount", "formula: pledge_amount * 2", StringComparison.Ordinal), Cancel);
        var line = 1 + text[..text.IndexOf("formula:", StringComparison.Ordinal)].Count(c => c == '\n');

        var check = await Command.Run(folder.Path, "indicators", "check");
        Assert.Equal(1, check.ExitCode);
        Assert.Contains($"{file}:{line}: ", check.Error, StringComparison.Ordinal);
        var serve = await Command.Run(folder.Path, "serve", "--port", "0");
        Assert.Equal(1, serve.ExitCode);
        Assert.Contains($"{file}:{line}: ", serve.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", serve.Error, StringComparison.Ordinal);
    }
}
