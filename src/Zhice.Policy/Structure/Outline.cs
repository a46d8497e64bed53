using Zhice.Policy.Meaning;

namespace Zhice.Policy.Structure;

/// <summary>A numbered or headed paragraph with what follows it up to the next one.</summary>
internal sealed class OutlineNode
{
    public required ParagraphItem Head { get; init; }
    public OutlineNode? Parent { get; init; }
    public List<OutlineNode> Children { get; } = [];
    public List<Flow> Body { get; } = [];
    /// <summary>The words of a box (专栏) printed below; the item's note does not speak of them.</summary>
    public List<Flow> Boxed { get; } = [];
    /// <summary>The paragraph holds a heading and no sentence.</summary>
    public bool HeadingOnly { get; set; }
    /// <summary>The first sentence is the title (（一）优化服务体系。加快…).</summary>
    public bool RunIn { get; set; }
    /// <summary>The first sentence names the item and is its first commitment too (（六）建立…试点。在8个省份开展。).</summary>
    public bool NamedByFirst { get; set; }
    public int TitleEnd { get; set; }
    public bool HasOwnMark { get; set; }

    /// <summary>The note behind the title of a chapter that speaks of all its items: 一、加强保护（责任单位：…）; else null.</summary>
    public ResponsibilityMark? HeadMark { get; set; }

    public int TitleStart => Head.Number.Length;
    public bool HasTitle => HeadingOnly || RunIn || NamedByFirst;
    public string TitleFold => HasTitle ? Head.Flow.Fold[TitleStart..TitleEnd] : "";
    public bool HasMarkBelow => HasOwnMark || HeadMark is not null || Children.Exists(c => c.HasMarkBelow);

    /// <summary>The words after the title.</summary>
    public IEnumerable<Flow> Texts()
    {
        var start = HasTitle && !NamedByFirst ? SkipStop(TitleEnd) : TitleStart;
        if (start < Head.Flow.Length) yield return Head.Flow.Slice(start, Head.Flow.Length);
        foreach (var paragraph in Body) yield return paragraph;
    }

    public int SkipStop(int i)
    {
        while (i < Head.Flow.Length && Head.Flow.Fold[i] is '。' or ':' or ' ' or '.') i++;
        return i;
    }
}

/// <summary>Builds the tree of numbered paragraphs, and decides which numbers count items and which only enumerate inside one.</summary>
internal sealed class Outline
{
    readonly ReadingRules rules;
    readonly HashSet<NumberStyle> structural = [];

    Outline(ReadingRules rules) => this.rules = rules;

    public List<OutlineNode> Roots { get; } = [];
    /// <summary>Paragraphs before the first node.</summary>
    public List<Flow> Before { get; } = [];
    public List<OutlineNode> All { get; } = [];
    /// <summary>The headings of boxes: 专栏1 …</summary>
    public List<Flow> Boxes { get; } = [];

    // Numbers inside a box enumerate, they count no items of the outline.
    readonly HashSet<ParagraphItem> boxed = new(ReferenceEqualityComparer.Instance);

    public static Outline Of(IReadOnlyList<ParagraphItem> paragraphs, ReadingRules rules)
    {
        var outline = new Outline(rules);
        outline.FindBoxes(paragraphs);
        outline.FindHeadMarks(paragraphs);
        outline.ChooseStyles([.. paragraphs.Where(p => !outline.boxed.Contains(p))]);
        outline.Grow(paragraphs);
        foreach (var node in outline.All)
        {
            outline.ReadHead(node);
            foreach (var flow in node.Body) flow.Rest();
            node.Head.Flow.Rest();
        }
        outline.ChooseRunIn();
        foreach (var paragraph in paragraphs) paragraph.Flow.Rest();
        return outline;
    }

    /// <summary>A mark that names somebody, not a deadline alone.</summary>
    bool HasActor(Flow flow) =>
        HasMark(flow) && ResponsibilityMark.In(flow, BracketPairs.Match(flow.Fold), 0, flow.Length, rules).Exists(m => m.Assignments.Count > 0);

    bool HasMark(Flow flow) =>
        (flow.Fold.Contains('(', StringComparison.Ordinal) || flow.Fold.Contains(':', StringComparison.Ordinal))
        && ResponsibilityMark.In(flow, BracketPairs.Match(flow.Fold), 0, flow.Length, rules).Count > 0;

