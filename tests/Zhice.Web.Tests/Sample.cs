using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Searching;
using Zhice.Data.Seeding;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Policy;
using Zhice.Web.Features.Accounts;

namespace Zhice.Web.Tests;

/// <summary>An invented programme over the real divisions: three documents of different disclosure, tasks of every kind of duty. Marked as demonstration.</summary>
public sealed class Sample
{
    public const string Status = "演示强市建设示范城市";
    public const string PublicWords = "完善演示制度";
    public const string OnRequestWords = "推进依申请事项";
    public const string WithheldWords = "办理内部密件";

    static readonly DateTimeOffset Then = new(2026, 2, 1, 2, 0, 0, TimeSpan.Zero);
    static readonly DateOnly Day = new(2026, 2, 1);

    public required YearProgramme Programme { get; init; }
    public required ImportedDocument Public { get; init; }
    public required ImportedDocument OnRequest { get; init; }
    public required ImportedDocument Withheld { get; init; }
    public List<ProgrammeTask> Tasks { get; } = [];
    public CommitmentId Commitment { get; private set; }

    /// <summary>An obligation of a lead department with work on it: state, extension, pieces, a report, events.</summary>
    public ObligationId Worked { get; private set; }

    /// <summary>A piece of it.</summary>
    public WorkItemId Item { get; private set; }

    /// <summary>Fills an empty store.</summary>
    /// <param name="db">The store.</param>
    /// <param name="tasks">Number of tasks of the public document.</param>
    /// <param name="password">Password of the accounts.</param>
    public static async Task<Sample> Fill(ZhiceDb db, int tasks, string password)
    {
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
        Seed.Run(db);
        var organisations = await db.Organisations.AsNoTracking().ToDictionaryAsync(o => o.Code);
        var admin = Accounts(db, organisations, password);
        await db.SaveChangesAsync();

        var nation = organisations["cnipa"];
        var sample = new Sample
        {
            Programme = new YearProgramme { Year = 2026, Name = "2026年演示年度工作", OwnerId = nation.Id, Demonstration = true, CreatedAt = Then },
            Public = Document("演示年度任务清单", Disclosure.Public, nation.Id, admin.Id),
            OnRequest = Document("演示依申请公开文件", Disclosure.OnRequest, nation.Id, admin.Id),
            Withheld = Document("演示不予公开文件", Disclosure.Withheld, organisations["cnipa-law"].Id, admin.Id),
        };
        db.AddRange(sample.Programme, sample.Public, sample.OnRequest, sample.Withheld);
        await db.SaveChangesAsync();
        db.AddRange(Reading(sample.Public, PublicWords), Reading(sample.OnRequest, OnRequestWords), Reading(sample.Withheld, WithheldWords));

        db.Statuses.AddRange(
            new DatedStatus { DivisionCode = "340100", Name = Status, ValidFrom = new(2025, 7, 1), ValidTo = new(2028, 7, 1), Source = "演示名单", RecordedAt = Then, Demonstration = true },
            new DatedStatus { DivisionCode = "320100", Name = Status, ValidFrom = new(2025, 7, 1), Source = "演示名单", RecordedAt = Then, Demonstration = true });
        await db.SaveChangesAsync();
        var statuses = await db.Statuses.AsNoTracking().ToDictionaryAsync(s => s.DivisionCode);

        await sample.Publish(db, sample.Public, organisations, statuses, tasks, PublicWords);
        await sample.Publish(db, sample.OnRequest, organisations, statuses, 4, OnRequestWords);
        await sample.Publish(db, sample.Withheld, organisations, statuses, 2, WithheldWords);
        await sample.Work(db, admin.Id);
        await using var transaction = await db.Database.BeginTransactionAsync();
        SearchIndex.Write(db, sample.Tasks.Select(t => (t.Id, t.Title)), (await db.Commitments.ToListAsync()).Select(c => (c.Id, c.Quote.Words)));
        await transaction.CommitAsync();
        await Submitting.SampleSubmission.Fill(db, sample);
        return sample;
    }

