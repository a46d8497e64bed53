using Microsoft.EntityFrameworkCore;
using Zhice.Data.Publishing;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Policy;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests;

public sealed class SqlitePublishingEdition(PostgresCluster cluster) : PublishingEditionContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresPublishingEdition(PostgresCluster cluster) : PublishingEditionContract(StoreProvider.PostgreSql, cluster);

/// <summary>What an edition does to work that has begun.</summary>
public abstract class PublishingEditionContract : IDisposable
{
    readonly TestStore store;
    readonly ZhiceDb db;
    readonly Actor admin;
    readonly ImportedDocument document;

    protected PublishingEditionContract(StoreProvider provider, PostgresCluster cluster)
    {
        store = TestStore.Seeded(provider, cluster);
        db = store.Store.CreateContext();
        admin = db.Actor(Role.NationalAdministrator, "cnipa");
        document = db.Document();
    }

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        db.Dispose();
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    static PolicyTask Cities(string rule, ActorScope scope = ActorScope.AllRegions) => Task("t1", "点名城市", Measure("t1.m1", scope, "推进城市工作。", Rule(RegionLevel.City, rule)));

    static PolicyTask Dated(int month, int day) => Task("t2", "重点试点", Measure("t2.m1", ActorScope.AllRegions, "开展试点。", Rule(RegionLevel.Province, "各省必做")))
        with { Deadline = new Deadline(DeadlineKind.ByDate, new DateOnly(2023, month, day), $"{month}月{day}日前", new Span(0, 5)) };

    [Theory]
    [InlineData("合肥市、芜湖市、蚌埠市必做", ActorScope.AllRegions, ObligationLevel.Mandatory)] // one more city
    [InlineData("合肥市、芜湖市、蚌埠市选做", ActorScope.AllRegions, ObligationLevel.Optional)]
    [InlineData("合肥市、芜湖市、蚌埠市必做", ActorScope.RelevantRegions, ObligationLevel.Mandatory)] // the same words, addressed otherwise
    public async Task It_keeps_the_obligation_of_who_still_owes_it(string rule, ActorScope scope, ObligationLevel level)
    {
        var first = (await Publisher.Publish(db, admin, Request(document, Cities("合肥市、芜湖市必做")), null, Clock, Cancel)).Accept();
        var hefei = db.Organisation("office-340100").Id;
        var owed = db.Obligations.AsNoTracking().Single(o => o.OrganisationId == hefei);
        Assert.Equal(ObligationBasis.NamedDivision, owed.Basis);
        db.Add(new ObligationState { ObligationId = owed.Id, ProgrammeId = owed.ProgrammeId, Status = WorkStatus.StageReached, Version = 1 });
        db.SaveChanges();

        var edition = db.Document(title: "任务清单（修订）");
        var request = Request(edition, Cities(rule, scope)) with { Programme = first.Programme, Replaces = document.Id };
        var second = (await Publisher.Publish(db, admin, request, null, Clock, Cancel)).Accept();
        db.ChangeTracker.Clear();

        Assert.Equal((1, 2, 0), (second.Added, second.Changed, second.Withdrawn));
        var kept = db.Obligations.AsNoTracking().Single(o => o.OrganisationId == hefei);
        Assert.Equal((owed.Id, level, null), (kept.Id, kept.Level, kept.WithdrawnBy));
        Assert.Equal(rule, db.Rules.Single(r => r.Id == kept.RuleId).Quote.Words);
        Assert.Equal(WorkStatus.StageReached, db.ObligationStates.Single(s => s.ObligationId == kept.Id).Status);
        Assert.Equal(level == ObligationLevel.Mandatory ? [] : ["Optional", "Optional"], db.WorkEvents.Where(e => e.Kind == WorkEventKind.LevelChanged).Select(e => e.About));
    }

    [Fact]
    public async Task It_withdraws_what_is_no_longer_owed()
    {
        var first = (await Publisher.Publish(db, admin, Request(document, Cities("合肥市、芜湖市必做")), null, Clock, Cancel)).Accept();
        var edition = db.Document(title: "任务清单（修订）");
        await Publisher.Publish(db, admin, Request(edition, Cities("芜湖市、其他城市选做")) with { Programme = first.Programme, Replaces = document.Id }, null, Clock, Cancel);
        await Publisher.Publish(db, admin, Request(edition, Cities("芜湖市必做")) with { Programme = first.Programme }, null, Clock, Cancel);
        db.ChangeTracker.Clear();
        Assert.Equal(db.Organisation("office-340200").Id, db.Obligations.Single(o => o.WithdrawnBy == null).OrganisationId);
    }

    [Fact]
    public async Task A_moved_day_is_part_of_the_difference()
    {
        var first = (await Publisher.Publish(db, admin, Request(document, Cities("合肥市必做"), Dated(11, 30)), null, Clock, Cancel)).Accept();
        var edition = db.Document(title: "任务清单（修订）");
        var request = Request(edition, Cities("合肥市必做"), Dated(12, 31)) with { Programme = first.Programme, Replaces = document.Id };
        var preview = (await Publisher.Preview(db, admin, request, Cancel)).Accept();

        Assert.Equal((32, 1, 0), (preview.Changes.Redated.Count, preview.Changes.Unchanged, preview.Changes.Changed.Count));
        Assert.False(preview.Changes.AreNone);
        Assert.All(preview.Changes.Redated, r => Assert.Equal((new DateOnly(2023, 11, 30), new DateOnly(2023, 12, 31)), (r.Before.On!.Value, r.After.On!.Value)));
        db.ChangeTracker.Clear();
        Assert.Equal("publication.changed", (await Publisher.Publish(db, admin, request with { Reviewed = Reading(Cities("合肥市必做"), Dated(12, 20)) }, preview.Digest, Clock, Cancel)).Refusal());
        db.ChangeTracker.Clear();
        (await Publisher.Publish(db, admin, request, preview.Digest, Clock, Cancel)).Accept();
        db.ChangeTracker.Clear();
        Assert.Equal(33, db.Obligations.Count());
        Assert.Equal(new DateOnly(2023, 12, 31), db.Tasks.Single(t => t.Title == "重点试点").Due.On);
    }
}
