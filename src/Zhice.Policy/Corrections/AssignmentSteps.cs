using System.Globalization;

namespace Zhice.Policy.Corrections;

/// <summary>Changing who is responsible.</summary>
internal static class AssignmentSteps
{
    public static LossReason? Set(Step step)
    {
        var all = step.Draft.Assignments(step.Node.Id)!.ToList();
        if (Read(step, all[step.Node.Index]) is not { } changed) return LossReason.ValueNotUnderstood;
        if (all.Where((_, i) => i != step.Node.Index).Any(a => a.Organisation == changed.Organisation)) return LossReason.NotPossible;
        all[step.Node.Index] = changed;
        step.Draft.SetAssignments(step.Node.Id!, all);
        return null;
    }

    public static LossReason? Add(Step step)
    {
        if (step.Draft.Assignments(step.Node.Id) is not { } before) return LossReason.NotPossible;
        if (step.Selection is { } words && step.Draft.TaskOf(step.Node.Id) is { } item && !step.Draft.Beside(item, words)) return LossReason.WordsElsewhere;
        var owner = step.Draft.Task(step.Node.Id)?.Span ?? step.Draft.Commitment(step.Node.Id)!.Span;
        var last = before.Count > 0 ? before[^1] : null;
        var role = last?.Role switch { AssignmentRole.Lead or AssignmentRole.Participant => AssignmentRole.Participant, _ => AssignmentRole.Responsible };
        // An organisation that the text does not name has no words: its range is empty, at its owner's end.
        var made = new Assignment("", role, last?.Mode is null or AssignmentMode.Sole ? AssignmentMode.Joint : last.Mode, step.Selection ?? new Span(owner.End, owner.End));
        if (Read(step, made) is not { Organisation.Length: > 0 } added) return LossReason.ValueNotUnderstood;
        if (before.Any(a => a.Organisation == added.Organisation)) return LossReason.NotPossible;
        if (before.Count == 0 && !step.To.ContainsKey("mode")) added = added with { Mode = AssignmentMode.Sole };

        if (step.Selection is { } selection && !NamedThere(step.Draft, selection))
        {
            step.Draft.Carve(selection, keepTargets: true);
            if (step.Draft.Assignments(step.Node.Id) is null) return LossReason.NotPossible;
            step.Draft.Paint(selection, PartRole.Assignment, step.Node.Id);
        }
        // Where one was alone, two are now together.
        var others = step.Draft.Assignments(step.Node.Id)!.Select(a => a.Mode == AssignmentMode.Sole ? a with { Mode = AssignmentMode.Joint } : a);
        step.Draft.SetAssignments(step.Node.Id!, [.. others, added]);
        if (step.Selection is { } painted) step.Draft.Settle(painted);
        return null;
    }

    public static LossReason? Remove(Step step)
    {
        var all = step.Draft.Assignments(step.Node.Id)!.ToList();
        var removed = all[step.Node.Index];
        all.RemoveAt(step.Node.Index);
        if (all is [{ Mode: AssignmentMode.Joint } alone]) all[0] = alone with { Mode = AssignmentMode.Sole };
        step.Draft.SetAssignments(step.Node.Id!, all);
        step.Draft.Release(removed.Span);
        return null;
    }

    /// <summary>Moves an assignment; where the document has a lead rule by order, the first one leads.</summary>
    public static LossReason? Move(Step step)
    {
        if (step.Node.Kind != NodeKind.Assignment) return LossReason.NotPossible;
        var all = step.Draft.Assignments(step.Node.Id)!.ToList();
        if (!int.TryParse(step.Value("place"), NumberStyles.None, CultureInfo.InvariantCulture, out var place) || place < 1 || place > all.Count)
            return LossReason.ValueNotUnderstood;
        var byOrder = all[0].Role == AssignmentRole.Lead && all.Count(a => a.Role == AssignmentRole.Lead) == 1;
        var moved = all[step.Node.Index];
        all.RemoveAt(step.Node.Index);
        all.Insert(place - 1, moved);
        if (byOrder && all[0].Role != AssignmentRole.Lead)
            all = [.. all.Select((a, i) => i == 0 ? a with { Role = AssignmentRole.Lead } : a.Role == AssignmentRole.Lead ? a with { Role = AssignmentRole.Participant } : a)];
        step.Draft.SetAssignments(step.Node.Id!, all);
        return null;
    }

    static bool NamedThere(Draft draft, Span selection) =>
        draft.Parts.Where(p => p.Span.Overlaps(selection)).All(p => p.Role is PartRole.Assignment or PartRole.Blank);

    static Assignment? Read(Step step, Assignment assignment)
    {
        foreach (var (field, value) in step.To)
        {
            switch (field)
            {
                case "organisation" when value.Trim().Length is > 0 and <= 120: assignment = assignment with { Organisation = value.Trim() }; break;
                case "role" when Spelling.TryRead(value, out AssignmentRole role): assignment = assignment with { Role = role }; break;
                case "mode" when Spelling.TryRead(value, out AssignmentMode mode): assignment = assignment with { Mode = mode }; break;
                case "kind": break;
                default: return null;
            }
        }
        return assignment;
    }
}