    /// <summary>A box runs from its heading to the next number of a style that the outline used before it.</summary>
    void FindBoxes(IReadOnlyList<ParagraphItem> paragraphs)
    {
        var inside = false;
        var above = new HashSet<NumberStyle>();
        var last = new Dictionary<NumberStyle, int>();
        var counted = 0;
        foreach (var paragraph in paragraphs)
        {
            var key = paragraph.Flow.Fold;
            paragraph.Flow.Rest();
            if (above.Count > 0 && key.StartsWith("专栏", StringComparison.Ordinal) && key.Length <= 60 && !Ending.IsComplete(key))
            {
                (inside, counted) = (true, 0);
                Boxes.Add(paragraph.Flow);
                boxed.Add(paragraph);
                continue;
            }
            var style = paragraph.Number.Style;
            if (style is NumberStyle.None or NumberStyle.Dash && paragraph.HeadingLevel is null)
            {
                if (inside) boxed.Add(paragraph);
                continue;
            }
            if (inside && style != NumberStyle.None && !above.Contains(style)) { boxed.Add(paragraph); continue; }
            // 1.…2.… in a box begins anew, while the items around it go on with their count.
            var around = style is NumberStyle.Arabic or NumberStyle.BracketedArabic ? last.GetValueOrDefault(style) : 0;
            if (inside && around > 0 && paragraph.Number.Value == counted + 1 && paragraph.Number.Value != around + 1)
            {
                counted++;
                boxed.Add(paragraph);
                continue;
            }
            inside = false;
            last[style] = paragraph.Number.Value;
            above.Add(style);
        }
    }

    // Chapters whose title carries the note of all their items.
    readonly Dictionary<ParagraphItem, ResponsibilityMark> headMarks = new(ReferenceEqualityComparer.Instance);

    void FindHeadMarks(IReadOnlyList<ParagraphItem> paragraphs)
    {
        // How many items of a style consist of a title and its note alone, and how many of these have items or sentences below them.
        var alone = new Dictionary<NumberStyle, (int All, int WithItems, int WithText)>();
        var found = new List<(ParagraphItem Head, ResponsibilityMark Mark)>();
        for (var i = 0; i < paragraphs.Count; i++)
        {
            var head = paragraphs[i];
            if (head.Number.Style is NumberStyle.None or NumberStyle.Dash or NumberStyle.Circled or NumberStyle.BracketedArabic || boxed.Contains(head)) continue;
            var mark = HeadMarkOf(head);
            head.Flow.Rest();
            if (mark is null) continue;
            var next = i + 1 < paragraphs.Count ? paragraphs[i + 1] : null;
            var items = next is not null && next.Number.Style > head.Number.Style && next.Number.Style != NumberStyle.Dash;
            var text = next is { Number.Style: NumberStyle.None, HeadingLevel: null } && !items && IsBareTitle(head, mark) && IsText(next.Flow);
            var count = alone.GetValueOrDefault(head.Number.Style);
            alone[head.Number.Style] = (count.All + 1, count.WithItems + (items ? 1 : 0), count.WithText + (text ? 1 : 0));
            if (items || text) found.Add((head, mark));
        }
        // An item that is a sentence and its note may have a loose paragraph behind it: most must have more below.
        foreach (var (head, mark) in found)
            if (alone[head.Number.Style] is var n && (n.WithItems + n.WithText) * 2 > n.All) headMarks[head] = mark;
    }

    static bool IsBareTitle(ParagraphItem head, ResponsibilityMark mark)
    {
        var fold = head.Flow.Fold;
        return fold[mark.Start - 1] is not ('。' or ';') && fold[^1] == ')' && fold.IndexOf(',', head.Number.Length, mark.Start - head.Number.Length) < 0;
    }

    /// <summary>A sentence that bears no note of its own.</summary>
    bool IsText(Flow flow)
    {
        var text = Ending.IsComplete(flow.Fold) && !ResponsibilityLabels.Begins(flow.Fold) && !HasActor(flow);
        flow.Rest();
        return text;
    }

