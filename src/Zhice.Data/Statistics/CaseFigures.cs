using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Services;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>A figure that cases of services make.</summary>
/// <param name="Value">The figure, in the element's unit.</param>
/// <param name="Cases">Cases, or ratings, behind it.</param>
/// <param name="Whole">True where it was declared that the platform holds all of them; otherwise it is a part.</param>
/// <param name="Lacks">What the cases do not hold, in words; null where nothing is known to be lacking.</param>
public sealed record CaseFigure(decimal Value, int Cases, bool Whole, string? Lacks);

/// <summary>Figures of data elements from cases and ratings: counted by the store over rows that were kept with each action.</summary>
public static class CaseFigures
{
    /// <summary>True where cases or ratings count into the element.</summary>
    public static bool IsFed(ServiceCatalogue items, DataElement element)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(element);
        return element.FromRatings.Count > 0 || items.FeedsOf(element.Code).Any();
    }

    /// <summary>The figures of an office for a period, by element: at most three commands, none where nothing counts into the elements.</summary>
    /// <param name="db">The store.</param>
    /// <param name="elements">The elements.</param>
    /// <param name="office">The office.</param>
    /// <param name="period">The period.</param>
    /// <param name="cancel">Stops.</param>
    public static Task<IReadOnlyDictionary<string, CaseFigure>> Read(ZhiceDb db, IReadOnlyList<DataElement> elements, Organisation office, Period period, CancellationToken cancel) => Read(db, elements, office, period, null, cancel);

    internal static async Task<IReadOnlyDictionary<string, CaseFigure>> Read(ZhiceDb db, IReadOnlyList<DataElement> elements, Organisation office, Period period, (HashSet<string> Declared, IReadOnlyList<Gone> Before)? ground, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentNullException.ThrowIfNull(office);
        var found = new Dictionary<string, CaseFigure>(StringComparer.Ordinal);
        var fed = elements.Where(e => IsFed(db.Items, e)).ToList();
        if (fed.Count == 0) return found;
        var (declared, before) = ground ?? await Ground(db, office, period, cancel);
        var codes = fed.Where(e => e.FromRatings.Count == 0).Select(e => e.Code).ToList();
        var rows = db.CaseCountRows.Where(c => c.KnownTo == null && codes.Contains(c.Element));
        rows = Within(rows, fed, period);
        var sums = codes.Count == 0 ? [] : await Counting(db, rows, office, before).GroupBy(c => new { c.Element, c.Unit })
            .Select(g => new { g.Key.Element, g.Key.Unit, Cases = g.Count(), Amount = g.Sum(c => c.Amount), Holders = g.Select(c => c.Holder).Distinct().Count() }).ToListAsync(cancel);
        foreach (var element in fed.Where(e => e.FromRatings.Count == 0))
        {
            var sources = db.Items.FeedsOf(element.Code).ToList();
            var own = sums.Where(s => s.Element == element.Code).ToList();
            var value = own.Sum(s => s.Unit is null ? sources.Exists(f => f.Feed.Distinct is not null) ? s.Holders : s.Amount / CaseCounting.Scale
                : Unit.Parse(s.Unit).Convert(s.Amount / CaseCounting.Scale, element.Unit) ?? 0);
            var lacks = sources.Select(f => f.Feed.Part).FirstOrDefault(part => part is not null);
            var whole = IsWhole(db.Items, element, office, declared);
            if (whole || own.Count > 0) found[element.Code] = new(decimal.Round(value, element.Decimals, MidpointRounding.AwayFromZero), own.Sum(s => s.Cases), whole, lacks);
        }
        await Ratings(db, fed, office, period, declared.Contains(CaseCoverage.Ratings), found, cancel);
        return found;
    }

    /// <summary>The rows of a period: those dated in it, and of stocks those that stand on its last day.</summary>
    internal static IQueryable<CaseCountRow> Within(IQueryable<CaseCountRow> rows, IReadOnlyList<DataElement> elements, Period period)
    {
        var (first, last) = (period.FirstDay, period.LastDay);
        var stocks = elements.Where(e => e.Kind == ElementKind.Stock).Select(e => e.Code).ToList();
        return stocks.Count == 0 ? rows.Where(c => c.On >= first && c.On <= last)
            : rows.Where(c => c.On <= last && (stocks.Contains(c.Element) ? c.To == null || c.To > last : c.On >= first));
    }

    /// <summary>An office whose whole place another took.</summary>
    internal sealed record Gone(string Path, string? Division, DivisionLevel? Level, DateOnly On);

    /// <summary>The rows that are an office's: of cases that it or an office below it handled, of applicants registered in its region; and from their last day on those of the offices whose whole place it took.</summary>
    internal static IQueryable<CaseCountRow> Counting(ZhiceDb db, IQueryable<CaseCountRow> rows, Organisation office, IReadOnlyList<Gone> before)
    {
        var (path, end) = (office.Path, office.ValidTo ?? DateOnly.MaxValue);
        // Two halves, each by its own index: an office's cases, and a region's applicants.
        var own = rows.Where(c => c.Division == null && c.On < end && db.Organisations.Any(o => o.Id == c.OfficeId && o.Path.StartsWith(path)));
        if (Prefix(office.DivisionCode, office.Level) is { } prefix) own = own.Union(rows.Where(Registered(prefix, DateOnly.MinValue, end)));
        foreach (var gone in before)
        {
            var (from, old) = (gone.On, gone.Path);
            if (!old.StartsWith(path, StringComparison.Ordinal)) own = own.Union(rows.Where(c => c.Division == null && c.On >= from && c.On < end && db.Organisations.Any(o => o.Id == c.OfficeId && o.Path.StartsWith(old))));
            if (Prefix(gone.Division, gone.Level) is { } former && former != Prefix(office.DivisionCode, office.Level)) own = own.Union(rows.Where(Registered(former, from, end)));
        }
        return own;
    }

    // Codes of a region lie between its own and the next one's, so that the index is walked.
    static Expression<Func<CaseCountRow, bool>> Registered(string prefix, DateOnly from, DateOnly end)
    {
        var (least, most) = (prefix.PadRight(6, '0'), prefix.PadRight(6, '9'));
        return c => c.Division != null && string.Compare(c.Division, least) >= 0 && string.Compare(c.Division, most) <= 0 && c.On >= from && c.On < end;
    }

    static string? Prefix(string? division, DivisionLevel? level) => (division, level) switch
    {
        ({ Length: 6 } code, DivisionLevel.Province) => code[..2],
        ({ Length: 6 } code, DivisionLevel.City) => code[..4],
        ({ Length: 6 } code, DivisionLevel.County) => code,
        _ => null,
    };

    /// <summary>True where the cases make all of an office's figure, by what was declared for it and for those above it.</summary>
    internal static bool IsWhole(ServiceCatalogue items, DataElement element, Organisation office, IReadOnlySet<string> declared) =>
        element.FromRatings.Count > 0 ? declared.Contains(CaseCoverage.Ratings)
        : items.FeedsOf(element.Code).Any() && items.FeedsOf(element.Code).All(f => f.Feed.Part is null && declared.Contains(f.Item) && Competent(f.Level, f.Feed, office));

    // Cases of an office's own hold all of its figure only where offices of its level are the competent ones.
    static bool Competent(ServiceLevel level, CaseFeed feed, Organisation office) => feed.Place == FeedPlace.Applicant || level switch
    {
        ServiceLevel.National => office.Kind == OrganisationKind.NationalOffice,
        ServiceLevel.Province => office.Level == DivisionLevel.Province,
        _ => office.Level is DivisionLevel.Province or DivisionLevel.City,
    };

    /// <summary>What was declared whole for the office by then, and the offices whose whole place it took: one command.</summary>
    internal static async Task<(HashSet<string> Declared, IReadOnlyList<Gone> Before)> Ground(ZhiceDb db, Organisation office, Period period, CancellationToken cancel)
    {
        var above = Organisation.KeysOf(office.Path).ToList();
        var (first, id) = (period.FirstDay, office.Id);
        var declared = db.CaseCoverages.Where(c => c.WithdrawnAt == null && c.From <= first && above.Contains(c.OrganisationId))
            .Select(c => new { Source = (string?)c.Source, Path = (string?)null, Division = (string?)null, Level = (DivisionLevel?)null, On = c.From });
        var gone = from succession in db.Successions
                   join organisation in db.Organisations on succession.PredecessorId equals organisation.Id
                   where succession.SuccessorId == id && succession.WithdrawnAt == null && succession.Share == 1
                   select new { Source = (string?)null, Path = (string?)organisation.Path, Division = organisation.DivisionCode, organisation.Level, succession.On };
        var rows = await declared.Concat(gone).Take(500).ToListAsync(cancel);
        return (rows.Where(r => r.Source is not null).Select(r => r.Source!).ToHashSet(StringComparer.Ordinal), [.. rows.Where(r => r.Path is not null).Select(r => new Gone(r.Path!, r.Division, r.Level, r.On))]);
    }

    static async Task Ratings(ZhiceDb db, List<DataElement> fed, Organisation office, Period period, bool declared, Dictionary<string, CaseFigure> found, CancellationToken cancel)
    {
        if (!fed.Exists(e => e.FromRatings.Count > 0)) return;
        var (first, last, path) = (period.FirstDay, period.LastDay, office.Path);
        var levels = await db.ServiceRatings.Where(r => r.On >= first && r.On <= last && db.Organisations.Any(o => o.Id == r.OfficeId && o.Path.StartsWith(path)))
            .GroupBy(r => r.Level).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        foreach (var element in fed.Where(e => e.FromRatings.Count > 0))
        {
            var count = levels.Where(l => element.FromRatings.Contains(l.Key)).Sum(l => l.Count);
            if (declared || count > 0) found[element.Code] = new(count, count, declared, null);
        }
    }
}
