using Zhice.Domain.Organisations;

namespace Zhice.Domain.Programme.Rules;

/// <summary>Collects what one measure is owed by whom: one obligation for an organisation, the stronger statement wins.</summary>
internal sealed class MeasureDebts(TaskDraft task, MeasureDraft measure)
{
    const int SubjectLength = 300; // as the store keeps it

    readonly Dictionary<OrganisationId, int> places = [];
    readonly List<Owed> owed = [];
    readonly List<Question> questions = [];

    public IReadOnlyList<Owed> Owed => owed;

    public IReadOnlyList<Question> Questions => questions;

    public void Add(OrganisationId organisation, ObligationLevel level, AssignedRole role, ObligationBasis basis,
        RuleDraft? rule = null, StatusId? status = null, DecisionId? decision = null)
    {
        var debt = new Owed(task, measure, organisation, level, role, basis, rule, status, decision);
        if (places.TryAdd(organisation, owed.Count))
        {
            owed.Add(debt);
            return;
        }
        ref var standing = ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(owed)[places[organisation]];
        var best = Rank(role) > Rank(standing.Role) ? role : standing.Role;
        standing = (Rank(level) > Rank(standing.Level) ? debt : standing) with { Role = best };
    }

    /// <summary>As <see cref="Add"/> for a division's office; a division without one is a question.</summary>
    public void AddOffice(CountryFacts facts, Division division, ObligationLevel level, ObligationBasis basis, RuleDraft? rule, StatusId? status)
    {
        if (facts.Organisations.OfficeOf(division.Code) is { } office) Add(office.Id, level, AssignedRole.Responsible, basis, rule, status);
        else Ask(rule, PendingReason.OrganisationUnknown, division.Name);
    }

    /// <summary>Puts a question, once.</summary>
    public void Ask(RuleDraft? rule, PendingReason reason, string? subject)
    {
        var question = new Question(task, measure, rule, reason, subject is { Length: > SubjectLength } ? subject[..SubjectLength] : subject);
        if (!questions.Contains(question)) questions.Add(question);
    }

    static int Rank(ObligationLevel level) => level switch
    {
        ObligationLevel.Mandatory => 2,
        ObligationLevel.Unstated => 1,
        ObligationLevel.Optional => 0,
        _ => throw new InvalidOperationException($"A new level needs its rank here: {level}."),
    };

    static int Rank(AssignedRole role) => role switch
    {
        AssignedRole.Lead => 2,
        AssignedRole.Responsible => 1,
        AssignedRole.Participant => 0,
        _ => throw new InvalidOperationException($"A new role needs its rank here: {role}."),
    };
}
