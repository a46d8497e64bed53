using Microsoft.EntityFrameworkCore;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Selection;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Reporting;
using Zhice.Domain.Selection;

namespace Zhice.Data.Tests.Selection;

/// <summary>An office that calls for applications, offices that apply, experts: the steps of a selection one after another.</summary>
public abstract class SelectionOffice(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    protected static readonly TimeProvider Clock = new Standing(new(2026, 3, 10));

    protected static TimeProvider Later(DateOnly day) => new Standing(day);

    protected Actor Officer() => Db.Actor(Role.DepartmentOfficer, "cnipa-utilisation") with { AccountId = new AccountId(20) };

    protected Actor Applicant(string office) => Db.Actor(Role.RegionalOfficer, office) with { AccountId = new AccountId(30) };

    protected static Actor Stranger() => new(new AccountId(99), "路人", []);

    protected Actor Expert(string login, string at)
    {
        var account = new Account { Id = new(200 + Db.Accounts.Count()), Login = login, DisplayName = login, CreatedAt = Clock.GetUtcNow() };
        Db.Add(account);
        Db.SaveChanges();
        var office = Db.Organisation(at);
        Db.Add(new RoleGrant { AccountId = account.Id, Role = Role.RegionalOfficer, OrganisationId = office.Id, GrantedAt = Clock.GetUtcNow() });
        Db.SaveChanges();
        Db.ChangeTracker.Clear();
        return new Actor(account.Id, login, [new HeldRole(Role.RegionalOfficer, office.Id, office.Path)]);
    }

    protected int Version(SelectionCall call) => Db.SelectionCalls.AsNoTracking().Single(c => c.Id == call.Id).Version;

    protected int Version(SelectionApplication application) => Db.SelectionApplications.AsNoTracking().Single(a => a.Id == application.Id).Version;

    protected async Task<SelectionCall> Opened(int quota = 5)
    {
        var kind = SelectionFiles.Find("protection-zone")!;
        var drafted = (await CallDesk.Draft(Db, Admin, new(kind.Code, "cnipa", "2026年保护示范区申报", new(2026, 3, 1), new(2026, 3, 31), quota, new(2026, 5, 1), kind.Terms), Clock, Cancel)).Accept();
        var opened = (await CallDesk.Move(Db, Admin, drafted.Id, 0, CallMove.Open, null, Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        return opened;
    }

    protected async Task<SelectionApplication> Submitted(SelectionCall call, string office)
    {
        var actor = Applicant(office);
        var begun = (await ApplicationDesk.Begin(Db, actor, call.Id, office, null, Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        (await ApplicationDesk.Save(Db, actor, begun.Id, Version(begun), "具备建设基础。", Clock, Cancel)).Accept();
        foreach (var material in TermsJson.Read(call.Terms).Materials.Where(m => m.Required))
        {
            Db.ChangeTracker.Clear();
            var evidence = (await EvidenceRegister.Add(Db, actor, Db.Organisation(office), EvidenceKind.File, new(material.Name, new(2026, 1, 1), null, Disclosure.OnRequest),
                new("a.pdf", "application/pdf", 10, new string('a', 64), new string('b', 64), null), Clock, Cancel)).Accept();
            Db.ChangeTracker.Clear();
            (await ApplicationDesk.Attach(Db, actor, begun.Id, Version(begun), material.Code, evidence.Id, Clock, Cancel)).Accept();
        }
        Db.ChangeTracker.Clear();
        var submitted = (await ApplicationDesk.Submit(Db, actor, begun.Id, Version(begun), Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        return submitted;
    }

    protected async Task<(SelectionCall Call, SelectionApplication Application)> Passed(string office, SelectionCall? known = null)
    {
        var call = known ?? await Opened();
        var application = await Submitted(call, office);
        (await ApplicationDesk.Check(Db, Officer(), application.Id, Version(application), ApplicationMove.Pass, [], Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        return (call, application);
    }

    /// <summary>A call whose applications are scored by two experts of other places, each giving the same to every item.</summary>
    protected async Task<(SelectionCall Call, IReadOnlyList<SelectionApplication> Applications)> Scored(int quota, params (string Office, decimal Score)[] offices)
    {
        var call = await Opened(quota);
        Actor[] experts = [Expert("pan", "office-320000"), Expert("qian", "office-330000")];
        var applications = new List<SelectionApplication>();
        foreach (var (office, score) in offices)
        {
            var (_, application) = await Passed(office, call);
            applications.Add(application);
            foreach (var expert in experts)
            {
                var sheet = (await ScoreDesk.Assign(Db, Admin, application.Id, expert.Name!, Clock, Cancel)).Accept();
                Db.ChangeTracker.Clear();
                (await ScoreDesk.Save(Db, expert, sheet.Id, [.. TermsJson.Read(call.Terms).Sheet.Select(i => new GivenScore(i.Code, score))], "k", Clock, Cancel)).Accept();
                Db.ChangeTracker.Clear();
                (await ScoreDesk.HandIn(Db, expert, sheet.Id, Clock, Cancel)).Accept();
                Db.ChangeTracker.Clear();
            }
        }
        return (call, applications);
    }

    protected async Task<SelectionCall> Awarded(string office)
    {
        var (call, _) = await Scored(5, (office, 88));
        (await PublicityDesk.Shortlist(Db, Admin, call.Id, Version(call), null, null, Later(new(2026, 4, 1)), Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var awarded = (await AwardDesk.Award(Db, Admin, call.Id, Version(call), Later(new(2026, 4, 10)), Cancel)).Accept();
        Db.ChangeTracker.Clear();
        return awarded;
    }

    sealed class Standing(DateOnly day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(day.ToDateTime(new TimeOnly(2, 0)), TimeSpan.Zero);
    }
}
