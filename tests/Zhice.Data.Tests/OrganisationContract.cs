using Microsoft.EntityFrameworkCore;
using Zhice.Data.Organisations;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Data.Tests;

public sealed class SqliteOrganisations(PostgresCluster cluster) : OrganisationContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresOrganisations(PostgresCluster cluster) : OrganisationContract(StoreProvider.PostgreSql, cluster);

/// <summary>Bodies of a region taken into the directory and ended: all or none, by who keeps the region's directory.</summary>
public abstract class OrganisationContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    static readonly DateOnly Day = new(2026, 1, 1);

    Actor Anhui => Db.Actor(Role.RegionalAdministrator, "office-340000");

    Task<Outcome<int>> Add(Actor actor, string under, params (string Name, string[] Aliases)[] bodies) =>
        OrganisationDesk.Add(Db, actor, under, [.. bodies.Select(b => new NewBody(b.Name, b.Aliases))], Day, Office.Clock, Cancel);

    [Fact]
    public async Task Bodies_stand_below_their_regions_office_with_the_names_that_documents_write()
    {
        Assert.Equal(2, (await Add(Anhui, "office-340000", ("安徽省科学技术厅", ["省科技厅", "科技厅"]), ("安徽省教育厅", ["省教育厅"]))).Accept());
        Assert.Equal(1, (await Add(Anhui, "office-340000", ("安徽省财政厅", []))).Accept());

        Db.ChangeTracker.Clear();
        var office = await Db.Organisations.SingleAsync(o => o.Code == "office-340000", Cancel);
        var made = await Db.Organisations.Where(o => o.Kind == OrganisationKind.LocalDepartment).OrderBy(o => o.Ordinal).ToListAsync(Cancel);
        Assert.Equal(["body-340000-1", "body-340000-2", "body-340000-3"], made.Select(o => o.Code));
        Assert.All(made, o => Assert.Equal($"{office.Path}{o.Id.Value}/", o.Path));
        Assert.Equal(["省科技厅", "科技厅"], Db.OrganisationAliases.Where(a => a.OrganisationId == made[0].Id).OrderBy(a => a.Id).Select(a => a.Name));
        Assert.Equal(2, await Db.AuditEntries.CountAsync(e => e.Action == "organisation.add", Cancel));
    }

    [Fact]
    public async Task A_name_that_stands_already_or_twice_is_named_by_its_line_and_nothing_is_stored()
    {
        (await Add(Anhui, "office-340000", ("安徽省科学技术厅", ["省科技厅"]))).Accept();
        var outcome = await Add(Anhui, "office-340000", ("安徽省教育厅", ["省教育厅"]), ("安徽省科技厅", ["省科技厅"]), ("厅", []), ("安徽省教育厅", []));

        Assert.False(outcome.Accepted(out _, out var refusal));
        Assert.Equal(["2 organisation.known", "3 organisation.name", "4 organisation.twice"], refusal.Defects.Select(d => $"{d.Arguments[0]} {d.Code}"));
        Assert.Equal(1, await Db.Organisations.CountAsync(o => o.Kind == OrganisationKind.LocalDepartment, Cancel));
    }

    [Fact]
    public async Task The_same_short_name_may_stand_in_another_region()
    {
        (await Add(Anhui, "office-340000", ("安徽省科学技术厅", ["省科技厅"]))).Accept();
        (await Add(Admin, "office-320000", ("江苏省科学技术厅", ["省科技厅"]))).Accept();
    }

    [Theory]
    [InlineData(Role.RegionalAdministrator, "office-320000", "office-340000")] // another province's
    [InlineData(Role.RegionalOfficer, "office-340000", "office-340000")]
    [InlineData(Role.Auditor, "cnipa", "office-340000")]
    public async Task Nobody_else_keeps_a_regions_directory(Role role, string at, string under) =>
        Assert.Equal("organisation.forbidden", (await Add(Db.Actor(role, at), under, ("安徽省科学技术厅", []))).Refusal());

    [Fact]
    public async Task A_body_is_ended_once_and_an_office_of_the_national_directory_never()
    {
        (await Add(Anhui, "office-340000", ("安徽省科学技术厅", ["省科技厅"]))).Accept();
        Assert.Equal("organisation.kept", (await OrganisationDesk.End(Db, Anhui, "office-340100", Day, Office.Clock, Cancel)).Refusal());
        Assert.Equal("organisation.endDay", (await OrganisationDesk.End(Db, Anhui, "body-340000-1", Day.AddDays(-1), Office.Clock, Cancel)).Refusal());
        (await OrganisationDesk.End(Db, Anhui, "body-340000-1", Day.AddDays(200), Office.Clock, Cancel)).Accept();
        Assert.Equal("organisation.ended", (await OrganisationDesk.End(Db, Anhui, "body-340000-1", Day.AddDays(201), Office.Clock, Cancel)).Refusal());
        // Its names are free for the body that follows it.
        Assert.Equal(1, (await Add(Anhui, "office-340000", ("安徽省科学技术厅", ["省科技厅"]))).Accept());
    }
}
