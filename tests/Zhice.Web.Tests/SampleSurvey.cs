using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Surveys;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Surveys;

namespace Zhice.Web.Tests;

/// <summary>Surveys of the sample: 1 (<c>sample</c>) is published with answers that all say 4 but few of the public, 2 (<c>sample-open</c>) takes answers.</summary>
static class SampleSurvey
{
    public static async Task Fill(ZhiceDb db)
    {
        db.ChangeTracker.Clear();
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Login == "nationaladministrator");
        var office = await db.Organisations.AsNoTracking().SingleAsync(o => o.Code == "cnipa");
        var nation = new Actor(account.Id, account.DisplayName, [new HeldRole(Role.NationalAdministrator, office.Id, office.Path)]);
        foreach (var (code, year) in ((string, int)[])[("sample", 2025), ("sample-open", 2026)])
        {
            var at = new StandingClock(new DateTimeOffset(year, 1, 15, 2, 0, 0, TimeSpan.Zero));
            var survey = Accept(await SurveyDesk.Begin(db, nation, new("protection-satisfaction", "cnipa", code, $"{year}年演示满意度调查", year, new(year, 1, 10), new(year, 12, 20)) { Demonstration = true }, at, default));
            db.ChangeTracker.Clear();
            Accept(await SurveyDesk.SetStrata(db, nation, survey.Id, 0, "holder,340000,5000,10\nprofessional,340000,500,10\npublic,340000,60000000,10", at, default));
            db.ChangeTracker.Clear();
            Accept(await SurveyDesk.Move(db, nation, survey.Id, 1, SurveyState.Open, at, default));
            db.ChangeTracker.Clear();
            if (code != "sample") continue;
            foreach (var (group, answers) in ((string, int)[])[("holder", 8), ("professional", 7), ("public", 3)])
                for (var i = 0; i < answers; i++)
                    db.Add(new SurveyAnswer { SurveyId = survey.Id, Group = group, DivisionCode = "340000", Values = "44444444", Score = i % 2 == 0 && i + 1 < answers ? 70 : i % 2 == 1 ? 80 : 75, Day = new(year, 2, 1), FormKey = $"{group}-{i}" });
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
            Accept(await SurveyDesk.Move(db, nation, survey.Id, 2, SurveyState.Closed, at, default));
            db.ChangeTracker.Clear();
            Accept(await SurveyDesk.Publish(db, nation, survey.Id, 3, at, default));
            db.ChangeTracker.Clear();
        }
    }

    static T Accept<T>(Outcome<T> outcome) where T : notnull =>
        outcome.Accepted(out var value, out var refusal) ? value : throw new InvalidOperationException(string.Join("; ", refusal.Defects));

    sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
