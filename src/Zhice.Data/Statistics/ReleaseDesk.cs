using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>A release that is begun.</summary>
/// <param name="Code">Stable name in addresses.</param>
/// <param name="Title">Title.</param>
/// <param name="Period">The period, as written.</param>
/// <param name="Level">Level of the organisations.</param>
/// <param name="Elements">Codes of the elements and indicators.</param>
/// <param name="PlannedOn">The day of publication.</param>
/// <param name="Owner">Code of the office that publishes.</param>
public sealed record ReleaseRequest(string Code, string Title, string Period, DivisionLevel Level, IReadOnlyList<string> Elements, DateOnly? PlannedOn, string Owner)
{
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
}

/// <summary>发布: begins, moves and restates releases. What was published is never written over.</summary>
public static partial class ReleaseDesk
{
    /// <summary>Most elements and indicators in one release.</summary>
    public const int MostColumns = 30;

    /// <summary>Releases that the actor may see: published ones everybody; others who drafts and approves for the owner, and who reads all.</summary>
    public static IQueryable<StatisticalRelease> VisibleReleases(this ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.StatisticalReleases;
        var owners = OwnersFor(actor);
        return db.StatisticalReleases.Where(r => r.State >= ReleaseState.Published || owners.Contains(r.OwnerId));
    }

    /// <summary>Offices for which the actor drafts what is published: the own one, and for a department those above it.</summary>
    internal static List<OrganisationId> OwnersFor(Actor actor) =>
        [.. actor.Roles.Where(r => AccessPolicy.BusinessRoles.Contains(r.Role)).SelectMany(r => Organisation.KeysOf(r.Path), (r, key) => (r, key))
            .Where(x => x.r.Role == Role.DepartmentOfficer || x.r.OrganisationId == x.key)
            .Select(x => x.key).Distinct()];

