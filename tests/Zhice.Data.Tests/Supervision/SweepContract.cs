using Microsoft.EntityFrameworkCore;
using Zhice.Data.Publishing;
using Zhice.Data.Storage;
using Zhice.Data.Supervision;
using Zhice.Domain.Accounts;
using Zhice.Domain.Supervision;
using Zhice.Domain.Working;
using Zhice.Policy;

namespace Zhice.Data.Tests.Supervision;

public sealed class SqliteSweep(PostgresCluster cluster) : SweepContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresSweep(PostgresCluster cluster) : SweepContract(StoreProvider.PostgreSql, cluster);

/// <summary>Every rung fires once, on its day, whoever looks and however often.</summary>
public abstract class SweepContract(StoreProvider provider, PostgresCluster cluster) : SupervisedContract(provider, cluster)
{
    // 1 October 2026 is a holiday: the last day in time is Thursday the 8th, ten working days before it is 17 September, as Sunday the 20th is worked.
    [Theory]
    [InlineData("2026-09-16 01:00", 0)]
    [InlineData("2026-09-16 16:00", 32)] // it is the 17th in China already
    [InlineData("2026-10-08 15:59", 64)] // both reminders; the day itself is in time
    [InlineData("2026-10-08 16:00", 32)] // the 9th: the overdue notice; reminders of a day gone by say nothing any more
    public async Task A_rung_fires_on_its_working_day_in_China(string utc, int fired)
    {
        await Published();
        Clock.Now = At(utc);
        Assert.Equal(fired, (await new Sweep().Run(Db, Clock, Cancel)).Fired);
    }

    [Fact]
    public async Task A_year_goes_up_the_ladder_one_rung_after_the_other_and_none_twice()
    {
        await Published();
        var sweep = new Sweep();
        for (Clock.Now = At("2026-09-01 01:00"); Clock.Now < At("2026-11-10 01:00"); Clock.Now = Clock.Now.AddDays(1))
        {
            await sweep.Run(Db, Clock, Cancel);
            await new Sweep().Run(Db, Clock, Cancel); // a node that has just started
        }

        var one = (await Obligations("按期任务"))[0].Id;
        Assert.Equal(
            ["Reminder -10 2026-09-17", "Reminder -3 2026-09-28", "OverdueNotice 1 2026-10-09", "YellowCard 5 2026-10-14", "RedCard 10 2026-10-21", "UrgingLetter 15 2026-10-28"],
            (await Db.Firings.Where(f => f.ObligationId == one).OrderBy(f => f.Id).ToListAsync(Cancel)).Select(f => $"{f.Kind} {f.Days} {f.FiredFor:yyyy-MM-dd}"));
        Assert.Equal(32 * 6, await Db.Firings.CountAsync(Cancel));
        Assert.Equal(32 * 6, await Db.OutboxEvents.CountAsync(Cancel)); // each with its event
        Assert.Equal(32, await Db.Letters.CountAsync(Cancel)); // and its draft, laid before the office above
        Assert.Equal([Db.Organisation("cnipa").Id], await Db.Letters.Select(l => l.IssuerId).Distinct().ToListAsync(Cancel));
        Assert.Equal(6, await Db.AuditEntries.CountAsync(e => e.Action == "supervision.fire", Cancel));
    }

    [Fact]
    public async Task An_edition_does_not_fire_a_rung_again_for_what_it_carries_over()
    {
        var programme = await Published();
        Clock.Now = At("2026-09-17 01:00");
        await new Sweep().Run(Db, Clock, Cancel);
        var owed = (await Obligations("按期任务")).ConvertAll(o => o.Id);

        var edition = Db.Document(title: "任务清单（修订）");
        var again = Office.Task("t1", "按期任务", Office.Measure("t1.m1", ActorScope.AllRegions, "落实举措。", Office.Rule(RegionLevel.Province, "各省份均必做")))
            with { Deadline = new Deadline(DeadlineKind.ByDate, new DateOnly(2026, 10, 1), "10月1日前", new Span(0, 5)) };
        var request = new PublicationRequest(edition.Id, programme, 2026, "", new DateOnly(2026, 3, 1), Office.Reading(again), Replaces: Db.Documents.OrderBy(d => d.Id).First().Id);
        Assert.Equal((0, 32, 32), (await Publisher.Publish(Db, Admin, request, null, Clock, Cancel)).Accept() is var done ? (done.Added, done.Changed, done.Withdrawn) : default);
        Db.ChangeTracker.Clear();

        Assert.Equal(owed, (await Obligations("按期任务")).ConvertAll(o => o.Id));
        Assert.Equal(0, (await new Sweep().Run(Db, Clock, Cancel)).Fired);
    }

