using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;

namespace Zhice.Web.Tests;

/// <summary>Reports of the sample: of Anhui a draft (1) and a submitted one (2), of Hefei a returned one with its reasons (3).</summary>
static class SampleReports
{
    static readonly DateTimeOffset Then = new(2026, 2, 20, 2, 0, 0, TimeSpan.Zero);

    public static async Task Fill(ZhiceDb db)
    {
        var author = await db.Accounts.Where(a => a.Login == "regionalofficer").Select(a => a.Id).SingleAsync();
        var owed = await db.Obligations.Join(db.Organisations, o => o.OrganisationId, p => p.Id, (o, p) => new { Obligation = o, p.Code }).OrderBy(o => o.Obligation.Id).ToListAsync();
        var anhui = owed.Where(o => o.Code == "office-340000").Select(o => o.Obligation).ToList();
        var hefei = owed.First(o => o.Code == "office-340100").Obligation;
        foreach (var (id, obligation, state) in new[] { (101, anhui[0], ReportState.Draft), (102, anhui[1], ReportState.Submitted), (103, hefei, ReportState.Returned) })
        {
            db.Add(new ProgressReport
            {
                Id = new(id), ObligationId = obligation.Id, ProgrammeId = obligation.ProgrammeId, OrganisationId = obligation.OrganisationId, From = new(2026, 1, 1), To = new(2026, 2, 20),
                State = state, Revision = 2, CreatedBy = author, HolderId = author, CreatedAt = Then, MovedAt = state == ReportState.Draft ? null : Then, SubmittedAt = state == ReportState.Draft ? null : Then, Version = 3,
            });
            await db.SaveChangesAsync();
            foreach (var number in new[] { 1, 2 })
                db.Add(new ReportRevision
                {
                    ReportId = new(id), Number = number, Narrative = $"演示进展第{number}稿，已召开{number}次会议。", Status = WorkStatus.UnderWay, From = new(2026, 1, 1), To = new(2026, 2, 20),
                    By = author, At = Then.AddHours(number),
                });
            if (state == ReportState.Draft) continue;
            var sent = new ReportStep { ReportId = new(id), Revision = 2, To = ReportState.Submitted, By = author, At = Then.AddHours(3) };
            db.Add(sent);
            if (state != ReportState.Returned) continue;
            var returned = new ReportStep { ReportId = new(id), Revision = 2, To = ReportState.Returned, By = author, At = Then.AddHours(4), Reasons = "数据缺少来源" };
            db.Add(returned);
            await db.SaveChangesAsync();
            db.Add(new ReportReason { StepId = returned.Id, Ordinal = 1, Text = "数据缺少来源" });
        }
        await db.SaveChangesAsync();
    }
}
