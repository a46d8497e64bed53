using Xunit;
using Zhice.Records.Generating;
using Zhice.Records.Model;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Records.Tests.Store;

/// <summary>What a dataset holds, under which terms, and who finds it.</summary>
public sealed class DatasetTests
{
    static int Total(ScratchStore scratch, string query, bool inside = false)
    {
        Assert.True(QueryParser.Parse(query).Accepted(out var node, out var refusal), refusal?.Code);
        Assert.True(RecordSearch.Run(scratch.Store.Snapshot(), new SearchRequest(node, Inside: inside)).Accepted(out var result, out _));
        return result.Total;
    }

    static IpRecord Made(int number, string title) => new() { Kind = RecordKind.Invention, Publication = $"CN90000000{number}A", Application = $"CN20241000000{number}", Title = title };

    static Dataset Named(ScratchStore scratch, string code) => scratch.Store.Snapshot().Datasets.Single(d => d.Code == code);

    static long Held(ScratchStore scratch, string code, string measure = "records") => scratch.Store.Quality(Named(scratch, code).Id).FirstOrDefault(q => q.Measure == measure)?.Count ?? 0;

    [Fact]
    public void A_dataset_is_found_by_its_code_or_name_by_those_who_may_see_it()
    {
        using var scratch = new ScratchStore();
        scratch.Take([Made(1, "绝密装置")], inside: true, code: "secret");
        scratch.Take([Made(2, "公开装置"), Made(3, "公开方法")], code: "open");
        Assert.Equal((1, 2, 1), (Total(scratch, "dataset:SECRET", inside: true), Total(scratch, "数据集:open"), Total(scratch, "dataset:open NOT 方法")));
        Assert.Equal((2, 1), (Total(scratch, "NOT dataset:secret", inside: true), Total(scratch, $"(dataset:\"{Named(scratch, "secret").Name}\" OR 没有) 装置", inside: true)));
        foreach (var (query, inside) in new[] { ("dataset:secret", false), ("NOT dataset:none", true) })
        {
            Assert.True(QueryParser.Parse(query).Accepted(out var node, out _));
            Assert.False(RecordSearch.Run(scratch.Store.Snapshot(), new SearchRequest(node, Inside: inside)).Accepted(out _, out var refusal));
            Assert.Equal("query.dataset", refusal.Defects[0].Code);
        }
    }

