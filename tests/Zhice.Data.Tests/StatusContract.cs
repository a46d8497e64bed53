using Zhice.Data.Statuses;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;

namespace Zhice.Data.Tests;

public sealed class SqliteStatuses(PostgresCluster cluster) : StatusContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresStatuses(PostgresCluster cluster) : StatusContract(StoreProvider.PostgreSql, cluster);

/// <summary>Import of status facts: all rows or none, every wrong row named at once.</summary>
public abstract class StatusContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    const string Head = "行政区划,资格,起始,截止,来源\n";
    [Fact]
    public async Task Divisions_are_given_by_code_or_by_name()
    {
        var result = (await StatusCsv.Import(Db, Admin,
            Head + "340100,强市建设示范城市,2022-07-01,2025-07-01,名单\n南京,强市建设试点城市,2022/7/1,,名单\n\"江苏省苏州市\",强市建设试点城市,2022年7月1日,,\"名单,第二批\"\n", false, Office.Clock, Cancel)).Accept();

        Assert.Equal(new StatusImport(3, 0), result);
        Assert.Equal(["320100", "320500", "340100"], Db.Statuses.Select(s => s.DivisionCode).Order());
        Assert.Equal(new StatusImport(0, 1), (await StatusCsv.Import(Db, Admin, Head + "340100,强市建设示范城市,2022-07-01,2025-07-01,名单", false, Office.Clock, Cancel)).Accept());
    }

    [Fact]
    public async Task Every_wrong_row_is_named_and_nothing_is_stored()
    {
        var outcome = await StatusCsv.Import(Db, Admin,
            Head + "340100,好,2022-07-01,,来源\n亚特兰蒂斯,好,2022-07-01,,来源\n340100,,昨天,2020-01-01,\n340100,好\n340100,好,2022-07-01,2022-07-01,来源\n", false, Office.Clock, Cancel);

        Assert.False(outcome.Accepted(out _, out var refusal));
        Assert.Equal(["3 status.division", "4 status.name", "4 status.source", "4 status.from", "5 status.columns", "6 status.order"],
            refusal.Defects.Select(d => $"{d.Arguments[0]} {d.Code}"));
        Assert.Empty(Db.Statuses);
        Assert.Empty(Db.AuditEntries);
    }

    [Theory]
    [InlineData("", "status.empty")]
    [InlineData("a,b,c\n1,2,3", "status.head")]
    [InlineData("行政区划,资格,起始,截止,来源\n\0", "text.nul")]
    public async Task A_file_that_is_no_list_is_refused(string csv, string code) =>
        Assert.Equal(code, (await StatusCsv.Import(Db, Admin, csv, false, Office.Clock, Cancel)).Refusal());

    [Fact]
    public async Task Only_the_national_administrator_states_facts() =>
        Assert.IsType<Forbidden>((await StatusCsv.Import(Db, Db.Actor(Role.RegionalAdministrator, "office-340000"), Head + "340100,好,2022-07-01,,来源", false, Office.Clock, Cancel))
            .Accepted(out _, out var refusal) ? null : refusal);
}
