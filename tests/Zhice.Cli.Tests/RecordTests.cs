using System.Globalization;
using System.Text.RegularExpressions;
using Zhice.Records.Store;

namespace Zhice.Cli.Tests;

/// <summary>The record store, taken in by the program at a terminal and killed at it (SIGKILL).</summary>
public sealed partial class RecordTests
{
    const int Records = 100_000; // two batches and a half

    [Fact]
    public async Task An_ingest_that_is_killed_again_and_again_goes_on_behind_its_last_batch_and_ends_as_if_it_had_not_been()
    {
        using var folder = new Folder();
        using var sources = new Folder();
        var file = sources.File("records.jsonl");
        Assert.Equal(0, (await Command.Run(sources.Path, "records", "generate", Records.ToString(CultureInfo.InvariantCulture), "--out", file)).ExitCode);

        // Killed after the first batch that it tells of, then after the next, then in the middle of whatever it does.
        for (var life = 0; life < 3; life++) await Killed(folder.Path, file, life);
        var between = new RecordStore(folder.Path);
        Assert.True(between.Exists);
        Assert.InRange(between.Snapshot().Count, 1, Records - 1);
        Assert.Equal(JobState.Running, between.Jobs(5).Single().State);

        var ended = await Command.Run(folder.Path, "records", "ingest", file);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        var store = new RecordStore(folder.Path);
        var job = store.Jobs(5).Single();
        Assert.Equal((JobState.Done, (long)Records, (long)Records, 0L, 0L, 0L), (job.State, job.Done, job.Added, job.Replaced, job.Unchanged, job.Rejected));
        Assert.Equal(Records, store.Snapshot().Count);
        Assert.Equal(Records, store.Quality(1).Single(q => q.Measure == "records").Count);
        // Every file of the index is named by the store: none is left over from a life that was cut off.
        Assert.Equal(store.Snapshot().IndexBytes, Directory.EnumerateFiles(store.Folder, "*.segment").Sum(f => new FileInfo(f).Length));

        var found = await Found(folder.Path);
        var again = await Command.Run(folder.Path, "records", "ingest", file);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains($"{Records.ToString("N0", CultureInfo.InvariantCulture)} unchanged", again.Out, StringComparison.Ordinal);
        Assert.Equal(Records, new RecordStore(folder.Path).Snapshot().Count);
        Assert.Equal(found, await Found(folder.Path));
    }

    [Fact]
    public async Task Records_are_in_the_backup_and_are_found_in_the_folder_it_is_restored_to()
    {
        using var folder = new Folder();
        using var other = new Folder();
        using var archives = new Folder();
        await folder.Demonstrate();
        var found = await Found(folder.Path);

        Assert.Equal((0, ""), Ended(await Command.Run(folder.Path, "backup", archives.File("zhice.zip"))));
        Assert.Equal((0, ""), Ended(await Command.Run(other.Path, "restore", archives.File("zhice.zip"))));

        Assert.Equal(new RecordStore(folder.Path).Snapshot().Count, new RecordStore(other.Path).Snapshot().Count);
        Assert.Equal(found, await Found(other.Path));
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(folder.Path, "records")), f => f.Contains("copy-", StringComparison.Ordinal));
    }

    static async Task Killed(string home, string file, int life)
    {
        using var process = Command.Start(home, "C.UTF-8", "records", "ingest", file);
        if (life < 2) Assert.Matches(Told(), await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? "");
        else await Task.Delay(TimeSpan.FromMilliseconds(700), TestContext.Current.CancellationToken);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    // The lines of a search without its time.
    static async Task<IReadOnlyList<string>> Found(string home)
    {
        var ran = await Command.Run(home, "records", "search", "电池 方法", "--most", "50");
        Assert.Equal(0, ran.ExitCode);
        return [.. ran.Out.Split('\n').Select(line => Time().Replace(line, ""))];
    }

    static (int, string) Ended(Command ran) => (ran.ExitCode, ran.Error);

    [GeneratedRegex(@"^[\d,]+ · ")]
    private static partial Regex Told();

    [GeneratedRegex(@"· [\d.]+ ms")]
    private static partial Regex Time();
}
