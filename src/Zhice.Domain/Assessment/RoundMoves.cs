using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Assessment;

/// <summary>A person as far as it matters who may score whom.</summary>
/// <param name="Account">The account.</param>
/// <param name="Paths">Paths of the offices at which the person does, or in the year of the round did, the business.</param>
/// <param name="Duties">Duties in the round that last.</param>
/// <param name="Recused">Offices that the person keeps away from.</param>
public sealed record Assessor(AccountId Account, IReadOnlyList<string> Paths, IReadOnlyList<MemberDuty> Duties, IReadOnlyList<OrganisationId> Recused);

/// <summary>Who may do what in a round, and in which stage. Every rule that a person may meet is named here.</summary>
public static class RoundMoves
{
    /// <summary>Shortest reason.</summary>
    public const int ShortestReason = 4;

    /// <summary>Longest reason.</summary>
    public const int LongestReason = 1000;

    /// <summary>True when the actor opens, moves and publishes rounds of the office, names people and saves schemes.</summary>
    public static bool MayOrganise(Actor actor, string ownerPath) => AccessPolicy.MayPublish(actor, ownerPath);

    /// <summary>True when the score of an office may be seen: published, by everyone; before, by the office itself, by those who organise or score, and by who reads all.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="ownerPath">Path of the office that assesses.</param>
    /// <param name="subjectPath">Path of the assessed office.</param>
    /// <param name="state">The round's stage.</param>
    /// <param name="member">True for a reviewer, finaliser or objection reviewer of the round; an expert sees sheets only.</param>
    public static bool MaySee(Actor actor, string ownerPath, string subjectPath, RoundState state, bool member) =>
        state == RoundState.Published || AccessPolicy.ReadsAll(actor) || MayOrganise(actor, ownerPath) || member
        || AccessPolicy.Reach(actor).Any(path => path == subjectPath);

    /// <summary>Why a person may not score an office; null where he may. Who works there, or did in the year, keeps away, and so does who has said so.</summary>
    /// <remarks>《政府督查工作条例》 asks it of those who review (data/law/assessment.yaml); the platform asks it of everyone who scores.</remarks>
    public static Refusal? Recused(Assessor person, OrganisationId office, string officePath) =>
        person.Paths.Any(path => path.StartsWith(officePath, StringComparison.Ordinal)) ? new Blocked("assess.recused-office")
        : person.Recused.Contains(office) ? new Blocked("assess.recused-declared")
        : null;

    /// <summary>Why a mark may not be put into a column; null where it may.</summary>
    /// <param name="column">The column.</param>
    /// <param name="state">The round's stage.</param>
    /// <param name="person">Who marks.</param>
    /// <param name="worksThere">True where the person does the business of the assessed office.</param>
    /// <param name="office">The assessed office.</param>
    /// <param name="officePath">Its path.</param>
    /// <param name="reviewedBy">Who put the last mark of the review; null where nobody did.</param>
    public static Refusal? MayMark(MarkColumn column, RoundState state, Assessor person, bool worksThere, OrganisationId office, string officePath, AccountId? reviewedBy)
    {
        if (column == MarkColumn.Self) return !worksThere ? new Forbidden("access.denied") : state != RoundState.SelfScoring ? new Blocked("assess.not-now") : null;
        var duty = column == MarkColumn.Review ? MemberDuty.Reviewer : MemberDuty.Finaliser;
        if (!person.Duties.Contains(duty)) return new Forbidden("assess.no-duty");
        if (Recused(person, office, officePath) is { } refusal) return refusal;
        if (state != (column == MarkColumn.Review ? RoundState.Reviewing : RoundState.Finalising)) return new Blocked("assess.not-now");
        return column == MarkColumn.Final && reviewedBy == person.Account ? new Blocked("assess.second-person") : null;
    }