    [Fact]
    public void What_is_the_offices_own_stays_so_and_keeps_its_terms_when_more_is_taken_in()
    {
        using var scratch = new ScratchStore();
        scratch.Take([Made(1, "绝密装置")], inside: true, code: "secret");
        using (var writer = new RecordWriter(scratch.Store)) Assert.True(writer.SetTerms("secret", "我的数据", "本局", "内部使用", "每月", inside: true));
        using (var writer = new RecordWriter(scratch.Store)) writer.Register("secret", null, "", "", "", inside: false, synthetic: false);
        scratch.Store.Forget();
        Assert.Equal(("我的数据", "本局", "内部使用", "每月", true), (Named(scratch, "secret").Name, Named(scratch, "secret").Source, Named(scratch, "secret").Licence, Named(scratch, "secret").Cycle, Named(scratch, "secret").Inside));
        Assert.Equal((0, 1), (Total(scratch, "绝密"), Total(scratch, "绝密", inside: true)));

        // Opened on purpose, and closed again.
        using (var writer = new RecordWriter(scratch.Store)) writer.SetTerms("secret", "我的数据", "本局", "公开", "每月", inside: false);
        scratch.Store.Forget();
        Assert.Equal((1, "公开"), (Total(scratch, "绝密"), Named(scratch, "secret").Licence));
        using (var writer = new RecordWriter(scratch.Store)) writer.Register("secret", null, "", "", "", inside: true, synthetic: false);
        scratch.Store.Forget();
        Assert.Equal(0, Total(scratch, "绝密"));
        using (var writer = new RecordWriter(scratch.Store)) Assert.False(writer.SetTerms("none", "", "", "", "", inside: false));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_number_may_stand_in_a_public_and_in_an_inside_dataset_and_neither_disturbs_the_other(bool publicFirst)
    {
        using var scratch = new ScratchStore();
        IngestJob Public() => scratch.Take([Made(1, "公开的装置"), Made(2, "同样的装置")], "p", code: "open");
        IngestJob Inside() => scratch.Take([Made(1, "内部的装置"), Made(2, "同样的装置")], "i", inside: true, code: "closed");
        var (first, second) = publicFirst ? (Public(), Inside()) : (Inside(), Public());

        Assert.Equal((2L, 0L, 0L), (first.Added, first.Replaced, first.Elsewhere));
        Assert.Equal((2L, 0L, 2L), (second.Added, second.Replaced, second.Elsewhere));
        Assert.Equal((2, 1, 0, 1, 1), (Total(scratch, "装置"), Total(scratch, "公开的装置"), Total(scratch, "内部的装置"), Total(scratch, "同样"), Total(scratch, "number:CN900000001A")));
        // Who may see both finds each number once: the office's own.
        Assert.Equal((2, 0, 1, 1), (Total(scratch, "装置", inside: true), Total(scratch, "公开的装置", inside: true), Total(scratch, "内部的装置", inside: true), Total(scratch, "同样", inside: true)));
        Assert.Equal((2L, 2L), (scratch.Store.Snapshot().CountFor(inside: false), scratch.Store.Snapshot().CountFor(inside: true)));
        Assert.Equal("公开的装置", Assert.Single(scratch.Store.Holders("CN900000001A", inside: false)).Record.Title);
        Assert.Equal(["内部的装置", "公开的装置"], scratch.Store.Holders("CN900000001A", inside: true).Select(r => r.Record.Title));
        Assert.True(RecordSearch.Collect(scratch.Store.Snapshot(), new AllNode(), inside: true).Accepted(out var all, out _));
        Assert.Equal((2, 0), (all.Count, SameApplications.Count(all)));
        Assert.Equal(2, SimilarRecords.Of(scratch.Store.Snapshot(), "", "同样的装置", 10, inside: true).Count);

        // The same file again changes nothing, and the number of one that goes is told by the other.
        var again = publicFirst ? Inside() : Public();
        Assert.Equal((0L, 2L, 0L), (again.Added, again.Unchanged, again.Elsewhere));
        scratch.Take([Made(1, "") with { Deleted = true }], "d", code: "closed");
        Assert.Equal((1, 1), (Total(scratch, "公开的装置"), Total(scratch, "公开的装置", inside: true)));
    }

    [Fact]
    public void Of_two_public_datasets_with_one_number_the_newest_shows_and_both_keep_theirs()
    {
        using var scratch = new ScratchStore();
        scratch.Take([Made(1, "甲库装置"), Made(2, "只在甲库")], "a", code: "a");
        scratch.Take([Made(1, "乙库装置")], "b", code: "b");
        Assert.Equal((2, 0, 1), (Total(scratch, "*"), Total(scratch, "甲库装置"), Total(scratch, "乙库装置")));
        Assert.Equal((2L, 1L), (Held(scratch, "a"), Held(scratch, "b")));
        Assert.Equal(2, scratch.Store.After(Named(scratch, "a").Id, 0, 10).Count);
        scratch.Take([Made(1, "甲库新装置")], "c", code: "a");
        Assert.Equal((2, 1, 0), (Total(scratch, "*"), Total(scratch, "甲库新装置"), Total(scratch, "乙库装置")));
    }

    [Fact]
    public void The_quality_report_counts_what_is_held_now()
    {
        using var scratch = new ScratchStore();
        scratch.Take([Made(1, "") with { Abstract = "无名" }, Made(2, "二") with { Classes = [new("IPC", "A61K8/00")] }, Made(3, "三")], "a", code: "a");
        Assert.Equal((3L, 1L, 2L), (Held(scratch, "a"), Held(scratch, "a", "no-title"), Held(scratch, "a", "no-class")));
        scratch.Take([Made(1, "现在有名"), Made(2, "二") with { Deleted = true }], "b", code: "a");
        Assert.Equal((2L, 0L, 2L, 1L, 1L), (Held(scratch, "a"), Held(scratch, "a", "no-title"), Held(scratch, "a", "no-class"), Held(scratch, "a", "replaced"), Held(scratch, "a", "removed")));
        Assert.Equal(0, Total(scratch, "number:CN900000002A"));
    }

    [Fact]
    public void A_party_is_found_and_counted_under_its_name_of_today_whenever_that_was_said()
    {
        using var scratch = new ScratchStore();
        IpRecord Owned(int number, params string[] names) => Made(number, "物") with { Parties = [.. names.Select(n => new Party(PartyRole.Applicant, n))] };
        scratch.Take([Owned(1, "芜湖丙丁医院"), Owned(2, "南京大学"), Owned(3, "芜湖丙丁医院", "南京大学"), Owned(4, "别的大学")], "a");
        using (var writer = new RecordWriter(scratch.Store)) writer.AddFormerName("芜湖丙丁医院", "南京大学");
        scratch.Store.Forget();
        scratch.Take([Owned(5, "芜湖丙丁医院"), Owned(6, "南京大学")], "b");

        (string, int)[] Facet(string query)
        {
            Assert.True(QueryParser.Parse(query).Accepted(out var node, out _));
            Assert.True(RecordSearch.Run(scratch.Store.Snapshot(), new SearchRequest(node, Facets: true)).Accepted(out var found, out _));
            var names = scratch.Store.PartyNames([.. found.Facets!.Applicants.Select(a => a.Value)]);
            return [.. found.Facets.Applicants.Select(a => (names[a.Value], a.Count))];
        }

        Assert.Equal([("南京大学", 5), ("别的大学", 1)], Facet("*"));
        Assert.Equal((5, 5, 1), (Total(scratch, "party:\"南京大学\""), Total(scratch, "party:芜湖丙丁医院"), Total(scratch, "NOT party:南京大学")));

        // A name of today that no record has yet.
        using (var writer = new RecordWriter(scratch.Store)) writer.AddFormerName("南京大学", "金陵新大学");
        scratch.Store.Forget();
        Assert.Equal([("金陵新大学", 5), ("别的大学", 1)], Facet("*"));
        Assert.Equal((5, 5), (Total(scratch, "party:金陵新大学"), Total(scratch, "party:芜湖丙丁医院")));
        Assert.Equal("金陵新大学", scratch.Store.Party("芜湖丙丁医院")!.Value.Party.Shown);
    }

    [Fact]
    public void A_store_of_an_earlier_version_is_refused_until_it_is_built_anew_and_loses_nothing()
    {
        using var scratch = new ScratchStore();
        var records = new SyntheticRecords(3).Make(0, 400).ToList();
        scratch.TakeInPieces(records, 60);
        scratch.Take([records[7] with { Title = "改了名的电池装置" }], "later");
        var (before, last) = (Total(scratch, "电池 OR 装置"), scratch.Store.Snapshot().Last);
        var keys = scratch.Store.Load([.. Enumerable.Range(1, (int)last).Select(i => (long)i)]).Select(r => (r.Id, r.Record.Key)).ToList();
        // As an earlier version left it: keys of one dataset only, no numbers of formats, segments that are not read any more.
        using (var db = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(scratch.Store.Folder, "records.db")};Pooling=False"))
        {
            db.Open();
            using var old = db.CreateCommand();
            old.CommandText = """
                CREATE TABLE old (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, dataset INTEGER NOT NULL, digest BLOB NOT NULL, body BLOB NOT NULL) STRICT; INSERT INTO old SELECT * FROM record; DROP TABLE record; ALTER TABLE old RENAME TO record;
                CREATE INDEX record_dataset ON record (dataset, id); DROP TABLE twin; DROP TABLE change; DROP TABLE removed; ALTER TABLE job DROP COLUMN elsewhere; ALTER TABLE job DROP COLUMN removed; PRAGMA user_version = 0;
                """;
            old.ExecuteNonQuery();
        }
        foreach (var file in Directory.EnumerateFiles(scratch.Store.Folder, "*.segment")) File.WriteAllText(file, "of an earlier version");

        var store = new RecordStore(scratch.Home);
        Assert.True(store.IsOfEarlierFormat);
        Assert.Contains("rebuild", Assert.Throws<InvalidDataException>(() => new RecordWriter(store)).Message, StringComparison.Ordinal);
        Assert.Contains("rebuild", Assert.Throws<InvalidDataException>(store.Snapshot).Message, StringComparison.Ordinal);
        Assert.Equal(400, RecordRebuild.Run(store));
        Assert.False(store.IsOfEarlierFormat);
        scratch.Store.Forget();
        Assert.Equal((before, 1, last), (Total(scratch, "电池 OR 装置"), Total(scratch, "改了名的电池装置"), scratch.Store.Snapshot().Last));
        Assert.Equal(keys, scratch.Store.Load([.. Enumerable.Range(1, (int)last).Select(i => (long)i)]).Select(r => (r.Id, r.Record.Key)));
        Assert.Equal(400, Held(scratch, "test"));
        scratch.Take([records[9] with { Title = "重建之后" }], "after");
        Assert.Equal((1, 400L), (Total(scratch, "重建之后"), scratch.Store.Snapshot().Count));
    }
}
