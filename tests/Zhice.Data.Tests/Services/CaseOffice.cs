using Microsoft.EntityFrameworkCore;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

/// <summary>An applicant and an office with cases between them.</summary>
public abstract class CaseOffice : SeededContract
{
    protected CaseOffice(StoreProvider provider, PostgresCluster cluster) : base(provider, cluster)
    {
        Now = new Turning(new(2026, 9, 7, 2, 0, 0, TimeSpan.Zero)); // Monday morning in China
        House = new ServiceHouse(ServiceFiles.Shipped, StatutoryLimits.Book, Store.Settings.Home, Now);
    }

    protected Turning Now { get; }

    protected ServiceHouse House { get; }

    int keys, accounts;

    protected string Key() => $"k{++keys}";

    protected Actor Account(string login, Role? role = null, string? at = null)
    {
        var account = new Account { Id = new(100 + ++accounts), Login = login, DisplayName = login, CreatedAt = Now.GetUtcNow() };
        Db.Add(account);
        Db.SaveChanges();
        if (role is null) return new Actor(account.Id, login, []);
        var office = Db.Organisation(at!);
        Db.Add(new RoleGrant { AccountId = account.Id, Role = role.Value, OrganisationId = office.Id, GrantedAt = Now.GetUtcNow() });
        Db.SaveChanges();
        return new Actor(account.Id, login, [new HeldRole(role.Value, office.Id, office.Path)]);
    }

    protected async Task<(Actor Who, ServiceApplicant Applicant)> Applicant(string login)
    {
        var who = Account(login);
        return (who, (await Applicants.Register(Db, who, new(ApplicantKind.Person, $"申请人{login}", null, login, "010-12345678"), false, Now, Cancel)).Accept());
    }

    protected static Dictionary<string, string> Declaration(string patent = "202010123456.2") => new(StringComparer.Ordinal)
    {
        ["patent"] = patent, ["title"] = "一种散热装置", ["kind"] = "invention", ["owner"] = "申请人", ["co_owned"] = "no", ["pledged"] = "no", ["payment"] = "lump", ["amount"] = "100000", ["from"] = "2026-10-01",
        ["until"] = "2029-10-01", ["contact"] = "张三", ["phone"] = "010-12345678",
    };

    protected async Task<ServiceCase> Begun(Actor who, ServiceApplicant applicant, Dictionary<string, string>? form = null)
    {
        var row = (await CaseDrafts.Begin(Db, House, who, "open_licence", applicant.Id, "cnipa", false, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Empty((await CaseDrafts.Save(Db, House, who, row.Id, (form ?? Declaration()).GetValueOrDefault, Cancel)).Accept().Defects);
        Db.ChangeTracker.Clear();
        (await CaseDrafts.Attach(Db, House, who, row.Id, "declaration", new EvidenceContent("声明.pdf", "application/pdf", 3, new string('a', 64), new string('b', 64), null), new FileDigests(3, new string('a', 64), new string('b', 64)), Cancel)).Accept();
        Db.ChangeTracker.Clear();
        return row;
    }

    protected async Task<CaseDone> Do(Actor who, CaseId id, CaseActionKind kind, CasePayload? payload = null) =>
        (await CaseWork.Act(Db, House, who, id, new(kind, Key(), null, "理由充分", payload ?? new()), Cancel)).Accept();

    protected async Task<string> Refused(Actor who, CaseId id, CaseActionKind kind, CasePayload? payload = null) =>
        (await CaseWork.Act(Db, House, who, id, new(kind, Key(), null, "理由充分", payload ?? new()), Cancel)).Refusal();

    /// <summary>A case that waits for its decision.</summary>
    protected async Task<ServiceCase> Ready(Actor who, ServiceApplicant applicant, Actor officer, Dictionary<string, string>? form = null)
    {
        var row = await Begun(who, applicant, form);
        await Do(who, row.Id, CaseActionKind.Submit);
        await Do(officer, row.Id, CaseActionKind.Accept);
        await Do(officer, row.Id, CaseActionKind.Pass);
        return row;
    }

    /// <summary>A case of any item, granted, filled in by example and then as said.</summary>
    protected async Task<ServiceCase> Granted(Actor who, ApplicantId applicant, Actor officer, string code, params (string Field, string Value)[] said)
    {
        var row = await Written(who, applicant, code, "cnipa", item => Example(item, ++keys, said));
        await Do(who, row.Id, CaseActionKind.Submit);
        await Do(officer, row.Id, CaseActionKind.Accept);
        await Through(officer, row.Id);
        await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = House.ItemOf(row).Decisions.First(d => d.Grants).Code });
        return row;
    }

