using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>Reads a row of a task table into a task.</summary>
/// <param name="findings">What is gathered over the document.</param>
/// <param name="measuresBefore">How many measures the task has from the rows above.</param>
internal sealed class RowReader(Findings findings, int measuresBefore = 0)
{
    readonly List<Assignment> assignments = [];
    readonly List<List<ApplicabilityRule>> groups = [];

    public PolicyTask Read(RowItem row, string id, IReadOnlyList<string> sectionPath)
    {
        var number = Cell(row, ColumnRole.Number);
        var title = Cell(row, ColumnRole.Title);
        var (label, titleText, titleSpan) = Title(number, title, id);
        var deadline = ReadDeadline(row, id);
        if (deadline.Kind == DeadlineKind.None && BesideOwners(row) is { Kind: not DeadlineKind.None } beside) deadline = beside;
        var contents = Contents(row).ToList();
        // A row whose only words are a whole sentence under the head of the titles orders what it says.
        if (contents.Count == 0 && title is { Inherited: false } only && Ending.IsComplete(only.Paragraphs[^1].Fold) && !row.Cells.Any(c => c.Role == ColumnRole.Content && c.Paragraphs.Count > 0))
            (contents, titleText, titleSpan) = ([.. only.Paragraphs], null, null);
        // 开展专利导航，编制报告。 | 不少于5份。: a whole sentence in the column of the tasks orders as the column beside it does.
        else if (contents.Count > 0 && title is { Inherited: false } whole && whole.Paragraphs[^1].Fold is [.., '。'] && whole.Paragraphs[0].Fold.Contains(','))
            (contents, titleText, titleSpan) = ([.. whole.Paragraphs, .. contents], null, null);
        if (label is null && titleText is null) label = NumberOf(contents, id);
        var provision = new ProvisionReader(findings, id, onlyLabels: false, measuresBefore: measuresBefore).Read(contents, DueOf(deadline));
        var lists = new List<(Flow, OrganisationList)>();
        var concerned = provision.Measures.Exists(m => m.Scope == ActorScope.ConcernedRegions);
        foreach (var cell in row.Cells)
            if (cell.Role is ColumnRole.Lead or ColumnRole.Participant or ColumnRole.Responsible) Departments(cell, id, concerned, lists);
        Assign(lists);
        foreach (var cell in row.Cells)
            if (cell.Role == ColumnRole.Range) Range(cell, id);
        Others(row, id, DueOf(deadline));
        var measures = provision.Measures;
        if (measures.Count == 0 && groups.Count > 0) measures = [new Measure { Id = $"{id}.m{measuresBefore + 1}", Text = "", Span = groups[0][0].Span }];
        measures = Applicability.Attach(measures, groups);
        return new PolicyTask
        {
            Id = id,
            Number = findings.Shared(label),
            SectionPath = sectionPath,
            Title = titleText,
            TitleSpan = titleSpan,
            Span = SpanOf(row),
            Measures = measures.ToArray(),
            Assignments = findings.Shared([.. assignments, .. provision.Assignments]).ToArray(),
            Deadline = deadline.Kind != DeadlineKind.None || provision.Deadline.Kind == DeadlineKind.None ? deadline : provision.Deadline,
        };
    }

    /// <summary>The only number in the words of a row that has no other: 3.推进…, which is taken off.</summary>
    string? NumberOf(List<Flow> contents, string id)
    {
        if (contents.Count == 0) return null;
        var number = Numbering.At(contents[0]);
        if (number.Style is NumberStyle.None or NumberStyle.Dash or NumberStyle.Circled || number.Length >= contents[0].Length) return null;
        for (var i = 1; i < contents.Count; i++)
            if (Numbering.At(contents[i]).Style == number.Style) return null;
        findings.Painter.Take(PartRole.TaskTitle, contents[0], 0, number.Length, id);
        contents[0] = contents[0].Slice(number.Length, contents[0].Length);
        return number.Label;
    }

    DateOnly? DueOf(Deadline deadline) => deadline.Kind switch
    {
        DeadlineKind.ByDate => deadline.Date,
        DeadlineKind.ByYearEnd when findings.Rules.Year is { } year => new DateOnly(year, 12, 31),
        _ => null,
    };

