using Zhice.Data;
using Zhice.Domain.Working;
using Zhice.Web.Exports;
using Zhice.Web.Features.Tasks;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Organisations;

/// <summary>机构的应办任务 as a table to take away: what it owes, until when, why, and, for those who may see it, where the work stands.</summary>
public static class ExportObligations
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/organisations/{code}/obligations.csv", Handle);
        routes.MapGet("/organisations/{code}/obligations.xlsx", Handle);
    }

    static async Task<IResult> Handle(
        string code, long? programme, string? asOf, string? level, string? origin, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var request = ShowOrganisation.Asked(code, programme, asOf, level, origin);
        if (!(await ShowOrganisation.Run(db, visit.Actor, request, clock, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile($"{view.Organisation.Code}-obligations",
            [
                new(words["board.number"], 8), new(words["board.task"], 40), new(words["task.measureHead"], 60), new(words["board.level"], 10), new(words["obligation.due"], 14),
                new(words["obligation.state"], 14), new(words["reporting.result"], 12), new(words["obligation.light"], 8), new(words["task.why"], 60),
            ],
            view.Obligations.Select(o =>
            {
                var work = view.Work.GetValueOrDefault(o.Reason.Obligation.Id);
                return (IReadOnlyList<Cell>)
                [
                    Cell.Of(o.Task.Number), Cell.Of(o.Task.Title), Cell.Of(o.Measure.Quote.Words), Cell.Of(words.Of(o.Reason.Obligation.Level)),
                    (work?.On ?? o.Task.Due.On) is { } day ? Cell.Of(day) : Cell.Of(o.Task.Due.Words ?? words["due." + o.Task.Due.Kind]), Cell.Of(work is null ? null : words.Of(work.State.Status)),
                    Cell.Of(work is { State.Result: not WorkResult.None } ? words.Of(work.State.Result) : null), Cell.Of(work is null ? null : words.Of(work.Reading.Light)),
                    Cell.Of(ExportDebtors.Why(o.Reason, words)),
                ];
            })).As(visit.Path, cancel);
    }
}
