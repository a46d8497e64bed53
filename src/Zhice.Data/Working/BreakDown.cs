using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Data.Working;

/// <summary>A new piece of work for one office or several.</summary>
/// <param name="Obligation">The obligation.</param>
/// <param name="Parent">The piece that is broken down further; null at the top.</param>
/// <param name="Sentence">The sentence; null for the whole measure.</param>
/// <param name="Offices">The offices that get one each; none for the office that breaks the work down.</param>
/// <param name="Person">The account in charge; must belong to the office, so only where there is one office.</param>
/// <param name="Draft">What is to be done, by which 处室, when.</param>
public sealed record GiveRequest(ObligationId Obligation, WorkItemId? Parent, CommitmentId? Sentence, IReadOnlyList<OrganisationId> Offices, AccountId? Person, WorkItemDraft Draft);

/// <summary>分解: an office splits an obligation, or a piece that it was given, and hands pieces down. No piece ever changes the obligation itself.</summary>
public static class BreakDown
{
    /// <summary>Most offices that get a piece at once.</summary>
    public const int MostOffices = 200;

    /// <summary>
    /// Gives pieces. Refusals: <c>obligation.missing</c>, <c>item.missing</c>, <c>work.forbidden</c>, <c>item.closed</c>, <c>item.too-many</c>, <c>item.too-deep</c>,
    /// <c>item.office</c>, <c>item.sentence</c>, <c>item.person</c>, those of <see cref="WorkItemRules.Defects"/>.
    /// </summary>
    public static async Task<Outcome<IReadOnlyList<WorkItem>>> Give(ZhiceDb db, Actor actor, GiveRequest request, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await ObligationWork.Load(db, actor, request.Obligation, null, cancel)).Accepted(out var work, out var refusal)) return refusal;
        var all = await db.WorkItems.Where(i => i.ObligationId == request.Obligation).AsNoTracking().ToListAsync(cancel);
        var parent = request.Parent is { } above ? all.Find(i => i.Id == above && i.WithdrawnAt is null) : null;
        if (request.Parent is not null && parent is null) return new Missing("item.missing");
        var office = parent is null ? work.Organisation : await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == parent.OrganisationId, cancel);
        if (!AccessPolicy.MayWork(actor, office.Path)) return new Forbidden("work.forbidden");
        if (work.State.Status is WorkStatus.Done or WorkStatus.NotApplicable || parent?.Status is WorkStatus.Done or WorkStatus.NotApplicable) return new Blocked("item.closed");
        if (all.Count + Math.Max(1, request.Offices.Count) > WorkItemRules.Most || request.Offices.Count > MostOffices) return new Blocked("item.too-many", WorkItemRules.Most);
        if (Depth(parent, all) >= WorkItemRules.Deepest) return new Blocked("item.too-deep", WorkItemRules.Deepest);

        var defects = WorkItemRules.Defects(request.Draft, WorkItemRules.Latest(work.On, parent?.Due)).ToList();
        var asked = request.Offices.Count == 0 ? [office.Id] : request.Offices.Distinct().ToList();
        var offices = await db.Organisations.AsNoTracking().Where(o => asked.Contains(o.Id) && o.ValidTo == null).OrderBy(o => o.DivisionCode).ThenBy(o => o.Ordinal).ToListAsync(cancel);
        if (offices.Count != asked.Count || offices.Exists(o => !WorkItemRules.MayHandTo(office, o))) defects.Add(new Defect("item.office", "offices"));
        var sentence = request.Sentence ?? parent?.CommitmentId;
        if (sentence is { } c && !await db.Commitments.AnyAsync(s => s.Id == c && s.MeasureId == work.Obligation.MeasureId && s.WithdrawnBy == null, cancel)) defects.Add(new Defect("item.sentence", "sentence"));
        if (request.Person is { } person && (offices.Count != 1 || !await Belongs(db, person, offices[0].Id, cancel))) defects.Add(new Defect("item.person", "person"));
        if (defects.Count > 0) return new Invalid(defects);

        var now = clock.GetUtcNow();
        var items = offices.ConvertAll(o => new WorkItem
        {
            ObligationId = request.Obligation, CommitmentId = sentence, ParentId = request.Parent, GivenBy = office.Id, OrganisationId = o.Id,
            Title = request.Draft.Title!.Trim(), Unit = Blank(request.Draft.Unit), PersonId = request.Person, Start = request.Draft.Start, Due = request.Draft.Due,
            CreatedAt = now,
        });
        db.WorkItems.AddRange(items);
        Note(db, actor, work.Obligation, now, "item.give", WorkEventKind.ItemGiven, items[0].Title, new
        {
            parent = request.Parent?.Value, sentence = sentence?.Value, offices = offices.Select(o => o.Code), title = items[0].Title, unit = items[0].Unit, due = request.Draft.Due,
        });
        await db.SaveChangesAsync(cancel);
        return items;
    }

    /// <summary>
    /// Changes a piece: who gave it changes all, who does it the 处室 and the person. Refusals: <c>item.missing</c>, <c>work.forbidden</c>,
    /// <c>work.changed</c>, <c>item.person</c>, <c>item.child-later</c> (day), those of <see cref="WorkItemRules.Defects"/>.
    /// </summary>
    public static async Task<Outcome<WorkItem>> Change(
        ZhiceDb db, Actor actor, WorkItemId id, WorkItemDraft draft, AccountId? person, int version, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Load(db, actor, id, version, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (!found.Gives && !found.Does) return new Forbidden("work.forbidden");
        var wanted = found.Gives ? draft : draft with { Title = found.Item.Title, Start = found.Item.Start, Due = found.Item.Due };
        var defects = WorkItemRules.Defects(wanted, WorkItemRules.Latest(found.Work.On, found.All.Find(i => i.Id == found.Item.ParentId)?.Due)).ToList();
        var last = found.All.Where(i => i.ParentId == id && i.WithdrawnAt is null).Max(i => i.Due);
        if (wanted.Due < last) defects.Add(new Defect("item.child-later", "due", last.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        if (person is { } account && !await Belongs(db, account, found.Item.OrganisationId, cancel)) defects.Add(new Defect("item.person", "person"));
        if (defects.Count > 0) return new Invalid(defects);

        var item = found.Item;
        (item.Title, item.Unit, item.Start, item.Due, item.PersonId) = (wanted.Title!.Trim(), Blank(wanted.Unit), wanted.Start, wanted.Due, person);
        return await Save(db, actor, found, clock, "item.change", WorkEventKind.ItemChanged, new { item = id.Value, title = item.Title, unit = item.Unit, start = item.Start, due = item.Due, person = person?.Value }, cancel);
    }

    /// <summary>Who does a piece says how far it is and what stands in the way. Refusals: <c>item.missing</c>, <c>work.forbidden</c>, <c>work.changed</c>, <c>item.children-open</c>, <c>work.blocker-long</c>.</summary>
    public static async Task<Outcome<WorkItem>> Move(
        ZhiceDb db, Actor actor, WorkItemId id, WorkStatus status, string? blocker, int version, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Load(db, actor, id, version, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (!found.Does) return new Forbidden("work.forbidden");
        if (status == WorkStatus.Done && !WorkItemRules.MayBeDone(id, found.All)) return new Blocked("item.children-open");
        if (blocker?.Trim().Length > WorkChanges.LongestReason) return new Invalid(new Defect("work.blocker-long", "blocker", WorkChanges.LongestReason));
        var item = found.Item;
        if (item.Status != status) item.StatusAt = clock.GetUtcNow();
        (item.Status, item.Blocker) = (status, status == WorkStatus.Done ? null : Blank(blocker));
        return await Save(db, actor, found, clock, "item.move", WorkEventKind.ItemMoved, new { item = id.Value, status = status.ToString(), blocker = item.Blocker }, cancel);
    }

    /// <summary>Who gave a piece takes it back, and with it all that stands below it; what was done with them stays in the record. Refusals: <c>item.missing</c>, <c>work.forbidden</c>, <c>work.changed</c>.</summary>
    public static async Task<Outcome<WorkItem>> Withdraw(ZhiceDb db, Actor actor, WorkItemId id, int version, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Load(db, actor, id, version, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (!found.Gives) return new Forbidden("work.forbidden");
        var now = clock.GetUtcNow();
        var taken = Subtree(id, found.All);
        foreach (var below in await db.WorkItems.AsTracking().Where(i => taken.Contains(i.Id) && i.WithdrawnAt == null && i.Id != id).ToListAsync(cancel))
        {
            below.WithdrawnAt = now;
            below.Version++;
        }
        found.Item.WithdrawnAt = now;
        return await Save(db, actor, found, clock, "item.withdraw", WorkEventKind.ItemWithdrawn, new { item = id.Value, title = found.Item.Title, pieces = taken.Count }, cancel);
    }

    // A piece at hand: tracked, with its obligation and the other pieces.
    sealed record Found(WorkItem Item, ObligationWork.AtWork Work, List<WorkItem> All, bool Gives, bool Does);

    static async Task<Outcome<Found>> Load(ZhiceDb db, Actor actor, WorkItemId id, int version, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var item = await db.WorkItems.AsTracking().FirstOrDefaultAsync(i => i.Id == id && i.WithdrawnAt == null, cancel);
        if (item is null || !(await ObligationWork.Load(db, actor, item.ObligationId, null, cancel)).Accepted(out var work, out _)) return new Missing("item.missing");
        var paths = await db.Organisations.Where(o => o.Id == item.GivenBy || o.Id == item.OrganisationId).Select(o => new { o.Id, o.Path }).ToDictionaryAsync(o => o.Id, o => o.Path, cancel);
        var all = await db.WorkItems.Where(i => i.ObligationId == item.ObligationId).AsNoTracking().ToListAsync(cancel);
        var (gives, does) = (AccessPolicy.MayWork(actor, paths[item.GivenBy]), AccessPolicy.MayWork(actor, paths[item.OrganisationId]));
        if ((gives || does) && item.Version != version) return new Blocked("work.changed");
        return new Found(item, work, all, gives, does);
    }

    static async Task<Outcome<WorkItem>> Save(ZhiceDb db, Actor actor, Found found, TimeProvider clock, string action, WorkEventKind kind, object details, CancellationToken cancel)
    {
        found.Item.Version++;
        Note(db, actor, found.Work.Obligation, clock.GetUtcNow(), action, kind, found.Item.Title, details);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("work.changed");
        }
        return found.Item;
    }

    static void Note(ZhiceDb db, Actor actor, Obligation obligation, DateTimeOffset now, string action, WorkEventKind kind, string about, object details)
    {
        db.WorkEvents.Add(new WorkEvent { ProgrammeId = obligation.ProgrammeId, ObligationId = obligation.Id, At = now, By = actor.AccountId, Kind = kind, About = about });
        AuditLog.Append(db, actor, now, action, string.Create(CultureInfo.InvariantCulture, $"obligation/{obligation.Id.Value}"), details);
    }

    static Task<bool> Belongs(ZhiceDb db, AccountId person, OrganisationId office, CancellationToken cancel) =>
        db.RoleGrants.AnyAsync(g => g.AccountId == person && g.OrganisationId == office && g.RevokedAt == null && AccessPolicy.BusinessRoles.Contains(g.Role)
            && db.Accounts.Any(a => a.Id == person && !a.Closed), cancel);

    static int Depth(WorkItem? item, List<WorkItem> all)
    {
        var depth = 0;
        for (var at = item; at is not null; at = all.Find(i => i.Id == at.ParentId)) depth++;
        return depth;
    }

    static List<WorkItemId> Subtree(WorkItemId root, List<WorkItem> all)
    {
        var taken = new List<WorkItemId> { root };
        for (var at = 0; at < taken.Count; at++) taken.AddRange(all.Where(i => i.ParentId == taken[at]).Select(i => i.Id));
        return taken;
    }

    static string? Blank(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