    async Task Work(ZhiceDb db, AccountId by)
    {
        var owed = await db.Obligations.Where(o => o.TaskId == Tasks[3].Id && o.Basis == ObligationBasis.Assigned).OrderBy(o => o.Id).FirstAsync();
        db.ObligationStates.Add(new ObligationState { ObligationId = owed.Id, ProgrammeId = owed.ProgrammeId, Status = WorkStatus.UnderWay, ExtendedTo = new(2027, 1, 31), Version = 1 });
        db.DueExtensions.Add(new DueExtension { ObligationId = owed.Id, From = new(2026, 12, 31), To = new(2027, 1, 31), Reason = "演示延期", By = by, At = Then });
        var above = new WorkItem { ObligationId = owed.Id, GivenBy = owed.OrganisationId, OrganisationId = owed.OrganisationId, Title = "演示分解事项", Due = new(2026, 10, 31), CreatedAt = Then };
        db.WorkItems.Add(above);
        db.WorkEvents.Add(new WorkEvent { ProgrammeId = owed.ProgrammeId, ObligationId = owed.Id, At = Then, By = by, Kind = WorkEventKind.Status, About = nameof(WorkStatus.UnderWay) });
        await db.SaveChangesAsync();
        db.WorkItems.Add(new WorkItem { ObligationId = owed.Id, ParentId = above.Id, GivenBy = owed.OrganisationId, OrganisationId = owed.OrganisationId, Title = "演示下级事项", CreatedAt = Then });
        await db.SaveChangesAsync();
        (Worked, Item) = (owed.Id, above.Id);
    }

    async Task Publish(
        ZhiceDb db, ImportedDocument document, Dictionary<string, Organisation> organisations, Dictionary<string, DatedStatus> statuses, int count, string words)
    {
        var publication = new Publication { ProgrammeId = Programme.Id, DocumentId = document.Id, TextDigest = document.TextDigest, AsOf = Day, By = document.ImportedBy, At = Then };
        db.Add(publication);
        await db.SaveChangesAsync();
        var departments = organisations.Values.Where(o => o.Kind == OrganisationKind.Department).OrderBy(o => o.Ordinal).ToList();
        var provinces = organisations.Values.Where(o => o.Level == DivisionLevel.Province).ToList();
        for (var i = 0; i < count; i++)
        {
            var number = i + 1;
            var task = new ProgrammeTask
            {
                ProgrammeId = Programme.Id, DocumentId = document.Id, SourceId = $"t{number}", Ordinal = number, Number = $"{number}",
                Section = i < count / 2 ? "一、完善制度\n（一）法规" : "二、提高质量", Title = $"{words}之{number}：健全工作机制并按季度通报", Start = i * 100, End = i * 100 + 90,
                Due = i % 3 == 0 ? new DueTime("by-year-end", new(2026, 12, 31), "年底前完成") : new DueTime("none", null, null), PublicationId = publication.Id,
            };
            db.Add(task);
            await db.SaveChangesAsync();
            Tasks.Add(task);
            var national = Measure(task, 1, MeasureScope.National, $"{words}，修订{number}项规范。");
            var regional = Measure(task, 2, (i % 5) switch { 3 => MeasureScope.CapableRegions, 4 => MeasureScope.ConcernedRegions, _ => MeasureScope.AllRegions },
                $"{words}，在本地落实第{number}项，办结率不低于90%。");
            db.AddRange(national, regional);
            await db.SaveChangesAsync();
            var commitment = new ProgrammeCommitment
            {
                MeasureId = regional.Id, TaskId = task.Id, SourceId = $"t{number}.m2.c1", Ordinal = 1, Quote = regional.Quote, Due = new DueTime("none", null, null),
            };
            db.Add(commitment);
            var lead = departments[i % departments.Count];
            var second = departments[(i + 1) % departments.Count];
            db.Add(Assignment(task, lead, AssignedRole.Lead, 1));
            db.Add(Assignment(task, second, AssignedRole.Participant, 2));
            await db.SaveChangesAsync();
            if (Commitment == default) Commitment = commitment.Id;
            db.Add(new FoundTarget
            {
                ProgrammeId = Programme.Id, DocumentId = document.Id, TaskId = task.Id, CommitmentId = commitment.Id, What = "办结率", Comparator = ">=", Value = 90,
                Unit = "%", Due = null, Quote = new Quotation("办结率不低于90%", i * 100 + 50, i * 100 + 60),
            });
            db.AddRange(Owed(national, [lead, second], ObligationLevel.Unstated, ObligationBasis.Assigned));
            await Owe(db, regional, i % 5, provinces, organisations, statuses);
            await db.SaveChangesAsync();
        }

        ProgrammeMeasure Measure(ProgrammeTask task, int ordinal, MeasureScope scope, string text) => new()
        {
            TaskId = task.Id, SourceId = $"{task.SourceId}.m{ordinal}", Ordinal = ordinal, Scope = scope, Quote = new Quotation(text, task.Start + ordinal * 30, task.Start + ordinal * 30 + text.Length),
        };

        TaskAssignment Assignment(ProgrammeTask task, Organisation organisation, AssignedRole role, int ordinal) => new()
        {
            TaskId = task.Id, OrganisationId = organisation.Id, NameAsWritten = organisation.Name, Role = role, Mode = "joint", Ordinal = ordinal, Start = task.Start, End = task.End,
        };

        IEnumerable<Obligation> Owed(
            ProgrammeMeasure measure, IEnumerable<Organisation> owing, ObligationLevel level, ObligationBasis basis, RuleId? rule = null, Func<Organisation, StatusId?>? status = null) =>
            owing.Select(o => new Obligation
            {
                ProgrammeId = Programme.Id, TaskId = measure.TaskId, MeasureId = measure.Id, OrganisationId = o.Id, Level = level, Role = AssignedRole.Responsible,
                Basis = basis, RuleId = rule, StatusId = status?.Invoke(o), AsOf = Day, PublicationId = publication.Id,
            });

        async Task Owe(
            ZhiceDb store, ProgrammeMeasure measure, int kind, List<Organisation> offices, Dictionary<string, Organisation> all, Dictionary<string, DatedStatus> facts)
        {
            switch (kind)
            {
                case 0: // 各省必做, and cities by a status
                    var (everyone, held) = (Rule(measure, DivisionLevel.Province, "各省份必做", true, 1), Rule(measure, DivisionLevel.City, Status + "选做", false, 2));
                    store.AddRange(everyone, held);
                    await store.SaveChangesAsync();
                    store.AddRange(Owed(measure, offices, ObligationLevel.Mandatory, ObligationBasis.EveryDivision, everyone.Id));
                    store.AddRange(Owed(measure, facts.Keys.Select(code => all["office-" + code]), ObligationLevel.Optional, ObligationBasis.HeldStatus, held.Id, o => facts[o.DivisionCode!].Id));
                    break;
                case 4: // 涉及地区: nobody until it is decided
                    store.Add(new PendingDecision { ProgrammeId = Programme.Id, MeasureId = measure.Id, Reason = PendingReason.ConcernedUnnamed });
                    break;
                case 3:
                    store.AddRange(Owed(measure, offices, ObligationLevel.Optional, ObligationBasis.CapableRegions));
                    break;
                default:
                    store.AddRange(Owed(measure, offices, ObligationLevel.Unstated, ObligationBasis.AllRegions));
                    break;
            }
        }

        static MeasureRule Rule(ProgrammeMeasure measure, DivisionLevel level, string text, bool must, int ordinal) => new()
        {
            MeasureId = measure.Id, Level = level, Must = must, Ordinal = ordinal, Quote = new Quotation(text, measure.Quote.End, measure.Quote.End + text.Length),
        };
    }

