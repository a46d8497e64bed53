using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Data.Publishing;

/// <summary>An answer to a question of the to-be-decided list.</summary>
/// <param name="Question">The question.</param>
/// <param name="Members">The organisations that owe the measure; none where nobody does.</param>
/// <param name="Level">必做, 选做 or not said.</param>
/// <param name="Reason">Why, in words; required.</param>
/// <param name="Version">The version of the question that the person saw.</param>
/// <param name="Status">Name of a status: the offices of those who held it on the day that the publication counts owe the measure as well; null for none.</param>
public sealed record DecisionRequest(DecisionId Question, IReadOnlyList<OrganisationId> Members, ObligationLevel Level, string Reason, int Version, string? Status = null);

/// <summary>What a decision did.</summary>
/// <param name="Added">Obligations added.</param>
/// <param name="Withdrawn">Obligations of the decision made before that were withdrawn.</param>
public sealed record DecisionResult(int Added, int Withdrawn);

/// <summary>待定事项: the issuing department decides what the words leave open. Deciding again replaces the answer: who owes it still keeps the obligation, and those of the others are withdrawn, never deleted.</summary>
public static class PendingQuestions
{
    /// <summary>
    /// Decides. Refusals: <c>decision.missing</c>, <c>decision.forbidden</c>, <c>decision.withdrawn</c>, <c>decision.changed</c>,
    /// <c>decision.reason</c> (required, up to 500 characters), <c>decision.member</c>, <c>decision.status-nobody</c> (the status, the day),
    /// <c>decision.outside</c> (an organisation outside the region whose programme it is).
    /// </summary>
    public static async Task<Outcome<DecisionResult>> Decide(
        ZhiceDb db, Actor actor, DecisionRequest request, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        // The site's contexts do not track what they read; what is changed here must be.
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            var question = await db.VisibleDecisions(actor).FirstOrDefaultAsync(d => d.Id == request.Question, cancel);
            if (question is null) return new Missing("decision.missing");
            var measure = await db.Measures.AsNoTracking().SingleAsync(m => m.Id == question.MeasureId, cancel);
            var task = await db.Tasks.AsNoTracking().SingleAsync(t => t.Id == measure.TaskId, cancel);
            var owner = await db.Programmes.Where(p => p.Id == question.ProgrammeId)
                .Join(db.Organisations, p => p.OwnerId, o => o.Id, (_, o) => new { o.Path, o.Kind }).SingleAsync(cancel);
            var assigned = await db.AssignedTasks(actor).AnyAsync(t => t == task.Id, cancel);
            if (!AccessPolicy.MayDecide(actor, owner.Path, assigned)) return new Forbidden("decision.forbidden");
            if (question.WithdrawnBy is not null) return new Blocked("decision.withdrawn");
            if (question.Version != request.Version) return new Blocked("decision.changed");
            var publication = await db.Publications.Where(p => p.ProgrammeId == question.ProgrammeId && p.DocumentId == task.DocumentId)
                .OrderByDescending(p => p.Id).FirstAsync(cancel);
            var holders = await Holders(db, request.Status, publication.AsOf, cancel);
            var members = request.Members.Where(m => !holders.ContainsKey(m)).Distinct().Select(m => (m, (StatusId?)null)).Concat(holders.Select(h => (h.Key, (StatusId?)h.Value)))
                .ToDictionary(m => m.Item1, m => m.Item2);
            var within = owner.Kind == OrganisationKind.LocalOffice && !actor.Holds(Role.NationalAdministrator) ? owner.Path : null;
            if (await Defects(db, request, members.Keys, holders.Count, publication.AsOf, within, cancel) is { Count: > 0 } defects) return new Invalid(defects);
            var result = await Apply(db, request, members, question, task, publication, actor.AccountId, clock.GetUtcNow(), cancel);
            (question.Level, question.Note, question.DecidedBy, question.DecidedAt) = (request.Level, request.Reason.Trim(), actor.AccountId, clock.GetUtcNow());
            question.Version++;
            AuditLog.Append(db, actor, clock.GetUtcNow(), "decision.decide", $"decision/{question.Id.Value}", new
            {
                programme = question.ProgrammeId.Value, measure = measure.Id.Value, reason = question.Reason.ToString(), level = request.Level.ToString(),
                members = members.Keys.Select(m => m.Value).Order(), status = request.Status, note = question.Note, result.Added, result.Withdrawn,
            });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return result;
        }
    }

    /// <summary>Offices of the divisions that held a status on a day, each with the fact.</summary>
    static async Task<Dictionary<OrganisationId, StatusId>> Holders(ZhiceDb db, string? status, DateOnly day, CancellationToken cancel) => status is null ? [] : (await (
        from fact in db.Statuses
        where fact.Name == status && fact.WithdrawnAt == null && fact.ValidFrom <= day && (fact.ValidTo == null || day < fact.ValidTo)
        join office in db.Organisations on fact.DivisionCode equals office.DivisionCode
        where office.Kind == OrganisationKind.LocalOffice && office.ValidTo == null
        orderby fact.Id
        select new { Office = office.Id, Fact = fact.Id }).ToListAsync(cancel)).GroupBy(h => h.Office).ToDictionary(g => g.Key, g => g.First().Fact);

    static async Task<List<Defect>> Defects(
        ZhiceDb db, DecisionRequest request, IEnumerable<OrganisationId> chosen, int holders, DateOnly day, string? within, CancellationToken cancel)
    {
        var defects = new List<Defect>();
        if (request.Status is { } status && holders == 0) defects.Add(new Defect("decision.status-nobody", "status", status, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        if (request.Reason.Trim() is not { Length: > 0 and <= 500 }) defects.Add(new Defect("decision.reason", "reason"));
        var members = chosen.ToList();
        var paths = await db.Organisations.Where(o => members.Contains(o.Id)).Select(o => new { o.Name, o.Path }).ToListAsync(cancel);
        if (paths.Count != members.Count) defects.Add(new Defect("decision.member", "members"));
        if (within is not null && paths.Find(o => !o.Path.StartsWith(within, StringComparison.Ordinal)) is { } outside) defects.Add(new Defect("decision.outside", "names", outside.Name));
        return defects;
    }

    static async Task<DecisionResult> Apply(
        ZhiceDb db, DecisionRequest request, Dictionary<OrganisationId, StatusId?> members, PendingDecision question, ProgrammeTask task, Publication publication,
        AccountId? by, DateTimeOffset at, CancellationToken cancel)
    {
        var standing = await db.Obligations.Where(o => o.TaskId == task.Id && o.MeasureId == question.MeasureId && o.WithdrawnBy == null).ToListAsync(cancel);
        var old = standing.Where(o => o.DecisionId == question.Id && !members.ContainsKey(o.OrganisationId)).ToList();
        foreach (var obligation in old) obligation.WithdrawnBy = publication.Id;

        // Whoever owes it still keeps the obligation with its work. An organisation that already owes the measure for another reason keeps the stronger level, as in a computation.
        foreach (var obligation in standing.Where(o => o.WithdrawnBy is null && members.ContainsKey(o.OrganisationId) && (o.DecisionId == question.Id || Rank(o.Level) < Rank(request.Level))))
        {
            if (obligation.Level != request.Level)
                db.WorkEvents.Add(new WorkEvent { ProgrammeId = question.ProgrammeId, ObligationId = obligation.Id, At = at, By = by, Kind = WorkEventKind.LevelChanged, About = request.Level.ToString() });
            db.Entry(obligation).CurrentValues.SetValues(new Dictionary<string, object?>
            {
                [nameof(Obligation.Level)] = request.Level, [nameof(Obligation.Basis)] = ObligationBasis.Decision, [nameof(Obligation.RuleId)] = question.RuleId,
                [nameof(Obligation.StatusId)] = members[obligation.OrganisationId], [nameof(Obligation.DecisionId)] = question.Id, [nameof(Obligation.AsOf)] = publication.AsOf,
            });
        }
        var owing = standing.Where(o => o.WithdrawnBy is null).Select(o => o.OrganisationId).ToHashSet();
        var added = members.Where(m => !owing.Contains(m.Key)).OrderBy(m => m.Key.Value).Select(member => new Obligation
        {
            ProgrammeId = question.ProgrammeId, TaskId = task.Id, MeasureId = question.MeasureId, OrganisationId = member.Key, Level = request.Level,
            Role = AssignedRole.Responsible, Basis = ObligationBasis.Decision, RuleId = question.RuleId, StatusId = member.Value, DecisionId = question.Id,
            AsOf = publication.AsOf, PublicationId = publication.Id,
        }).ToList();
        db.Obligations.AddRange(added);

        await db.DecisionMembers.Where(m => m.DecisionId == question.Id).ExecuteDeleteAsync(cancel);
        db.DecisionMembers.AddRange(members.Select(m => new DecisionMember { DecisionId = question.Id, OrganisationId = m.Key, StatusId = m.Value }));
        return new DecisionResult(added.Count, old.Count);
    }

    static int Rank(ObligationLevel level) => level switch
    {
        ObligationLevel.Mandatory => 2,
        ObligationLevel.Unstated => 1,
        _ => 0,
    };
}