    /// <summary>Begins the first revision as a draft with the figures that are known now.</summary>
    /// <returns>Refusals: <c>release.*</c>, <c>access.denied</c>; an indicator without its five statements is refused.</returns>
    public static async Task<Outcome<StatisticalRelease>> Begin(ZhiceDb db, Actor actor, ReleaseRequest request, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        request = request with { Elements = [.. request.Elements.Distinct(StringComparer.Ordinal)] };
        var owner = await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == request.Owner, cancel);
        if (owner is null || !ReleaseMoves.MayDraft(actor, owner.Path)) return new Forbidden("access.denied");
        var defects = new List<Defect>();
        if (!Address().IsMatch(request.Code)) defects.Add(new Defect("release.code", "code"));
        if (request.Title.Trim().Length is 0 or > 300) defects.Add(new Defect("release.title-missing", "title"));
        if (!Period.TryParse(request.Period, out var period)) defects.Add(new Defect("release.period", "period"));
        else if (period.LastDay >= ChinaTime.Today(clock)) defects.Add(new Defect("collection.running", "period", request.Period));
        if (request.Elements.Count is 0 or > MostColumns || request.Elements.Any(e => !StatisticsFiles.InUse.Elements.ContainsKey(e) && DefinitionFiles.InUse.Versions(e).Count == 0)) defects.Add(new Defect("release.elements", "elements"));
        else if (defects.Count == 0) defects.AddRange(request.Elements.Select(code => Unfit(code, period)).OfType<Defect>());
        if (request.PlannedOn is not { } planned) defects.Add(new Defect("release.planned", "plannedOn"));
        else if (planned < ChinaTime.Today(clock)) defects.Add(new Defect("release.planned-past", "plannedOn", ChinaTime.Today(clock)));
        if (defects.Count > 0) return new Invalid(defects);
        if (await db.StatisticalReleases.AnyAsync(r => r.Code == request.Code, cancel)) return new Invalid(new Defect("release.code-taken", "code"));
        if (await Elsewhere(db, request.Code, period.Key, request.Level, owner.Id, request.Elements, cancel) is { } rival) return rival;
        var release = new StatisticalRelease
        {
            Code = request.Code, Revision = 1, Title = request.Title.Trim(), Period = period.Key, Level = request.Level, OwnerId = owner.Id, PlannedOn = request.PlannedOn!.Value,
            Content = string.Join(',', request.Elements), At = clock.GetUtcNow(), Demonstration = request.Demonstration,
        };
        return await Keep(db, actor, release, owner, "statistics.release", clock, cancel);
    }

    /// <summary>Moves a release one step on, or makes its draft anew before it is published. A step on is for the figures of now: where they are others, it is refused.</summary>
    /// <returns>Refusals: <c>release.missing</c>, <c>release.outdated</c>, <c>release.current</c> for a draft that is as it would be made, <c>release.moved</c>, <c>release.not-now</c>, <c>release.second-person</c>, <c>release.early</c>, <c>release.empty</c>, <c>release.elsewhere</c>, <c>access.denied</c>.</returns>
    public static async Task<Outcome<StatisticalRelease>> Move(ZhiceDb db, Actor actor, ReleaseId id, int version, ReleaseState to, string? note, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (await db.VisibleReleases(actor).AsTracking().FirstOrDefaultAsync(r => r.Id == id, cancel) is not { } release) return new Missing("release.missing");
        if (release.Version != version) return new Blocked("release.moved");
        var owner = await db.Organisations.AsNoTracking().FirstAsync(o => o.Id == release.OwnerId, cancel);
        var steps = await db.ReleaseSteps.AsNoTracking().Where(s => s.ReleaseId == id).OrderBy(s => s.Id).ToListAsync(cancel);
        if (actor.AccountId is not { } by) return new Forbidden("access.denied");
        if (ReleaseMoves.Decide(release, steps, to, by, owner.Path, actor, ChinaTime.Today(clock)) is { } refusal) return refusal;
        if (to == ReleaseState.Published && await Elsewhere(db, release.Code, release.Period, release.Level, release.OwnerId, release.Content.Split(','), cancel) is { } rival) return rival;
        if (to == ReleaseState.Reviewed && ReleaseBody.Read(release.Body).IsEmpty) return new Blocked("release.empty");
        if (to < ReleaseState.Locked)
        {
            var digest = TextDigest.Of((await ReleaseFigures.Make(db, release, owner, await Known(db, cancel), null, null, cancel)).Write());
            if (to == ReleaseState.Draft && release.State == ReleaseState.Draft && digest == release.Digest) return new Blocked("release.current");
            if (to > ReleaseState.Draft && digest != release.Digest) return new Blocked("release.outdated");
        }

        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            var now = clock.GetUtcNow();
            // Back at the desk, it takes up what has become known meanwhile.
            if (to == ReleaseState.Draft) await Fill(db, release, owner, cancel);
            if (to == ReleaseState.Published)
            {
                await Chain(db, release, now, cancel);
                db.AddRange(await ReleaseFigures.Rows(db, release, cancel));
            }
            release.State = to;
            release.Version++;
            db.Add(new ReleaseStep { ReleaseId = id, To = to, By = by, At = now, Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim() is { Length: <= 1000 } whole ? whole : note.Trim()[..1000] });
            AuditLog.Append(db, actor, now, "statistics.release-step", $"release/{id.Value}", new { code = release.Code, revision = release.Revision, to = to.ToString(), digest = release.Digest, link = release.Link });
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateException)
            {
                return new Blocked("release.moved");
            }
            await transaction.CommitAsync(cancel);
        }
        return release;
    }

    /// <summary>重述: a new revision with what is known now, as a draft that goes the whole way again. The revision before stays as it is.</summary>
    /// <returns>Refusals besides those above: <c>release.same</c> where nothing has changed, <c>release.open</c> where a revision is on its way, <c>release.reason</c>.</returns>
    public static async Task<Outcome<StatisticalRelease>> Restate(ZhiceDb db, Actor actor, ReleaseId id, string reason, DateOnly? plannedOn, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(clock);
        if (await db.VisibleReleases(actor).AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancel) is not { } release) return new Missing("release.missing");
        var owner = await db.Organisations.AsNoTracking().FirstAsync(o => o.Id == release.OwnerId, cancel);
        if (!ReleaseMoves.MayDraft(actor, owner.Path)) return new Forbidden("access.denied");
        if (reason.Trim().Length is < CorrectionDesk.ShortestReason or > 1000) return new Invalid(new Defect("release.reason", "reason", CorrectionDesk.ShortestReason));
        if (plannedOn < ChinaTime.Today(clock)) return new Invalid(new Defect("release.planned-past", "plannedOn", ChinaTime.Today(clock)));
        var last = await db.StatisticalReleases.AsNoTracking().Where(r => r.Code == release.Code).OrderByDescending(r => r.Revision).FirstAsync(cancel);
        if (last.State < ReleaseState.Published) return new Blocked("release.open");
        var fresh = new StatisticalRelease
        {
            Code = last.Code, Revision = last.Revision + 1, Title = last.Title, Period = last.Period, Level = last.Level, OwnerId = last.OwnerId, PlannedOn = plannedOn ?? ChinaTime.Today(clock),
            Content = last.Content, Reason = reason.Trim(), At = clock.GetUtcNow(), Demonstration = last.Demonstration,
        };
        await Fill(db, fresh, owner, cancel);
        return fresh.Digest == last.Digest ? new Blocked("release.same") : await Keep(db, actor, fresh, owner, "statistics.restate", clock, cancel);
    }

    /// <summary>弃用草稿: gives a draft up that was never published; its address is free again, and the audit log keeps that there was one.</summary>
    /// <returns>Refusals: <c>release.missing</c>, <c>release.moved</c>, <c>release.not-now</c> where it is no draft, <c>access.denied</c>.</returns>
    public static async Task<Outcome<StatisticalRelease>> Discard(ZhiceDb db, Actor actor, ReleaseId id, int version, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (await db.VisibleReleases(actor).AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancel) is not { } release) return new Missing("release.missing");
        var owner = await db.Organisations.AsNoTracking().FirstAsync(o => o.Id == release.OwnerId, cancel);
        if (!ReleaseMoves.MayDraft(actor, owner.Path)) return new Forbidden("access.denied");
        if (release.State != ReleaseState.Draft) return new Blocked("release.not-now");
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            await db.ReleaseSteps.Where(s => s.ReleaseId == id).ExecuteDeleteAsync(cancel);
            if (await db.StatisticalReleases.Where(r => r.Id == id && r.Version == version && r.State == ReleaseState.Draft && r.Sequence == null).ExecuteDeleteAsync(cancel) == 0) return new Blocked("release.moved");
            AuditLog.Append(db, actor, clock.GetUtcNow(), "statistics.release-discard", $"release/{id.Value}", new { code = release.Code, revision = release.Revision, title = release.Title, digest = release.Digest });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        return release;
    }

    // What cannot be published of an indicator, and why: the five statements, a version for the period, a period that is not too short.
    static Defect? Unfit(string code, Period period)
    {
        if (DefinitionFiles.InUse.Versions(code) is not [.., var newest]) return null;
        if (DefinitionFiles.InUse.InForce(code, period) is not { } definition || DefinitionFiles.InUse.FormulaOf(definition) is null || period.Kind > definition.Period)
            return new Defect("release.indicator-period", "elements", newest.Name, period.ToString());
        return definition.UnfitForPublication.Count == 0 ? null : new Defect("release.unfit", "elements", definition.Name);
    }

    // One figure has one address: what another release published is restated there, with its reason, and not published again here, by whatever name it goes.
    static async Task<Refusal?> Elsewhere(ZhiceDb db, string code, int period, DivisionLevel level, OrganisationId owner, IReadOnlyList<string> content, CancellationToken cancel)
    {
        var others = await db.StatisticalReleases.AsNoTracking().Where(r => r.Code != code && r.Period == period && r.Level == level && r.OwnerId == owner && r.State >= ReleaseState.Published)
            .Select(r => new { r.Code, r.Content }).Distinct().ToListAsync(cancel);
        var taken = (
            from other in others
            from there in other.Content.Split(',')
            from here in content
            where Said(here) == Said(there)
            orderby here == there descending
            select (Here: here, There: there, other.Code)).DistinctBy(t => t.Here).ToList();
        return taken.Count == 0 ? null : new Invalid([.. taken.Select(t => t.Here == t.There
            ? new Defect("release.elsewhere", "elements", Name(t.Here), t.Code) : new Defect("release.elsewhere-as", "elements", Name(t.Here), Name(t.There), t.Code))]);

        static string Name(string column) => StatisticsFiles.InUse.Elements.TryGetValue(column, out var element) ? element.Name : DefinitionFiles.InUse.Versions(column) is [.., var newest] ? newest.Name : column;

        // An indicator whose formula is one element, or one other indicator, says what that says.
        string Said(string column)
        {
            var catalogue = DefinitionFiles.InUse;
            return catalogue.InForce(column, Period.FromKey(period)) is { } definition && catalogue.FormulaOf(definition) is { Parts: [{ YearsBack: 0 } one], IsPlain: true } ? one.Code : column;
        }
    }

    static async Task<int> Known(ZhiceDb db, CancellationToken cancel) => await db.ObservationBatches.MaxAsync(b => (int?)b.Id, cancel) ?? 0;

    static async Task Fill(ZhiceDb db, StatisticalRelease release, Organisation owner, CancellationToken cancel)
    {
        release.KnownBatch = await Known(db, cancel);
        release.Body = (await ReleaseFigures.Make(db, release, owner, release.KnownBatch, null, null, cancel)).Write();
        release.Digest = TextDigest.Of(release.Body);
    }

    static async Task Chain(ZhiceDb db, StatisticalRelease release, DateTimeOffset now, CancellationToken cancel)
    {
        // One publishes at a time: two ends of a chain would be none. (The unique index would refuse the second.)
        if (db.Database.IsNpgsql()) await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(1937006966)", cancel);
        var last = await db.StatisticalReleases.AsNoTracking().Where(r => r.Sequence != null).OrderByDescending(r => r.Sequence).Select(r => new { r.Sequence, r.Link }).FirstOrDefaultAsync(cancel);
        release.Sequence = (last?.Sequence ?? 0) + 1;
        release.Link = ReleaseBody.Link(last?.Link ?? "", release, now);
    }

    static async Task<Outcome<StatisticalRelease>> Keep(ZhiceDb db, Actor actor, StatisticalRelease release, Organisation owner, string action, TimeProvider clock, CancellationToken cancel)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            if (release.Body.Length == 0) await Fill(db, release, owner, cancel);
            db.Add(release);
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateException)
            {
                db.ChangeTracker.Clear();
                return new Blocked("release.open"); // somebody began the same in the same moment
            }
            var now = clock.GetUtcNow();
            db.Add(new ReleaseStep { ReleaseId = release.Id, To = ReleaseState.Draft, By = actor.AccountId!.Value, At = now, Note = release.Reason });
            AuditLog.Append(db, actor, now, action, $"release/{release.Id.Value}", new { code = release.Code, revision = release.Revision, digest = release.Digest, known = release.KnownBatch, reason = release.Reason });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return release;
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,59}$")]
    private static partial Regex Address();
}
