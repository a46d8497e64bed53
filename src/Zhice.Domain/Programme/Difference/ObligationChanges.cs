using Zhice.Domain.Organisations;
using Zhice.Domain.Programme.Rules;

namespace Zhice.Domain.Programme.Difference;

/// <summary>An obligation whose level, role, rule or fact is another now.</summary>
/// <param name="Before">As it stands; to be withdrawn.</param>
/// <param name="After">As computed; to be added.</param>
public sealed record ChangedObligation(StandingObligation Before, Owed After);

/// <summary>The difference that a publication proposes. An obligation is never deleted: what is gone is withdrawn, what changed is withdrawn and added anew.</summary>
/// <param name="Added">New ones.</param>
/// <param name="Changed">Changed ones.</param>
/// <param name="Withdrawn">Ones no longer owed.</param>
/// <param name="Unchanged">Number of those that stay.</param>
public sealed record ObligationChanges(
    IReadOnlyList<Owed> Added, IReadOnlyList<ChangedObligation> Changed, IReadOnlyList<StandingObligation> Withdrawn, int Unchanged)
{
    /// <summary>True when a publication would change nothing.</summary>
    public bool AreNone => Added.Count + Changed.Count + Withdrawn.Count == 0;

    /// <summary>Compares a computation with what stands.</summary>
    public static ObligationChanges Of(IReadOnlyList<Owed> owed, StructureMatch match)
    {
        ArgumentNullException.ThrowIfNull(owed);
        ArgumentNullException.ThrowIfNull(match);
        var standing = new Dictionary<(MeasureId, OrganisationId), StandingObligation>(match.Standing.Obligations.Count);
        foreach (var obligation in match.Standing.Obligations) standing[(obligation.MeasureId, obligation.OrganisationId)] = obligation;

        var added = new List<Owed>();
        var changed = new List<ChangedObligation>();
        var unchanged = 0;
        foreach (var debt in owed)
        {
            if (match.Of(debt.Measure) is not { } measure || !standing.Remove((measure.Id, debt.Organisation), out var before)) added.Add(debt);
            else if (Same(before, debt, match)) unchanged++;
            else changed.Add(new ChangedObligation(before, debt));
        }
        return new ObligationChanges(added, changed, [.. standing.Values.OrderBy(o => o.Id.Value)], unchanged);
    }

    // A rule that is new by its row but made the same debt in the same way still has to be named by the debt.
    static bool Same(StandingObligation before, Owed after, StructureMatch match) =>
        before.Level == after.Level && before.Role == after.Role && before.Basis == after.Basis && before.StatusId == after.Status
        && before.DecisionId == after.Decision && before.RuleId == (after.Rule is null ? null : match.Of(after.Rule)?.Id ?? default(RuleId));
}
