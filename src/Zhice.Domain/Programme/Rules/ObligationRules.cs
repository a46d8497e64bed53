using Zhice.Domain.Organisations;

namespace Zhice.Domain.Programme.Rules;

/// <summary>Computes who owes a measure (DESIGN, "Who owes a measure"). Pure: the same tasks, facts and answers give the same obligations in the same order.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>A department or ministry on the task, or on a commitment of the measure, owes its national and unaddressed measures, in the role given.
/// A measure that says 国家知识产权局： and names nobody else is owed by the national office.</item>
/// <item>A measure with 必做/选做 lines is owed by the offices of the divisions that the lines name.</item>
/// <item>各地区 without such lines is owed by every office of the level below (the provinces, for the nation), not said whether mandatory.
/// 有条件的地区: the same, optional.</item>
/// <item>涉及地区, 有关地区, 其他地区, words that name nobody, statuses that nobody holds, unknown names, names outside the region of a
/// local document, and measures without any owner become questions. Nothing is guessed.</item>
/// <item>One obligation for a measure and an organisation: 必做 before not said before 选做; 牵头 before responsible before 配合.</item>
/// </list>
/// 新疆生产建设兵团 is a division of province level.
/// </remarks>
public sealed class ObligationRules
{
    readonly CountryFacts facts;
    readonly RuleWords words;
    readonly ILookup<QuestionKey, Answer> answers;

    ObligationRules(CountryFacts facts, IEnumerable<Answer> answers)
    {
        this.facts = facts;
        this.answers = answers.ToLookup(a => a.Key);
        words = new RuleWords(facts.Divisions.Named, facts.Records);
    }

    /// <summary>Computes all obligations and questions of the tasks.</summary>
    /// <param name="tasks">The tasks of one document.</param>
    /// <param name="facts">Divisions, organisations and statuses as of a day.</param>
    /// <param name="answers">Decisions made before; those whose question comes up again count.</param>
    public static Computation Compute(IReadOnlyList<TaskDraft> tasks, CountryFacts facts, IReadOnlyList<Answer>? answers = null)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(facts);
        var rules = new ObligationRules(facts, answers ?? []);
        var owed = new List<Owed>();
        var questions = new List<Question>();
        foreach (var task in tasks)
            foreach (var measure in task.Measures)
                rules.Measure(task, measure, owed, questions);
        return new Computation(owed, questions);
    }

    void Measure(TaskDraft task, MeasureDraft measure, List<Owed> owed, List<Question> questions)
    {
        var debts = new MeasureDebts(task, measure);
        if (measure.Scope is MeasureScope.National or MeasureScope.Unspecified) Assigned(task, measure, debts);
        else foreach (var commitment in measure.Commitments) Names(commitment.Assignments, debts);

        if (measure.Rules.Count > 0) new Applicability(facts, words, debts).Apply(measure.Rules);
        else Scope(measure.Scope, debts);

        foreach (var question in debts.Questions)
        {
            var answer = answers[question.Key].FirstOrDefault();
            questions.Add(question with { Decision = answer?.Id });
            foreach (var member in answer?.Members ?? [])
                debts.Add(member.Organisation, answer!.Level, AssignedRole.Responsible, ObligationBasis.Decision, question.Rule, member.Status, answer.Id);
        }
        owed.AddRange(debts.Owed);
    }

    void Assigned(TaskDraft task, MeasureDraft measure, MeasureDebts debts)
    {
        var named = Names(task.Assignments, debts);
        foreach (var commitment in measure.Commitments) named |= Names(commitment.Assignments, debts);
        if (named || measure.Rules.Count > 0) return;

        if (measure.Scope == MeasureScope.National && facts.Organisations.National is { } national)
            debts.Add(national.Id, ObligationLevel.Unstated, AssignedRole.Responsible, ObligationBasis.Assigned);
        else debts.Ask(null, PendingReason.NoOwner, null);
    }

    bool Names(IReadOnlyList<AssignmentDraft> assignments, MeasureDebts debts)
    {
        foreach (var assignment in assignments)
        {
            var named = facts.Organisations.Find(assignment.Name);
            if (named.Organisations.Count == 0) debts.Ask(null, PendingReason.OrganisationUnknown, assignment.Name);
            var basis = named.Group ? ObligationBasis.AllRegions : ObligationBasis.Assigned;
            if (named.Organisations.Any(Outside)) debts.Ask(null, PendingReason.OutsideRegion, assignment.Name);
            foreach (var organisation in named.Organisations.Where(o => !Outside(o))) debts.Add(organisation.Id, ObligationLevel.Unstated, assignment.Role, basis);
        }
        return assignments.Count > 0;
    }

    // A province's plan orders nobody in another province, and no department of the nation.
    bool Outside(Organisation organisation) =>
        facts.Divisions.Top is { Level: > DivisionLevel.Nation } top && (organisation.Kind == OrganisationKind.LocalDepartment
            ? facts.Organisations.OfficeOf(top.Code)?.Reaches(organisation) != true
            : organisation.DivisionCode is not { } code || facts.Divisions.Find(code) is null);

    void Scope(MeasureScope scope, MeasureDebts debts)
    {
        switch (scope)
        {
            case MeasureScope.AllRegions: Below(ObligationLevel.Unstated, ObligationBasis.AllRegions); break;
            case MeasureScope.CapableRegions: Below(ObligationLevel.Optional, ObligationBasis.CapableRegions); break;
            case MeasureScope.ConcernedRegions: debts.Ask(null, PendingReason.ConcernedUnnamed, null); break;
            case MeasureScope.RelevantRegions: debts.Ask(null, PendingReason.RelevantUnnamed, null); break;
            case MeasureScope.OtherRegions: debts.Ask(null, PendingReason.OthersUnnamed, null); break;
            case MeasureScope.National or MeasureScope.Unspecified: break; // owed by those assigned
            default: throw new InvalidOperationException($"A new scope needs its rule here: {scope}.");
        }

        void Below(ObligationLevel level, ObligationBasis basis)
        {
            foreach (var division in facts.Divisions.OfLevel(facts.Divisions.LevelBelowTop))
                debts.AddOffice(facts, division, level, basis, null, null);
        }
    }
}
