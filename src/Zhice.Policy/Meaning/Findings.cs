using System.Diagnostics.CodeAnalysis;
using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>What is gathered over the whole document while its parts are read.</summary>
internal sealed class Findings(ReadingRules rules)
{
    public ReadingRules Rules { get; } = rules;
    public PartPainter Painter { get; } = new();
    public Citations Citations { get; } = new();
    public List<PolicySection> Sections { get; } = [];
    public List<PolicyTask> Tasks { get; } = [];
    public List<QuantityTarget> Targets { get; } = [];
    public List<SubmissionDuty> Submissions { get; } = [];

    readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>The same words, not held a second time: numbers of items repeat in every chapter.</summary>
    [return: NotNullIfNotNull(nameof(words))]
    public string? Shared(string? words) => words is null || names.Add(words) || !names.TryGetValue(words, out var held) ? words : held;

    /// <summary>The same assignments, in which a name that was met before is not held a second time.</summary>
    public List<Assignment> Shared(IReadOnlyList<Assignment> assignments)
    {
        var shared = new List<Assignment>(assignments.Count);
        foreach (var assignment in assignments)
        {
            var name = Shared(assignment.Organisation);
            shared.Add(ReferenceEquals(name, assignment.Organisation) ? assignment : assignment with { Organisation = name });
        }
        return shared;
    }

    /// <summary>The words being read are of a report on work done: they set no levels and no duties.</summary>
    public bool TellsPast { get; set; }

    /// <summary>The day that a provision's own opening words name (2022年底，…), due day of the levels it sets.</summary>
    public DateOnly? StatedDue { get; set; }

    /// <summary>Whom the letter that is being read addresses: 各市知识产权局.</summary>
    public IReadOnlyList<string> Addressees { get; set; } = [];

    /// <summary>The duties that a sentence states; one that asks (请于…前将…报送) and names nobody asks those whom the letter addresses.</summary>
    public List<SubmissionDuty> SubmissionsIn(Flow flow, int[] partner, int start, int end)
    {
        var duties = Meaning.Submissions.In(flow, partner, start, end, Rules.Year);
        if (Addressees.Count == 0 || !flow.Fold.AsSpan(start, end - start).Contains('请')) return duties;
        for (var i = 0; i < duties.Count; i++)
            if (duties[i].Who.Count == 0) duties[i] = duties[i] with { Who = Addressees };
        return duties;
    }

    public IReadOnlyList<QuantityTarget> TargetsIn(Flow flow, int[] partner, int start, int end, DateOnly? due, string? task, NodeId? commitment, string? told = null)
    {
        if (TellsPast || TargetWords.TellsPast(flow.Fold, start, end, Rules.Year)) return [];
        var found = Meaning.Targets.In(flow, partner, start, end, due, told);
        if (found.Count == 0) return [];
        var targets = found.ConvertAll(t => new QuantityTarget(t.What, t.Comparator, t.Value, UnitIn(flow, t), t.Growth, t.Due, task, commitment?.ToString(), flow.SpanOf(t.Start, t.End)));
        Targets.AddRange(targets);
        return targets;
    }

    /// <summary>億元 stays as printed; signs such as ％ do not.</summary>
    static string UnitIn(Flow flow, FoundTarget target)
    {
        var at = flow.Fold.LastIndexOf(target.Unit, target.End - 1, target.End - target.Start, StringComparison.Ordinal);
        return at < 0 || target.Unit[0] < '\u4E00' ? target.Unit : flow.Printed(at, at + target.Unit.Length);
    }

    /// <summary>Prose that orders nobody: its citations, levels and submission duties still count.</summary>
    public void Narrate(Flow flow, int start = 0, PartRole role = PartRole.Narrative)
    {
        var partner = BracketPairs.Match(flow.Fold);
        Citations.Collect(flow, partner);
        foreach (var (from, to) in Sentences.Split(flow.Fold, partner, start, flow.Length))
        {
            var said = role;
            if (!TellsPast && SubmissionsIn(flow, partner, from, to) is { Count: > 0 } duties)
            {
                Submissions.AddRange(duties);
                said = PartRole.Submission;
            }
            if (ReadingRules.StatesFirstNamedLeads(flow.Fold[from..to])) said = PartRole.Note;
            if (!TargetWords.TellsPast(flow.Fold, from, to, Rules.Year) && TargetWords.DueIn(flow.Fold, from, Math.Min(to, from + 40)) is { } stated && flow.Fold.AsSpan(from, Math.Min(14, to - from)).Contains('年')) StatedDue = stated;
            TargetsIn(flow, partner, from, to, StatedDue, null, null);
            Painter.Take(said, flow, from, to);
        }
    }
}
