using Zhice.Domain.Working;

namespace Zhice.Domain.Submitting;

/// <summary>One task over all submissions of a programme.</summary>
/// <param name="Section">Heading of the first level.</param>
/// <param name="Number">Number as printed; null where there is none.</param>
/// <param name="Title">Title.</param>
/// <param name="Asked">Submissions that hold the task.</param>
/// <param name="Reported">Those that report on it.</param>
/// <param name="Done">Those that call it done.</param>
/// <param name="Met">Those with the result 达到 or better.</param>
/// <param name="Silent">Names of offices that report nothing on it, in the order given.</param>
/// <param name="Sentences">Sentences in all.</param>
/// <param name="Unsupported">Sentences without evidence.</param>
public sealed record SummarisedTask(
    string Section, string? Number, string Title, int Asked, int Reported, int Done, int Met, IReadOnlyList<string> Silent, int Sentences, int Unsupported);

/// <summary>One table drawn from all submissions.</summary>
public static class ProgrammeSummary
{
    /// <summary>The tasks in the order in which they first appear.</summary>
    /// <param name="submissions">Office and body of each submission.</param>
    public static IReadOnlyList<SummarisedTask> Of(IReadOnlyList<(string Office, SubmissionBody Body)> submissions) =>
    [
        .. from submission in submissions
           from section in submission.Body.Sections
           from item in section.Items
           group (submission.Office, section.Heading, Item: item) by (item.Source.Document, item.Source.Task) into task
           let first = task.First()
           let sentences = task.SelectMany(t => t.Item.Paragraphs).SelectMany(p => p.Sentences).ToList()
           orderby Ordinal(first.Item.Key)
           select new SummarisedTask(
               first.Heading, first.Item.Source.Number, first.Item.Title, task.Count(), task.Count(t => t.Item.Standing == ItemStanding.Reported),
               task.Count(t => t.Item.Status == WorkStatus.Done), task.Count(t => t.Item.Result is WorkResult.Met or WorkResult.Exceeded),
               [.. task.Where(t => t.Item.Standing == ItemStanding.Silent).Select(t => t.Office)], sentences.Count,
               sentences.Count(s => s.Support is SentenceSupport.ReportOnly or SentenceSupport.None)),
    ];

    static int Ordinal(string key) => int.Parse(key, System.Globalization.CultureInfo.InvariantCulture);
}
