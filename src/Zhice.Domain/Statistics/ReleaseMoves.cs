using Zhice.Domain.Accounts;

namespace Zhice.Domain.Statistics;

/// <summary>The way of a release: draft, reviewed, approved, published, locked; and back to draft before it is published. A draft is made anew in the same way.</summary>
/// <remarks>Who drafted does not review, and who drafted or reviewed does not approve (统计法 asks for review and sign-off; two people would be one if they could be the same).</remarks>
public static class ReleaseMoves
{
    /// <summary>The state that follows; null after the last.</summary>
    public static ReleaseState? Next(ReleaseState state) => state == ReleaseState.Locked ? null : state + 1;

    /// <summary>Decides a step forward.</summary>
    /// <param name="release">The release.</param>
    /// <param name="steps">Its steps so far, its beginning included.</param>
    /// <param name="to">Where it is to go.</param>
    /// <param name="by">Who.</param>
    /// <param name="ownerPath">Path of the office that publishes.</param>
    /// <param name="actor">Who, with roles.</param>
    /// <param name="today">The day.</param>
    public static Refusal? Decide(StatisticalRelease release, IReadOnlyCollection<ReleaseStep> steps, ReleaseState to, AccountId by, string ownerPath, Actor actor, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(release);
        ArgumentNullException.ThrowIfNull(steps);
        if (to == ReleaseState.Draft)
            return !MayDraft(actor, ownerPath) ? new Forbidden("access.denied") : release.State < ReleaseState.Published ? null : new Blocked("release.not-now");
        if (!(to == ReleaseState.Reviewed ? MayDraft(actor, ownerPath) : AccessPolicy.MayPublish(actor, ownerPath))) return new Forbidden("access.denied");
        if (Next(release.State) != to) return new Blocked("release.not-now");
        // Steps since it was last a draft: a release that was sent back begins anew.
        var taken = steps.ToList();
        var since = taken.AsEnumerable().Reverse().TakeWhile(s => s.To != ReleaseState.Draft).Concat(taken.Where((s, at) => s.To == ReleaseState.Draft && Drafts(taken, at))).ToList();
        if (to is ReleaseState.Reviewed or ReleaseState.Approved && since.Any(s => s.By == by)) return new Blocked("release.second-person");
        return to == ReleaseState.Published && today < release.PlannedOn ? new Blocked("release.early", release.PlannedOn) : null;
    }

    // Who began a draft or made it anew wrote it. Who sent it back from review or approval found something, and may look at it again.
    static bool Drafts(List<ReleaseStep> steps, int at) => at == 0 || steps[at - 1].To == ReleaseState.Draft;

    /// <summary>True when the actor may draft and review releases of the office: who imports in its name, and officers of its departments.</summary>
    public static bool MayDraft(Actor actor, string ownerPath)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return AccessPolicy.MayImport(actor, ownerPath)
            || actor.Roles.Any(held => held.Role == Role.DepartmentOfficer && held.Path.StartsWith(ownerPath, StringComparison.Ordinal));
    }
}
