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
        var table = "公开号,名称,申请日,没人要的列\nCN912345678A,接入试验装置,2020-01-02,甲\nCN912345679A,坏日期,2020-02-30,乙\n"u8.ToArray();
        var answer = await admin.Upload("/records/ingest", "/records/ingest", [("code", "web"), ("name", "网页导入")], ("x.csv", table));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);

        var store = site.Services.GetRequiredService<RecordStore>();
        for (var i = 0; i < 100 && !store.Jobs(5).Any(j => j.File == "x.csv" && j.State == JobState.Done); i++) await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Contains("<td class=\"number\">1</td>", await admin.Read("/records/ingest"), StringComparison.Ordinal);
        Assert.Contains("没有用到的列：没人要的列", await admin.Read("/records/ingest"), StringComparison.Ordinal);
        Assert.Contains("日期不可能存在", await admin.Read($"/records/ingest/{store.Jobs(1)[0].Id}/rejects.csv"), StringComparison.Ordinal);
        Assert.Contains("接入试验装置", await admin.Read("/records?q=CN912345678A"), StringComparison.Ordinal);
        Assert.True(await site.With(db => db.AuditEntries.AnyAsync(e => e.Action == "records.ingest")));
    }

    [Fact]
    public async Task A_number_typed_with_blanks_is_narrowed_by_facets_and_a_wrong_check_digit_is_told()
    {
        using var anyone = site.Browse();
        var page = await anyone.Read("/records?q=CN%202020%201%200123456.5");
        Assert.Contains("命中 1 件", page, StringComparison.Ordinal);
        Assert.Contains("号码“202010123456.5”的校验位不符", page, StringComparison.Ordinal);
        Assert.Contains("命中 1 件", await anyone.Read("/records?q=number:%22CN202010123456%22%20kind:Invention"), StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString("number:\"CN202010123456\" kind:Invention"), page, StringComparison.Ordinal);
        Assert.DoesNotContain("校验位不符", await anyone.Read("/records?q=202010123456"), StringComparison.Ordinal);
        foreach (var asked in new[] { "any=CN 2020 1 0123456", "number=202010123456" })
        {
            var built = await anyone.Get("/records/build?" + asked);
            Assert.Contains("命中 1 件", await anyone.Read(built.Headers.Location!.OriginalString), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("锂硫电池 and 隔膜", true)]
    [InlineData("锂硫电池 near/5 隔膜", true)]
    [InlineData("锂硫电池 AND 隔膜", false)]
    [InlineData("\"锂硫电池 and 隔膜\" 方法", false)]
    [InlineData("and", false)]
    public async Task An_operator_in_small_letters_is_told(string query, bool told)
    {
        using var anyone = site.Browse();
        var page = await anyone.Read("/records?q=" + Uri.EscapeDataString(query));
        Assert.Equal(told, page.Contains("小写的 and、or、not、near 按普通词检索", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_query_is_answered_or_told_what_is_too_long()
    {
        using var anyone = site.Browse();
        Assert.Contains("命中 1 件", await anyone.Read("/records?q=" + Uri.EscapeDataString("锂硫电池 " + string.Join(' ', Enumerable.Repeat("NOT 氢燃料", 300)))), StringComparison.Ordinal);
        Assert.Contains("检索词过多", await anyone.Read("/records?q=" + Uri.EscapeDataString(string.Join(" OR ", Enumerable.Range(0, 600).Select(i => $"电池{i}")))), StringComparison.Ordinal);
        Assert.Contains("检索式过长", await anyone.Read("/records?q=" + Uri.EscapeDataString(new string('电', 20_001))), StringComparison.Ordinal);
        Assert.Contains("CN112345678A", await anyone.Read("/records/similar?text=" + Uri.EscapeDataString(string.Concat(Enumerable.Repeat("一种锂硫电池隔膜及其制备", 300)))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_in_the_form_of_bibtex_has_an_entry_for_each_hit_and_no_loose_brace()
    {
        using var anyone = site.Browse();
        using var answer = await anyone.Get("/records/export.bib?q=锂硫电池");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("application/x-bibtex", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("@patent{CN112345678A,\n  title = {=cmd 一种锂硫电池隔膜},\n  holder = {{某某有限公司}},\n  number = {CN112345678A},\n", text, StringComparison.Ordinal);
        Assert.Equal(text.Count(c => c == '{'), text.Count(c => c == '}'));
        Assert.Equal(300, (await anyone.Read("/records/export.bib?q=fact:synthetic")).Split("@patent{").Length - 1);
    }

    [Fact]
    public async Task A_dataset_of_the_office_stays_so_until_an_administrator_opens_it_and_says_yes()
    {
        var store = site.Services.GetRequiredService<RecordStore>();
        using var admin = site.Browse();
        await admin.LogIn("nationaladministrator");
        async Task Take(string file, params (string, string)[] fields)
        {
            Assert.Equal(HttpStatusCode.Found, (await admin.Upload("/records/ingest", "/records/ingest", [("code", "secret"), .. fields], (file, System.Text.Encoding.UTF8.GetBytes($"公开号,名称\n{(file == "a.csv" ? "CN913345678A" : "CN913345679A")},绝密内部装置\n")))).StatusCode);
            for (var i = 0; i < 100 && !store.Jobs(50).Any(j => j.File == file && j.State == JobState.Done); i++) await Task.Delay(100, TestContext.Current.CancellationToken);
            for (var i = 0; i < 50 && site.Services.GetRequiredService<Zhice.Web.Features.Records.RecordIngest>().AtWork is not null; i++) await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        async Task<int> Seen()
        {
            store.Forget();
            using var anyone = site.Browse();
            return (await anyone.Read("/records?q=绝密内部")).Split("class=\"record-hit\"").Length - 1;
        }

        await Take("a.csv", ("name", "我的数据"), ("licence", "内部使用"), ("inside", "1"));
        await Take("b.csv");
        Assert.Equal(0, await Seen());
        Assert.Equal(("我的数据", "内部使用", true), store.Snapshot().Datasets.Where(d => d.Code == "secret").Select(d => (d.Name, d.Licence, d.Inside)).Single());

        (string, string)[] terms = [("name", "已公开的数据"), ("source", ""), ("licence", "可自由使用"), ("cycle", ""), ("seen", "open")];
        var refused = await admin.Submit("/records/datasets", "/records/datasets/secret", terms);
        Assert.Contains("请勾选确认", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, await Seen());
        Assert.Equal(HttpStatusCode.Found, (await admin.Submit("/records/datasets", "/records/datasets/secret", [.. terms, ("confirm", "1")])).StatusCode);
        Assert.Equal(2, await Seen());
        Assert.True(await site.With(db => db.AuditEntries.AnyAsync(e => e.Action == "records.terms")));
        // Closing needs no second word.
        Assert.Equal(HttpStatusCode.Found, (await admin.Submit("/records/datasets", "/records/datasets/secret", [.. terms[..^1], ("seen", "inside")])).StatusCode);
        Assert.Equal(0, await Seen());

        using var officer = site.Browse();
        await officer.LogIn("regionalofficer");
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Submit("/records/datasets", "/records/datasets/secret", [.. terms, ("confirm", "1")])).StatusCode);
    }

    [Fact]
    public async Task A_record_shows_its_legal_events_and_the_names_of_further_fields()
    {
        var store = site.Services.GetRequiredService<RecordStore>();
        using var admin = site.Browse();
        await admin.LogIn("nationaladministrator");
        var line = System.Text.Encoding.UTF8.GetBytes("{\"kind\":\"Invention\",\"publication\":\"CN915345678A\",\"title\":\"有事件的\",\"events\":[{\"on\":\"2021-03-04\",\"code\":\"SE01\",\"text\":\"实质审查的生效\"}],\"granted\":\"2190-01-01\",\"more\":{\"amount\":\"5000000\"}}\n");
        Assert.Equal(HttpStatusCode.Found, (await admin.Upload("/records/ingest", "/records/ingest", [("code", "events"), ("name", "事件")], ("events.jsonl", line))).StatusCode);
        for (var i = 0; i < 100 && (!store.Jobs(50).Any(j => j.File == "events.jsonl" && j.State == JobState.Done) || site.Services.GetRequiredService<Zhice.Web.Features.Records.RecordIngest>().AtWork is not null); i++) await Task.Delay(100, TestContext.Current.CancellationToken);
        var page = await admin.Read("/records/item/CN915345678A");
        Assert.Contains("<h2>法律事件</h2>", page, StringComparison.Ordinal);
        Assert.Contains("实质审查的生效", page, StringComparison.Ordinal);
        Assert.Contains("其他信息：amount", page, StringComparison.Ordinal);
        Assert.Contains("<dt>含尚未到来的日期（未采用）</dt><dd>granted 2190-01-01</dd>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_a_null_costs_a_line_and_the_next_file_may_come()
    {
        var store = site.Services.GetRequiredService<RecordStore>();
        using var admin = site.Browse();
        await admin.LogIn("nationaladministrator");
        foreach (var file in new[] { "null1.jsonl", "null2.jsonl" })
        {
            var lines = System.Text.Encoding.UTF8.GetBytes($"{{\"kind\":\"Invention\",\"publication\":\"CN914345678A\",\"title\":\"x\",\"parties\":[null]}}\n{{\"kind\":\"Invention\",\"publication\":\"CN914345679A\",\"title\":\"{file}\"}}\n");
            Assert.Equal(HttpStatusCode.Found, (await admin.Upload("/records/ingest", "/records/ingest", [("code", "lines"), ("name", "行")], (file, lines))).StatusCode);
            for (var i = 0; i < 100 && (!store.Jobs(50).Any(j => j.File == file && j.State == JobState.Done) || site.Services.GetRequiredService<Zhice.Web.Features.Records.RecordIngest>().AtWork is not null); i++) await Task.Delay(100, TestContext.Current.CancellationToken);
            var job = store.Jobs(50).First(j => j.File == file);
            Assert.Equal((JobState.Done, 1L), (job.State, job.Rejected));
        }
        Assert.Contains("null", await admin.Read($"/records/ingest/{store.Jobs(50).First(j => j.File == "null2.jsonl").Id}/rejects.csv"), StringComparison.Ordinal);
    }
}
