using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;
using Zhice.Web.Features.Accounts;

namespace Zhice.Web.Tests;

/// <summary>Service cases of the sample: case 1 is delivered with a certificate, case 2 under notice, case 3 received, case 4 a draft, case 5 delivered with a register entry for one platform, case 6 a draft that waits for a co-applicant's signature, case 7 a registered pledge, case 8 withdrawn, archived and handed over by list 1, all of the applicant who logs in as “applicant”.</summary>
static class SampleServices
{
    public const string Title = "演示只给本人看的名称";

    /// <summary>Credit code of the company that may read the entry of case 5.</summary>
    public static readonly string Platform = ExampleForm.Credit(700);

    /// <summary>Name of the right in case 5.</summary>
    public const string Shared = "演示只给平台看的专利";

    public static async Task Fill(ZhiceDb db, ServiceHouse house, FileStore files, string password)
    {
        db.ChangeTracker.Clear();
        var done = 0;
        var account = new Account { Login = "applicant", DisplayName = "演示申请人", PasswordHash = Passwords.Hash(password), CreatedAt = house.Clock.GetUtcNow(), Demonstration = true };
        db.Add(account);
        await db.SaveChangesAsync();
        var who = new Actor(account.Id, account.DisplayName, []);
        var applicant = Accept(await Applicants.Register(db, who, new(ApplicantKind.Company, "演示申请单位", ExampleForm.Credit(1), "演示联系人", "010-60000001"), true, house.Clock, default));
        var (national, colleague) = (await Officer("nationaladministrator"), await Officer("departmentofficer"));

        var first = await Begun("open_licence", 0, null);
        await Do(who, first, CaseActionKind.Submit);
        foreach (var kind in (CaseActionKind[])[CaseActionKind.Accept, CaseActionKind.Pass]) await Do(national, first, kind);
        await Do(national, first, CaseActionKind.Decide, new() { Decision = "publish" });
        await Do(who, first, CaseActionKind.Deliver);
        // The province gives its first opinion, and the national office has the notice.
        var region = await db.Organisations.AsNoTracking().SingleAsync(o => o.Code == "office-340000");
        var provincial = new Actor(colleague.AccountId, colleague.Name, [new HeldRole(Role.RegionalOfficer, region.Id, region.Path)]);
        var second = await Begun("gi_recognition", 1, null);
        await Do(who, second, CaseActionKind.Submit);
        foreach (var kind in (CaseActionKind[])[CaseActionKind.Accept, CaseActionKind.Pass]) await Do(provincial, second, kind);
        for (var step = 2; step < CaseMoves.NoticeStep(house.Catalogue.Find("gi_recognition", new(2026, 4, 1))!); step++) await Do(national, second, CaseActionKind.Pass);
        await Do(national, second, CaseActionKind.Publicise);
        await Do(who, await Begun("pledge_registration", 2, null), CaseActionKind.Submit);
        await Begun("open_licence", 3, Title);
        var fifth = await Begun("evaluation_report_sharing", 4, Shared, ("platform", Platform));
        await Do(who, fifth, CaseActionKind.Submit);
        await Do(national, fifth, CaseActionKind.Accept);
        await Do(national, fifth, CaseActionKind.Decide, new() { Decision = "opened" });

        // A joint application that waits for the signature of a second applicant of the same account, a registered pledge, and a pool that may compensate its loss.
        var partner = Accept(await Applicants.Register(db, who, new(ApplicantKind.Person, "演示共有人", null, "演示共有人", "010-60000002"), true, house.Clock, default));
        await Begun("open_licence", 5, null, ("co_owned", "yes"), ("co_sign", "yes"), ("co_owner_1", partner.Number));
        var pledge = await Begun("pledge_registration", 6, null);
        await Do(who, pledge, CaseActionKind.Submit);
        await Do(national, pledge, CaseActionKind.Accept);
        await Do(national, pledge, CaseActionKind.Decide, new() { Decision = "registered" });
        await Do(national, pledge, CaseActionKind.Note, new()
        {
            Record = "insurance",
            Values = new Dictionary<string, string> { ["insurance_insurer"] = "演示保险公司", ["insurance_policy"] = "YS-1", ["insurance_sum"] = "100000", ["insurance_premium"] = "800", ["insurance_from"] = "2026-04-01", ["insurance_until"] = "2027-03-31" },
        });
        var pool = Accept(await Pools.Open(db, national, "cnipa", "演示风险补偿资金池", "演示办法", 40, true, house.Clock, default));
        Accept(await Pools.Propose(db, national, pool.Id, new(PoolEntryKind.Deposit, 500_000, null, null, "演示注入"), house.Clock, default));
        db.ChangeTracker.Clear();

        // What was withdrawn is kept ten years: it went to the archive unit by a list that two persons signed.
        var eighth = await Begun("evaluation_report_sharing", 7, null, ("platform", Platform));
        foreach (var kind in (CaseActionKind[])[CaseActionKind.Submit, CaseActionKind.Withdraw]) await Do(who, eighth, kind);
        await Do(national, eighth, CaseActionKind.Archive);
        var list = Accept(await ArchiveLists.Begin(db, house, national, ArchiveListKind.HandOver, [eighth], null, default));
        Accept(await ArchiveLists.Save(db, house, national, list.Id, new() { Party = "演示档案室", Words = "演示移交" }, default));
        foreach (var one in (Actor[])[national, colleague]) Accept(await ArchiveSigning.Sign(db, house, files, one, list.Id, null, default));

        async Task<Actor> Officer(string login)
        {
            var officer = await (from a in db.Accounts where a.Login == login join g in db.RoleGrants on a.Id equals g.AccountId join o in db.Organisations on g.OrganisationId equals o.Id
                                 select new { a.Id, a.DisplayName, g.Role, Office = o.Id, o.Path }).AsNoTracking().FirstAsync();
            return new Actor(officer.Id, officer.DisplayName, [new HeldRole(officer.Role, officer.Office, officer.Path)]);
        }

        async Task<CaseId> Begun(string code, int number, string? title, params (string Field, string Value)[] said)
        {
            var row = Accept(await CaseDrafts.Begin(db, house, who, code, applicant.Id, code == "gi_recognition" ? "office-340000" : "cnipa", true, default));
            db.ChangeTracker.Clear();
            var item = house.ItemOf(row);
            var form = ExampleForm.Of(item, number, new(2026, 4, 1)).ToDictionary();
            if (title is not null) form["title"] = title;
            foreach (var (field, value) in said) form[field] = value;
            Accept(await CaseDrafts.Save(db, house, who, row.Id, form.GetValueOrDefault, default));
            db.ChangeTracker.Clear();
            var digest = await files.Keep("%PDF-1.4 sample"u8.ToArray());
            foreach (var material in item.Materials.Where(m => !m.Exempt && FormCheck.Asked(m, form)))
            {
                Accept(await CaseDrafts.Attach(db, house, who, row.Id, material.Code, new EvidenceContent("演示.pdf", "application/pdf", 15, digest, new string('d', 64), null), new(15, digest, new string('d', 64)), default));
                db.ChangeTracker.Clear();
            }
            return row.Id;
        }

        async Task Do(Actor actor, CaseId id, CaseActionKind kind, CasePayload? payload = null)
        {
            Accept(await CaseWork.Act(db, house, actor, id, new(kind, $"sample-{++done}", null, "演示理由", payload ?? new()), default));
            db.ChangeTracker.Clear();
        }
    }

    static T Accept<T>(Outcome<T> outcome) where T : notnull =>
        outcome.Accepted(out var value, out var refusal) ? value : throw new InvalidOperationException(string.Join("; ", refusal.Defects));
}
