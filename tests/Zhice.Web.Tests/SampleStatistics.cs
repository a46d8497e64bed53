using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Web.Tests;

/// <summary>Statistics of the sample: a locked quarter (collection 1) with Anhui's figures, a published release <c>sample</c>, a note of interference.</summary>
static class SampleStatistics
{
    public const string Interference = "演示：要求提高质押金额";

    public static async Task Fill(ZhiceDb db)
    {
        var clock = new StandingClock(new DateTimeOffset(2026, 1, 8, 2, 0, 0, TimeSpan.Zero));
        var (nation, anhui) = (await Actor(db, "nationaladministrator", "cnipa", Role.NationalAdministrator), await Actor(db, "regionaladministrator", "office-340000", Role.RegionalAdministrator));
        Accept(await CollectionDesk.Open(db, nation, "pledge_quarterly", Period.OfQuarter(2025, 4), await Office(db, "cnipa"), true, clock, default));
        db.ChangeTracker.Clear();
        var office = await Office(db, "office-340000");
        var sheet = await db.StatisticalReturns.AsNoTracking().SingleAsync(r => r.OrganisationId == office);
        Dictionary<string, string> texts = new(StringComparer.Ordinal) { ["pledge_projects"] = "120", ["pledge_inclusive_projects"] = "80", ["pledge_smes"] = "95", ["pledge_amount"] = "12.35" };
        Accept(await ReturnDesk.Send(db, anhui, sheet.Id, new ReturnContent(sheet.Version, texts, new Dictionary<string, string>()), clock, default));
        Accept(await InterferenceLog.Write(db, anhui, new("演示人员", "电话", Interference, "", "未改动"), clock, default));
        var release = Accept(await ReleaseDesk.Begin(db, nation, new("sample", "演示质押融资季报", "2025Q4", DivisionLevel.Province, ["pledge_projects", "pledge_amount", "pledge_sme_count"], new(2026, 1, 8), "cnipa") { Demonstration = true }, clock, default));
        // Three people: the sample has one administrator of the nation, so that the others are numbers.
        foreach (var (to, by) in ((ReleaseState, int)[])[(ReleaseState.Reviewed, 9001), (ReleaseState.Approved, 9002), (ReleaseState.Published, 9002)])
        {
            db.ChangeTracker.Clear();
            var version = await db.StatisticalReleases.Where(r => r.Id == release.Id).Select(r => r.Version).SingleAsync();
            Accept(await ReleaseDesk.Move(db, nation with { AccountId = new AccountId(by) }, release.Id, version, to, null, clock, default));
        }
        db.ChangeTracker.Clear();
    }

    static async Task<OrganisationId> Office(ZhiceDb db, string code) => await db.Organisations.Where(o => o.Code == code).Select(o => o.Id).SingleAsync();

    static async Task<Actor> Actor(ZhiceDb db, string login, string at, Role role)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Login == login);
        var office = await db.Organisations.AsNoTracking().SingleAsync(o => o.Code == at);
        return new Actor(account.Id, account.DisplayName, [new HeldRole(role, office.Id, office.Path)]);
    }

    static T Accept<T>(Outcome<T> outcome) where T : notnull =>
        outcome.Accepted(out var value, out var refusal) ? value : throw new InvalidOperationException(string.Join("; ", refusal.Defects));

    internal sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
