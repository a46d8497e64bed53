using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Programme.Rules;
using Zhice.Data.Access;

namespace Zhice.Data.Selection;

/// <summary>An applicability rule in a programme that asks for a status.</summary>
/// <param name="Programme">The programme.</param>
/// <param name="Name">Its name.</param>
/// <param name="Document">The document that has to be published again for a changed status to count.</param>
/// <param name="Task">The task.</param>
/// <param name="Title">Its title.</param>
/// <param name="Words">The rule's words.</param>
public sealed record StatusRule(ProgrammeId Programme, string Name, DocumentId Document, TaskId Task, string Title, string Words);

/// <summary>Where a status decides who owes what: the rules of standing programmes that ask for it, as the computation itself reads them.</summary>
public static class StatusUse
{
    /// <summary>Rules looked at, the newest programmes first.</summary>
    const int MostRules = 2_000;

    /// <summary>Rules on tasks that the actor may see, which ask for the status. Three commands.</summary>
    public static async Task<IReadOnlyList<StatusRule>> Of(ZhiceDb db, Actor actor, string status, DateOnly day, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var rows = await (
            from rule in db.Rules
            where rule.WithdrawnBy == null
            join measure in db.Measures on rule.MeasureId equals measure.Id
            join task in db.VisibleTasks(actor) on measure.TaskId equals task.Id
            join programme in db.Programmes on task.ProgrammeId equals programme.Id
            orderby programme.Year descending, programme.Id descending, task.Ordinal, rule.Id
            select new { programme.Id, programme.Name, task.DocumentId, Task = task.Id, task.Title, rule.Level, rule.Must, rule.FullWords, rule.Quote.Words }).Take(MostRules).ToListAsync(cancel);
        if (rows.Count == 0) return [];
        var recorded = (await db.Statuses.Select(s => s.Name).Distinct().ToListAsync(cancel)).Append(status).Select(StatusName.Of).ToHashSet();
        var tree = new DivisionTree(await db.Divisions.AsNoTracking().ToListAsync(cancel), day, "000000");
        var (words, asked) = (new RuleWords(tree.Named, name => recorded.Any(r => r.Agrees(name))), StatusName.Of(status));
        var understood = new Dictionary<(string, DivisionLevel, bool?), bool>();
        return [.. rows.Where(r => Asks((r.FullWords ?? r.Words, r.Level, r.Must))).Select(r => new StatusRule(r.Id, r.Name, r.DocumentId, r.Task, r.Title, r.Words))];

        bool Asks((string Meaning, DivisionLevel Level, bool? Must) rule)
        {
            if (!understood.TryGetValue(rule, out var asks))
                understood.Add(rule, asks = words.Read(rule.Meaning, rule.Level, rule.Must).Any(c => c.Who is ClauseSubject.Status one && asked.Agrees(one.Name)));
            return asks;
        }
    }
}
