using System.Text;
using Xunit;
using Zhice.Records.Model;
using Zhice.Records.Names;
using Zhice.Records.Query;
using Zhice.Records.Relational;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Records.Tests.Store;

/// <summary>战略性新兴产业 by the imported table of classes.</summary>
public sealed class IndustryTests
{
    static IReadOnlyList<IndustryRow> Table(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return EmergingIndustries.Read(stream);
    }

    static IpRecord Made(int number, string title, params string[] classes) =>
        new() { Kind = RecordKind.Invention, Publication = $"CN98200000{number}B", Title = title, Classes = [.. classes.Select(c => new ClassMark("IPC", c))] };

    static long[] Found(ScratchStore scratch, string query)
    {
        Assert.True(QueryParser.Parse(query).Accepted(out var node, out _));
        Assert.True(RecordSearch.Collect(scratch.Store.Snapshot(), node, false).Accepted(out var hits, out _));
        return [.. hits.Segments.SelectMany(s => s.All().Select(r => s.Segment.First + r)).Order()];
    }

    [Fact]
    public void A_table_marks_what_is_there_and_what_comes_by_exact_class_and_limits_of_words()
    {
        using var scratch = new ScratchStore();
        scratch.TakeInPieces(
        [
            Made(1, "电芯", "H01M10/05"), Made(2, "电芯", "H01M10/052"), Made(3, "航天相关设备制造的机床", "B23Q1/01"), Made(4, "数控机床", "B23Q1/01"), Made(5, "普通物"),
            Made(6, "自报", "A01B1/02") with { More = new Dictionary<string, string> { ["sei"] = "1.1" } },
        ], 2);
        Assert.Equal([6L], Found(scratch, "fact:sei"));

        Import(scratch, "IPC分类号,产业代码,限定词,不包括\nH01M 10/05,5.2.1*,,\nB23Q1/01,2.1,机床、工具,航天相关设备制造\nG06N3/02,1.5,,\n");
        Assert.Equal([1L, 4, 6], Found(scratch, "fact:sei"));
        scratch.Take([Made(7, "网络", "G06N3/02"), Made(8, "标", "G06N3/02") with { Kind = RecordKind.Trademark }], "two");
        Assert.Equal([1L, 4, 6, 7], Found(scratch, "fact:sei"));
        Assert.Equal(["5.2.1"], scratch.Store.IndustriesOf(Made(1, "电芯", "H01M10/05")));
        Assert.Equal("新能源汽车装置、配件制造", EmergingIndustries.NameOf("5.2.1"));
        // The same in what is carried to PostgreSQL.
        using (var stored = new StoredRecords(scratch.Store))
            Assert.Equal([1L, 4, 6, 7], stored.After(0).Where(r => RecordRow.Of(r.Record, stored.Industries).Exact.Contains("Fsei")).Select(r => r.Id));

        Import(scratch, "ipc,code\nH01M10/052,5.2\n");
        Assert.Equal([2L, 6], Found(scratch, "fact:sei"));
        Assert.Equal(8, scratch.Store.Snapshot().Count);
    }

    static void Import(ScratchStore scratch, string table)
    {
        var held = scratch.Store.Snapshot();
        using (var writer = new RecordWriter(scratch.Store)) writer.SetIndustries(Table(table));
        // Readers go on with what they have until the index is there again; nobody writes meanwhile.
        scratch.Store.Forget();
        Assert.Same(held, scratch.Store.Snapshot());
        Assert.Throws<InvalidDataException>(() => new RecordWriter(scratch.Store));
        RecordRebuild.Run(scratch.Store);
        scratch.Store.Forget();
    }

    [Theory]
    [InlineData("ipc,name\nH01M10/05,1.1\n", "line 1")]
    [InlineData("ipc,code\nH01M10/05,1.1\nZ99Q1/00,1.1\n", "line 3: z99q1/00 1.1")]
    [InlineData("ipc,code\nH01M10/05,12.7\n", "line 2")]
    [InlineData("ipc,code\n\"H01M10/05,1.1\n", "line 2")]
    [InlineData("ipc,code\n", "line 1")]
    [InlineData("", "line 1")]
    public void A_table_with_a_wrong_row_is_refused_whole_with_its_line(string table, string where) =>
        Assert.StartsWith(where, Assert.Throws<InvalidDataException>(() => Table(table)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_forty_industries_come_with_the_program()
    {
        Assert.Equal(40, EmergingIndustries.Names.Count);
        Assert.Equal(("1.2", "电子核心产业"), (EmergingIndustries.Names.Keys.ElementAt(1), EmergingIndustries.NameOf("1.2")));
        Assert.Equal(9, EmergingIndustries.Names.Keys.Select(k => k.Split('.')[0]).Distinct().Count());
    }
}
