using Microsoft.EntityFrameworkCore;
using Zhice.Data.Assessment;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Inspection;
using Zhice.Domain.Organisations;

namespace Zhice.Data.Inspection;

/// <summary>Findings: written down at an office of an approved plan, put right by it, looked at again by somebody else.</summary>
public static class FindingDesk
{
    const int MostPlans = 50;

    /// <summary>True for one who inspects under a plan and does not work at the office: an administrator of the plan's office, or an inspector who was drawn for it.</summary>
    public static async Task<bool> Inspects(ZhiceDb db, Actor actor, InspectionPlan plan, Organisation office, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(office);
        if (actor.AccountId is not { } account || AccessPolicy.Reach(actor).Any(path => path.StartsWith(office.Path, StringComparison.Ordinal))) return false;
        var path = await db.Organisations.Where(o => o.Id == plan.OwnerId).Select(o => o.Path).FirstAsync(cancel);
        if (InspectionMoves.MayPlan(actor, path)) return true;
        var draw = await db.InspectionDraws.AsNoTracking().Where(d => d.InspectionId == plan.Id).Select(d => d.Result).FirstOrDefaultAsync(cancel);
        var login = draw is null ? null : await db.Accounts.Where(a => a.Id == account).Select(a => a.Login).FirstOrDefaultAsync(cancel);
        return login is not null && RandomDraw.Read(draw!).Any(d => d.Office == office.Code && d.Inspectors.Contains(login, StringComparer.Ordinal));
    }

