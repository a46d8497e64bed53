using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;
using Zhice.Records.Text;

namespace Zhice.Data.Searching;

/// <summary>Narrows a search.</summary>
/// <param name="Programme">Only this programme; null for all.</param>
/// <param name="Year">Only programmes of this year; null for all.</param>
/// <param name="Document">Only tasks of this document; null for all.</param>
/// <param name="Scope">Only measures addressed so, and tasks that have one; null for all.</param>
/// <param name="Kind">Only texts of this kind; null for titles and sentences.</param>
public sealed record SearchFilter(ProgrammeId? Programme = null, int? Year = null, DocumentId? Document = null, MeasureScope? Scope = null, SearchKind? Kind = null);

/// <summary>Kinds of text that a search may be narrowed to.</summary>
public enum SearchKind
{
    /// <summary>任务: titles.</summary>
    Task,
    /// <summary>落实举措: whole measures, one of whose sentences holds the words.</summary>
    Measure,
    /// <summary>事项: sentences.</summary>
    Commitment,
    /// <summary>Sentences in which a target was found.</summary>
    Target,
    /// <summary>文件: titles of documents; not looked for here.</summary>
    Document,
    /// <summary>进展报送: the newest words of reports (<see cref="ReportSearch"/>).</summary>
    Report,
    /// <summary>佐证材料: titles and file names (<see cref="EvidenceKeeping.EvidenceSearch"/>).</summary>
    Evidence,
    /// <summary>机构: names and other names of organisations; not looked for here.</summary>
    Organisation,
}

/// <summary>One task or commitment that holds all words.</summary>
/// <param name="Task">The task, or the commitment's task.</param>
/// <param name="Commitment">The commitment; null where the task's title was found.</param>
/// <param name="Scope">Whom the commitment's measure addresses; null where the task's title was found.</param>
/// <param name="Programme">The programme.</param>
/// <param name="TaskTitle">The task's title.</param>
/// <param name="Text">The text that was found: a title, a sentence, or a measure.</param>
/// <param name="Highlights">Where the words stand in <paramref name="Text"/>, in UTF-16 units, in order, half-open.</param>
public sealed record SearchHit(
    TaskId Task, CommitmentId? Commitment, MeasureScope? Scope, ProgrammeId Programme, string TaskTitle, string Text, IReadOnlyList<(int Start, int End)> Highlights);

/// <summary>One page of hits.</summary>
/// <param name="Hits">Newest programme first, then the order of the document; a title before its sentences.</param>
/// <param name="Total">Number of all hits; exact up to <see cref="TaskSearch.Limit"/> candidates.</param>
/// <param name="More">True when there were more candidates than were looked at: the total is a lower bound.</param>
public sealed record SearchPage(IReadOnlyList<SearchHit> Hits, int Total, bool More);

/// <summary>Search over titles of tasks and sentences of commitments, within what the actor may see.</summary>
public static class TaskSearch
{
    /// <summary>Most hits of one call.</summary>
    public const int MostAtOnce = 2_000;

    /// <summary>Candidates of the index that are looked at for one search.</summary>
    public const int Limit = 10_000;

