namespace Zhice.Records.Store;

/// <summary>One entry of the data resource catalogue (资源目录).</summary>
/// <param name="Id">Its number in the store.</param>
/// <param name="Code">Stable short name.</param>
/// <param name="Name">Name on screen.</param>
/// <param name="Source">Where the data comes from.</param>
/// <param name="Licence">Under which terms it may be used.</param>
/// <param name="Cycle">How often it is brought up to date.</param>
/// <param name="Inside">True when only people of the office may see its records.</param>
/// <param name="Synthetic">True when the generator made it.</param>
/// <param name="Updated">When a file was last taken in; null for never.</param>
public sealed record Dataset(int Id, string Code, string Name, string Source, string Licence, string Cycle, bool Inside, bool Synthetic, DateTimeOffset? Updated);

/// <summary>How far an ingest has come.</summary>
public enum JobState
{
    /// <summary>At work, or stopped without an end: the same file goes on from the last batch.</summary>
    Running = 0,
    /// <summary>The whole file was read.</summary>
    Done = 1,
    /// <summary>Ended by a fault.</summary>
    Failed = 2,
    /// <summary>Read to its end, but a document in it breaks off: nothing behind that place was read.</summary>
    Partial = 3,
}

/// <summary>One file taken in.</summary>
/// <param name="Id">Its number.</param>
/// <param name="File">Name of the file.</param>
/// <param name="Dataset">Number of the dataset.</param>
/// <param name="State">How far.</param>
/// <param name="Done">Records read and committed.</param>
/// <param name="Added">Of these, new.</param>
/// <param name="Replaced">Of these, with other content than before.</param>
/// <param name="Unchanged">Of these, as they were.</param>
/// <param name="Rejected">Records refused.</param>
/// <param name="Started">When it began.</param>
/// <param name="Ended">When it ended; null while at work.</param>
/// <param name="Fault">Why it failed. Of a job that ended otherwise what is to be told of the file, a line each: a code of words, a tab, what it is about.</param>
/// <param name="Elsewhere">Of those added or replaced, held by another dataset too.</param>
/// <param name="Removed">Taken out, as the source says that they are no more.</param>
public sealed record IngestJob(long Id, string File, int Dataset, JobState State, long Done, long Added, long Replaced, long Unchanged, long Rejected, DateTimeOffset Started, DateTimeOffset? Ended, string Fault, long Elsewhere = 0, long Removed = 0)
{
    /// <summary>What is to be told of the file, each with what it is about.</summary>
    public IEnumerable<(string Code, string About)> Told =>
        State is not (JobState.Done or JobState.Partial) ? [] : Fault.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t', 2)).Where(l => l.Length == 2).Select(l => (l[0], l[1]));
}

/// <summary>A record that was refused.</summary>
/// <param name="Line">Line of the file it begins on, counted from 1; for JSON lines and tables the line itself.</param>
/// <param name="Reason">Code of the reason.</param>
/// <param name="Excerpt">The number or the first words, for whoever looks for it.</param>
public sealed record RejectedRecord(long Line, string Reason, string Excerpt);

/// <summary>One figure of a dataset's quality report.</summary>
/// <param name="Measure">What is counted, such as <c>records</c>, <c>no-abstract</c>, <c>check-digit</c>.</param>
/// <param name="Count">How many records.</param>
public sealed record QualityFigure(string Measure, long Count);
