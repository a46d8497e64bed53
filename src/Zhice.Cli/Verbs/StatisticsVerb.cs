using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Calendar;
using Zhice.Web.Visits;
using Zhice.Web.Words;
using static Zhice.Cli.Tongue;

namespace Zhice.Cli.Verbs;

/// <summary><c>zhice statistics verify</c> and <c>zhice statistics load</c>.</summary>
internal static class StatisticsVerb
{
    internal const string Form = "statistics verify | statistics load FILE [--real] [--reason TEXT]";

    internal static Task<int> Run(string[] words) => words switch
    {
        ["verify"] => Verify(),
        ["load", .. var rest] => Load(new Arguments(rest, ["--real"], ["--reason"])),
        _ => throw Arguments.Misused(Form),
    };

    // Reads only, so a running server may go on.
    static async Task<int> Verify()
    {
        var home = Home.FromEnvironment();
        home.UseDefinitions();
        using var store = home.OpenStore();
        using var db = store.CreateContext();
        var report = await StatisticsVerifier.Verify(db).ConfigureAwait(false);
        foreach (var fault in report.Faults) Console.Error.WriteLine(fault);
        Console.Out.WriteLine(Say($"已发布 {report.Releases} 版，受保护记录 {report.Notes} 条，问题 {report.Faults.Count} 处。", $"{report.Releases} published revisions, {report.Notes} protected notes, {report.Faults.Count} faults."));
        if (report.Head.Length > 0) Console.Out.WriteLine(Say("链尾：", "Head of the chain: ") + report.Head);
        return report.Faults.Count == 0 ? 0 : 1;
    }

    // Bulk work takes the folder's lock; while a server runs, its page takes files.
    static async Task<int> Load(Arguments arguments)
    {
        if (arguments.Rest is not [var file]) throw Arguments.Misused(Form);
        if (!File.Exists(file)) throw new RefusedException(Say($"没有这个文件：{file}", $"There is no such file: {file}"));
        var home = Home.FromEnvironment();
        var laid = home.UseDefinitions();
        if (arguments.Has("--real")) home.MustBe(demonstration: false);
        using var held = home.PostgreSql is null ? FolderLock.Take(home) : null;
        using var store = home.OpenStore();
        using var db = store.CreateContext();
        await IndicatorVerb.Hold(db, laid).ConfigureAwait(false);
        var actor = await ConsoleDoor.ActorOf(db, DateTimeOffset.UtcNow, CancellationToken.None).ConfigureAwait(false);
        db.ChangeTracker.Clear();
        var stream = File.OpenRead(file);
        await using (stream.ConfigureAwait(false))
        {
            var locked = await CollectionDesk.Locked(db, ChinaTime.Today(TimeProvider.System), CancellationToken.None).ConfigureAwait(false);
            var request = new LoadRequest(StatisticsFiles.InUse.Elements) { Name = Path.GetFileName(file), Locked = locked, Reason = arguments.Value("--reason") };
            if (!(await ObservationLoad.Run(db, actor, stream, request, TimeProvider.System, CancellationToken.None).ConfigureAwait(false)).Accepted(out var done, out var refusal)) return Refused(refusal);
            Console.Out.WriteLine(Say($"读取 {done.Lines:N0} 行，新增 {done.Written:N0}，不变 {done.Unchanged:N0}，重复 {done.Repeated:N0}。", $"{done.Lines:N0} lines, {done.Written:N0} new, {done.Unchanged:N0} unchanged, {done.Repeated:N0} repeated."));
        }
        return 0;
    }

    static int Refused(Refusal refusal)
    {
        var table = InChinese ? WordTable.Chinese : WordTable.English;
        foreach (var defect in refusal.Defects) Console.Error.WriteLine(table.Of(defect));
        return 1;
    }
}
