using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Data;
using Zhice.Data.Submitting;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;

namespace Zhice.Web.Tests.Submitting;

/// <summary>What the sample has of yearly submissions: accepted reports of Anhui and Hefei on the first task, one piece of evidence, and Anhui's draft.</summary>
internal static class SampleSubmission
{
    public const string Words = "全省完善演示制度，办结率达92.5%。";
    public const string Unsupported = "合肥市出台演示细则。";

    static readonly DateTimeOffset Then = new(2026, 2, 20, 2, 0, 0, TimeSpan.Zero);

    public static async Task Fill(ZhiceDb db, Sample sample)
    {
        var anhui = await db.Organisations.AsNoTracking().SingleAsync(o => o.Code == "office-340000");
        var hefei = await db.Organisations.AsNoTracking().SingleAsync(o => o.Code == "office-340100");
        var task = sample.Tasks[0];
        db.Add(new ReportDuty
        {
            ProgrammeId = sample.Programme.Id, DocumentId = sample.Public.Id, Due = new(2026, 12, 15), Who = "各地区", Form = "纸件、电子件", To = "演示机关",
            Quote = new Quotation("请各地区于12月15日前报送年度成效", 10, 27),
        });
        var owed = await db.Obligations.Where(o => o.TaskId == task.Id && (o.OrganisationId == anhui.Id || o.OrganisationId == hefei.Id)).ToListAsync();
        var evidence = new Evidence { OrganisationId = anhui.Id, Title = "演示总结网页", Kind = EvidenceKind.Address, EffectiveFrom = new(2026, 2, 1), Revision = 1, CreatedBy = sample.Public.ImportedBy, CreatedAt = Then };
        db.Add(evidence);
        await db.SaveChangesAsync();
        db.Add(new EvidenceVersion { EvidenceId = evidence.Id, Number = 1, Reference = "https://example.org/summary", By = sample.Public.ImportedBy, At = Then });
        var report = await Report(db, sample, owed.First(o => o.OrganisationId == anhui.Id), Words);
        db.Add(new ReportEvidence { ReportId = report.Id, EvidenceId = evidence.Id, Number = 1, At = Then });
        var commitment = await db.Commitments.FirstAsync(c => c.TaskId == task.Id);
        db.Add(new ReportCommitment { ReportId = report.Id, CommitmentId = commitment.Id });
        await Report(db, sample, owed.First(o => o.OrganisationId == hefei.Id), Unsupported);
        await db.SaveChangesAsync();

        var writer = await db.Accounts.SingleAsync(a => a.Login == "regionaladministrator");
        var actor = new Actor(writer.Id, writer.DisplayName, [new HeldRole(Role.RegionalAdministrator, anhui.Id, anhui.Path)]);
        if (!(await SubmissionDesk.Begin(db, actor, DefinitionFiles.Shipped, sample.Programme.Id, anhui.Id, TimeProvider.System, CancellationToken.None)).Accepted(out _, out var refusal))
            throw new InvalidOperationException(refusal.Code);
    }

    static async Task<ProgressReport> Report(ZhiceDb db, Sample sample, Obligation owed, string words)
    {
        var report = new ProgressReport
        {
            ObligationId = owed.Id, ProgrammeId = sample.Programme.Id, OrganisationId = owed.OrganisationId, From = new(2026, 1, 1), To = new(2026, 2, 15), State = ReportState.Accepted,
            Revision = 1, CreatedBy = sample.Public.ImportedBy, CreatedAt = Then, MovedAt = Then, SubmittedAt = Then,
        };
        db.Add(report);
        await db.SaveChangesAsync();
        db.Add(new ReportRevision { ReportId = report.Id, Number = 1, Narrative = words, Status = WorkStatus.UnderWay, Result = WorkResult.PartlyMet, By = sample.Public.ImportedBy, At = Then });
        return report;
    }
}
