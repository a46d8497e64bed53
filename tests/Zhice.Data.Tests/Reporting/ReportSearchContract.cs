using Microsoft.EntityFrameworkCore;
using Zhice.Data.Reporting;
using Zhice.Data.Searching;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Reporting;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests.Reporting;

public sealed class SqliteReportSearch(PostgresCluster cluster) : ReportSearchContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresReportSearch(PostgresCluster cluster) : ReportSearchContract(StoreProvider.PostgreSql, cluster);

/// <summary>Reports are found by their newest words, by those who may read them, on both stores.</summary>
public abstract class ReportSearchContract(StoreProvider provider, PostgresCluster cluster) : ReportingContract(provider, cluster)
{
    [Fact]
    public async Task Every_save_replaces_the_words_that_are_found()
    {
        var begun = await Begun(Writer);
        var first = (await ReportDesk.Save(Db, Writer, begun.Report, begun.Version, Content("开展专利导航，建立ＴＩＳＣ两家。"), Clock, Cancel)).Accept();
        Assert.Equal([begun.Report], await Found(Writer, "导航"));
        Assert.Equal([begun.Report], await Found(Writer, "tisc 专利"));

        await ReportDesk.Save(Db, Writer, begun.Report, first.Version, Content("开展质押融资。"), Clock, Cancel);
        Assert.Empty(await Found(Writer, "导航"));
        Assert.Equal([begun.Report], await Found(Writer, "质押"));
        Assert.Empty(await Found(Writer, "“' OR 1=1 --"));
        var hit = Assert.Single((await ReportSearch.Find(Db, Writer, "质押融资", null, null, 1, 20, Cancel)).Hits);
        Assert.Equal(["质押融资"], hit.Highlights.Select(m => hit.Text[m.Start..m.End]));
    }

    [Fact]
    public async Task A_report_is_found_by_those_who_may_read_it_and_by_nobody_else()
    {
        var report = await Written(Writer, "专项行动已部署。");
        Assert.Equal("10000", await Who(report)); // still inside the office: not even the nation reads it
        report = await Step(Writer, report);
        report = await Step(Head, report);
        await Step(Head, report);
        Assert.Equal("11100", await Who(report)); // sent: the department that is assigned to the task reads it too
        Assert.Empty(await Found(Actor.Public, "专项行动"));
    }

    // The writer, the nation, the department of the task, another province, the public.
    async Task<string> Who(SavedReport report)
    {
        var found = "";
        foreach (var person in (Actor[])[Writer, Nation, Department, Stranger, Actor.Public]) found += (await Found(person, "专项行动")).Contains(report.Report) ? '1' : '0';
        return found;
    }

    [Fact]
    public async Task Reports_from_before_the_index_are_taken_in_once()
    {
        var report = await Written(Writer, "专利开放许可已发布。");
        await Db.Database.ExecuteSqlRawAsync("DELETE FROM search_report", Cancel);
        Assert.Empty(await Found(Writer, "开放许可"));

        var next = await ReportIndex.CatchUp(Db, long.MaxValue, Cancel);
        Assert.Equal(report.Report.Value, next);
        Assert.Null(await ReportIndex.CatchUp(Db, next!.Value, Cancel));
        Assert.Null(await ReportIndex.CatchUp(Db, long.MaxValue, Cancel));
        Assert.Equal([report.Report], await Found(Writer, "开放许可"));
    }

    [Fact]
    public async Task A_request_under_a_key_begins_one_report_however_often_it_comes()
    {
        var key = ("k", new string('0', 64));
        var first = (await ReportRequests.Begin(Db, Writer, Owed("office-340000"), false, Content("一次"), key, Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var again = (await ReportRequests.Begin(Db, Writer, Owed("office-340000"), false, Content("一次"), key, Clock, Cancel)).Accept();
        Assert.Equal((first.Report, true, false), (again.Report, first.Begun, again.Begun));
        Assert.Equal("report.key-reused", (await ReportRequests.Begin(Db, Writer, Owed("office-340000"), false, null, ("k", new string('1', 64)), Clock, Cancel)).Refusal());
        // Another person's key of the same name is another key.
        Assert.Equal("report.open", (await ReportRequests.Begin(Db, Second, Owed("office-340000"), false, Content("两次"), key, Clock, Cancel)).Refusal());
        Assert.Equal(["", "一次"], Db.ReportRevisions.OrderBy(r => r.Number).Select(r => r.Narrative));
    }

    async Task<IReadOnlyList<ReportId>> Found(Actor actor, string words) =>
        [.. (await ReportSearch.Find(Db, actor, words, null, null, 1, 20, Cancel)).Hits.Select(h => h.Report)];
}
