using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Domain.Accounts;
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
    /// <param name="Detailed">True for those who run the instance: nodes and faults are shown.</param>
    public sealed record View(IReadOnlyList<Row> Jobs, int Waiting, int Failed, bool Detailed);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", async (Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) => Answer.Page<HealthPage>(await Run(db, visit.Actor, clock, cancel)));
        routes.MapGet("/healthz/clock", async (ZhiceDb db, TimeProvider clock, HttpResponse response, CancellationToken cancel) =>
        {
            response.Headers.CacheControl = "no-store";
            try
            {
                if (!(await Run(db, Actor.Public, clock, cancel)).Jobs[0].Stopped) return Results.Text("ok");
            }
            catch (DbException)
            {
                // A store that does not answer stops the clock too.
            }
            return Results.Text("clock stopped", statusCode: StatusCodes.Status503ServiceUnavailable);
        });
    }

    /// <summary>Loads the page. Three commands.</summary>
    public static async Task<View> Run(ZhiceDb db, Actor actor, TimeProvider clock, CancellationToken cancel)
    {
        var ticks = (await db.JobTicks.ToListAsync(cancel)).ToDictionary(t => t.Job, StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        var detailed = actor.HoldsAny(Role.SystemAdministrator, Role.NationalAdministrator, Role.Auditor);
        var (waiting, failed) = detailed
            ? (await db.Deliveries.CountAsync(d => d.State == DeliveryState.Waiting, cancel),
                await db.Deliveries.CountAsync(d => d.State == DeliveryState.Failed, cancel) + await db.Digests.CountAsync(d => d.State == DeliveryState.Failed, cancel))
            : (0, 0);
        string[] jobs = [SupervisionClock.Job, NoticeDelivery.Job];
        return new View([.. jobs.Select(job => ticks.GetValueOrDefault(job) is { } last ? new Row(job, last, (now - last.At).Duration() > Patience) : new Row(job, null, true))],
            waiting, failed, detailed);
    }
}
