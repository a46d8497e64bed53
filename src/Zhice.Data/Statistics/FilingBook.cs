using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>A return of the office.</summary>
/// <param name="Return">The return.</param>
/// <param name="Round">Its collection.</param>
/// <param name="State">How it stands.</param>
/// <param name="Answers">Answers that were given to findings.</param>
/// <param name="Disputes">Objections to filled-in figures that nobody has answered.</param>
public sealed record FilingLine(StatisticalReturn Return, CollectionRound Round, FilingState State, int Answers, int Disputes)
{
    /// <summary>Figures that were sent, that the platform holds of what was not, accepted corrections among them, or that stand in the draft.</summary>
    public int Filled { get; init; }
    /// <summary>Corrections of its figures that were accepted.</summary>
    public int Corrected { get; init; }
}

/// <summary>What an office said to a finding.</summary>
public sealed record FilingAnswer(FindingAnswer Answer, CollectionRound Round, string By);

/// <summary>A correction of the office's figures.</summary>
public sealed record FilingCorrection(ValueCorrection Correction, string AskedBy, string? DecidedBy);

/// <summary>What became of a figure of the office in that of the one above it.</summary>
/// <param name="Definition">The version that made both.</param>
/// <param name="Own">The office's figure.</param>
/// <param name="Use">What became of it.</param>
/// <param name="Known">Offices that stand behind the figure above.</param>
/// <param name="Expected">Offices that there were.</param>
/// <param name="Released">The release that holds the figure above; null where none does.</param>
public sealed record FilingUse(IndicatorDefinition Definition, SeriesPoint Own, ValueUse Use, int Known, int Expected, ReleasedFigure? Released);

/// <summary>The last value that stands of an element.</summary>
/// <param name="Element">The element.</param>
/// <param name="Period">The last period that has one; of several that end on one day the shortest.</param>
/// <param name="Value">The value.</param>
/// <param name="YearBefore">That of the same period a year before; null where there is none.</param>
public sealed record FilingValue(DataElement Element, Period Period, decimal Value, decimal? YearBefore);

