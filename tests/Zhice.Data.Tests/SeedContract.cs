using Microsoft.EntityFrameworkCore;
using Zhice.Data.Seeding;
using Zhice.Data.Storage;
using Zhice.Domain.Organisations;

namespace Zhice.Data.Tests;

public sealed class SqliteSeed(PostgresCluster cluster) : SeedContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresSeed(PostgresCluster cluster) : SeedContract(StoreProvider.PostgreSql, cluster);

/// <summary>The divisions and organisations that every database begins with.</summary>
public abstract class SeedContract(StoreProvider provider, PostgresCluster cluster)
{
    [Fact]
    public void Divisions_are_the_32_provinces_the_333_cities_and_the_counties()
    {
        using var store = TestStore.Seeded(provider, cluster);
        using var db = store.Store.CreateContext();
        var counts = db.Divisions.AsEnumerable().CountBy(d => d.Level).ToDictionary();

        Assert.Equal(1, counts[DivisionLevel.Nation]);
        Assert.Equal(31 + 1, counts[DivisionLevel.Province]); // 新疆生产建设兵团 counts as one
        Assert.Equal(342 - 9, counts[DivisionLevel.City]); // nine rows of the source are placeholders
        Assert.Equal(2978 - 3, counts[DivisionLevel.County]); // three cities without counties are repeated as counties
        Assert.All(db.Divisions.Where(d => d.Level != DivisionLevel.Nation), d => Assert.NotNull(d.ParentCode));
        Assert.Equal("110000", db.Divisions.Single(d => d.Code == "110101").ParentCode); // a district of a municipality
        Assert.Equal("410000", db.Divisions.Single(d => d.Code == "419001").ParentCode); // 济源: directly under its province
        Assert.DoesNotContain(db.Divisions.AsEnumerable(), d => d.Name is "市辖区" or "县" || d.Name.Contains("直辖县级", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_division_but_the_nation_is_served_by_one_office_under_the_office_above()
    {
        using var store = TestStore.Seeded(provider, cluster);
        using var db = store.Store.CreateContext();
        var offices = db.Organisations.Where(o => o.Kind == OrganisationKind.LocalOffice).ToDictionary(o => o.DivisionCode!, StringComparer.Ordinal);
        var byId = db.Organisations.ToDictionary(o => o.Id);

        Assert.Equal(db.Divisions.Count() - 1, offices.Count);
        Assert.All(db.Divisions.AsEnumerable().Where(d => d.Level != DivisionLevel.Nation), d =>
        {
            var office = offices[d.Code];
            Assert.Equal(d.Level, office.Level);
            Assert.True(byId[office.ParentId!.Value].Reaches(office));
            if (d.Level > DivisionLevel.Province) Assert.Equal(offices[d.ParentCode!].Id, office.ParentId);
        });
        Assert.Equal("四川省知识产权服务促进中心", offices["510000"].Name);
        Assert.True(offices["340000"].Unverified); // made by rule
    }

    [Fact]
    public void Names_that_the_documents_use_are_known()
    {
        using var store = TestStore.Seeded(provider, cluster);
        using var db = store.Store.CreateContext();
        var names = db.OrganisationAliases.Select(a => a.Name).Concat(db.Organisations.Select(o => o.Name)).ToHashSet(StringComparer.Ordinal);

        Assert.Superset(new HashSet<string>(["运用促进司", "保护司", "联席办", "专利局审业部", "专利局自动化部", "审业部", "外观部", "知识产权局", "高法院",
            "联席会议办公室", "中央军委装备发展部", "国家发展和改革委员会", "港澳台办公室"], StringComparer.Ordinal), names);
    }

    [Fact]
    public void Seeding_again_adds_nothing()
    {
        using var store = TestStore.Seeded(provider, cluster);
        using var db = store.Store.CreateContext();
        Assert.Equal(new SeedResult(0, 0, 0), Seed.Run(db));

        db.Organisations.Add(new Organisation { Code = "later", Name = "后来", Kind = OrganisationKind.Department, Path = "/0/" });
        db.SaveChanges(); // the store's own counting goes on behind the seeded keys
        Assert.Equal(db.Organisations.Max(o => o.Id), db.Organisations.Single(o => o.Code == "later").Id);
    }
}
