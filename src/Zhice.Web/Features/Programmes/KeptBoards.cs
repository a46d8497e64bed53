using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;
using Zhice.Web.Features.Working;

namespace Zhice.Web.Features.Programmes;

/// <summary>The boards of duties shown last.</summary>
public sealed class KeptBoards(TimeProvider clock) : KeptViews<ShowBoard.Request, ShowBoard.View>(clock, work: false);

/// <summary>The boards of progress shown last: any change of the work makes them old.</summary>
public sealed class KeptProgress(TimeProvider clock) : KeptViews<ShowProgress.Request, ShowProgress.View>(clock, work: true);

/// <summary>The boards shown last, kept in memory while nothing that they show has changed.</summary>
/// <param name="clock">The clock.</param>
/// <param name="work">True where the board shows the work: its changes, its rules, the calendar and the day then count too.</param>
/// <remarks>
/// A board is opened more often than any page and made of seven queries and some two thousand cells. What is kept belongs to one request and to those
/// who see the same: where all documents of the programme are public everyone who does business sees one board, and the public another, without the
/// open questions; else each set of held roles has its own, for the roles decide what a reader may see. A stamp read before each use tells, on every
/// node alike, whether it still holds; names of organisations and divisions, which no stamp covers, are at most a minute old.
/// </remarks>
public abstract class KeptViews<TRequest, TView>(TimeProvider clock, bool work) where TRequest : notnull where TView : notnull
{
    const int Most = 16;
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    readonly Lock gate = new();
    readonly Dictionary<Key, LinkedListNode<Kept>> byKey = [];
    readonly LinkedList<Kept> lastUsed = new();

    /// <summary>The kept board, or the one that <paramref name="make"/> makes.</summary>
    internal async Task<Outcome<TView>> Of(
        ZhiceDb db, Actor actor, ProgrammeId id, TRequest request, Func<Task<Outcome<TView>>> make, CancellationToken cancel)
    {
        if (await Now(db, actor, id, cancel) is not { } stamp) return new Missing("programme.missing");
        var key = new Key(Readers(actor, stamp), request);
        lock (gate)
        {
            if (byKey.TryGetValue(key, out var node) && node.Value.Stamp == stamp && clock.GetUtcNow() - node.Value.Since < Longest)
            {
                lastUsed.Remove(node);
                lastUsed.AddFirst(node);
                return node.Value.View;
            }
        }
        var made = await make();
        if (made.Accepted(out var view, out _)) Keep(new Kept(key, stamp, clock.GetUtcNow(), view));
        return made;
    }

    void Keep(Kept kept)
    {
        lock (gate)
        {
            if (byKey.Remove(kept.Key, out var old)) lastUsed.Remove(old);
            byKey[kept.Key] = lastUsed.AddFirst(kept);
            if (byKey.Count <= Most) return;
            byKey.Remove(lastUsed.Last!.Value.Key);
            lastUsed.RemoveLast();
        }
    }

    string Readers(Actor actor, Stamp stamp)
    {
        // The work is nobody's but of those in whose reach it lies, however public the documents are.
        if (work) return AccessPolicy.ReadsAll(actor) ? "all" : Roles();
        var business = AccessPolicy.IsInside(actor);
        return !business ? "public" : stamp.Closed == 0 ? "business" : Roles();

        string Roles() => string.Join(' ', actor.Roles.Select(r => $"{(int)r.Role}@{r.OrganisationId.Value}{r.Path}"));
    }

    async Task<Stamp?> Now(ZhiceDb db, Actor actor, ProgrammeId id, CancellationToken cancel)
    {
        var day = work ? ChinaTime.Today(clock) : default;
        var visible = db.VisibleProgrammes(actor).Where(p => p.Id == id);
        return await visible.Select(p => (Stamp?)new Stamp(
            p.Version,
            db.Publications.Where(u => u.ProgrammeId == id).Max(u => (PublicationId?)u.Id),
            db.Decisions.Where(d => d.ProgrammeId == id).Sum(d => d.Version),
            db.Obligations.Max(o => (ObligationId?)o.Id),
            db.Documents.Where(d => db.Publications.Any(u => u.ProgrammeId == id && u.DocumentId == d.Id)).Sum(d => d.Version),
            db.Documents.Count(d => d.Disclosure != Disclosure.Public && db.Publications.Any(u => u.ProgrammeId == id && u.DocumentId == d.Id)),
            db.Assignments.Max(a => (long?)a.Id),
            work ? db.WorkCounters.Where(c => c.ProgrammeId == id).Select(c => c.Changes).FirstOrDefault() : 0,
            work ? db.WorkingRules.Where(r => r.ProgrammeId == id).Select(r => r.Version).FirstOrDefault() : 0,
            work ? db.CalendarEditions.Max(e => (long?)e.Id) : null,
            day)).FirstOrDefaultAsync(cancel);
    }

    sealed record Key(string Readers, TRequest Request);

    sealed record Kept(Key Key, Stamp Stamp, DateTimeOffset Since, TView View);

    readonly record struct Stamp(
        int Version, PublicationId? LastPublication, int Decisions, ObligationId? LastObligation, int Documents, int Closed, long? LastAssignment, long Changes, int Rules, long? Calendar, DateOnly Day);
}