    [Fact]
    public async Task A_drill_fires_every_rung_once_and_leaves_its_record_only()
    {
        await Published();
        Clock.Now = At("2026-09-20 01:00"); // one reminder is behind
        await new Sweep().Run(Db, Clock, Cancel);
        var before = (await Db.Firings.CountAsync(Cancel), await Db.OutboxEvents.CountAsync(Cancel), await Db.Letters.CountAsync(Cancel));
        Assert.True(await Sweep.DrillWaits(Db, Clock, Cancel));

        var drill = Assert.Single(await Sweep.Drill(Db, Actor.Public, null, Clock, Cancel));
        Assert.Equal((DrillOutcome.Passed, 0), (drill.Outcome, drill.Again));
        Assert.True(drill.Expected > 0 && drill.Fired == drill.Expected, $"{drill.Fired} of {drill.Expected}");
        Assert.Equal(before, (await Db.Firings.CountAsync(Cancel), await Db.OutboxEvents.CountAsync(Cancel), await Db.Letters.CountAsync(Cancel)));
        Assert.False(await Sweep.DrillWaits(Db, Clock, Cancel));
        Clock.Now = At("2026-09-30 16:00"); // October in China
        Assert.True(await Sweep.DrillWaits(Db, Clock, Cancel));
    }

    [Fact]
    public async Task A_drill_finds_a_rung_that_stays_silent()
    {
        await Published();
        Clock.Now = At("2026-09-10 01:00");
        await Db.Database.ExecuteSqlRawAsync(Db.Database.IsNpgsql()
            ? "CREATE FUNCTION lost() RETURNS trigger AS $$ BEGIN RETURN NULL; END $$ LANGUAGE plpgsql; CREATE TRIGGER lost BEFORE INSERT ON sup_firing FOR EACH ROW WHEN (NEW.kind = 2) EXECUTE FUNCTION lost()"
            : "CREATE TRIGGER lost BEFORE INSERT ON sup_firing WHEN NEW.kind = 2 BEGIN SELECT RAISE(IGNORE); END", Cancel);

        var drill = Assert.Single(await Sweep.Drill(Db, Actor.Public, null, Clock, Cancel));
        Assert.Equal((DrillOutcome.Failed, drill.Expected - 1), (drill.Outcome, drill.Fired));
    }

    [Fact]
    public async Task What_is_overdue_is_counted_by_working_days()
    {
        await Published();
        var calendar = await Calendars.Load(Db, Cancel);
        var open = await OpenDates.Load(Db, Cancel);
        string At(string day) => string.Join(' ', OverdueHistogram.Of(calendar, open.Where(o => o.Due.On == new DateOnly(2026, 10, 1)), DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).Bars.Select(b => b.Count));
        Assert.Equal("0 0 0 0 0 0", At("2026-10-08")); // the last day itself is in time
        Assert.Equal("32 0 0 0 0 0", At("2026-10-09"));
        Assert.Equal("0 0 32 0 0 0", At("2026-10-28"));
        Assert.Equal(32, OverdueHistogram.Of(calendar, open.Where(o => o.Due.On == new DateOnly(2026, 10, 1)), new DateOnly(2031, 5, 1)).Unknown);
    }

