using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Web.Tests.Indicators;

/// <summary>A site with figures of four provinces for 2021 to 2025, one exclusion, and no targets.</summary>
public sealed class IndicatorSite : Site
{
    protected override Task<bool> Fill(ZhiceDb db) => Figures(db, Password);

    internal static async Task<bool> Figures(ZhiceDb db, string password)
    {
        await Sample.Fill(db, 2, password);
        var catalogue = DefinitionFiles.Shipped;
        var root = await db.Organisations.SingleAsync(o => o.Code == "cnipa");
        var admin = new Actor(new AccountId(1), "管理员", [new HeldRole(Role.NationalAdministrator, root.Id, root.Path)]);
        var text = new StringBuilder("element,organisation,period,value\n");
        (string Office, int Patents, int People)[] regions = [("office-340000", 120_000, 6_100), ("office-320000", 310_000, 8_500), ("office-330000", 250_000, 6_500), ("office-540000", 100, 365)];
        foreach (var (office, patents, people) in regions)
            for (var year = 2021; year <= 2025; year++)
                text.Append($"hv_valid,{office},{year},{patents * (year - 2016) / 10}\npopulation,{office},{year},{people}\npatent_filings,{office},{year},{patents * 2}\n");
        for (var month = 1; month <= 3; month++) text.Append($"patent_filings,office-340000,2026-{month:00},21000\n");
        var loaded = await ObservationLoad.Run(db, admin, new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())),
            new LoadRequest(catalogue.Elements.ToDictionary(e => e.Code, StringComparer.Ordinal)) { Name = "a.csv" }, TimeProvider.System, CancellationToken.None);
        if (!loaded.Accepted(out _, out var refusal)) throw new InvalidOperationException(refusal.ToString());

        var set = new ExclusionSet { Name = "第一批名单", Reason = "非正常专利申请通报", ValidFrom = new(2025, 1, 1), By = new(1), At = DateTimeOffset.UnixEpoch };
        db.ExclusionSets.Add(set);
        await db.SaveChangesAsync();
        db.ExclusionEffects.Add(new() { SetId = set.Id, Element = "hv_valid", OrganisationId = (await db.Organisations.SingleAsync(o => o.Code == "office-340000")).Id, Period = Period.OfYear(2025).Key, Amount = 8_000m });
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        for (var year = 2020; year <= 2026; year++) await IndicatorRun.Compute(db, catalogue, year, TimeProvider.System, false, CancellationToken.None);
        return true;
    }
}

/// <summary>The same with what was published of it: 2024 in a first revision, 2025 in two, of which the first was published before the exclusion was known.</summary>
public sealed class PublishedSite : Site
{
    protected override async Task<bool> Fill(ZhiceDb db)
    {
        await IndicatorSite.Figures(db, Password);
        var root = await db.Organisations.SingleAsync(o => o.Code == "cnipa");
        var admin = new Actor(new AccountId(1), "管理员", [new HeldRole(Role.NationalAdministrator, root.Id, root.Path)]);
        await db.ExclusionSets.ExecuteUpdateAsync(s => s.SetProperty(x => x.WithdrawnAt, DateTimeOffset.UnixEpoch));
        foreach (var year in (int[])[2024, 2025])
        {
            var begun = await ReleaseDesk.Begin(db, admin, new($"main-{year}", $"{year}年主要指标", $"{year}", Domain.Organisations.DivisionLevel.Province, ["high_value_density", "high_value_stock"], new(2026, 3, 2), "cnipa"), new SampleStatistics.StandingClock(new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero)), default);
            await Publish(db, admin, Accept(begun).Id, new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
        }
        await db.ExclusionSets.ExecuteUpdateAsync(s => s.SetProperty(x => x.WithdrawnAt, (DateTimeOffset?)null));
        var first = await db.StatisticalReleases.AsNoTracking().SingleAsync(r => r.Code == "main-2025");
        var restated = Accept(await ReleaseDesk.Restate(db, admin, first.Id, "按通报剔除后重述", new(2026, 4, 2), new SampleStatistics.StandingClock(new(2026, 4, 2, 2, 0, 0, TimeSpan.Zero)), default));
        await Publish(db, admin, restated.Id, new(2026, 4, 2, 2, 0, 0, TimeSpan.Zero));
        Clock.Advance(TimeSpan.FromDays(60)); // to May: what was published in April is no longer to come
        return true;
    }

    static async Task Publish(ZhiceDb db, Actor admin, ReleaseId id, DateTimeOffset at)
    {
        foreach (var (to, by) in ((ReleaseState, int)[])[(ReleaseState.Reviewed, 9001), (ReleaseState.Approved, 9002), (ReleaseState.Published, 9002)])
        {
            db.ChangeTracker.Clear();
            var version = await db.StatisticalReleases.Where(r => r.Id == id).Select(r => r.Version).SingleAsync();
            Accept(await ReleaseDesk.Move(db, admin with { AccountId = new AccountId(by) }, id, version, to, null, new SampleStatistics.StandingClock(at), default));
        }
        db.ChangeTracker.Clear();
    }

    static T Accept<T>(Domain.Outcome<T> outcome) where T : notnull => outcome.Accepted(out var value, out var refusal) ? value : throw new InvalidOperationException(refusal.ToString());
}
