using Zhice.Domain.Programme.Rules;

namespace Zhice.Domain.Programme.Difference;

/// <summary>Words of a task that stays which the new reading has otherwise: its title, a sentence, a sentence gone or new.</summary>
/// <param name="Task">The task, as the new reading has it.</param>
/// <param name="Before">The words that stand; null for a new sentence.</param>
/// <param name="After">The new words; null for a sentence that is gone.</param>
public sealed record Rewording(TaskDraft Task, string? Before, string? After)
{
    /// <summary>The changed words of all tasks that stay, in the order of the new reading. What a change of owners or rules does is said by the obligations.</summary>
    public static IReadOnlyList<Rewording> Of(IReadOnlyList<TaskDraft> drafts, StructureMatch match)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        ArgumentNullException.ThrowIfNull(match);
        var gone = match.GoneCommitments.ToLookup(c => c.MeasureId);
        var changes = new List<Rewording>();
        foreach (var draft in drafts)
        {
            if (match.Of(draft) is not { } task) continue;
            if (PlainWords.Of(draft.Title) != PlainWords.Of(task.Title)) changes.Add(new Rewording(draft, task.Title, draft.Title));
            foreach (var measure in draft.Measures)
            {
                // Sentences of a measure that is new with its task's are new; a measure that is gone is told by its obligations.
                var standing = match.Of(measure) is { } old ? gone[old.Id].Select(c => c.Quote.Words).ToList() : [];
                var fresh = measure.Commitments.Where(c => match.Of(c) is null).Select(c => c.Quote.Words).ToList();
                for (var i = 0; i < Math.Max(standing.Count, fresh.Count); i++) changes.Add(new Rewording(draft, standing.ElementAtOrDefault(i), fresh.ElementAtOrDefault(i)));
            }
        }
        return changes;
    }
}
