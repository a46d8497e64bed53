using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Assessment;

/// <summary>A goal that is written down.</summary>
/// <param name="Title">The goal in words; empty for the indicator's name.</param>
/// <param name="Indicator">Code of the indicator whose figures are taken; null where they are typed.</param>
/// <param name="Unit">Unit of typed figures.</param>
/// <param name="LowerIsBetter">Of typed figures.</param>
/// <param name="Base">Where it stood when the plan began, typed.</param>
/// <param name="Planned">Planned for the last year.</param>
/// <param name="Actual">Reached, typed.</param>
/// <param name="Note">What is being done.</param>
public sealed record GoalRequest(string Title, string? Indicator, string Unit, bool LowerIsBetter, decimal? Base, decimal? Planned, decimal? Actual, string? Note);

/// <summary>规划中期评估: begun, filled with goals, published.</summary>
public static class EvaluationDesk
{
    /// <summary>Most goals.</summary>
    public const int MostGoals = 200;

    /// <summary>Begins an evaluation.</summary>
    /// <returns>Refusals: <c>access.denied</c>, <c>assess.title</c>, <c>evaluation.years</c>.</returns>
    public static async Task<Outcome<MidTermEvaluation>> Begin(ZhiceDb db, Actor actor, string title, int firstYear, int lastYear, int asOfYear, bool demonstration, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(clock);
        if (await SchemeDesk.Owner(db, actor, cancel) is not { } owner || actor.AccountId is not { } by) return new Forbidden("access.denied");
        var defects = new List<Defect>();
        if (title.Trim().Length is 0 or > 300) defects.Add(new("assess.title", "title"));
        if (firstYear is < 2001 or > 2090 || lastYear <= firstYear || lastYear > firstYear + 30 || asOfYear < firstYear || asOfYear > lastYear) defects.Add(new("evaluation.years", "asOfYear"));
        if (defects.Count > 0) return new Invalid(defects);
        var now = clock.GetUtcNow();
        var evaluation = new MidTermEvaluation { Title = title.Trim(), OwnerId = owner.Id, FirstYear = firstYear, LastYear = lastYear, AsOfYear = asOfYear, By = by, At = now, Demonstration = demonstration };
        db.Add(evaluation);
        AuditLog.Append(db, actor, now, "assess.evaluation", "evaluation", new { title = evaluation.Title, firstYear, lastYear, asOfYear });
        await db.SaveChangesAsync(cancel);
        return evaluation;
    }

