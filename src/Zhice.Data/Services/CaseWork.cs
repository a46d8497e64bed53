using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>What is asked to be done to a case.</summary>
/// <param name="Kind">What.</param>
/// <param name="Key">The asking side's key: the same again is answered with what was done the first time.</param>
/// <param name="Seen">Number of the last action that the asking side had seen; null where it does not say.</param>
/// <param name="Reason">Why.</param>
/// <param name="Payload">What else it says.</param>
public sealed record CaseRequest(CaseActionKind Kind, string Key, int? Seen, string Reason, CasePayload Payload);

/// <summary>An action that was taken.</summary>
/// <param name="Id">The case.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="Repeated">True where the key had come before: nothing was done anew.</param>
public sealed record CaseDone(CaseId Id, int Sequence, bool Repeated);

/// <summary>The one way by which an action comes to a case: asked again of the rules, written with all that follows from it in one transaction, once for each key.</summary>
public static class CaseWork
{
    /// <summary>Does it. Refusals: <c>case.missing</c>, <c>case.changed</c>, <c>case.key</c>, <c>case.reason</c>, those of <see cref="CaseMoves"/> and of <see cref="CaseChecks"/>.</summary>
    public static Task<Outcome<CaseDone>> Act(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, CaseRequest request, CancellationToken cancel) =>
        Act(db, house, actor, request, () => CaseBook.Open(db, house, actor, id, cancel), cancel);

    /// <summary>An objection of anybody to a case under public notice.</summary>
    public static Task<Outcome<CaseDone>> Object(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, CaseRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Act(db, house, actor, request with { Kind = CaseActionKind.Object }, () => CaseBook.OpenNotice(db, house, actor, id, cancel), cancel);
    }

    /// <summary>What a party of the other side does.</summary>
    public static Task<Outcome<CaseDone>> ActAgainst(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, CaseRequest request, CancellationToken cancel) =>
        Act(db, house, actor, request, () => CaseBook.OpenAgainst(db, house, actor, id, cancel), cancel);

    /// <summary>对方当事人进入案件: with the number of the case and the code of the notice that was served; the applicant that it is here goes with the request. Refusals besides: <c>case.enter-code</c>, <c>case.enter-own</c>.</summary>
    public static Task<Outcome<CaseDone>> Enter(ZhiceDb db, ServiceHouse house, Actor actor, string number, string code, ApplicantId applicant, string key, CancellationToken cancel) =>
        Act(db, house, actor, new(CaseActionKind.Enter, key, null, "", new() { Applicant = applicant.Value }), () => CaseBook.OpenToEnter(db, house, actor, number, code, cancel), cancel);

    static async Task<Outcome<CaseDone>> Act(ZhiceDb db, ServiceHouse house, Actor actor, CaseRequest request, Func<Task<Outcome<OpenedCase>>> open, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(request);
        if (request.Key is not { Length: > 0 and <= CaseAction.LongestKey } || !request.Key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return new Invalid(new Defect("case.key", "key", CaseAction.LongestKey));
        var reason = Plain(request.Reason);
        if ((reason.Length == 0 && CaseMoves.NeedsReason(request.Kind)) || reason.Length > CaseAction.LongestReason || FieldRules.Deceives(reason, lines: true))
            return new Invalid(new Defect("case.reason", "reason", CaseAction.LongestReason));
        db.ChangeTracker.Clear(); // what was read before may be older than what stands
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            if (!(await open()).Accepted(out var opened, out var missing)) return missing;
            if (Repeated(opened, actor.AccountId, request) is { } repeated) return repeated;
            if (request.Seen is { } seen && seen != opened.State.Sequence) return new Blocked("case.changed");
            if (CaseMoves.Decide(opened.Item, opened.State, request.Kind, opened.Facts) is { } refused) return refused;
            if (!(await CaseChecks.Run(db, house, actor, opened, request, cancel)).Accepted(out var payload, out refused)) return refused;
            var party = CaseMoves.PartyOf(request.Kind, opened.Facts)!.Value;
            var organisation = party is CaseParty.Officer or CaseParty.Approver ? opened.Office.Id : payload.Organisation is { } asked && party == CaseParty.Reviewer ? new OrganisationId(asked) : (OrganisationId?)null;
            var sequence = await Append(db, house, opened, new(opened.State.Sequence + 1, request.Kind, party, actor.AccountId, organisation, Moment(house), reason, payload, request.Key), actor, cancel);
            await transaction.CommitAsync(cancel);
            return new CaseDone(opened.Row.Id, sequence, false);
        }
        catch (DbUpdateException)
        {
            // Another node was first with this number or this key: what it did stands.
            db.ChangeTracker.Clear();
            return (await open()).Accepted(out var now, out var missing) ? Repeated(now, actor.AccountId, request) ?? new Blocked("case.changed") : missing;
        }
    }

