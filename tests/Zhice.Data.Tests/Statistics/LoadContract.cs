using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Statistics;

public sealed class SqliteLoad(PostgresCluster cluster) : LoadContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresLoad(PostgresCluster cluster) : LoadContract(StoreProvider.PostgreSql, cluster);

/// <summary>A file of values comes in whole or not at all, and what was known at a moment stays known.</summary>
public abstract class LoadContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    const string Head = "element,organisation,period,value,unit\n";
    static readonly IReadOnlyDictionary<string, DataElement> elements = new[] { Element("granted", "件", 0), Element("amount", "亿元", 4), Element("balance", "亿元", 2, false) }
        .ToDictionary(e => e.Code, StringComparer.Ordinal);

    readonly Ticking clock = new(new DateTimeOffset(2026, 11, 21, 4, 0, 0, TimeSpan.Zero));

    static DataElement Element(string code, string unit, int decimals, bool nonNegative = true) => new()
    {
        Code = code, Name = code, EnglishName = code, Unit = Unit.Parse(unit), Kind = ElementKind.Flow, Decimals = decimals, NonNegative = nonNegative,
        Definition = "测试", Source = "测试",
    };

    Task<Outcome<LoadResult>> Load(string lines, string? key = null, string head = Head, Actor? actor = null, LockedCells? locked = null) =>
        ObservationLoad.Run(Db, actor ?? Admin, new MemoryStream(Encoding.UTF8.GetBytes(head + lines)), new LoadRequest(elements) { Name = "a.csv", Key = key, Locked = locked ?? LockedCells.None }, clock, Cancel);

    async Task<decimal?> Value(string element, string office, string period, DateTimeOffset? at = null)
    {
        var values = await Observations.Read(Db, new([element], [Period.Parse(period)]) { Organisations = [Db.Organisation(office).Id], KnownAt = at }, Cancel);
        return values.Count == 0 ? null : Assert.Single(values).Value;
    }

    [Fact]
    public async Task Values_come_in_and_are_read_by_element_period_and_office()
    {
        var done = (await Load("granted,office-340000,2025,120,件\namount,安徽省知识产权局,2026Q3,85.3999,亿元\ngranted,office-320000,2025,\"1,300\",件\n")).Accept();

        Assert.Equal((3L, 3L, 0L), (done.Lines, done.Written, done.Unchanged));
        Assert.Equal(120m, await Value("granted", "office-340000", "2025"));
        Assert.Equal(85.3999m, await Value("amount", "office-340000", "2026Q3"));
        Assert.Equal(1300m, await Value("granted", "office-320000", "2025"));
        Assert.Null(await Value("granted", "office-340000", "2024"));
        Assert.Contains(Db.AuditEntries, e => e.Action == "statistics.load");
    }

    [Fact]
    public async Task What_a_Chinese_Excel_saves_as_CSV_comes_in_too()
    {
        var file = new MemoryStream(CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes("数据元,机构,报告期,数值,计量单位\ngranted,安徽省知识产权局,2025,120,件\n"));
        (await ObservationLoad.Run(Db, Admin, file, new LoadRequest(elements) { Name = "a.csv" }, clock, Cancel)).Accept();
        Assert.Equal(120m, await Value("granted", "office-340000", "2025"));
        var broken = new MemoryStream([.. file.ToArray(), 0xFF, 0xFF, 0x0A]);
        Assert.Equal("load.not-utf8", (await ObservationLoad.Run(Db, Admin, broken, new LoadRequest(elements) { Name = "a.csv" }, clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task What_was_known_at_a_moment_stays_known_when_a_value_changes()
    {
        (await Load("granted,office-340000,2025,120,件\ngranted,office-340000,2024,100,件\n")).Accept();
        var then = clock.GetUtcNow();
        clock.Now = then.AddDays(3);
        var second = (await Load("granted,office-340000,2025,125,件\ngranted,office-340000,2024,100,件\n")).Accept();

        Assert.Equal((1L, 1L), (second.Written, second.Unchanged));
        Assert.Equal(125m, await Value("granted", "office-340000", "2025"));
        Assert.Equal(120m, await Value("granted", "office-340000", "2025", then));
        Assert.Null(await Value("granted", "office-340000", "2025", then.AddDays(-1)));
        var history = await Observations.History(Db, "granted", Db.Organisation("office-340000").Id, Period.OfYear(2025), Cancel);
        Assert.Equal([125m, 120m], history.Select(h => h.Value));
        Assert.Null(history[0].Until);
        Assert.Equal(history[0].From.At, history[1].Until);
    }

    [Fact]
    public async Task The_scan_of_many_hands_over_what_the_reading_of_few_gives()
    {
        (await Load(string.Concat(Enumerable.Range(1, 12).Select(m => $"granted,office-340000,2025-{m:00},{m * 10},件\ngranted,office-320000,2025-{m:00},{m},件\n")))).Accept();
        var then = clock.GetUtcNow();
        clock.Now = then.AddDays(1);
        (await Load("granted,office-340000,2025-05,7,件\n")).Accept();
        foreach (var at in (DateTimeOffset?[])[null, then])
        {
            var query = new ObservationQuery(["granted"], [.. Period.OfYear(2025).Parts(PeriodKind.Month)]) { KnownAt = at };
            var scanned = new List<(string, int, int, decimal)>();
            await Observations.Scan(Db, query, (e, p, o, v) => scanned.Add((e, p, o, StoredFigure.FromStored(v))), Cancel);
            var read = (await Observations.Read(Db, query, Cancel)).Select(v => (v.Element, v.Period.Key, (int)v.Organisation.Value, v.Value));
            Assert.Equal(24, scanned.Count);
            Assert.Equal(read.Order(), scanned.Order());
        }
    }

    [Theory]
    [InlineData("granted,office-340000,2025,NaN,件", "figure.not-line")]
    [InlineData("granted,office-340000,2025,Infinity,件", "figure.large-line")]
    [InlineData("granted,office-340000,2025,1e308,件", "figure.large-line")]
    [InlineData("granted,office-340000,2025,99999999999999,件", "figure.large-line")]
    [InlineData("granted,office-340000,2025,-1,件", "figure.negative-line")]
    [InlineData("granted,office-340000,2025,1.5,件", "figure.decimals-line")]
    [InlineData("granted,office-340000,2025,0.00000001,件", "figure.places-line")]
    [InlineData("granted,office-340000,2025,,件", "figure.not-line")]
    [InlineData("granted,office-340000,2025,一百,件", "figure.not-line")]
    [InlineData("granted,office-340000,2025,5,家", "load.unit")] // another thing
    [InlineData("amount,office-340000,2025,5,万元", "load.unit")] // the same thing in another size is not guessed at
    [InlineData("unheard,office-340000,2025,5,件", "load.element")]
    [InlineData("granted,office-999999,2025,5,件", "load.organisation")]
    [InlineData("granted,office-340000,2025Q5,5,件", "load.period")]
    [InlineData("granted,office-340000,2027,5,件", "load.future")]
    [InlineData("granted,office-340000,2026,5,件", "load.unfinished")]
    [InlineData("granted,office-340000,2025", "load.fields")]
    public async Task A_line_that_is_wrong_is_told_and_nothing_of_the_file_is_kept(string line, string code)
    {
        var refused = await Load($"granted,office-320000,2025,8,件\n{line}\n");

        Assert.Equal(code, refused.Refusal());
        refused.Accepted(out _, out var why);
        Assert.Equal(3, Assert.Single(why!.Defects).Arguments[0]);
        Assert.Empty(Db.Observations);
        Assert.Empty(Db.ObservationBatches);
    }

    [Fact]
    public async Task All_faults_of_a_file_are_told_at_once()
    {
        var refused = await Load("granted,office-340000,2025,NaN,件\ngranted,office-340000,2025,5,件\nunheard,office-340000,2025,5,件\ngranted,nowhere,2025,5,件\n");
        refused.Accepted(out _, out var why);
        Assert.Equal([("figure.not-line", 2), ("load.element", 4), ("load.organisation", 5)], why!.Defects.Select(d => (d.Code, (int)d.Arguments[0])));
    }

    [Fact]
    public async Task A_value_given_twice_is_taken_once_where_both_agree_and_refused_where_they_do_not()
    {
        var agreed = (await Load("granted,office-340000,2025,5,件\ngranted,office-340000,2025,5,件\n")).Accept();
        Assert.Equal((1L, 1L), (agreed.Written, agreed.Repeated));

        Assert.Equal("load.twice", (await Load("granted,office-320000,2025,5,件\ngranted,office-320000,2025,6,件\n")).Refusal());
        Assert.Null(await Value("granted", "office-320000", "2025"));
    }

    [Fact]
    public async Task An_organisation_merged_in_mid_year_has_that_year_and_none_after_it()
    {
        var (gone, heir) = (Db.Organisation("office-340100"), Db.Organisation("office-340000"));
        await Db.Organisations.Where(o => o.Id == gone.Id).ExecuteUpdateAsync(o => o.SetProperty(x => x.ValidTo, new DateOnly(2024, 7, 1)), Cancel);
        Db.Add(new Succession { PredecessorId = gone.Id, SuccessorId = heir.Id, On = new(2024, 7, 1), Kind = SuccessionKind.Merger, Share = 1, Source = "测试", At = clock.GetUtcNow() });
        await Db.SaveChangesAsync(Cancel);

        (await Load("granted,office-340100,2024,5,件\ngranted,office-340100,2023,4,件\ngranted,office-340100,2024Q2,2,件\n")).Accept();
        var refused = await Load("granted,office-340100,2024Q3,5,件\n");

        Assert.Equal("load.ended", refused.Refusal());
        refused.Accepted(out _, out var why);
        Assert.Contains(heir.Name, why!.Defects[0].Arguments[3].ToString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_repeated_under_its_key_does_nothing_again_and_another_file_under_it_is_refused()
    {
        var first = (await Load("granted,office-340000,2025,5,件\n", "k1")).Accept();
        var again = (await Load("granted,office-340000,2025,5,件\n", "k1")).Accept();

        Assert.Equal((first.Batch, true), (again.Batch, again.Known));
        Assert.Equal("load.key-used", (await Load("granted,office-340000,2025,6,件\n", "k1")).Refusal());
        Assert.Single(Db.ObservationBatches);
    }

    [Fact]
    public async Task An_officer_brings_the_values_of_the_own_office_only()
    {
        var officer = Db.Actor(Role.RegionalOfficer, "office-340000");
        (await Load("granted,office-340000,2025,5,件\n", actor: officer)).Accept();
        Assert.Equal("load.forbidden", (await Load("granted,office-320000,2025,5,件\n", actor: officer)).Refusal());
        Assert.Equal("access.denied", (await Load("granted,office-340000,2025,5,件\n", actor: Db.Actor(Role.Auditor, "cnipa"))).Refusal());
    }

    [Fact]
    public async Task A_locked_value_is_not_changed_by_a_file()
    {
        var locked = new LockedCells();
        locked.Add(["granted"], Period.OfYear(2025).Key, Db.Organisation("office-340000").Id);
        Assert.Equal("load.locked", (await Load("granted,office-340000,2025,5,件\n", locked: locked)).Refusal());
        // A collection locks what it asked, and nobody else's figures.
        (await Load("granted,office-320000,2025,5,件\n", locked: locked)).Accept();
    }

    [Theory]
    [InlineData("element,organisation,period\n", "load.head")]
    [InlineData("element,organisation,period,value,colour\n", "load.head-column")]
    [InlineData("element,element,period,value\n", "load.head-column")]
    [InlineData("", "load.head")]
    public async Task A_head_that_does_not_name_its_columns_is_refused(string head, string code) => Assert.Equal(code, (await Load("", head: head)).Refusal());

    [Fact]
    public async Task Columns_may_stand_in_any_order_and_have_Chinese_heads()
    {
        (await Load("2025,120,安徽省知识产权局,granted\n", head: "报告期,数值,机构,数据元\n")).Accept();
        Assert.Equal(120m, await Value("granted", "office-340000", "2025"));
    }
}

/// <summary>A clock that stands where it is put.</summary>
sealed class Ticking(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;
    public override DateTimeOffset GetUtcNow() => Now;
}
