using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>How far a level has come in a collection.</summary>
/// <param name="Level">The level.</param>
/// <param name="Asked">Offices that are asked.</param>
/// <param name="Sent">Offices that sent.</param>
/// <param name="InTime">Offices that sent first by the due day, and those of which the platform held everything by then.</param>
/// <param name="Cells">Figures that are asked of all.</param>
/// <param name="Filled">Figures that were sent, and of offices that have not sent those that the platform holds.</param>
public sealed record LevelProgress(DivisionLevel Level, int Asked, int Sent, int InTime, int Cells, int Filled)
{
    /// <summary>Offices that have not sent and need not: the platform holds every figure that is asked of them.</summary>
    public int Held { get; init; }
}

/// <summary>Days of a collection that the organiser sets; those of the form where null.</summary>
/// <param name="DueOn">Last day in time.</param>
/// <param name="LocksOn">From this day on a value changes by correction only.</param>
/// <param name="OpensOn">First day on which it may be filled in; at the opening not before that day itself.</param>
public sealed record CollectionDays(DateOnly? DueOn = null, DateOnly? LocksOn = null, DateOnly? OpensOn = null);

/// <summary>Opens collections and counts how complete and how timely they are.</summary>
public static class CollectionDesk
{
    /// <summary>True when the actor may open a collection for all offices under the owner.</summary>
    public static bool MayOpen(Actor actor, string ownerPath) => AccessPolicy.MayPublish(actor, ownerPath);

    /// <summary>Collections with an office in the actor's reach.</summary>
    public static IQueryable<CollectionRound> VisibleCollections(this ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.CollectionRounds;
        var returns = db.VisibleReturns(actor);
        var own = AccessPolicy.Offices(actor);
        return db.CollectionRounds.Where(c => own.Contains(c.OwnerId) || returns.Any(r => r.CollectionId == c.Id));
    }

    /// <summary>Returns of the offices in the actor's reach.</summary>
    public static IQueryable<StatisticalReturn> VisibleReturns(this ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.StatisticalReturns;
        var offices = db.OrganisationsUnder(AccessPolicy.Reach(actor));
        return db.StatisticalReturns.Where(r => offices.Any(o => o.Id == r.OrganisationId));
    }

    /// <summary>Returns of offices that answer for the round's period: one that ended before it is not asked any more, whenever its return was made, but what it sent before can still be opened.</summary>
    public static IQueryable<StatisticalReturn> AskedReturns(this ZhiceDb db, Actor actor, CollectionRound round)
    {
        ArgumentNullException.ThrowIfNull(round);
        var (first, id) = (Period.FromKey(round.Period).FirstDay, round.Id);
        return db.VisibleReturns(actor).Where(r => r.CollectionId == id && db.Organisations.Any(o => o.Id == r.OrganisationId && (o.ValidTo == null || o.ValidTo > first)));
    }

