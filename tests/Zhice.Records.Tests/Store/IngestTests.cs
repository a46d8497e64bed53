using Microsoft.Data.Sqlite;
using Xunit;
using Zhice.Records.Generating;
using Zhice.Records.Model;
using Zhice.Records.Names;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Records.Tests.Store;

public sealed class IngestTests
{
    static int Total(ScratchStore scratch, string query, bool inside = true)
    {
        Assert.True(QueryParser.Parse(query).Accepted(out var node, out _));
        Assert.True(RecordSearch.Run(scratch.Store.Snapshot(), new SearchRequest(node, Inside: inside)).Accepted(out var result, out _));
        return result.Total;
    }

    [Fact]
    public void The_same_file_twice_changes_nothing()
    {
        using var scratch = new ScratchStore();
        var records = new SyntheticRecords(1).Make(0, 500).ToList();
        var first = scratch.Take(records);
        var (count, quality) = (scratch.Store.Snapshot().Count, scratch.Store.Quality(1));
        var second = scratch.Take(records);

        Assert.Equal((500L, 0L), (first.Added, first.Unchanged));
        Assert.Equal((0L, 0L, 500L), (second.Added, second.Replaced, second.Unchanged));
        Assert.Equal(count, scratch.Store.Snapshot().Count);
        Assert.Equal(quality, scratch.Store.Quality(1));
    }

    [Fact]
    public void A_record_that_comes_again_with_other_words_replaces_the_first()
    {
        using var scratch = new ScratchStore();
        scratch.Take([Titled("旧名装置"), Titled("别的") with { Publication = "CN900000002A" }]);
        var job = scratch.Take([Titled("新名装置"), Titled("新名机构")], "two");

        Assert.Equal((0L, 2L), (job.Added, job.Replaced));
        Assert.Equal((0, 0, 1, 2), (Total(scratch, "旧名"), Total(scratch, "新名装置"), Total(scratch, "新名机构"), Total(scratch, "*")));
        Assert.Equal("新名机构", scratch.Store.Holders("CN900000001A", inside: true)[0].Record.Title);
    }

    [Fact]
    public void An_ingest_that_was_stopped_goes_on_behind_its_last_batch()
    {
        using var scratch = new ScratchStore();
        var records = new SyntheticRecords(2).Make(0, 90_000).Select(r => r with { Abstract = "" }).ToList();
        using var stop = new CancellationTokenSource();
        var half = scratch.Take(records.Select((r, i) => { if (i == 50_000) stop.Cancel(); return r; }), stop: stop);
        Assert.Equal(JobState.Running, half.State);
        Assert.InRange(scratch.Store.Snapshot().Count, 1, 89_999);

        var whole = scratch.Take(records);
        Assert.Equal((half.Id, JobState.Done, 90_000L, 90_000L, 0L), (whole.Id, whole.State, whole.Done, whole.Added, whole.Unchanged));
        Assert.Equal(90_000, scratch.Store.Snapshot().Count);
    }

    [Fact]
    public void A_segment_without_its_transaction_is_removed_by_the_next_writer()
    {
        using var scratch = new ScratchStore();
        scratch.Take(new SyntheticRecords(3).Make(0, 50));
        var orphan = Path.Combine(scratch.Store.Folder, "00000009.segment");
        File.WriteAllText(orphan, "half a segment");
        scratch.Take(new SyntheticRecords(3).Make(50, 50), "two");

        Assert.False(File.Exists(orphan));
        Assert.Equal(100, Total(scratch, "*"));
    }

    [Fact]
    public void A_second_writer_is_refused_while_the_first_works()
    {
        using var scratch = new ScratchStore();
        using var first = new RecordWriter(scratch.Store);
        Assert.Throws<IOException>(() => new RecordWriter(scratch.Store));
    }

    [Fact]
    public void Records_of_a_dataset_of_the_office_show_to_nobody_outside()
    {
        using var scratch = new ScratchStore();
        scratch.Take(new SyntheticRecords(4).Make(0, 40), code: "open");
        scratch.Take(new SyntheticRecords(4).Make(40, 60), "two", inside: true, code: "closed");

        Assert.Equal((100, 40), (Total(scratch, "*"), Total(scratch, "*", inside: false)));
        Assert.Equal(0, Total(scratch, scratch.Store.Load([60])[0].Record.Publication!, inside: false));
        Assert.DoesNotContain(SimilarRecords.Of(scratch.Store.Snapshot(), scratch.Store.Load([60])[0].Record, 20, 0, inside: false), h => h.Id > 40);
    }

    [Fact]
    public void Rejected_records_are_kept_with_line_and_reason()
    {
        using var scratch = new ScratchStore();
        var job = scratch.Take([Titled("好"), Titled("") , Titled("无号") with { Publication = null }]);

        Assert.Equal((1L, 2L), (job.Done, job.Rejected));
        Assert.Equal([new(2, "record.empty", "CN900000001A"), new(3, "record.number-missing", "无号")], scratch.Store.Rejects(job.Id, 10));
    }

    [Fact]
    public void A_party_counts_under_its_name_of_today()
    {
        using var scratch = new ScratchStore();
        using (var writer = new RecordWriter(scratch.Store)) writer.AddFormerName("旧名科技有限责任公司", "新名科技有限公司");
        scratch.Take([Owned("CN900000001A", "旧名科技有限公司"), Owned("CN900000002A", "新名科技 有限责任公司"), Owned("CN900000003A", "另一家有限公司")]);

        Assert.True(RecordSearch.Run(scratch.Store.Snapshot(), new SearchRequest(new AllNode(), Facets: true)).Accepted(out var result, out _));
        Assert.Equal([2, 1], result.Facets!.Applicants.Select(a => a.Count));
        Assert.Equal(PartyName.Normal("旧名科技有限公司"), PartyName.Normal("旧名科技有限责任公司"));
    }

    [Fact]
    public void A_store_that_is_read_does_not_stop_a_writer()
    {
        using var scratch = new ScratchStore();
        scratch.Take(new SyntheticRecords(5).Make(0, 300));
        var before = scratch.Store.Snapshot();
        for (var i = 1; i < 12; i++) scratch.Take(new SyntheticRecords(5).Make(i * 300, 300), $"{i}");

        // The old snapshot still answers as it stood, though a merge has taken its files away.
        Assert.True(RecordSearch.Collect(before, new AllNode(), true).Accepted(out var hits, out _));
        Assert.Equal(300, hits.Count);
        Assert.Equal(3_600, Total(scratch, "*"));
        SqliteConnection.ClearAllPools();
    }

    static IpRecord Titled(string title) => new() { Kind = RecordKind.Invention, Publication = "CN900000001A", Title = title };

    static IpRecord Owned(string number, string name) => Titled("物") with { Publication = number, Parties = [new Party(PartyRole.Applicant, name)] };
}
