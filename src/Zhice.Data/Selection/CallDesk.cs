using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Selection;

namespace Zhice.Data.Selection;

/// <summary>What a call says besides its terms.</summary>
/// <param name="Kind">Code of the kind.</param>
/// <param name="Owner">Code of the office that calls.</param>
/// <param name="Title">Title.</param>
/// <param name="OpensOn">First day for applications.</param>
/// <param name="ClosesOn">Last day for applications.</param>
/// <param name="Quota">Places.</param>
/// <param name="ValidFrom">First day of the awards; null for the day after they are given.</param>
/// <param name="Terms">The terms.</param>
public sealed record CallRequest(string Kind, string Owner, string Title, DateOnly? OpensOn, DateOnly? ClosesOn, int Quota, DateOnly? ValidFrom, SelectionTerms Terms)
{
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
}

/// <summary>征集通知: drafts, changes, publishes and cancels calls.</summary>
public static class CallDesk
{
    /// <summary>Begins a draft.</summary>
    /// <returns>Refusals: <c>selection.kind</c>, <c>access.denied</c>, and all defects of the request at once.</returns>
    public static async Task<Outcome<SelectionCall>> Draft(ZhiceDb db, Actor actor, CallRequest request, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        if (SelectionFiles.Find(request.Kind) is not { } kind) return new Invalid(new Defect("selection.kind", "kind"));
        var owner = await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == request.Owner, cancel);
        if (owner is null || actor.AccountId is not { } by || !AccessPolicy.MayRunSelection(actor, owner.Path)) return new Forbidden("access.denied");
        if (Defects(request) is { Count: > 0 } defects) return new Invalid(defects);
        var now = clock.GetUtcNow();
        var call = new SelectionCall
        {
            Kind = kind.Code, Title = request.Title.Trim(), OwnerId = owner.Id, Status = kind.Status, Holder = kind.Holder, Levels = string.Join(',', kind.Levels),
            OpensOn = request.OpensOn!.Value, ClosesOn = request.ClosesOn!.Value, Quota = request.Quota, ValidFrom = request.ValidFrom,
            Terms = TermsJson.Write(request.Terms), By = by, At = now, Demonstration = request.Demonstration,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.Add(call);
        await db.SaveChangesAsync(cancel);
        AuditLog.Append(db, actor, now, "selection.draft", $"selection/{call.Id.Value}", new { call.Kind, call.Title, owner = owner.Code });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return call;
    }

    /// <summary>Changes a draft.</summary>
    public static async Task<Outcome<SelectionCall>> Edit(ZhiceDb db, Actor actor, CallId id, int version, CallRequest request, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, id, version, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (CallMoves.Decide(found.Facts, CallMove.Edit, ChinaTime.Today(clock)) is { } blocked) return blocked;
        if (Defects(request) is { Count: > 0 } defects) return new Invalid(defects);
        var call = found.Call;
        (call.Title, call.OpensOn, call.ClosesOn, call.Quota, call.ValidFrom, call.Terms) =
            (request.Title.Trim(), request.OpensOn!.Value, request.ClosesOn!.Value, request.Quota, request.ValidFrom, TermsJson.Write(request.Terms));
        return await Moved(db, actor, call, "selection.edit", new { call.Title }, clock, cancel);
    }

