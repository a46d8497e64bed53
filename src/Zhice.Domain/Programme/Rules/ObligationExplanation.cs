using System.Globalization;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Programme.Rules;

/// <summary>Why an organisation owes a measure, as a code and its values; the edge makes the sentence in the reader's language.</summary>
/// <param name="Code">
/// One of <c>why.assigned.lead</c>, <c>why.assigned.participant</c>, <c>why.assigned.responsible</c> (organisation, day);
/// <c>why.every-division</c>, <c>why.named-division</c>, <c>why.other-divisions</c> (rule's words, division, day); <c>why.held-status</c> (rule's words, division, status, from, to or "", source, day);
/// <c>why.all-regions</c> (day); <c>why.capable-regions</c> (rule's words or "", day); <c>why.decision</c> (reason given, decided on, day).
/// </param>
/// <param name="Level">必做, 选做 or not said.</param>
/// <param name="Arguments">Values in the order of the code; days as yyyy-MM-dd.</param>
public sealed record ObligationExplanation(string Code, ObligationLevel Level, IReadOnlyList<string> Arguments)
{
    /// <summary>Explains an obligation by the rule, the fact and the decision that it names; parts that it does not name are not needed.</summary>
    /// <param name="obligation">The obligation.</param>
    /// <param name="organisation">Who owes it.</param>
    /// <param name="division">The division that it serves; null for departments and ministries.</param>
    /// <param name="rule">The applicability rule.</param>
    /// <param name="status">The status fact.</param>
    /// <param name="decision">The decision.</param>
    public static ObligationExplanation Of(
        Obligation obligation, Organisation organisation, Division? division, MeasureRule? rule, DatedStatus? status, PendingDecision? decision)
    {
        ArgumentNullException.ThrowIfNull(obligation);
        ArgumentNullException.ThrowIfNull(organisation);
        var (words, place, day) = (rule?.Quote.Words ?? "", division?.Name ?? organisation.Name, Day(obligation.AsOf));
        var (code, arguments) = obligation.Basis switch
        {
            ObligationBasis.Assigned => ($"why.assigned.{RoleWord(obligation.Role)}", (string[])[organisation.Name, day]),
            ObligationBasis.EveryDivision => ("why.every-division", [words, place, day]),
            ObligationBasis.NamedDivision => ("why.named-division", [words, place, day]),
            ObligationBasis.OtherDivisions => ("why.other-divisions", [words, place, day]),
            ObligationBasis.HeldStatus => ("why.held-status",
                [words, place, status?.Name ?? "", status is null ? "" : Day(status.ValidFrom), status?.ValidTo is { } end ? Day(end) : "", status?.Source ?? "", day]),
            ObligationBasis.AllRegions => ("why.all-regions", [day]),
            ObligationBasis.CapableRegions => ("why.capable-regions", [words, day]),
            ObligationBasis.Decision => ("why.decision", [decision?.Note ?? "", decision?.DecidedAt is { } at ? Day(DateOnly.FromDateTime(at.UtcDateTime)) : "", day]),
            _ => throw new InvalidOperationException($"A new basis needs its sentence here: {obligation.Basis}."),
        };
        return new ObligationExplanation(code, obligation.Level, arguments);
    }

    static string RoleWord(AssignedRole role) => role switch
    {
        AssignedRole.Lead => "lead",
        AssignedRole.Participant => "participant",
        AssignedRole.Responsible => "responsible",
        _ => throw new InvalidOperationException($"A new role needs its word here: {role}."),
    };

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