    /// <summary>Writes an action with all that follows from it, within the open transaction. The action must have been allowed.</summary>
    internal static async Task<int> Append(ZhiceDb db, ServiceHouse house, OpenedCase opened, CaseAction action, Actor actor, CancellationToken cancel)
    {
        var digest = action.Digest(opened.Row.Number, opened.Actions.Count > 0 ? opened.Actions[^1].Digest : "");
        var after = opened.State.After(opened.Item, action);
        db.Add(new CaseActionRow
        {
            CaseId = opened.Row.Id, Sequence = action.Sequence, Kind = action.Kind, Party = action.Party, By = action.By, OrganisationId = action.Organisation, At = action.At, Reason = action.Reason,
            Payload = action.Payload.Write(), Key = action.Key, Digest = digest, Signature = house.Key.Sign(digest),
        });
        if (action is { Kind: CaseActionKind.Transfer or CaseActionKind.Submit or CaseActionKind.Pass, Payload.Organisation: { } elsewhere })
        {
            // Whoever gave a first opinion goes on reading the case.
            if (action.Kind == CaseActionKind.Pass) db.Add(new CaseReviewer { CaseId = opened.Row.Id, OrganisationId = opened.Row.OfficeId, AnsweredAt = action.At });
            opened.Row.OfficeId = new OrganisationId(elsewhere);
        }
        Follow(opened.Row, opened.Item, after, CaseClock.Of(opened.Item, after, house.Limits, opened.Calendar));
        AlarmDesk.Follow(opened.Row, opened.Item, after, house.Limits, opened.Calendar, AlarmDesk.Basis(house.Limits, opened.Calendar));
        Retention.Follow(opened.Row, opened.Item, after.Closed, ChinaTime.DayOf(action.At));
        CaseEffects.Timers(db, house, opened, after, action);
        await CaseEffects.Opinions(db, opened.Row.Id, action, cancel);
        await CaseEffects.Sides(db, opened.Row.Id, action, cancel);
        CaseEffects.Stays(db, opened, after);
        CaseInspections.Follow(db, opened.Row.Id, action);
        await Certificates.Follow(db, house, opened, after, action, cancel);
        await CaseCounting.Follow(db, opened, action, cancel);
        AuditLog.Append(db, actor, action.At, "service.act", $"service-case/{opened.Row.Number}", new { kind = action.Kind.ToString(), sequence = action.Sequence, digest });
        await db.SaveChangesAsync(cancel);
        return action.Sequence;
    }

    /// <summary>Brings a case's row to what its state says.</summary>
    internal static void Follow(ServiceCase row, ServiceItem item, CaseState after, CaseHolding holding)
    {
        (row.Phase, row.Handler, row.DueOn, row.SubmittedOn, row.DecidedOn, row.Decision, row.Version) =
            (after.Phase, after.Handler, holding.Certain, after.SubmittedOn, after.DecidedOn, after.Decision, after.Sequence);
        row.Step = after.Phase == CasePhase.Draft ? "" : item.Steps[after.Step].Code;
        row.Title = TitleOf(item, after.Values);
        row.Subject = SubjectOf(item, after.Values);
    }

    /// <summary>What a case is called: what its definition says; else the first text that is nobody's personal matter; the item's name where there is none.</summary>
    internal static string TitleOf(ServiceItem item, IReadOnlyDictionary<string, string> values)
    {
        var fields = item.CaseTitle.Count > 0 ? item.CaseTitle.Select(code => item.Form.First(field => field.Code == code)) : item.Form.Where(field => field is { Type: FieldType.Text, Personal: false });
        var said = fields.Select(field => Certificates.Shown(field, values.GetValueOrDefault(field.Code))).Where(value => value.Length > 0).Take(item.CaseTitle.Count > 0 ? item.CaseTitle.Count : 1).ToList();
        return said.Count > 0 ? FieldRules.Cut(string.Join(" · ", said), 200) : item.Name;
    }

    /// <summary>By what a case is known again, as its definition says.</summary>
    internal static string SubjectOf(ServiceItem item, IReadOnlyDictionary<string, string> values) => CaseIdentity.Of(item, values);

    // The same key from the same side is the same action; from somebody else it is a guess.
    static Outcome<CaseDone>? Repeated(OpenedCase opened, AccountId? by, CaseRequest request)
    {
        if (opened.Actions.FirstOrDefault(a => a.Key == request.Key) is not { } first) return null;
        if (first.By != by || first.Kind != request.Kind) return new Blocked("case.changed");
        return SameWords(first, request) ? new CaseDone(opened.Row.Id, first.Sequence, true) : new Invalid(new Defect("case.key-used", "key"));
    }

    // Where both say something they say the same; what the first did not say was not asked for.
    static bool SameWords(CaseActionRow first, CaseRequest request)
    {
        var (was, now) = (first.Action.Payload, request.Payload);
        return first.Reason == Plain(request.Reason) && Same(was.Decision, now.Decision) && Same(was.Special, now.Special) && Same(was.Until, now.Until) && Same(was.Upheld, now.Upheld) && Same(was.Objection, now.Objection)
            && Same(was.Record, now.Record) && Same(was.After, now.After) && Same(was.Title, now.Title?.Trim()) && Same(was.On, now.On) && Same(was.Exhibit, now.Exhibit) && Same(was.File?.Sha256, now.File?.Sha256);

        static bool Same<T>(T? was, T? now) => was is null || now is null || was.Equals(now);
    }

    static string Plain(string reason) => reason.ReplaceLineEndings("\n").Trim();

    // To the microsecond, as both stores keep it: the digest is over what will be read again.
    internal static DateTimeOffset Moment(ServiceHouse house) => house.Clock.GetUtcNow() is var now ? new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero) : now;

    /// <summary>A key for an action that nobody outside asked for.</summary>
    internal static string KeyOf(CaseTimer timer) => string.Create(CultureInfo.InvariantCulture, $"timer-{timer.Id}");
}
