using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Assessment;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Bench;

/// <summary>The national assessment: 32 regions × 60 items from frozen facts with full trace, the pages of a published round, and expert scores from several people at once.</summary>
internal static class AssessmentBench
{
    internal static async Task Run(string home)
    {
        Console.WriteLine("## Assessment: 32 regions × 60 items");
        Recompute();
        await Experts(home).ConfigureAwait(false);
        using var server = WebBench.Start(home);
        try
        {
            using var client = WebBench.Client(await WebBench.Address(server).ConfigureAwait(false));
            foreach (var page in (string[])["/assessment/rounds/1", "/assessment/rounds/1/offices/office-340000", "/assessment", "/assessment/schemes/1"])
            {
                await OpenLoop.Run(i => OpenLoop.Get(client, page), 20, 5).ConfigureAwait(false);
                Console.WriteLine($"{$"{page} (goal: p95 100 ms)",-60} {await OpenLoop.Run(i => OpenLoop.Get(client, page), 50, 15).ConfigureAwait(false)}");
            }
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync().ConfigureAwait(false);
        }
    }

    static void Recompute()
    {
        var scheme = Scheme();
        var text = ScoreText.Write(Enumerable.Range(1, 32).Select(n => Facts(scheme, n)));
        for (var round = 0; round < 5; round++)
        {
            var from = Stopwatch.GetTimestamp();
            var ranked = Ranking.Of(ScoreText.ReadFacts(text).Select(f => ScoringEngine.Score(scheme, f)));
            var read = Stopwatch.GetElapsedTime(from);
            Ranking.Sensitivity(scheme, [.. ranked.Select(r => r.Score)], 0.2m);
            var digest = TextDigest.Of(ScoreText.Write(scheme, ranked));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"recompute {read.TotalMilliseconds,8:F0} ms  with sensitivity and digest {Stopwatch.GetElapsedTime(from).TotalMilliseconds:F0} ms (goal: 1,000), {ranked.Sum(r => r.Score.Trace.Count()):N0} lines of trace, {text.Length / 1024:N0} KiB of facts, {digest[..8]}"));
        }
    }

    // Sixty items of all kinds; sixty obligations and forty figures an office.
    static AssessmentScheme Scheme() => new()
    {
        Code = "bench", Version = 1, Title = "bench", EnglishTitle = "bench", ValidFrom = new(2026, 1, 1), Total = 120, Decimals = 2, Source = "bench",
        Groups = [.. Enumerable.Range(0, 6).Select(g => new SchemeGroup($"g{g}", "g", "g", 20, [.. Enumerable.Range(0, 10).Select(i => new SchemeItem($"g{g}i{i}", "i", "i", 2, "bench", (i % 5) switch
        {
            0 => new ObligationRule(false, [], null, 0.5m, 0),
            1 => new ObligationRule(true, [], null, 0, 0.4m),
            2 => new DeductionRule([new("a", "a", "a", 0.5m, null)]),
            3 => new ExpertRule(3, 0, 100, "bench"),
            _ => new IndicatorRule($"x{i}", IndicatorMeasure.Growth, [new(null, 0.2m), new(5, 0.6m), new(10, 1)]),
        }))]))],
    };

    static SubjectFacts Facts(AssessmentScheme scheme, int office) => new($"office-{office:00}", $"office {office}",
        [.. Enumerable.Range(1, 60).Select(n => new ObligationFact(office * 100 + n, n, $"{n}", "section", $"task {n}", ObligationLevel.Mandatory, OptChoice.Undecided, (WorkStatus)((office * n) % 4), false, new(2026, 11, 30), new DateOnly(2026, 11, 1).AddDays(n), n))],
        [.. Enumerable.Range(0, 40).Select(n => new IndicatorFact($"x{n}", 1, "2026", 100 + office + n, 100, null, false, "件", "run/2026@1"))],
        [.. scheme.Items.Where(i => i.Rule is DeductionRule).Select((i, n) => new ActFact(n, i.Code, "a", 1, "ground"))],
        [.. scheme.Items.Where(i => i.Rule is ExpertRule).SelectMany((i, n) => Enumerable.Range(1, 3).Select(slot => new ExpertFact(n * 10 + slot, i.Code, slot, 60 + (office * slot + n) % 40, "comment")))], []);

    static async Task Experts(string home)
    {
        var store = ZhiceStore.Open(new StoreSettings(home));
        await using (store.ConfigureAwait(false))
        {
            List<(SheetId Sheet, Actor Actor)> sheets;
            using (var db = store.CreateContext())
                sheets = [.. (await (
                    from sheet in db.ExpertSheets
                    join subject in db.AssessmentSubjects on sheet.SubjectId equals subject.Id
                    join round in db.AssessmentRounds on subject.RoundId equals round.Id
                    where round.State == RoundState.SelfScoring
                    select new { sheet.Id, sheet.AccountId }).ToListAsync().ConfigureAwait(false)).Select(s => (s.Id, new Actor(s.AccountId, "bench", [])))];
            const int Scores = 1_000;
            int before;
            using (var db = store.CreateContext()) before = await db.ExpertScores.CountAsync().ConfigureAwait(false);
            var from = Stopwatch.GetTimestamp();
            await Parallel.ForAsync(0, Scores, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, cancel) =>
            {
                using var db = store.CreateContext();
                var (sheet, actor) = sheets[n % sheets.Count];
                if (!(await ExpertDesk.Score(db, actor, sheet, n % 100, "bench", TimeProvider.System, cancel).ConfigureAwait(false)).Accepted(out _, out var refusal)) throw new InvalidOperationException(refusal.Code);
            }).ConfigureAwait(false);
            var taken = Stopwatch.GetElapsedTime(from);
            using var after = store.CreateContext();
            var lost = before + Scores - await after.ExpertScores.CountAsync().ConfigureAwait(false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"experts   {Scores:N0} scores from 16 at once in {taken.TotalSeconds:F1} s, {Scores / taken.TotalMinutes:N0} a minute (goal: 1,000), {lost} lost"));
        }
    }
}
