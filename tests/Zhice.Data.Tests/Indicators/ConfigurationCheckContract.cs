using Microsoft.EntityFrameworkCore;
using Zhice.Data.Checks;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Indicators;

public sealed class SqliteConfigurationCheck(PostgresCluster cluster) : ConfigurationCheckContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresConfigurationCheck(PostgresCluster cluster) : ConfigurationCheckContract(StoreProvider.PostgreSql, cluster);

/// <summary>The checks of the configuration find what was planted, and nothing of the kind before.</summary>
public abstract class ConfigurationCheckContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    static readonly DateOnly today = new(2026, 10, 20);

    readonly Standing clock = new(new(2026, 10, 20, 2, 0, 0, TimeSpan.Zero));

    sealed class Standing(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    async Task<Dictionary<string, CheckResult>> Run(string? folder = null, IndicatorCatalogue? catalogue = null)
    {
        Db.ChangeTracker.Clear();
        return (await ConfigurationCheck.Run(Db, Admin, catalogue ?? DefinitionFiles.Shipped, folder ?? Path.Combine(Path.GetTempPath(), "nothing-here"), today, Cancel))!.ToDictionary(r => r.Check.Code, StringComparer.Ordinal);
    }

    [Fact]
    public async Task More_than_a_hundred_checks_run_and_only_for_those_who_read_everything()
    {
        var all = await Run();
        Assert.True(all.Count >= 100, $"{all.Count}");
        Assert.All(all.Values.Where(r => r.Check.Area == CheckArea.Files), r => Assert.Equal(0, r.Total)); // the program's own files are sound
        Assert.Equal(0, all["rule.empty-range"].Total);
        Assert.Equal(0, all["office.same-division"].Total);
        Assert.Null(await ConfigurationCheck.Run(Db, Db.Actor(Role.RegionalAdministrator, "office-340000"), DefinitionFiles.Shipped, "nothing", today, Cancel));
    }

    [Fact]
    public async Task A_fault_in_a_file_of_the_instance_is_found_before_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("zhice-checks").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "rules"));
        await File.WriteAllTextAsync(Path.Combine(folder, "rules", "odd.yaml"), "code: odd\nkind: range\nimportance: warning\nelement: nobody\nleast: 1\ninstruction: 一\nenglish: one\n", Cancel);
        var found = (await Run(folder))["rule.unknown"];
        Assert.Equal(("rules/odd.yaml:4", "rule.unknown"), (Assert.Single(found.Findings).Subject, found.Findings[0].Said!.Code));
        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task What_is_planted_among_offices_targets_and_rounds_is_found()
    {
        var before = await Run();
        var (anhui, hefei, wuhu) = (Db.Organisation("office-340000"), Db.Organisation("office-340100"), Db.Organisation("office-340200"));
        Db.Accounts.Add(new Account { Login = "gone", DisplayName = "离任人员", CreatedAt = clock.GetUtcNow(), Closed = true });
        await Db.SaveChangesAsync(Cancel);
        var gone = await Db.Accounts.Where(a => a.Login == "gone").Select(a => a.Id).SingleAsync(Cancel);
        (await CollectionDesk.Open(Db, Admin, "pledge_quarterly", Period.OfQuarter(2026, 3), Db.Organisation("cnipa").Id, false, new Standing(new(2026, 10, 8, 2, 0, 0, TimeSpan.Zero)), Cancel)).Accept();
        Db.Liaisons.Add(new() { OrganisationId = anhui.Id, AccountId = gone, From = today.AddDays(-100), By = gone });
        Db.IndicatorTargets.Add(new() { Indicator = "patent_filing_count", OrganisationId = anhui.Id, Year = 2026, Comparator = TargetComparator.AtLeast, Value = 5, Growth = true, Source = "某规划", By = gone, At = clock.GetUtcNow() });
        Db.IndicatorTargets.Add(new() { Indicator = "no_such", OrganisationId = anhui.Id, Year = 2026, Comparator = TargetComparator.AtLeast, Value = 5, Source = "某规划", By = gone, At = clock.GetUtcNow() });
        Db.Successions.Add(new() { PredecessorId = wuhu.Id, SuccessorId = hefei.Id, On = new(2026, 7, 1), Kind = SuccessionKind.Merger, Share = 0.5m, Source = "某文件", By = gone, At = clock.GetUtcNow() });
        Db.ExclusionSets.Add(new() { Name = "空名单", Reason = "通报", ValidFrom = new(2026, 1, 1), By = gone, At = clock.GetUtcNow() });
        await Db.SaveChangesAsync(Cancel);
        await Db.Organisations.Where(o => o.Code == "office-340300").ExecuteUpdateAsync(s => s.SetProperty(o => o.ValidTo, new DateOnly(2026, 6, 1)), Cancel);
        var after = await Run();

        foreach (var (code, subject) in (IEnumerable<(string, string)>)[("office.liaison-closed", "离任人员"), ("target.unfit", "专利申请量"), ("target.unknown", "no_such"), ("target.watched", "专利申请量"), ("office.shares", "芜湖"), ("office.still-standing", "芜湖"),
            ("office.no-heir", "office-340300"), ("exclusion.no-effect", "空名单"), ("exclusion.no-member", "空名单"), ("round.overdue", "知识产权质押融资季报 2026Q3")])
        {
            Assert.Equal((code, 0), (code, before[code].Total));
            Assert.Contains(subject, Assert.Single(after[code].Findings).Subject, StringComparison.Ordinal);
        }
        Assert.True(after["office.no-liaison"].Total > 300 && after["office.no-liaison"].Findings.Count == ConfigurationCheck.Most); // counted, not listed
        Assert.DoesNotContain(after["office.no-liaison"].Findings, f => f.Subject.Contains("(office-340000)", StringComparison.Ordinal));
        Assert.Contains(before["form.unopened"].Findings, f => f.Subject.Contains("pledge_quarterly", StringComparison.Ordinal));
        Assert.DoesNotContain(after["form.unopened"].Findings, f => f.Subject.Contains("pledge_quarterly", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_among_definitions_is_found()
    {
        var (changed, faults) = IndicatorCatalogue.Build(DefinitionFiles.Shipped.Elements, DefinitionFiles.Shipped.Definitions.Select(d => d.Code == "tisc_count" ? d with { Quality = d.Quality with { Limits = null }, EnglishName = "中心" } : d));
        Assert.Empty(faults);
        var found = await Run(catalogue: changed);
        Assert.Contains("tisc_count", Assert.Single(found["indicator.quality"].Findings).Subject, StringComparison.Ordinal);
        Assert.Contains("tisc_count", Assert.Single(found["indicator.english"].Findings).Subject, StringComparison.Ordinal);
        Assert.Equal("/indicators/tisc_count", found["indicator.quality"].Findings[0].Link);
    }
}
