using System.Globalization;
using Zhice.Domain.Accounts;

namespace Zhice.Domain.Inspection;

/// <summary>The rules of an inspection: only what was planned, only by listed methods, not twice, and closed by another pair of eyes.</summary>
public static class InspectionMoves
{
    /// <summary>True when the actor plans inspections for the office.</summary>
    public static bool MayPlan(Actor actor, string ownerPath) => AccessPolicy.MayPublish(actor, ownerPath);

    /// <summary>Why a plan may not be approved; null where it may: by an administrator of the office who did not write it, with a subject in it.</summary>
    public static Refusal? MayApprove(InspectionPlan plan, Actor actor, string ownerPath, int subjects)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(actor);
        if (!MayPlan(actor, ownerPath)) return new Forbidden("access.denied");
        if (plan.State != InspectionState.Draft) return new Blocked("inspect.locked");
        if (plan.By == actor.AccountId) return new Blocked("inspect.second-person");
        return subjects == 0 ? new Blocked("inspect.no-subjects") : null;
    }

    /// <summary>The lock of a plan's scope: whoever changes anything of it later gives another digest.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="offices">Codes of its offices, in any order.</param>
    public static string Lock(InspectionPlan plan, IEnumerable<string> offices)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = string.Join('\n', plan.Title, plan.Basis, plan.Scope, plan.Methods, plan.From.ToString("O", CultureInfo.InvariantCulture), plan.To.ToString("O", CultureInfo.InvariantCulture),
            string.Join(',', offices.Order(StringComparer.Ordinal)));
        return TextDigest.Of(text);
    }

    /// <summary>Why a finding may not move; null where it may.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="to">Where to.</param>
    /// <param name="by">Who.</param>
    /// <param name="worksThere">True for one who does the business of the office.</param>
    /// <param name="inspects">True for one who inspects under the plan and does not work at the office.</param>
    /// <param name="lastRectifier">Who said last that it was put right.</param>
    public static Refusal? MayMove(InspectionFinding finding, FindingState to, AccountId by, bool worksThere, bool inspects, AccountId? lastRectifier)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (to == FindingState.Rectified)
            return !worksThere ? new Forbidden("access.denied") : finding.State is FindingState.Open or FindingState.Reopened ? null : new Blocked("inspect.finding-not-now");
        if (to is not (FindingState.Closed or FindingState.Reopened) || finding.State != FindingState.Rectified) return new Blocked("inspect.finding-not-now");
        if (!inspects) return new Forbidden("access.denied");
        // 复查: neither who put it right nor who found it.
        return by == lastRectifier || by == finding.By ? new Blocked("inspect.recheck-other") : null;
    }
}