/// <summary>填报档案: all that an office sent, was asked and answered, corrected, and what the office above made of its figures.</summary>
/// <param name="Office">The office.</param>
/// <param name="Above">The office above it; null for the nation.</param>
/// <param name="Filings">Its returns, the last due day first.</param>
/// <param name="Answers">Its answers, the newest first.</param>
/// <param name="Corrections">Corrections of its figures, the newest first.</param>
/// <param name="Year">The year of <paramref name="Uses"/>; null where no year has a figure.</param>
/// <param name="Uses">Its figures of the year in the figures above, by heading and code.</param>
/// <param name="Values">The last value of each element that the office sent within three years, by code.</param>
public sealed record FilingBook(Organisation Office, Organisation? Above, IReadOnlyList<FilingLine> Filings, IReadOnlyList<FilingAnswer> Answers, IReadOnlyList<FilingCorrection> Corrections, Period? Year, IReadOnlyList<FilingUse> Uses,
    IReadOnlyList<FilingValue> Values)
{
    const int Most = 300;

    /// <summary>Reads it: twelve commands at most.</summary>
    /// <returns>Null where there is no such office, or it is out of reach.</returns>
    public static async Task<FilingBook?> Load(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, string code, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        if (await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == code && (o.Kind == OrganisationKind.NationalOffice || o.Kind == OrganisationKind.LocalOffice), cancel) is not { } office
            || !ReturnSheets.MaySee(actor, office.Path)) return null;
        var returns = await (
            from sheet in db.StatisticalReturns
            join round in db.CollectionRounds on sheet.CollectionId equals round.Id
            where sheet.OrganisationId == office.Id && round.WithdrawnAt == null
            orderby round.DueOn descending, round.Id descending
            select new { sheet, round, Answers = db.FindingAnswers.Count(a => a.ReturnId == sheet.Id), Disputes = db.FigureDisputes.Count(d => d.ReturnId == sheet.Id && d.AnsweredAt == null) })
            .AsNoTracking().Take(Most).ToListAsync(cancel);
        var answers = await (
            from answer in db.FindingAnswers
            join sheet in db.StatisticalReturns on answer.ReturnId equals sheet.Id
            join round in db.CollectionRounds on sheet.CollectionId equals round.Id
            join person in db.Accounts on answer.By equals person.Id
            where sheet.OrganisationId == office.Id
            orderby answer.Id descending
            select new FilingAnswer(answer, round, person.DisplayName)).AsNoTracking().Take(Most).ToListAsync(cancel);
        var corrections = await (
            from correction in db.ValueCorrections
            join person in db.Accounts on correction.AskedBy equals person.Id
            where correction.OrganisationId == office.Id
            orderby correction.Id descending
            select new FilingCorrection(correction, person.DisplayName, db.Accounts.Where(a => a.Id == correction.DecidedBy).Select(a => a.DisplayName).FirstOrDefault())).AsNoTracking().Take(Most).ToListAsync(cancel);
        var above = office.ParentId is not { } parent ? null : await db.Organisations.AsNoTracking().Where(o => o.Id == parent)
            .Select(o => new { Office = o, Below = db.Organisations.Count(c => c.ParentId == o.Id && c.Kind == OrganisationKind.LocalOffice && c.ValidTo == null) }).FirstOrDefaultAsync(cancel);
        var (year, uses) = above is null ? (null, []) : await UsesOf(db, catalogue, office, above.Office, above.Below, cancel);
        var held = await HeldReturns.Of(db, [.. returns.Where(r => r.sheet.SentAt is null).Select(r => (r.sheet.Id, r.round, office))], cancel);
        return new(office, above?.Office, [.. returns.Select(r => Line(r.sheet, r.round.For(r.sheet), held.GetValueOrDefault(r.sheet.Id), r.Answers, r.Disputes))], answers, corrections, year, uses, await ValuesOf(db, catalogue, office, today, cancel));

        FilingLine Line(StatisticalReturn sheet, CollectionRound round, HeldReturn own, int given, int disputes) =>
            new(sheet, round, Filing.StateOf(round, sheet.FirstSentAt, today, own.Whole ? own.InTime : null), given, disputes)
            {
                Filled = sheet.SentAt is null ? Math.Max(own.Figures, sheet.Filled) : sheet.Filled,
                Corrected = corrections.Count(c => c.Correction.State == CorrectionState.Accepted && c.Correction.Period == round.Period && StatisticsFiles.InUse.Forms.TryGetValue(round.Form, out var form) && form.Elements.Contains(c.Correction.Element)),
            };
    }

    static async Task<IReadOnlyList<FilingValue>> ValuesOf(ZhiceDb db, IndicatorCatalogue catalogue, Organisation office, DateOnly today, CancellationToken cancel)
    {
        var periods = Enumerable.Range(Math.Max(Period.FirstYear, today.Year - 2), today.Year - Math.Max(Period.FirstYear, today.Year - 2) + 1).SelectMany(year => Enumerable.Range(0, Period.Slots).Select(slot => Period.OfSlot(year, slot))).ToList();
        var values = await Observations.Read(db, new([.. catalogue.Elements.Select(e => e.Code)], periods) { Organisations = [office.Id] }, cancel);
        return [.. values.GroupBy(v => v.Element, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g =>
        {
            var last = g.OrderByDescending(v => v.Period.LastDay).ThenByDescending(v => v.Period.Kind).First();
            return new FilingValue(catalogue.Element(g.Key)!, last.Period, last.Value,
                g.Where(v => v.Period.Kind == last.Period.Kind && v.Period.Number == last.Period.Number && v.Period.Year == last.Period.Year - 1).Select(v => (decimal?)v.Value).FirstOrDefault());
        })];
    }

    static async Task<(Period? Year, IReadOnlyList<FilingUse> Uses)> UsesOf(ZhiceDb db, IndicatorCatalogue catalogue, Organisation office, Organisation above, int below, CancellationToken cancel)
    {
        var rows = await (
            from figure in db.IndicatorFigures
            join made in db.IndicatorDefinitions on figure.Definition equals made.Id
            where (figure.OrganisationId == office.Id || figure.OrganisationId == above.Id) && figure.Period % 100 == 0
            select new { figure, made.Code, made.Version }).AsNoTracking().ToListAsync(cancel);
        var (figures, ids) = (rows.ConvertAll(r => r.figure), rows.DistinctBy(r => r.figure.Definition).ToDictionary(r => r.figure.Definition, r => (r.Code, r.Version)));
        if (figures.Where(f => f.OrganisationId == office.Id && f.Figure.IsKnown).Select(f => f.Period).DefaultIfEmpty().Max() is not (> 0 and var key)) return (null, []);
        var year = Period.FromKey(key);
        // The figure above is read by all once it is published; until then only how it was made is told.
        var released = (await (
            from figure in db.PublishedFigures
            join release in db.StatisticalReleases on figure.ReleaseId equals release.Id
            where figure.OrganisationId == above.Id && figure.Period == key
            orderby figure.Sequence descending
            select new { figure, release.Code, release.Title, release.Revision }).AsNoTracking().Take(Most).ToListAsync(cancel)).GroupBy(r => r.figure.Indicator, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var uses = new List<FilingUse>();
        foreach (var own in figures.Where(f => f.OrganisationId == office.Id && f.Period == key && f.Figure.IsKnown))
        {
            var (code, version) = ids[own.Definition];
            if (catalogue.Versions(code).FirstOrDefault(v => v.Version == version) is not { } definition) continue;
            var over = figures.FirstOrDefault(f => f.OrganisationId == above.Id && f.Period == key && f.Definition == own.Definition);
            uses.Add(new(definition, IndicatorBook.Point(own, definition), Filing.UseOf(definition.RollUp, over?.Figure, over?.Known ?? 0, over?.Expected ?? 0, below), over?.Known ?? 0, over?.Expected ?? 0,
                released.TryGetValue(code, out var found) ? new(found.Code, found.Title, found.Revision, found.figure.Figure) : null));
        }
        return (year, [.. uses.OrderBy(u => u.Definition.Group, StringComparer.Ordinal).ThenBy(u => u.Definition.Code, StringComparer.Ordinal)]);
    }
}
