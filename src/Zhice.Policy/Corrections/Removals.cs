namespace Zhice.Policy.Corrections;

/// <summary>Removing nodes: their words become unparsed, so that nothing is lost.</summary>
internal static class Removals
{
    public static LossReason? Remove(Step step)
    {
        var draft = step.Draft;
        var id = step.Node.Id;
        switch (step.Node.Kind)
        {
            case NodeKind.Section:
                var section = draft.Sections.Find(s => s.Id == id)!;
                draft.Sections.Remove(section);
                draft.ReleaseNode(section.Id);
                draft.PlaceUnderSections();
                return null;
            case NodeKind.Task:
                var task = draft.Task(id)!;
                draft.Tasks.Remove(task);
                draft.ReleaseNode(task.Id);
                draft.MoveTargets(task.Span, null, null);
                return null;
            case NodeKind.Measure:
                var (owner, measure) = draft.MeasureOf(id)!.Value;
                draft.Change(owner.Id, t => t with { Measures = [.. t.Measures.Where(m => m.Id != id)] });
                draft.ReleaseNode(measure.Id);
                draft.MoveTargets(measure.Span, owner.Id, null);
                draft.Settle(measure.Span);
                return null;
            case NodeKind.Commitment:
                var commitment = draft.Commitment(id)!;
                var (of, within) = draft.MeasureOf(id)!.Value;
                draft.ReleaseNode(commitment.Id);
                draft.ChangeMeasure(within.Id, m => m with { Commitments = [.. m.Commitments.Where(c => c.Id != id)] });
                draft.MoveTargets(commitment.Span, of.Id, null);
                if (draft.MeasureOf(within.Id)!.Value.Measure.Commitments.Count == 0)
                {
                    draft.Change(of.Id, t => t with { Measures = [.. t.Measures.Where(m => m.Id != within.Id)] });
                    draft.ReleaseNode(within.Id);
                }
                draft.Settle(commitment.Span);
                return null;
            case NodeKind.Assignment:
                return AssignmentSteps.Remove(step);
            case NodeKind.Applicability:
                var rule = draft.MeasureOf(id)!.Value.Measure.Applicability[step.Node.Index];
                draft.ChangeMeasure(id!, m => m with { Applicability = [.. m.Applicability.Where((_, i) => i != step.Node.Index)] });
                draft.Release(rule.Span);
                return null;
            case NodeKind.Target:
                draft.Targets.RemoveAt(step.Node.Index);
                return null;
            case NodeKind.Submission:
                var duty = draft.Submissions[step.Node.Index];
                draft.Submissions.RemoveAt(step.Node.Index);
                draft.Release(duty.Span);
                return null;
            default:
                return LossReason.NotPossible;
        }
    }
}
