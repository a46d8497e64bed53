using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Organisations;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Statistics;

public sealed class SqliteOfficeFounding(PostgresCluster cluster) : OfficeFoundingContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresOfficeFounding(PostgresCluster cluster) : OfficeFoundingContract(StoreProvider.PostgreSql, cluster);

/// <summary>An office that is new or has a new name has a level, and takes the place of the one before it without a figure getting lost.</summary>
public abstract class OfficeFoundingContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    readonly Ticking clock = new(new DateTimeOffset(2026, 10, 8, 2, 0, 0, TimeSpan.Zero));

    static readonly NewOffice huangshan = new("office-340000", "黄山市知识产权保护局", DivisionLevel.City, "341000", new(2026, 7, 1));

    Task<Outcome<Organisation>> Found(NewOffice office, Actor? actor = null)
    {
        Db.ChangeTracker.Clear();
        return OfficeFounding.Found(Db, actor ?? Admin, office, clock, Cancel);
    }

    Task<Outcome<Organisation>> Record(SuccessionRequest request)
    {
        Db.ChangeTracker.Clear();
        return OfficeFacts.Record(Db, Admin, request, clock, Cancel);
    }

    [Fact]
    public async Task A_change_of_name_to_an_office_that_was_founded_for_it_keeps_all_figures()
    {
        await ObservationLoad.Run(Db, Admin, new MemoryStream(Encoding.UTF8.GetBytes("element,organisation,period,value\npledge_projects,office-341000,2025,209\npledge_projects,office-340100,2025,11\n")),
            new LoadRequest(StatisticsFiles.Shipped.Elements), clock, Cancel);
        var founded = (await Found(huangshan)).Accept();
        Assert.Equal(("office-341000-2", DivisionLevel.City, OrganisationKind.LocalOffice), (founded.Code, founded.Level!.Value, founded.Kind));
        Assert.Equal($"{Db.Organisation("office-340000").Path}{founded.Id.Value}/", founded.Path);
        Assert.Equal(1, await Db.AuditEntries.CountAsync(a => a.Action == "organisation.found", Cancel));
        (await Record(new("office-341000", [(founded.Code, 1m)], new(2026, 7, 1), SuccessionKind.Rename, "机构改革方案（测试）"))).Accept();
        Db.ChangeTracker.Clear();
        var offices = await Db.Organisations.AsNoTracking().Where(o => o.Kind == OrganisationKind.LocalOffice && o.Level == DivisionLevel.City).ToListAsync(Cancel);
        var values = await CompletedValues.Read(Db, [StatisticsFiles.Shipped.Elements["pledge_projects"]], offices, [Period.OfYear(2025)], null, new(2026, 10, 8), Cancel);
        var row = DatedTotals.Run(offices, Db.Organisation("office-340000").Id, await Db.Successions.AsNoTracking().ToListAsync(Cancel), [Period.OfYear(2025)],
            values.ToDictionary(v => (v.Key.Organisation, v.Key.Period), v => v.Value), new(2026, 10, 8)).Single();
        Assert.Equal((220m, 220m, 220m), (row.AsThen.Value, row.AsNow.Value, row.Bridged.Value));
        Assert.Equal(row.AsThen.Expected, row.AsNow.Expected);
    }

    [Fact]
    public async Task An_heir_without_the_level_of_its_predecessor_is_refused()
    {
        (await OrganisationDesk.Add(Db, Admin, "office-340000", [new("黄山市某局", [])], new(2026, 7, 1), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var body = await Db.Organisations.AsNoTracking().Where(o => o.Name == "黄山市某局").Select(o => o.Code).SingleAsync(Cancel);
        Assert.Equal("succession.level", (await Record(new("office-341000", [(body, 1m)], new(2026, 7, 1), SuccessionKind.Rename, "测试文件"))).Refusal());
        Assert.Equal("succession.level", (await Record(new("office-341000", [("office-340000", 1m)], new(2026, 7, 1), SuccessionKind.Merger, "测试文件"))).Refusal());
        var county = (await Found(huangshan with { Level = DivisionLevel.County, DivisionCode = "341099" })).Accept(); // a division that the register does not have yet
        Assert.Equal("succession.level", (await Record(new("office-341000", [(county.Code, 1m)], new(2026, 7, 1), SuccessionKind.Rename, "测试文件"))).Refusal());
        Assert.Empty(Db.Successions);
        Assert.Null(Db.Organisation("office-341000").ValidTo);
    }

    [Fact]
    public async Task What_is_no_office_of_the_superior_is_refused_and_so_is_who_keeps_no_directory()
    {
        string existing = Db.Organisation("office-340100").Name;
        (string, NewOffice)[] wrong =
        [
            ("office.superior", huangshan with { Under = "nobody" }), ("office.superior", huangshan with { Under = "cnipa-utilisation" }), ("office.name", huangshan with { Name = " " }), ("office.known", huangshan with { Name = existing }),
            ("office.level", huangshan with { Level = null }), ("office.level", huangshan with { Level = DivisionLevel.Province }), ("office.level", huangshan with { Level = DivisionLevel.County }),
            ("office.division", huangshan with { DivisionCode = "321000" }), ("office.division", huangshan with { DivisionCode = "34" }), ("office.day", huangshan with { From = null }), ("office.day", huangshan with { From = new(2028, 1, 1) }),
        ];
        foreach (var (code, office) in wrong) Assert.Equal((office, code), (office, (await Found(office)).Refusal()));
        Assert.Equal("organisation.forbidden", (await Found(huangshan, Db.Actor(Role.RegionalAdministrator, "office-320000"))).Refusal());
        Assert.Equal("organisation.forbidden", (await Found(huangshan, Db.Actor(Role.RegionalOfficer, "office-340000"))).Refusal());
        (await Found(huangshan, Db.Actor(Role.RegionalAdministrator, "office-340000"))).Accept();
    }

    [Fact]
    public async Task An_office_that_was_split_and_stayed_is_merged_later_and_each_record_is_withdrawn_for_itself()
    {
        (await Record(new("office-340500", [("office-320100", 0.5m)], new(2024, 1, 1), SuccessionKind.Split, "测试文件"))).Accept();
        Assert.Equal("succession.there", (await Record(new("office-340500", [("office-320200", 0.5m)], new(2023, 1, 1), SuccessionKind.Split, "测试文件"))).Refusal());
        (await Record(new("office-340500", [("office-340200", 1m)], new(2025, 1, 1), SuccessionKind.Merger, "测试文件"))).Accept();
        Assert.Equal("succession.there", (await Record(new("office-340500", [("office-340100", 1m)], new(2026, 1, 1), SuccessionKind.Merger, "测试文件"))).Refusal());
        Db.ChangeTracker.Clear();
        Assert.Equal(new DateOnly(2025, 1, 1), Db.Organisation("office-340500").ValidTo);
        Db.ChangeTracker.Clear();
        (await OfficeFacts.Withdraw(Db, Admin, Db.Successions.AsNoTracking().Single(s => s.Share == 1).Id, "登记错了机构", clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Null(Db.Organisation("office-340500").ValidTo);
        Assert.Equal(0.5m, Db.Successions.AsNoTracking().Single(s => s.WithdrawnAt == null).Share);
    }
}