    /// <summary>Opens a form for a period: a return for every office under the owner that the form asks.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who.</param>
    /// <param name="formCode">The form.</param>
    /// <param name="period">The period; of the form's kind, and over.</param>
    /// <param name="owner">Whose offices are asked.</param>
    /// <param name="demonstration">True for one of the demonstration.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops.</param>
    /// <param name="days">Other days than the form's.</param>
    /// <returns>Refusals: <c>collection.form</c>, <c>collection.period</c>, <c>collection.running</c>, <c>collection.past</c> where nobody could fill it in any more, <c>collection.days</c>, <c>collection.due-past</c>, <c>collection.opens</c>, <c>collection.there</c>,
    /// <c>collection.covered</c> where all are asked for the same already, <c>collection.nobody</c>, <c>access.denied</c>.</returns>
    public static async Task<Outcome<CollectionRound>> Open(
        ZhiceDb db, Actor actor, string formCode, Period period, OrganisationId owner, bool demonstration, TimeProvider clock, CancellationToken cancel, CollectionDays? days = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Id == owner, cancel) is not { } office || !MayOpen(actor, office.Path)) return new Forbidden("access.denied");
        if (!StatisticsFiles.InUse.Forms.TryGetValue(formCode, out var form)) return new Invalid(new Defect("collection.form", "form"));
        if (period.Kind != form.Period) return new Invalid(new Defect("collection.period", "period", form.Name));
        if (period.LastDay >= ChinaTime.Today(clock)) return new Invalid(new Defect("collection.running", "period", period.ToString()));
        var (today, due, locks) = (ChinaTime.Today(clock), days?.DueOn ?? period.LastDay.AddDays(form.DueAfter), days?.LocksOn ?? period.LastDay.AddDays(form.LocksAfter));
        if (locks <= today) return new Invalid(new Defect("collection.past", "locksOn", locks));
        if (due <= period.LastDay || locks <= due) return new Invalid(new Defect("collection.days", "dueOn"));
        var key = period.Key;
        if (await db.CollectionRounds.AnyAsync(c => c.Form == formCode && c.Period == key && c.OwnerId == owner && c.WithdrawnAt == null, cancel)) return new Blocked("collection.there");
        if (due < today) return new Invalid(new Defect("collection.due-past", "dueOn", due));
        // What is opened later than the form says opens when it is opened.
        var opens = days?.OpensOn ?? (period.LastDay.AddDays(form.OpensAfter) is var said && said < today ? today : said);
        if (opens < today || opens > due) return new Invalid(new Defect("collection.opens", "opensOn"));
        var asked = (await db.OrganisationsUnder([office.Path]).AsNoTracking().Where(o => o.Kind == OrganisationKind.LocalOffice).ToListAsync(cancel)).Where(o => form.Asks(o, period)).ToList();
        if (asked.Count == 0) return new Blocked("collection.nobody");
        // Who is asked for these very figures by another office's collection is not asked twice.
        var elsewhere = (await (
            from sheet in db.StatisticalReturns
            join round in db.CollectionRounds on sheet.CollectionId equals round.Id
            where round.Form == formCode && round.Period == key && round.WithdrawnAt == null
            select sheet.OrganisationId).ToListAsync(cancel)).ToHashSet();
        asked.RemoveAll(o => elsewhere.Contains(o.Id));
        if (asked.Count == 0) return new Blocked("collection.covered");

        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            var now = clock.GetUtcNow();
            var round = new CollectionRound
            {
                Form = formCode, Period = key, OwnerId = owner, By = actor.AccountId!.Value, At = now, Demonstration = demonstration,
                OpensOn = opens, DueOn = due, LocksOn = locks,
            };
            db.Add(round);
            await db.SaveChangesAsync(cancel);
            Storage.BulkInsert.Write(db, "stat_return", ["collection_id", "organisation_id", "draft", "filled", "asked", "version"],
                asked.Select(o => new object?[] { round.Id.Value, o.Id.Value, "{}", 0, form.Elements.Count, 0 }));
            AuditLog.Append(db, actor, now, "statistics.collect", $"collection/{round.Id.Value}", new { form = formCode, period = period.ToString(), offices = asked.Count });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return round;
        }
    }

    /// <summary>What the platform holds of the returns that were not sent, by office: seven commands at most, whatever their number.</summary>
    public static async Task<IReadOnlyDictionary<OrganisationId, HeldReturn>> Held(ZhiceDb db, Actor actor, CollectionRound round, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(round);
        var unsent = db.AskedReturns(actor, round).Where(r => r.SentAt == null);
        return await HeldReturns.OfRound(db, round, await db.Organisations.AsNoTracking().Where(o => unsent.Any(r => r.OrganisationId == o.Id)).ToListAsync(cancel), cancel);
    }

    /// <summary>How complete and timely a collection is, by level, among what the actor may see: one command, and those of <see cref="Held"/> where it is not given.</summary>
    public static async Task<IReadOnlyList<LevelProgress>> Progress(
        ZhiceDb db, Actor actor, CollectionRound round, CancellationToken cancel, IReadOnlyDictionary<OrganisationId, HeldReturn>? held = null)
    {
        held ??= await Held(db, actor, round, cancel);
        ArgumentNullException.ThrowIfNull(round);
        var end = HeldReturns.EndOf(round.DueOn);
        var rows = await (
            from sheet in db.AskedReturns(actor, round)
            join office in db.Organisations on sheet.OrganisationId equals office.Id
            where office.Level != null
            group sheet by office.Level into level
            orderby level.Key
            select new
            {
                level.Key, Asked = level.Count(), Sent = level.Count(r => r.SentAt != null), InTime = level.Count(r => r.FirstSentAt != null && r.FirstSentAt < end),
                Cells = level.Sum(r => r.Asked), Filled = level.Sum(r => r.SentAt == null ? 0 : r.Filled),
            }).ToListAsync(cancel);
        return [.. rows.Select(r => new LevelProgress(r.Key!.Value, r.Asked, r.Sent, r.InTime + held.Values.Count(h => h.Level == r.Key && h.InTime), r.Cells, r.Filled + held.Values.Where(h => h.Level == r.Key).Sum(h => h.Figures))
        {
            Held = held.Values.Count(h => h.Level == r.Key && h.Whole),
        })];
    }

    /// <summary>What is locked, and for whom: the returns of collections past their lock day, but for the offices that were given longer. One command.</summary>
    public static async Task<LockedCells> Locked(ZhiceDb db, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var cells = new LockedCells();
        var returns = LockedReturns(db, today).Select(r => new { r.Form, r.Period, r.OrganisationId }).AsAsyncEnumerable();
        await foreach (var sheet in returns.WithCancellation(cancel))
            if (StatisticsFiles.InUse.Forms.TryGetValue(sheet.Form, out var form)) cells.Add(form.Elements, sheet.Period, sheet.OrganisationId);
        return cells;
    }

    /// <summary>True where the office's figure of the element for the period is asked by a collection past its lock day. One command.</summary>
    public static async Task<bool> IsLocked(ZhiceDb db, string element, OrganisationId office, Period period, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (key, forms) = (period.Key, StatisticsFiles.InUse.Forms.Values.Where(f => f.Elements.Contains(element)).Select(f => f.Code).ToList());
        return await LockedReturns(db, today).AnyAsync(r => r.OrganisationId == office && r.Period == key && forms.Contains(r.Form), cancel);
    }

    sealed class LockedReturn
    {
        public required string Form { get; init; }
        public int Period { get; init; }
        public OrganisationId OrganisationId { get; init; }
    }

    static IQueryable<LockedReturn> LockedReturns(ZhiceDb db, DateOnly today) =>
        from sheet in db.StatisticalReturns
        join round in db.CollectionRounds on sheet.CollectionId equals round.Id
        where round.WithdrawnAt == null && round.LocksOn <= today && (sheet.LocksOn == null || sheet.LocksOn <= today)
        select new LockedReturn { Form = round.Form, Period = round.Period, OrganisationId = sheet.OrganisationId };
}
