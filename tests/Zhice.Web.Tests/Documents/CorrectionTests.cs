using System.Net;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Documents;
using Zhice.Policy.Corrections;

namespace Zhice.Web.Tests.Documents;

public sealed class CorrectionTests(SampleSite site) : IClassFixture<SampleSite>
{
    static readonly object Department = new { organisation = "战略规划司" };

    [Fact]
    public async Task A_corrected_department_shows_at_once_and_says_who_changed_it_from_what_to_what()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.Plan());
        var answer = await (await browser.Correct(id, "set", "assignment:t1:1", Department)).Json();

        // Only what looks different comes back: the task, and not its neighbour.
        Assert.Equal(["t1"], answer.GetProperty("blocks").EnumerateObject().Select(b => b.Name));
        Assert.Contains("战略规划司", answer.GetProperty("blocks").GetProperty("t1").GetString(), StringComparison.Ordinal);
        var page = await browser.Read($"/documents/{id}");
        Assert.Contains("<del>保护司</del> → <ins>战略规划司</ins>", page, StringComparison.Ordinal);
        Assert.Contains("演示NationalAdministrator · ", page, StringComparison.Ordinal);
        Assert.True(await site.With(db => db.AuditEntries.AnyAsync(e => e.Action == "document.correct" && e.Subject == $"document/{id}")));
    }

    [Fact]
    public async Task A_change_on_an_old_version_is_refused_and_changes_nothing()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.Plan());
        await browser.Correct(id, "set", "assignment:t1:0", Department, version: 0);
        var late = await browser.Correct(id, "set", "assignment:t1:0", new { organisation = "办公室" }, version: 0);

        Assert.Equal((HttpStatusCode.Conflict, "document.changed"), (late.StatusCode, await late.Code()));
        Assert.Equal("战略规划司", (await site.Reading(id))!.Document.Tasks[0].Assignments.Concat(Sentences(await site.Reading(id))).First().Organisation);
    }

    [Fact]
    public async Task Undo_gives_the_reading_back_and_redo_does_it_again_and_all_of_it_stays_in_the_list()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.Plan());
        var machine = (await site.Reading(id))!.Document;
        await browser.Correct(id, "remove", "task:t2:0");
        await browser.Correct(id, "undo");
        Assert.Equal(ReadingOf(machine), ReadingOf((await site.Reading(id))!.Document));

        await browser.Correct(id, "redo");
        var reading = (await site.Reading(id))!;
        Assert.Equal(["t1", "t3"], reading.Document.Tasks.Select(t => t.Id));
        Assert.Equal([null, 1, 2], reading.Entries.Select(e => e.Undoes));
        Assert.Equal("correct.nothing-to-redo", await (await browser.Correct(id, "redo")).Code());
    }

    [Fact]
    public async Task Corrections_hold_when_the_text_is_read_again_and_one_that_does_not_is_listed()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.Plan());
        await browser.Correct(id, "set", "assignment:t1:1", Department);
        // A correction of words that this text does not have, as an edition before it may have left.
        await site.With(async db =>
        {
            var stored = await db.DocumentCorrections.AsNoTracking().SingleAsync(c => c.DocumentId == new DocumentId(id));
            var gone = CorrectionJson.Read(stored.Body) with { Anchor = new Anchor(NodeKind.Task, "t9", new Policy.Span(0, 7), "已经不在的文字", "", "") };
            db.Add(new DocumentCorrection { DocumentId = stored.DocumentId, Ordinal = 2, Body = CorrectionJson.Write(gone), By = stored.By, At = stored.At });
            return await db.SaveChangesAsync();
        });

        Assert.Equal(HttpStatusCode.Found, (await browser.Submit($"/documents/{id}", $"/documents/{id}/reparse")).StatusCode);
        var reading = (await site.Reading(id))!;
        Assert.Equal(2, Assert.Single(reading.Lost).Ordinal);
        Assert.Contains("战略规划司", reading.Document.Tasks[0].Assignments.Concat(Sentences(reading)).Select(a => a.Organisation));
        Assert.Contains("1 条更正找不到位置", await browser.Read($"/documents/{id}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set", "task:t99:0", "correct.place")]
    [InlineData("set", "nonsense", "correct.place")]
    [InlineData("vanish", "task:t1:0", "correct.operation")]
    [InlineData("merge", "task:t3:0", "correct.not-possible")] // the last one has nothing after it
    public async Task A_change_that_does_not_fit_is_refused_with_its_reason(string operation, string node, string code)
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.Plan());
        var answer = await browser.Correct(id, operation, node, new { title = "甲" });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (answer.StatusCode, await answer.Code()));
        Assert.Empty((await site.Reading(id))!.Entries);
    }

    [Fact]
    public async Task Those_who_may_read_but_not_import_for_the_owner_may_not_correct()
    {
        using var owner = await site.As("nationaladministrator");
        var id = await owner.Import(Papers.Plan());
        using var officer = await site.As("regionalofficer");
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Correct(id, "set", "assignment:t1:0", Department)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Submit($"/documents/{id}", $"/documents/{id}/checked")).StatusCode);
    }

    [Fact]
    public async Task What_the_text_lacks_is_supplied_on_the_details_page_as_a_correction()
    {
        using var browser = await site.As("nationaladministrator");
        var id = await browser.Import(Papers.Plan());
        var wrong = await browser.Submit($"/documents/{id}/metadata", $"/documents/{id}/metadata", ("version", "0"), ("year", "20310"), ("issuedOn", "三月"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("年度应为", await wrong.Text(), StringComparison.Ordinal);

        await browser.Submit($"/documents/{id}/metadata", $"/documents/{id}/metadata", ("version", "0"), ("year", "2031"), ("issuer", "某局"), ("disclosure", "OnRequest"));
        var document = await site.With(db => db.Documents.AsNoTracking().SingleAsync(d => d.Id == new DocumentId(id)));
        Assert.Equal((2031, "某局", Disclosure.OnRequest), (document.Year, document.Issuer, document.Disclosure));
        Assert.Equal(["issuer", "year"], Assert.Single((await site.Reading(id))!.Entries).Correction!.To.Keys.Order());
    }

    static IEnumerable<Policy.Assignment> Sentences(Data.Documents.StoredReading? reading) =>
        reading!.Document.Tasks[0].Measures.SelectMany(m => m.Commitments).SelectMany(c => c.Assignments);

    static string ReadingOf(Policy.PolicyDocument document) => Policy.ReadingJson.Write(document);
}
