using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>A succession that is recorded: one predecessor, its heirs, their shares.</summary>
/// <param name="Predecessor">Code.</param>
/// <param name="Heirs">Codes and shares; the shares make at most 1.</param>
/// <param name="On">First day of the new state.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Source">The document that says so.</param>
public sealed record SuccessionRequest(string Predecessor, IReadOnlyList<(string Code, decimal Share)> Heirs, DateOnly? On, SuccessionKind Kind, string Source);

/// <summary>Facts about offices that statistics need: who is the liaison person, who took whose place.</summary>
public static class OfficeFacts
{
    /// <summary>True when the actor names the office's liaison person: who organises it.</summary>
    public static bool MayName(Actor actor, Organisation office)
    {
        ArgumentNullException.ThrowIfNull(office);
        return AccessPolicy.MayOrganise(actor, office.Id, office.Path, office.Kind);
    }

    /// <summary>Names the liaison person from today on; the one before ends.</summary>
    /// <returns>Refusals: <c>liaison.office</c>, <c>liaison.account</c> where nobody of that login does the office's business, <c>liaison.same</c>, <c>access.denied</c>.</returns>
    public static async Task<Outcome<StatisticalLiaison>> Name(ZhiceDb db, Actor actor, string officeCode, string login, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var office = await db.Organisations.AsNoTracking().Where(o => o.Code == officeCode || o.Name == officeCode).OrderBy(o => o.Id).FirstOrDefaultAsync(cancel);
        if (office is null) return new Invalid(new Defect("liaison.office", "organisation"));
        if (!MayName(actor, office)) return new Forbidden("access.denied");
        var (today, wanted) = (ChinaTime.Today(clock), login.Trim());
        var person = await (
            from account in db.Accounts
            join grant in db.RoleGrants on account.Id equals grant.AccountId
            where account.Login == wanted && !account.Closed && grant.RevokedAt == null && grant.OrganisationId == office.Id && AccessPolicy.BusinessRoles.Contains(grant.Role)
            select (AccountId?)account.Id).FirstOrDefaultAsync(cancel);
        if (person is not { } found) return new Invalid(new Defect("liaison.account", "login"));
        var standing = await db.Liaisons.AsTracking().Where(l => l.OrganisationId == office.Id && l.To == null).ToListAsync(cancel);
        if (standing.Any(l => l.AccountId == found)) return new Invalid(new Defect("liaison.same", "login"));
        foreach (var before in standing) before.To = today;
        var liaison = new StatisticalLiaison { OrganisationId = office.Id, AccountId = found, From = today, By = actor.AccountId!.Value };
        db.Add(liaison);
        AuditLog.Append(db, actor, clock.GetUtcNow(), "statistics.liaison", $"organisation/{office.Code}", new { account = found.Value });
        await db.SaveChangesAsync(cancel);
        return liaison;
    }

    /// <summary>Values that stand for periods which begin on the day on which their office ended or later, by office: a file brought them before the end was recorded. They count in no total.</summary>
    public static async Task<IReadOnlyList<(Organisation Office, int Count)>> Strays(ZhiceDb db, IReadOnlyCollection<string> elements, IReadOnlyCollection<Organisation> offices, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var ended = offices.Where(o => o.ValidTo is not null).ToDictionary(o => (int)o.Id.Value);
        if (ended.Count == 0) return [];
        var ids = ended.Keys.ToList();
        var keys = await db.ElementKeys.AsNoTracking().Where(e => elements.Contains(e.Code)).Select(e => e.Id).ToListAsync(cancel);
        var least = ended.Values.Min(o => o.ValidTo!.Value).Year * 100;
        var rows = await db.Observations.AsNoTracking().Where(o => keys.Contains(o.Element) && ids.Contains(o.Organisation) && o.Period >= least && o.EndedBy == 0 && o.Value != null)
            .GroupBy(o => new { o.Organisation, o.Period }).Select(g => new { g.Key.Organisation, g.Key.Period, Count = g.Count() }).ToListAsync(cancel);
        return [.. rows.Where(r => Period.FromKey(r.Period).FirstDay >= ended[r.Organisation].ValidTo).GroupBy(r => r.Organisation).OrderBy(g => g.Key).Select(g => (ended[g.Key], g.Sum(r => r.Count)))];
    }

    /// <summary>Names of those who took an office's place, joined; a dash where nobody did.</summary>
    public static async Task<string> HeirsOf(ZhiceDb db, OrganisationId office, CancellationToken cancel)
    {
        var names = await (
            from succession in db.Successions
            join heir in db.Organisations on succession.SuccessorId equals heir.Id
            where succession.PredecessorId == office && succession.WithdrawnAt == null
            orderby succession.Id
            select heir.Name).Take(20).ToListAsync(cancel);
        return names.Count == 0 ? "–" : string.Join('、', names);
    }

