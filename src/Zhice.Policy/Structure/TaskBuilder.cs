using Zhice.Policy.Meaning;

namespace Zhice.Policy.Structure;

/// <summary>Makes sections and tasks out of numbered prose and of table rows, in reading order.</summary>
internal sealed class TaskBuilder(Findings findings, bool hasTable, CancellationToken cancel)
{
    readonly List<(PolicySection Section, int Children)> path = [];
    int chapters;
    Numbering? lastTask;

    string NextTask => $"t{findings.Tasks.Count + 1}";

    PolicySection AddSection(Flow flow, int start, int end, int level, string? number)
    {
        while (path.Count >= level) path.RemoveAt(path.Count - 1);
        var parent = path.Count > 0 ? path[^1].Section : null;
        string id;
        if (parent is null) id = $"s{++chapters}";
        else
        {
            path[^1] = (parent, path[^1].Children + 1);
            id = $"{parent.Id}.{path[^1].Children}";
        }
        var section = new PolicySection(id, number, Flow.Legible(flow.Words(start, end)), path.Count + 1, parent?.Id, flow.SpanOf(start, end));
        path.Add((section, 0));
        findings.Sections.Add(section);
        return section;
    }

    List<string> titles = [];

    /// <summary>The titles above, one list for all tasks below the same headings.</summary>
    List<string> Titles => titles.SequenceEqual(path.Select(p => p.Section.Title)) ? titles : titles = path.ConvertAll(p => p.Section.Title);

    // Tables

    Flow? sectionCell;
    readonly DittoMarks ditto = new();
    // How many tasks there were behind the row above.
    int rowAbove = -1;

    public void Table(Item item)
    {
        switch (item)
        {
            case HeadItem head:
                foreach (var span in head.Spans) findings.Painter.Take(PartRole.Metadata, span);
                break;
            case IndicatorItem indicator:
                IndicatorReader.Read(findings, indicator);
                break;
            case TableSectionItem heading:
                rowAbove = -1;
                TableSection(heading.Flow);
                break;
            case RowItem row:
                if (row.Cells.FirstOrDefault(c => c.Role == ColumnRole.Section && c.Paragraphs.Count > 0 && !c.Inherited) is { } cell && !ReferenceEquals(cell.Paragraphs[0], sectionCell))
                {
                    sectionCell = cell.Paragraphs[0];
                    TableSection(cell.Paragraphs.Aggregate(Flow.Empty, (a, b) => a.Then(b)), column: true);
                }
                Row(ditto.In(row, findings.Painter, NextTask));
                rowAbove = findings.Tasks.Count;
                break;
            default: break;
        }
    }

    bool sectionRows;
    // How the first heading of the table is counted: what is counted alike stands at its level.
    NumberStyle topStyle;

    /// <summary>The names of the rows of all tables, to know prose that orders what a table hands out again.</summary>
    public IReadOnlySet<string> RowNames { get; init; } = new HashSet<string>();

    // Levels that prose beside the table states, and the tasks that it orders itself.
    readonly List<QuantityTarget> retold = [];
    readonly Dictionary<string, int> inProse = new(StringComparer.Ordinal);

    /// <summary>A row that says again what a task of the prose says adds its departments and deadline to that task.</summary>
    void Row(RowItem row)
    {
        if (Named(row) is { } name && inProse.TryGetValue(name, out var index))
        {
            var told = findings.Tasks[index];
            var again = new RowReader(new Findings(findings.Rules)).Read(row, told.Id, told.SectionPath);
            foreach (var cell in row.Cells)
                if (!cell.Inherited)
                    foreach (var flow in cell.Paragraphs) findings.Painter.Take(PartRole.Note, flow, told.Id);
            findings.Tasks[index] = told with
            {
                Assignments = told.Assignments.Count > 0 ? told.Assignments : again.Assignments,
                Deadline = told.Deadline.Kind != DeadlineKind.None ? told.Deadline : again.Deadline,
            };
            return;
        }
        if (rowAbove == findings.Tasks.Count && rowAbove > 0 && MergedRows.GoesOn(row))
        {
            var above = findings.Tasks[^1];
            findings.Tasks[^1] = MergedRows.Join(above, new RowReader(findings, above.Measures.Count).Read(row, above.Id, Titles), findings.Rules.Year);
            return;
        }
        var before = findings.Targets.Count;
        findings.Tasks.Add(new RowReader(findings).Read(row, NextTask, Titles));
        if (retold.Count == 0) return;
        foreach (var target in findings.Targets.Skip(before).ToList())
            if (retold.Find(t => t.Value == target.Value && t.Unit == target.Unit && t.Comparator == target.Comparator && t.What == target.What) is { } first)
            {
                retold.Remove(first);
                findings.Targets.Remove(first);
            }
    }

