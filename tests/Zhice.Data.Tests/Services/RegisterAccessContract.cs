using Microsoft.EntityFrameworkCore;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

public sealed class SqliteRegisterAccess(PostgresCluster cluster) : RegisterAccessContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresRegisterAccess(PostgresCluster cluster) : RegisterAccessContract(StoreProvider.PostgreSql, cluster);

/// <summary>Registers that are not for everybody, on both stores: nobody finds by list, count or search what is not for them.</summary>
public abstract class RegisterAccessContract(StoreProvider provider, PostgresCluster cluster) : CaseOffice(provider, cluster)
{
    [Fact]
    public async Task An_entry_is_read_at_the_level_that_its_holder_chose()
    {
        var (who, applicant) = await Applicant("holder");
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var somebody = Account("somebody");
        foreach (var (level, name) in ((string, string)[])[("open", "公开的古方"), ("limited", "限制的古方"), ("secret", "保密的古方")])
            await Granted(who, applicant.Id, officer, "tcm_knowledge", ("level", level), ("knowledge", name));

        Assert.Equal(["公开"], await Read(Actor.Public));
        Assert.Equal(["公开", "限制"], await Read(somebody));
        Assert.Equal(["保密", "公开", "限制"], await Read(who));
        Assert.Equal(["保密", "公开", "限制"], await Read(officer));
        Assert.Empty(await Read(Actor.Public, "保密的古方"));
        Assert.Empty(await Read(somebody, "保密"));
        Assert.Equal(["保密"], await Read(officer, "保密的古方"));

        async Task<List<string>> Read(Actor actor, string? words = null)
        {
            var found = await Registers.Search(Db, new(actor, new(2026, 9, 7), House.Catalogue), House.Catalogue.Find("tcm_knowledge", new(2026, 9, 7))!, words, 1, 20, Cancel);
            Assert.Equal(found.Rows.Count, found.Total);
            return [.. found.Rows.Select(e => Certificates.Values(e)["knowledge"][..2]).Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public async Task A_platform_reads_what_the_holder_lets_it_read_until_the_last_day_and_no_longer_once_it_was_revoked()
    {
        var (who, applicant) = await Applicant("holder");
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var administrator = Account("administrator", Role.NationalAdministrator, "cnipa");
        var platform = Account("platform");
        var other = Account("other");
        foreach (var (actor, number) in ((Actor, int)[])[(platform, 501), (other, 502)])
            (await Applicants.Register(Db, actor, new(ApplicantKind.Company, $"平台{number}", ExampleForm.Credit(number), "联系人", "010-12345678"), false, Now, Cancel)).Accept();
        var row = await Granted(who, applicant.Id, officer, "evaluation_report_sharing",
            ("platform", ExampleForm.Credit(501)), ("second_platform", ExampleForm.Credit(503)), ("report_day", "2026-09-01"), ("shared_until", "2026-10-31"));

        Assert.Equal(1, await Count(platform, new(2026, 10, 31)));
        Assert.Equal(0, await Count(platform, new(2026, 11, 1)));
        Assert.Equal(0, await Count(other, new(2026, 10, 1)));
        Assert.Equal(0, await Count(Actor.Public, new(2026, 10, 1)));
        Assert.Equal(1, await Count(who, new(2026, 12, 1)));
        Assert.Equal(1, await Count(officer, new(2026, 12, 1)));
        Assert.DoesNotContain(ExampleForm.Credit(501), (await Db.RegisterEntries.AsNoTracking().SingleAsync(e => e.CaseId == row.Id, Cancel)).Values, StringComparison.Ordinal);

        await Do(administrator, row.Id, CaseActionKind.Revoke);
        Assert.Equal(0, await Count(platform, new(2026, 10, 1)));

        async Task<int> Count(Actor actor, DateOnly today) =>
            (await Registers.Search(Db, new(actor, today, House.Catalogue), House.Catalogue.Find("evaluation_report_sharing", today)!, null, 1, 20, Cancel)).Total;
    }
}
