using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Domain.Calendar;
using Zhice.Domain.Statistics;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statistics;

/// <summary>发布日历: what was published and what is announced, for everyone. Of a release on its way its title, period, owner and day are told, and nothing of its content, nor who works on it.</summary>
public static class OpenCalendar
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 50;

    /// <summary>A release on the calendar.</summary>
    /// <param name="Code">Its name in the address, once it is published; null before.</param>
    /// <param name="Title">Title.</param>
    /// <param name="Period">The period, packed.</param>
    /// <param name="Revision">Revision.</param>
    /// <param name="On">The announced day.</param>
    /// <param name="PublishedOn">The day of publication in China; null before.</param>
    /// <param name="Owner">Who publishes.</param>
    /// <param name="Demonstration">True for invented figures.</param>
    public sealed record Row(string? Code, string Title, int Period, int Revision, DateOnly On, DateOnly? PublishedOn, string Owner, bool Demonstration);

    /// <summary>The page.</summary>
    public sealed record View(IReadOnlyList<Row> Rows, int Page, int Total);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/open/calendar", Show);

    /// <summary>The page's view: the latest day first, so that what is to come stands above what came.</summary>
    public static async Task<View> Run(ZhiceDb db, int page, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var total = await db.StatisticalReleases.CountAsync(cancel);
        page = Paging.Within(page, total, PageSize);
        var rows = await (
            from release in db.StatisticalReleases
            join owner in db.Organisations on release.OwnerId equals owner.Id
            orderby release.PlannedOn descending, release.Id descending
            select new
            {
                release.Code, release.Title, release.Period, release.Revision, release.PlannedOn, release.State, owner.Name, release.Demonstration,
                At = db.ReleaseSteps.Where(s => s.ReleaseId == release.Id && s.To == ReleaseState.Published).Select(s => (DateTimeOffset?)s.At).FirstOrDefault(),
            }).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return new View([.. rows.Select(r => new Row(r.State >= ReleaseState.Published ? r.Code : null, r.Title, r.Period, r.Revision, r.PlannedOn,
            r.State >= ReleaseState.Published && r.At is { } at ? ChinaTime.DayOf(at) : null, r.Name, r.Demonstration))], page, total);
    }

    static async Task<IResult> Show(Visit visit, ZhiceDb db, CancellationToken cancel) => Answer.Page<OpenCalendarPage>(await Run(db, int.TryParse(visit.Asked("page"), out var page) ? page : 1, cancel));
}
