using Zhice.Data.Assessment;
using Zhice.Domain.Assessment;
using static Zhice.Cli.Tongue;

namespace Zhice.Cli.Verbs;

/// <summary><c>zhice assessment replay</c>.</summary>
internal static class AssessmentVerb
{
    internal const string Form = "assessment replay [--round N]";

    internal static Task<int> Run(string[] words) => words switch
    {
        ["replay", .. var rest] => Replay(new Arguments(rest, [], ["--round"])),
        _ => throw Arguments.Misused(Form),
    };

    // Reads only, so a running server may go on.
    static async Task<int> Replay(Arguments arguments)
    {
        arguments.None(Form);
        var number = arguments.Number("--round", 0, 1, int.MaxValue);
        var home = Home.FromEnvironment();
        home.UseDefinitions();
        using var store = home.OpenStore();
        using var db = store.CreateContext();
        var results = await Publications.Replay(db, number == 0 ? null : new RoundId(number), CancellationToken.None).ConfigureAwait(false);
        if (results.Count == 0) throw new RefusedException(Say("没有已公布的考核。", "No round was published."));
        foreach (var result in results)
        {
            Console.Out.WriteLine(Say($"第 {result.Round} 轮 {result.Title}，第 {result.Revision} 版：{result.Offices} 个机构，{(result.Faults.Count == 0 ? "每一位数字都一致" : "不一致")}", $"Round {result.Round} {result.Title}, revision {result.Revision}: {result.Offices} offices, {(result.Faults.Count == 0 ? "every digit the same" : "not the same")}"));
            Console.Out.WriteLine("  " + result.Digest);
            foreach (var fault in result.Faults) Console.Error.WriteLine("  " + fault);
        }
        return results.All(r => r.Faults.Count == 0) ? 0 : 1;
    }
}