    /// <summary>Most rows of the tables name an item of the prose, and say who answers for it.</summary>
    bool NamedByRows(Outline outline)
    {
        if (RowNames.Count < 2) return false;
        var named = outline.All.Where(n => n.HasTitle && n.Children.Count == 0).Select(n => n.TitleFold).Distinct(StringComparer.Ordinal).Count(RowNames.Contains);
        return named >= 2 && named * 3 >= RowNames.Count * 2;
    }

    /// <summary>True for a row that names a task and says nothing of what it does.</summary>
    public static bool OnlyNames(RowItem row) =>
        row.Cells.Where(c => c.Role is ColumnRole.Title or ColumnRole.Content && c.Paragraphs.Count > 0).ToList() is [{ Paragraphs: [var only] }] && !Ending.IsComplete(only.Fold);

    /// <summary>The words that name a row: its title, or its only sentence, without its number; null where they are too short to know it by.</summary>
    public static string? Named(RowItem row)
    {
        var title = row.Cells.FirstOrDefault(c => c.Role == ColumnRole.Title && c.Paragraphs.Count > 0) ?? row.Cells.FirstOrDefault(c => c.Role == ColumnRole.Content && c.Paragraphs.Count > 0);
        if (title is null) return null;
        var flow = title.Paragraphs.Aggregate(Flow.Empty, (a, b) => a.Then(b));
        var name = flow.Fold[Math.Min(flow.Length, Numbering.At(flow).Length)..].TrimEnd('。', ';', '.');
        return name.Length >= 4 ? name : null;
    }

    void TableSection(Flow flow, bool column = false)
    {
        var number = Numbering.At(flow);
        sectionRows |= !column;
        if (chapters == 0) topStyle = number.Style;
        var level = column && sectionRows ? 2 : number.Style is NumberStyle.BracketedIdeograph or NumberStyle.Part && chapters > 0 && topStyle != number.Style && !column ? 2 : 1;
        var section = AddSection(flow, 0, flow.Length, level, number.Style == NumberStyle.None ? null : number.Label);
        findings.Citations.Collect(flow, BracketPairs.Match(flow.Fold));
        findings.Painter.Take(PartRole.Heading, flow, section.Id);
    }

    // Prose

    /// <summary>The prose that comes next belongs to a report on work done (…工作总结), which a notice brings beside a plan.</summary>
    public bool TellsPast { get; set; }

    public void Prose(List<ParagraphItem> paragraphs)
    {
        var body = new List<ParagraphItem>();
        var inAttachments = false;
        var lastNumber = paragraphs.FindLastIndex(p => p.Number.Style != NumberStyle.None || p.HeadingLevel is not null);
        for (var i = 0; i < paragraphs.Count; i++)
        {
            var flow = paragraphs[i].Flow;
            if (i > 0 && i > lastNumber && Closes(paragraphs[i - 1].Flow, flow))
            {
                findings.Narrate(flow);
                continue;
            }
            var fixedRole = IsNextTitle(paragraphs, i, body) ? PartRole.Metadata : LooseRole(paragraphs, i, ref inAttachments);
            if (fixedRole is { } role)
            {
                // With a title another document begins, which counts anew.
                if (role == PartRole.Metadata && (FrontMatter.IsTitleEnd(flow.Fold) || FrontMatter.IsAttachmentMark(flow.Fold))) Provisions(body);
                if (role == PartRole.Metadata && FrontMatter.IsTitleEnd(flow.Fold)) (TellsPast, ArePoints) = (FrontMatter.IsReport(flow.Fold), FrontMatter.ArePoints(flow.Fold));
                Fixed(flow, role);
            }
            else body.Add(paragraphs[i]);
            if (i > 0) paragraphs[i - 1].Flow.Rest();
        }
        Provisions(body);
    }

    /// <summary>The prose that comes next are work points (…工作要点), by the title above it.</summary>
    public bool ArePoints { get; set; }

