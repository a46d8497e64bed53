using Microsoft.EntityFrameworkCore;
using Zhice.Data.Assessment;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Calendar;
using Zhice.Domain.Inspection;
using Zhice.Domain.Organisations;

namespace Zhice.Data.Inspection;

/// <summary>A plan that is written.</summary>
/// <param name="Title">Title.</param>
/// <param name="Basis">Document or decision.</param>
/// <param name="Scope">What is looked at.</param>
/// <param name="Methods">Codes of methods.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
public sealed record PlanRequest(string Title, string Basis, string Scope, IReadOnlyList<string> Methods, DateOnly? From, DateOnly? To)
{
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
}

/// <summary>An inspection that meets the same office in the same time.</summary>
/// <param name="Plan">Title of the other plan.</param>
/// <param name="Office">Name of the office.</param>
/// <param name="OfficeCode">Its code.</param>
/// <param name="From">First day of the other one.</param>
/// <param name="To">Last day.</param>
public sealed record Overlap(string Plan, string Office, string OfficeCode, DateOnly From, DateOnly To);

/// <summary>Plans of inspections: written, filled with offices, approved by a second person and locked, drawn by lot, ended.</summary>
public static class InspectionDesk
{
    /// <summary>Most offices of a plan.</summary>
    public const int MostOffices = 500;

    /// <summary>Months before and after a plan in which the same office is not inspected again without a leader's word.</summary>
    public const int QuietMonths = 6;

    /// <summary>Plans that the actor may see: of offices in reach, those that an office of his is a subject of once approved, and all for who reads all.</summary>
    public static IQueryable<InspectionPlan> VisiblePlans(this ZhiceDb db, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (AccessPolicy.ReadsAll(actor)) return db.InspectionPlans;
        var offices = AccessPolicy.Offices(actor);
        var account = actor.AccountId;
        return db.InspectionPlans.Where(p => offices.Contains(p.OwnerId) || (account != null && p.ApprovedBy == account)
            || (p.State >= InspectionState.Approved && db.InspectionSubjects.Any(s => s.InspectionId == p.Id && offices.Contains(s.OrganisationId))));
    }

    /// <summary>Writes a plan as a draft.</summary>
    /// <returns>Refusals: <c>access.denied</c>, <c>assess.title</c>, <c>inspect.basis</c>, <c>inspect.scope</c>, <c>inspect.method</c>, <c>inspect.days</c>.</returns>
    public static async Task<Outcome<InspectionPlan>> Write(ZhiceDb db, Actor actor, PlanRequest request, TimeProvider clock, CancellationToken cancel, Organisation? handles = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        // Who handles a complaint may draft the plan for its office; an administrator of the office approves it all the same.
        if ((handles is not null && AccessPolicy.MayHandleCases(actor, handles.Path) ? handles : await SchemeDesk.Owner(db, actor, cancel)) is not { } owner || actor.AccountId is not { } by) return new Forbidden("access.denied");
        var defects = new List<Defect>();
        if (request.Title.Trim().Length is 0 or > 300) defects.Add(new("assess.title", "title"));
        if (request.Basis.Trim().Length is < 4 or > 1000) defects.Add(new("inspect.basis", "basis"));
        if (request.Scope.Trim().Length is < 4 or > 2000) defects.Add(new("inspect.scope", "scope"));
        // Only what the law lists (data/law/assessment.yaml).
        if (request.Methods.Count == 0 || request.Methods.Any(m => SchemeFiles.Law.Methods.All(known => known.Code != m))) defects.Add(new("inspect.method", "methods"));
        if (request.From is null || request.To is null || request.To < request.From || request.To > request.From?.AddMonths(12)) defects.Add(new("inspect.days", "to"));
        if (defects.Count > 0) return new Invalid(defects);
        var now = clock.GetUtcNow();
        var plan = new InspectionPlan
        {
            Title = request.Title.Trim(), OwnerId = owner.Id, Basis = request.Basis.Trim(), Scope = request.Scope.Trim(), Methods = string.Join(',', request.Methods.Distinct(StringComparer.Ordinal)),
            From = request.From!.Value, To = request.To!.Value, State = InspectionState.Draft, By = by, At = now, Demonstration = request.Demonstration,
        };
        db.Add(plan);
        AuditLog.Append(db, actor, now, "inspect.plan", "inspection", new { title = plan.Title, methods = plan.Methods, from = plan.From, to = plan.To });
        await db.SaveChangesAsync(cancel);
        return plan;
    }

