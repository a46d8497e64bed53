using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Services;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>A case behind a figure.</summary>
/// <param name="On">The day by which it is in the period.</param>
/// <param name="Item">Code of its item.</param>
/// <param name="KnownFrom">From when it counted.</param>
/// <param name="Seen">The case where the reader may see it; null where not: then nothing that leads to the applicant is told.</param>
/// <param name="Amount">What it adds, of cases that the reader may see and of those that count one each.</param>
/// <param name="Unit">Its unit; null where each counts one.</param>
public sealed record CountedCase(DateOnly On, string Item, DateTimeOffset KnownFrom, CountedCaseName? Seen, decimal? Amount, string? Unit);

/// <summary>By what a case is known to those who may see it.</summary>
public sealed record CountedCaseName(CaseId Id, string Number);

/// <summary>The cases behind a figure, a page of them.</summary>
/// <param name="Figure">The figure; null where nothing counts.</param>
/// <param name="Rows">The cases.</param>
/// <param name="Total">How many in all.</param>
/// <param name="Hidden">How many of them the reader may not see.</param>
/// <param name="Unplaced">Cases of the period whose applicants have no known region: in nobody's figure.</param>
public sealed record CountedCases(CaseFigure? Figure, IReadOnlyList<CountedCase> Rows, int Total, int Hidden, int Unplaced)
{
    /// <summary>Reads a page: nine commands at most. Who may see the office's figure is the caller's to have asked; who may see each case is asked here.</summary>
    public static async Task<CountedCases> Load(ZhiceDb db, Actor actor, DataElement element, Organisation office, Period period, DateOnly today, int page, int size, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(element);
        var figure = (await CaseFigures.Read(db, [element], office, period, cancel)).GetValueOrDefault(element.Code);
        if (element.FromRatings.Count > 0) return new(figure, [], figure?.Cases ?? 0, 0, 0);
        var code = element.Code;
        var all = CaseFigures.Within(db.CaseCountRows.Where(c => c.KnownTo == null && c.Element == code), [element], period);
        var own = CaseFigures.Counting(db, all, office, (await CaseFigures.Ground(db, office, period, cancel)).Before);
        var visible = db.VisibleCases(actor, today);
        var total = await own.CountAsync(cancel);
        var at = Math.Clamp(page, 1, Math.Max(1, (total + size - 1) / size));
        var hidden = await own.CountAsync(c => !visible.Any(v => v.Id == c.CaseId), cancel);
        var unplaced = db.Items.FeedsOf(code).Any(f => f.Feed.Place == FeedPlace.Applicant) ? await all.CountAsync(c => c.Division == "", cancel) : 0;
        var rows = await (
            from count in own
            join row in db.ServiceCases on count.CaseId equals row.Id
            orderby count.On, count.Id
            select new { count, row.Item, row.Number, Seen = visible.Any(v => v.Id == row.Id) }).AsNoTracking().Skip((at - 1) * size).Take(size).ToListAsync(cancel);
        return new(figure, [.. rows.Select(r => new CountedCase(r.count.On, r.Item, r.count.KnownFrom, r.Seen ? new(r.count.CaseId, r.Number) : null,
            r.Seen || r.count.Unit is null ? r.count.Amount / CaseCounting.Scale : null, r.count.Unit))], total, hidden, unplaced);
    }
}