    /// <summary>Work points that a notice brings beside a table of other work: few rows say again what the points say.</summary>
    bool StandAlone(List<ParagraphItem> body)
    {
        if (!ArePoints || RowNames.Count == 0) return false;
        var said = string.Concat(body.Select(p => p.Flow.Fold));
        return RowNames.Count(name => Enumerable.Range(0, name.Length - 1).Count(i => said.Contains(name.Substring(i, 2), StringComparison.Ordinal)) * 5 >= (name.Length - 1) * 3) * 3 < RowNames.Count;
    }

    /// <summary>The title of a second document in the same file: between the last item and a count that begins anew.</summary>
    static bool IsNextTitle(List<ParagraphItem> paragraphs, int i, List<ParagraphItem> body)
    {
        var (key, number) = (paragraphs[i].Flow.Fold, paragraphs[i].Number);
        if (number.Style != NumberStyle.None || key.Length is < 8 or > 80 || key.Contains(',', StringComparison.Ordinal) || !FrontMatter.IsTitleEnd(key) || Ending.IsComplete(key)) return false;
        var next = paragraphs.FindIndex(i + 1, p => p.Number.Style != NumberStyle.None);
        return next > i && next - i <= 8 && paragraphs[next].Number is { Value: 1, Style: NumberStyle.Ideograph or NumberStyle.Chapter } first && body.Exists(p => p.Number.Style == first.Style);
    }

    /// <summary>Reads the provisions of one document, and empties the list.</summary>
    void Provisions(List<ParagraphItem> body)
    {
        if (body.Count == 0) return;
        findings.TellsPast = TellsPast;
        var outline = Outline.Of(body, findings.Rules);
        var alone = hasTable && StandAlone(body);
        body.Clear();
        foreach (var flow in outline.Before) LooseParagraph(flow);
        foreach (var flow in outline.Boxes) findings.Painter.Take(PartRole.Heading, flow);
        // The prose before or after a table that lists its tasks orders none of its own; what it counts, the rows count again.
        var besideTable = hasTable && !alone && !outline.Roots.Exists(r => r.HasMarkBelow) && !NamedByRows(outline);
        var told = findings.Targets.Count;
        var marks = !besideTable && outline.Roots.Exists(r => r.HasMarkBelow);
        path.Clear();
        // A chapter is let go once it is read.
        var roots = new Queue<OutlineNode>(outline.Roots);
        outline.Roots.Clear();
        outline.All.Clear();
        while (roots.TryDequeue(out var root)) Node(root, 1, narrative: besideTable || TellsPast, marks);
        path.Clear();
        if (besideTable) retold.AddRange(findings.Targets.Skip(told));
        findings.TellsPast = false;
    }

    /// <summary>请各市局于…前将…报送我局, 联系人：…: what stands behind the last item and speaks of all of them.</summary>
    bool Closes(Flow above, Flow flow)
    {
        if (!Ending.IsComplete(above.Fold) || above.Fold.Length < 20) return false;
        foreach (var word in (ReadOnlySpan<string>)["请各", "请于", "请将", "请认真", "请结合", "特此", "联系人:", "联系电话:", "联系方式:"])
            if (flow.Fold.StartsWith(word, StringComparison.Ordinal)) return true;
        return flow.Fold.StartsWith('各') && Submissions.In(flow, BracketPairs.Match(flow.Fold), 0, flow.Length, findings.Rules.Year).Count > 0;
    }

    /// <summary>Signatures, dates, attachment lists, notes: what stands around the body.</summary>
    static PartRole? LooseRole(List<ParagraphItem> paragraphs, int i, ref bool inAttachments)
    {
        var key = paragraphs[i].Flow.Fold;
        if (FrontMatter.IsAttachmentMark(key))
        {
            inAttachments = true;
            return PartRole.Metadata;
        }
        if (inAttachments && paragraphs[i].Number.Style == NumberStyle.Arabic && !Ending.IsComplete(key) && key.Length <= 80) return PartRole.Metadata;
        var afterAttachment = inAttachments;
        if (paragraphs[i].Number.Style != NumberStyle.None)
        {
            inAttachments = false;
            return null;
        }
        if (ItemReader.IsNote(key)) return PartRole.Note;
        if (ReadingRules.StatesFirstNamedLeads(key) && key.Length < 300 || ReadingRules.StatesMarkedLeads(key) || ReadingRules.StatesForce(key)) return PartRole.Note;
        if (FrontMatter.IsDateLine(key) || key.StartsWith("抄送", StringComparison.Ordinal) || key.StartsWith("(此件", StringComparison.Ordinal) || MetadataReader.IsSealNote(key) || key.StartsWith("(联系", StringComparison.Ordinal) || FrontMatter.DocumentNumber(key) is not null && key.Length < 40) return PartRole.Metadata;
        if (i + 1 < paragraphs.Count && FrontMatter.IsDateLine(paragraphs[i + 1].Flow.Fold) && MetadataReader.IsBody(key)) return PartRole.Metadata;
        if (key.EndsWith("印发", StringComparison.Ordinal) && FrontMatter.DayIn(key, 0, out _) is not null && key.Length < 60) return PartRole.Metadata;
        if (afterAttachment && (FrontMatter.IsTitleEnd(key) || FrontMatter.IsTitleTail(key)) && key.Length <= 80) return PartRole.Metadata;
        if (afterAttachment && key.Length <= 30 && !Ending.IsComplete(key) && key.AsSpan().IndexOfAny(",;:") < 0 && FrontMatter.IsAttachmentMark(paragraphs[i - 1].Flow.Fold)) return PartRole.Metadata;
        return null;
    }