    static CellItem? Cell(RowItem row, ColumnRole role) => row.Cells.FirstOrDefault(c => c.Role == role && c.Paragraphs.Count > 0);

    static IEnumerable<Flow> Contents(RowItem row) => row.Cells.Where(c => c.Role == ColumnRole.Content && !c.Inherited).SelectMany(c => c.Paragraphs);

    static Span SpanOf(RowItem row)
    {
        Span? span = null;
        foreach (var cell in row.Cells)
            if (!cell.Inherited && cell.Role != ColumnRole.Section)
                foreach (var paragraph in cell.Paragraphs) span = span is { } s ? s.Union(paragraph.Span) : paragraph.Span;
        return span ?? row.Cells.SelectMany(c => c.Paragraphs).Select(p => p.Span).FirstOrDefault();
    }

    (string?, string?, Span?) Title(CellItem? number, CellItem? title, string id)
    {
        string? label = null;
        if (number is not null)
        {
            var flow = number.Paragraphs[0];
            label = flow.Text.TrimEnd('.', '、', '．', ' ');
            if (!number.Inherited) findings.Painter.Take(PartRole.TaskTitle, flow, id);
        }
        if (title is null) return (label, null, null);
        var whole = title.Paragraphs.Aggregate(Flow.Empty, (a, b) => a.Then(b));
        if (!title.Inherited) findings.Painter.Take(PartRole.TaskTitle, whole, id);
        var partner = BracketPairs.Match(whole.Fold);
        findings.Citations.Collect(whole, partner);
        var printed = Numbering.At(whole);
        var start = printed.Style is NumberStyle.None or NumberStyle.Dash ? 0 : printed.Length;
        if (start > 0) label ??= printed.Label;
        return start >= whole.Length ? (label, null, null) : (label, Flow.Legible(whole.Words(start, whole.Length)), whole.SpanOf(start, whole.Length));
    }

    Deadline ReadDeadline(RowItem row, string id)
    {
        if (Cell(row, ColumnRole.Deadline) is not { } cell) return Deadline.None;
        var flow = cell.Paragraphs.Aggregate(Flow.Empty, (a, b) => a.Then(b));
        if (!cell.Inherited) findings.Painter.Take(PartRole.Deadline, flow, id);
        return Deadlines.OfCell(flow, 0, flow.Length, findings.Rules.Year);
    }

    /// <summary>省科技厅牵头，2025年6月底前完成: the deadline that a department cell states behind the names.</summary>
    Deadline BesideOwners(RowItem row)
    {
        foreach (var cell in row.Cells)
        {
            if (cell.Role is not (ColumnRole.Lead or ColumnRole.Participant or ColumnRole.Responsible)) continue;
            foreach (var flow in cell.Paragraphs)
            {
                if (!Deadlines.MayState(flow.Fold)) continue;
                if (!OrganisationNames.Looks(flow.Fold) && Deadlines.LooksLikeCell(flow.Fold)) return Deadlines.OfCell(flow, 0, flow.Length, findings.Rules.Year);
                var end = flow.Length;
                if (ResponsibilityMark.TrailingDeadline(flow, 0, ref end, findings.Rules) is { Kind: not DeadlineKind.None } stated) return stated;
            }
        }
        return Deadline.None;
    }