    ResponsibilityMark? HeadMarkOf(ParagraphItem head)
    {
        var fold = head.Flow.Fold;
        if (fold.Length > 200 || fold.AsSpan().TrimEnd("。 ") is not [.., ')'] || !HasMark(head.Flow)) return null;
        var marks = ResponsibilityMark.In(head.Flow, BracketPairs.Match(fold), head.Number.Length, fold.Length, rules);
        if (marks is not [{ Bracketed: true, Assignments.Count: > 0 } mark] || fold.AsSpan(mark.End).Trim("。 ").Length > 0) return null;
        var title = fold.AsSpan(head.Number.Length, mark.Start - head.Number.Length).TrimEnd("。 ");
        return title.Length is >= 2 and <= 40 && title.IndexOfAny("。;") < 0 ? mark : null;
    }

    /// <summary>
    /// （1） and ① enumerate inside an item unless most of them carry a mark of their own; 1. does so where only the last of a group
    /// carries one. Below 第一条 nothing is an item.
    /// </summary>
    void ChooseStyles(IReadOnlyList<ParagraphItem> paragraphs)
    {
        var count = new Dictionary<NumberStyle, int>();
        var marked = new Dictionary<NumberStyle, int>();
        var markedLast = new Dictionary<NumberStyle, int>();
        for (var i = 0; i < paragraphs.Count; i++)
        {
            var style = paragraphs[i].Number.Style;
            if (style is NumberStyle.None or NumberStyle.Dash) continue;
            count[style] = count.GetValueOrDefault(style) + 1;
            var next = i;
            var mark = false;
            var enumerating = style is NumberStyle.BracketedArabic or NumberStyle.Circled;
            do
            {
                var flow = paragraphs[next].Flow;
                mark |= enumerating ? HasActor(flow) : HasMark(flow);
                flow.Rest();
            }
            while (++next < paragraphs.Count && paragraphs[next].Number.Style is NumberStyle.None or NumberStyle.Dash);
            if (!mark) continue;
            marked[style] = marked.GetValueOrDefault(style) + 1;
            if (next == paragraphs.Count || paragraphs[next].Number.Style != style) markedLast[style] = markedLast.GetValueOrDefault(style) + 1;
        }
        foreach (var (style, n) in count)
        {
            var share = (double)marked.GetValueOrDefault(style) / n;
            var enumerates = style switch
            {
                NumberStyle.BracketedArabic or NumberStyle.Circled => share < 0.5 || n < 2 || share < 0.6 && markedLast.GetValueOrDefault(style) == marked[style] && count.Count > 1,
                NumberStyle.Arabic or NumberStyle.Dotted => share is > 0 and < 0.6 && markedLast.GetValueOrDefault(style) == marked[style] && count.Count > 1 && headMarks.Count == 0,
                _ => false,
            };
            if (count.ContainsKey(NumberStyle.Article) && style > NumberStyle.Article) enumerates = true;
            if (!enumerates) structural.Add(style);
        }
        if (structural.Count == 0)
            foreach (var style in count.Keys) structural.Add(style);
    }

    void Grow(IReadOnlyList<ParagraphItem> paragraphs)
    {
        var stack = new List<OutlineNode>();
        foreach (var paragraph in paragraphs)
        {
            var inBox = boxed.Contains(paragraph);
            if (inBox && Boxes.Exists(b => ReferenceEquals(b, paragraph.Flow))) continue;
            var numbered = !inBox && structural.Contains(paragraph.Number.Style);
            if (inBox || !numbered && paragraph.HeadingLevel is null)
            {
                if (stack.Count > 0) (inBox ? stack[^1].Boxed : stack[^1].Body).Add(paragraph.Flow);
                else Before.Add(paragraph.Flow);
                continue;
            }
            if (numbered)
            {
                var same = stack.FindIndex(n => n.Head.Number.Style == paragraph.Number.Style && Dots(n) == Dots(paragraph.Number));
                if (same >= 0) stack.RemoveRange(same, stack.Count - same);
                else while (stack.Count > 0 && structural.Contains(stack[^1].Head.Number.Style) && IsAbove(paragraph.Number, stack[^1].Head.Number)) stack.RemoveAt(stack.Count - 1);
            }
            else
            {
                var above = stack.FindIndex(n => n.Head.HeadingLevel is null || n.Head.HeadingLevel >= paragraph.HeadingLevel);
                if (above >= 0) stack.RemoveRange(above, stack.Count - above);
            }
            var node = new OutlineNode { Head = paragraph, Parent = stack.Count > 0 ? stack[^1] : null };
            (node.Parent?.Children ?? Roots).Add(node);
            All.Add(node);
            stack.Add(node);
        }
    }

