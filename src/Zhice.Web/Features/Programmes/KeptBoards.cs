using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Storage;
using Zhice.Data.Access;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Web.Features.Working;

namespace Zhice.Web.Features.Programmes;

/// <summary>The boards of duties shown last.</summary>
public sealed class KeptBoards(TimeProvider clock) : KeptViews<ShowBoard.Request, ShowBoard.View>(clock, work: false);

/// <summary>The boards of progress shown last: any change of the work makes them old.</summary>
public sealed class KeptProgress(TimeProvider clock) : KeptViews<ShowProgress.Request, ShowProgress.View>(clock, work: true);

/// <summary>The boards and lists shown last, kept in memory while nothing that they show has changed.</summary>
/// <param name="clock">The clock.</param>
/// <param name="work">True where the work is shown: its changes, its rules, statuses, the calendar and the day then count too.</param>
/// <param name="most">How many are kept.</param>
/// <remarks>
/// A board is opened more often than any page and made of seven queries and some two thousand cells. What is kept belongs to one request and to those
/// who see the same: where all documents of the programme are public everyone who does business sees one board, and the public another, without the
/// open questions; else each set of held roles has its own, for the roles decide what a reader may see. A stamp read before each use tells, on every
/// node alike, whether it still holds; names of organisations and divisions, which no stamp covers, are at most a minute old.
/// </remarks>
public abstract class KeptViews<TRequest, TView>(TimeProvider clock, bool work, int most = 16) where TRequest : notnull where TView : notnull
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    readonly Lock gate = new();
    readonly Dictionary<Key, LinkedListNode<Kept>> byKey = [];
    readonly LinkedList<Kept> lastUsed = new();

    /// <summary>The kept board, or the one that <paramref name="make"/> makes.</summary>
    internal Task<Outcome<TView>> Of(ZhiceDb db, Actor actor, ProgrammeId id, TRequest request, Func<Task<Outcome<TView>>> make, CancellationToken cancel) =>
        Of(db, actor, [id], request, make, cancel);

    /// <summary>The kept list that shows several programmes, or the one that <paramref name="make"/> makes.</summary>
    internal async Task<Outcome<TView>> Of(ZhiceDb db, Actor actor, IReadOnlyList<ProgrammeId> shown, TRequest request, Func<Task<Outcome<TView>>> make, CancellationToken cancel)
    {
        var stamps = new Stamp[shown.Count];
        for (var i = 0; i < stamps.Length; i++)
        {
            if (await Now(db, actor, shown[i], cancel) is not { } stamp) return new Missing("programme.missing");
            stamps[i] = stamp;
        }
        var key = new Key(string.Join(' ', shown.Select(p => p.Value)), Readers(actor, stamps.Any(s => s.Closed > 0)), request);
        lock (gate)
        {
            if (byKey.TryGetValue(key, out var node) && node.Value.Stamps.SequenceEqual(stamps) && clock.GetUtcNow() - node.Value.Since < Longest)
            {
                lastUsed.Remove(node);
                lastUsed.AddFirst(node);
                return node.Value.View;
            }
        }
        var made = await make();
        if (made.Accepted(out var view, out _)) Keep(new Kept(key, stamps, clock.GetUtcNow(), view));
        return made;
    }

    void Keep(Kept kept)
    {
        lock (gate)
        {
            if (byKey.Remove(kept.Key, out var old)) lastUsed.Remove(old);
            byKey[kept.Key] = lastUsed.AddFirst(kept);
            if (byKey.Count <= most) return;
            byKey.Remove(lastUsed.Last!.Value.Key);
            lastUsed.RemoveLast();
        }
    }

    string Readers(Actor actor, bool closed)
    {
        // The work is nobody's but of those in whose reach it lies, however public the documents are.
        if (work) return AccessPolicy.ReadsAll(actor) ? "all" : Roles();
        var business = AccessPolicy.IsInside(actor);
        return !business ? "public" : closed ? Roles() : "business";

        string Roles() => string.Join(' ', actor.Roles.Select(r => $"{(int)r.Role}@{r.OrganisationId.Value}{r.Path}"));
    }

    // The reader may see the programme, or there is no stamp.
    async Task<Stamp?> Now(ZhiceDb db, Actor actor, ProgrammeId id, CancellationToken cancel)
    {
        if (await Stamps.Of(db, id).FirstOrDefaultAsync(cancel) is not { } found) return null;
        if (!ProgrammeShelf.SurelySees(actor, found.OwnerPath, found.AnyPublic) && !await db.VisibleProgrammes(actor).AnyAsync(p => p.Id == id, cancel)) return null;
        return work ? found.Stamp with { Day = ChinaTime.Today(clock) }
            : found.Stamp with { Changes = 0, Rules = 0, Calendar = null, Statuses = 0, LastStatus = null };
    }

    sealed record Key(string Programmes, string Readers, TRequest Request);

    sealed record Kept(Key Key, Stamp[] Stamps, DateTimeOffset Since, TView View);
}

/// <summary>What tells that a programme, its documents, its obligations or the work on them have changed.</summary>
internal sealed record Stamp(
    int Version, PublicationId? LastPublication, int Decisions, ObligationId? LastObligation, int Documents, int Closed, long? LastAssignment, long Changes, int Rules, long? Calendar,
    int Statuses, StatusId? LastStatus, DateOnly Day);

/// <summary>Reads stamps: one command, compiled, for it stands before every kept page.</summary>
static class Stamps
{
    /// <summary>The stamp of a programme, with what tells most readers that they may see it.</summary>
    public sealed record Row(Stamp Stamp, string OwnerPath, bool AnyPublic);

    public static readonly Func<ZhiceDb, ProgrammeId, IAsyncEnumerable<Row>> Of = OnceCompiled.Query((ZhiceDb db, ProgrammeId id) => db.Programmes.Where(p => p.Id == id).Select(p => new Row(new Stamp(
        p.Version,
        db.Publications.Where(u => u.ProgrammeId == id).Max(u => (PublicationId?)u.Id),
        db.Decisions.Where(d => d.ProgrammeId == id).Sum(d => d.Version),
        db.Obligations.Max(o => (ObligationId?)o.Id),
        db.Documents.Where(d => db.Publications.Any(u => u.ProgrammeId == id && u.DocumentId == d.Id)).Sum(d => d.Version),
        db.Documents.Count(d => d.Disclosure != Disclosure.Public && db.Publications.Any(u => u.ProgrammeId == id && u.DocumentId == d.Id)),
        db.Assignments.Max(a => (long?)a.Id),
        db.WorkCounters.Where(c => c.ProgrammeId == id).Select(c => c.Changes).FirstOrDefault(),
        db.WorkingRules.Where(r => r.ProgrammeId == id).Select(r => r.Version).FirstOrDefault(),
        db.CalendarEditions.Max(e => (long?)e.Id),
        db.Statuses.Count(s => s.WithdrawnAt == null),
        db.Statuses.Max(s => (StatusId?)s.Id),
        default),
        db.Organisations.Where(o => o.Id == p.OwnerId).Select(o => o.Path).First(),
        db.Publications.Any(u => u.ProgrammeId == id && db.Documents.Any(d => d.Id == u.DocumentId && d.Disclosure == Disclosure.Public)))));
}
