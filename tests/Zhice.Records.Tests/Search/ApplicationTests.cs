using Xunit;
using Zhice.Records.Analysis;
using Zhice.Records.Model;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Records.Tests.Search;

/// <summary>What an analysis counts: applications, each once; no contracts; high value by its rule.</summary>
public sealed class ApplicationTests
{
    static readonly DateOnly Today = new(2025, 12, 31);

    static HitSet Hits(ScratchStore scratch, string query = "*")
    {
        Assert.True(QueryParser.Parse(query).Accepted(out var node, out _), query);
        Assert.True(RecordSearch.Collect(scratch.Store.Snapshot(), node, true).Accepted(out var hits, out _));
        return hits;
    }

    static IpRecord Patent(string application, string publication, string company, RecordStatus status, string? granted = null, string filed = "2019-03-01", params (string Name, string Value)[] more) => new()
    {
        Kind = RecordKind.Invention, Application = application, Publication = publication, Title = "双公布", Filed = Day(filed), Granted = granted is null ? null : Day(granted), Status = status,
        Parties = [new(PartyRole.Applicant, company, null, "CN", "340100")], Classes = [new("IPC", "H01M10/05")], More = more.ToDictionary(m => m.Name, m => m.Value),
    };

    static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(1)]
    [InlineData(2)] // the grant in a segment of its own, and before its publication
    public void An_application_counts_once_however_many_of_its_publications_there_are(int size)
    {
        using var scratch = new ScratchStore();
        scratch.TakeInPieces(
        [
            Patent("CN201910000001", "CN110000001B", "甲有限公司", RecordStatus.InForce, "2021-05-05"),
            Patent("CN201910000001", "CN110000001A", "甲有限公司", RecordStatus.Pending),
            Patent("CN201920000002", "CN210000002U", "乙有限公司", RecordStatus.InForce, "2019-09-09") with { Kind = RecordKind.UtilityModel },
            new() { Kind = RecordKind.Transfer, Application = "CN201910000001", Title = "双公布转让", Filed = Day("2019-08-08"), Granted = Day("2019-08-08"), Status = RecordStatus.InForce, Parties = [new(PartyRole.Applicant, "甲有限公司", null, "CN", "340100")] },
        ], size);
        var result = RecordAnalysis.Of(Hits(scratch), Today);

        Assert.Equal((4, 2, 1, 1), (result.Total, result.Counted, result.Basis.Again, result.Basis.Rest));
        Assert.Equal((2019, 2, 1, 2), result.Years.Where(y => y.Year == 2019).Select(y => (y.Year, y.Filed, y.Granted, y.Applicants)).Single());
        Assert.Equal(5000, result.Concentration.Hhi, 6);
        Assert.Equal([1, 1], result.Applicants.Select(a => a.Count));
        Assert.Equal([((int)RecordStatus.InForce, 2)], result.States.Select(s => (s.Value, s.Count)));
        Assert.Equal(1, result.HighValue.InForce);
        Assert.Equal([((int)RecordKind.Invention, 2), ((int)RecordKind.UtilityModel, 1), ((int)RecordKind.Transfer, 1)], result.Kinds.Select(k => (k.Value, k.Count)));
        Assert.Equal("(kind:Invention OR kind:UtilityModel OR kind:Design)", result.Basis.Condition);
    }

    [Theory]
    [InlineData("中国专利金奖", true)]
    [InlineData("第二十四届中国专利优秀奖", true)]
    [InlineData("国家科学技术进步奖二等奖", true)]
    [InlineData("国家技术发明奖", true)]
    [InlineData("金奖", true)]
    [InlineData("是", true)]
    [InlineData("省专利奖", false)]
    [InlineData("安徽省科学技术奖", false)]
    [InlineData("中国电力科学技术奖", false)]
    [InlineData("未获奖", false)]
    [InlineData("", false)]
    public void Only_the_state_awards_make_a_patent_one_of_high_value(string award, bool counts) => Assert.Equal(counts, RecordFactsOf.IsStateAward(award));

    [Fact]
    public void Contracts_are_no_filings_and_years_without_records_are_zero_columns()
    {
        using var scratch = new ScratchStore();
        IpRecord Contract(int number) => new() { Kind = RecordKind.Licence, Publication = $"L{number}", Title = "合同", Filed = Day("2025-01-01"), Granted = Day("2025-01-02"), Status = RecordStatus.InForce, Parties = [new(PartyRole.Applicant, "甲有限公司")] };
        scratch.Take([Contract(1), Contract(2), Patent("CN201410000001", "CN104000001A", "甲有限公司", RecordStatus.Pending, filed: "2014-01-01"), Patent("CN201710000001", "CN107000001A", "乙有限公司", RecordStatus.Pending, filed: "2017-01-01")]);

        var contracts = RecordAnalysis.Of(Hits(scratch, "合同"), Today);
        Assert.Equal((2, 0, 2), (contracts.Total, contracts.Counted, contracts.Basis.Rest));
        Assert.Empty(contracts.Years);
        var all = RecordAnalysis.Of(Hits(scratch), Today);
        Assert.Equal([(2014, 1), (2015, 0), (2016, 0), (2017, 1)], all.Years.Select(y => (y.Year, y.Filed)));
        Assert.Equal(2017, all.ClassYears.Years[^1]);
    }

    [Fact]
    public void The_median_of_an_even_count_is_between_the_middle_two()
    {
        using var scratch = new ScratchStore();
        scratch.Take([.. Enumerable.Range(1, 4).Select(i => Patent($"CN20191000000{i}", $"CN11000000{i}B", "甲有限公司", RecordStatus.InForce) with { Granted = Day("2019-03-01").AddDays(100 * i) })]);
        Assert.Equal(250 / 30.4375, RecordAnalysis.Of(Hits(scratch), Today).Pendency!.Median, 6);
    }

    [Theory]
    [InlineData("US10000001B2", true)]
    [InlineData("EP1234567B1", true)]
    [InlineData("US5123456A", true)] // a grant of before 2001
    [InlineData("US7272630", true)]
    [InlineData("US20200123456A1", false)]
    [InlineData("US20200123456", false)]
    [InlineData("WO2020123456A1", false)]
    [InlineData("WO2020123456", false)]
    [InlineData("JP2021000001A", false)]
    [InlineData("HK1234567A1", false)]
    [InlineData("CN112345678B", false)]
    public void A_foreign_family_needs_a_granted_foreign_member(string member, bool counts) => Assert.Equal(counts, RecordFactsOf.IsForeignRight("CN", member));

    [Theory]
    [InlineData("10000000", "10000000")]
    [InlineData("2000万元", "20000000")]
    [InlineData("2,000 万", "20000000")]
    [InlineData("1.2亿元", "120000000")]
    [InlineData("人民币２０００万元", "20000000")]
    [InlineData("¥9,999,999.99", "9999999.99")]
    [InlineData("2000万美元", null)]
    [InlineData("若干", null)]
    [InlineData("-5", null)]
    public void A_sum_is_read_as_sources_write_it(string text, string? yuan) => Assert.Equal(yuan is null ? null : decimal.Parse(yuan, System.Globalization.CultureInfo.InvariantCulture), RecordFactsOf.Yuan(text));

    [Fact]
    public void The_five_categories_are_counted_by_their_rule()
    {
        using var scratch = new ScratchStore();
        IpRecord Valid(int number, params (string Name, string Value)[] more) => Patent($"CN2020100000{number:00}", $"CN1110000{number:00}B", "甲有限公司", RecordStatus.InForce, "2022-01-01", "2020-01-01", more);
        scratch.TakeInPieces(
        [
            Valid(1, ("award", "否")), Valid(2, ("sei", "false")), Valid(3, ("pledge", "2000万元")), Valid(4), Valid(5), Valid(6, ("award", "金奖"), ("award-on", "2024-07-01")),
            Valid(7, ("sei", "1.1")) with { Office = "US", Publication = "US10000007B2" },
            Valid(8, ("pledge", "20000000"), ("pledge-on", "2025-06-01")),
            new() { Kind = RecordKind.Pledge, Application = "CN202010000004", Title = "质押", Granted = Day("2023-05-05"), More = new Dictionary<string, string> { ["sum"] = "1500万元" } },
            new() { Kind = RecordKind.Pledge, Application = "CN202010000005", Title = "质押", Granted = Day("2023-05-05"), More = new Dictionary<string, string> { ["sum"] = "999万元" } },
        ], 3);
        Assert.Equal(new HighValue(InForce: 7, Emerging: 0, Foreign: 0, Kept: 0, Pledged: 3, Awarded: 1, Union: 4, Excluded: 0), RecordAnalysis.Of(Hits(scratch), Today).HighValue);

        int Found(string query) => Hits(scratch, "kind:Invention NOT fact:abroad " + query).Count;
        Assert.Equal((1, 1, 0), (Found("fact:award"), Found("fact:award..2024"), Found("fact:award..2024-06-30")));
        Assert.Equal((3, 2, 1, 3), (Found("fact:pledge"), Found("fact:pledge..2025-05-31"), Found("fact:pledge..2023-05-04"), Found("fact:较高质押..2025")));
        Assert.Equal(4, Found("NOT fact:pledge"));
        Assert.Equal("fact:pledge..2025-12-31", QueryParser.Parse("fact:pledge..2025").Accepted(out var node, out _) ? node.ToString() : "");
        Assert.False(QueryParser.Parse("fact:pledge..soon").Accepted(out _, out _));
    }

    [Fact]
    public void What_excluded_parties_filed_is_taken_out_with_what_bears_the_mark()
    {
        using var scratch = new ScratchStore();
        IpRecord Valid(int number, string company, params (string Name, string Value)[] more) => Patent($"CN2020100000{number:00}", $"CN1110000{number:00}B", company, RecordStatus.InForce, "2022-01-01", "2020-01-01", [("sei", "1"), .. more]);
        scratch.Take([Valid(1, "非正常有限公司", ("abnormal", "1")), Valid(2, "非正常有限责任公司"), Valid(3, "好有限公司"), Valid(4, "旁有限公司") with { Parties = [new(PartyRole.Applicant, "旁有限公司", null, "CN", "340100"), new(PartyRole.Agency, "坏事务所")] }]);
        var (store, hits) = (scratch.Store, Hits(scratch));
        HighValue Of(params Excluded[] members) => RecordAnalysis.Of(hits, Today, Exclusions.Of(store, hits.Snapshot, members, inside: true)).HighValue;
        Assert.Equal((4, 1), (Of().Union, Of().Excluded));
        Assert.Equal(2, Of(new Excluded("非正常有限公司", false)).Excluded);
        Assert.Equal(3, Of(new("非正常有限公司", false), new("坏事务所", true)).Excluded);
    }

    [Fact]
    public void A_former_name_merges_what_is_stored_already()
    {
        using var scratch = new ScratchStore();
        scratch.Take([Patent("CN201910000001", "CN110000001A", "旧名有限公司", RecordStatus.Pending), Patent("CN201910000002", "CN110000002A", "旧名有限公司", RecordStatus.Pending), Patent("CN201910000003", "CN110000003A", "今名有限公司", RecordStatus.Pending)]);
        Assert.Equal(2, RecordAnalysis.Of(Hits(scratch), Today).Applicants.Count);
        using (var writer = new RecordWriter(scratch.Store)) writer.AddFormerName("旧名有限责任公司", "今名有限公司");
        scratch.Store.Forget();

        var result = RecordAnalysis.Of(Hits(scratch), Today);
        Assert.Equal([3], result.Applicants.Select(a => a.Count));
        Assert.Equal((1, 10_000.0), (result.Concentration.Applicants, result.Concentration.Hhi));
        var party = scratch.Store.Parties([result.Applicants[0].Value])[result.Applicants[0].Value];
        Assert.Equal(("今名有限公司", 3), (party.Shown, Hits(scratch, party.Condition).Count));
        Assert.Equal(result.Applicants[0].Value, scratch.Store.Party("旧名有限公司")!.Value.Id);

        // A name that nobody bears yet.
        using (var writer = new RecordWriter(scratch.Store)) writer.AddFormerName("今名有限公司", "来名有限公司");
        scratch.Store.Forget();
        Assert.Equal(3, Hits(scratch, scratch.Store.Party("来名有限公司")!.Value.Party.Condition).Count);
        Assert.Equal([3], RecordAnalysis.Of(Hits(scratch), Today).Applicants.Select(a => a.Count));
    }
}