    [Fact]
    public async Task Two_workers_at_once_fire_every_rung_once()
    {
        await Published();
        Clock.Now = At("2026-10-29 01:00");

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var own = Another();
            return await new Sweep().Run(own, Clock, Cancel);
        }));

        Assert.Equal(32 * 4, results.Sum(r => r.Fired)); // overdue, yellow, red, letter
        Assert.Equal(32 * 4, await Db.Firings.CountAsync(Cancel));
        Assert.Equal(32 * 4, await Db.OutboxEvents.CountAsync(Cancel));
        Assert.Equal(32, results.Sum(r => r.Letters));
    }

    [Fact]
    public async Task What_is_done_does_not_apply_or_was_not_taken_on_fires_nothing()
    {
        await Published();
        var owed = await Obligations("按期任务");
        await Set(owed[0], WorkStatus.Done);
        await Set(owed[1], WorkStatus.NotApplicable);
        await Set(owed[2], WorkStatus.UnderWay);
        await Db.Obligations.Where(o => o.Id == owed[3].Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.Level, Domain.Programme.ObligationLevel.Optional), Cancel);

        Clock.Now = At("2026-10-09 01:00");
        await new Sweep().Run(Db, Clock, Cancel);

        Assert.Equal(owed.Skip(2).Where(o => o.Id != owed[3].Id).Select(o => o.Id), await Db.Firings.OrderBy(f => f.ObligationId).Select(f => f.ObligationId).ToListAsync(Cancel));
    }

    [Fact]
    public async Task An_extension_begins_the_ladder_anew_at_its_own_day()
    {
        await Published();
        var extended = (await Obligations("按期任务"))[0];
        Clock.Now = At("2026-09-17 01:00");
        var sweep = new Sweep();
        await sweep.Run(Db, Clock, Cancel);
        await Set(extended, WorkStatus.UnderWay, new DateOnly(2026, 11, 20));

        Clock.Now = At("2026-11-06 01:00"); // ten working days before
        await sweep.Run(Db, Clock, Cancel);

        Assert.Equal(["2026-10-01 -10", "2026-11-20 -10"],
            (await Db.Firings.Where(f => f.ObligationId == extended.Id).OrderBy(f => f.Id).ToListAsync(Cancel)).Select(f => $"{f.DueOn:yyyy-MM-dd} {f.Days}"));
    }

    [Fact]
    public async Task A_work_item_has_a_clock_of_its_own()
    {
        await Published();
        var obligation = (await Obligations("年底任务"))[0];
        var city = Db.Organisation("office-340100").Id;
        Db.Add(new WorkItem { ObligationId = obligation.Id, GivenBy = obligation.OrganisationId, OrganisationId = city, Title = "落实方案", Due = new DateOnly(2026, 5, 8), CreatedAt = Clock.Now });
        await Db.SaveChangesAsync(Cancel);

        Clock.Now = At("2026-05-09 01:00"); // a Saturday that is worked
        await new Sweep().Run(Db, Clock, Cancel);

        var firing = Assert.Single(await Db.Firings.ToListAsync(Cancel));
        Assert.Equal((ClockSubject.WorkItem, city, RungKind.OverdueNotice), (firing.Subject, firing.OrganisationId, firing.Kind));
        Assert.Equal($"work-item/{firing.SubjectId}", (await Db.OutboxEvents.SingleAsync(Cancel)).Subject);
    }

    [Fact]
    public async Task A_ladder_set_up_late_does_not_bring_back_the_past_and_a_paused_one_is_still()
    {
        var programme = await Published();
        Clock.Now = At("2026-10-15 01:00");
        var rungs = new[] { new Rung(RungKind.OverdueNotice, 1), new Rung(RungKind.YellowCard, 7) };
        (await Ladders.Save(Db, Admin, programme, rungs, new DateOnly(2026, 10, 15), paused: true, 0, Clock, Cancel)).Accept();
        Assert.Equal(0, (await new Sweep().Run(Db, Clock, Cancel)).Fired);

        (await Ladders.Save(Db, Admin, programme, rungs, new DateOnly(2026, 10, 15), paused: false, 1, Clock, Cancel)).Accept();
        Clock.Now = At("2026-10-17 01:00");
        await new Sweep().Run(Db, Clock, Cancel);

        Assert.Equal([RungKind.YellowCard], await Db.Firings.Select(f => f.Kind).Distinct().ToListAsync(Cancel));
        Assert.Equal("ladder.changed", (await Ladders.Save(Db, Admin, programme, rungs, new DateOnly(2026, 10, 15), false, 1, Clock, Cancel)).Refusal());
        Assert.Equal("access.denied", (await Ladders.Save(Db, Someone(Role.RegionalAdministrator, "office-340000"), programme, rungs, new DateOnly(2026, 10, 15), false, 2, Clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task Nothing_is_looked_at_again_until_something_changed()
    {
        await Published();
        Clock.Now = At("2026-10-09 01:00");
        var sweep = new Sweep();
        Assert.False((await sweep.Run(Db, Clock, Cancel)).Skipped);
        Assert.True((await sweep.Run(Db, Clock, Cancel)).Skipped);

        await Set((await Obligations("按期任务"))[0], WorkStatus.UnderWay);
        Assert.False((await sweep.Run(Db, Clock, Cancel)).Skipped);
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_and_back_fires_nothing_twice()
    {
        await Published();
        foreach (var now in new[] { "2026-10-15 01:00", "2026-09-28 01:00", "2026-10-09 01:00", "2026-10-15 01:00" })
        {
            Clock.Now = At(now);
            await new Sweep().Run(Db, Clock, Cancel);
        }
        var firings = await Db.Firings.Select(f => new { f.SubjectId, f.DueOn, f.Days }).ToListAsync(Cancel);
        Assert.Equal(firings.Count, firings.Distinct().Count());
        Assert.Equal([-10, -3, 1, 5], firings.Select(f => f.Days).Distinct().Order());
    }

    [Fact]
    public async Task Due_days_in_a_year_without_a_notice_stand_still_and_are_named()
    {
        await Published();
        await Set((await Obligations("按期任务"))[0], WorkStatus.UnderWay, new DateOnly(2028, 3, 1));
        Clock.Now = At("2026-10-09 01:00");
        Assert.Equal([2027, 2028], (await new Sweep().Run(Db, Clock, Cancel)).UnknownYears); // the cards after the end of 2026, and the extension
    }
}
