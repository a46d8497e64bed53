using Zhice.Data;
using Zhice.Domain.Working;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Tasks;

/// <summary>任务的承办单位 as a table to take away: who owes the task, why, and, for those who may see it, where the work stands.</summary>
public static class ExportDebtors
{
    /// <summary>Most rows: more than the offices of the country.</summary>
    public const int Most = 10_000;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tasks/{id:long}/debtors.csv", Handle);
        routes.MapGet("/tasks/{id:long}/debtors.xlsx", Handle);
    }

    static async Task<IResult> Handle(long id, string? province, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var request = new ShowTask.Request(new(id), province is { Length: 2 } ? province : null, Size: Most);
        if (!(await ShowTask.Run(db, visit.Actor, request, visit.Today, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile($"task-{id}-debtors",
            [
                new(words["task.organisation"], 32), new(words["task.level"], 12), new(words["board.level"], 10), new(words["task.measureHead"], 8), new(words["obligation.state"], 14),
                new(words["reporting.result"], 12), new(words["obligation.light"], 8), new(words["task.why"], 60),
            ],
            view.Debtors.Select(d => (IReadOnlyList<Cell>)
            [
                Cell.Of(words.Organisation(d.Code, d.Name)), Cell.Of(d.Office is { } level ? words.Of(level) : words["office.department"]), Cell.Of(words.Of(d.Reason.Obligation.Level)),
                Cell.Of(d.Measure), Cell.Of(d.Work is { } w ? words.Of(w.State.Status) : null), Cell.Of(d.Work is { } r && r.State.Result != WorkResult.None ? words.Of(r.State.Result) : null),
                Cell.Of(d.Work is { } l ? words.Of(l.Reading.Light) : null), Cell.Of(Why(d.Reason, words)),
            ])).As(visit.Path, cancel);
    }

    /// <summary>Why an obligation is owed, as one text: the basis, the words of the rule, the status fact, the note of the decision.</summary>
    internal static string Why(Reason reason, WordTable words) => string.Join(' ', new[]
    {
        words["basis." + reason.Obligation.Basis], reason.Rule is { } rule ? $"“{rule.FullWords ?? rule.Quote.Words}”" : null,
        reason.Status is { } status ? words["reason.status", status.Name, Visit.Day(status.ValidFrom), status.ValidTo is { } to ? words["status.until", Visit.Day(to)] : words["status.open"], status.Source] : null,
        reason.Decision is { } decision ? words["reason.decision", decision.DecidedAt is { } at ? Visit.Moment(at) : "–", decision.Note ?? "–"] : null,
    }.OfType<string>());
}
