using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using Zhice.Domain.Submitting;

namespace Zhice.Data.Submitting;

/// <summary>What the platform holds of an office's indicators, for a submission to take over.</summary>
public static class SubmissionFigures
{
    /// <summary>
    /// The last known year up to <paramref name="year"/> of every indicator, by its code, with its change over the year before: the published figure where there is one, else the computed
    /// one. Five commands at most.
    /// </summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who asks: figures that are not published show only to those who may see them.</param>
    /// <param name="catalogue">The definitions.</param>
    /// <param name="office">The office.</param>
    /// <param name="year">The programme's year.</param>
    /// <param name="today">The day in China.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<IReadOnlyDictionary<string, IndicatorField>> Of(
        ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, Organisation office, int year, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(office);
        var published = await PublishedBook.OfOffice(db, catalogue, office.Id, cancel);
        var releases = await Releases(db, office.Id, cancel);
        var computed = AccessPolicy.MaySeeFigures(actor, office.Path)
            ? await IndicatorBook.OfOffice(db, catalogue, office.Id, cancel)
            : new Dictionary<string, (SeriesPoint, IReadOnlyList<SeriesPoint> Years)>(StringComparer.Ordinal);
        var fields = new Dictionary<string, IndicatorField>(StringComparer.Ordinal);
        foreach (var code in published.Keys.Concat(computed.Keys).Distinct(StringComparer.Ordinal))
        {
            var told = Last(published.TryGetValue(code, out var p) ? p.Years : [], year);
            var made = Last(computed.TryGetValue(code, out var c) ? c.Years : [], year);
            var isPublished = told is not null && (made is null || told.Period.Year >= made.Period.Year);
            if ((isPublished ? told : made) is not { } point) continue;
            var versions = catalogue.Versions(code);
            var definition = versions.FirstOrDefault(v => v.Version == point.Version) ?? versions[^1];
            var release = isPublished ? releases.GetValueOrDefault((code, point.Period.Key)) : default;
            fields[code] = new IndicatorField(code, definition.Version, definition.Name, point.Period.ToString(),
                point.Figure.Value.ToString($"F{point.Decimals}", CultureInfo.InvariantCulture), point.Unit, release.Code, null, null, today)
            {
                ReleaseTitle = release.Title, Publisher = release.Publisher, ReleasedOn = release.Title is null ? null : ChinaTime.DayOf(release.At), Year = year, Direction = definition.Direction, Growth = Growth(definition, point, isPublished ? p.Years : c.Years)?.ToString("F1", CultureInfo.InvariantCulture),
            };
        }
        return fields;
    }

    /// <summary>Codes of the indicators that targets of a programme's tasks were confirmed for; one command.</summary>
    internal static async Task<ILookup<Domain.Programme.TaskId, (string Code, TaskTarget Target, FieldTarget Aim)>> Confirmed(ZhiceDb db, Domain.Programme.ProgrammeId programme, CancellationToken cancel) =>
        (await (
            from found in db.FoundTargets
            where found.ProgrammeId == programme && found.TaskId != null
            join target in db.IndicatorTargets on found.Id equals target.FoundTargetId
            where target.WithdrawnAt == null
            orderby target.Id
            select new { Task = found.TaskId!.Value, found.What, found.Comparator, found.Value, found.Unit, Target = target }).AsNoTracking().ToListAsync(cancel))
        // In words it is what the document prints; compared is what a person confirmed, in the indicator's unit.
        .ToLookup(t => t.Task, t => (t.Target.Indicator, new TaskTarget(t.What, t.Comparator, t.Value, t.Unit, t.Target.Growth),
            new FieldTarget(t.Target.Year, t.Target.Comparator, t.Target.Value.ToString("0.######", CultureInfo.InvariantCulture), t.Target.Growth)));

    // Of a figure that is a growth itself, the figure; else its change over the year before, where that has one of the same definition and from the same source.
    static decimal? Growth(IndicatorDefinition definition, SeriesPoint point, IReadOnlyList<SeriesPoint> years)
    {
        if (definition.Formula.References.Any(r => r.YearsBack > 0)) return point.Figure.Value;
        return years.FirstOrDefault(y => y.Period.Year == point.Period.Year - 1) is { Figure.OrNull: { } before } last && before > 0 && last.Version == point.Version
            ? Math.Round((point.Figure.Value - before) / before * 100, 1, MidpointRounding.AwayFromZero)
            : null;
    }

    static SeriesPoint? Last(IReadOnlyList<SeriesPoint> years, int year) => years.Where(p => p.Figure.IsKnown && p.Period.Year <= year).MaxBy(p => p.Period.Year);

    static async Task<Dictionary<(string, int), (string? Code, string? Title, string? Publisher, DateTimeOffset At)>> Releases(ZhiceDb db, OrganisationId office, CancellationToken cancel) =>
        (await (
            from figure in db.PublishedFigures
            where figure.OrganisationId == office && figure.Period % 100 == 0
            join release in db.StatisticalReleases on figure.ReleaseId equals release.Id
            join step in db.ReleaseSteps on release.Id equals step.ReleaseId
            where step.To == ReleaseState.Published
            join publisher in db.Organisations on release.OwnerId equals publisher.Id
            orderby figure.Sequence
            select new { figure.Indicator, figure.Period, release.Code, release.Title, Publisher = publisher.Name, step.At }).AsNoTracking().ToListAsync(cancel))
        .GroupBy(f => (f.Indicator, f.Period)).ToDictionary(g => g.Key, g => ((string?)g.Last().Code, (string?)g.Last().Title, (string?)g.Last().Publisher, g.Last().At));
}
