using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Programme;

namespace Zhice.Data.Publishing;

/// <summary>The keys that the parts of a draft have in the database.</summary>
internal sealed class StructureKeys
{
    public Dictionary<TaskDraft, TaskId> Tasks { get; } = new(ReferenceEqualityComparer.Instance);
    public Dictionary<MeasureDraft, MeasureId> Measures { get; } = new(ReferenceEqualityComparer.Instance);
    public Dictionary<CommitmentDraft, CommitmentId> Commitments { get; } = new(ReferenceEqualityComparer.Instance);
    public Dictionary<RuleDraft, RuleId> Rules { get; } = new(ReferenceEqualityComparer.Instance);
}

/// <summary>Brings a programme's tasks and their parts to the state of a draft: new rows, changed words, and withdrawals of what is gone.</summary>
internal sealed class StructureWriter(ZhiceDb db, PublicationPreview preview, Publication publication, CancellationToken cancel)
{
    readonly StructureKeys keys = new();

    // Tasks that came over from the document whose place this one takes.
    readonly HashSet<TaskId> moved = [];

    public async Task<StructureKeys> Write()
    {
        await Tasks();
        await Measures();
        await Parts();
        Withdraw();
        await Follow();
        Assignments();
        await TargetsAndDuties();
        await Questions();
        return keys;
    }

    async Task Tasks()
    {
        var rows = new List<(TaskDraft Draft, ProgrammeTask Row)>();
        // A programme may hold several documents: the board shows them in the order of their publication.
        var first = preview.Match.Standing.Tasks.Count > 0 ? preview.Match.Standing.Tasks[0].Ordinal
            : (await db.Tasks.Where(t => t.ProgrammeId == publication.ProgrammeId).MaxAsync(t => (int?)t.Ordinal, cancel) ?? 0) + 1;
        foreach (var (i, draft) in preview.Draft.Tasks.Index())
        {
            var row = preview.Match.Of(draft);
            if (row is null)
            {
                row = new ProgrammeTask
                {
                    ProgrammeId = publication.ProgrammeId, DocumentId = publication.DocumentId, PublicationId = publication.Id,
                    SourceId = draft.SourceId, Section = draft.Section, Title = Title(draft), Due = draft.Due,
                };
                db.Tasks.Add(row);
            }
            (row.SourceId, row.Ordinal, row.Number, row.Section, row.Title) = (draft.SourceId, first + i, draft.Number, draft.Section, Title(draft));
            (row.Start, row.End, row.Due) = (draft.Start, draft.End, draft.Due);
            if (row.DocumentId != publication.DocumentId) moved.Add(row.Id);
            row.DocumentId = publication.DocumentId;
            rows.Add((draft, row));
        }
        await db.SaveChangesAsync(cancel);
        foreach (var (draft, row) in rows) keys.Tasks.Add(draft, row.Id);
    }

    async Task Measures()
    {
        var rows = new List<(MeasureDraft Draft, ProgrammeMeasure Row)>();
        foreach (var task in preview.Draft.Tasks)
            foreach (var (i, draft) in task.Measures.Index())
            {
                var row = preview.Match.Of(draft);
                if (row is null)
                {
                    row = new ProgrammeMeasure { TaskId = keys.Tasks[task], SourceId = draft.SourceId, Scope = draft.Scope, Quote = draft.Quote };
                    db.Measures.Add(row);
                }
                (row.SourceId, row.Ordinal, row.Scope, row.Quote) = (draft.SourceId, i, draft.Scope, draft.Quote);
                rows.Add((draft, row));
            }
        await db.SaveChangesAsync(cancel);
        foreach (var (draft, row) in rows) keys.Measures.Add(draft, row.Id);
    }

    async Task Parts()
    {
        var commitments = new List<(CommitmentDraft Draft, ProgrammeCommitment Row)>();
        var rules = new List<(RuleDraft Draft, MeasureRule Row)>();
        foreach (var task in preview.Draft.Tasks)
            foreach (var measure in task.Measures)
            {
                foreach (var (i, draft) in measure.Commitments.Index()) commitments.Add((draft, Commitment(task, measure, draft, i)));
                foreach (var (i, draft) in measure.Rules.Index()) rules.Add((draft, Rule(measure, draft, i)));
            }
        await db.SaveChangesAsync(cancel);
        foreach (var (draft, row) in commitments) keys.Commitments.Add(draft, row.Id);
        foreach (var (draft, row) in rules) keys.Rules.Add(draft, row.Id);
    }

