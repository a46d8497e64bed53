using Microsoft.EntityFrameworkCore;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
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
        var row = (await CaseDrafts.Begin(Db, House, who, code, applicant, "cnipa", false, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var item = House.ItemOf(row);
        var form = ExampleForm.Of(item, ++keys, new(2026, 9, 1)).ToDictionary(StringComparer.Ordinal);
        foreach (var (field, value) in said) form[field] = value;
        Assert.Empty((await CaseDrafts.Save(Db, House, who, row.Id, form.GetValueOrDefault, Cancel)).Accept().Defects);
        Db.ChangeTracker.Clear();
        foreach (var material in item.Materials.Where(m => !m.Exempt && FormCheck.Asked(m, form)))
        {
            (await CaseDrafts.Attach(Db, House, who, row.Id, material.Code, new EvidenceContent("材料.pdf", "application/pdf", 3, new string('a', 64), new string('b', 64), null), new FileDigests(3, new string('a', 64), new string('b', 64)), Cancel)).Accept();
            Db.ChangeTracker.Clear();
        }
        await Do(who, row.Id, CaseActionKind.Submit);
        await Do(officer, row.Id, CaseActionKind.Accept);
        for (var step = 1; step < CaseMoves.DecisionStep(item); step++) await Do(officer, row.Id, CaseActionKind.Pass);
        await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = item.Decisions.First(d => d.Grants).Code });
        return row;
    }

    protected ServiceCase Row(CaseId id) => Db.ServiceCases.AsNoTracking().Single(c => c.Id == id);

    protected List<CaseActionRow> Actions(CaseId id) => [.. Db.CaseActions.AsNoTracking().Where(a => a.CaseId == id).OrderBy(a => a.Sequence)];

    public sealed class Turning(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Moment { get; set; } = now;
        public override DateTimeOffset GetUtcNow() => Moment;
    }
}
