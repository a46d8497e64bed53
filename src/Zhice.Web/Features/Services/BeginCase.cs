using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>在线办理: who applies, and at which office; the next page is the form.</summary>
public static class BeginCase
{
    /// <summary>The page.</summary>
    /// <param name="Item">The item.</param>
    /// <param name="Applicants">For whom the reader may apply.</param>
    /// <param name="Offices">Offices that are competent.</param>
    public sealed record View(ServiceItem Item, IReadOnlyList<ServiceApplicant> Applicants, IReadOnlyList<Organisation> Offices);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/services/{service}/apply", Show);
        routes.MapPost("/services/{service}/apply", Begin).DisableAntiforgery();
    }

    /// <summary>Loads the page.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, ServiceHouse house, Actor actor, string code, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        if (house.Catalogue.Find(code, today) is not { } item) return new Missing("service.missing");
        if (item.Closed is { } closed) return new Blocked("case.item-closed", item.Name, closed.Reason);
        if (actor.AccountId is not { } me) return new Forbidden("access.denied");
        return new View(item, await Applicants.Of(db, me, today).AsNoTracking().OrderBy(a => a.Id).Take(100).ToListAsync(cancel),
            await CaseDrafts.Offices(db, item).AsNoTracking().OrderBy(o => o.Code).Take(500).ToListAsync(cancel));
    }

    static async Task<IResult> Show(string service, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        if (!(await Run(db, house, visit.Actor, service, visit.Today, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        return view.Applicants.Count == 0 ? Results.LocalRedirect($"/my/register?return={Uri.EscapeDataString(visit.Path)}") : Answer.Page<BeginCasePage>(view);
    }

    static async Task<IResult> Begin(string service, HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, HostSettings settings, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var begun = await CaseDrafts.Begin(db, house, visit.Actor, service, new(CaseInput.Number(form["applicant"]) ?? 0), form["office"].ToString(), settings.Demonstration, cancel);
        if (begun.Accepted(out var row, out var refusal)) return Results.LocalRedirect($"{CaseText.Own(row.Id)}/form");
        return refusal is Invalid or Blocked && (await Run(db, house, visit.Actor, service, visit.Today, cancel)).Accepted(out var view, out _) ? Answer.Again<BeginCasePage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
