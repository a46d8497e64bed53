using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Reporting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Reporting;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Reporting;

/// <summary>报送分工: the steps of an office, who takes them, deputies with their days, and the hand-over when somebody leaves.</summary>
public static class ManageOffice
{
    /// <summary>Duties that are listed, those in force first.</summary>
    public const int Listed = 200;

    /// <summary>The page.</summary>
    /// <param name="Office">The office.</param>
    /// <param name="Steps">Its steps; version 0 where none are set.</param>
    /// <param name="Duties">Duties given, the newest first.</param>
    /// <param name="People">Accounts that do business for it.</param>
    /// <param name="Names">Names of all accounts on the page.</param>
    /// <param name="MayChange">True where the reader may change all this.</param>
    public sealed record View(
        Organisation Office, OfficeSteps Steps, IReadOnlyList<OfficeDuty> Duties, IReadOnlyList<Person> People, IReadOnlyDictionary<AccountId, string> Names, bool MayChange);

    /// <summary>An account that does business for the office.</summary>
    public sealed record Person(AccountId Id, string Name, IReadOnlyList<Role> Roles);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/organisations/{code}/duties", Show);
        routes.MapPost("/organisations/{code}/duties/steps", SetSteps).DisableAntiforgery();
        routes.MapPost("/organisations/{code}/duties", Give).DisableAntiforgery();
        routes.MapPost("/organisations/{code}/duties/{id:long}/end", End).DisableAntiforgery();
        routes.MapPost("/organisations/{code}/duties/hand-over", HandOver).DisableAntiforgery();
    }

    /// <summary>Loads the page: for the office's own people, for those who may change it, and for who reads all.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, string code, CancellationToken cancel)
    {
        var office = await db.Organisations.FirstOrDefaultAsync(o => o.Code == code, cancel);
        if (office is null) return new Missing("organisation.missing");
        var may = AccessPolicy.MayOrganise(actor, office.Id, office.Path, office.Kind);
        if (!may && !AccessPolicy.ReadsAll(actor) && !AccessPolicy.Offices(actor).Contains(office.Id)) return new Forbidden("access.denied");
        var steps = await db.OfficeSteps.FirstOrDefaultAsync(s => s.OrganisationId == office.Id, cancel) ?? new OfficeSteps { OrganisationId = office.Id };
        var duties = await db.OfficeDuties.Where(d => d.OrganisationId == office.Id).OrderByDescending(d => d.Until == null).ThenByDescending(d => d.Id).Take(Listed).ToListAsync(cancel);
        var people = (await (
            from grant in db.RoleGrants
            where grant.OrganisationId == office.Id && grant.RevokedAt == null && AccessPolicy.BusinessRoles.Contains(grant.Role)
            join account in db.Accounts on grant.AccountId equals account.Id
            where !account.Closed
            orderby account.DisplayName, account.Id
            select new { account.Id, account.DisplayName, grant.Role }).Take(500).ToListAsync(cancel))
            .GroupBy(p => (p.Id, p.DisplayName)).Select(g => new Person(g.Key.Id, g.Key.DisplayName, [.. g.Select(p => p.Role).Distinct()])).ToList();
        var named = duties.Select(d => d.AccountId).Concat(duties.Select(d => d.DeputyOf).OfType<AccountId>()).Distinct().ToList();
        var names = await db.Accounts.Where(a => named.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancel);
        return new View(office, steps, duties, people, names, may);
    }

    static async Task<IResult> Show(string code, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, code, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<OfficePage>(view) : Answer.Refused(visit, refusal);

    static Task<IResult> SetSteps(string code, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        Change(code, http, visit, db, (office, form) => OfficeDesk.SetSteps(db, visit.Actor, office, form["review"] == "true", form["signOff"] == "true", (int)Key(form["version"]), clock, cancel), cancel);

    static Task<IResult> Give(string code, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        Change(code, http, visit, db, (office, form) => OfficeDesk.Give(db, visit.Actor, office, new OfficeDuty
        {
            OrganisationId = office.Id, AccountId = new(Key(form["account"])), Step = Enum.TryParse<OfficeStep>(form["step"], out var step) ? step : (OfficeStep)(-1),
            DeputyOf = Key(form["deputyOf"]) is > 0 and var principal ? new AccountId(principal) : null, From = Day(form["from"]) ?? visit.Today, Until = Day(form["until"]),
        }, clock, cancel), cancel);

    static Task<IResult> End(string code, long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        Change(code, http, visit, db, (office, _) => OfficeDesk.End(db, visit.Actor, office, id, clock, cancel), cancel);

    static Task<IResult> HandOver(string code, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        Change(code, http, visit, db, (office, form) => OfficeDesk.HandOver(db, visit.Actor, office, new(Key(form["leaving"])), new(Key(form["to"])), clock, cancel), cancel);

    static async Task<IResult> Change<T>(
        string code, HttpRequest http, Visit visit, ZhiceDb db, Func<Organisation, IFormCollection, Task<Outcome<T>>> change, CancellationToken cancel) where T : notnull
    {
        var office = await db.Organisations.FirstOrDefaultAsync(o => o.Code == code, cancel);
        if (office is null) return Answer.Refused(visit, new Missing("organisation.missing"));
        if ((await change(office, await http.ReadFormAsync(cancel))).Accepted(out _, out var refusal)) return Answer.Done(visit, $"/organisations/{code}/duties", "office.done");
        db.ChangeTracker.Clear();
        return refusal is not Forbidden && (await Run(db, visit.Actor, code, cancel)).Accepted(out var view, out _) ? Answer.Again<OfficePage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    static long Key(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : 0;

    static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
