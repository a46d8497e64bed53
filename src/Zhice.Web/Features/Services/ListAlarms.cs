using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Services;

/// <summary>电子监察: open cases of the reader's offices and of those below them whose time is nearly used up or over, each with the clock that says so; by office; with the rules.</summary>
public static class ListAlarms
{
    /// <summary>A case with a card.</summary>
    /// <param name="Case">The case.</param>
    /// <param name="Code">Code of its office.</param>
    /// <param name="Office">Its office.</param>
    /// <param name="Handler">Who handles it; null for nobody.</param>
    public sealed record Row(ServiceCase Case, string Code, string Office, string? Handler);

    /// <summary>What is asked for.</summary>
    /// <param name="Level">Only this card; none for both.</param>
    /// <param name="Office">Code of an office; null for all.</param>
    public sealed record Filter(AlarmLevel Level, string? Office);

    /// <summary>The page.</summary>
    /// <param name="Asked">What was asked for.</param>
    /// <param name="Rows">Cases, those that are over longest first.</param>
    /// <param name="Total">How many there are.</param>
    /// <param name="Page">Page shown.</param>
    /// <param name="Counts">Cards by office, whatever is asked for.</param>
    /// <param name="Alarms">The clocks behind the cards.</param>
    /// <param name="Items">The definitions.</param>
    public sealed record View(Filter Asked, IReadOnlyList<Row> Rows, int Total, int Page, IReadOnlyList<AlarmCount> Counts, ILookup<CaseId, CaseAlarm> Alarms, ServiceCatalogue Items);

    /// <summary>Rows of a file.</summary>
    public const int MostExported = 5_000;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/service-cases/alarms", Handle);
        routes.MapGet("/service-cases/alarms.csv", Export);
        routes.MapGet("/service-cases/alarms.xlsx", Export);
    }

    /// <summary>Loads a page. Five commands.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, ServiceHouse house, Actor actor, Filter asked, DateOnly today, int page, int size, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(asked);
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        var counts = await AlarmDesk.Counts(db, actor, today, cancel);
        var office = counts.FirstOrDefault(c => c.Code == asked.Office)?.Id;
        var total = counts.Where(c => asked.Office is null || c.Code == asked.Office).Sum(c => asked.Level switch { AlarmLevel.Red => c.Red, AlarmLevel.Yellow => c.Yellow, _ => c.Red + c.Yellow });
        var at = Paging.Within(page, total, size);
        var cases = AlarmDesk.Carded(db, actor, today, asked.Level);
        if (asked.Office is not null) cases = office is { } one ? cases.Where(c => c.OfficeId == one) : cases.Where(c => false);
        var rows = total == 0 ? [] : await (
            from row in cases
            join organisation in db.Organisations on row.OfficeId equals organisation.Id
            orderby row.RedOn, row.YellowOn, row.Id
            select new Row(row, organisation.Code, organisation.Name, db.Accounts.Where(a => a.Id == row.Handler).Select(a => a.DisplayName).FirstOrDefault())).AsNoTracking().Skip((at - 1) * size).Take(size).ToListAsync(cancel);
        return new View(asked, rows, total, at, counts, await AlarmDesk.Explained(db, house, [.. rows.Select(r => r.Case)], today, cancel), house.Catalogue);
    }

    static Filter Wanted(Visit visit) => new(Enum.TryParse<AlarmLevel>(visit.Asked("level"), out var level) && Enum.IsDefined(level) ? level : AlarmLevel.None, visit.Asked("office"));

    static async Task<IResult> Handle(int? page, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await Run(db, house, visit.Actor, Wanted(visit), visit.Today, page ?? 1, CaseText.PageSize, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<AlarmsPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        if (!(await Run(db, house, visit.Actor, Wanted(visit), visit.Today, 1, MostExported, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile("service-alarms",
            [new(words["alarm.card"], 10), new(words["svc.number"], 30), new(words["service.name"], 30), new(words["svc.about"], 40), new(words["svc.office"], 30), new(words["svc.handler"], 16), new(words["svc.phase"], 14), new(words["alarm.yellow-on"], 12), new(words["alarm.red-on"], 12), new(words["alarm.why"], 80)],
            view.Rows.Select(r => (IReadOnlyList<Cell>)
            [
                Cell.Of(words.Of(CaseText.Alarm(r.Case, visit.Today))), Cell.Of(r.Case.Number), Cell.Of(ListOwnCases.Name(view.Items, r.Case, words)), Cell.Of(r.Case.Title), Cell.Of(words.Organisation(r.Code, r.Office)), Cell.Of(r.Handler), Cell.Of(words.Of(r.Case.Phase)),
                Cell.Of(r.Case.YellowOn), Cell.Of(r.Case.RedOn), Cell.Of(string.Join(words.IsEnglish ? "; " : "；", view.Alarms[r.Case.Id].Select(a => CaseText.Alarm(a, house.ItemOf(r.Case), visit.Today, words)))),
            ])).As(visit.Path, cancel);
    }
}
