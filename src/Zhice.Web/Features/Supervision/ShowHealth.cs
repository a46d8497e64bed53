using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Supervision;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Supervision;
using Zhice.Web.Hosting;
using Zhice.Web.Jobs;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Supervision;

/// <summary>运行状况: the last turn of each job, with an alarm when the clock of supervision stands still. For machines: /healthz/clock.</summary>
public static class ShowHealth
{
    /// <summary>The clock stands when its last turn is older than this, or lies this far in the future.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>One job.</summary>
    /// <param name="Job">Its name.</param>
    /// <param name="Last">Its last turn; null where it never took one.</param>
    /// <param name="Stopped">True when it stands.</param>
    public sealed record Row(string Job, JobTick? Last, bool Stopped);

    /// <summary>The page.</summary>
    /// <param name="Jobs">The jobs.</param>
    /// <param name="Waiting">Deliveries that wait for their time.</param>
    /// <param name="Failed">Deliveries and mails that were given up.</param>
    /// <param name="Detailed">True for those who run the instance: nodes and faults, what is overdue and the drills are shown.</param>
    /// <param name="Overdue">What is overdue; null for the others.</param>
    /// <param name="Drills">The last drills, newest first.</param>
    /// <param name="MayDrill">True for those who may ask for one.</param>
    public sealed record View(IReadOnlyList<Row> Jobs, int Waiting, int Failed, bool Detailed, OverdueHistogram? Overdue, IReadOnlyList<Drilled> Drills, bool MayDrill);

    /// <summary>A drill with the name of its programme.</summary>
    public sealed record Drilled(LadderDrill Drill, string Programme);

    /// <summary>Drills that are listed.</summary>
    public const int DrillsShown = 24;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", async (Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) => Answer.Page<HealthPage>(await Run(db, visit.Actor, clock, cancel)));
        routes.MapPost("/health/drill", Drill).DisableAntiforgery();
        routes.MapGet("/healthz/clock", async (ZhiceDb db, TimeProvider clock, HttpResponse response, CancellationToken cancel) =>
        {
            response.Headers.CacheControl = "no-store";
            try
            {
                if (!(await Jobs(db, clock, cancel))[0].Stopped) return Results.Text("ok");
            }
            catch (DbException)
            {
                // A store that does not answer stops the clock too.
            }
            return Results.Text("clock stopped", statusCode: StatusCodes.Status503ServiceUnavailable);
        });
    }

    /// <summary>Loads the page. One command; for those who run the instance ten at most.</summary>
    public static async Task<View> Run(ZhiceDb db, Actor actor, TimeProvider clock, CancellationToken cancel)
    {
        var jobs = await Jobs(db, clock, cancel);
        if (!actor.HoldsAny(Role.SystemAdministrator, Role.NationalAdministrator, Role.Auditor)) return new View(jobs, 0, 0, false, null, [], false);
        var deliveries = await db.Deliveries.Where(d => d.State == DeliveryState.Waiting || d.State == DeliveryState.Failed).GroupBy(d => d.State)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var mails = await db.Digests.CountAsync(d => d.State == DeliveryState.Failed, cancel);
        var drills = await (
            from drill in db.LadderDrills
            orderby drill.Id descending
            join programme in db.Programmes on drill.ProgrammeId equals programme.Id
            select new Drilled(drill, programme.Name)).Take(DrillsShown).ToListAsync(cancel);
        return new View(jobs, deliveries.GetValueOrDefault(DeliveryState.Waiting), deliveries.GetValueOrDefault(DeliveryState.Failed) + mails, true,
            await OverdueHistogram.Load(db, ChinaTime.Today(clock), cancel), drills, MayDrill(actor));
    }

    static bool MayDrill(Actor actor) => actor.HoldsAny(Role.SystemAdministrator, Role.NationalAdministrator);

    static async Task<IReadOnlyList<Row>> Jobs(ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var ticks = (await db.JobTicks.ToListAsync(cancel)).ToDictionary(t => t.Job, StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        string[] jobs = [SupervisionClock.Job, NoticeDelivery.Job];
        return [.. jobs.Select(job => ticks.GetValueOrDefault(job) is { } last ? new Row(job, last, (now - last.At).Duration() > Patience) : new Row(job, null, true))];
    }

    static async Task<IResult> Drill(Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (!MayDrill(visit.Actor)) return Answer.Refused(visit, new Forbidden("access.denied"));
        var drills = await Sweep.Drill(db, visit.Actor, null, clock, cancel);
        return Answer.Done(visit, "/health", drills.Any(d => d.Outcome == DrillOutcome.Failed) ? "health.drill-failed" : "health.drill-done");
    }
}