    /// <summary>Records a succession. A predecessor whose whole place is taken ends on that day.</summary>
    /// <returns>Refusals: <c>succession.*</c>, <c>access.denied</c>.</returns>
    public static async Task<Outcome<Organisation>> Record(ZhiceDb db, Actor actor, SuccessionRequest request, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        if (!actor.Holds(Role.NationalAdministrator)) return new Forbidden("access.denied");
        var codes = request.Heirs.Select(h => h.Code).Append(request.Predecessor).ToList();
        var known = await db.Organisations.AsTracking().Where(o => codes.Contains(o.Code)).ToDictionaryAsync(o => o.Code, StringComparer.Ordinal, cancel);
        if (!known.TryGetValue(request.Predecessor, out var gone)) return new Invalid(new Defect("succession.predecessor", "predecessor"));
        var defects = new List<Defect>();
        if (request.Heirs.Count == 0 || request.Heirs.Any(h => !known.ContainsKey(h.Code) || h.Code == request.Predecessor) || request.Heirs.DistinctBy(h => h.Code).Count() < request.Heirs.Count)
            defects.Add(new Defect("succession.heirs", "heirs"));
        if (request.Heirs.Any(h => h.Share is <= 0 or > 1) || request.Heirs.Sum(h => h.Share) > 1 || (request.Kind == SuccessionKind.Split ? request.Heirs.Count == 1 && request.Heirs[0].Share == 1 : request.Heirs.Any(h => h.Share != 1)))
            defects.Add(new Defect("succession.shares", "heirs"));
        // A date that is years away is a slip of the pen.
        if (request.On is null || request.On > ChinaTime.Today(clock).AddYears(1)) defects.Add(new Defect("succession.day", "on"));
        if (string.IsNullOrWhiteSpace(request.Source) || request.Source.Length > 500) defects.Add(new Defect("succession.source", "source"));
        // One that stood before the day already is no new name: that would be a merger without saying so.
        if (request.Kind == SuccessionKind.Rename && request.On is { } from && request.Heirs.Select(h => known.GetValueOrDefault(h.Code)).FirstOrDefault(heir => heir is not null && heir.ValidFrom < from) is { } standing)
            defects.Add(new Defect("succession.rename", "heirs", standing.Name));
        // Totals are of offices of one level: figures that went to a body without one, or with another, would leave them without a word.
        foreach (var heir in request.Heirs.Select(h => known.GetValueOrDefault(h.Code)).OfType<Organisation>().Where(h => (h.Kind, h.Level) != (gone.Kind, gone.Level)))
            defects.Add(new Defect("succession.level", "heirs", heir.Name, gone.Name));
        if (defects.Count > 0) return new Invalid(defects);
        var all = await db.Successions.AsNoTracking().Where(s => s.WithdrawnAt == null).ToListAsync(cancel);
        // One that passed on a part and stayed may pass on more later.
        if (all.Where(s => s.PredecessorId == gone.Id).ToList() is { Count: > 0 } earlier && (earlier.Any(s => s.On >= request.On) || earlier.GroupBy(s => s.On).Any(g => g.Sum(s => s.Share) >= 1))) return new Blocked("succession.there");
        // An heir of an heir that is the predecessor would make figures go round for ever.
        var passing = new SuccessionShares(all, DateOnly.MaxValue);
        if (request.Heirs.Any(h => passing.Of(known[h.Code].Id).Any(x => x.Heir == gone.Id))) return new Invalid(new Defect("succession.ring", "heirs"));
        var now = clock.GetUtcNow();
        db.AddRange(request.Heirs.Select(h => new Succession
        {
            PredecessorId = gone.Id, SuccessorId = known[h.Code].Id, On = request.On!.Value, Kind = request.Kind, Share = h.Share, Source = request.Source.Trim(), By = actor.AccountId!.Value, At = now,
        }));
        if (request.Heirs.Sum(h => h.Share) == 1 && gone.ValidTo is null) gone.ValidTo = request.On;
        AuditLog.Append(db, actor, now, "statistics.succession", $"organisation/{gone.Code}",
            new { heirs = request.Heirs.Select(h => $"{h.Code}:{StoredFigure.Write(h.Share)}"), on = request.On, kind = request.Kind.ToString(), source = request.Source.Trim() });
        await db.SaveChangesAsync(cancel);
        return gone;
    }

    /// <summary>Withdraws the succession of an office that was recorded wrongly; it stays readable, and the office stands again where the record had ended it.</summary>
    /// <returns>Refusals: <c>succession.missing</c>, <c>succession.reason</c>, <c>access.denied</c>.</returns>
    public static async Task<Outcome<Organisation>> Withdraw(ZhiceDb db, Actor actor, long id, string reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(clock);
        if (!actor.Holds(Role.NationalAdministrator)) return new Forbidden("access.denied");
        if (await db.Successions.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id && s.WithdrawnAt == null, cancel) is not { } one) return new Missing("succession.missing");
        if (reason.Trim().Length is < CorrectionDesk.ShortestReason or > 500) return new Invalid(new Defect("succession.reason", "reason", CorrectionDesk.ShortestReason));
        // All heirs of one office and day were recorded together, and go together.
        var all = await db.Successions.AsTracking().Where(s => s.PredecessorId == one.PredecessorId && s.On == one.On && s.WithdrawnAt == null).ToListAsync(cancel);
        var office = await db.Organisations.AsTracking().SingleAsync(o => o.Id == one.PredecessorId, cancel);
        var now = clock.GetUtcNow();
        foreach (var succession in all) succession.WithdrawnAt = now;
        if (office.ValidTo == one.On && all.Sum(s => s.Share) >= 1) office.ValidTo = null;
        AuditLog.Append(db, actor, now, "statistics.succession-withdraw", $"organisation/{office.Code}", new { on = one.On, kind = one.Kind.ToString(), reason = reason.Trim() });
        await db.SaveChangesAsync(cancel);
        return office;
    }
}
