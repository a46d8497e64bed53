using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Records.Generating;
using Zhice.Records.Model;
using Zhice.Records.Reading;
using Zhice.Records.Store;

namespace Zhice.Web.Tests.Records;

public sealed class RecordSite : SampleSite
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var store = Services.GetRequiredService<RecordStore>();
        using var writer = new RecordWriter(store);
        var open = SyntheticSet.Register(writer);
        IpRecord[] records =
        [
            .. new SyntheticRecords(1).Make(0, 300),
            new() { Kind = RecordKind.Invention, Publication = "CN112345678A", Application = "CN202010123456", Title = "=cmd 一种锂硫电池隔膜", Abstract = "本发明公开了<b>锂硫电池</b>隔膜。", Parties = [new(PartyRole.Applicant, "某某有限公司")] },
        ];
        IngestRun.Take(writer, open, "made", "1", 0, records.Select((r, i) => new ReadRecord(i + 1, r)), null, CancellationToken.None);
        var closed = writer.Register("closed", "内部数据集", "", "", "", inside: true, synthetic: true);
        IpRecord secret = new() { Kind = RecordKind.Invention, Publication = "CN112345699A", Title = "一种保密锂硫电池" };
        IngestRun.Take(writer, closed, "made", "2", 0, [new ReadRecord(1, secret)], null, CancellationToken.None);
        store.Forget();
    }
}

public sealed class RecordPagesTests(RecordSite site) : IClassFixture<RecordSite>
{
    [Fact]
    public async Task A_search_marks_the_words_and_escapes_the_text()
    {
        using var anyone = site.Browse();
        var page = await anyone.Read("/records?q=锂硫电池");

        Assert.Contains("<mark>锂硫电池</mark>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("命中 1 件", page, StringComparison.Ordinal);
        Assert.Contains("/records/item/CN112345678A", await anyone.Read("/records?q=CN%202020%201%200123456"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_query_says_where_it_is_bad_in_the_readers_language()
    {
        using var anyone = site.Browse();
        Assert.Contains("第 6 个字符处：日期“2020-13”有误", await anyone.Read("/records?q=date:2020-13"), StringComparison.Ordinal);
        Assert.Contains("At character 1: there is no field “colour”", await anyone.Read("/records?q=colour:red&lang=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_of_the_office_show_to_nobody_outside_at_any_address()
    {
        using var anyone = site.Browse();
        using var officer = site.Browse();
        await officer.LogIn("regionalofficer");
        foreach (var path in new[] { "/records?q=保密锂硫", "/records/export.csv?q=锂硫", "/records/similar?text=一种保密锂硫电池", "/records/datasets", "/records/item/CN112345678A", "/records/analysis?q=锂硫" })
            Assert.DoesNotContain("一种保密锂硫", (await anyone.Read(path)).Replace("value=\"保密锂硫\"", "", StringComparison.Ordinal).Replace(">一种保密锂硫电池</textarea>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await anyone.Get("/records/item/CN112345699A")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await officer.Get("/records/item/CN112345699A")).StatusCode);
        Assert.Contains("命中 2 件", await officer.Read("/records?q=锂硫电池"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_holds_what_was_found_and_no_formula()
    {
        using var anyone = site.Browse();
        var csv = await anyone.Read("/records/export.csv?q=锂硫电池");

        Assert.Contains("\"'=cmd 一种锂硫电池隔膜\"", csv, StringComparison.Ordinal);
        Assert.Contains("202010123456.", csv, StringComparison.Ordinal);
        Assert.Equal(2, csv.Trim().Split("\r\n").Length);
    }

    [Fact]
    public async Task The_builder_writes_the_query()
    {
        using var anyone = site.Browse();
        var answer = await anyone.Get("/records/build?title=锂硫 隔膜&ipc=&from=2020&without=钠");

        Assert.Equal("/records?q=title:\"锂硫\" title:\"隔膜\" date:2020.. NOT \"钠\"", Uri.UnescapeDataString(answer.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Only_administrators_take_in_files_and_the_audit_says_so()
    {
        using var officer = site.Browse();
        await officer.LogIn("regionalofficer");
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Get("/records/ingest")).StatusCode);

        using var admin = site.Browse();
        await admin.LogIn("nationaladministrator");
        var table = "公开号,名称,申请日\nCN912345678A,接入试验装置,2020-01-02\nCN912345679A,坏日期,2020-02-30\n"u8.ToArray();
        var answer = await admin.Upload("/records/ingest", "/records/ingest", [("code", "web"), ("name", "网页导入")], ("x.csv", table));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);

        var store = site.Services.GetRequiredService<RecordStore>();
        for (var i = 0; i < 100 && !store.Jobs(5).Any(j => j.File == "x.csv" && j.State == JobState.Done); i++) await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Contains("<td class=\"number\">1</td>", await admin.Read("/records/ingest"), StringComparison.Ordinal);
        Assert.Contains("日期不可能存在", await admin.Read($"/records/ingest/{store.Jobs(1)[0].Id}/rejects.csv"), StringComparison.Ordinal);
        Assert.Contains("接入试验装置", await admin.Read("/records?q=CN912345678A"), StringComparison.Ordinal);
        Assert.True(await site.With(db => db.AuditEntries.AnyAsync(e => e.Action == "records.ingest")));
    }
}
