using Zhice.Domain.Accounts;

namespace Zhice.Domain.Statistics;

/// <summary>The way of a correction: asked for with a reason by the office whose figure it is, decided once by a second person.</summary>
/// <remarks>Who asked never decides, whatever roles the account holds and however high above the office it stands (统计法: who reviews a figure is not who reported it).</remarks>
public static class CorrectionMoves
{
    /// <summary>True when the account may decide: another person of the office, or an administrator above it.</summary>
    public static bool MayDecide(Actor actor, string officePath, AccountId askedBy)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.AccountId is { } own && own != askedBy && (AccessPolicy.MayWork(actor, officePath) || AccessPolicy.MayPublish(actor, officePath));
    }

    /// <summary>Takes a correction back; changes nothing where it is refused.</summary>
    /// <param name="correction">The correction.</param>
    /// <param name="version">Its version as the asker saw it.</param>
    /// <param name="actor">Who: who asked for it, and nobody else.</param>
    /// <param name="now">When.</param>
    /// <returns>Null where it is taken back; else <c>access.denied</c> or <c>correction.decided</c>.</returns>
    public static Refusal? TakeBack(ValueCorrection correction, int version, Actor actor, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(correction);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.AccountId is null || actor.AccountId != correction.AskedBy) return new Forbidden("access.denied");
        if (correction.State != CorrectionState.Asked || correction.Version != version) return new Blocked("correction.decided");
        (correction.State, correction.DecidedBy, correction.DecidedAt) = (CorrectionState.TakenBack, actor.AccountId, now);
        correction.Version++;
        return null;
    }

    /// <summary>Decides a correction; changes nothing where it is refused.</summary>
    /// <param name="correction">The correction.</param>
    /// <param name="version">Its version as the decider saw it.</param>
    /// <param name="accept">True to take the new value.</param>
    /// <param name="opinion">The second person's words; needed to refuse.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="officePath">Path of the office whose figure it is.</param>
    /// <param name="now">When.</param>
    /// <returns>Null where it is decided; else <c>correction.second-person</c>, <c>access.denied</c>, <c>correction.decided</c> or <c>correction.opinion</c>.</returns>
    public static Refusal? Decide(ValueCorrection correction, int version, bool accept, string opinion, Actor actor, string officePath, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(correction);
        ArgumentNullException.ThrowIfNull(opinion);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.AccountId == correction.AskedBy) return new Blocked("correction.second-person");
        if (!MayDecide(actor, officePath, correction.AskedBy)) return new Forbidden("access.denied");
        if (correction.State != CorrectionState.Asked || correction.Version != version) return new Blocked("correction.decided");
        if (!accept && string.IsNullOrWhiteSpace(opinion)) return new Invalid(new Defect("correction.opinion", "opinion"));
        (correction.State, correction.DecidedBy, correction.DecidedAt, correction.Opinion) =
            (accept ? CorrectionState.Accepted : CorrectionState.Refused, actor.AccountId, now, opinion.Trim() is { Length: > 0 } said ? said : null);
        correction.Version++;
        return null;
    }
}