    ProgrammeCommitment Commitment(TaskDraft task, MeasureDraft measure, CommitmentDraft draft, int ordinal)
    {
        var row = preview.Match.Of(draft);
        if (row is null)
        {
            row = new ProgrammeCommitment { TaskId = keys.Tasks[task], MeasureId = keys.Measures[measure], SourceId = draft.SourceId, Quote = draft.Quote, Due = draft.Due };
            db.Commitments.Add(row);
        }
        (row.SourceId, row.Ordinal, row.Quote, row.Due) = (draft.SourceId, ordinal, draft.Quote, draft.Due);
        return row;
    }

    // The words of a rule are never changed: obligations of the past name it.
    MeasureRule Rule(MeasureDraft measure, RuleDraft draft, int ordinal)
    {
        if (preview.Match.Of(draft) is { } standing)
        {
            if (standing.Quote.Start != draft.Quote.Start || standing.Quote.End != draft.Quote.End) standing.Quote = standing.Quote with { Start = draft.Quote.Start, End = draft.Quote.End };
            return standing;
        }
        var row = new MeasureRule
        {
            MeasureId = keys.Measures[measure], Level = draft.Level, Quote = draft.Quote, FullWords = draft.FullWords, Must = draft.Must, Ordinal = ordinal,
        };
        db.Rules.Add(row);
        return row;
    }

    void Withdraw()
    {
        foreach (var task in preview.Match.GoneTasks) task.WithdrawnBy = publication.Id;
        foreach (var measure in preview.Match.GoneMeasures) measure.WithdrawnBy = publication.Id;
        foreach (var commitment in preview.Match.GoneCommitments) commitment.WithdrawnBy = publication.Id;
        foreach (var rule in preview.Match.GoneRules) rule.WithdrawnBy = publication.Id;
    }

    // What a task that came over no longer says has no place in the new text: it keeps its words and leads to the task.
    async Task Follow()
    {
        if (moved.Count == 0) return;
        var tasks = preview.Draft.Tasks.Where(t => moved.Contains(keys.Tasks[t])).ToDictionary(t => keys.Tasks[t]);
        await db.SaveChangesAsync(cancel);
        var measures = await db.Measures.Where(m => moved.Contains(m.TaskId)).ToListAsync(cancel);
        var taskOf = measures.ToDictionary(m => m.Id, m => tasks[m.TaskId]);
        foreach (var measure in measures.Where(m => m.WithdrawnBy is not null)) measure.Quote = At(measure.Quote, taskOf[measure.Id]);
        foreach (var commitment in await db.Commitments.Where(c => moved.Contains(c.TaskId) && c.WithdrawnBy != null).ToListAsync(cancel))
            commitment.Quote = At(commitment.Quote, tasks[commitment.TaskId]);
        var measureIds = db.Measures.Where(m => moved.Contains(m.TaskId)).Select(m => m.Id);
        foreach (var rule in await db.Rules.Where(r => measureIds.Contains(r.MeasureId) && (r.WithdrawnBy != null || db.Measures.Any(m => m.Id == r.MeasureId && m.WithdrawnBy != null))).ToListAsync(cancel))
            rule.Quote = At(rule.Quote, taskOf[rule.MeasureId]);

        static Quotation At(Quotation quote, TaskDraft task) => quote with { Start = task.Start, End = task.End };
    }

    // The marks of a task are one statement: when any of them changed they are all withdrawn and written anew.
    void Assignments()
    {
        var standing = preview.Match.Standing.Assignments.ToLookup(a => a.TaskId);
        foreach (var gone in preview.Match.GoneTasks)
            foreach (var assignment in standing[gone.Id]) assignment.WithdrawnBy = publication.Id;

        foreach (var task in preview.Draft.Tasks)
        {
            var fresh = Marks(task).ToList();
            var old = standing[keys.Tasks[task]].ToList();
            if (!moved.Contains(keys.Tasks[task]) && old.Select(Words).SequenceEqual(fresh.Select(Words), StringComparer.Ordinal)) continue;
            foreach (var assignment in old) assignment.WithdrawnBy = publication.Id;
            db.Assignments.AddRange(fresh);
        }
    }

