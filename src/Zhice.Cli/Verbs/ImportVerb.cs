using System.Globalization;
using System.Net.Http.Json;
using Zhice.Domain.Documents;
using Zhice.Web.Features.Documents;
using Zhice.Web.Visits;
using static Zhice.Cli.Tongue;

namespace Zhice.Cli.Verbs;

/// <summary><c>zhice import</c>: files become documents, through the running server where there is one, else under the folder's lock.</summary>
internal static class ImportVerb
{
    internal const string Form = "import FILE… [--real] [--disclosure public|on-request|withheld]";

    /// <summary>What became of one file.</summary>
    sealed record Answer(bool Done, string Words);

    internal static async Task<int> Run(string[] words)
    {
        var arguments = new Arguments(words, ["--real"], ["--disclosure"]);
        if (arguments.Rest.Count == 0) throw Arguments.Misused(Form);
        // What was not said to be public is shown to nobody but its owner.
        var disclosure = arguments.Value("--disclosure") switch
        {
            null or "withheld" => Disclosure.Withheld,
            "public" => Disclosure.Public,
            "on-request" => Disclosure.OnRequest,
            _ => throw Arguments.Misused(Form),
        };
        foreach (var file in arguments.Rest)
            if (!File.Exists(file)) throw new RefusedException(Say($"没有这个文件：{file}", $"There is no such file: {file}"));

        var home = Home.FromEnvironment();
        if (arguments.Has("--real")) home.MustBe(demonstration: false);
        using var held = home.PostgreSql is null ? FolderLock.TryTake(home) : null;
        var failed = 0;
        if (held is null && home.PostgreSql is null)
        {
            using var server = RunningServer.Open(home);
            foreach (var file in arguments.Rest) failed += Report(file, await Through(server, file, disclosure).ConfigureAwait(false));
        }
        else
        {
            using var store = home.OpenStore();
            using var db = store.CreateContext();
            var actor = await ConsoleDoor.ActorOf(db, DateTimeOffset.UtcNow, CancellationToken.None).ConfigureAwait(false);
            foreach (var file in arguments.Rest)
            {
                var request = new ImportDocument.Request(Path.GetFileName(file), await File.ReadAllBytesAsync(file).ConfigureAwait(false), disclosure);
                var outcome = await ImportDocument.Run(db, store.Files, actor, request, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
                failed += Report(file, outcome.Accepted(out var imported, out var refusal) ? Imported(imported) : new(false, refusal.Said()));
                db.ChangeTracker.Clear();
            }
        }
        return failed == 0 ? 0 : 1;
    }

    static int Report(string file, Answer answer)
    {
        (answer.Done ? Console.Out : Console.Error).WriteLine($"{(answer.Done ? "✓" : "✗")} {file}\n  {answer.Words}");
        return answer.Done ? 0 : 1;
    }

    static Answer Imported(ImportDocument.Response document) => new(true, string.Create(CultureInfo.InvariantCulture,
        $"{document.Title}  /documents/{document.Id.Value}  {Say("任务", "tasks")} {document.Tasks}  {Say("识别率", "coverage")} {document.Coverage:P1}"));

    static async Task<Answer> Through(HttpClient server, string file, Disclosure disclosure)
    {
        var address = $"{ImportFromConsole.Address}?name={Uri.EscapeDataString(Path.GetFileName(file))}&disclosure={disclosure}&lang={(InChinese ? "zh" : "en")}";
        using var body = new StreamContent(File.OpenRead(file));
        using var answer = await RunningServer.Send(server, address, body).ConfigureAwait(false);
        return answer.IsSuccessStatusCode
            ? Imported((await answer.Content.ReadFromJsonAsync<ImportDocument.Response>().ConfigureAwait(false))!)
            : new(false, await RunningServer.Refusal(answer).ConfigureAwait(false));
    }
}
