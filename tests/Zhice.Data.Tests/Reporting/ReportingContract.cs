using Zhice.Data.Publishing;
using Zhice.Data.Reporting;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;
using Zhice.Policy;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests.Reporting;

/// <summary>A store with one public task that Anhui, Hefei and the protection department's colleagues work on.</summary>
public abstract class ReportingContract : SeededContract
{
    protected ReportingContract(StoreProvider provider, PostgresCluster cluster) : base(provider, cluster)
    {
        var task = Task("t1", "加强保护", Measure("t1.m1", ActorScope.National, "完善制度。"),
            Measure("t1.m2", ActorScope.AllRegions, "开展专项行动。", Rule(RegionLevel.Province, "安徽、江苏必做"), Rule(RegionLevel.City, "合肥市必做"))) with
        { Assignments = [By("国家知识产权局保护司")] };
        Publisher.Publish(Db, Admin, Request(Db.Document(), task), null, Clock, Cancel).GetAwaiter().GetResult().Accept();
        Writer = Person("writer", Role.RegionalOfficer, "office-340000");
        Second = Person("second", Role.RegionalOfficer, "office-340000");
        Head = Person("head", Role.RegionalAdministrator, "office-340000");
        Nation = Person("nation", Role.NationalAdministrator, "cnipa");
        Department = Person("department", Role.DepartmentOfficer, "cnipa-protection");
        Stranger = Person("stranger", Role.RegionalAdministrator, "office-320000");
        Db.ChangeTracker.Clear();
    }

    protected Actor Writer { get; }
    protected Actor Second { get; }
    protected Actor Head { get; }
    protected Actor Nation { get; }
    protected Actor Department { get; }
    protected Actor Stranger { get; }

    protected ObligationId Owed(string office) => Db.Obligations.Where(o => o.OrganisationId == Db.Organisations.First(p => p.Code == office).Id).Select(o => o.Id).First();

    protected async Task<SavedReport> Begun(Actor actor, string office = "office-340000") => (await ReportDesk.Begin(Db, actor, Owed(office), false, Clock, Cancel)).Accept();

    protected async Task<SavedReport> Written(Actor actor, string words = "已印发方案。", WorkStatus status = WorkStatus.Done, WorkResult result = WorkResult.Met)
    {
        var begun = await Begun(actor);
        return (await ReportDesk.Save(Db, actor, begun.Report, begun.Version, Content(words, status, result), Clock, Cancel)).Accept();
    }

    protected async Task<SavedReport> Step(Actor actor, SavedReport report, WayAction action = WayAction.Forward, params string[] reasons) =>
        (await Try(actor, report, action, reasons)).Accept();

    protected Task<Domain.Outcome<SavedReport>> Try(Actor actor, SavedReport report, WayAction action = WayAction.Forward, params string[] reasons) =>
        ReportSteps.Take(Db, actor, report.Report, new ReportStepRequest(action, report.Version, [.. reasons.Select(r => new ReturnReason(r))]), Clock, Cancel);

    protected static ReportContent Content(string words, WorkStatus status = WorkStatus.Done, WorkResult result = WorkResult.Met) =>
        new(new(2026, 1, 1), new(2026, 3, 31), words, status, result, []);

    protected Actor Person(string login, Role role, string at)
    {
        var account = new Account { Login = login, DisplayName = login, CreatedAt = Clock.GetUtcNow() };
        Db.Add(account);
        Db.SaveChanges();
        var organisation = Db.Organisation(at);
        Db.Add(new RoleGrant { AccountId = account.Id, Role = role, OrganisationId = organisation.Id, GrantedAt = Clock.GetUtcNow() });
        Db.SaveChanges();
        return new Actor(account.Id, login, [new HeldRole(role, organisation.Id, organisation.Path)]);
    }
}
