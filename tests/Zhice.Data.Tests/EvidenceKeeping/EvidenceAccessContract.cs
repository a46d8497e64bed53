using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Reporting;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests.EvidenceKeeping;

public sealed class SqliteEvidenceAccess(PostgresCluster cluster) : EvidenceAccessContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresEvidenceAccess(PostgresCluster cluster) : EvidenceAccessContract(StoreProvider.PostgreSql, cluster);

/// <summary>Filters of evidence, its versions and its uses show what the policy's predicates allow, and nothing else: role × place × holder × disclosure × way of the report.</summary>
public abstract class EvidenceAccessContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    [Fact]
    public async Task Filters_and_predicates_agree_for_every_role_everywhere()
    {
        var owed = await Db.Owed();
        var anhui = owed[Db.Organisation("office-340000").Id];
        var reports = new List<ProgressReport>
        {
            Db.Report(anhui), Db.Report(anhui, ReportState.InReview), Db.Report(anhui, ReportState.Submitted, Clock.GetUtcNow().AddHours(1)),
            Db.Report(anhui, ReportState.Accepted, Clock.GetUtcNow().AddHours(1)),
            Db.Report(anhui, ReportState.Returned, Clock.GetUtcNow().AddHours(-1)), // what is taken in after the return has not been reported
            Db.Report(owed[Db.Organisation("office-320000").Id], ReportState.Submitted, Clock.GetUtcNow().AddHours(1)),
        };
        foreach (var disclosure in Enum.GetValues<Disclosure>())
            foreach (var holder in (string[])["office-340000", "office-340100", "cnipa-utilisation"])
                foreach (var report in reports.Append(null))
                {
                    var evidence = await Db.Evidence(holder, $"{disclosure} {holder} {report?.Id.Value}");
                    Db.Evidence.Attach(evidence);
                    evidence.Disclosure = disclosure;
                    if (report is not null) Db.EvidenceUses.Add(new ReportEvidence { ReportId = report.Id, EvidenceId = evidence.Id, Number = 1, At = Clock.GetUtcNow() });
                    await Db.SaveChangesAsync(Cancel);
                    (await EvidenceRegister.AddVersion(Db, Admin, evidence.Id, 0, Reporting.Content($"{evidence.Title} 2"), Clock, Cancel)).Accept();
                }
        Db.ChangeTracker.Clear();

        var organisations = await Db.Organisations.AsNoTracking().ToDictionaryAsync(o => o.Id, Cancel);
        var (all, versions, uses, steps) = (Db.Evidence.AsNoTracking().ToList(), Db.EvidenceVersions.AsNoTracking().ToList(), Db.EvidenceUses.AsNoTracking().ToList(), Db.ReportSteps.AsNoTracking().ToList());
        foreach (var actor in Actors())
        {
            var offices = AccessPolicy.Offices(actor);
            var assigned = Db.Assignments.AsEnumerable().Any(a => a.OrganisationId is { } id && offices.Contains(id));
            var who = string.Join(',', actor.Roles.Select(r => $"{r.Role} at {organisations[r.OrganisationId].Code}"));
            Disclosure Of(EvidenceId id) => all.Single(e => e.Id == id).Disclosure;
            bool Opens(ReportEvidence use) => reports.Single(r => r.Id == use.ReportId) is var report && AccessPolicy.MaySeeUsedEvidence(actor, Of(use.EvidenceId), new EvidenceUseFacts(
                report.OrganisationId, organisations[report.OrganisationId].Path, steps.Exists(s => s.ReportId == report.Id && s.To == ReportState.Submitted && s.At >= use.At),
                report.State == ReportState.Accepted, assigned));
            bool Whole(Evidence e) => AccessPolicy.MaySeeEvidence(actor, e.Disclosure, organisations[e.OrganisationId].Path);

            var opening = uses.FindAll(Opens);
            Assert.True(opening.Select(u => (u.ReportId, u.EvidenceId)).ToHashSet().SetEquals(Db.VisibleEvidenceUses(actor).AsEnumerable().Select(u => (u.ReportId, u.EvidenceId))), $"uses: {who}");
            var seen = all.Where(e => Whole(e) || opening.Exists(u => u.EvidenceId == e.Id)).Select(e => e.Id).ToHashSet();
            Assert.True(seen.SetEquals(Db.VisibleEvidence(actor).Select(e => e.Id)), $"evidence: {who}");
            var open = versions.Where(v => Whole(all.Single(e => e.Id == v.EvidenceId)) || opening.Exists(u => u.EvidenceId == v.EvidenceId && u.Number == v.Number)).Select(v => (v.EvidenceId, v.Number)).ToHashSet();
            Assert.True(open.SetEquals(Db.VisibleEvidenceVersions(actor).AsEnumerable().Select(v => (v.EvidenceId, v.Number))), $"versions: {who}");

            // Every path: the list, its count, a search, and what a report shows.
            var page = await EvidenceSearch.Find(Db, actor, new EvidenceFilter(), 1, 200, Cancel);
            Assert.True(seen.SetEquals(page.Rows.Select(r => r.Evidence.Id)) && page.Total == seen.Count, $"list: {who}");
            Assert.True(page.Rows.All(r => open.Contains((r.Evidence.Id, r.Version.Number))), $"rows: {who}");
            var found = await EvidenceSearch.Find(Db, actor, new EvidenceFilter("office"), 1, 200, Cancel);
            Assert.True(found.Rows.All(r => seen.Contains(r.Evidence.Id)), $"search: {who}");
            foreach (var report in reports)
                Assert.True((await EvidenceLinks.Linked(Db, actor, report.Id, Cancel)).All(l => open.Contains((l.Id, l.Number))), $"report: {who}");
        }
    }

    IEnumerable<Actor> Actors()
    {
        yield return Actor.Public;
        foreach (var role in Enum.GetValues<Role>())
            foreach (var at in (string[])["cnipa", "cnipa-protection", "cnipa-utilisation", "office-340000", "office-340100", "office-320000"])
                yield return Db.Actor(role, at);
        Organisation[] two = [Db.Organisation("office-340100"), Db.Organisation("cnipa-protection")];
        yield return new Actor(new AccountId(2), "两处任职", [.. two.Select(o => new HeldRole(Role.RegionalOfficer, o.Id, o.Path))]);
    }
}
