using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Audit;
using Zhice.Data.Publishing;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statuses;

/// <summary>资格身份: the dated facts about divisions that decide who owes what.</summary>
public static class ListStatuses
{
    /// <summary>Facts a page.</summary>
    public const int PageSize = 50;

    /// <summary>What is asked for; null leaves a filter open.</summary>
    /// <param name="Name">Exact name of the status.</param>
    /// <param name="Division">Part of a division's name, or the beginning of its code.</param>
    /// <param name="On">Only facts that held on this day.</param>
    /// <param name="Page">Page, from 1.</param>
    public sealed record Request(string? Name = null, string? Division = null, DateOnly? On = null, int Page = 1);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Facts">The page of facts with the names of their divisions.</param>
    /// <param name="Total">Facts that match.</param>
    /// <param name="Names">All names of statuses, for the filter.</param>
    /// <param name="MayManage">True when the reader may import and withdraw.</param>
    /// <param name="Waiting">Publications whose obligations would change by the statuses that were recorded or withdrawn since; none for those who may not manage them.</param>
    public sealed record View(Request Asked, IReadOnlyList<(DatedStatus Status, string Division)> Facts, int Total, IReadOnlyList<string> Names, bool MayManage, IReadOnlyList<WaitingChange> Waiting);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statuses", Handle);
        routes.MapPost("/statuses/{id:long}/withdraw", Post).DisableAntiforgery();
    }

    /// <summary>Loads a page of facts. They are public: they say which city took part in which pilot.</summary>
    public static async Task<View> Run(ZhiceDb db, Actor actor, Request request, CancellationToken cancel)
    {
        var facts = from status in db.Statuses
                    join division in db.Divisions on status.DivisionCode equals division.Code
                    where division.ValidTo == null
                    select new { status, division.Name };
        if (request.Name is { } name) facts = facts.Where(f => f.status.Name == name);
        if (request.Division is { } place) facts = facts.Where(f => f.Name.Contains(place) || f.status.DivisionCode.StartsWith(place));
        if (request.On is { } day)
            facts = facts.Where(f => f.status.WithdrawnAt == null && f.status.ValidFrom <= day && (f.status.ValidTo == null || f.status.ValidTo > day));
        var total = await facts.CountAsync(cancel);
        var rows = await facts.OrderBy(f => f.status.Name).ThenBy(f => f.status.DivisionCode).ThenBy(f => f.status.ValidFrom).ThenBy(f => f.status.Id)
            .Skip((request.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var names = await db.Statuses.Select(s => s.Name).Distinct().OrderBy(n => n).Take(200).ToListAsync(cancel);
        var manages = AccessPolicy.MayManageStatuses(actor);
        var waiting = manages ? (await WaitingChanges.Of(db, null, null, null, cancel)).Where(w => w.Statuses.Count > 0).ToList() : [];
        return new View(request, rows.ConvertAll(r => (r.status, r.Name)), total, names, manages, waiting);
    }

    /// <summary>Withdraws a fact that was recorded by mistake. It stays readable; what was computed with it stands until the next publication.</summary>
    public static async Task<Outcome<DatedStatus>> Withdraw(ZhiceDb db, Actor actor, StatusId id, string reason, TimeProvider clock, CancellationToken cancel)
    {
        if (!AccessPolicy.MayManageStatuses(actor)) return new Forbidden("access.denied");
        var text = reason.Trim();
        if (text.Length is 0 or > 300) return new Invalid(new Defect("status.reason", "reason"));
        var status = await db.Statuses.AsTracking().FirstOrDefaultAsync(s => s.Id == id, cancel);
        if (status is null) return new Missing("status.missing");
        if (status.WithdrawnAt is not null) return new Blocked("status.gone");
        status.WithdrawnAt = clock.GetUtcNow();
        AuditLog.Append(db, actor, status.WithdrawnAt.Value, "status.withdraw", $"status/{id.Value}", new { status.DivisionCode, status.Name, reason = text });
        await db.SaveChangesAsync(cancel);
        return status;
    }

    static async Task<IResult> Handle(string? name, string? division, DateOnly? on, int? page, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        Answer.Page<StatusesPage>(await Run(db, visit.Actor, new Request(Text(name), Text(division), on, Math.Clamp(page ?? 1, 1, 10_000)), cancel));

    static async Task<IResult> Post(long id, [FromForm] string? reason, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if ((await Withdraw(db, visit.Actor, new(id), reason ?? "", clock, cancel)).Accepted(out _, out var refusal)) return Answer.Done(visit, "/statuses", "status.done");
        return refusal is Invalid or Blocked
            ? Answer.Again<StatusesPage>(visit, await Run(db, visit.Actor, new Request(), cancel), refusal)
            : Answer.Refused(visit, refusal);
    }

    static string? Text(string? typed) => typed?.Trim() is { Length: > 0 and <= 120 } text ? text : null;
}
