using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Audit;
using Zhice.Data.Documents;
using Zhice.Data.Maintenance;
using Zhice.Data.Publishing;
using Zhice.Data.Reporting;
using Zhice.Data.Statuses;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Web.Features.Accounts;
using Zhice.Web.Features.Documents;

namespace Zhice.Cli;

/// <summary>Fills the demonstration through the same cores as the pages: import, one correction, publication, one decision.</summary>
internal sealed class DemoBuilder(ZhiceStore store, string home, TimeProvider clock)
{
    internal async Task Build()
    {
        await AddPeople().ConfigureAwait(false);
        var nation = await ActorOf("guojia").ConfigureAwait(false);
        await AddStatuses(nation).ConfigureAwait(false);

        var list = await Import(nation, "task-list.docx", Disclosure.Public).ConfigureAwait(false);
        await Describe(nation, list).ConfigureAwait(false);
        await Correct(nation, list).ConfigureAwait(false);
        await Do(db => CheckDocument.Run(db, nation, list, clock, CancellationToken.None)).ConfigureAwait(false);
        var published = await Publish(nation, list).ConfigureAwait(false);
        await Decide(nation, published.Programme).ConfigureAwait(false);
        var reports = new ReportDemo(store, clock);
        await reports.Build(await ActorOf("wanju").ConfigureAwait(false), await ActorOf("anhui").ConfigureAwait(false), nation, published.Programme).ConfigureAwait(false);
        // The city's office has one person, so that it does without steps and its reports can leave it.
        await OneOfOne(await ActorOf("anhui").ConfigureAwait(false), "office-340100").ConfigureAwait(false);
        await reports.Draft(await ActorOf("hefei").ConfigureAwait(false), published.Programme).ConfigureAwait(false);
        await new DemoWork(store, clock).Build(published.Programme, nation, await ActorOf("anhui").ConfigureAwait(false), await ActorOf("hefei").ConfigureAwait(false),
            await ActorOf("yunyong").ConfigureAwait(false)).ConfigureAwait(false);

        // One more to try one's hand on, read by the machine and not yet checked by anybody, and the province's own plan.
        await Import(nation, "annual-guideline.txt", Disclosure.Public).ConfigureAwait(false);
        var plan = await Import(await ActorOf("anhui").ConfigureAwait(false), "local-plan.txt", Disclosure.OnRequest).ConfigureAwait(false);
        // The year before, so that the lineage has something to compare; its best proposals are left to the one who tries it.
        var before = await Import(nation, "last-year-list.md", Disclosure.Public).ConfigureAwait(false);
        var past = await Publish(nation, before, "2025年知识产权高质量发展年度工作（演示）", 2025).ConfigureAwait(false);
        await Finish(past.Programme).ConfigureAwait(false);
        await new EvidenceDemo(store, clock).Build(await ActorOf("anhui").ConfigureAwait(false), await ActorOf("hefei").ConfigureAwait(false)).ConfigureAwait(false);
        await new StatisticsDemo(store, clock).Build(nation, await ActorOf("anhui").ConfigureAwait(false), await ActorOf("wanju").ConfigureAwait(false), await ActorOf("hefei").ConfigureAwait(false),
            await ActorOf("yunyong").ConfigureAwait(false), await ActorOf("tongji").ConfigureAwait(false)).ConfigureAwait(false);
        // After the statistics, whose values are of earlier days: batches follow each other in time.
        await new IndicatorDemo(store, clock).Build(nation, await ActorOf("yunyong").ConfigureAwait(false), await ActorOf("tongji").ConfigureAwait(false)).ConfigureAwait(false);
        // After the indicators, whose figures its drafts take over.
        await new SubmissionDemo(store, clock).Build(await ActorOf("wanju").ConfigureAwait(false), await ActorOf("anhui").ConfigureAwait(false), nation).ConfigureAwait(false);
        // After the indicators, one of which its index becomes.
        await new SurveyDemo(store, clock).Build(nation).ConfigureAwait(false);
        await new CaseDemo(store, clock).Build(nation, await ActorOf("wanju").ConfigureAwait(false), await ActorOf("anhui").ConfigureAwait(false), await ActorOf("hefei").ConfigureAwait(false)).ConfigureAwait(false);
        // After the figures, which it scores.
        await new AssessmentDemo(store, clock).Build(ActorOf).ConfigureAwait(false);
        await new SelectionDemo(store, clock).Build(nation, await ActorOf("hefei").ConfigureAwait(false),
            [await ActorOf("yunyong").ConfigureAwait(false), await ActorOf("tongji").ConfigureAwait(false)]).ConfigureAwait(false);
        await new ServiceDemo(store, clock).Build(nation, await ActorOf("yunyong").ConfigureAwait(false), await ActorOf("anhui").ConfigureAwait(false), await ActorOf("wanju").ConfigureAwait(false), await ActorOf("heyi").ConfigureAwait(false)).ConfigureAwait(false);
        // After all that looks for the year's programme: from here on there are two, the nation's and the province's.
        await Publish(await ActorOf("anhui").ConfigureAwait(false), plan, "安徽省2026年知识产权工作实施方案（演示）").ConfigureAwait(false);
        await new AlignmentDemo(store, clock).Build(await ActorOf("anhui").ConfigureAwait(false), published.Programme).ConfigureAwait(false);
        await new LadderDemo(store, clock).Build(nation, published.Programme).ConfigureAwait(false);
        // Last: it tells of all the others.
        await new BookDemo(store, clock).Build(await ActorOf("tongji").ConfigureAwait(false), await ActorOf("yunyong").ConfigureAwait(false), nation).ConfigureAwait(false);
        RecordDemo.Build(home);
        using var db = store.CreateContext();
        await AuditSealer.Seal(db).ConfigureAwait(false);
    }