    /// <summary>Publishes the notice, or cancels the call with a reason.</summary>
    /// <returns>Refusals: <c>selection.missing</c>, <c>selection.changed</c>, <c>access.denied</c>, those of <see cref="CallMoves"/>, <c>selection.reason</c>.</returns>
    public static async Task<Outcome<SelectionCall>> Move(ZhiceDb db, Actor actor, CallId id, int version, CallMove move, string? reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (move is not (CallMove.Open or CallMove.Cancel)) throw new ArgumentOutOfRangeException(nameof(move), move, "The other moves have ways of their own.");
        if (!(await Find(db, actor, id, version, cancel)).Accepted(out var found, out var refusal)) return refusal;
        // A notice goes out, and is taken back, by the administrator; officers prepare it.
        if (!AccessPolicy.MayPublish(actor, found.OwnerPath)) return new Forbidden("access.denied");
        if (CallMoves.Decide(found.Facts, move, ChinaTime.Today(clock)) is { } blocked) return blocked;
        var text = reason?.Trim() ?? "";
        if (move == CallMove.Cancel && text.Length is 0 or > 300) return new Invalid(new Defect("selection.reason", "reason", 300));
        found.Call.State = CallMoves.After(found.Call.State, move);
        return move == CallMove.Open
            ? await Moved(db, actor, found.Call, "selection.open", new { found.Call.ClosesOn, found.Call.Terms }, clock, cancel)
            : await Moved(db, actor, found.Call, "selection.cancel", new { reason = text }, clock, cancel);
    }

    /// <summary>A call that the actor runs, tracked, with what decides its moves.</summary>
    internal sealed record Found(SelectionCall Call, string OwnerPath, SelectionTerms Terms, CallFacts Facts);

    internal static async Task<Outcome<Found>> Find(ZhiceDb db, Actor actor, CallId id, int version, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var row = await (
            from call in db.VisibleCalls(actor).AsTracking()
            where call.Id == id
            join owner in db.Organisations on call.OwnerId equals owner.Id
            select new { call, owner.Path }).FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("selection.missing");
        if (!AccessPolicy.MayRunSelection(actor, row.Path)) return new Forbidden("access.denied");
        if (row.call.Version != version) return new Blocked("selection.changed");
        return new Found(row.call, row.Path, TermsJson.Read(row.call.Terms), await Facts(db, row.call, cancel));
    }

    /// <summary>What decides the moves of a call. One command.</summary>
    public static async Task<CallFacts> Facts(ZhiceDb db, SelectionCall call, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(call);
        var (id, needed) = (call.Id, TermsJson.Read(call.Terms).Experts);
        var rows = await db.SelectionApplications.Where(a => a.CallId == id).Select(a => new
        {
            a.State,
            Sheets = db.ScoreSheets.Count(s => s.ApplicationId == a.Id && s.SubmittedAt != null && s.EndedAt == null),
            Open = db.SelectionObjections.Count(o => o.ApplicationId == a.Id && o.State == SelectionObjectionState.Open),
        }).ToListAsync(cancel);
        return new CallFacts(call.State, call.ClosesOn, call.PublicityTo,
            rows.Count(r => r.State is ApplicationState.Submitted or ApplicationState.Returned),
            rows.Count(r => r.State == ApplicationState.Passed), rows.Count(r => r.State == ApplicationState.Passed && r.Sheets < needed),
            rows.Sum(r => r.Open), rows.Count(r => r.State == ApplicationState.Shortlisted));
    }

    internal static async Task<Outcome<SelectionCall>> Moved(ZhiceDb db, Actor actor, SelectionCall call, string action, object details, TimeProvider clock, CancellationToken cancel)
    {
        call.Version++;
        AuditLog.Append(db, actor, clock.GetUtcNow(), action, $"selection/{call.Id.Value}", details);
        try
        {
            await db.SaveChangesAsync(cancel);
            return call;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Blocked("selection.changed");
        }
    }

    static List<Defect> Defects(CallRequest request)
    {
        var defects = new List<Defect>();
        if (request.Title.Trim().Length is 0 or > 200) defects.Add(new Defect("selection.title", "title", 200));
        else if (StorableText.Check(request.Title, "title") is { } nul) defects.Add(nul);
        if (request.OpensOn is null) defects.Add(new Defect("selection.day", "opensOn"));
        if (request.ClosesOn is null) defects.Add(new Defect("selection.day", "closesOn"));
        else if (request.ClosesOn < request.OpensOn) defects.Add(new Defect("selection.days-order", "closesOn"));
        if (request.Quota is < 1 or > 1000) defects.Add(new Defect("selection.quota", "quota", 1000));
        defects.AddRange(request.Terms.Defects());
        return defects;
    }
}