    void Fixed(Flow flow, PartRole role)
    {
        findings.Citations.Collect(flow, BracketPairs.Match(flow.Fold));
        if (role == PartRole.Note) findings.Narrate(flow, 0, PartRole.Note);
        else findings.Painter.Take(role, flow);
    }

    /// <summary>A paragraph under no number: a task where it carries a mark, prose where it is a sentence, else not understood.</summary>
    void LooseParagraph(Flow flow)
    {
        if (FrontMatter.IsContact(flow.Fold)) findings.Painter.Take(PartRole.Metadata, flow);
        else if (!hasTable && ResponsibilityMark.In(flow, BracketPairs.Match(flow.Fold), 0, flow.Length, findings.Rules).Count > 0)
            Loose([new ParagraphItem(flow, null, Numbering.None)]);
        else if (Ending.IsComplete(flow.Fold) || flow.Fold.Contains('。', StringComparison.Ordinal)) findings.Narrate(flow);
        else findings.Citations.Collect(flow, BracketPairs.Match(flow.Fold));
    }

    public void Loose(IReadOnlyList<ParagraphItem> paragraphs) => AddTask(NextTask, null, null, null, paragraphs.Select(p => p.Flow), [], paragraphs[0].Flow.Span);

    void Node(OutlineNode node, int level, bool narrative, bool marks)
    {
        cancel.ThrowIfCancellationRequested();
        var title = node.TitleFold;
        var marked = node.HasMarkBelow;
        var general = !marked && (narrative || HeadingWords.IsGeneral(title) || HeadingWords.IsClosing(title) && (marks || node.Children.Count == 0 || CountsAnew(node)));
        // Items that go on with the count of the tasks ((五) … 三、工作要求 (六)) are tasks, whatever the chapter is called.
        if (general && node.RunIn && node.Children.Count == 0 && lastTask is { } last && node.Head.Number.Style == last.Style && node.Head.Number.Value == last.Value + 1 && node.Head.Number.Value > 1) general = false;
        // An article about the document itself orders nothing: 为…，制定本计划; 本计划自印发之日起施行.
        if (!general && !marked && node is { Children.Count: 0, HasTitle: false } && node.Texts().FirstOrDefault()?.Fold is { Length: > 0 } words)
        {
            if (ReadingRules.StatesForce(words)) { Aside(node, level, PartRole.Note); return; }
            general = ReadingRules.StatesPurpose(words);
        }
        var isTask = !general && (node.Children.Count == 0 || node.HasOwnMark && !node.Children.Exists(c => c.HasMarkBelow));
        if (!isTask) { Branch(node, level, general, marks); return; }
        if (level == 1 && node.HasTitle && node.Head.Number.Style is NumberStyle.Ideograph or NumberStyle.Chapter)
        {
            while (path.Count > 0) path.RemoveAt(path.Count - 1);
            AddSection(node.Head.Flow, 0, node.TitleEnd, 1, Label(node));
        }
        else while (path.Count >= level) path.RemoveAt(path.Count - 1);
        lastTask = node.Head.Number;
        var id = NextTask;
        var titleEnd = node.HasTitle && !node.NamedByFirst ? node.SkipStop(node.TitleEnd) : node.TitleStart;
        findings.Painter.Take(PartRole.TaskTitle, node.Head.Flow, 0, titleEnd, id);
        if (titleEnd > node.TitleStart) findings.Citations.Collect(node.Head.Flow.Slice(0, titleEnd), BracketPairs.Match(node.Head.Flow.Fold[..titleEnd]));
        findings.StatedDue = null;
        AddTask(id, Label(node), node.HasTitle ? node.Head.Flow.Words(node.TitleStart, node.TitleEnd) : null,
            node.HasTitle ? node.Head.Flow.SpanOf(node.TitleStart, node.TitleEnd) : null, TextsBelow(node, first: true), BoxedBelow(node), SpanOf(node));
        Rest(node);
    }