    /// <summary>Adds a programme of sixty tasks that every office of the country owes, 5,000 accounts and a million reports.</summary>
    internal async Task<LargeDemonstration.Written> Enlarge()
    {
        var nation = await ActorOf("guojia").ConfigureAwait(false);
        var request = new ImportDocument.Request("large-list.md", LargeList.Document(), Disclosure.Public, Demonstration: true);
        var list = (await Do(db => ImportDocument.Run(db, store.Files, nation, request, clock, CancellationToken.None)).ConfigureAwait(false)).Id;
        var published = await Publish(nation, list, "2026年测量用年度工作（演示）").ConfigureAwait(false);
        using var db = store.CreateContext();
        var written = LargeDemonstration.Write(db, nation, published.Programme, 5_000, Passwords.Hash(Demonstration.Password), clock);
        await AuditSealer.Seal(db).ConfigureAwait(false);
        return written;
    }

    async Task OneOfOne(Actor above, string code)
    {
        using var db = store.CreateContext();
        var office = await db.Organisations.AsNoTracking().SingleAsync(o => o.Code == code).ConfigureAwait(false);
        await Do(fresh => OfficeDesk.SetSteps(fresh, above, office, review: false, signOff: false, 0, clock, CancellationToken.None)).ConfigureAwait(false);
    }

    async Task AddPeople()
    {
        using var db = store.CreateContext();
        var now = clock.GetUtcNow();
        // One hash for all: the password is public, and hashing is slow on purpose.
        var hash = Passwords.Hash(Demonstration.Password);
        foreach (var person in Demonstration.People)
        {
            var account = new Account { Login = person.Login, DisplayName = person.Name, PasswordHash = hash, Demonstration = true, CreatedAt = now };
            db.Add(account);
            await db.SaveChangesAsync().ConfigureAwait(false);
            var organisation = await db.Organisations.SingleAsync(o => o.Code == person.Organisation).ConfigureAwait(false);
            db.Add(new RoleGrant { AccountId = account.Id, Role = person.Role, OrganisationId = organisation.Id, GrantedAt = now });
            AuditLog.Append(db, Actor.Public, now, "account.open", $"account/{account.Id.Value}", new { login = person.Login, role = person.Role.ToString(), at = person.Organisation });
            await db.SaveChangesAsync().ConfigureAwait(false);
        }
    }

    async Task<Actor> ActorOf(string login)
    {
        using var db = store.CreateContext();
        var row = await (
            from account in db.Accounts
            join grant in db.RoleGrants on account.Id equals grant.AccountId
            join organisation in db.Organisations on grant.OrganisationId equals organisation.Id
            where account.Login == login
            select new { account.Id, account.DisplayName, grant.Role, Organisation = organisation.Id, organisation.Path }).SingleAsync().ConfigureAwait(false);
        return new Actor(row.Id, row.DisplayName, [new HeldRole(row.Role, row.Organisation, row.Path)]);
    }

    Task<StatusImport> AddStatuses(Actor actor) =>
        Do(db => StatusCsv.Import(db, actor, Encoding.UTF8.GetString(Demonstration.File("statuses.csv")), demonstration: true, clock));

