using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Seeding;
using Zhice.Data.Storage;
using Zhice.Data.Surveys;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Surveys;

namespace Zhice.Bench;

/// <summary>Tabulating 20,000 answers of 96 strata with margins, from the store to the table.</summary>
internal static class SurveyBench
{
    const int Answers = 20_000;

    internal static async Task Run()
    {
        var home = Directory.CreateTempSubdirectory("zhice-bench-").FullName;
        try
        {
            using var store = ZhiceStore.Open(new StoreSettings(home));
            store.Migrate();
            using var db = store.CreateContext();
            Seed.Run(db);
            var nation = await db.Organisations.AsNoTracking().SingleAsync(o => o.Code == "cnipa").ConfigureAwait(false);
            var actor = new Actor(new AccountId(1), "bench", [new HeldRole(Role.NationalAdministrator, nation.Id, nation.Path)]);
            var request = new SurveyRequest("protection-satisfaction", "cnipa", "bench", "bench", 2026, new(2026, 1, 1), new(2026, 12, 31));
            if (!(await SurveyDesk.Begin(db, actor, request, TimeProvider.System, CancellationToken.None).ConfigureAwait(false)).Accepted(out var survey, out var refusal)) throw new InvalidOperationException(refusal.Code);
            var provinces = await db.Divisions.Where(d => d.Level == DivisionLevel.Province).Select(d => d.Code).ToListAsync().ConfigureAwait(false);
            string[] groups = ["holder", "professional", "public"];
            db.AddRange(provinces.SelectMany(p => groups.Select(g => new SurveyStratum { SurveyId = survey.Id, Group = g, DivisionCode = p, Population = 100_000, Quota = 200 })));
            db.AddRange(Enumerable.Range(0, Answers).Select(i =>
            {
                var values = Enumerable.Range(0, 8).Select(q => 1 + (i * 7 + q * 3 + i / 11) % 5).ToList();
                return new SurveyAnswer { SurveyId = survey.Id, Group = groups[i % 3], DivisionCode = provinces[i / 3 % provinces.Count], Values = string.Concat(values), Score = Tabulation.Score(values), Day = new(2026, 5, 1), FormKey = $"bench-{i}" };
            }));
            await db.SaveChangesAsync().ConfigureAwait(false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"## Survey: {Answers} answers in {provinces.Count * 3} strata"));
            for (var turn = 1; turn <= 3; turn++)
            {
                using var fresh = store.CreateContext();
                var from = Stopwatch.GetTimestamp();
                var table = await SurveyDesk.Tabulate(fresh, survey, CancellationToken.None).ConfigureAwait(false);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{$"tabulated, turn {turn}",-24} {Stopwatch.GetElapsedTime(from).TotalMilliseconds,8:F0} ms   index {table.Result.Index.Value} ± {table.Result.Index.Margin}, {table.Answers} answers"));
            }
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }
}
