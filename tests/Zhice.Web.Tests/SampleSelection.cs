using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Selection;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Reporting;
using Zhice.Domain.Selection;

namespace Zhice.Web.Tests;

/// <summary>Selections of the sample: call 1 is awarded to Hefei (application, sheet and award 1), call 2 is open with a draft of Hefei's, call 3 a draft.</summary>
static class SampleSelection
{
    public const string Draft = "演示未公开的征集";

    public static async Task Fill(ZhiceDb db)
    {
        db.ChangeTracker.Clear();
        var (nation, officer, city) = (await Actor(db, "nationaladministrator"), await Actor(db, "departmentofficer"), await Actor(db, "regionalofficer"));
        var kind = SelectionFiles.Find("protection-zone")!;
        var terms = kind.Terms with { Experts = 1 };
        var (march, april, may) = (On(2025, 3, 3), On(2025, 4, 2), On(2025, 4, 20));
        async Task<SelectionCall> Call(string title, DateOnly opens, DateOnly closes, TimeProvider clock, bool open)
        {
            var drafted = Accept(await CallDesk.Draft(db, nation, new(kind.Code, "cnipa", title, opens, closes, 5, null, terms) { Demonstration = true }, clock, default));
            if (open) Accept(await CallDesk.Move(db, nation, drafted.Id, 0, CallMove.Open, null, clock, default));
            db.ChangeTracker.Clear();
            return drafted;
        }
        var first = await Call("演示保护示范区征集", new(2025, 3, 1), new(2025, 4, 1), march, true);
        var begun = Accept(await ApplicationDesk.Begin(db, city, first.Id, "office-340100", null, march, default));
        db.ChangeTracker.Clear();
        await Step(v => ApplicationDesk.Save(db, city, begun.Id, v, "演示申报说明", march, default));
        foreach (var material in terms.Materials.Where(m => m.Required))
        {
            var office = await db.Organisations.AsNoTracking().SingleAsync(o => o.Code == "office-340100");
            var evidence = Accept(await EvidenceRegister.Add(db, city, office, EvidenceKind.File, new($"演示{material.Name}", new(2025, 1, 1), null, Disclosure.OnRequest),
                new("演示材料.pdf", "application/pdf", 10, new string('c', 64), new string('d', 64), null), march, default));
            db.ChangeTracker.Clear();
            await Step(v => ApplicationDesk.Attach(db, city, begun.Id, v, material.Code, evidence.Id, march, default));
        }
        await Step(v => ApplicationDesk.Submit(db, city, begun.Id, v, march, default));
        await Step(v => ApplicationDesk.Check(db, nation, begun.Id, v, ApplicationMove.Pass, [], march, default));
        var sheet = Accept(await ScoreDesk.Assign(db, nation, begun.Id, "departmentofficer", march, default));
        db.ChangeTracker.Clear();
        Accept(await ScoreDesk.Save(db, officer, sheet.Id, [.. terms.Sheet.Select(i => new GivenScore(i.Code, 90))], "sample", march, default));
        db.ChangeTracker.Clear();
        Accept(await ScoreDesk.HandIn(db, officer, sheet.Id, march, default));
        db.ChangeTracker.Clear();
        Accept(await PublicityDesk.Shortlist(db, nation, first.Id, 1, null, null, april, default));
        db.ChangeTracker.Clear();
        Accept(await AwardDesk.Award(db, nation, first.Id, 2, may, default));
        db.ChangeTracker.Clear();

        var second = await Call("演示第二次征集", new(2026, 2, 1), new(2026, 3, 31), On(2026, 2, 2), true);
        Accept(await ApplicationDesk.Begin(db, city, second.Id, "office-340100", null, On(2026, 2, 3), default));
        db.ChangeTracker.Clear();
        await Call(Draft, new(2026, 6, 1), new(2026, 7, 1), On(2026, 2, 2), false);

        async Task Step(Func<int, Task<Outcome<SelectionApplication>>> step)
        {
            var version = await db.SelectionApplications.Where(a => a.Id == begun.Id).Select(a => a.Version).SingleAsync();
            Accept(await step(version));
            db.ChangeTracker.Clear();
        }
    }

    static async Task<Actor> Actor(ZhiceDb db, string login)
    {
        var row = await (
            from account in db.Accounts
            where account.Login == login
            join grant in db.RoleGrants on account.Id equals grant.AccountId
            join office in db.Organisations on grant.OrganisationId equals office.Id
            select new { account.Id, account.DisplayName, grant.Role, Office = office.Id, office.Path }).AsNoTracking().FirstAsync();
        return new Actor(row.Id, row.DisplayName, [new HeldRole(row.Role, row.Office, row.Path)]);
    }

    static T Accept<T>(Outcome<T> outcome) where T : notnull =>
        outcome.Accepted(out var value, out var refusal) ? value : throw new InvalidOperationException(string.Join("; ", refusal.Defects));

    static StandingClock On(int year, int month, int day) => new StandingClock(new DateTimeOffset(year, month, day, 2, 0, 0, TimeSpan.Zero));

    sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