    static ImportedDocument Document(string title, Disclosure disclosure, OrganisationId owner, AccountId by) => new()
    {
        Title = title, Year = 2026, Issuer = "演示机关", Kind = "task-list", Disclosure = disclosure, OwnerId = owner, FileName = "demo.txt", FileDigest = new string('0', 64),
        TextDigest = new string('1', 64), State = DocumentState.Published, Coverage = 1, Demonstration = true, ImportedBy = by, ImportedAt = Then,
    };

    // What the reader shows: three numbered items with an owner, one of them in the document's own words.
    static DocumentReading Reading(ImportedDocument document, string words)
    {
        var text = $"{document.Title}\n\n一、强化保护\n\n1.修订保护办法，完善工作机制。（条法司、保护司负责）\n\n2.办理周期压减至16个月。（保护司负责）\n\n3.{words}，健全工作机制。（办公室负责）\n";
        var read = PolicyReader.Read(Encoding.UTF8.GetBytes(text), "demo.txt");
        return new DocumentReading
        {
            DocumentId = document.Id, Text = read.Document!.Text, Source = ReadingJson.Write(read.Source!), Parse = ReadingJson.Write(read.Document),
            Parser = "sample", ParsedAt = Then,
        };
    }

    /// <summary>One account for each role, named after it; those of an office sit in Anhui.</summary>
    static Account Accounts(ZhiceDb db, Dictionary<string, Organisation> organisations, string password)
    {
        var hash = Passwords.Hash(password);
        Account? first = null;
        foreach (var (role, at) in Places)
        {
            var account = new Account
            {
                Login = role.ToString().ToLowerInvariant(), DisplayName = "演示" + role, PasswordHash = hash, CreatedAt = Then, Demonstration = true,
            };
            db.Add(account);
            db.SaveChanges();
            db.Add(new RoleGrant { AccountId = account.Id, Role = role, OrganisationId = organisations[at].Id, GrantedAt = Then });
            first ??= account;
        }
        return first!;
    }

    static readonly (Role Role, string At)[] Places =
    [
        (Role.NationalAdministrator, "cnipa"), (Role.DepartmentOfficer, "cnipa-utilisation"), (Role.RegionalAdministrator, "office-340000"),
        (Role.RegionalOfficer, "office-340100"), (Role.Auditor, "cnipa"), (Role.SystemAdministrator, "cnipa"),
        (Role.SecurityAdministrator, "cnipa"), (Role.AuditAdministrator, "cnipa"),
    ];
}
