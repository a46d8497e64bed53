using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;
using Zhice.Records.Model;
using Zhice.Records.Query;
using Zhice.Records.Reading;
using Zhice.Records.Search;
using Zhice.Records.Store;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests.Statistics;

public sealed class SqliteRecordFigures(PostgresCluster cluster) : RecordFigureContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresRecordFigures(PostgresCluster cluster) : RecordFigureContract(StoreProvider.PostgreSql, cluster);

/// <summary>Figures of data elements counted from records, over records that were counted by hand.</summary>
public abstract class RecordFigureContract : SeededContract
{
    const string Nation = "cnipa", Anhui = "office-340000", Hefei = "office-340100", Jiangsu = "office-320000", Zhejiang = "office-330000";

    protected RecordFigureContract(StoreProvider provider, PostgresCluster cluster) : base(provider, cluster)
    {
        using var writer = new RecordWriter(Db.Records!);
        var dataset = writer.Register("hand", "手工计数", "test", "test", "once", inside: true, synthetic: true);
        IngestRun.Take(writer, dataset, "hand", "1", 0, Hand().Select((r, i) => new ReadRecord(i + 1, r)), null, CancellationToken.None);
        // The grant comes later, in a batch of its own: the same application all the same.
        IngestRun.Take(writer, dataset, "hand", "2", 0, [new ReadRecord(1, Invention(4, "340100", "2023-04-04", "2025-12-31", ("sei", "1.1")))], null, CancellationToken.None);
        Db.Records!.Forget();
    }

    static DateOnly? Day(string? day) => day is null ? null : DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    static IpRecord Invention(int number, string? division, string filed, string? granted, params (string Name, string Value)[] more) => new()
    {
        Kind = RecordKind.Invention, Application = $"CN20201{number:0000000}", Publication = $"CN90000{number:0000}B", Title = "手工", Filed = Day(filed), Granted = Day(granted), Status = granted is null ? RecordStatus.Pending : RecordStatus.InForce,
        Parties = [new(PartyRole.Applicant, $"申请人{number}有限公司", null, "CN", division), new(PartyRole.Agency, $"代理{number % 2}事务所")], More = more.ToDictionary(m => m.Name, m => m.Value),
    };

    static IEnumerable<IpRecord> Hand() =>
    [
        Invention(1, "340100", "2020-03-01", "2022-05-01"),
        Invention(2, "340000", "2014-06-30", "2016-01-01"),
        Invention(3, "340000", "2016-01-01", "2018-01-01", ("sei", "1.1")) with { Status = RecordStatus.Ended, Ended = Day("2025-07-01") },
        Invention(4, "340100", "2023-04-04", null) with { Publication = "CN900000004A", Status = RecordStatus.Unknown },
        Invention(5, "340100", "2024-01-01", "2026-01-01"),
        Invention(7, null, "2020-01-01", "2024-02-02") with { Parties = [new(PartyRole.Applicant, "Foreign Corp", null, "US")] },
        Invention(8, "340100", "2020-01-01", "2024-02-02") with { Office = "US", Application = "US16000008", Publication = "US11000008B2" },
        Invention(9, "340100", "2019-01-01", "2021-01-01", ("pledge", "100")),
        Invention(10, "340100", "2019-01-01", "2021-01-01", ("sei", "1.1"), ("abnormal", "1")),
        Invention(11, "340100", "2025-05-05", null) with { Kind = RecordKind.UtilityModel },
        Invention(12, "340100", "2025-02-02", null),
        Invention(1, "340100", "2025-03-01", "2025-03-03") with { Kind = RecordKind.Transfer, Publication = null },
        Invention(14, "320100", "2025-04-01", "2025-04-04") with { Kind = RecordKind.Licence, Publication = null },
        // A mark, a work, and one that does not tell what it is about.
        Invention(0, "320000", "2025-05-01", "2025-05-02") with { Kind = RecordKind.Licence, Application = "55667788", Publication = "SBXK1", Title = "商标使用许可" },
        Invention(0, "320000", "2025-05-01", "2025-05-02") with { Kind = RecordKind.Transfer, Application = null, Publication = "ZZQ1", Title = "软件著作权转让" },
        Invention(0, "330000", "2025-05-01", "2025-05-02") with { Kind = RecordKind.Transfer, Application = null, Publication = "2025980000123", Title = "转让登记" },
        Invention(15, "320000", "2018-01-01", "2019-01-01") with { Status = RecordStatus.Unknown },
        Invention(16, "320000", "2018-01-01", null) with { Status = RecordStatus.Refused },
        // Both publications of one application carry state and day, as the tables of vendors do.
        Invention(20, "330000", "2020-02-02", "2022-03-03", ("sei", "1.1")) with { Publication = "CN900000020A" },
        Invention(20, "330000", "2020-02-02", "2022-03-03", ("sei", "1.1")),
        // The publication has no grant day, the grant has.
        Invention(21, "330000", "2012-02-02", null) with { Publication = "CN900000021A", Status = RecordStatus.InForce },
        Invention(21, "330000", "2012-02-02", "2022-04-04", ("award", "金奖"), ("award-on", "2024-01-01")),
        Invention(22, "330000", "2021-02-02", "2023-04-04"),
        Invention(22, "330000", "2023-05-05", "2023-06-06") with { Kind = RecordKind.Pledge, Publication = null, More = new Dictionary<string, string> { ["sum"] = "2000万元" } },
    ];

