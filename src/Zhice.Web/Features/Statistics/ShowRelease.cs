using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Statistics;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statistics;

/// <summary>发布: one revision at the desk, with its steps and what may be done next.</summary>
public static class ShowRelease
{
    /// <summary>A step.</summary>
    public sealed record Step(ReleaseStep Taken, string By);

    /// <summary>The page.</summary>
    /// <param name="Release">The release.</param>
    /// <param name="Owner">Name of the office that publishes.</param>
    /// <param name="Body">The figures.</param>
    /// <param name="Steps">Steps, the first one first.</param>
    /// <param name="Next">The next state that the reader may bring about; null for none.</param>
    /// <param name="MayReturn">True where the reader may take it back to draft.</param>
    /// <param name="MayRestate">True where the reader may restate it.</param>
    public sealed record View(StatisticalRelease Release, string Owner, ReleaseBody Body, IReadOnlyList<Step> Steps, ReleaseState? Next, bool MayReturn, bool MayRestate);

    /// <summary>What was typed.</summary>
    public sealed class Form
    {
        /// <summary>Where it is to go.</summary>
        public ReleaseState To { get; set; }
        /// <summary>The version that was seen.</summary>
        public int Version { get; set; }
        /// <summary>Words, or the reason of a restatement.</summary>
        public string? Note { get; set; }
        /// <summary>The reason of a restatement.</summary>
        public string? Reason { get; set; }
        /// <summary>The confirmation that a draft is given up.</summary>
        public string? Confirm { get; set; }
        /// <summary>Day of a restatement.</summary>
        public string? PlannedOn { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statistics/releases/{id:long}", Show);
        routes.MapPost("/statistics/releases/{id:long}/move", Move).DisableAntiforgery();
        routes.MapPost("/statistics/releases/{id:long}/restate", Restate).DisableAntiforgery();
        routes.MapPost("/statistics/releases/{id:long}/discard", Discard).DisableAntiforgery();
    }

    /// <summary>The page's view. <c>release.missing</c> where it may not be seen.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Visit visit, ReleaseId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(visit);
        var actor = visit.Actor;
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        if (await db.VisibleReleases(actor).AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancel) is not { } release) return new Missing("release.missing");
        var owner = await db.Organisations.AsNoTracking().FirstAsync(o => o.Id == release.OwnerId, cancel);
        var steps = await (
            from step in db.ReleaseSteps
            join account in db.Accounts on step.By equals account.Id
            where step.ReleaseId == id
            orderby step.Id
            select new Step(step, account.DisplayName)).AsNoTracking().Take(200).ToListAsync(cancel);
        var taken = steps.ConvertAll(s => s.Taken);
        var next = ReleaseMoves.Next(release.State) is { } to && actor.AccountId is { } by && ReleaseMoves.Decide(release, taken, to, by, owner.Path, actor, visit.Today) is null ? to : null as ReleaseState?;
        var mayDraft = ReleaseMoves.MayDraft(actor, owner.Path);
        var isLast = !await db.StatisticalReleases.AnyAsync(r => r.Code == release.Code && r.Revision > release.Revision, cancel);
        return new View(release, owner.Name, ReleaseBody.Read(release.Body), steps, next, mayDraft && release.State < ReleaseState.Published,
            mayDraft && isLast && release.State >= ReleaseState.Published);
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit, new(id), cancel)).Accepted(out var view, out var refusal) ? Answer.Page<ReleasePage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Move(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await ReleaseDesk.Move(db, visit.Actor, new(id), form.Version, form.To, form.Note, clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, $"/statistics/releases/{id}", "release.step-done") : await Again(id, refusal, visit, db, cancel);

    static async Task<IResult> Discard(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        form.Confirm != "yes" ? await Again(id, new Invalid(new Defect("release.confirm", "confirm")), visit, db, cancel)
        : (await ReleaseDesk.Discard(db, visit.Actor, new(id), form.Version, clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, "/statistics/releases", "release.discarded") : await Again(id, refusal, visit, db, cancel);

    static async Task<IResult> Restate(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (!string.IsNullOrWhiteSpace(form.PlannedOn) && !DateOnly.TryParseExact(form.PlannedOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return await Again(id, new Invalid(new Defect("release.planned", "plannedOn")), visit, db, cancel);
        var day = DateOnly.TryParseExact(form.PlannedOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var planned) ? planned : null as DateOnly?;
        return (await ReleaseDesk.Restate(db, visit.Actor, new(id), form.Reason ?? "", day, clock, cancel)).Accepted(out var fresh, out var refusal)
            ? Answer.Done(visit, $"/statistics/releases/{fresh.Id.Value}", "release.restated") : await Again(id, refusal, visit, db, cancel);
    }

    static async Task<IResult> Again(long id, Refusal refusal, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        return refusal is not Forbidden && (await Run(db, visit, new(id), cancel)).Accepted(out var view, out _) ? Answer.Again<ReleasePage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
