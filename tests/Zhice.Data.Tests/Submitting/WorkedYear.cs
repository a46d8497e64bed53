using System.Globalization;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;

namespace Zhice.Data.Tests.Submitting;

/// <summary>A year that was worked: two tasks, accepted reports of Anhui and of its city Hefei, one piece of evidence. Texts and codes are the same in every store.</summary>
internal sealed class WorkedYear
{
    static readonly DateTimeOffset Then = new(2026, 11, 1, 2, 0, 0, TimeSpan.Zero);

    public required YearProgramme Programme { get; init; }
    public required ProgrammeTask First { get; init; }
    public required Obligation Owed { get; init; }
    public required Organisation Anhui { get; init; }

    public static Actor Person(ZhiceDb db, Role role, string at, long account = 1)
    {
        var organisation = db.Organisation(at);
        return new Actor(new AccountId(account), $"{at}的人", [new HeldRole(role, organisation.Id, organisation.Path)]);
    }

    public static WorkedYear Fill(ZhiceDb db, int year = 2026)
    {
        db.ChangeTracker.QueryTrackingBehavior = Microsoft.EntityFrameworkCore.QueryTrackingBehavior.TrackAll;
        var (anhui, hefei) = (db.Organisation("office-340000"), db.Organisation("office-340100"));
        var programme = new YearProgramme { Year = year, Name = $"{year}年度工作", OwnerId = db.Organisation("cnipa").Id, CreatedAt = Then };
        var document = db.Document(title: $"{year}年任务清单");
        db.Add(programme);
        db.SaveChanges();
        var publication = new Publication { ProgrammeId = programme.Id, DocumentId = document.Id, TextDigest = document.TextDigest, AsOf = new(year, 2, 1), By = new(1), At = Then };
        db.Add(publication);
        db.SaveChanges();
        var (first, owed) = Task(db, programme, document, publication, "t1", "修订专利资助办法", anhui, hefei);
        Task(db, programme, document, publication, "t2", "建设海外维权网络", anhui);
        db.Add(new ReportDuty
        {
            ProgrammeId = programme.Id, DocumentId = document.Id, Due = new(year, 12, 15), Who = "各地区", Form = "纸件、电子件", Quote = new("请于12月15日前报送", 0, 10),
        });
        db.SaveChanges();
        var evidence = new Evidence { OrganisationId = anhui.Id, Title = "资助办法.pdf", EffectiveFrom = new(year, 5, 1), Revision = 1, CreatedBy = new(1), CreatedAt = Then };
        db.Add(evidence);
        db.SaveChanges();
        db.Add(new EvidenceVersion { EvidenceId = evidence.Id, Number = 1, FileName = "资助办法.pdf", Size = 3, Sha256 = new string('e', 64), At = Then });
        var report = Report(db, programme, owed[0], "修订印发专利资助办法。\n兑付资助320件。", year);
        db.Add(new ReportEvidence { ReportId = report.Id, EvidenceId = evidence.Id, Number = 1, At = Then });
        Report(db, programme, owed[1], "合肥市出台细则。", year);
        db.SaveChanges();
        db.ChangeTracker.Clear();
        return new WorkedYear { Programme = programme, First = first, Owed = owed[0], Anhui = anhui };
    }

    static (ProgrammeTask, List<Obligation>) Task(ZhiceDb db, YearProgramme programme, ImportedDocument document, Publication publication, string id, string title, params Organisation[] owing)
    {
        var task = new ProgrammeTask
        {
            ProgrammeId = programme.Id, DocumentId = document.Id, SourceId = id, Number = id[1..], Section = "一、完善制度", Title = title, Due = new("none", null, null), PublicationId = publication.Id,
            Ordinal = int.Parse(id[1..], CultureInfo.InvariantCulture),
        };
        db.Add(task);
        db.SaveChanges();
        var measure = new ProgrammeMeasure { TaskId = task.Id, SourceId = $"{id}.m1", Scope = MeasureScope.AllRegions, Quote = new($"{title}。", 0, 9) };
        db.Add(measure);
        db.SaveChanges();
        var obligations = owing.Select(o => new Obligation
        {
            ProgrammeId = programme.Id, TaskId = task.Id, MeasureId = measure.Id, OrganisationId = o.Id, Level = ObligationLevel.Mandatory, AsOf = publication.AsOf, PublicationId = publication.Id,
        }).ToList();
        db.AddRange(obligations);
        db.SaveChanges();
        return (task, obligations);
    }

    /// <summary>An accepted report.</summary>
    public static ProgressReport Report(ZhiceDb db, YearProgramme programme, Obligation owed, string words, int year, int month = 9)
    {
        var report = new ProgressReport
        {
            ObligationId = owed.Id, ProgrammeId = programme.Id, OrganisationId = owed.OrganisationId, From = new(year, 1, 1), To = new(year, month, 28), State = ReportState.Accepted,
            Revision = 1, CreatedBy = new(1), CreatedAt = Then,
        };
        db.Add(report);
        db.SaveChanges();
        db.Add(new ReportRevision { ReportId = report.Id, Number = 1, Narrative = words, Status = WorkStatus.Done, Result = WorkResult.Met, By = new(1), At = Then });
        db.SaveChanges();
        return report;
    }

    /// <summary>A clock that stands.</summary>
    public sealed class Standing(string moment) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
