using Zhice.Data.Access;
using Zhice.Data.Publishing;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Policy;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests;

public sealed class SqliteAccess(PostgresCluster cluster) : AccessContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresAccess(PostgresCluster cluster) : AccessContract(StoreProvider.PostgreSql, cluster);

/// <summary>The filters of queries show what the policy's predicates allow, and nothing else: every role × place × document.</summary>
public abstract class AccessContract(StoreProvider provider, PostgresCluster cluster)
{
    [Fact]
    public async Task Filters_and_predicates_agree_for_every_role_everywhere()
    {
        using var store = TestStore.Seeded(provider, cluster);
        using var db = store.Store.CreateContext();
        var admin = db.Actor(Role.NationalAdministrator, "cnipa");
        foreach (var disclosure in Enum.GetValues<Disclosure>())
            foreach (var owner in (string[])["cnipa", "cnipa-utilisation", "office-340000", "office-340100"])
            {
                var task = Task("t1", $"{disclosure} {owner}",
                    Measure("t1.m1", ActorScope.National, "完善制度。"), Measure("t1.m2", ActorScope.AllRegions, "落实。", Rule(RegionLevel.Province, "安徽、江苏必做")))
                    with { Assignments = [By("国家知识产权局保护司"), By("科技部")] };
                (await Publisher.Publish(db, admin, Request(db.Document(disclosure, owner, $"{disclosure} {owner}"), task), null, Clock, TestContext.Current.CancellationToken)).Accept();
            }

        var documents = db.Documents.ToList();
        var tasks = db.Tasks.ToList();
        var organisations = db.Organisations.ToDictionary(o => o.Id);
        foreach (var actor in Actors(db))
        {
            var offices = AccessPolicy.Offices(actor);
            var assigned = db.Assignments.AsEnumerable().Where(a => a.OrganisationId is { } id && offices.Contains(id)).Select(a => a.TaskId).ToHashSet();
            var obliged = db.Obligations.AsEnumerable().Where(o => offices.Contains(o.OrganisationId)).Select(o => o.TaskId).ToHashSet();
            var seen = documents.Where(d => AccessPolicy.MaySeeDocument(actor, d.Disclosure, organisations[d.OwnerId].Path,
                tasks.Exists(t => t.DocumentId == d.Id && (assigned.Contains(t.Id) || obliged.Contains(t.Id))))).Select(d => d.Id).ToHashSet();
            var who = string.Join(',', actor.Roles.Select(r => $"{r.Role} at {organisations[r.OrganisationId].Code}"));

            Assert.True(seen.SetEquals(db.VisibleDocuments(actor).Select(d => d.Id)), $"documents: {who}");
            Assert.True(tasks.Where(t => seen.Contains(t.DocumentId)).Select(t => t.Id).ToHashSet().SetEquals(db.VisibleTasks(actor).Select(t => t.Id)), $"tasks: {who}");
            var obligations = db.Obligations.AsEnumerable().Where(o => documents.Single(d => d.Id == tasks.Single(t => t.Id == o.TaskId).DocumentId) is var document
                && seen.Contains(document.Id) && AccessPolicy.MaySeeObligation(actor, document.Disclosure, organisations[o.OrganisationId].Path, assigned.Contains(o.TaskId))).Select(o => o.Id).ToHashSet();
            Assert.True(obligations.SetEquals(db.VisibleObligations(actor).Select(o => o.Id)), $"obligations: {who}");
            Assert.True(db.VisibleProgrammes(actor).ToList().TrueForAll(p => AccessPolicy.ReadsAll(actor)
                || db.Publications.Any(u => u.ProgrammeId == p.Id && seen.Contains(u.DocumentId))
                || AccessPolicy.Reach(actor).Any(reach => organisations[p.OwnerId].Path.StartsWith(reach, StringComparison.Ordinal))), $"programmes: {who}");
        }
    }

    static IEnumerable<Actor> Actors(ZhiceDb db)
    {
        yield return Actor.Public;
        foreach (var role in Enum.GetValues<Role>())
            foreach (var at in (string[])["cnipa", "cnipa-protection", "ministry-science", "office-340000", "office-340100", "office-320000", "office-440000"])
                yield return db.Actor(role, at);
        Organisation[] two = [db.Organisation("office-340100"), db.Organisation("cnipa-protection")];
        yield return new Actor(new AccountId(2), "两处任职", [.. two.Select(o => new HeldRole(Role.RegionalOfficer, o.Id, o.Path))]);
    }
}
