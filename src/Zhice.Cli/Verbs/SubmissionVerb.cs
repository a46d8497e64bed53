using System.Net.Http.Json;
using Zhice.Data.Submitting;
using Zhice.Domain.Submitting;
using Zhice.Web.Features.Submitting;
using Zhice.Web.Visits;
using Zhice.Web.Words;
using static Zhice.Cli.Tongue;

namespace Zhice.Cli.Verbs;

/// <summary><c>zhice submission import</c>: signed files of other instances, through the running server where there is one, else under the folder's lock.</summary>
internal static class SubmissionVerb
{
    internal const string Form = "submission import FILE… [--real]";

    internal static async Task<int> Run(string[] words)
    {
        if (words is not ["import", .. var rest]) throw Arguments.Misused(Form);
        var arguments = new Arguments(rest, ["--real"], []);
        if (arguments.Rest.Count == 0) throw Arguments.Misused(Form);
        foreach (var file in arguments.Rest)
            if (!File.Exists(file)) throw new RefusedException(Say($"没有这个文件：{file}", $"There is no such file: {file}"));

        var home = Home.FromEnvironment();
        home.UseDefinitions();
        if (arguments.Has("--real")) home.MustBe(demonstration: false);
        using var held = home.PostgreSql is null ? FolderLock.TryTake(home) : null;
        var failed = 0;
        if (held is null && home.PostgreSql is null)
        {
            using var server = RunningServer.Open(home);
            foreach (var file in arguments.Rest)
            {
                using var body = new StreamContent(File.OpenRead(file));
                using var answer = await RunningServer.Send(server, $"{ImportPackage.ConsoleAddress}?lang={(InChinese ? "zh" : "en")}", body).ConfigureAwait(false);
                failed += answer.IsSuccessStatusCode
                    ? Done(file, (await answer.Content.ReadFromJsonAsync<ArrivedPackage>().ConfigureAwait(false))!)
                    : Refused(file, await RunningServer.Refusal(answer).ConfigureAwait(false));
            }
        }
        else
        {
            using var store = home.OpenStore();
            foreach (var file in arguments.Rest)
            {
                using var db = store.CreateContext();
                var actor = await ConsoleDoor.ActorOf(db, DateTimeOffset.UtcNow, CancellationToken.None).ConfigureAwait(false);
                db.ChangeTracker.Clear();
                using var content = File.OpenRead(file);
                var outcome = await PackageArrival.Take(db, store, actor, content, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
                failed += outcome.Accepted(out var arrived, out var refusal) ? Done(file, arrived) : Refused(file, refusal.Said());
            }
        }
        return failed == 0 ? 0 : 1;
    }

    static int Done(string file, ArrivedPackage arrived)
    {
        var words = InChinese ? WordTable.Chinese : WordTable.English;
        Console.Out.WriteLine($"✓ {file}\n  {arrived.Office}  {words["submission.revisionNumber", arrived.Revision]}  {words.Of(arrived.State)}  /submissions/{arrived.Id.Value}\n  {words[arrived.Arrival == Arrival.Known ? "package.known" : "package.taken"]}");
        return 0;
    }

    static int Refused(string file, string why)
    {
        Console.Error.WriteLine($"✗ {file}\n  {why}");
        return 1;
    }
}
