using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Data.Access;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Web.Exports;
using Zhice.Web.Features.Programmes;
using Zhice.Web.Tests.Exports;

namespace Zhice.Web.Tests;

public sealed class BoardTests(SampleSite site) : IClassFixture<SampleSite>
{
    string Board => $"/programmes/{site.Sample.Programme.Id.Value}";

    [Fact]
    public async Task The_national_administrator_sees_every_province_and_the_cities_concerned()
    {
        using var browser = site.Browse();
        await browser.LogIn("nationaladministrator");

        var page = await browser.Read(Board);

        Assert.Contains("安徽", page, StringComparison.Ordinal);
        // The province must, its city may: the count has the city's own level, as colour and as letter.
        Assert.Matches("<td class=\"c4\"><a href=\"/organisations/office-340000[^>]*title=\"安徽 必做 城市选做 1 个\">必<small class=\"b2\">选1市</small>", page);
        Assert.Contains(Sample.WithheldWords, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_public_is_told_that_it_is_to_be_decided_and_never_that_nobody_owes_it()
    {
        using var citizen = site.Browse();

        var open = (await Rows(citizen, Sample.PublicWords)).Find(row => row.Contains("之5：", StringComparison.Ordinal)); // 涉及地区
        Assert.Contains("<td class=\"c1\">", open, StringComparison.Ordinal);
        Assert.DoesNotContain("/decisions\"", await citizen.Read(Board), StringComparison.Ordinal);
        var questions = await site.With(db => db.Decisions.CountAsync(d => d.ProgrammeId == site.Sample.Programme.Id && d.DecidedAt == null && d.WithdrawnBy == null
            && db.Measures.Any(m => m.Id == d.MeasureId && db.Tasks.Any(t => t.Id == m.TaskId && t.DocumentId == site.Sample.Public.Id))));
        Assert.Matches($"<td class=\"number\">{questions}</td>", await citizen.Read("/programmes"));
    }

    [Fact]
    public async Task The_board_as_a_table_says_what_the_cities_must_do()
    {
        using var browser = site.Browse();
        await browser.LogIn("nationaladministrator");

        Assert.Contains("必做; 城市选做 1 个", await browser.Read(Board + "/board.csv"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("regionaladministrator", "320000", false)] // another province: a question shows, a duty does not
    [InlineData("regionaladministrator", "340000", true)]
    [InlineData("regionalofficer", "340000", true)] // its city owes, in the province's column
    [InlineData("regionalofficer", "320000", false)]
    public async Task Of_a_document_on_request_an_office_sees_its_own_column_and_no_other(string login, string province, bool sees)
    {
        using var browser = site.Browse();
        await browser.LogIn(login);

        var rows = await Rows(browser, Sample.OnRequestWords);

        Assert.Equal(sees, rows.Exists(row => Regex.IsMatch(row, $"<td class=\"(c[234]|c0 b[234])\"><a href=\"/organisations/office-{province}[?]")));
    }

    [Fact]
    public async Task A_department_sees_all_regions_on_its_own_tasks_and_on_those_of_public_documents()
    {
        using var browser = site.Browse();
        await browser.LogIn("departmentofficer");
        var own = site.Sample.Tasks.Single(t => t.DocumentId == site.Sample.OnRequest.Id && t.Ordinal == 4); // names 运用促进司

        foreach (var row in await Rows(browser, Sample.OnRequestWords))
            Assert.Equal(row.Contains($"/tasks/{own.Id.Value}\"", StringComparison.Ordinal), row.Contains("office-110000", StringComparison.Ordinal));
        Assert.Contains(await Rows(browser, Sample.PublicWords), row => row.Contains("office-110000", StringComparison.Ordinal));
    }

    async Task<List<string>> Rows(Browser browser, string words)
    {
        var rows = (await browser.Read(Board)).Split("<tr>").Where(r => r.Contains(words, StringComparison.Ordinal) && r.Contains("/tasks/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(rows);
        return rows;
    }

    [Fact]
    public async Task The_export_holds_what_the_page_holds_for_the_same_reader()
    {
        using var browser = site.Browse();
        var csv = await (await browser.Get(Board + "/board.csv")).Text();
        Assert.Contains(Sample.PublicWords, csv, StringComparison.Ordinal);
        Assert.Contains("必做", csv, StringComparison.Ordinal); // who owes what a public document orders is public
        Assert.DoesNotContain(Sample.OnRequestWords, csv, StringComparison.Ordinal);
        Assert.DoesNotContain(Sample.WithheldWords, csv, StringComparison.Ordinal);

        var book = await browser.Get(Board + "/board.xlsx");
        Assert.Equal(TableFile.XlsxType, book.Content.Headers.ContentType?.MediaType);
        var sheet = Workbook.Texts(await book.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Contains(Sample.PublicWords, sheet, StringComparison.Ordinal);
        Assert.DoesNotContain(Sample.OnRequestWords, sheet, StringComparison.Ordinal);
        Assert.DoesNotContain(Sample.WithheldWords, sheet, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offices_to_decide_for_stand_in_the_order_of_the_division_codes()
    {
        using var browser = site.Browse();
        await browser.LogIn("nationaladministrator");

        var page = await browser.Read(Board + "/decisions");
        var list = Regex.Match(page, "<div class=\"checklist\">.*?</div>", RegexOptions.Singleline).Value;
        var offices = Regex.Matches(list, "/> ([^<]+)</label>").Select(m => m.Groups[1].Value).ToList();

        Assert.Equal(32, offices.Count);
        Assert.Equal(["北京市知识产权局", "天津市知识产权局"], offices[..2]);
        Assert.Equal(["重庆市知识产权局", "四川省知识产权服务促进中心", "贵州省知识产权局"], offices[21..24]);
    }

    [Fact]
    public async Task A_question_about_cities_offers_the_offices_of_cities_by_name_and_page()
    {
        using var browser = site.Browse();
        await browser.LogIn("nationaladministrator");
        var question = await site.With(async db =>
        {
            var measure = await db.Measures.FirstAsync(m => m.TaskId == site.Sample.Tasks[1].Id && m.Scope == MeasureScope.AllRegions);
            var rule = new MeasureRule { MeasureId = measure.Id, Level = DivisionLevel.City, Must = true, Ordinal = 9, Quote = new Quotation("计划单列市必做", 1, 8) };
            db.Add(rule);
            await db.SaveChangesAsync();
            var asked = new PendingDecision { ProgrammeId = site.Sample.Programme.Id, MeasureId = measure.Id, RuleId = rule.Id, Reason = PendingReason.StatusWithoutHolders, Subject = "计划单列市" };
            db.Add(asked);
            await db.SaveChangesAsync();
            return asked;
        });

        var found = Regex.Match(await browser.Read(Board + $"/decisions?find={Uri.EscapeDataString("宁波、青岛 厦门")}"), "勾选市级知识产权局.*?</fieldset>", RegexOptions.Singleline).Value;
        Assert.Equal(["宁波市知识产权局", "厦门市知识产权局", "青岛市知识产权局"], Regex.Matches(found, "/> ([^<]+)</label>").Select(m => m.Groups[1].Value));
        var all = Regex.Match(await browser.Read(Board + "/decisions?offices=2"), "勾选市级知识产权局.*?</fieldset>", RegexOptions.Singleline).Value;
        Assert.Equal(60, Regex.Count(all, "name=\"member\""));
        Assert.Contains("offices=3", all, StringComparison.Ordinal);

        var ningbo = Regex.Match(found, "value=\"([0-9]+)\"[^>]*> 宁波").Groups[1].Value;
        await browser.Submit(Board + "/decisions", Board + "/decisions", ("question", $"{question.Id.Value}:0"), ("member", ningbo), ("level", "Mandatory"), ("reason", "按名单"));
        Assert.Equal(1, await site.With(db => db.Obligations.CountAsync(o => o.DecisionId == question.Id)));
    }

    [Fact]
    public async Task English_pages_name_places_and_bodies_in_English_and_mark_policy_words_as_Chinese()
    {
        using var browser = site.Browse();
        var regions = await browser.Read(Board + "?lang=en");
        Assert.Contains("<span>Anhui</span>", regions, StringComparison.Ordinal);
        Assert.Contains("<span>XPCC</span>", regions, StringComparison.Ordinal);
        Assert.Matches($"<a href=\"/tasks/[0-9]+\" lang=\"zh-CN\">[^<]*{Sample.PublicWords}", regions);
        Assert.Contains("<span>General Office</span>", await browser.Read(Board + "?view=departments"), StringComparison.Ordinal);
        var task = await browser.Read($"/tasks/{site.Sample.Tasks[0].Id.Value}");
        Assert.Contains(">Anhui Intellectual Property Office</a>", task, StringComparison.Ordinal);
        Assert.Contains("<h1><span lang=\"zh-CN\">", task, StringComparison.Ordinal);
        Assert.Contains("<h1>Anhui Intellectual Property Office</h1>", Regex.Replace(await browser.Read("/organisations/office-340000"), "\\s*(</?h1>)\\s*", "$1"), StringComparison.Ordinal);
        Assert.Contains("安徽省知识产权局", await browser.Read("/organisations/office-340000?lang=zh"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_programme_that_is_not_there_is_answered_with_404()
    {
        using var browser = site.Browse();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/programmes/999")).StatusCode);
    }

    [Theory]
    [InlineData("nationaladministrator")]
    [InlineData("departmentofficer")] // whole rows of the kept counts
    [InlineData("regionaladministrator")] // a whole column of the kept counts
    [InlineData("regionalofficer")] // counted anew
    [InlineData("systemadministrator")] // public documents only
    public async Task The_board_counts_what_the_policy_lets_this_reader_see_and_nothing_else(string login)
    {
        var programme = site.Sample.Programme.Id;
        var (shown, allowed) = await site.With(async db =>
        {
            var grant = await db.RoleGrants.SingleAsync(g => g.RevokedAt == null && db.Accounts.Any(a => a.Id == g.AccountId && a.Login == login));
            var place = await db.Organisations.SingleAsync(o => o.Id == grant.OrganisationId);
            var actor = new Actor(grant.AccountId, login, [new HeldRole(grant.Role, place.Id, place.Path)]);
            Assert.True((await ShowBoard.Run(db, actor, new BoardCounts(), new ShowBoard.Request(programme), default)).Accepted(out var board, out _));
            var counts = await BoardCounts.Count(db, db.VisibleObligations(actor).Where(o => o.ProgrammeId == programme), board!.Columns, default);
            return (board, counts.Values.SelectMany(c => c).ToList());
        });

        for (var column = 0; column < shown.Provinces.Count; column++)
            foreach (var row in shown.Rows)
            {
                var counts = allowed.Where(c => c.TaskId == row.Id && c.Column == shown.Provinces[column].Prefix).ToList();
                Assert.Equal(counts.Any(c => c.Office == DivisionLevel.Province), row.Cells[column].State > CellState.Open);
                Assert.Equal(counts.Where(c => c.Office == DivisionLevel.City).Sum(c => c.Offices), row.Cells[column].Cities);
            }
    }

    [Fact]
    public async Task A_new_publication_shows_on_the_board_at_once()
    {
        using var browser = site.Browse();
        await browser.LogIn("nationaladministrator");
        var before = await browser.Read(Board);
        var (task, publication) = (site.Sample.Tasks[1].Id, new Publication
        {
            ProgrammeId = site.Sample.Programme.Id, DocumentId = site.Sample.Public.Id, TextDigest = "", AsOf = new(2026, 3, 1), By = site.Sample.Public.ImportedBy, At = site.Clock.GetUtcNow(),
        });
        await site.With(async db =>
        {
            db.Add(publication);
            await db.SaveChangesAsync();
            return await db.Obligations.Where(o => o.TaskId == task).ExecuteUpdateAsync(set => set.SetProperty(o => o.WithdrawnBy, publication.Id));
        });

        Assert.NotEqual(before, await browser.Read(Board));
    }

    [Fact]
    public async Task A_document_that_is_no_longer_public_leaves_the_kept_board_at_once()
    {
        using var browser = site.Browse();
        Assert.Contains(Sample.PublicWords, await browser.Read(Board), StringComparison.Ordinal);
        Assert.Contains(Sample.PublicWords, await browser.Read(Board), StringComparison.Ordinal); // from what was kept
        await Disclose(Disclosure.Withheld);
        try
        {
            Assert.DoesNotContain(Sample.PublicWords, await (await browser.Get(Board)).Text(), StringComparison.Ordinal);
        }
        finally
        {
            await Disclose(Disclosure.Public);
        }

        Task<int> Disclose(Disclosure disclosure) => site.With(async db =>
        {
            var document = await db.Documents.AsTracking().SingleAsync(d => d.Id == site.Sample.Public.Id);
            (document.Disclosure, document.Version) = (disclosure, document.Version + 1);
            return await db.SaveChangesAsync();
        });
    }
}
