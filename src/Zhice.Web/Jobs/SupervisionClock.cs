using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Zhice.Data.Storage;
using Zhice.Data.Supervision;
using Zhice.Domain.Accounts;
using Zhice.Domain.Supervision;

namespace Zhice.Web.Jobs;

/// <summary>The clock of supervision: fires what is due, and leaves a mark of every turn for the health page.</summary>
/// <remarks>Every node runs it; the claim of a rung decides who fires it. What tells others (mail, webhooks) is a job of its own, so that a slow receiver does not stop the clock.</remarks>
public sealed partial class SupervisionClock(ZhiceStore store, TimeProvider clock, ILogger<SupervisionClock> log) : BackgroundService
{
    /// <summary>Name of its turns.</summary>
    public const string Job = "supervision";

    /// <summary>Time between two turns.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <summary>The node's name in the marks.</summary>
    internal static readonly string Node = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}");

    // The month's drill waits until the node has settled, and is looked for now and then only.
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(30);

    readonly Sweep sweep = new();
    DateTimeOffset? nextLook;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            do await Turn(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Asked to stop: what is due fires at the next start.
        }
    }

    /// <summary>One turn. A fault of the store is logged and left to the next one; the mark then stays old, and the alarm sounds.</summary>
    public async Task Turn(CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await using var db = store.CreateContext();
            var result = await sweep.Run(db, clock, cancel);
            var unknown = result.UnknownYears.Count == 0 ? null : string.Join(' ', result.UnknownYears);
            var took = Stopwatch.GetElapsedTime(began);
            await JobTicks.Record(db, Job, Node, clock.GetUtcNow(), took, result.Fired, unknown, cancel);
            await DrillMonthly(db, cancel);
            if (result.Fired > 0) Fired(log, result.Fired, result.Letters, (long)took.TotalMilliseconds);
        }
        catch (DbException failure)
        {
            Failed(log, failure);
        }
    }

    async Task DrillMonthly(Zhice.Data.ZhiceDb db, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        nextLook ??= now + BetweenLooks;
        if (now < nextLook) return;
        nextLook = now + BetweenLooks;
        if (!await Sweep.DrillWaits(db, clock, cancel)) return;
        foreach (var drill in await Sweep.Drill(db, Actor.Public, null, clock, cancel))
            if (drill.Outcome == DrillOutcome.Failed) NotPassed(log, drill.ProgrammeId.Value, drill.Expected, drill.Fired, drill.Again);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The drill of programme {Programme} did not pass: {Expected} rungs were to fire, {Fired} did, {Again} again")]
    static partial void NotPassed(ILogger log, long programme, int expected, int fired, int again);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Rungs} rungs fired, {Letters} letters drafted, in {Milliseconds} ms")]
    static partial void Fired(ILogger log, int rungs, int letters, long milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "The clock of supervision could not take its turn; the next one tries again")]
    static partial void Failed(ILogger log, Exception failure);
}
