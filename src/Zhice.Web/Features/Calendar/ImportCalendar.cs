using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.Supervision;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Supervision;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Calendar;

/// <summary>导入工作日历: a year's notice from a CSV file, with a preview of its days and of the open due days that it moves.</summary>
public static class ImportCalendar
{
    /// <summary>The page.</summary>
    /// <param name="Year">The year to bring.</param>
    /// <param name="Csv">The text to import; null before a file was given.</param>
    /// <param name="Preview">What the import would do; null before a file was given, or where it has faults.</param>
    /// <param name="Names">Numbers of letters and names of programmes among the moves that are listed.</param>
    public sealed record View(int Year, string? Csv, CalendarImport? Preview, IReadOnlyDictionary<(MoveKind Kind, long Id), string>? Names = null);

    /// <summary>Moves that the preview lists; the count says how many there are, and after the import the calendar's page lists all.</summary>
    public const int Listed = 200;

    /// <summary>The form.</summary>
    public sealed class Form
    {
        /// <summary>The year whose notice it is.</summary>
        public int Year { get; set; }
        /// <summary>The text, typed or carried over from the preview.</summary>
        public string? Csv { get; set; }
        /// <summary>True to import, false to look first.</summary>
        public bool Confirmed { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/calendar/import", (int? year, Visit visit) => AccessPolicy.MayManageCalendar(visit.Actor)
            ? Answer.Page<ImportCalendarPage>(new View(year ?? visit.Today.Year + 1, null, null))
            : Answer.Refused(visit, new Forbidden("access.denied")));
        routes.MapPost("/calendar/import", Handle).DisableAntiforgery();
    }

    static async Task<IResult> Handle([FromForm] Form form, HttpRequest request, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (!AccessPolicy.MayManageCalendar(visit.Actor)) return Answer.Refused(visit, new Forbidden("access.denied"));
        var csv = request.Form.Files.GetFile("file") is { Length: > 0 } file ? await FileText.Read(file, cancel) : form.Csv;
        if (string.IsNullOrWhiteSpace(csv))
            return Answer.Again<ImportCalendarPage>(visit, new View(form.Year, null, null), new Invalid(new Defect("calendar.noFile", "file")));
        if (!form.Confirmed)
            return (await Calendars.Preview(db, visit.Actor, form.Year, csv, clock, cancel)).Accepted(out var foreseen, out var faults)
                ? Answer.Page<ImportCalendarPage>(new View(form.Year, csv, foreseen,
                    await MoveNames.Of(db, visit.Actor, foreseen.Moves.Take(Listed).Select(m => (m.Kind, m.Letter, m.Programme)), cancel)))
                : Answer.Again<ImportCalendarPage>(visit, new View(form.Year, csv, null), faults);
        return (await Calendars.Import(db, visit.Actor, form.Year, csv, clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, $"/calendar?year={form.Year}", "calendar.imported")
            : Answer.Again<ImportCalendarPage>(visit, new View(form.Year, csv, null), refusal);
    }
}