    /// <summary>Writes a goal down with its figures as they are known now: those of the indicator for the owner's office where one is named.</summary>
    /// <returns>Refusals: <c>evaluation.missing</c>, <c>access.denied</c>, <c>evaluation.published</c>, <c>evaluation.indicator</c>, <c>evaluation.figure</c>, <c>assess.title</c>, <c>evaluation.many</c>.</returns>
    public static async Task<Outcome<MidTermGoal>> AddGoal(ZhiceDb db, Actor actor, EvaluationId id, GoalRequest request, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Own(db, actor, id, cancel)).Accepted(out var evaluation, out var refusal)) return refusal;
        if (evaluation.Published) return new Blocked("evaluation.published");
        var count = await db.MidTermGoals.CountAsync(g => g.EvaluationId == id, cancel);
        if (count >= MostGoals) return new Blocked("evaluation.many", MostGoals);
        var catalogue = DefinitionFiles.InUse;
        var definition = request.Indicator is null ? null : catalogue.InForce(request.Indicator, Period.OfYear(evaluation.AsOfYear));
        var (startedAt, actual) = definition is null ? (request.Base, request.Actual) : await Figures(db, evaluation, definition, cancel);
        var title = string.IsNullOrWhiteSpace(request.Title) ? definition?.Name ?? "" : request.Title.Trim();
        var defects = new List<Defect>();
        if (request.Indicator is not null && definition is null) defects.Add(new("evaluation.indicator", "indicator", request.Indicator));
        if (title.Length is 0 or > 300) defects.Add(new("assess.title", "title"));
        if (request.Planned is not { } planned || new[] { planned, request.Base, request.Actual }.Any(v => v is { } n && (Math.Abs(n) > StoredFigure.Largest || decimal.Round(n, StoredFigure.Places) != n))) defects.Add(new("evaluation.figure", "planned"));
        if (definition is null && request.Unit.Trim().Length is 0 or > 40) defects.Add(new("evaluation.unit", "unit"));
        if (request.Note?.Length > 1000) defects.Add(new("assess.reason", "note", 0));
        if (defects.Count > 0) return new Invalid(defects);
        var now = clock.GetUtcNow();
        var goal = new MidTermGoal
        {
            EvaluationId = id, Ordinal = count + 1, Title = title, Indicator = definition?.Code, Unit = definition?.Unit.Text ?? request.Unit.Trim(),
            LowerIsBetter = definition is null ? request.LowerIsBetter : definition.Direction == IndicatorDirection.LowerIsBetter, Base = startedAt, Planned = request.Planned!.Value, Actual = actual,
            Note = string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim(),
        };
        db.Add(goal);
        AuditLog.Append(db, actor, now, "assess.goal", $"evaluation/{id.Value}", new { title, indicator = goal.Indicator, planned = goal.Planned, actual });
        await db.SaveChangesAsync(cancel);
        return goal;
    }

    /// <summary>Makes an evaluation public; its goals stand as they are from then on.</summary>
    /// <returns>Refusals: <c>evaluation.missing</c>, <c>access.denied</c>, <c>evaluation.published</c>, <c>evaluation.empty</c>.</returns>
    public static async Task<Outcome<MidTermEvaluation>> Publish(ZhiceDb db, Actor actor, EvaluationId id, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Own(db, actor, id, cancel)).Accepted(out var evaluation, out var refusal)) return refusal;
        if (evaluation.Published) return new Blocked("evaluation.published");
        if (!await db.MidTermGoals.AnyAsync(g => g.EvaluationId == id, cancel)) return new Blocked("evaluation.empty");
        (evaluation.Published, evaluation.Version) = (true, evaluation.Version + 1);
        AuditLog.Append(db, actor, clock.GetUtcNow(), "assess.evaluation-publish", $"evaluation/{id.Value}", null);
        await db.SaveChangesAsync(cancel);
        return evaluation;
    }

    static async Task<Outcome<MidTermEvaluation>> Own(ZhiceDb db, Actor actor, EvaluationId id, CancellationToken cancel)
    {
        if (await db.MidTermEvaluations.AsTracking().FirstOrDefaultAsync(e => e.Id == id, cancel) is not { } evaluation) return new Missing("evaluation.missing");
        var path = await db.Organisations.Where(o => o.Id == evaluation.OwnerId).Select(o => o.Path).FirstAsync(cancel);
        if (RoundMoves.MayOrganise(actor, path)) return evaluation;
        return evaluation.Published || AccessPolicy.ReadsAll(actor) ? new Forbidden("access.denied") : new Missing("evaluation.missing");
    }

    // The base is the year before the first one of the plan.
    static async Task<(decimal? Base, decimal? Actual)> Figures(ZhiceDb db, MidTermEvaluation evaluation, IndicatorDefinition definition, CancellationToken cancel)
    {
        var keys = await db.IndicatorDefinitions.AsNoTracking().Where(d => d.Code == definition.Code).Select(d => d.Id).ToListAsync(cancel);
        var (first, last) = (Period.OfYear(evaluation.FirstYear - 1).Key, Period.OfYear(evaluation.AsOfYear).Key);
        var rows = await db.IndicatorFigures.AsNoTracking().Where(f => keys.Contains(f.Definition) && f.OrganisationId == evaluation.OwnerId && (f.Period == first || f.Period == last)).ToListAsync(cancel);
        decimal? Of(int period) => rows.FirstOrDefault(r => r.Period == period)?.Figure.Rounded(definition.Decimals, definition.Rounding).OrNull;
        return (Of(first), Of(last));
    }
}