    /// <summary>工作要求 （一）… behind tasks that were counted （一）… by themselves: what it asks for is no task of the plan.</summary>
    bool CountsAnew(OutlineNode node) =>
        lastTask is { } last && node.Children[0].Head.Number is { Value: 1 } first && first.Style == last.Style && node.Children.TrueForAll(c => c.Children.Count == 0);

    static void Rest(OutlineNode node)
    {
        node.Head.Flow.Rest();
        foreach (var flow in node.Body.Concat(node.Boxed)) flow.Rest();
        foreach (var child in node.Children) Rest(child);
    }

    void Aside(OutlineNode node, int level, PartRole role)
    {
        while (path.Count >= level) path.RemoveAt(path.Count - 1);
        findings.Narrate(node.Head.Flow, 0, role);
        foreach (var flow in node.Body.Concat(node.Boxed)) findings.Narrate(flow, 0, role);
    }

    static string? Label(OutlineNode node) => node.Head.Number.Style == NumberStyle.None ? null : node.Head.Number.Label;

    static IEnumerable<Flow> TextsBelow(OutlineNode node, bool first)
    {
        foreach (var flow in first ? node.Texts() : [node.Head.Flow, .. node.Body]) yield return flow;
        foreach (var child in node.Children)
            foreach (var flow in TextsBelow(child, first: false)) yield return flow;
    }

    static IEnumerable<Flow> BoxedBelow(OutlineNode node) => node.Boxed.Concat(node.Children.SelectMany(BoxedBelow));

    static Span SpanOf(OutlineNode node)
    {
        var span = node.Head.Flow.Span;
        foreach (var flow in node.Body.Concat(node.Boxed)) span = span.Union(flow.Span);
        foreach (var child in node.Children) span = span.Union(SpanOf(child));
        return span;
    }

    // What the title of the chapter says of all its items.
    ResponsibilityMark? inherited;

    void Branch(OutlineNode node, int level, bool general, bool marks)
    {
        findings.StatedDue = null;
        var isSection = node.HeadingOnly || node.Children.Count > 0 && node.HasTitle || level == 1 && node.HasTitle;
        while (path.Count >= level) path.RemoveAt(path.Count - 1);
        var head = node.Head.Flow;
        var start = 0;
        if (isSection)
        {
            var section = AddSection(head, 0, node.TitleEnd, path.Count + 1, Label(node));
            start = node.SkipStop(node.TitleEnd);
            findings.Painter.Take(PartRole.Heading, head, 0, start, section.Id);
            findings.Citations.Collect(head.Slice(0, start), BracketPairs.Match(head.Fold[..start]));
        }
        var above = inherited;
        if (node.HeadMark is { } mark)
        {
            inherited = mark;
            findings.Painter.Take(PartRole.Assignment, head, start, start = head.Length);
        }
        if (start < head.Length) findings.Narrate(head, start);
        foreach (var flow in node.Body.Concat(node.Boxed)) findings.Narrate(flow);
        foreach (var child in node.Children) Node(child, isSection ? level + 1 : level, general, marks);
        inherited = above;
    }

    void AddTask(string id, string? number, string? title, Span? titleSpan, IEnumerable<Flow> texts, IEnumerable<Flow> boxed, Span span)
    {
        var provision = new ProvisionReader(findings, id, onlyLabels: true, inherited).Read(texts, null, boxed);
        findings.Tasks.Add(new PolicyTask
        {
            Id = id,
            Number = findings.Shared(number),
            SectionPath = Titles,
            Title = title is null ? null : Flow.Legible(title),
            TitleSpan = titleSpan,
            Span = span,
            Measures = provision.Measures.ToArray(),
            Assignments = provision.Assignments,
            Deadline = provision.WholeDeadline,
        });
        if (hasTable)
            foreach (var name in (string?[])[title, provision.Measures is [{ Commitments: [var first, ..] }, ..] ? first.Text : null])
                if (name is not null) inProse.TryAdd(CharacterFold.Of(name).TrimEnd('。', ';', '.'), findings.Tasks.Count - 1);
    }
}
