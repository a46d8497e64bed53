using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Data;
using Zhice.Domain.Accounts;
using Zhice.Domain.Reporting;

namespace Zhice.Web.Tests.Reporting;

/// <summary>Every action × role × own or foreign office: each row is a person, its answers stand in the order of the actions.</summary>
public sealed class ReportPermissionTests(ReportingSite site) : IClassFixture<ReportingSite>
{
    // See, write, send on, return, recall, begin another, worksheet, duties of the office: 2xx and 3xx are o, 403 is x, 404 is ., 409 is the state's no (-), 422 is an empty form's (=).
    [Theory]
    [InlineData("", ReportState.Draft, "xxxxxxxx")]
    [InlineData("writer", ReportState.Draft, "oo=--ooo")] // sending on an empty report is refused for its words, not for the person
    [InlineData("signer", ReportState.Draft, "oo=--ooo")]
    [InlineData("second", ReportState.InReview, "o-xxoooo")]
    [InlineData("signer", ReportState.InReview, "o-o=oooo")]
    [InlineData("signer", ReportState.Submitted, "o-xxoooo")]
    [InlineData("writer", ReportState.Submitted, "o-xxxooo")] // the signer's level approved: not undone from below
    [InlineData("nationaladministrator", ReportState.Draft, ".....xxo")]
    [InlineData("nationaladministrator", ReportState.Submitted, "o-o=xxxo")]
    [InlineData("departmentofficer", ReportState.Submitted, ".....xxx")] // not its task
    [InlineData("department", ReportState.Submitted, "o-o=xxxx")] // assigned to the task: reviews it in all regions
    [InlineData("department", ReportState.InReview, ".....xxx")] // nothing before it has been sent
    [InlineData("hefei", ReportState.Submitted, ".....xxx")]
    [InlineData("jiangsu", ReportState.Draft, ".....xxx")]
    [InlineData("jiangsu", ReportState.Submitted, ".....xxx")]
    [InlineData("auditor", ReportState.Submitted, "o-xxxxxo")]
    [InlineData("systemadministrator", ReportState.Submitted, ".....xxx")]
    public async Task Each_person_does_what_the_level_held_allows(string login, ReportState state, string expected)
    {
        Assert.Equal(expected, await Answers(login, state));
    }

    async Task<string> Answers(string login, ReportState state)
    {
        var obligation = (await site.Owed("office-340000"))[0];
        using var browser = await site.As(login);
        var answers = "";
        foreach (var action in Enumerable.Range(0, 8))
        {
            // Each action meets the report as it was: what the one before did is not there any more.
            var id = await site.With(db => Placed(db, obligation, state));
            var report = $"/reports/{id}";
            var from = login.Length > 0 ? "/account" : "/login";
            var answer = action switch
            {
                0 => await browser.Get(report),
                1 => await browser.Submit(from, report, ("version", "5"), ("revision", "1"), ("from", "2026-01-01"), ("to", "2026-02-01"), ("status", "UnderWay"), ("result", "None"), ("narrative", "改"), ("then", "save")),
                2 => await browser.Submit(from, $"{report}/steps", ("version", "5"), ("action", "forward")),
                3 => await browser.Submit(from, $"{report}/steps", ("version", "5"), ("action", "return")),
                4 => await browser.Submit(from, $"{report}/steps", ("version", "5"), ("action", "recall")),
                5 => await browser.Submit(from, $"/obligations/{obligation}/report"),
                6 => await browser.Get("/organisations/office-340000/worksheet"),
                _ => await browser.Get("/organisations/office-340000/duties"),
            };
            answers += (int)answer.StatusCode switch { 403 => 'x', 404 => '.', 409 => '-', 422 => '=', 302 when answer.Headers.Location!.ToString().StartsWith("/login", StringComparison.Ordinal) => 'x', < 400 => 'o', _ => '?' };
        }
        return answers;
    }

    static async Task<long> Placed(ZhiceDb db, long obligation, ReportState state)
    {
        var owed = await db.Obligations.SingleAsync(o => o.Id == new Domain.Programme.ObligationId(obligation));
        var ids = await db.Accounts.Where(a => a.Login == "writer" || a.Login == "second" || a.Login == "signer").ToDictionaryAsync(a => a.Login, a => a.Id);
        var report = new ProgressReport
        {
            ObligationId = owed.Id, ProgrammeId = owed.ProgrammeId, OrganisationId = owed.OrganisationId, From = new(2026, 1, 1), To = new(2026, 2, 1), State = state, Revision = 1,
            CreatedBy = ids["writer"], CreatedAt = DateTimeOffset.UnixEpoch, SubmittedAt = state == ReportState.Submitted ? DateTimeOffset.UnixEpoch : null, Version = 5,
        };
        db.Add(report);
        await db.SaveChangesAsync();
        db.Add(new ReportRevision { ReportId = report.Id, Number = 1, Narrative = state == ReportState.Draft ? "" : "进展", From = report.From, To = report.To, By = ids["writer"], At = DateTimeOffset.UnixEpoch });
        (ReportState To, AccountId By)[] steps = [(ReportState.InReview, ids["writer"]), (ReportState.InSignOff, ids["signer"]), (ReportState.Submitted, ids["signer"])];
        foreach (var (to, by) in steps.TakeWhile(s => s.To <= state)) db.Add(new ReportStep { ReportId = report.Id, Revision = 1, To = to, By = by, At = DateTimeOffset.UnixEpoch });
        await db.SaveChangesAsync();
        return report.Id.Value;
    }
}