    static int Dots(OutlineNode node) => Dots(node.Head.Number);

    static int Dots(Numbering number) => number.Style == NumberStyle.Dotted ? number.Label.Count(c => c is '.' or '．') : 0;

    /// <summary>A chapter or 一、 met for the first time below smaller numbers begins a level above them.</summary>
    static bool IsAbove(Numbering number, Numbering other) => number.Style < other.Style && number.Style is NumberStyle.Chapter or NumberStyle.Part;

    void ReadHead(OutlineNode node)
    {
        var flow = node.Head.Flow;
        var fold = flow.Fold;
        var start = node.TitleStart;
        if (headMarks.TryGetValue(node.Head, out var mark))
        {
            var stop = mark.Start;
            while (stop > start && fold[stop - 1] is '。' or ':' or ' ') stop--;
            (node.HeadMark, node.HeadingOnly, node.TitleEnd) = (mark, true, stop);
            node.HasOwnMark = node.Body.Exists(HasMark);
            return;
        }
        node.HasOwnMark = HasMark(flow) || node.Body.Exists(HasMark);
        var end = fold.Length;
        while (end > start && fold[end - 1] is ':' or ' ') end--;
        var isHeading = end > start && end - start <= 100 && !HasMark(flow) && fold[end - 1] is not ('。' or ';' or '!' or '?') && !(fold[end - 1] == '.' && end - start > 12)
            && Sentences.Split(fold, BracketPairs.Match(fold), start, end).Count == 1;
        if (!isHeading) return;
        (node.HeadingOnly, node.TitleEnd) = (true, end);
    }

    /// <summary>A style runs its titles in where nearly all of its items begin with a short sentence before more text.</summary>
    void ChooseRunIn()
    {
        foreach (var group in All.Where(n => !n.HeadingOnly).GroupBy(n => (n.Head.Number.Style, Dots(n))))
        {
            var nodes = group.ToList();
            var ends = nodes.ConvertAll(RunInEnd);
            var good = ends.Count(e => e > 0);
            if (good * 4 < nodes.Count * 3)
            {
                NameByFirst(nodes);
                continue;
            }
            for (var i = 0; i < nodes.Count; i++)
                if (ends[i] > 0) (nodes[i].RunIn, nodes[i].TitleEnd) = (true, ends[i]);
        }
    }

    /// <summary>Where nearly all items are one short sentence and a mark, the sentence is the item's name.</summary>
    static void NameByFirst(List<OutlineNode> nodes)
    {
        var ends = nodes.ConvertAll(FirstStop);
        if (nodes.Count < 5 || ends.Count(e => e > 0) * 10 < nodes.Count * 9 || nodes.Count(n => n.HasOwnMark) * 2 < nodes.Count) return;
        for (var i = 0; i < nodes.Count; i++)
            if (ends[i] > 0) (nodes[i].NamedByFirst, nodes[i].TitleEnd) = (true, ends[i]);
    }

    static int FirstStop(OutlineNode node)
    {
        var fold = node.Head.Flow.Fold;
        var stop = fold.IndexOf('。', node.TitleStart);
        return stop > node.TitleStart && stop - node.TitleStart <= 28 && fold.AsSpan(node.TitleStart, stop - node.TitleStart).IndexOf(',') < 0 ? stop : -1;
    }

    int RunInEnd(OutlineNode node)
    {
        var fold = node.Head.Flow.Fold;
        var partner = BracketPairs.Match(fold);
        var start = node.TitleStart;
        var sentences = Sentences.Split(fold, partner, start, fold.Length);
        if (sentences.Count == 0) return -1;
        var (first, stop) = sentences[0];
        var end = stop;
        while (end > first && fold[end - 1] is '。' or '.') end--;
        if (end == stop || end - start > 36 || fold.AsSpan(start, end - start).Count(',') > 1) return -1;
        // A note right after the sentence is no further text: 1.推进…推广。（科技部负责）
        var rest = stop;
        while (rest < fold.Length && fold[rest] == '(' && partner[rest] > rest) rest = partner[rest] + 1;
        var more = fold.AsSpan(rest).Trim("。 ").Length >= 3 || node.Body.Exists(b => b.Length >= 10 && !ResponsibilityLabels.Begins(b.Fold) && !HasMark(b)) || node.Children.Count > 0;
        return more ? end : -1;
    }
}