    /// <summary>Puts offices into a draft: those named, or those of the draw.</summary>
    /// <returns>Refusals: <c>inspect.missing</c>, <c>access.denied</c>, <c>inspect.locked</c>, <c>assess.offices</c>.</returns>
    public static async Task<Outcome<InspectionPlan>> AddOffices(ZhiceDb db, Actor actor, InspectionId id, IReadOnlyList<string> codes, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Drafted(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var (plan, owner) = found;
        var there = await db.InspectionSubjects.AsNoTracking().Where(s => s.InspectionId == id).Select(s => s.OrganisationId).ToListAsync(cancel);
        var wanted = codes.Distinct(StringComparer.Ordinal).ToList();
        var offices = wanted.Count is 0 or > MostOffices ? [] : await db.Organisations.AsNoTracking().Where(o => wanted.Contains(o.Code) && o.Path.StartsWith(owner.Path) && o.Id != owner.Id).ToListAsync(cancel);
        if (offices.Count == 0 || offices.Count < wanted.Count || there.Count + offices.Count > MostOffices) return new Invalid(new Defect("assess.offices", "offices", MostOffices));
        db.AddRange(offices.Where(o => !there.Contains(o.Id)).OrderBy(o => o.Code, StringComparer.Ordinal).Select(o => new InspectionSubject { InspectionId = id, OrganisationId = o.Id }));
        AuditLog.Append(db, actor, clock.GetUtcNow(), "inspect.offices", $"inspection/{id.Value}", new { offices = wanted });
        await db.SaveChangesAsync(cancel);
        return plan;
    }

    /// <summary>Other approved inspections of the plan's offices whose days, widened by the quiet months, meet the plan's.</summary>
    public static async Task<IReadOnlyList<Overlap>> Overlaps(ZhiceDb db, InspectionPlan plan, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(plan);
        var (begin, end) = (plan.From.AddMonths(-QuietMonths), plan.To.AddMonths(QuietMonths));
        return await (
            from mine in db.InspectionSubjects
            join other in db.InspectionSubjects on mine.OrganisationId equals other.OrganisationId
            join met in db.InspectionPlans on other.InspectionId equals met.Id
            join office in db.Organisations on mine.OrganisationId equals office.Id
            where mine.InspectionId == plan.Id && mine.RepeatReason == null && met.Id != plan.Id && met.State >= InspectionState.Approved && met.From <= end && met.To >= begin
            orderby office.Code, met.From
            select new Overlap(met.Title, office.Name, office.Code, met.From, met.To)).AsNoTracking().Take(200).ToListAsync(cancel);
    }

    /// <summary>A leader writes down why an office is inspected a second time in the period.</summary>
    /// <returns>Refusals: <c>inspect.missing</c>, <c>access.denied</c>, <c>inspect.locked</c>, <c>inspect.second-person</c>, <c>assess.subject-missing</c>, <c>assess.reason</c>.</returns>
    public static async Task<Outcome<InspectionSubject>> Repeat(ZhiceDb db, Actor actor, InspectionId id, string office, string reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Drafted(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (found.Plan.By == actor.AccountId) return new Blocked("inspect.second-person");
        if (reason.Trim().Length is < 10 or > RoundMoves.LongestReason) return new Invalid(new Defect("assess.reason", "reason", 10));
        var row = await db.InspectionSubjects.AsTracking().FirstOrDefaultAsync(s => s.InspectionId == id && db.Organisations.Any(o => o.Id == s.OrganisationId && o.Code == office), cancel);
        if (row is null) return new Missing("assess.subject-missing");
        (row.RepeatReason, row.RepeatBy) = (reason.Trim(), actor.AccountId);
        AuditLog.Append(db, actor, clock.GetUtcNow(), "inspect.repeat", $"inspection/{id.Value}/{office}", new { reason = row.RepeatReason });
        await db.SaveChangesAsync(cancel);
        return row;
    }

    /// <summary>Draws offices and inspectors by lot for a draft; once, and for everyone to repeat.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who draws.</param>
    /// <param name="id">The plan.</param>
    /// <param name="seed">The public seed, such as a figure that is published after the lists are closed.</param>
    /// <param name="offices">Codes of all that can be drawn.</param>
    /// <param name="count">How many.</param>
    /// <param name="logins">Logins of all inspectors.</param>
    /// <param name="team">Inspectors for each office.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Refusals: those of <see cref="RandomDraw"/>, <c>inspect.drawn</c>, <c>inspect.inspectors</c>, <c>assess.offices</c>, <c>inspect.locked</c>, <c>access.denied</c>.</returns>
    public static async Task<Outcome<InspectionDraw>> Draw(ZhiceDb db, Actor actor, InspectionId id, string seed, IReadOnlyList<string> offices, int count, IReadOnlyList<string> logins, int team,
        TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(offices);
        ArgumentNullException.ThrowIfNull(logins);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Drafted(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (await db.InspectionDraws.AnyAsync(d => d.InspectionId == id, cancel)) return new Blocked("inspect.drawn");
        List<string> codes = [.. offices.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        List<string> people = [.. logins.Select(l => l.Trim()).Where(l => l.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (seed.Length > 300 || codes.Count > MostOffices || people.Count is 0 or > MostOffices) return new Invalid(new Defect("inspect.inspectors", "inspectors", MostOffices));
        var known = await db.Organisations.AsNoTracking().Where(o => codes.Contains(o.Code) && o.Path.StartsWith(found.Owner.Path) && o.Id != found.Owner.Id).ToListAsync(cancel);
        if (known.Count < codes.Count) return new Invalid(new Defect("assess.offices", "offices", MostOffices));
        var business = AccessPolicy.BusinessRoles;
        var accounts = await db.Accounts.AsNoTracking().Where(a => people.Contains(a.Login) && !a.Closed).Select(a => new
        {
            a.Login, Paths = (from grant in db.RoleGrants join office in db.Organisations on grant.OrganisationId equals office.Id where grant.AccountId == a.Id && grant.RevokedAt == null && business.Contains(grant.Role) select office.Path).ToList(),
        }).ToListAsync(cancel);
        if (accounts.Count < people.Count) return new Invalid(new Defect("inspect.inspectors", "inspectors", string.Join("、", people.Except(accounts.Select(a => a.Login), StringComparer.Ordinal))));
        var (paths, places) = (accounts.ToDictionary(a => a.Login, a => a.Paths, StringComparer.Ordinal), known.ToDictionary(o => o.Code, o => o.Path, StringComparer.Ordinal));
        bool Recused(string person, string office) => paths[person].Any(p => p.StartsWith(places[office], StringComparison.Ordinal));
        if (!RandomDraw.Run(seed, codes, count, people, team, Recused).Accepted(out var drawn, out refusal)) return refusal;
        var result = RandomDraw.Write(drawn);
        var now = clock.GetUtcNow();
        var draw = new InspectionDraw
        {
            InspectionId = id, Seed = seed.Trim(), Offices = string.Join('\n', codes), Inspectors = string.Join('\n', people), Count = count, Team = team, Result = result, Digest = TextDigest.Of(result),
            By = actor.AccountId!.Value, At = now,
        };
        db.Add(draw);
        var there = await db.InspectionSubjects.AsNoTracking().Where(s => s.InspectionId == id).Select(s => s.OrganisationId).ToListAsync(cancel);
        db.AddRange(drawn.Select(d => known.First(o => o.Code == d.Office).Id).Where(o => !there.Contains(o)).Select(o => new InspectionSubject { InspectionId = id, OrganisationId = o }));
        AuditLog.Append(db, actor, now, "inspect.draw", $"inspection/{id.Value}", new { seed = draw.Seed, count, team, candidates = codes.Count, digest = draw.Digest });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("inspect.drawn");
        }
        return draw;
    }

    /// <summary>Approves a plan: its scope is locked from then on. Refused while an office is met by another inspection and no leader has said why.</summary>
    /// <returns>Refusals: those of <see cref="InspectionMoves.MayApprove"/>, <c>inspect.repeat</c> with plan and office, <c>inspect.moved</c>.</returns>
    public static async Task<Outcome<InspectionPlan>> Approve(ZhiceDb db, Actor actor, InspectionId id, int version, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (await db.VisiblePlans(actor).AsTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan) return new Missing("inspect.missing");
        var path = await db.Organisations.Where(o => o.Id == plan.OwnerId).Select(o => o.Path).FirstAsync(cancel);
        var codes = await Codes(db, id, cancel);
        if (InspectionMoves.MayApprove(plan, actor, path, codes.Count) is { } denied) return denied;
        if (plan.Version != version) return new Blocked("inspect.moved");
        if (await Overlaps(db, plan, cancel) is [var met, ..]) return new Blocked("inspect.repeat", met.Office, met.Plan, met.From, met.To);
        (plan.State, plan.Lock, plan.ApprovedBy, plan.ApprovedAt) = (InspectionState.Approved, InspectionMoves.Lock(plan, codes), actor.AccountId, clock.GetUtcNow());
        plan.Version++;
        AuditLog.Append(db, actor, clock.GetUtcNow(), "inspect.approve", $"inspection/{id.Value}", new { @lock = plan.Lock, offices = codes.Count });
        return await Kept(db, plan, cancel);
    }

    /// <summary>Ends an inspection whose findings are all closed.</summary>
    /// <returns>Refusals: <c>inspect.missing</c>, <c>access.denied</c>, <c>inspect.not-now</c>, <c>inspect.findings-open</c>, <c>inspect.moved</c>.</returns>
    public static async Task<Outcome<InspectionPlan>> Close(ZhiceDb db, Actor actor, InspectionId id, int version, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (await db.VisiblePlans(actor).AsTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan) return new Missing("inspect.missing");
        var path = await db.Organisations.Where(o => o.Id == plan.OwnerId).Select(o => o.Path).FirstAsync(cancel);
        if (!InspectionMoves.MayPlan(actor, path)) return new Forbidden("access.denied");
        if (plan.State != InspectionState.Approved || plan.Version != version) return new Blocked(plan.Version == version ? "inspect.not-now" : "inspect.moved");
        if (await db.InspectionFindings.CountAsync(f => f.InspectionId == id && f.State != FindingState.Closed, cancel) is > 0 and var open) return new Blocked("inspect.findings-open", open);
        (plan.State, plan.Version) = (InspectionState.Closed, plan.Version + 1);
        AuditLog.Append(db, actor, clock.GetUtcNow(), "inspect.close", $"inspection/{id.Value}", new { on = ChinaTime.Today(clock) });
        return await Kept(db, plan, cancel);
    }

    /// <summary>Codes of a plan's offices.</summary>
    public static Task<List<string>> Codes(ZhiceDb db, InspectionId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        return (
            from subject in db.InspectionSubjects
            join office in db.Organisations on subject.OrganisationId equals office.Id
            where subject.InspectionId == id
            orderby office.Code
            select office.Code).AsNoTracking().ToListAsync(cancel);
    }

    static async Task<Outcome<InspectionPlan>> Kept(ZhiceDb db, InspectionPlan plan, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return plan;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("inspect.moved");
        }
    }

    static async Task<Outcome<(InspectionPlan Plan, Organisation Owner)>> Drafted(ZhiceDb db, Actor actor, InspectionId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.VisiblePlans(actor).AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan) return new Missing("inspect.missing");
        var owner = await db.Organisations.AsNoTracking().FirstAsync(o => o.Id == plan.OwnerId, cancel);
        if (!InspectionMoves.MayPlan(actor, owner.Path) || actor.AccountId is null) return new Forbidden("access.denied");
        return plan.State == InspectionState.Draft ? (plan, owner) : new Blocked("inspect.locked");
    }
}