    IEnumerable<TaskAssignment> Marks(TaskDraft task)
    {
        foreach (var (i, assignment) in task.Assignments.Index()) yield return Mark(task, null, assignment, i);
        foreach (var commitment in task.Measures.SelectMany(m => m.Commitments))
            foreach (var (i, assignment) in commitment.Assignments.Index()) yield return Mark(task, keys.Commitments[commitment], assignment, i);
    }

    TaskAssignment Mark(TaskDraft task, CommitmentId? commitment, AssignmentDraft draft, int ordinal)
    {
        var named = preview.Organisations.Find(draft.Name);
        return new TaskAssignment
        {
            TaskId = keys.Tasks[task], CommitmentId = commitment, NameAsWritten = draft.Name, Role = draft.Role, Mode = draft.Mode, Ordinal = ordinal,
            Start = draft.Start, End = draft.End, OrganisationId = named is { Group: false, Organisations: [var one] } ? one.Id : null,
        };
    }

    static string Words(TaskAssignment a) => $"{a.CommitmentId?.Value}|{a.OrganisationId?.Value}|{a.NameAsWritten}|{a.Role}|{a.Mode}|{a.Ordinal}";

    // Copies of the reading without a history of their own: the newest state only.
    async Task TargetsAndDuties()
    {
        var (programme, document, replaced) = (publication.ProgrammeId, publication.DocumentId, publication.ReplacesId ?? publication.DocumentId);
        await db.FoundTargets.Where(t => t.ProgrammeId == programme && (t.DocumentId == document || t.DocumentId == replaced)).ExecuteDeleteAsync(cancel);
        await db.ReportDuties.Where(d => d.ProgrammeId == programme && (d.DocumentId == document || d.DocumentId == replaced)).ExecuteDeleteAsync(cancel);
        var tasks = keys.Tasks.ToDictionary(pair => pair.Key.SourceId, pair => pair.Value, StringComparer.Ordinal);
        var commitments = keys.Commitments.ToDictionary(pair => pair.Key.SourceId, pair => pair.Value, StringComparer.Ordinal);
        db.FoundTargets.AddRange(preview.Draft.Targets.Select(t => new FoundTarget
        {
            ProgrammeId = programme, DocumentId = document, What = t.What, Comparator = t.Comparator, Value = t.Value, Unit = t.Unit, Growth = t.Growth, Due = t.Due,
            Quote = t.Quote, TaskId = t.TaskSourceId is { } task && tasks.TryGetValue(task, out var taskId) ? taskId : null,
            CommitmentId = t.CommitmentSourceId is { } c && commitments.TryGetValue(c, out var commitmentId) ? commitmentId : null,
        }));
        db.ReportDuties.AddRange(preview.Draft.Duties.Select(d => new ReportDuty
        {
            ProgrammeId = programme, DocumentId = document, Due = d.Due, To = d.To, Who = d.Who, Form = d.Form, Quote = d.Quote,
        }));
    }

    async Task Questions()
    {
        var standing = preview.Match.Standing.Decisions.ToHashSet();
        foreach (var question in preview.Computation.Questions)
        {
            if (preview.Match.Of(question) is { } known)
            {
                standing.Remove(known);
                continue;
            }
            db.Decisions.Add(new PendingDecision
            {
                ProgrammeId = publication.ProgrammeId, MeasureId = keys.Measures[question.Measure], RuleId = question.Rule is null ? null : keys.Rules[question.Rule],
                Reason = question.Reason, Subject = question.Subject,
            });
        }
        foreach (var moot in standing) moot.WithdrawnBy = publication.Id;
        await db.SaveChangesAsync(cancel);
    }

    static string Title(TaskDraft draft) => draft.Title.Length <= 500 ? draft.Title : draft.Title[..500];
}
