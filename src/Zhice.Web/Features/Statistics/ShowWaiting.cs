using Zhice.Data;
using Zhice.Data.Supervision;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statistics;

/// <summary>统计待办: returns to send, corrections to decide and objections to answer. 本周要办 fetches its first line beside its own list, and the daily mail holds the same things.</summary>
public static class ShowWaiting
{
    /// <summary>The page.</summary>
    /// <param name="Items">What waits: returns by due day, then the rest by age.</param>
    /// <param name="Today">Today in China.</param>
    public sealed record View(IReadOnlyList<InboxItem> Items, DateOnly Today);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/statistics/waiting", Handle).Inside();

    static async Task<IResult> Handle(Visit visit, ZhiceDb db, CancellationToken cancel) =>
        Answer.Page<WaitingPage>(new View(await Data.Supervision.Inbox.Statistics(db, visit.Actor, visit.Today, cancel), visit.Today));
}
