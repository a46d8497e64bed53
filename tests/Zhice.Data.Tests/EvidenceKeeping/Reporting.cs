using Microsoft.EntityFrameworkCore;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Publishing;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Policy;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests.EvidenceKeeping;

/// <summary>Reports and evidence in a test store, made as the product makes them where it does, and written as rows where another module would.</summary>
static class Reporting
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 1, 4, 0, 0, TimeSpan.Zero);

    /// <summary>One task for all provinces, led by the department of protection; answers the obligations by office.</summary>
    public static async Task<Dictionary<OrganisationId, Obligation>> Owed(this ZhiceDb db, string title = "开展专利开放许可", Disclosure disclosure = Disclosure.Public)
    {
        var admin = db.Actor(Role.NationalAdministrator, "cnipa");
        var words = $"{title}试点，提高专利转移转化成效。";
        var task = Office.Task("t1", title, Measure("t1.m1", ActorScope.AllRegions, words, Rule(RegionLevel.Province, "各省必做"), Rule(RegionLevel.City, "合肥市选做")))
            with { Assignments = [By("国家知识产权局保护司")] };
        var done = (await Publisher.Publish(db, admin, Request(db.Document(disclosure, title: title), task), null, Clock, TestContext.Current.CancellationToken)).Accept();
        return await db.Obligations.AsNoTracking().Where(o => o.ProgrammeId == done.Programme).ToDictionaryAsync(o => o.OrganisationId, TestContext.Current.CancellationToken);
    }

    public static ProgressReport Report(this ZhiceDb db, Obligation obligation, ReportState state = ReportState.Draft, DateTimeOffset? submitted = null)
    {
        var report = new ProgressReport
        {
            ObligationId = obligation.Id, ProgrammeId = obligation.ProgrammeId, OrganisationId = obligation.OrganisationId, From = new(2026, 1, 1), To = new(2026, 6, 30), State = state,
            Revision = 1, CreatedBy = new AccountId(1), CreatedAt = Noon, SubmittedAt = submitted, Version = 3,
        };
        db.Reports.Add(report);
        db.SaveChanges();
        if (submitted is { } at) db.ReportSteps.Add(new ReportStep { ReportId = report.Id, Revision = 1, To = ReportState.Submitted, By = new AccountId(1), At = at });
        db.SaveChanges();
        db.ChangeTracker.Clear();
        return report;
    }

    public static async Task<Evidence> Evidence(this ZhiceDb db, string office, string title, Disclosure disclosure = Disclosure.OnRequest, string bytes = "", DateOnly? from = null, DateOnly? to = null)
    {
        var content = Content(bytes.Length > 0 ? bytes : title);
        var details = new EvidenceDetails(title, from ?? new DateOnly(2026, 3, 1), to, disclosure);
        return (await EvidenceRegister.Add(db, db.Keeper(office), db.Organisation(office), EvidenceKind.File, details, content, Clock, TestContext.Current.CancellationToken)).Accept();
    }

    public static EvidenceContent Content(string bytes)
    {
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(bytes)));
        return EvidenceContent.File($"{bytes}.txt", FileTypes.Text, new FileDigests(bytes.Length, digest, digest));
    }

    /// <summary>Someone who does the business of the office.</summary>
    public static Actor Keeper(this ZhiceDb db, string office) =>
        db.Actor(db.Organisation(office).Kind == OrganisationKind.LocalOffice ? Role.RegionalOfficer : Role.DepartmentOfficer, office);
}