    /// <summary>Writes a finding down.</summary>
    /// <returns>Refusals: <c>inspect.missing</c>, <c>access.denied</c>, <c>inspect.not-now</c>, <c>inspect.out-of-scope</c>, <c>inspect.finding-text</c>, <c>inspect.finding-due</c>.</returns>
    public static async Task<Outcome<InspectionFinding>> Write(ZhiceDb db, Actor actor, InspectionId id, string office, string text, DateOnly? due, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(clock);
        if (await Plan(db, actor, id, cancel) is not { } plan) return new Missing("inspect.missing");
        var place = await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == office, cancel);
        // The lock: what is not in the plan is not inspected under it.
        if (place is null || !await db.InspectionSubjects.AnyAsync(s => s.InspectionId == id && s.OrganisationId == place.Id, cancel)) return new Invalid(new Defect("inspect.out-of-scope", "office"));
        if (!await Inspects(db, actor, plan, place, cancel)) return new Forbidden("access.denied");
        if (plan.State != InspectionState.Approved) return new Blocked("inspect.not-now");
        if (plan.Lock != InspectionMoves.Lock(plan, await InspectionDesk.Codes(db, id, cancel))) return new Blocked("inspect.lock-broken");
        var defects = new List<Defect>();
        if (text.Trim().Length is < 4 or > 2000) defects.Add(new("inspect.finding-text", "text"));
        if (due is null || due <= ChinaTime.Today(clock)) defects.Add(new("inspect.finding-due", "due"));
        if (defects.Count > 0) return new Invalid(defects);
        var now = clock.GetUtcNow();
        var finding = new InspectionFinding { InspectionId = id, OrganisationId = place.Id, Text = text.Trim(), DueOn = due!.Value, State = FindingState.Open, By = actor.AccountId!.Value, At = now };
        db.Add(finding);
        AuditLog.Append(db, actor, now, "inspect.finding", $"inspection/{id.Value}/{office}", new { due });
        await db.SaveChangesAsync(cancel);
        return finding;
    }

    /// <summary>Moves a finding: the office says that it was put right; somebody else closes it or sends it back.</summary>
    /// <returns>Refusals: <c>inspect.finding-missing</c>, those of <see cref="InspectionMoves.MayMove"/>, <c>inspect.finding-text</c>, <c>inspect.moved</c>.</returns>
    public static async Task<Outcome<InspectionFinding>> Move(ZhiceDb db, Actor actor, FindingId id, int version, FindingState to, string note, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(clock);
        if (await db.InspectionFindings.AsTracking().FirstOrDefaultAsync(f => f.Id == id, cancel) is not { } finding || actor.AccountId is not { } by
            || await Plan(db, actor, finding.InspectionId, cancel) is not { } plan) return new Missing("inspect.finding-missing");
        var office = await db.Organisations.AsNoTracking().FirstAsync(o => o.Id == finding.OrganisationId, cancel);
        var (works, inspects) = (MarkDesk.WorksThere(actor, office), await Inspects(db, actor, plan, office, cancel));
        if (!works && !inspects && !AccessPolicy.ReadsAll(actor)) return new Missing("inspect.finding-missing");
        var rectifier = await db.FindingSteps.AsNoTracking().Where(s => s.FindingId == id && s.To == FindingState.Rectified).OrderByDescending(s => s.Id).Select(s => (AccountId?)s.By).FirstOrDefaultAsync(cancel);
        if (InspectionMoves.MayMove(finding, to, by, works, inspects, rectifier) is { } denied) return denied;
        if (finding.Version != version) return new Blocked("inspect.moved");
        if (note.Trim().Length is < 4 or > 2000) return new Invalid(new Defect("inspect.finding-text", "note"));
        var now = clock.GetUtcNow();
        (finding.State, finding.Version) = (to, finding.Version + 1);
        db.Add(new FindingStep { FindingId = id, To = to, Note = note.Trim(), By = by, At = now });
        AuditLog.Append(db, actor, now, "inspect.finding-step", $"finding/{id.Value}", new { to = to.ToString() });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("inspect.moved");
        }
        return finding;
    }

    /// <summary>Approved plans for which the actor was drawn as an inspector, with the codes of the offices that he goes to. Two commands.</summary>
    public static async Task<IReadOnlyList<(InspectionPlan Plan, IReadOnlyList<string> Offices)>> Drawn(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.AccountId is not { } account || await db.Accounts.Where(a => a.Id == account).Select(a => a.Login).FirstOrDefaultAsync(cancel) is not { } login) return [];
        var rows = await (
            from plan in db.InspectionPlans
            join draw in db.InspectionDraws on plan.Id equals draw.InspectionId
            where plan.State == InspectionState.Approved && draw.Result.Contains(login)
            orderby plan.From descending, plan.Id descending
            select new { plan, draw.Result }).AsNoTracking().Take(MostPlans).ToListAsync(cancel);
        // A login may be part of another one: the lines decide.
        return [.. rows.Select(r => (r.plan, (IReadOnlyList<string>)[.. OfficesOf(r.Result, login)])).Where(r => r.Item2.Count > 0)];
    }

    /// <summary>Codes of the offices that an inspector was drawn for.</summary>
    public static IEnumerable<string> OfficesOf(string result, string login) => RandomDraw.Read(result).Where(d => d.Inspectors.Contains(login, StringComparer.Ordinal)).Select(d => d.Office);

    /// <summary>A plan that the actor may see. An inspector who was drawn sees it although his office is neither the owner nor a subject; null where there is none.</summary>
    public static async Task<InspectionPlan?> Plan(ZhiceDb db, Actor actor, InspectionId id, CancellationToken cancel)
    {
        if (await db.VisiblePlans(actor).AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is { } visible) return visible;
        if (actor.AccountId is not { } account) return null;
        var row = await (
            from plan in db.InspectionPlans
            join draw in db.InspectionDraws on plan.Id equals draw.InspectionId
            where plan.Id == id
            select new { plan, draw.Result, Login = db.Accounts.Where(a => a.Id == account).Select(a => a.Login).FirstOrDefault() }).AsNoTracking().FirstOrDefaultAsync(cancel);
        return row?.Login is { } login && RandomDraw.Read(row.Result).Any(d => d.Inspectors.Contains(login, StringComparer.Ordinal)) ? row.plan : null;
    }
}
