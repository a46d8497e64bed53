using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Data;
using Zhice.Domain.Accounts;
using Zhice.Web.Features.Accounts;

namespace Zhice.Web.Tests.Reporting;

/// <summary>The sample with colleagues: two officers of Anhui's office beside its administrator, an administrator of Hefei, and one of Jiangsu.</summary>
public sealed partial class ReportingSite : Site
{
    static readonly (string Login, Role Role, string At)[] People =
    [
        ("writer", Role.RegionalOfficer, "office-340000"), ("second", Role.RegionalOfficer, "office-340000"), ("signer", Role.RegionalAdministrator, "office-340000"),
        ("hefei", Role.RegionalAdministrator, "office-340100"), ("jiangsu", Role.RegionalAdministrator, "office-320000"), ("jiangsuofficer", Role.RegionalOfficer, "office-320000"),
    ];

    public Sample Sample { get; private set; } = null!;

    protected override HostSettings Settings => base.Settings with { Demonstration = true, DemonstrationPassword = Password };

    protected override async Task<bool> Fill(ZhiceDb db)
    {
        Sample = await Sample.Fill(db, 10, Password);
        var hash = Passwords.Hash(Password);
        var lead = await db.Assignments.Where(a => a.TaskId == Sample.Tasks[0].Id && a.Role == Domain.Programme.AssignedRole.Lead)
            .Join(db.Organisations, a => a.OrganisationId, o => o.Id, (_, o) => o.Code).FirstAsync();
        foreach (var (login, role, at) in People.Append(("department", Role.DepartmentOfficer, lead)))
        {
            var account = new Account { Login = login, DisplayName = "演示" + login, PasswordHash = hash, CreatedAt = Clock.GetUtcNow(), Demonstration = true };
            db.Add(account);
            await db.SaveChangesAsync();
            db.Add(new RoleGrant { AccountId = account.Id, Role = role, OrganisationId = await db.Organisations.Where(o => o.Code == at).Select(o => o.Id).SingleAsync(), GrantedAt = Clock.GetUtcNow() });
        }
        await db.SaveChangesAsync();
        return true;
    }

    public async Task<Browser> As(string login)
    {
        var browser = Browse();
        if (login.Length > 0) Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    /// <summary>Obligations of an office on the public document that must be done, in order.</summary>
    public Task<List<long>> Owed(string office) => With(async db => (await db.Obligations
        .Where(o => o.OrganisationId == db.Organisations.First(p => p.Code == office).Id && o.Level != Domain.Programme.ObligationLevel.Optional
            && db.Tasks.Any(t => t.Id == o.TaskId && t.DocumentId == Sample.Public.Id)).OrderBy(o => o.Id).Select(o => o.Id).ToListAsync()).ConvertAll(o => o.Value));

    /// <summary>Begins a report on the obligation; answers its address.</summary>
    public static async Task<string> Begin(Browser browser, long obligation) =>
        (await browser.Submit("/account", $"/obligations/{obligation}/report")).Headers.Location!.ToString();

    /// <summary>The hidden version on a page.</summary>
    public static int Version(string page) => int.Parse(VersionField().Match(page).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Saves, or saves and hands on, as the editor's form does.</summary>
    public static async Task<HttpResponseMessage> Save(Browser browser, string report, string words, string then = "save", int? version = null, int revision = 1, string status = "UnderWay", string result = "None") =>
        await browser.Submit(report, report, ("version", $"{version ?? Version(await browser.Read(report))}"), ("revision", $"{revision}"), ("from", "2026-01-01"), ("to", "2026-02-28"),
            ("status", status), ("result", result), ("narrative", words), ("then", then));

    /// <summary>Takes a step as the page's form does.</summary>
    public static async Task<HttpResponseMessage> Step(Browser browser, string report, string action, params (string, string)[] more) =>
        await browser.Submit(report, $"{report}/steps", [("action", action), ("version", $"{Version(await browser.Read(report))}"), .. more]);

    [GeneratedRegex("name=\"version\" value=\"(\\d+)\"")]
    private static partial Regex VersionField();
}
