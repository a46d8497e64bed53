using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>责任标注: a note that says who answers for the sentences before it, such as （条法司、国际合作司负责）.</summary>
/// <param name="Start">First character in the flow, bracket included.</param>
/// <param name="End">One past the last.</param>
/// <param name="Assignments">Who, in the order named.</param>
/// <param name="Deadline">完成时限 named in the note, or <see cref="Deadline.None"/>.</param>
/// <param name="Range">The words after 适用范围：, as a range of the flow; empty where there is none.</param>
/// <param name="Bracketed">False where the note stands as a sentence or paragraph of its own.</param>
internal sealed record ResponsibilityMark(
    int Start, int End, IReadOnlyList<Assignment> Assignments, Deadline Deadline, (int Start, int End) Range, bool Bracketed)
{
    /// <summary>The words that <see cref="Range"/> is a range of.</summary>
    public Flow? Words { get; init; }

    /// <summary>The notes in [start, end) in order: brackets at the outermost level, and sentences that begin with a label.</summary>
    public static List<ResponsibilityMark> In(Flow flow, int[] partner, int start, int end, ReadingRules rules)
    {
        var marks = new List<ResponsibilityMark>();
        var fold = flow.Fold;
        var sentence = start;
        for (var i = start; i < end; i++)
        {
            if (fold[i] == '(' && partner[i] > i && partner[i] < end)
            {
                if (Bracket(flow, i, partner[i], i == sentence, rules) is { } mark) marks.Add(mark);
                i = partner[i];
                if (marks.Count > 0 && marks[^1].End == i + 1) sentence = i + 1;
                continue;
            }
            if (partner[i] > i) { i = Math.Min(partner[i], end - 1); continue; }
            if (Ending.IsSentenceEnd(fold[i]) || Ending.IsHalfWidthStop(fold, i)) { sentence = i + 1; continue; }
            if (i == sentence && fold[i] is '-' or ' ' or '·' or '*' or '◆') { sentence = i + 1; continue; } // ——责任单位：…
            if (fold[i] != ':' || i - sentence > 14 || !ResponsibilityLabels.Before(fold, i, sentence, out _, out var label) || label != sentence) continue;
            var stop = EndOfLabelled(fold, i, end);
            marks.Add(Labelled(flow, sentence, stop, sentence, stop, bracketed: false, rules));
            i = stop - 1;
            sentence = stop;
        }
        return marks;
    }

    /// <summary>A labelled note without brackets runs to the end of the paragraph, or to a stop behind which no label follows.</summary>
    static int EndOfLabelled(string fold, int colon, int end)
    {
        for (var i = colon; i < end; i++)
        {
            if (!Ending.IsSentenceEnd(fold[i])) continue;
            var next = fold.IndexOf(':', i, Math.Min(end - i, 12));
            if (next < 0 || !ResponsibilityLabels.Before(fold, next, i + 1, out _, out var label) || label > i + 1) return i + 1;
        }
        return end;
    }

    static ResponsibilityMark? Bracket(Flow flow, int open, int close, bool atSentenceStart, ReadingRules rules)
    {
        var (start, end) = (open + 1, close);
        while (end > start && flow.Fold[end - 1] is '。' or ';' or ' ') end--;
        // （…负责。以下工作均需各市政府负责，不再列出）: what is said of all notes stands behind a stop.
        if (StandingOwners.At(flow.Fold, start, end) is > 0 and var standing) end = standing - 1;
        else if (flow.Fold.IndexOf('。', start, end - start) is var said and > 0 && flow.Fold.AsSpan(said + 1, end - said - 1) is ['以' or '下' or '各' or '上', ..]) end = said;
        if (end - start is < 3 or > 600) return null;
        var colon = flow.Fold.IndexOf(':', start, Math.Min(end - start, 14));
        if (colon > start && ResponsibilityLabels.Before(flow.Fold, colon, start, out var kind, out var label) && label == start && kind != LabelKind.Person)
            return Labelled(flow, start, end, open, close + 1, bracketed: true, rules);
        if (FirstLabel(flow.Fold, start, end) is > 0 and var named)
        {
            var names = named - 1;
            var dated = TrailingDeadline(flow, start, ref names, rules);
            if (OrganisationList.Read(flow, start, names) is { Bodies.Count: > 0 } before && AllLook(before, strict: !before.EndsWithDuty))
                return Labelled(flow, named, end, open, close + 1, bracketed: true, rules, before, dated);
        }
        var deadline = TrailingDeadline(flow, start, ref end, rules);
        var list = OrganisationList.Read(flow, start, end);
        if (list.Bodies.Count == 0 || !AllLook(list, strict: !list.EndsWithDuty)) return null;
        // Names alone are a note only where a sentence is complete before them: …机制。（省司法厅、省法院）
        if (!list.EndsWithDuty && !(atSentenceStart && start > 1) && deadline.Kind == DeadlineKind.None && !IsAside(flow.Fold, open, close, list)) return null;
        return new ResponsibilityMark(open, close + 1, Assign(flow, [list], rules), deadline, (0, 0), true);
    }

    /// <summary>（运用促进处负责，适用范围：…）: where the first label behind names begins; -1 where there is none.</summary>
    static int FirstLabel(string fold, int start, int end)
    {
        for (var colon = fold.IndexOf(':', start, end - start); colon >= 0; colon = colon + 1 < end ? fold.IndexOf(':', colon + 1, end - colon - 1) : -1)
            if (ResponsibilityLabels.Before(fold, colon, start, out var kind, out var label) && label > start && fold[label - 1] is ',' or ';' or '。' or '、' && kind != LabelKind.Person) return label;
        return -1;
    }

    static readonly string[] AsideNames = ["局", "委", "办", "厅", "司", "处", "署", "科", "部", "办公室"];

    /// <summary>…突破90万件(商标处)，…: departments alone in a bracket, in the middle of a sentence, name who answers for what stands before it.</summary>
    static bool IsAside(string fold, int open, int close, OrganisationList list)
    {
        if (close + 1 < fold.Length && fold[close + 1] is not (',' or ';' or '。') || open < 4 || "含不除原包如由即或及和与等指下简".Contains(fold[open + 1], StringComparison.Ordinal)) return false;
        var from = fold.LastIndexOf('。', open) + 1;
        var clause = fold.AsSpan(from, open - from);
        if (clause.Length < 4 || "局厅委办部院司处署科室会组府".Contains(clause[^1], StringComparison.Ordinal)) return false;
        // Whom a thing is sent to, or who is asked, answers for nothing.
        foreach (var word in (ReadOnlySpan<string>)["报送", "报至", "发至", "发送", "寄至", "送至", "联系", "咨询", "邮箱", "电话"])
            if (clause.Contains(word, StringComparison.Ordinal)) return false;
        return list.Bodies.All(b => CharacterFold.Of(b.Name) is { Length: > 2 } name && Array.Exists(AsideNames, n => name.EndsWith(n, StringComparison.Ordinal)));
    }

    /// <summary>（…牵头，…配合，三季度前完成）: the last clause may name a deadline, and so may what stands right behind the last name.</summary>
    public static Deadline TrailingDeadline(Flow flow, int start, ref int end, ReadingRules rules)
    {
        var comma = flow.Fold.AsSpan(start, end - start).LastIndexOfAny(',', ';');
        var last = comma < 0 ? start : start + comma + 1;
        if (RunOnDeadline(flow.Fold, last, end) is > 0 and var dated)
        {
            var said = Deadlines.OfCell(flow, dated, end, rules.Year);
            end = dated;
            return said;
        }
        if (comma <= 0) return Deadline.None;
        var from = start + comma + 1;
        // …，完成时间：10月底前
        if (flow.Fold.IndexOf(':', from, end - from) is var colon && colon > from && ResponsibilityLabels.Before(flow.Fold, colon, from, out var kind, out var label) && label == from && kind == LabelKind.Deadline) from = colon + 1;
        if (!Deadlines.LooksLikeCell(flow.Fold[from..end])) return Deadline.None;
        var deadline = Deadlines.OfCell(flow, from, end, rules.Year);
        end = start + comma;
        return deadline;
    }

    /// <summary>市市场监管局6月底前: where the deadline begins right behind the last name; -1 where there is none.</summary>
    static int RunOnDeadline(string fold, int start, int end)
    {
        start = Math.Max(start, fold.LastIndexOf('、', end - 1, end - start) + 1);
        if (end - start is < 5 or > 60 || !Deadlines.MayState(fold.AsSpan(start, end - start)) || ObligationWords.Say(fold.AsSpan(start, end - start))) return -1;
        for (var at = start + 2; at <= end - 2; at++)
        {
            if (ChineseNumber.IsDigit(fold[at - 1]) || !ChineseNumber.IsDigit(fold[at]) && !"年上下第一二三四本全长持常每".Contains(fold[at], StringComparison.Ordinal)) continue;
            var names = at;
            var duty = DutyWords.Strip(fold, start, ref names);
            if (!OrganisationNames.Looks(fold.AsSpan(start, names - start)) || duty == Duty.None && !OrganisationNames.IsDepartment(fold.AsSpan(start, names - start)) && fold[names - 1] is not ('府' or '会')) continue;
            if (Deadlines.LooksLikeCell(fold[at..end])) return at;
        }
        return -1;
    }

    static bool AllLook(OrganisationList list, bool strict)
    {
        for (var i = 0; i < list.Bodies.Count; i++)
        {
            var name = CharacterFold.Of(list.Bodies[i].Name);
            if ((i == 0 || strict) && !OrganisationNames.Looks(name)) return false;
            // （乡镇可由市场监管所负责） allows, it does not assign.
            if (name.Contains('由', StringComparison.Ordinal) || name.Length > 30 || name.AsSpan().IndexOfAny("《》“”:") >= 0) return false;
        }
        return true;
    }

    static ResponsibilityMark Labelled(Flow flow, int start, int end, int outerStart, int outerEnd, bool bracketed, ReadingRules rules, OrganisationList? before = null, Deadline? dated = null)
    {
        var lists = new List<OrganisationList>();
        if (before is not null) lists.Add(before);
        var deadline = dated ?? Deadline.None;
        var range = (0, 0);
        foreach (var (kind, from, to) in Segments(flow.Fold, start, end))
        {
            switch (kind)
            {
                case LabelKind.Lead: lists.Add(OrganisationList.Read(flow, from, to, AssignmentRole.Lead)); break;
                case LabelKind.Participant: lists.Add(OrganisationList.Read(flow, from, to, AssignmentRole.Participant)); break;
                case LabelKind.Responsible: lists.Add(OrganisationList.Read(flow, from, to)); break;
                case LabelKind.Deadline: deadline = Deadlines.OfCell(flow, from, to, rules.Year); break;
                case LabelKind.Range: range = Trim(flow.Fold, from, to); break;
                default: break;
            }
        }
        return new ResponsibilityMark(outerStart, outerEnd, Assign(flow, lists, rules), deadline, range, bracketed) { Words = flow };
    }

    static (int, int) Trim(string fold, int start, int end)
    {
        while (start < end && fold[start] is ' ') start++;
        while (end > start && fold[end - 1] is ' ' or ';' or '。' or ',') end--;
        return (start, end);
    }

    static IEnumerable<(LabelKind Kind, int From, int To)> Segments(string fold, int start, int end)
    {
        var found = new List<(LabelKind Kind, int Label, int From)>();
        for (var colon = fold.IndexOf(':', start, end - start); colon >= 0; colon = colon + 1 < end ? fold.IndexOf(':', colon + 1, end - colon - 1) : -1)
            if (ResponsibilityLabels.Before(fold, colon, found.Count > 0 ? found[^1].From : start, out var kind, out var label))
                found.Add((kind, label, colon + 1));
        for (var i = 0; i < found.Count; i++)
            yield return (found[i].Kind, found[i].From, i + 1 < found.Count ? found[i + 1].Label : end);
    }

    /// <summary>
    /// Turns names into assignments. Roles are what the words say; where they say none, the document's own rule makes the first the
    /// lead; without such a rule nobody leads.
    /// </summary>
    public static IReadOnlyList<Assignment> Assign(Flow flow, IReadOnlyList<OrganisationList> lists, ReadingRules rules)
    {
        var bodies = lists.SelectMany(l => l.Bodies).ToList();
        if (rules.MarkedLeads && bodies.Exists(b => b.Marked)) bodies = bodies.ConvertAll(b => b with { Role = b.Role ?? (b.Marked ? AssignmentRole.Lead : AssignmentRole.Participant) });
        // （甲局、乙局负责，丙部配合）: who takes part is said; of the others the document's rule still makes the first the lead.
        var spoken = bodies.Exists(b => b.Role == AssignmentRole.Lead) || !rules.FirstNamedLeads && bodies.Exists(b => b.Role is not null);
        var byFunction = lists.Any(l => l.ByFunction);
        var mode = byFunction ? AssignmentMode.ByFunction
            : bodies is [{ Role: AssignmentRole.Lead }] && lists.Any(l => l.LeadAlone) ? AssignmentMode.LeadOnly
            : bodies.Count == 1 ? AssignmentMode.Sole
            : AssignmentMode.Joint;
        var assignments = new List<Assignment>(bodies.Count);
        foreach (var body in bodies)
        {
            var role = body.Role
                ?? (spoken || !rules.FirstNamedLeads ? AssignmentRole.Responsible : assignments.Count == 0 ? AssignmentRole.Lead : AssignmentRole.Participant);
            assignments.Add(new Assignment(body.Name, role, body.ByFunction ? AssignmentMode.ByFunction : mode, flow.SpanOf(body.Start, body.End)));
        }
        return assignments;
    }
}
