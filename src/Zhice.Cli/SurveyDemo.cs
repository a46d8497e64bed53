using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Data.Storage;
using Zhice.Data.Surveys;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Surveys;

namespace Zhice.Cli;

/// <summary>满意度演示: a survey that is published and one that takes answers, both with answers made by a generator of fixed seed.</summary>
internal sealed class SurveyDemo(ZhiceStore store, TimeProvider clock)
{
    internal async Task Build(Actor nation)
    {
        var today = ChinaTime.Today(clock);
        var past = today.Year - 1;
        var published = await Begin(nation, $"satisfaction-{past}-demo", past, new(past, 10, 1), new(past, 10, 31)).ConfigureAwait(false);
        await Fill(published, 20, 60, past).ConfigureAwait(false);
        foreach (var to in (SurveyState[])[SurveyState.Closed, SurveyState.Published])
            await Do(db => to == SurveyState.Closed ? SurveyDesk.Move(db, nation, published, VersionOf(db, published), to, clock, CancellationToken.None)
                : SurveyDesk.Publish(db, nation, published, VersionOf(db, published), clock, CancellationToken.None)).ConfigureAwait(false);
        // The index has become a figure of the year: what is reckoned from it is reckoned anew.
        using (var db = store.CreateContext()) await IndicatorRun.Compute(db, DefinitionFiles.InUse, past, clock, false, CancellationToken.None).ConfigureAwait(false);
        var open = await Begin(nation, $"satisfaction-{today.Year}-demo", today.Year, today.AddDays(-10), today.AddDays(30)).ConfigureAwait(false);
        await Fill(open, 2, 8, today.Year).ConfigureAwait(false);
    }

    async Task<SurveyId> Begin(Actor nation, string code, int year, DateOnly opens, DateOnly closes)
    {
        var survey = await Do(db => SurveyDesk.Begin(db, nation, new("protection-satisfaction", "cnipa", code, $"{year}年知识产权保护社会满意度调查（演示）", year, opens, closes) { Demonstration = true }, clock, CancellationToken.None)).ConfigureAwait(false);
        using var db = store.CreateContext();
        var provinces = await db.Divisions.Where(d => d.Level == DivisionLevel.Province && d.ValidTo == null).OrderBy(d => d.Code).Select(d => d.Code).ToListAsync().ConfigureAwait(false);
        var csv = string.Join('\n', provinces.SelectMany((code, i) => (string[])[$"holder,{code},{4000 + 700 * i},60", $"professional,{code},{300 + 40 * i},40", $"public,{code},{5_000_000 + 900_000 * i},80"]));
        await Do(fresh => SurveyDesk.SetStrata(fresh, nation, survey.Id, 0, csv, clock, CancellationToken.None)).ConfigureAwait(false);
        await Do(fresh => SurveyDesk.Move(fresh, nation, survey.Id, 1, SurveyState.Open, clock, CancellationToken.None)).ConfigureAwait(false);
        return survey.Id;
    }

    async Task Fill(SurveyId id, int fewest, int most, int seed)
    {
        using var db = store.CreateContext();
        var survey = await db.Surveys.AsNoTracking().SingleAsync(s => s.Id == id).ConfigureAwait(false);
        var scales = SurveyFiles.Of(survey).Scales.Count();
        var strata = await db.SurveyStrata.AsNoTracking().Where(s => s.SurveyId == id).OrderBy(s => s.DivisionCode).ThenBy(s => s.Group).ToListAsync().ConfigureAwait(false);
        // xorshift: the same answers on every machine and in every version of .NET.
        var state = (uint)seed * 2654435761 | 1;
        int Next(int below)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            return (int)(state % (uint)below);
        }
        var number = 0;
        foreach (var stratum in strata)
        {
            var mood = Next(3);
            var answers = fewest + Next(most - fewest + 1);
            // Right holders and professionals are invited, two of five answer; the public comes by itself.
            var invited = stratum.Group == "public" ? 0 : answers * 5 / 2;
            for (var i = 0; i < invited; i++)
                db.Add(new SurveyInvitation { TokenHash = TextDigest.Of($"{survey.Code}/{stratum.Group}/{stratum.DivisionCode}/{i}"), SurveyId = id, Group = stratum.Group, DivisionCode = stratum.DivisionCode, Used = i < answers });
            for (var left = answers; left > 0; left--)
            {
                var values = Enumerable.Range(0, scales).Select(_ => Next(30) switch { < 2 => 0, 2 => 1, 3 => 2, < 7 => 3, < 16 => 4, _ => mood == 0 && Next(2) == 0 ? 4 : 5 }).ToList();
                db.Add(new SurveyAnswer
                {
                    SurveyId = id, Group = stratum.Group, DivisionCode = stratum.DivisionCode, Values = string.Concat(values), Score = Tabulation.Score(values), Day = survey.OpensOn.AddDays(Next(10)),
                    Invited = invited > 0, FormKey = $"demonstration-{number++}",
                });
            }
        }
        await db.SaveChangesAsync().ConfigureAwait(false);
    }

    static int VersionOf(ZhiceDb db, SurveyId id) => db.Surveys.Where(s => s.Id == id).Select(s => s.Version).Single();

    async Task<T> Do<T>(Func<ZhiceDb, Task<Outcome<T>>> useCase) where T : notnull
    {
        using var db = store.CreateContext();
        return (await useCase(db).ConfigureAwait(false)).Accepted(out var done, out var refusal)
            ? done
            : throw new InvalidOperationException($"The demonstration was refused: {refusal.Code} {string.Join(", ", refusal.Defects)}");
    }
}
