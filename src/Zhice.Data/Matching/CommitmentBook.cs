using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Documents;
using Zhice.Domain.Matching;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Data.Matching;

/// <summary>A standing commitment with where it stands.</summary>
/// <param name="Id">The commitment.</param>
/// <param name="Quote">The sentence.</param>
/// <param name="Due">完成时间 of the sentence, or of its task where it states none.</param>
/// <param name="Measure">Its measure.</param>
/// <param name="Scope">实施主体 of the measure.</param>
/// <param name="Task">Its task.</param>
/// <param name="Title">Title of the task.</param>
/// <param name="Number">Number of the task as printed; null for none.</param>
/// <param name="Document">The document.</param>
/// <param name="Programme">The programme.</param>
/// <param name="Year">Its year.</param>
public sealed record Line(
    CommitmentId Id, Quotation Quote, DueTime Due, MeasureId Measure, MeasureScope Scope, TaskId Task, string Title, string? Number, DocumentId Document, ProgrammeId Programme, int Year);

/// <summary>Commitments with an index over their words; a line's place in <see cref="Lines"/> is its position in <see cref="Index"/>.</summary>
/// <param name="Lines">The commitments.</param>
/// <param name="Index">Their words.</param>
/// <param name="Truncated">True where there were more than <see cref="Most"/>.</param>
public sealed record CommitmentBook(IReadOnlyList<Line> Lines, SentenceIndex Index, bool Truncated)
{
    /// <summary>Most commitments of a book: the newest years are kept.</summary>
    public const int Most = 5_000;

    readonly Dictionary<CommitmentId, int> positions = Lines.Select((line, at) => (line.Id, at)).ToDictionary(pair => pair.Id, pair => pair.at);
    readonly ConcurrentDictionary<(int, int), Verdict> verdicts = new();
    readonly IReadOnlyList<Candidate>?[] near = new IReadOnlyList<Candidate>?[Lines.Count];

    /// <summary>What became of the one between its year and the other's; found once and kept.</summary>
    public Verdict Compare(int position, int other) => verdicts.GetOrAdd((Math.Min(position, other), Math.Max(position, other)), pair =>
        Lines[pair.Item1].Year > Lines[pair.Item2].Year
            ? Verdicts.Of(Lines[pair.Item2].Quote.Words, Lines[pair.Item1].Quote.Words)
            : Verdicts.Of(Lines[pair.Item1].Quote.Words, Lines[pair.Item2].Quote.Words));

    /// <summary>Position of a commitment; null where it is not in the book.</summary>
    public int? Find(CommitmentId id) => positions.TryGetValue(id, out var at) ? at : null;

    /// <summary>The best three of each other document that say something like it; found once and kept.</summary>
    public IReadOnlyList<Candidate> Near(int position) => near[position] ??= Index.Near(position, 3);

    /// <summary>The standing commitments of an office's own documents. Three commands.</summary>
    public static async Task<CommitmentBook> Of(ZhiceDb db, OrganisationId owner, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var lines = await Load(db.Tasks.Where(t => db.Documents.Any(d => d.Id == t.DocumentId && d.OwnerId == owner)), db, Most + 1, cancel);
        return await Of(db, lines.Count > Most ? lines.GetRange(0, Most) : lines, line => line.Document.Value, lines.Count > Most, cancel);
    }

    /// <summary>A book of given lines. One command, for the responsible bodies.</summary>
    /// <param name="db">The store.</param>
    /// <param name="lines">The commitments.</param>
    /// <param name="group">What a line belongs to: lines of one group are not compared.</param>
    /// <param name="truncated">True where lines were left out.</param>
    /// <param name="cancel">Stops.</param>
    /// <param name="headings">True where titles of tasks count beside the sentences.</param>
    public static async Task<CommitmentBook> Of(ZhiceDb db, IReadOnlyList<Line> lines, Func<Line, long> group, bool truncated, CancellationToken cancel, bool headings = false)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(lines);
        var documents = lines.Select(l => l.Document).Distinct().ToList();
        var bodies = (await db.Assignments
            .Where(a => a.WithdrawnBy == null && db.Tasks.Any(t => t.Id == a.TaskId && t.WithdrawnBy == null && documents.Contains(t.DocumentId)))
            .Select(a => new { a.TaskId, a.CommitmentId, a.NameAsWritten }).ToListAsync(cancel)).ToLookup(a => a.TaskId);
        return new CommitmentBook(lines, new SentenceIndex([.. lines.Select(line => new Sentence(
            line.Id.Value, group(line), line.Quote.Words, line.Title,
            BodyNames.Matters(bodies[line.Task].Where(b => b.CommitmentId is null || b.CommitmentId == line.Id).Select(b => b.NameAsWritten))))], headings), truncated);
    }

    /// <summary>Standing commitments of the standing ones of some tasks, newest year first, then in the order of the documents. One command.</summary>
    public static async Task<List<Line>> Load(IQueryable<ProgrammeTask> tasks, ZhiceDb db, int most, CancellationToken cancel) =>
        [.. (await (
            from task in tasks
            where task.WithdrawnBy == null
            join programme in db.Programmes on task.ProgrammeId equals programme.Id
            join measure in db.Measures on task.Id equals measure.TaskId
            join commitment in db.Commitments on measure.Id equals commitment.MeasureId
            where measure.WithdrawnBy == null && commitment.WithdrawnBy == null
            orderby programme.Year descending, task.DocumentId, task.Ordinal, measure.Ordinal, commitment.Ordinal, commitment.Id
            select new { commitment, measure, task, programme.Year }).Take(most).ToListAsync(cancel))
            .Select(r => new Line(r.commitment.Id, r.commitment.Quote, r.commitment.Due.Kind == "none" ? r.task.Due : r.commitment.Due, r.measure.Id, r.measure.Scope, r.task.Id,
                r.task.Title, r.task.Number, r.task.DocumentId, r.task.ProgrammeId, r.Year))];
}