    /// <summary>What is wrong with a mark.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="item">Code of the item.</param>
    /// <param name="points">The points.</param>
    /// <param name="reason">The reason.</param>
    /// <param name="before">The points that stand in the column before; a mark like them is none.</param>
    /// <param name="column">The column.</param>
    public static Refusal? Wrong(AssessmentScheme scheme, string item, decimal points, string reason, decimal? before, MarkColumn column)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(reason);
        if (scheme.Item(item) is not { Rule: not VetoRule } found) return new Missing("assess.item-missing");
        var defects = new List<Defect>();
        if (points < 0 || points > found.Points || decimal.Round(points, scheme.Decimals) != points)
            defects.Add(new("assess.points-range", "points", found.Title, SchemeCheck.Plain(found.Points), scheme.Decimals));
        if ((column != MarkColumn.Self || reason.Length > 0) && reason.Trim().Length is < ShortestReason or > LongestReason) defects.Add(new("assess.reason", "reason", ShortestReason));
        if (defects.Count == 0 && before == points) defects.Add(new("assess.same", "points"));
        return defects.Count > 0 ? new Invalid(defects) : null;
    }

    /// <summary>Why a sheet may not be scored; null where it may. A sheet is one expert's, and stays it.</summary>
    public static Refusal? MayScore(ExpertSheet sheet, AccountId by, RoundState state, Assessor person, OrganisationId office, string officePath)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        ArgumentNullException.ThrowIfNull(person);
        if (sheet.AccountId != by) return new Blocked("assess.sheet-other");
        if (!person.Duties.Contains(MemberDuty.Expert)) return new Forbidden("assess.no-duty");
        return Recused(person, office, officePath) ?? (state is RoundState.SelfScoring or RoundState.Reviewing ? null : new Blocked("assess.not-now"));
    }

    /// <summary>What is wrong with an expert's score; null where nothing is.</summary>
    public static Refusal? WrongScore(AssessmentScheme scheme, string item, decimal score, string comment)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(comment);
        if (scheme.Item(item)?.Rule is not ExpertRule rule) return new Missing("assess.item-missing");
        if (score < rule.Least || score > rule.Most || decimal.Round(score, 2) != score)
            return new Invalid(new Defect("assess.score-range", "score", SchemeCheck.Plain(rule.Least), SchemeCheck.Plain(rule.Most)));
        return comment.Trim().Length is < ShortestReason or > LongestReason ? new Invalid(new Defect("assess.reason", "comment", ShortestReason)) : null;
    }

    /// <summary>Why an objection may not be raised; null where it may. The last day is in time.</summary>
    public static Refusal? MayObject(AssessmentRound round, bool worksThere, DateOnly today, LawFacts law)
    {
        ArgumentNullException.ThrowIfNull(round);
        ArgumentNullException.ThrowIfNull(law);
        if (!worksThere) return new Forbidden("access.denied");
        if (round.State != RoundState.Published || round.PublishedOn is not { } published) return new Blocked("assess.not-now");
        return today > published.AddDays(law.ObjectionDays) ? new Blocked("assess.objection-late", law.ObjectionDays, published.AddDays(law.ObjectionDays)) : null;
    }

    /// <summary>Why a person may not decide an objection; null where he may: other people than those who scored the office, and nobody who keeps away from it.</summary>
    /// <param name="objection">The objection.</param>
    /// <param name="person">Who wants to decide.</param>
    /// <param name="scored">True where the person put a mark, an act or an expert's score on the office in this round.</param>
    /// <param name="office">The office.</param>
    /// <param name="officePath">Its path.</param>
    public static Refusal? MayDecide(ScoreObjection objection, Assessor person, bool scored, OrganisationId office, string officePath)
    {
        ArgumentNullException.ThrowIfNull(objection);
        ArgumentNullException.ThrowIfNull(person);
        if (objection.State != ObjectionState.Raised) return new Blocked("assess.decided");
        if (!person.Duties.Contains(MemberDuty.ObjectionReviewer)) return new Forbidden("assess.no-duty");
        if (scored) return new Blocked("assess.recused-scored");
        return Recused(person, office, officePath);
    }
}
