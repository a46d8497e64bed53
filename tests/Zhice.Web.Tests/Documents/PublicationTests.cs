using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Web.Tests.Documents;

public sealed partial class PublicationTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task Without_a_year_the_page_asks_for_it_and_publishes_nothing()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.Plan());
        Assert.Contains("发布前请先填写文件的年度", await browser.Read($"/documents/{id}/publish"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.Submit($"/documents/{id}", $"/documents/{id}/publish", ("year", "2031"), ("name", "甲"), ("asOf", "2031-01-01"))).StatusCode);
    }

    [Fact]
    public async Task The_preview_counts_what_is_then_published_and_publishing_again_proposes_no_difference()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.List(), "清单.txt");
        var preview = await browser.Read($"/documents/{id}/publish?programme=new&name=试验年度工作甲&year=2031&asOf=2031-03-01");
        Assert.Contains("涉及省份必做", preview, StringComparison.Ordinal); // the question is shown before anything is published
        var added = int.Parse(Figure().Match(preview).Groups[1].Value.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(added > 30, "各省必做 is owed by every province-level office");

        var done = await Publish(browser, id, preview, "试验年度工作甲");
        Assert.Equal(HttpStatusCode.Found, done.StatusCode);
        var programme = long.Parse(done.Headers.Location!.OriginalString.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(added, await site.With(db => db.Obligations.CountAsync(o => o.ProgrammeId == new ProgrammeId(programme) && o.WithdrawnBy == null)));
        Assert.Equal(DocumentState.Published, await site.With(db => db.Documents.Where(d => d.Id == new DocumentId(id)).Select(d => d.State).SingleAsync()));
        Assert.Contains("与已发布内容没有差别", await browser.Read($"/documents/{id}/publish?programme={programme}&name=&year=2031&asOf=2031-03-01"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_a_corrected_reading_names_what_is_new_and_gone_before_it_is_accepted()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.List(), "清单.txt");
        var first = await browser.Read($"/documents/{id}/publish?programme=new&name=试验年度工作丁&year=2031&asOf=2031-03-01");
        Assert.DoesNotContain("差别明细", first, StringComparison.Ordinal); // all is new
        var done = await Publish(browser, id, first, "试验年度工作丁");
        var programme = done.Headers.Location!.OriginalString.Split('/')[^1];

        Assert.True((await browser.Correct(id, "set", "assignment:t1:0", new { organisation = "保护司" })).IsSuccessStatusCode);
        var again = await browser.Read($"/documents/{id}/publish?programme={programme}&name=&year=2031&asOf=2031-03-01");

        var list = Regex.Match(again, "差别明细.*?</section>", RegexOptions.Singleline).Value;
        Assert.Matches("撤回</span>\\s*<strong[^>]*>完善工作机制</strong>.*?条法司", list.Replace("\n", " ", StringComparison.Ordinal));
        Assert.Matches("新增</span>\\s*<strong[^>]*>完善工作机制</strong>.*?知识产权保护司", list.Replace("\n", " ", StringComparison.Ordinal));
        Assert.DoesNotContain("安徽省知识产权局", list, StringComparison.Ordinal); // what stays is not listed
    }

    [Fact]
    public async Task Going_back_and_accepting_once_more_makes_no_second_programme()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.List(), "清单.txt");
        var preview = await browser.Read($"/documents/{id}/publish?programme=new&name=试验年度工作癸&year=2031&asOf=2031-03-01");
        Assert.Equal(HttpStatusCode.Found, (await Publish(browser, id, preview, "试验年度工作癸")).StatusCode);

        var again = await Publish(browser, id, preview, "试验年度工作癸");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        Assert.Contains("已发布到同名的年度工作“试验年度工作癸”", await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(1, await site.With(db => db.Programmes.CountAsync(p => p.Name == "试验年度工作癸")));
    }

    [Fact]
    public async Task A_new_edition_shows_the_words_it_changes_before_it_takes_the_place_of_the_first()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.List(), "清单.txt");
        var done = await Publish(browser, id, await browser.Read($"/documents/{id}/publish?programme=new&name=试验年度工作寅&year=2031&asOf=2031-03-01"), "试验年度工作寅");
        var programme = done.Headers.Location!.OriginalString.Split('/')[^1];
        var edition = await browser.Import(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Papers.List()).Replace("完善工作机制", "健全工作机制", StringComparison.Ordinal)), "清单三.txt");
        var page = await browser.Read($"/documents/{edition}/publish?programme={programme}&name=&year=2031&asOf=2031-03-01&replaces={id}");

        Assert.Contains("<del>完善工作机制</del>", page, StringComparison.Ordinal);
        Assert.Contains("<ins>健全工作机制</ins>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("已由文件", await browser.Read($"/documents/{id}"), StringComparison.Ordinal);
        await browser.Submit($"/documents/{edition}", $"/documents/{edition}/publish",
            ("programme", programme), ("name", ""), ("year", "2031"), ("asOf", "2031-03-01"), ("replaces", $"{id}"), ("digest", Digest().Match(page).Groups[1].Value));
        Assert.Contains($"本文件已由文件 {edition} 替换", await browser.Read($"/documents/{id}"), StringComparison.Ordinal);
        Assert.Contains($"已由文件 {edition} 替换", await browser.Read("/documents"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_again_offers_the_day_of_the_last_publication_and_says_when_another_is_chosen()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.List(), "清单.txt");
        await Publish(browser, id, await browser.Read($"/documents/{id}/publish?programme=new&name=试验年度工作戊&year=2031&asOf=2031-03-01"), "试验年度工作戊");

        var offered = await browser.Read($"/documents/{id}/publish");
        Assert.Contains("value=\"2031-03-01\"", offered, StringComparison.Ordinal);
        Assert.DoesNotContain("改用 2031-03-01", offered, StringComparison.Ordinal);

        var programme = await site.With(db => db.Publications.Where(p => p.DocumentId == new DocumentId(id)).Select(p => p.ProgrammeId.Value).SingleAsync());
        var other = await browser.Read($"/documents/{id}/publish?programme={programme}&name=&year=2031&asOf=2031-04-01");
        Assert.Contains("现在选的是 2031-04-01，上次发布用的是 2031-03-01", other, StringComparison.Ordinal);
        Assert.Contains("改用 2031-03-01", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_list_in_another_file_is_noticed_and_can_take_the_place_of_the_first()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.List(), "清单.txt");
        var done = await Publish(browser, id, await browser.Read($"/documents/{id}/publish?programme=new&name=试验年度工作己&year=2031&asOf=2031-03-01"), "试验年度工作己");
        var programme = done.Headers.Location!.OriginalString.Split('/')[^1];
        var standing = await site.With(db => db.Obligations.CountAsync(o => o.ProgrammeId == new ProgrammeId(long.Parse(programme, System.Globalization.CultureInfo.InvariantCulture)) && o.WithdrawnBy == null));

        var edition = await browser.Import(Papers.List(), "清单二.txt");
        var beside = await browser.Read($"/documents/{edition}/publish?programme={programme}&name=&year=2031&asOf=2031-03-01");
        Assert.Contains($"本文件有 2 项任务与这项年度工作中已发布的", beside, StringComparison.Ordinal);
        Assert.Contains($"本文件替代文件 {id}", beside, StringComparison.Ordinal);

        var instead = await browser.Read($"/documents/{edition}/publish?programme={programme}&name=&year=2031&asOf=2031-03-01&replaces={id}");
        Assert.DoesNotContain("本文件替代文件", instead, StringComparison.Ordinal);
        Assert.Equal("0", Figure().Match(instead).Groups[1].Value); // nothing is new
        Assert.Contains("2 项任务与原文件相同", instead, StringComparison.Ordinal);
        var accepted = await browser.Submit($"/documents/{edition}", $"/documents/{edition}/publish",
            ("programme", programme), ("name", ""), ("year", "2031"), ("asOf", "2031-03-01"), ("replaces", $"{id}"), ("digest", Digest().Match(instead).Groups[1].Value));
        Assert.Equal(HttpStatusCode.Found, accepted.StatusCode);
        var after = await site.With(db => db.Obligations.CountAsync(o => o.ProgrammeId == new ProgrammeId(long.Parse(programme, System.Globalization.CultureInfo.InvariantCulture)) && o.WithdrawnBy == null));
        Assert.Equal(standing, after);
    }

    [Fact]
    public async Task A_correction_after_the_publication_shows_in_the_reader_the_list_and_the_programme_until_it_is_published()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.List(), "清单.txt");
        var done = await Publish(browser, id, await browser.Read($"/documents/{id}/publish?programme=new&name=试验年度工作庚&year=2031&asOf=2031-03-01"), "试验年度工作庚");
        var programme = done.Headers.Location!.OriginalString;
        Assert.DoesNotContain("条更正未发布", await browser.Read($"/documents/{id}"), StringComparison.Ordinal);

        site.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await browser.Correct(id, "set", "assignment:t1:0", new { organisation = "保护司" })).IsSuccessStatusCode);

        Assert.Contains("1 条更正未发布", await browser.Read($"/documents/{id}"), StringComparison.Ordinal);
        Assert.Contains("1 条更正未发布", await browser.Read("/documents"), StringComparison.Ordinal);
        var board = await browser.Read(programme);
        Assert.Contains("发布后又有 1 条更正", board, StringComparison.Ordinal);
        Assert.Contains($"/documents/{id}/publish?programme={programme.Split('/')[^1]}&amp;asOf=2031-03-01", board, StringComparison.Ordinal);
        using var citizen = site.Browse();
        Assert.DoesNotContain("条更正", await citizen.Read(programme), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_of_another_year_than_the_programme_is_pointed_out()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.List(), "清单.txt");
        var programme = site.Sample.Programme.Id.Value;

        Assert.Contains("文件年度是 2031 年，年度工作是 2026 年", await browser.Read($"/documents/{id}/publish?programme={programme}&name=&year=2031&asOf=2031-03-01"), StringComparison.Ordinal);
        Assert.DoesNotContain("文件年度是", await browser.Read($"/documents/{id}/publish?programme=new&name=甲&year=2031&asOf=2031-03-01"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_a_withheld_document_is_published_the_page_counts_who_would_not_see_it()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.List(), "清单.txt");
        var address = $"/documents/{id}/publish?programme=new&name=甲&year=2031&asOf=2031-03-01";
        Assert.DoesNotContain("看不到它", await browser.Read(address), StringComparison.Ordinal);
        await site.With(async db => await db.Documents.Where(d => d.Id == new DocumentId(id)).ExecuteUpdateAsync(set => set.SetProperty(d => d.Disclosure, Disclosure.Withheld)));

        Assert.Contains("应办机构中有 33 个看不到它", await browser.Read(address), StringComparison.Ordinal); // 32 province-level offices and 条法司
    }

    [Fact]
    public async Task A_published_document_is_withheld_only_when_it_is_confirmed_that_debtors_lose_sight_of_it()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.List(), "清单.txt");
        await Publish(browser, id, await browser.Read($"/documents/{id}/publish?programme=new&name=试验年度工作辛&year=2031&asOf=2031-03-01"), "试验年度工作辛");
        var version = await site.With(db => db.Documents.Where(d => d.Id == new DocumentId(id)).Select(d => d.Version).SingleAsync());

        var asked = await browser.Submit($"/documents/{id}/metadata", $"/documents/{id}/metadata", ("version", $"{version}"), ("disclosure", "Withheld"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
        Assert.Contains("33 个应办机构", await asked.Text(), StringComparison.Ordinal);
        Assert.Equal(Disclosure.Public, await Kept());

        var confirmed = await browser.Submit($"/documents/{id}/metadata", $"/documents/{id}/metadata", ("version", $"{version}"), ("disclosure", "Withheld"), ("confirmed", "true"));
        Assert.Equal(HttpStatusCode.Found, confirmed.StatusCode);
        Assert.Equal(Disclosure.Withheld, await Kept());

        Task<Disclosure> Kept() => site.With(db => db.Documents.Where(d => d.Id == new DocumentId(id)).Select(d => d.Disclosure).SingleAsync());
    }

    [Fact]
    public async Task What_was_accepted_is_published_or_nothing_is()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.List(), "清单.txt");
        var preview = await browser.Read($"/documents/{id}/publish?programme=new&name=试验年度工作乙&year=2031&asOf=2031-03-01");
        await browser.Correct(id, "remove", "task:t1:0");

        var stale = await Publish(browser, id, preview, "试验年度工作乙");
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Contains("预览之后情况有变化", await stale.Text(), StringComparison.Ordinal);
        Assert.False(await site.With(db => db.Programmes.AnyAsync(p => p.Name == "试验年度工作乙")));
    }

    [Fact]
    public async Task A_question_is_decided_by_choosing_offices_and_can_be_revised_with_a_reason()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.List(), "清单.txt");
        var done = await Publish(browser, id, await browser.Read($"/documents/{id}/publish?programme=new&name=试验年度工作丙&year=2031&asOf=2031-03-01"), "试验年度工作丙");
        var list = done.Headers.Location!.OriginalString + "/decisions";
        var question = await site.With(db => db.Decisions.AsNoTracking().OrderByDescending(d => d.Id).FirstAsync());
        var (anhui, jiangsu) = (await Office("office-340000"), await Office("office-320000"));
        Assert.Contains($"id=\"d{question.Id.Value}\"", await browser.Read(list), StringComparison.Ordinal);

        var silent = await browser.Submit(list, list, ("question", $"{question.Id.Value}:0"), ("member", $"{anhui.Value}"), ("level", "Mandatory"), ("reason", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.StatusCode); // no decision without its reason
        var refused = await browser.Submit(list, list, ("question", $"{question.Id.Value}:0"), ("member", $"{anhui.Value}"), ("names", "不存在的机构"), ("status", Sample.Status), ("level", "Optional"), ("reason", "按来函办理"));
        var again = await refused.Text();
        Assert.Contains("名录中没有：不存在的机构", again, StringComparison.Ordinal);
        Assert.Matches($"name=\"member\" value=\"{anhui.Value}\" checked", again);
        Assert.Matches($"<option value=\"{Sample.Status}\" selected", again);
        Assert.Contains("value=\"不存在的机构\"", again, StringComparison.Ordinal);
        Assert.Contains(">按来函办理</textarea>", again, StringComparison.Ordinal);
        Assert.Matches("value=\"Optional\" checked", again);

        Assert.Equal(HttpStatusCode.Found, (await browser.Submit(list, list, ("question", $"{question.Id.Value}:0"), ("member", $"{anhui.Value}"), ("level", "Mandatory"), ("reason", "试点所在省份"))).StatusCode);
        Assert.Equal([anhui], await Owing(question));
        Assert.Contains("试点所在省份", await browser.Read(list + "?state=decided"), StringComparison.Ordinal);

        await browser.Submit(list + "?state=decided", list, ("question", $"{question.Id.Value}:1"), ("names", "江苏省知识产权局"), ("level", "Optional"), ("reason", "名单更新"));
        Assert.Equal([jiangsu], await Owing(question));

        using var officer = await site.As("regionalofficer");
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Submit("/documents", list, ("question", $"{question.Id.Value}:2"), ("level", "Optional"), ("reason", "甲"))).StatusCode);
    }

    Task<OrganisationId> Office(string code) => site.With(db => db.Organisations.Where(o => o.Code == code).Select(o => o.Id).SingleAsync());

    Task<List<OrganisationId>> Owing(PendingDecision question) =>
        site.With(db => db.Obligations.Where(o => o.DecisionId == question.Id && o.WithdrawnBy == null).Select(o => o.OrganisationId).ToListAsync());

    static Task<HttpResponseMessage> Publish(Browser browser, long id, string preview, string name) => browser.Submit($"/documents/{id}", $"/documents/{id}/publish",
        ("programme", "new"), ("name", name), ("year", "2031"), ("asOf", "2031-03-01"), ("digest", Digest().Match(preview).Groups[1].Value));

    [GeneratedRegex("<dd>([\\d,]+)</dd>")]
    private static partial Regex Figure();
    [GeneratedRegex("name=\"digest\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Digest();
}