    async Task<DocumentId> Import(Actor actor, string file, Disclosure disclosure)
    {
        var request = new ImportDocument.Request(file, Demonstration.File(file), disclosure, Demonstration: true);
        return (await Do(db => ImportDocument.Run(db, store.Files, actor, request, clock, CancellationToken.None)).ConfigureAwait(false)).Id;
    }

    /// <summary>The list names no issuer and no date; a person supplies them.</summary>
    async Task Describe(Actor actor, DocumentId id)
    {
        var values = new Dictionary<string, string> { ["issuer"] = "知策项目（演示）", ["issuedOn"] = "2026-01-15" };
        var version = await Version(id).ConfigureAwait(false);
        await Do(db => EditMetadata.Run(db, actor, id, new EditMetadata.Request(version, values, null), clock, CancellationToken.None)).ConfigureAwait(false);
    }

    /// <summary>A department that takes part in the task on people, and that the list forgot.</summary>
    async Task Correct(Actor actor, DocumentId id)
    {
        using var reading = store.CreateContext();
        var stored = await Readings.Load(reading, id, CancellationToken.None).ConfigureAwait(false) ?? throw new InvalidOperationException("The demonstration's list has no reading.");
        var task = stored.Document.Tasks.Single(t => t.Title == "建设高素质人才队伍");
        var request = new CorrectDocument.Request(await Version(id).ConfigureAwait(false), "add", $"task:{task.Id}:0", null, null,
            new() { ["kind"] = "assignment", ["organisation"] = "办公室", ["role"] = "responsible" }, null);
        await Do(db => CorrectDocument.Run(db, actor, id, request, clock, CancellationToken.None)).ConfigureAwait(false);
    }

    async Task<PublicationResult> Publish(Actor actor, DocumentId id, string name = "2026年知识产权高质量发展年度工作（演示）", int year = 2026)
    {
        using var db = store.CreateContext();
        var stored = await Readings.Load(db, id, CancellationToken.None).ConfigureAwait(false) ?? throw new InvalidOperationException("A list of the demonstration has no reading.");
        var request = new PublicationRequest(id, null, year, name, Demonstration.AsOf.AddYears(year - 2026), stored.Document, stored.Entries.Count);
        return await Do(fresh => Publisher.Publish(fresh, actor, request, null, clock)).ConfigureAwait(false);
    }

    /// <summary>“涉及省份必做” names no status: the issuing department decides. The other questions are left open.</summary>
    async Task Decide(Actor actor, ProgrammeId programme)
    {
        using var db = store.CreateContext();
        var question = await db.Decisions.OrderBy(d => d.Id)
            .FirstAsync(d => d.ProgrammeId == programme && d.Reason == PendingReason.ConcernedUnnamed).ConfigureAwait(false);
        string[] codes = ["office-320000", "office-330000", "office-340000", "office-370000", "office-440000"];
        var members = await db.Organisations.Where(o => codes.Contains(o.Code)).Select(o => o.Id).ToListAsync().ConfigureAwait(false);
        var request = new DecisionRequest(question.Id, members, ObligationLevel.Mandatory, "根据上年度线索数量确定（演示）。", question.Version);
        await Do(fresh => PendingQuestions.Decide(fresh, actor, request, clock)).ConfigureAwait(false);
    }

    /// <summary>The year before is over and done, so that nothing of it waits for anybody.</summary>
    async Task Finish(ProgrammeId programme)
    {
        using var db = store.CreateContext();
        foreach (var id in await db.Obligations.Where(o => o.ProgrammeId == programme && o.WithdrawnBy == null).Select(o => o.Id).ToListAsync().ConfigureAwait(false))
            db.Add(new ObligationState { ObligationId = id, ProgrammeId = programme, Status = WorkStatus.Done, Result = WorkResult.Met });
        await db.SaveChangesAsync().ConfigureAwait(false);
    }

    async Task<int> Version(DocumentId id)
    {
        using var db = store.CreateContext();
        return await db.Documents.Where(d => d.Id == id).Select(d => d.Version).SingleAsync().ConfigureAwait(false);
    }

    /// <summary>Runs a use case in a context of its own, as a request would. The demonstration is ours: a refusal is a fault of the program.</summary>
    async Task<T> Do<T>(Func<ZhiceDb, Task<Outcome<T>>> useCase) where T : notnull
    {
        using var db = store.CreateContext();
        return (await useCase(db).ConfigureAwait(false)).Accepted(out var done, out var refusal)
            ? done
            : throw new InvalidOperationException($"The demonstration was refused: {refusal.Code} {string.Join(", ", refusal.Defects)}");
    }
}
