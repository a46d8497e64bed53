using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Publishing;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Policy;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests;

public sealed class SqlitePublishing(PostgresCluster cluster) : PublishingContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresPublishing(PostgresCluster cluster) : PublishingContract(StoreProvider.PostgreSql, cluster);

/// <summary>From a checked reading to obligations, and again.</summary>
public abstract class PublishingContract : IDisposable
{
    readonly TestStore store;
    readonly ZhiceDb db;
    readonly Actor admin;
    readonly ImportedDocument document;

    protected PublishingContract(StoreProvider provider, PostgresCluster cluster)
    {
        store = TestStore.Seeded(provider, cluster);
        db = store.Store.CreateContext();
        admin = db.Actor(Role.NationalAdministrator, "cnipa");
        document = db.Document();
    }

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static PolicyTask List => Task("t1", "加强保护",
        Measure("t1.m1", ActorScope.National, "完善制度。"),
        Measure("t1.m2", ActorScope.AllRegions, "落实举措。", Rule(RegionLevel.Province, "各省必做"), Rule(RegionLevel.City, "强市建设示范城市选做")))
        with { Assignments = [By("条法司"), By("专利局自动化部")] };

    public void Dispose()
    {
        db.Dispose();
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Publishing_makes_tasks_and_obligations_with_their_reasons()
    {
        db.Statuses.Add(Held("340100"));
        db.SaveChanges();

        var result = (await Publisher.Publish(db, admin, Request(document, List), null, Clock, Cancel)).Accept();

        Assert.Equal((2 + 32 + 1, 0, 0, 0), (result.Added, result.Changed, result.Withdrawn, result.OpenQuestions));
        var city = Assert.Single(db.Obligations.Where(o => o.Basis == ObligationBasis.HeldStatus));
        Assert.Equal((ObligationLevel.Optional, db.Organisation("office-340100").Id, Day), (city.Level, city.OrganisationId, city.AsOf));
        Assert.Equal("强市建设示范城市选做", db.Rules.Single(r => r.Id == city.RuleId).Quote.Words);
        Assert.Equal(["条法司", "专利局自动化部"], db.Assignments.OrderBy(a => a.Ordinal).Select(a => a.NameAsWritten));
        Assert.All(db.Assignments, a => Assert.NotNull(a.OrganisationId));
        Assert.Equal(DocumentState.Published, db.Documents.AsNoTracking().Single().State);
    }

    [Fact]
    public async Task The_audit_entry_carries_the_digest_that_the_preview_showed()
    {
        var preview = (await Publisher.Preview(db, admin, Request(document, List), Cancel)).Accept();
        Assert.Empty(db.Tasks);

        await Publisher.Publish(db, admin, Request(document, List), preview.Digest, Clock, Cancel);

        var entry = Assert.Single(db.AuditEntries, e => e.Action == "programme.publish");
        Assert.Contains($"\"sha256\":\"{preview.Digest}\"", Encoding.UTF8.GetString(entry.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changed_since_the_preview_is_not_published_unseen()
    {
        var preview = (await Publisher.Preview(db, admin, Request(document, List), Cancel)).Accept();
        db.Statuses.Add(Held("340100"));
        db.SaveChanges();

        Assert.Equal("publication.changed", (await Publisher.Publish(db, admin, Request(document, List), preview.Digest, Clock, Cancel)).Refusal());
        db.ChangeTracker.Clear();
        Assert.Empty(db.Obligations);
    }

    [Fact]
    public async Task Publishing_again_proposes_a_difference_and_withdraws_what_is_gone()
    {
        db.Statuses.Add(Held("340100"));
        db.SaveChanges();
        var first = (await Publisher.Publish(db, admin, Request(document, List), null, Clock, Cancel)).Accept();
        var again = Request(document, List) with { Programme = first.Programme };
        Assert.True((await Publisher.Preview(db, admin, again, Cancel)).Accept().Changes.AreNone);

        db.Statuses.Single().WithdrawnAt = Clock.GetUtcNow();
        db.Statuses.Add(Held("320100"));
        db.SaveChanges();
        var optional = List with { Measures = [List.Measures[0], List.Measures[1] with { Applicability = [Rule(RegionLevel.Province, "各省选做"), List.Measures[1].Applicability[1]] }] };
        var second = (await Publisher.Publish(db, admin, again with { Reviewed = Reading(optional) }, null, Clock, Cancel)).Accept();

        Assert.Equal((1, 32, 1), (second.Added, second.Changed, second.Withdrawn));
        Assert.Equal(35 + 1, db.Obligations.Count()); // nothing was deleted, and those at another level are the same obligations
        Assert.Equal(35, db.Obligations.Count(o => o.WithdrawnBy == null));
        Assert.Equal(second.Publication, db.Obligations.First(o => o.WithdrawnBy != null).WithdrawnBy);
        Assert.Single(db.Tasks); // the task is the same, by its words
        Assert.Equal(first.Publication, db.Tasks.Single().PublicationId);
    }

    [Fact]
    public async Task A_task_that_the_reading_no_longer_has_is_withdrawn_with_all_that_it_made()
    {
        var other = Task("t2", "促进运用", Measure("t2.m1", ActorScope.AllRegions, "开展试点。"));
        var first = (await Publisher.Publish(db, admin, Request(document, List, other), null, Clock, Cancel)).Accept();
        var second = (await Publisher.Publish(db, admin, Request(document, List) with { Programme = first.Programme }, null, Clock, Cancel)).Accept();

        Assert.Equal((0, 0, 32), (second.Added, second.Changed, second.Withdrawn));
        Assert.Equal("促进运用", db.Tasks.AsNoTracking().Single(t => t.WithdrawnBy != null).Title);
        Assert.Equal(2, db.Commitments.AsNoTracking().Count(c => c.WithdrawnBy == null));
    }

    [Fact]
    public async Task A_decision_obliges_its_members_and_survives_a_publication()
    {
        var open = Task("t1", "规范秩序", Measure("t1.m1", ActorScope.AllRegions, "核查线索。", Rule(RegionLevel.Province, "涉及省份必做")));
        var first = (await Publisher.Publish(db, admin, Request(document, open), null, Clock, Cancel)).Accept();
        Assert.Equal((0, 1), (first.Added, first.OpenQuestions));
        var (anhui, jiangsu) = (db.Organisation("office-340000").Id, db.Organisation("office-320000").Id);

        var question = db.Decisions.Single();
        (await PendingQuestions.Decide(db, admin, new DecisionRequest(question.Id, [anhui], ObligationLevel.Mandatory, "依据来函", 0), Clock, Cancel)).Accept();
        Assert.Equal("decision.changed", (await PendingQuestions.Decide(db, admin, new DecisionRequest(question.Id, [], ObligationLevel.Mandatory, "x", 0), Clock, Cancel)).Refusal());
        var changed = (await PendingQuestions.Decide(db, admin, new DecisionRequest(question.Id, [jiangsu], ObligationLevel.Mandatory, "更正", 1), Clock, Cancel)).Accept();
        Assert.Equal(new DecisionResult(1, 1), changed);
        var kept = db.Obligations.Single(o => o.WithdrawnBy == null).Id;
        db.ChangeTracker.Clear();
        Assert.Equal(new DecisionResult(0, 0), (await PendingQuestions.Decide(db, admin, new DecisionRequest(question.Id, [jiangsu], ObligationLevel.Optional, "改为选做", 2), Clock, Cancel)).Accept());
        Assert.Equal(kept, db.Obligations.AsNoTracking().Single(o => o.WithdrawnBy == null && o.Level == ObligationLevel.Optional).Id);

        var second = (await Publisher.Publish(db, admin, Request(document, open) with { Programme = first.Programme }, null, Clock, Cancel)).Accept();
        Assert.Equal((0, 0, 0, 0), (second.Added, second.Changed, second.Withdrawn, second.OpenQuestions));
        Assert.Equal(jiangsu, db.Obligations.Single(o => o.WithdrawnBy == null).OrganisationId);
        Assert.Equal(3, db.AuditEntries.Count(e => e.Action == "decision.decide"));
    }

    [Fact]
    public async Task A_new_edition_takes_over_the_tasks_that_are_the_same_and_withdraws_the_others()
    {
        var gone = Task("t2", "促进运用", Measure("t2.m1", ActorScope.AllRegions, "开展试点。"));
        var reworded = Task("t3", "1.推动专利转化运用，全年实现许可五万次。", Measure("t3.m1", ActorScope.AllRegions, "推动专利转化运用，全年实现许可五万次。"));
        var first = (await Publisher.Publish(db, admin, Request(document, List, gone, reworded), null, Clock, Cancel)).Accept();
        var reported = db.Obligations.Where(o => o.WithdrawnBy == null && o.TaskId == db.Tasks.First(t => t.Title == "加强保护").Id).OrderBy(o => o.Id).Select(o => o.Id).ToList();

        // The new file begins with a task of its own, so that every id of the reading has moved.
        var edition = db.Document(title: "任务清单（修订）");
        var fresh = Task("t1", "开展监测", Measure("t1.m1", ActorScope.AllRegions, "按月监测异常申请情况并通报。"));
        var same = List with
        {
            Id = "t2", Span = new Span(500, 600),
            Measures = [Measure("t2.m1", ActorScope.National, "完善制度。") with { Span = new Span(510, 515) },
                Measure("t2.m2", ActorScope.AllRegions, "落实举措。", [.. List.Measures[1].Applicability]) with { Span = new Span(520, 525) }],
        };
        var words = Task("t3", "2.推动专利转化运用，全年实现许可六万次。", Measure("t3.m1", ActorScope.AllRegions, "推动专利转化运用，全年实现许可六万次。"));
        var request = Request(edition, fresh, same, words) with { Programme = first.Programme, Replaces = document.Id };
        var preview = (await Publisher.Preview(db, admin, request, Cancel)).Accept();
        db.ChangeTracker.Clear();
        var second = (await Publisher.Publish(db, admin, request, preview.Digest, Clock, Cancel)).Accept();

        Assert.Equal((32, 0, 32), (second.Added, second.Changed, second.Withdrawn)); // 开展监测 is new, 促进运用 is gone
        db.ChangeTracker.Clear();
        var tasks = db.Tasks.AsNoTracking().ToList();
        Assert.Equal(["开展监测", "加强保护", words.Title!], tasks.Where(t => t.WithdrawnBy == null).OrderBy(t => t.Ordinal).Select(t => t.Title));
        Assert.All(tasks, t => Assert.Equal(t.WithdrawnBy == null ? edition.Id : document.Id, t.DocumentId));
        var kept = tasks.Single(t => t.Title == "加强保护");
        Assert.Equal(reported, db.Obligations.Where(o => o.WithdrawnBy == null && o.TaskId == kept.Id).OrderBy(o => o.Id).Select(o => o.Id));
        Assert.Equal((500, 600), (kept.Start, kept.End)); // it leads to the words of the new text
        Assert.Equal([510, 520], db.Measures.Where(m => m.TaskId == kept.Id && m.WithdrawnBy == null).OrderBy(m => m.Ordinal).Select(m => m.Quote.Start));
        Assert.Equal(document.Id, db.Publications.Single(p => p.Id == second.Publication).ReplacesId);

        // The edition is now the one that is published again; the old document holds nothing there.
        Assert.True((await Publisher.Preview(db, admin, request with { Replaces = null }, Cancel)).Accept().Changes.AreNone);
        Assert.Equal("publication.replaces", (await Publisher.Preview(db, admin, request, Cancel)).Refusal());
    }

    [Fact]
    public async Task What_a_task_no_longer_says_leads_to_the_task_in_the_new_edition()
    {
        var first = (await Publisher.Publish(db, admin, Request(document, List), null, Clock, Cancel)).Accept();
        var edition = db.Document(title: "任务清单（修订）");
        var shorter = List with { Span = new Span(700, 800), Measures = [List.Measures[0]] };
        (await Publisher.Publish(db, admin, Request(edition, shorter) with { Programme = first.Programme, Replaces = document.Id }, null, Clock, Cancel)).Accept();

        db.ChangeTracker.Clear();
        var gone = db.Measures.AsNoTracking().Single(m => m.WithdrawnBy != null);
        Assert.Equal(("落实举措。", 700, 800), (gone.Quote.Words, gone.Quote.Start, gone.Quote.End));
        Assert.All(db.Rules.AsNoTracking().ToList(), r => Assert.Equal((700, 800), (r.Quote.Start, r.Quote.End)));
        Assert.Single(db.Assignments.Where(a => a.WithdrawnBy == null && a.NameAsWritten == "条法司"));
    }

    [Fact]
    public async Task A_document_takes_only_the_place_of_one_that_the_programme_holds_and_the_actor_may_publish()
    {
        var first = (await Publisher.Publish(db, admin, Request(document, List), null, Clock, Cancel)).Accept();
        var elsewhere = db.Document(title: "别处的清单");
        var own = db.Document(owner: "office-340000", title: "安徽清单");
        var regional = db.Actor(Role.RegionalAdministrator, "office-340000");

        Assert.Equal("publication.replaces", (await Publisher.Preview(db, admin, Request(elsewhere, List) with { Programme = first.Programme, Replaces = elsewhere.Id }, Cancel)).Refusal());
        Assert.Equal("publication.replaces", (await Publisher.Preview(db, admin, Request(elsewhere, List) with { Programme = first.Programme, Replaces = own.Id }, Cancel)).Refusal());
        Assert.Equal("publication.replaces", (await Publisher.Preview(db, admin, Request(elsewhere, List) with { Replaces = document.Id }, Cancel)).Refusal());
        var local = (await Publisher.Publish(db, regional, Request(own, List), null, Clock, Cancel)).Accept();
        Assert.Equal("publication.replaces", (await Publisher.Preview(db, regional, Request(own, List) with { Programme = local.Programme, Replaces = document.Id }, Cancel)).Refusal());
    }

    [Fact]
    public async Task A_decision_by_status_takes_who_held_it_on_the_day_of_the_publication_and_names_the_fact()
    {
        var open = Task("t1", "规范秩序", Measure("t1.m1", ActorScope.AllRegions, "核查线索。", Rule(RegionLevel.Province, "涉及省份必做")));
        var first = (await Publisher.Publish(db, admin, Request(document, open), null, Clock, Cancel)).Accept();
        var then = new DatedStatus { DivisionCode = "340000", Name = "协作中心所在省份", ValidFrom = Day.AddYears(-1), ValidTo = Day.AddDays(1), Source = "名单", RecordedAt = Clock.GetUtcNow() };
        var later = new DatedStatus { DivisionCode = "320000", Name = "协作中心所在省份", ValidFrom = Day.AddDays(1), Source = "名单", RecordedAt = Clock.GetUtcNow() };
        db.Statuses.AddRange(then, later);
        db.SaveChanges();
        var question = db.Decisions.Single();

        Assert.Equal("decision.status-nobody", (await PendingQuestions.Decide(db, admin, new DecisionRequest(question.Id, [], ObligationLevel.Mandatory, "按名单", 0, "没有的身份"), Clock, Cancel)).Refusal());
        db.ChangeTracker.Clear();
        (await PendingQuestions.Decide(db, admin, new DecisionRequest(question.Id, [], ObligationLevel.Mandatory, "按名单", 0, "协作中心所在省份"), Clock, Cancel)).Accept();

        var owed = Assert.Single(db.Obligations.AsNoTracking().Where(o => o.WithdrawnBy == null));
        Assert.Equal((db.Organisation("office-340000").Id, ObligationBasis.Decision, (StatusId?)then.Id), (owed.OrganisationId, owed.Basis, owed.StatusId));
        db.ChangeTracker.Clear();
        Assert.True((await Publisher.Preview(db, admin, Request(document, open) with { Programme = first.Programme }, Cancel)).Accept().Changes.AreNone);
    }

    [Fact]
    public async Task A_region_decides_over_its_own_offices_only()
    {
        var own = db.Document(owner: "office-340000", title: "安徽清单");
        var regional = db.Actor(Role.RegionalAdministrator, "office-340000");
        var abroad = Task("t1", "规范秩序", Measure("t1.m1", ActorScope.Unspecified, "核查线索。")) with { Assignments = [By("北京市知识产权局")] };
        var local = (await Publisher.Publish(db, regional, Request(own, abroad), null, Clock, Cancel)).Accept();
        Assert.Equal((0, 1), (local.Added, local.OpenQuestions));
        var question = db.Decisions.Single();
        var (beijing, hefei) = (db.Organisation("office-110000").Id, db.Organisation("office-340100").Id);

        Assert.Equal("decision.outside", (await PendingQuestions.Decide(db, regional, new DecisionRequest(question.Id, [beijing], ObligationLevel.Mandatory, "甲", 0), Clock, Cancel)).Refusal());
        db.ChangeTracker.Clear();
        Assert.Equal(1, (await PendingQuestions.Decide(db, regional, new DecisionRequest(question.Id, [hefei], ObligationLevel.Mandatory, "甲", 0), Clock, Cancel)).Accept().Added);
    }

    [Fact]
    public async Task A_status_that_a_rule_names_waits_for_a_publication_and_another_does_not()
    {
        await Publisher.Publish(db, admin, Request(document, List), null, Clock, Cancel);
        Assert.Empty(await Waiting());
        db.Statuses.Add(new DatedStatus { DivisionCode = "340100", Name = "别的试点城市", ValidFrom = Day, Source = "试验", RecordedAt = Clock.GetUtcNow() });
        db.Statuses.Add(new DatedStatus { DivisionCode = "340200", Name = "国家知识产权强市建设示范城市", ValidFrom = Day.AddDays(1), Source = "试验", RecordedAt = Clock.GetUtcNow() });
        db.SaveChanges();
        Assert.Empty(await Waiting()); // no rule names the one, and the other did not hold yet on the day

        db.Statuses.Add(Held("340100"));
        db.SaveChanges();

        var waits = Assert.Single(await Waiting());
        Assert.Equal((document.Id, Day, 0), (waits.Document, waits.AsOf, waits.Corrections));
        Assert.Equal(["国家知识产权强市建设示范城市"], waits.Statuses);
        await Publisher.Publish(db, admin, Request(document, List) with { Programme = waits.Programme }, null, Clock, Cancel);
        Assert.Empty(await Waiting());
    }

    [Fact]
    public async Task A_correction_waits_for_a_publication_and_one_that_was_taken_back_does_not()
    {
        await Publisher.Publish(db, admin, Request(document, List), null, Clock, Cancel);
        Entry(1, null);
        Assert.Equal(1, Assert.Single(await Waiting()).Corrections);
        Entry(2, 1);
        Assert.Empty(await Waiting());
        Entry(3, 2);
        Assert.Equal(1, Assert.Single(await Waiting()).Corrections);

        void Entry(int ordinal, int? undoes)
        {
            db.DocumentCorrections.Add(new DocumentCorrection
            {
                DocumentId = document.Id, Ordinal = ordinal, Body = "{}", Undoes = undoes, By = document.ImportedBy, At = Clock.GetUtcNow().AddMinutes(1),
            });
            db.SaveChanges();
        }
    }

    Task<IReadOnlyList<WaitingChange>> Waiting() => WaitingChanges.Of(db, null, null, null, Cancel);

    [Fact]
    public async Task Only_those_who_may_publish_and_see_the_document()
    {
        var officer = db.Actor(Role.RegionalOfficer, "office-340000");
        var withheld = db.Document(Disclosure.Withheld);

        Assert.Equal("publication.forbidden", (await Publisher.Preview(db, officer, Request(document, List), Cancel)).Refusal());
        Assert.Equal("document.missing", (await Publisher.Preview(db, officer, Request(withheld, List), Cancel)).Refusal());
        Assert.Equal("document.missing", (await Publisher.Preview(db, Actor.Public, Request(withheld, List), Cancel)).Refusal());
    }

    [Fact]
    public async Task Two_hundred_thousand_obligations_are_one_publication()
    {
        var tasks = Enumerable.Range(1, 60).Select(i => Task($"t{i}", $"任务{i}", Measure($"t{i}.m1", ActorScope.AllRegions, $"举措{i}。",
            Rule(RegionLevel.Province, "各省必做"), Rule(RegionLevel.City, "各市必做"), Rule(RegionLevel.County, "各县(市、区)选做")))).ToArray();

        var result = (await Publisher.Publish(db, admin, Request(document, tasks), null, Clock, Cancel)).Accept();

        Assert.Equal(60 * (32 + 333 + 2975), result.Added);
        Assert.Equal(result.Added, db.Obligations.Count());
        Assert.Single(db.AuditEntries);
    }

    static DatedStatus Held(string code) => new()
    {
        DivisionCode = code, Name = "国家知识产权强市建设示范城市", ValidFrom = new DateOnly(2022, 7, 1), Source = "试验", RecordedAt = Clock.GetUtcNow(),
    };
}
