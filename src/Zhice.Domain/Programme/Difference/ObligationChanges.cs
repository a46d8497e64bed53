using Zhice.Domain.Organisations;
using Zhice.Domain.Programme.Rules;
using Zhice.Domain.Working;

namespace Zhice.Domain.Programme.Difference;

/// <summary>An obligation whose level, role, rule or fact is another now.</summary>
/// <param name="Before">As it stands.</param>
/// <param name="After">As computed.</param>
public sealed record ChangedObligation(StandingObligation Before, Owed After);

/// <summary>An obligation that stays and is due on another day now.</summary>
/// <param name="Before">The due time that stands.</param>
/// <param name="After">The new one.</param>
/// <param name="Owed">As computed.</param>
public sealed record RedatedObligation(DueTime Before, DueTime After, Owed Owed);

/// <summary>The difference that a publication proposes. An obligation is never deleted: what is no longer owed is withdrawn; what is owed at another level or for
/// another reason stays the same obligation, with its work, reports and evidence.</summary>
/// <param name="Added">New ones.</param>
/// <param name="Changed">Changed ones.</param>
/// <param name="Withdrawn">Ones no longer owed.</param>
/// <param name="Redated">Ones that stay, changed or not, and are due on another day.</param>
/// <param name="Unchanged">Number of those that stay as they are.</param>
public sealed record ObligationChanges(
    IReadOnlyList<Owed> Added, IReadOnlyList<ChangedObligation> Changed, IReadOnlyList<StandingObligation> Withdrawn, IReadOnlyList<RedatedObligation> Redated, int Unchanged)
{
    /// <summary>True when a publication would change nothing.</summary>
    public bool AreNone => Added.Count + Changed.Count + Withdrawn.Count + Redated.Count == 0;

    /// <summary>Compares a computation with what stands.</summary>
    public static ObligationChanges Of(IReadOnlyList<Owed> owed, StructureMatch match)
    {
        ArgumentNullException.ThrowIfNull(owed);
        ArgumentNullException.ThrowIfNull(match);
        var standing = new Dictionary<(MeasureId, OrganisationId), StandingObligation>(match.Standing.Obligations.Count);
        foreach (var obligation in match.Standing.Obligations) standing[(obligation.MeasureId, obligation.OrganisationId)] = obligation;

        var added = new List<Owed>();
        var changed = new List<ChangedObligation>();
        var redated = new List<RedatedObligation>();
        var unchanged = 0;
        var days = new Days(match);
        foreach (var debt in owed)
        {
            if (match.Of(debt.Measure) is not { } measure || !standing.Remove((measure.Id, debt.Organisation), out var before))
            {
                added.Add(debt);
                continue;
            }
            var moved = days.Of(debt);
            if (moved is { } day) redated.Add(new RedatedObligation(day.Before, day.After, debt));
            if (!Same(before, debt, match)) changed.Add(new ChangedObligation(before, debt));
            else if (moved is null) unchanged++;
        }
        return new ObligationChanges(added, changed, [.. standing.Values.OrderBy(o => o.Id.Value)], redated, unchanged);
    }

    // A rule that is new by its row but made the same debt in the same way still has to be named by the debt.
    static bool Same(StandingObligation before, Owed after, StructureMatch match) =>
        before.Level == after.Level && before.Role == after.Role && before.Basis == after.Basis && before.StatusId == after.Status
        && before.DecisionId == after.Decision && before.RuleId == (after.Rule is null ? null : match.Of(after.Rule)?.Id ?? default(RuleId));

    /// <summary>The due times of measures, then and now; asked once for each measure.</summary>
    sealed class Days(StructureMatch match)
    {
        readonly ILookup<MeasureId, ProgrammeCommitment> sentences = match.Standing.Commitments.ToLookup(c => c.MeasureId);
        readonly Dictionary<MeasureDraft, (DueTime Before, DueTime After)?> known = new(ReferenceEqualityComparer.Instance);

        public (DueTime Before, DueTime After)? Of(Owed debt)
        {
            if (known.TryGetValue(debt.Measure, out var moved)) return moved;
            if (match.Of(debt.Task) is { } task && match.Of(debt.Measure) is { } measure)
            {
                var before = DueDays.Of(task.Due, sentences[measure.Id].Select(c => c.Due));
                var after = DueDays.Of(debt.Task.Due, debt.Measure.Commitments.Select(c => c.Due));
                // Other words for the same day move nothing.
                if (before.Kind != after.Kind || before.On != after.On) moved = (before, after);
            }
            known.Add(debt.Measure, moved);
            return moved;
        }
    }
}
