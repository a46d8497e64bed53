using System.Globalization;

namespace Zhice.Policy.Corrections;

/// <summary>Setting fields of nodes. A field that the kind does not have, or a value that it cannot take, refuses the whole correction.</summary>
internal static class Fields
{
    public static LossReason? Set(Step step) => step.Node.Kind switch
    {
        NodeKind.Document => Document(step),
        NodeKind.Section => Section(step),
        NodeKind.Task => Task(step),
        NodeKind.Measure => Measure(step),
        NodeKind.Commitment => Commitment(step),
        NodeKind.Assignment => AssignmentSteps.Set(step),
        NodeKind.Applicability => Applicability(step),
        NodeKind.Target => Target(step),
        NodeKind.Submission => Submission(step),
        _ => LossReason.NotPossible,
    };

    static LossReason? Document(Step step)
    {
        var header = step.Draft.Header;
        foreach (var (field, value) in step.To)
        {
            var words = value.Trim() is { Length: > 0 } some ? some : null;
            switch (field)
            {
                case "title": header = header with { Title = words }; break;
                case "issuer": header = header with { Issuer = words }; break;
                case "documentNumber": header = header with { DocumentNumber = words }; break;
                case "year" when words is null: header = header with { Year = null }; break;
                case "year" when int.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1949 and <= 2200:
                    header = header with { Year = year };
                    break;
                case "issuedOn" when Spelling.TryRead(value, out DateOnly? issued): header = header with { IssuedOn = issued }; break;
                case "publishedOn" when Spelling.TryRead(value, out DateOnly? published): header = header with { PublishedOn = published }; break;
                case "kind" when Spelling.TryRead(words, out DocumentKind kind): header = header with { Kind = kind }; break;
                default: return LossReason.ValueNotUnderstood;
            }
        }
        step.Draft.Header = header;
        if (step.Selection is { } selection)
        {
            step.Draft.Carve(selection, keepTargets: true);
            step.Draft.Paint(selection, PartRole.Metadata, null);
            step.Draft.Settle(selection);
        }
        return null;
    }

    static LossReason? Section(Step step)
    {
        var index = step.Draft.Sections.FindIndex(s => s.Id == step.Node.Id);
        var section = step.Draft.Sections[index];
        foreach (var (field, value) in step.To)
        {
            switch (field)
            {
                case "title" when value.Trim().Length > 0: section = section with { Title = value.Trim() }; break;
                case "level" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level is >= 1 and <= 9:
                    section = section with { Level = level };
                    break;
                default: return LossReason.ValueNotUnderstood;
            }
        }
        step.Draft.Sections[index] = section;
        step.Draft.PlaceUnderSections();
        return null;
    }

    static LossReason? Task(Step step)
    {
        var draft = step.Draft;
        var id = step.Node.Id!;
        foreach (var (field, value) in step.To)
        {
            switch (field)
            {
                case "number": draft.Change(id, t => t with { Number = step.Words("number") }); break;
                case "title":
                    draft.Change(id, t => t with { Title = step.Words("title") });
                    if (step.Selection is { } selection) TakeTitle(draft, id, selection);
                    break;
                case "section":
                    if (draft.Sections.Find(s => s.Title == value) is not { } section) return LossReason.ValueNotUnderstood;
                    draft.ChooseSection(id, section.Id);
                    break;
                case "deadline" or "date" or "words": break;
                default: return LossReason.ValueNotUnderstood;
            }
        }
        if (!step.To.ContainsKey("deadline")) return null;
        if (ReadDeadline(step, draft.Task(id)!.Deadline) is not { } deadline) return LossReason.ValueNotUnderstood;
        TakeDeadline(step, draft.Task(id)!.Deadline, id, () => draft.Change(id, t => t with { Deadline = deadline }));
        return null;
    }

    static void TakeTitle(Draft draft, string id, Span selection)
    {
        var before = draft.Task(id)!;
        var title = before.Title;
        draft.Carve(selection, keepTargets: true);
        // A title put in the task's own words must not end the task that lost them.
        if (draft.Task(id) is null) return;
        draft.Change(id, t => t with { Title = title, TitleSpan = selection });
        draft.Paint(selection, PartRole.TaskTitle, id);
        if (before.TitleSpan is { } old) draft.Release(old);
        draft.Settle(selection);
    }

    static LossReason? Measure(Step step)
    {
        if (step.To.Count != 1 || !Spelling.TryRead(step.Value("scope"), out ActorScope scope)) return LossReason.ValueNotUnderstood;
        var id = step.Node.Id!;
        step.Draft.ChangeMeasure(id, m => m with { Scope = scope });
        if (step.Selection is not { } selection) return null;
        step.Draft.Carve(selection, keepTargets: true);
        if (step.Draft.MeasureOf(id) is null) return LossReason.NotPossible;
        step.Draft.ChangeMeasure(id, m => m with { ScopeSpan = selection });
        step.Draft.Paint(selection, PartRole.Scope, id);
        step.Draft.Settle(selection);
        return null;
    }

