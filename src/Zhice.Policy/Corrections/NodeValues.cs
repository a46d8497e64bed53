using System.Globalization;

namespace Zhice.Policy.Corrections;

/// <summary>The values of a node's fields, as corrections spell them: what an edit form shows, and what a correction keeps as "from".</summary>
public static class NodeValues
{
    static readonly Dictionary<string, string> none = [];

    /// <summary>All fields of <paramref name="node"/>; empty where there is no such node.</summary>
    public static IReadOnlyDictionary<string, string> Of(PolicyDocument document, NodeRef node)
    {
        switch (node.Kind)
        {
            case NodeKind.Document:
                return new Dictionary<string, string>
                {
                    ["title"] = document.Title ?? "",
                    ["year"] = document.Year?.ToString(CultureInfo.InvariantCulture) ?? "",
                    ["issuer"] = document.Issuer ?? "",
                    ["documentNumber"] = document.DocumentNumber ?? "",
                    ["issuedOn"] = Spelling.Of(document.IssuedOn),
                    ["publishedOn"] = Spelling.Of(document.PublishedOn),
                    ["kind"] = Spelling.Of(document.Kind),
                };
            case NodeKind.Section when document.Sections.FirstOrDefault(s => s.Id == node.Id) is { } section:
                return new Dictionary<string, string> { ["title"] = section.Title, ["level"] = section.Level.ToString(CultureInfo.InvariantCulture) };
            case NodeKind.Task when document.Tasks.FirstOrDefault(t => t.Id == node.Id) is { } task:
                return With(task.Deadline, new Dictionary<string, string>
                {
                    ["number"] = task.Number ?? "",
                    ["title"] = task.Title ?? "",
                    ["section"] = task.SectionPath.Count > 0 ? task.SectionPath[^1] : "",
                });
            case NodeKind.Measure when document.Measures().FirstOrDefault(m => m.Id == node.Id) is { } measure:
                return new Dictionary<string, string> { ["scope"] = Spelling.Of(measure.Scope) };
            case NodeKind.Commitment when document.Commitments().FirstOrDefault(c => c.Id == node.Id) is { } commitment:
                return With(commitment.Deadline, []);
            case NodeKind.Assignment when document.AssignmentsOf(node.Id) is { } assignments && node.Index < assignments.Count:
                var assignment = assignments[node.Index];
                return new Dictionary<string, string>
                {
                    ["organisation"] = assignment.Organisation,
                    ["role"] = Spelling.Of(assignment.Role),
                    ["mode"] = Spelling.Of(assignment.Mode),
                    ["place"] = (node.Index + 1).ToString(CultureInfo.InvariantCulture),
                };
            case NodeKind.Applicability when document.Measures().FirstOrDefault(m => m.Id == node.Id) is { } owner && node.Index < owner.Applicability.Count:
                var rule = owner.Applicability[node.Index];
                return new Dictionary<string, string> { ["level"] = Spelling.Of(rule.Level), ["text"] = rule.Text, ["must"] = Spelling.Of(rule.Must) };
            case NodeKind.Target when node.Index < document.Targets.Count:
                var target = document.Targets[node.Index];
                return new Dictionary<string, string>
                {
                    ["what"] = target.What,
                    ["comparator"] = Spelling.Of(target.Comparator),
                    ["value"] = Spelling.Of(target.Value),
                    ["unit"] = target.Unit,
                    ["growth"] = target.Growth ? "true" : "false",
                    ["due"] = Spelling.Of(target.Due),
                };
            case NodeKind.Submission when node.Index < document.Submissions.Count:
                var duty = document.Submissions[node.Index];
                return new Dictionary<string, string>
                {
                    ["due"] = Spelling.Of(duty.Due),
                    ["to"] = duty.To ?? "",
                    ["who"] = Spelling.Of(duty.Who),
                    ["what"] = duty.What ?? "",
                    ["form"] = Spelling.Of(duty.Form),
                };
            default:
                return none;
        }
    }

    static Dictionary<string, string> With(Deadline deadline, Dictionary<string, string> values)
    {
        values["deadline"] = Spelling.Of(deadline.Kind);
        values["date"] = Spelling.Of(deadline.Date);
        values["words"] = deadline.Text ?? "";
        return values;
    }
}

/// <summary>Makes the correction that a person asked for on a reading they have before them.</summary>
public static class Corrector
{
    /// <summary>The correction with its anchors and the values before; null where the node or the words are not there.</summary>
    public static Correction? Make(
        PolicyDocument document, CorrectionOperation operation, NodeRef node, Span? selection, IReadOnlyDictionary<string, string> to)
    {
        if (selection is { } words && (words.Start < 0 || words.IsEmpty || words.End > document.Text.Length)) return null;
        if (Anchors.Of(document, node) is not { } anchor) return null;
        var selected = selection is { } span ? Anchors.Words(document, span) : null;
        return new Correction(operation, anchor, selected, Before(), to);

        IReadOnlyDictionary<string, string> Before()
        {
            var values = NodeValues.Of(document, node);
            return operation switch
            {
                CorrectionOperation.Set => to.Keys.Where(values.ContainsKey).ToDictionary(k => k, k => values[k]),
                CorrectionOperation.Move => new Dictionary<string, string> { ["place"] = values.GetValueOrDefault("place", "") },
                CorrectionOperation.Remove => values,
                CorrectionOperation.Mark when selection is { } marked => new Dictionary<string, string>
                {
                    ["role"] = string.Join('、', document.Parts.Where(p => p.Span.Overlaps(marked) && p.Role != PartRole.Blank).Select(p => Spelling.Of(p.Role)).Distinct()),
                },
                _ => new Dictionary<string, string>(),
            };
        }
    }
}