    async Task<RecordFigure?> Figure(string element, string office, string period)
    {
        Assert.True(Period.TryParse(period, out var when));
        return (await RecordFigures.Read(Db, [StatisticsFiles.Shipped.Elements[element]], Db.Organisation(office), when, Cancel)).GetValueOrDefault(element);
    }

    [Theory]
    [InlineData("valid_inventions", Anhui, "2025", 5)] // 1, 2, 4, 9, 10
    [InlineData("valid_inventions", Anhui, "2024", 5)] // 1, 2, 3, 9, 10: the third ended in 2025, the fourth was granted on the last day of it
    [InlineData("valid_inventions", Anhui, "2025-06", 5)] // as in 2024: the third ended on the first of July
    [InlineData("valid_inventions", Hefei, "2025", 4)]
    [InlineData("valid_inventions", Nation, "2025", 8)] // neither the foreign owner nor the foreign office
    [InlineData("hv_valid", Anhui, "2025", 3)] // 2 for its age, 4 and 10 for their industry; the pledge of the ninth is small
    [InlineData("hv_valid", Hefei, "2025", 2)]
    [InlineData("hv_valid", Anhui, "2020", 1)] // the third; none is old enough, and the tenth was not granted
    [InlineData("sei_valid", Anhui, "2024", 2)]
    [InlineData("sei_valid", Anhui, "2025", 2)]
    [InlineData("long_lived_inventions", Anhui, "2024", 1)]
    [InlineData("long_lived_inventions", Anhui, "2024H1", 0)] // ten years to the day are not more than ten
    [InlineData("invention_granted", Anhui, "2025", 1)]
    [InlineData("invention_granted", Nation, "2024", 1)] // of the foreign owner, by the Chinese office
    [InlineData("invention_filings", Anhui, "2023", 1)] // publication and grant of one application
    [InlineData("invention_filings", Anhui, "2025", 1)]
    [InlineData("patent_filings", Anhui, "2025", 2)]
    [InlineData("patent_filings", Anhui, "2020", 1)] // the transfer names the application, and is none
    [InlineData("patent_transfers", Anhui, "2025Q1", 1)]
    [InlineData("patent_transfers", Anhui, "2025Q2", 0)]
    [InlineData("patent_licences", Jiangsu, "2025", 1)] // not that of the mark
    [InlineData("patent_transfers", Jiangsu, "2025", 0)]
    [InlineData("patent_transfers", Zhejiang, "2025", 0)] // one that may be: the figure is a part
    [InlineData("invention_granted", Zhejiang, "2022", 2)]
    [InlineData("invention_closed", Zhejiang, "2022", 2)]
    [InlineData("valid_inventions", Zhejiang, "2023", 3)]
    [InlineData("sei_valid", Zhejiang, "2023", 1)]
    [InlineData("hv_valid", Zhejiang, "2021", 0)]
    [InlineData("hv_valid", Zhejiang, "2023", 3)] // the industry, the age, and the pledge that its record tells
    [InlineData("hv_valid", Zhejiang, "2022", 2)] // before the pledge
    [InlineData("long_lived_inventions", Zhejiang, "2023", 1)]
    public async Task A_figure_is_what_a_hand_counts_and_what_its_query_finds(string element, string office, string period, int expected)
    {
        var figure = (await Figure(element, office, period))!;
        Assert.Equal(expected, figure.Value);
        Assert.True(QueryParser.Parse(figure.Query).Accepted(out var node, out _), figure.Query);
        Assert.True(RecordSearch.Collect(Db.Records!.Snapshot(), node, inside: true).Accepted(out var hits, out _));
        Assert.Equal(figure.Found, hits.Count);
        Assert.Equal(figure.Found - expected, figure.Again);
        Assert.False(figure.Declared);
    }