    static LossReason? Commitment(Step step)
    {
        var before = step.Draft.Commitment(step.Node.Id)!.Deadline;
        if (!step.To.Keys.All(k => k is "deadline" or "date" or "words") || ReadDeadline(step, before) is not { } deadline)
            return LossReason.ValueNotUnderstood;
        TakeDeadline(step, before, step.Node.Id!, () => step.Draft.ChangeCommitment(step.Node.Id!, c => c with { Deadline = deadline }));
        return null;
    }

    static Deadline? ReadDeadline(Step step, Deadline before)
    {
        if (!Spelling.TryRead(step.Value("deadline"), out DeadlineKind kind) || !Spelling.TryRead(step.Value("date"), out DateOnly? date)) return null;
        if (kind == DeadlineKind.None) return Deadline.None;
        if (kind == DeadlineKind.ByDate != date is not null) return null;
        var span = step.Selection ?? before.Span;
        return new Deadline(kind, date, step.Words("words") ?? (step.Selection is { } selected ? Draft.Joined(selected.Of(step.Draft.Text)) : before.Text), span);
    }

    static void TakeDeadline(Step step, Deadline before, string owner, Action set)
    {
        set();
        // Words inside a sentence stay that sentence's words; words that belonged to nothing become the deadline's own part.
        if (step.Selection is { } selection && step.Draft.Parts.Where(p => p.Span.Overlaps(selection)).All(p => p.Role is PartRole.Unparsed or PartRole.Blank))
            step.Draft.Paint(selection, PartRole.Deadline, owner);
        if (before.Span is { } old && step.Draft.Parts.Exists(p => p.Role == PartRole.Deadline && p.Span.Overlaps(old))) step.Draft.Release(old);
    }

    static LossReason? Applicability(Step step)
    {
        var rule = step.Draft.MeasureOf(step.Node.Id)!.Value.Measure.Applicability[step.Node.Index];
        if (ReadRule(step, rule) is not { } changed) return LossReason.ValueNotUnderstood;
        step.Draft.ChangeMeasure(step.Node.Id!, m => m with { Applicability = [.. m.Applicability.Select((r, i) => i == step.Node.Index ? changed : r)] });
        return null;
    }

    public static ApplicabilityRule? ReadRule(Step step, ApplicabilityRule rule)
    {
        foreach (var (field, value) in step.To)
        {
            switch (field)
            {
                case "level" when Spelling.TryRead(value, out RegionLevel level): rule = rule with { Level = level }; break;
                case "text" when value.Trim().Length > 0: rule = rule with { Text = value.Trim() }; break;
                case "must" when Spelling.TryRead(value, out bool? must): rule = rule with { Must = must }; break;
                case "kind": break;
                default: return null;
            }
        }
        return rule.Text.Length > 0 ? rule : null;
    }

    static LossReason? Target(Step step)
    {
        if (ReadTarget(step, step.Draft.Targets[step.Node.Index]) is not { } changed) return LossReason.ValueNotUnderstood;
        step.Draft.Targets[step.Node.Index] = changed;
        return null;
    }

    public static QuantityTarget? ReadTarget(Step step, QuantityTarget target)
    {
        foreach (var (field, value) in step.To)
        {
            switch (field)
            {
                case "what" when value.Trim().Length > 0: target = target with { What = value.Trim() }; break;
                case "comparator" when Spelling.TryRead(value, out Comparator comparator): target = target with { Comparator = comparator }; break;
                case "value" when decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number): target = target with { Value = number }; break;
                case "unit": target = target with { Unit = value.Trim() }; break;
                case "growth" when Spelling.TryRead(value, out bool? growth): target = target with { Growth = growth == true }; break;
                case "due" when Spelling.TryRead(value, out DateOnly? due): target = target with { Due = due }; break;
                case "kind": break;
                default: return null;
            }
        }
        return target.What.Length > 0 ? target : null;
    }

    static LossReason? Submission(Step step)
    {
        if (ReadSubmission(step, step.Draft.Submissions[step.Node.Index]) is not { } changed) return LossReason.ValueNotUnderstood;
        step.Draft.Submissions[step.Node.Index] = changed;
        return null;
    }

    public static SubmissionDuty? ReadSubmission(Step step, SubmissionDuty duty)
    {
        foreach (var (field, value) in step.To)
        {
            switch (field)
            {
                case "due" when Spelling.TryRead(value, out DateOnly? due): duty = duty with { Due = due }; break;
                case "to": duty = duty with { To = step.Words("to") }; break;
                case "who": duty = duty with { Who = Spelling.List(value) }; break;
                case "what": duty = duty with { What = step.Words("what") }; break;
                case "form": duty = duty with { Form = Spelling.List(value) }; break;
                case "kind": break;
                default: return null;
            }
        }
        return duty;
    }
}
