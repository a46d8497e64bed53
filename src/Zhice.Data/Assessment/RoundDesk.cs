using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Calendar;
using Zhice.Domain.Programme;

namespace Zhice.Data.Assessment;

/// <summary>A round that is opened.</summary>
/// <param name="Title">Title.</param>
/// <param name="Programme">The programme.</param>
/// <param name="Scheme">The scheme's version.</param>
/// <param name="Offices">Codes of the assessed offices.</param>
public sealed record RoundRequest(string Title, ProgrammeId Programme, SchemeId Scheme, IReadOnlyList<string> Offices)
{
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
}

/// <summary>Opens rounds, names their people, moves and publishes them.</summary>
public static class RoundDesk
{
    /// <summary>Most offices of a round.</summary>
    public const int MostOffices = 500;

    /// <summary>Opens a round for self-scoring.</summary>
    /// <returns>Refusals: <c>access.denied</c>, <c>assess.title</c>, <c>assess.programme</c>, <c>assess.scheme-missing</c>, <c>assess.scheme-days</c>, <c>assess.offices</c>.</returns>
    public static async Task<Outcome<AssessmentRound>> Open(ZhiceDb db, Actor actor, RoundRequest request, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        if (await SchemeDesk.Owner(db, actor, cancel) is not { } owner || actor.AccountId is not { } by) return new Forbidden("access.denied");
        var programme = await db.Programmes.AsNoTracking().FirstOrDefaultAsync(p => p.Id == request.Programme, cancel);
        var scheme = await db.AssessmentSchemes.AsNoTracking().FirstOrDefaultAsync(s => s.Id == request.Scheme && s.OwnerId == owner.Id, cancel);
        var codes = request.Offices.Distinct(StringComparer.Ordinal).ToList();
        // Who is above all others assesses those below it: itself it cannot.
        var offices = codes.Count is 0 or > MostOffices ? [] : await db.Organisations.AsNoTracking()
            .Where(o => codes.Contains(o.Code) && o.Path.StartsWith(owner.Path) && o.Id != owner.Id).OrderBy(o => o.Code).ToListAsync(cancel);
        var (now, today) = (clock.GetUtcNow(), ChinaTime.Today(clock));
        var defects = new List<Defect>();
        if (request.Title.Trim().Length is 0 or > 300) defects.Add(new("assess.title", "title"));
        if (programme is null || programme.OwnerId != owner.Id) defects.Add(new("assess.programme", "programme"));
        if (scheme is null) defects.Add(new("assess.scheme-missing", "scheme"));
        else if (scheme.ValidFrom > today || scheme.ValidTo < today) defects.Add(new("assess.scheme-days", "scheme", scheme.ValidFrom, scheme.ValidTo?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "–"));
        if (offices.Count == 0 || offices.Count < codes.Count) defects.Add(new("assess.offices", "offices", MostOffices));
        if (defects.Count > 0) return new Invalid(defects);
        var round = new AssessmentRound
        {
            ProgrammeId = programme!.Id, Year = programme.Year, Title = request.Title.Trim(), SchemeId = scheme!.Id, OwnerId = owner.Id, State = RoundState.SelfScoring, By = by, At = now,
            Demonstration = request.Demonstration,
        };
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            db.Add(round);
            await db.SaveChangesAsync(cancel);
            db.AddRange(offices.Select(o => new AssessmentSubject { RoundId = round.Id, OrganisationId = o.Id }));
            AuditLog.Append(db, actor, now, "assess.open", $"round/{round.Id.Value}", new { title = round.Title, scheme = $"{scheme.Code}@{scheme.Version}", offices = offices.Count });
            await db.SaveChangesAsync(cancel);
            // What stands now is shown beside the self-scores; on the way to the review it is read once more, and then for good.
            await Freeze(db, new(round, scheme, SchemeFiles.Stored(scheme), owner, new(by, [], [], [])), cancel);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        return round;
    }