    [Fact]
    public async Task What_lacks_its_state_or_day_makes_the_figure_a_part_and_abnormal_filings_are_told_beside_it()
    {
        Assert.Equal((0m, 1), ((await Figure("valid_inventions", Jiangsu, "2025"))!.Value, (await Figure("valid_inventions", Jiangsu, "2025"))!.Undated));
        Assert.Equal(1, (await Figure("invention_closed", Jiangsu, "2025"))!.Undated);
        var figure = (await Figure("hv_valid", Anhui, "2025"))!;
        Assert.Equal((1, 0), (figure.Abnormal, figure.Undated));
        Assert.Equal(1, RecordFigures.Of(Db.Records!, figure, new ExclusionMember { Kind = ExcludedKind.Applicant, Name = "申请人10有限责任公司" }).Count);
        Assert.Equal(3, RecordFigures.Of(Db.Records!, figure, new ExclusionMember { Kind = ExcludedKind.Agency, Name = "代理0事务所" }).Count);
        Assert.Equal(0, RecordFigures.Of(Db.Records!, figure, new ExclusionMember { Kind = ExcludedKind.Applicant, Name = "没有\"这家\"" }).Count);
        Assert.Null(await Figure("population", Anhui, "2025"));
        // One line takes off whoever is excluded and what bears the mark, each application once.
        Assert.Equal(1, RecordFigures.Off(Db.Records!, figure, []));
        Assert.Equal(2, RecordFigures.Off(Db.Records!, figure, [new ExclusionMember { Kind = ExcludedKind.Applicant, Name = "申请人4有限责任公司" }, new ExclusionMember { Kind = ExcludedKind.Applicant, Name = "申请人10有限公司" }]));
        // The grant of the application has the day that its publication lacks.
        Assert.Equal(0, (await Figure("valid_inventions", Zhejiang, "2023"))!.Undated);
        Assert.Equal(0, (await Figure("sei_valid", Zhejiang, "2023"))!.Undated);
    }

    [Fact]
    public async Task A_figure_is_filled_in_where_the_store_was_declared_complete_and_nothing_lacks()
    {
        var nation = Db.Actor(Role.NationalAdministrator, Nation) with { AccountId = new AccountId(1) };
        foreach (var office in (string[])[Anhui, Jiangsu]) (await CoverageDesk.Declare(Db, nation, "records", office, new(2024, 1, 1), "记录库为全量", Clock, Cancel)).Accept();
        var elements = (DataElement[])[StatisticsFiles.Shipped.Elements["valid_inventions"], StatisticsFiles.Shipped.Elements["invention_filings"], StatisticsFiles.Shipped.Elements["population"]];

        var held = (await PlatformData.Held(Db, elements, Db.Organisation(Anhui), Period.OfYear(2025), false, Cancel)).Whole;
        Assert.Equal(["invention_filings", "valid_inventions"], held.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((5m, "held.records", true, true), (held["valid_inventions"].Value, held["valid_inventions"].From.Code, held["valid_inventions"].Cases, held["valid_inventions"].Records));
        Assert.Equal(["invention_filings"], (await PlatformData.Held(Db, elements, Db.Organisation(Jiangsu), Period.OfYear(2025), false, Cancel)).Whole.Keys);
        Assert.Empty((await PlatformData.Held(Db, elements, Db.Organisation(Anhui), Period.OfYear(2023), false, Cancel)).Whole); // before the first day of the declaration
        Assert.Equal(["invention_filings", "valid_inventions"], (await PlatformData.Held(Db, elements, Db.Organisation(Hefei), Period.OfYear(2025), false, Cancel)).Whole.Keys.Order(StringComparer.Ordinal)); // those below are meant with it
        Assert.Empty((await PlatformData.Held(Db, elements, Db.Organisation(Nation), Period.OfYear(2025), false, Cancel)).Whole);
    }
}