    /// <summary>Finds texts that hold every word of the query as it stands, width and case aside; a query without letters or characters finds nothing.</summary>
    /// <param name="db">The context.</param>
    /// <param name="actor">Who searches.</param>
    /// <param name="text">Words between white space.</param>
    /// <param name="filter">Narrows the search.</param>
    /// <param name="page">Page, counted from 1.</param>
    /// <param name="size">Hits a page, 1 to <see cref="MostAtOnce"/>.</param>
    /// <param name="cancel">Stops the search.</param>
    public static async Task<SearchPage> Find(
        ZhiceDb db, Actor actor, string text, SearchFilter filter, int page = 1, int size = 20, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(size, Math.Clamp(size, 1, MostAtOnce));
        if (filter.Kind is SearchKind.Document or SearchKind.Report or SearchKind.Evidence or SearchKind.Organisation) return new SearchPage([], 0, false);
        var words = CjkBigrams.Words(text);
        var candidates = await SearchIndex.Candidates(db, text, cancel);
        if (candidates.Count == 0) return new SearchPage([], 0, false);

        var more = candidates.Count > Limit;
        var looked = more ? [.. candidates.OrderDescending().Take(Limit)] : candidates;
        var found = (await Texts(db, actor, filter, looked, cancel))
            .Select(row => (row, Found: CjkBigrams.Find(row.Text, words)))
            .Where(hit => hit.Found is not null);
        if (filter.Kind == SearchKind.Measure)
            found = found.DistinctBy(hit => hit.row.Measure).Select(hit => (hit.row with { Text = hit.row.MeasureWords! }, CjkBigrams.Find(hit.row.MeasureWords!, words) ?? hit.Found));
        var hits = found
            .OrderByDescending(hit => hit.row.Year).ThenByDescending(hit => hit.row.Programme.Value)
            .ThenBy(hit => hit.row.TaskOrdinal).ThenBy(hit => hit.row.Task.Value).ThenBy(hit => hit.row.Commitment?.Value ?? 0)
            .Select(hit => new SearchHit(hit.row.Task, hit.row.Commitment, hit.row.Scope, hit.row.Programme, hit.row.TaskTitle, hit.row.Text, hit.Found!)).ToList();
        return new SearchPage([.. hits.Skip((page - 1) * size).Take(size)], hits.Count, more);
    }

    // Two queries: titles, and sentences with their task's title. The filter of what may be seen is in both.
    static async Task<List<Row>> Texts(ZhiceDb db, Actor actor, SearchFilter filter, IReadOnlyList<long> keys, CancellationToken cancel)
    {
        var programmes = db.Programmes.Where(p => (filter.Programme == null || p.Id == filter.Programme) && (filter.Year == null || p.Year == filter.Year));
        var tasks = db.VisibleTasks(actor).Where(t => t.WithdrawnBy == null && (filter.Document == null || t.DocumentId == filter.Document));
        var taskIds = keys.Where(k => k % 2 == 0).Select(k => new TaskId(k / 2)).ToList();
        var commitmentIds = keys.Where(k => k % 2 == 1).Select(k => new CommitmentId(k / 2)).ToList();

        var titles = filter.Kind is not (null or SearchKind.Task) ? [] : await tasks
            .Where(t => taskIds.Contains(t.Id)
                && (filter.Scope == null || db.Measures.Any(m => m.TaskId == t.Id && m.WithdrawnBy == null && m.Scope == filter.Scope)))
            .Join(programmes, t => t.ProgrammeId, p => p.Id,
                (t, p) => new Row(t.Id, null, null, null, p.Id, p.Year, t.Ordinal, t.Title, t.Title, null)).ToListAsync(cancel);
        if (filter.Kind == SearchKind.Task) return titles;

        var whole = filter.Kind == SearchKind.Measure;
        var withTarget = filter.Kind == SearchKind.Target;
        var sentences = await (
            from c in db.Commitments
            where commitmentIds.Contains(c.Id) && c.WithdrawnBy == null && (!withTarget || db.FoundTargets.Any(f => f.CommitmentId == c.Id))
            join m in db.Measures on c.MeasureId equals m.Id
            where filter.Scope == null || m.Scope == filter.Scope
            join t in tasks on c.TaskId equals t.Id
            join p in programmes on t.ProgrammeId equals p.Id
            select new Row(t.Id, c.Id, m.Id, m.Scope, p.Id, p.Year, t.Ordinal, t.Title, c.Quote.Words, whole ? m.Quote.Words : null)).ToListAsync(cancel);
        return [.. titles, .. sentences];
    }

    sealed record Row(
        TaskId Task, CommitmentId? Commitment, MeasureId? Measure, MeasureScope? Scope, ProgrammeId Programme, int Year, int TaskOrdinal, string TaskTitle, string Text,
        string? MeasureWords);
}
