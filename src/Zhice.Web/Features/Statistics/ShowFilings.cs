using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statistics;

/// <summary>填报档案: an office's own record: what it sent and when, what was asked and answered, what was corrected, and what the office above made of its figures.</summary>
public static class ShowFilings
{
    /// <summary>The page.</summary>
    /// <param name="Book">The record.</param>
    public sealed record View(FilingBook Book)
    {
        /// <summary>Returns that are due or past it: what completeness is counted of.</summary>
        public int Due => Book.Filings.Count(f => f.State is not (FilingState.NotOpen or FilingState.Waiting));
        /// <summary>Of these, those that came.</summary>
        public int Sent => Book.Filings.Count(f => f.State is FilingState.OnTime or FilingState.Late or FilingState.Held or FilingState.HeldLate);
        /// <summary>Of these, those that came in time.</summary>
        public int OnTime => Book.Filings.Count(f => f.State is FilingState.OnTime or FilingState.Held);
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/statistics/filings/{code}", Handle).Inside();

    static async Task<IResult> Handle(string code, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel) =>
        await FilingBook.Load(db, visit.Actor, catalogue, code, visit.Today, cancel) is { } book ? Answer.Page<FilingsPage>(new View(book)) : Answer.Refused(visit, new Missing("filings.missing"));

    internal static string Tone(FilingState state) => state switch
    {
        FilingState.OnTime or FilingState.Held => "green",
        FilingState.Waiting => "blue",
        FilingState.Late or FilingState.HeldLate => "amber",
        FilingState.Overdue or FilingState.Missing => "red",
        _ => "plain",
    };
}