    void Departments(CellItem cell, string id, bool concerned, List<(Flow, OrganisationList)> lists)
    {
        AssignmentRole? role = cell.Role switch { ColumnRole.Lead => AssignmentRole.Lead, ColumnRole.Participant => AssignmentRole.Participant, _ => null };
        for (var p = 0; p < cell.Paragraphs.Count; p++)
        {
            var flow = cell.Paragraphs[p];
            findings.Citations.Collect(flow, BracketPairs.Match(flow.Fold));
            if (Applicability.RangeIn(flow) is >= 0 and var at)
            {
                var marked = Applicability.LevelAt(flow.Fold.AsSpan(at), out _) is not null;
                if (!cell.Inherited) findings.Painter.Take(PartRole.Applicability, flow, at, flow.Length, id);
                var rules = Applicability.Rules(flow, at, flow.Length);
                var gap = cell.GapBefore[p] && concerned && GapsMean(cell);
                if (rules.Count > 0 && (groups.Count == 0 || marked && groups[^1].Exists(r => r.Level == rules[0].Level) || gap && groups[^1].Count > 0)) groups.Add([]);
                if (rules.Count > 0) groups[^1].AddRange(rules);
                if (at < 2) continue;
                flow = flow.Slice(0, at);
            }
            if (!cell.Inherited) findings.Painter.Take(PartRole.Assignment, flow, id);
            var colon = flow.Fold.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && ResponsibilityLabels.Before(flow.Fold, colon, 0, out var kind, out var start) && start == 0 && kind != LabelKind.Person)
            {
                var marks = ResponsibilityMark.In(flow, BracketPairs.Match(flow.Fold), 0, flow.Length, findings.Rules);
                foreach (var mark in marks) assignments.AddRange(mark.Assignments);
                continue;
            }
            var end = flow.Length;
            if (Deadlines.MayState(flow.Fold)) ResponsibilityMark.TrailingDeadline(flow, 0, ref end, findings.Rules);
            lists.Add((flow, OrganisationList.Read(flow, 0, end, role)));
        }
    }

    /// <summary>An empty line divides groups only where not every line of the cell has one.</summary>
    static bool GapsMean(CellItem cell) => cell.GapBefore.Skip(1).Any(g => !g);

    /// <summary>All department columns of a row are one note: several share, 按职责分工 in one speaks for all.</summary>
    void Assign(List<(Flow Flow, OrganisationList List)> lists)
    {
        if (lists.Count == 0 && assignments.Count < 2) return;
        var rules = lists.Exists(l => l.List.Bodies.Any(b => b.Role is not null)) || assignments.Count > 0 ? findings.Rules with { FirstNamedLeads = false } : findings.Rules;
        foreach (var (flow, list) in lists)
        {
            // The rule that the first named leads speaks of the whole cell: who stands in its later lines takes part.
            var led = rules.FirstNamedLeads && assignments.Count > 0;
            foreach (var assignment in ResponsibilityMark.Assign(flow, [list], led ? rules with { FirstNamedLeads = false } : rules))
                assignments.Add(led && assignment.Role == AssignmentRole.Responsible ? assignment with { Role = AssignmentRole.Participant } : assignment);
        }
        // 牵头单位 and 责任单位 may both name a body: it leads, and is named once.
        for (var i = assignments.Count - 1; i >= 0; i--)
            if (assignments[i].Role != AssignmentRole.Lead && assignments.Exists(a => a.Role == AssignmentRole.Lead && a.Organisation == assignments[i].Organisation)) assignments.RemoveAt(i);
        var byFunction = lists.Exists(l => l.List.ByFunction) || assignments.Exists(a => a.Mode == AssignmentMode.ByFunction);
        var alone = assignments.Count == 1 ? assignments[0].Mode : AssignmentMode.Joint;
        for (var i = 0; i < assignments.Count; i++) assignments[i] = assignments[i] with { Mode = byFunction ? AssignmentMode.ByFunction : alone };
    }

    void Range(CellItem cell, string id)
    {
        foreach (var flow in cell.Paragraphs)
        {
            if (!cell.Inherited) findings.Painter.Take(PartRole.Applicability, flow, id);
            var rules = Applicability.Rules(flow, 0, flow.Length);
            if (rules.Count == 0) continue;
            if (groups.Count == 0) groups.Add([]);
            groups[^1].AddRange(rules);
        }
    }

    /// <summary>成果形式 and 备注: no sentence of their own, but levels in them count.</summary>
    void Others(RowItem row, string id, DateOnly? due)
    {
        foreach (var cell in row.Cells)
        {
            if (cell.Inherited || cell.Role is not (ColumnRole.Outcome or ColumnRole.Remark)) continue;
            foreach (var flow in cell.Paragraphs)
            {
                var partner = BracketPairs.Match(flow.Fold);
                findings.Citations.Collect(flow, partner);
                findings.Painter.Take(PartRole.Note, flow, id);
                findings.TargetsIn(flow, partner, 0, flow.Length, due, id, null);
            }
        }
    }
}