    /// <summary>A form filled in by example and then as said.</summary>
    protected static Dictionary<string, string> Example(ServiceItem item, int number, params (string Field, string Value)[] said) => Example(item, number, new(2026, 9, 1), said);

    /// <summary>The same, with the days of another month.</summary>
    protected static Dictionary<string, string> Example(ServiceItem item, int number, DateOnly from, (string Field, string Value)[] said)
    {
        var form = ExampleForm.Of(item, number, from).ToDictionary(StringComparer.Ordinal);
        foreach (var (field, value) in said) form[field] = value;
        return form;
    }

    /// <summary>An application with its form and with a file for each paper that is asked for, not handed in.</summary>
    protected async Task<ServiceCase> Written(Actor who, ApplicantId applicant, string code, string office, Func<ServiceItem, Dictionary<string, string>> filled)
    {
        var row = (await CaseDrafts.Begin(Db, House, who, code, applicant, office, false, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var item = House.ItemOf(row);
        var form = filled(item);
        Assert.Empty((await CaseDrafts.Save(Db, House, who, row.Id, form.GetValueOrDefault, Cancel)).Accept().Defects);
        Db.ChangeTracker.Clear();
        foreach (var material in item.Materials.Where(m => !m.Exempt && FormCheck.Asked(m, form)))
        {
            (await CaseDrafts.Attach(Db, House, who, row.Id, material.Code, new EvidenceContent("材料.pdf", "application/pdf", 3, new string('a', 64), new string('b', 64), null), new FileDigests(3, new string('a', 64), new string('b', 64)), Cancel)).Accept();
            Db.ChangeTracker.Clear();
        }
        return row;
    }

    /// <summary>Handles an accepted case up to its decision: the other side of a case between two is served and answers on paper, and a panel is for the decision.</summary>
    protected async Task Through(Actor officer, CaseId id, string? decision = null)
    {
        var item = House.ItemOf(Row(id));
        for (var step = 1; step < CaseMoves.DecisionStep(item); step++)
        {
            if (item.OtherParty is { } other && item.Steps[step].Code == other.ServedAt) await Do(officer, id, CaseActionKind.Serve, new() { On = Today });
            if (item.OtherParty is { } answering && item.Steps[step].Code == answering.AnswerAt) await Do(officer, id, CaseActionKind.AnswerClaim, new() { Side = 1, Upheld = true });
            await Do(officer, id, CaseActionKind.Pass);
        }
        await Deliberated(officer, id, decision);
    }

    /// <summary>A panel is formed and is for the decision, where the item asks for one.</summary>
    protected async Task Deliberated(Actor officer, CaseId id, string? decision = null)
    {
        var item = House.ItemOf(Row(id));
        if (item.OtherParty?.Panel is not { } least) return;
        var members = Panel(Row(id).OfficeId, officer, least);
        await Do(officer, id, CaseActionKind.FormPanel, new() { Panel = [.. members.Select(m => m.AccountId!.Value.Value)] });
        foreach (var member in members) await Do(member, id, CaseActionKind.Deliberate, new() { Decision = decision ?? item.Decisions.First(d => d.Grants).Code });
    }

    /// <summary>An officer and colleagues of the same office, made once.</summary>
    protected IReadOnlyList<Actor> Panel(OrganisationId office, Actor officer, int number)
    {
        if (!colleagues.TryGetValue(office, out var there))
        {
            var code = Db.Organisations.Single(o => o.Id == office).Code;
            colleagues[office] = there = [.. Enumerable.Range(1, number).Select(i => code == "cnipa" ? Account($"member-{accounts}-{i}", Role.DepartmentOfficer, "cnipa-utilisation") : Account($"member-{accounts}-{i}", Role.RegionalOfficer, code))];
        }
        return [officer, .. there.Take(number - 1)];
    }

    readonly Dictionary<OrganisationId, List<Actor>> colleagues = [];

    protected DateOnly Today => ChinaTime.Today(Now);

    protected ServiceCase Row(CaseId id) => Db.ServiceCases.AsNoTracking().Single(c => c.Id == id);

    protected List<CaseActionRow> Actions(CaseId id) => [.. Db.CaseActions.AsNoTracking().Where(a => a.CaseId == id).OrderBy(a => a.Sequence)];

    public sealed class Turning(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Moment { get; set; } = now;
        public override DateTimeOffset GetUtcNow() => Moment;
    }
}