    /// <summary>Reads the facts of a round in self-scoring once more.</summary>
    /// <returns>Refusals: <c>assess.round-missing</c>, <c>access.denied</c>, <c>assess.not-now</c> once they are frozen for good, <c>assess.moved</c>.</returns>
    public static async Task<Outcome<AssessmentRound>> Refresh(ZhiceDb db, Actor actor, RoundId id, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Organised(db, actor, id, cancel)).Accepted(out var head, out var refusal)) return refusal;
        if (head.Round.State != RoundState.SelfScoring) return new Blocked("assess.not-now");
        await Freeze(db, head, cancel);
        AuditLog.Append(db, actor, clock.GetUtcNow(), "assess.refresh", $"round/{id.Value}", null);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("assess.moved");
        }
        return head.Round;
    }

    /// <summary>Names a person with a duty.</summary>
    /// <returns>Refusals: <c>assess.round-missing</c>, <c>access.denied</c>, <c>assess.account</c>, <c>assess.member-twice</c>, <c>assess.duties-apart</c>.</returns>
    public static async Task<Outcome<RoundMember>> Name(ZhiceDb db, Actor actor, RoundId id, string login, MemberDuty duty, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Organised(db, actor, id, cancel)).Accepted(out var head, out var refusal)) return refusal;
        var wanted = login.Trim();
        var account = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Login == wanted && !a.Closed, cancel);
        if (account is null || !Enum.IsDefined(duty)) return new Invalid(new Defect("assess.account", "login", wanted));
        var held = await db.RoundMembers.AsNoTracking().Where(m => m.RoundId == id && m.AccountId == account.Id && m.EndedAt == null).Select(m => m.Duty).ToListAsync(cancel);
        if (held.Contains(duty)) return new Blocked("assess.member-twice");
        // Who decides on objections does nothing else in the round: 条例, recusal.
        if (held.Count > 0 && (duty == MemberDuty.ObjectionReviewer || held.Contains(MemberDuty.ObjectionReviewer))) return new Blocked("assess.duties-apart");
        var now = clock.GetUtcNow();
        var member = new RoundMember { RoundId = head.Round.Id, AccountId = account.Id, Duty = duty, By = actor.AccountId!.Value, At = now };
        db.Add(member);
        AuditLog.Append(db, actor, now, "assess.member", $"round/{id.Value}", new { account = account.Id.Value, duty = duty.ToString() });
        await db.SaveChangesAsync(cancel);
        return member;
    }

    /// <summary>Writes down that a person keeps away from an office: the person himself, or who organises the round.</summary>
    /// <returns>Refusals: <c>assess.round-missing</c>, <c>access.denied</c>, <c>assess.account</c>, <c>assess.subject-missing</c>, <c>assess.reason</c>, <c>assess.recusal-twice</c>.</returns>
    public static async Task<Outcome<Recusal>> Recuse(ZhiceDb db, Actor actor, RoundId id, string login, string office, string reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (await RoundBook.Head(db, actor, id, cancel) is not { } head) return new Missing("assess.round-missing");
        var account = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Login == login.Trim(), cancel);
        var organises = RoundMoves.MayOrganise(actor, head.Owner.Path);
        if (account is null) return organises ? new Invalid(new Defect("assess.account", "login", login)) : new Forbidden("access.denied");
        if (!organises && !(account.Id == actor.AccountId && head.Person.Duties.Count > 0)) return new Forbidden("access.denied");
        var subject = (await RoundBook.Subjects(db, id, cancel)).FirstOrDefault(s => s.Office.Code == office);
        if (subject is null) return new Invalid(new Defect("assess.subject-missing", "office"));
        if (reason.Trim().Length is < RoundMoves.ShortestReason or > RoundMoves.LongestReason) return new Invalid(new Defect("assess.reason", "reason", RoundMoves.ShortestReason));
        if (await db.Recusals.AnyAsync(r => r.RoundId == id && r.AccountId == account.Id && r.OrganisationId == subject.Office.Id, cancel)) return new Blocked("assess.recusal-twice");
        var now = clock.GetUtcNow();
        var recusal = new Recusal { RoundId = id, AccountId = account.Id, OrganisationId = subject.Office.Id, Reason = reason.Trim(), By = actor.AccountId!.Value, At = now };
        db.Add(recusal);
        AuditLog.Append(db, actor, now, "assess.recusal", $"round/{id.Value}", new { account = account.Id.Value, office, reason = recusal.Reason });
        await db.SaveChangesAsync(cancel);
        return recusal;
    }

    /// <summary>Moves a round to its next stage. On the way to the review the facts are frozen; on the way out of the final stage the scores are published.</summary>
    /// <returns>Refusals: <c>assess.round-missing</c>, <c>access.denied</c>, <c>assess.moved</c>, <c>assess.not-now</c>, <c>assess.sheets-open</c>.</returns>
    public static async Task<Outcome<AssessmentRound>> Move(ZhiceDb db, Actor actor, RoundId id, int version, RoundState to, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Organised(db, actor, id, cancel)).Accepted(out var head, out var refusal)) return refusal;
        if (head.Round.Version != version) return new Blocked("assess.moved");
        if (to != head.Round.State + 1 || !Enum.IsDefined(to)) return new Blocked("assess.not-now");
        var open = to != RoundState.Finalising ? 0 : await OpenSheets(db, id, cancel);
        if (open > 0) return new Blocked("assess.sheets-open", open);
        var now = clock.GetUtcNow();
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            var round = await db.AssessmentRounds.AsTracking().FirstAsync(r => r.Id == id, cancel);
            (round.State, round.Version) = (to, round.Version + 1);
            if (to == RoundState.Reviewing) await Freeze(db, head, cancel);
            if (to == RoundState.Published)
            {
                round.PublishedOn = ChinaTime.Today(clock);
                await Publications.Add(db, actor, head, 1, null, now, cancel);
            }
            AuditLog.Append(db, actor, now, "assess.move", $"round/{id.Value}", new { to = to.ToString() });
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateException)
            {
                db.ChangeTracker.Clear();
                return new Blocked("assess.moved");
            }
            await transaction.CommitAsync(cancel);
            return round;
        }
    }

    static Task<int> OpenSheets(ZhiceDb db, RoundId id, CancellationToken cancel)
    {
        var subjects = db.AssessmentSubjects.Where(s => s.RoundId == id).Select(s => s.Id);
        return db.ExpertSheets.CountAsync(s => subjects.Contains(s.SubjectId) && !db.ExpertScores.Any(e => e.SheetId == s.Id), cancel);
    }

    static async Task Freeze(ZhiceDb db, RoundHead head, CancellationToken cancel)
    {
        var subjects = await RoundBook.Subjects(db, head.Round.Id, cancel);
        var facts = (await FactGathering.Gather(db, head.Round, head.Scheme, [.. subjects.Select(s => s.Office)], cancel)).ToDictionary(f => f.Office, StringComparer.Ordinal);
        var codes = subjects.ToDictionary(s => s.Subject.Id, s => s.Office.Code);
        foreach (var row in await db.AssessmentSubjects.AsTracking().Where(s => s.RoundId == head.Round.Id).ToListAsync(cancel))
        {
            row.Facts = ScoreText.Write([facts[codes[row.Id]]]);
            row.Digest = TextDigest.Of(row.Facts);
            row.Version++;
        }
    }

    static async Task<Outcome<RoundHead>> Organised(ZhiceDb db, Actor actor, RoundId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await RoundBook.Head(db, actor, id, cancel) is not { } head) return new Missing("assess.round-missing");
        return RoundMoves.MayOrganise(actor, head.Owner.Path) && actor.AccountId is not null ? head : new Forbidden("access.denied");
    }
}
